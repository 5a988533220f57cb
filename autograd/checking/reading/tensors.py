r"""Tensor notation: A^{ij} B^{jk} with indices above, summed where they are repeated.

S^{ij} = Q^{ia} K^{ja}      S_{i,j} = \sum_a Q_{i,a} K_{j,a}, where a text says so
\delta^j_m                  \delta_{j,m}
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread
from .entry_softmax import with_entry_softmax
from .rewritten import rewritten
from .tree import (
    BigSum,
    Call,
    Derivative,
    Entry,
    Name,
    Negative,
    Product,
    Quotient,
    Sum,
)  # fmt: skip
from .walked import walk

_LETTERS = re.compile(r"[a-dg-np-u]{2,3}")
_CAPITALS = "KQVO"
_TIME = re.compile(r"(?<![A-Za-z])([a-z])[-+]\d")
"""A letter with an offset counts times, over which nothing is summed unsaid."""
_REPEATED = re.compile(
    r"repeated (?:indices|index|letters)\b|\bEinstein|summation convention"
    r"|重复(?:的)?(?:指标|下标)|求和约定",
    re.IGNORECASE,
)


def with_tensors(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the indices of tensors below their names, and sums written out."""
    trees = [tree for f in formulas for tree in f.trees]
    heads = [_variables(tree) for tree in trees]
    sums = any(_REPEATED.search(f.prose) for f in formulas)
    if not sums and not any(_LETTERS.fullmatch(n.layer) for found in heads for n in found):
        return list(formulas)
    times = {x for tree in trees for part in walk(tree) if isinstance(part, Name)
             for x in _TIME.findall(part.sub)}  # fmt: skip
    return [_of_formula(formula, times, sums=sums) for formula in formulas]


def _variables(tree: Any) -> list[Name]:
    """Return the names with letters above them that a formula defines, or differentiates by."""
    found = list(tree.wrt) if isinstance(tree, Derivative) else [tree]
    return [x for x in found if isinstance(x, Name) and not x.sub]


def _of_formula(formula: Formula, times: set[str], *, sums: bool) -> Formula:
    members = []
    free = set(times)
    for place, member in enumerate(formula.members):
        if isinstance(member.tree, Unread):
            members.append(member)
            continue
        tree = rewritten(rewritten(member.tree, _lowered), with_entry_softmax)
        if place == 0:
            free |= set(_letters(tree))
        elif sums:
            tree = _summed(tree, free)
        members.append(replace(member, tree=tree))
    return replace(formula, members=tuple(members))


def _lowered(part: Any) -> Any:
    r"""Return A^{ij} as A_{i,j}, and \delta^j_m as \delta_{j,m}."""
    match part:
        case Name(sub=sub, layer=layer) if _LETTERS.fullmatch(layer) and not sub.strip(_CAPITALS):
            return replace(part, sub=",".join([*sub[:1], *layer]), layer="")
        case Name(base=r"\delta", sub=sub, layer=layer) if len(sub) == len(layer) == 1:
            return replace(part, sub=f"{layer},{sub}", layer="")
    return part


def _letters(tree: Any) -> Iterator[str]:
    """Yield the letters below the names of a tree, as often as they stand there."""
    for part in walk(tree):
        if isinstance(part, Name) and part.sub and not part.layer:
            for text in part.sub.split(","):
                if text.isalpha() and (len(text) == 1 or _LETTERS.fullmatch(text)):
                    yield from text
        elif isinstance(part, Entry):
            yield from (x.base for x in part.indices if isinstance(x, Name) and len(x.base) == 1)


def _summed(tree: Any, free: set[str]) -> Any:
    """Return a side of an equation with a sum over what is repeated in a term and not free."""
    if isinstance(tree, Sum):
        return replace(tree, terms=tuple(_summed(term, free) for term in tree.terms))
    if isinstance(tree, Negative):
        return replace(tree, of=_summed(tree.of, free))
    if isinstance(tree, (Quotient, Call)) or not hasattr(tree, "span"):
        return tree
    factors = tree.factors if isinstance(tree, Product) else (tree,)
    bound = {x for part in walk(tree) if isinstance(part, BigSum) for x in part.index}
    counted = Counter(x for factor in factors for x in (
        _letters(factor) if isinstance(factor, Name) else set(_letters(factor))))  # fmt: skip
    for letter, count in sorted(counted.items()):
        if count > 1 and letter not in free | bound:
            tree = BigSum(tree, letter, span=tree.span)
    return tree
