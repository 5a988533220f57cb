r"""Layers that are told by letters: o_j of the hidden units, o_k of the outputs.

Where o_j = f(z_j) and z_k = \sum_j w_{jk} o_j, o_k = f(z_k) stand side by side, the letter says the
layer. They are read as o_j^{(2)} and o_k^{(3)}, and the weights from j to k as w_{jk}^{(3)}: w_{kj}
too, for the letters say between which units a weight is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import BigSum, Derivative, Name
from .walked import names, walk


def with_lettered_layers(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a number for each layer that is only told by its letter."""
    order = _order(formulas)
    return _numbered(formulas, order) if order else list(formulas)


def _order(formulas: Sequence[Formula]) -> list[str]:
    """Return the letters of the layers, the first of all in front; none where one tells all."""
    heads: dict[str, set[str]] = defaultdict(set)
    above: dict[str, set[str]] = defaultdict(set)
    for head, body in _definitions(formulas):
        heads[head.base].add(head.sub)
        for part in walk(body):
            if isinstance(part, BigSum) and _is_letter(part.index) and part.index != head.sub:
                above[part.index].add(head.sub)
    for first in sorted(set(above) - {x for found in above.values() for x in found}):
        order = [first]
        while len(following := above.get(order[-1], set())) == 1 and not following & set(order):
            order += following
        if any(len(found & set(order)) > 1 for found in heads.values()):
            return order
    return []


def _definitions(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any]]:
    """Yield what formulas say of one unit, o_j = ..., without a derivative."""
    for formula in formulas:
        head = formula.trees[0] if len(formula.trees) > 1 else None
        if not isinstance(head, Name) or not _is_letter(head.sub) or head.layer:
            continue
        if head.base == r"\delta" or any(
            isinstance(p, Derivative) for tree in formula.trees for p in walk(tree)
        ):
            continue
        yield head, formula.trees[1]


def _numbered(formulas: Sequence[Formula], order: list[str]) -> list[Formula]:
    """Return the formulas with the numbers; as they were where other letters stand as well."""
    number = {letter: str(i) for i, letter in enumerate(order, 1)}
    pairs = {frozenset(pair): number[pair[1]] for pair in pairwise(order)}
    subs: dict[str, dict[str, None]] = defaultdict(dict)  # in the order in which they stand
    for formula in formulas:
        for n in names(tuple(formula.trees)):
            if not n.layer and n.sub:
                subs[n.base].setdefault(n.sub.replace(",", ""))
    single = {base for base, found in subs.items()
              if len(found.keys() & set(order)) > 1 or base == r"\delta"}  # fmt: skip
    double = {base for base, found in subs.items()
              if len({frozenset(x) for x in found} & set(pairs)) > 1}  # fmt: skip
    if any(x not in number for base in single for x in subs[base]) or any(
        frozenset(x) not in pairs for base in double for x in subs[base]
    ):
        return list(formulas)
    upwards = {base: order.index(first[0]) < order.index(first[1])
               for base in double for first in list(subs[base])[:1]}  # fmt: skip

    def change(part: Any) -> Any:
        if not isinstance(part, Name) or part.layer:
            return part
        if part.base in single and part.sub in number:
            return replace(part, layer=number[part.sub])
        if part.base in double and part.sub:
            ends = sorted(part.sub.replace(",", ""), key=order.index)
            sub = "".join(ends if upwards[part.base] else ends[::-1])
            return replace(part, sub=sub, layer=pairs[frozenset(ends)])
        return part

    return all_rewritten(formulas, change)


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and text.islower()
