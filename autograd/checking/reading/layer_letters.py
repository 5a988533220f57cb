r"""Layers that are counted by another letter than l: z^k = W^k a^{k-1} + b^k, up to a^K.

They are read as z^l = W^l a^{l-1} + b^l, up to a^L; an l that is something else, as the index of a
sum, becomes a letter that nothing else is called by. A letter counts layers where weights that
nothing defines have it and are multiplied by what has it less one, which is not what that makes:
x_k = F_k x_{k-1} is a step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import permutations
from typing import Any, NamedTuple

from .chains import Domain, Formula, parts_in
from .double_letters import in_text, lettered
from .rewritten import all_rewritten, with_trees
from .tree import BigSum, Call, Name, Power, Product, Transpose
from .walked import names, walk

_COUNTED = re.compile(r"(?P<letter>[a-km-su-w])(?P<sign>[+-]\d)?|(?P<number>\d)")
_CAPITAL = re.compile(r"(?![TH])[A-Z]")
_LAYER = re.compile(r"(?:l|\\ell)(?:[+-]\d)?")
_FREE = "rqpsuvgnm"
_ENTRYWISE = (r"\odot", r"\circ", r"\otimes")

Pairs = Sequence[tuple[str, str]]


class Counted(NamedTuple):
    """A name with the number of a layer: its base, the letter of the number, what is added.

    Where the number itself stands, the letter is empty.
    """

    base: str
    letter: str
    offset: int
    is_above: bool
    is_turned: bool


def with_layer_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the letter l for that of their layers, and L for the last one's."""
    used = list(_outside_bounds(formulas))
    if any(_LAYER.fullmatch(_top(n)) for n in used):
        return list(formulas)
    told = [f for f in formulas if any(names(tuple(f.trees[1:]))) and not f.aside]
    heads = {c.base for f in told for c in _counted(f.trees[:1])}
    found = {(c.letter, c.is_above) for f in formulas for c in _weights(f, heads)}
    if found == {("", True)}:  # W^{[2]} a^{[1]}, and \delta^{[k]} once
        bases = {c.base for c in _counted(used) if c.is_above and not c.letter}
        found = {(c.letter, True) for c in _counted(used) if c.letter and c.base in bases & heads}
    else:
        found = {one for one in found if one[0]}
    if len(found) != 1:
        return list(formulas)
    ((letter, is_above),) = found
    plain = all_rewritten(formulas, partial(_without_layer, letter))
    used = list(_outside_bounds(plain))
    if _means_more(plain, used, letter, is_above=is_above):
        return list(formulas)
    bases = {c.base for c in _counted(used) if c.letter == letter}
    last = {x for n in used if n.base in bases
            if _CAPITAL.fullmatch(x := n.layer if is_above else n.sub)}  # fmt: skip
    tops = [(x, "L") for x in last - {"L"}] if len(last) == 1 else []
    pairs = [*_freed(formulas), (letter, "l"), *tops]
    return [_renamed(formula, pairs) for formula in plain]


def _without_layer(letter: str, part: Any) -> Any:
    r"""Return \sigma^k(z^k), the activation of layer k, as \sigma(z^k)."""
    match part:
        case Power(base=Call(arguments=(Name() as of,)) as call, exponent=Name() as exponent):
            return call if exponent.label == letter == _top(of) else part
    return part


def _outside_bounds(formulas: Sequence[Formula]) -> Iterator[Name]:
    """Yield the names of formulas, but for those that say how far a sum goes."""
    for formula in formulas:
        parts = list(walk(tuple(formula.trees)))
        bounds = {id(n) for p in parts if isinstance(p, BigSum) for n in names((p.lower, p.upper))}
        yield from (p for p in parts if isinstance(p, Name) and id(p) not in bounds)


def _counted(trees: Iterable[Any]) -> Iterator[Counted]:
    """Yield the names among trees, or what they are transposes of, with what counts them."""
    for tree in trees:
        name = tree.of if isinstance(tree, Transpose) else tree
        if isinstance(name, Name) and (match := _COUNTED.fullmatch(_top(name) or name.sub)):
            offset, turned = int(match["sign"] or match["number"] or 0), isinstance(tree, Transpose)
            yield Counted(name.base, match["letter"] or "", offset, bool(_top(name)), turned)


def _top(name: Name) -> str:
    """Return the first text above a name."""
    return name.layer.split(",")[0]


def _weights(formula: Formula, heads: set[str]) -> Iterator[Counted]:
    r"""Yield the weights of layers, W^k beside a^{k-1} or (W^{k+1})^T beside \delta^{k+1}."""
    made = next(_counted(formula.trees[:1]), None)
    called = {id(p) for tree in formula.trees for call in walk(tree) if isinstance(call, Call)
              for p in walk(call.arguments)}  # fmt: skip
    for part in walk(tuple(formula.trees[1:])):
        for pair in _multiplied(part) if isinstance(part, Product) else ():
            for w, x in permutations(_counted(pair), 2):
                alike = (w.letter, w.is_above) == (x.letter, x.is_above)
                if not alike or w.base in heads or x.base not in heads:
                    continue
                makes = made is not None and made.base == x.base and id(part) not in called
                before = x.offset == w.offset - 1 and not makes
                if before or (w.is_turned and w.offset == x.offset == 1 and w.letter):
                    yield w


def _multiplied(product: Product) -> Iterator[tuple[Any, Any]]:
    """Yield the factors that stand side by side and are not multiplied entry by entry."""
    beside = zip(product.factors, product.signs, product.factors[1:], strict=False)
    yield from ((first, second) for first, sign, second in beside if sign not in _ENTRYWISE)


def _means_more(
    formulas: Sequence[Formula], used: Sequence[Name], letter: str, *, is_above: bool
) -> bool:
    """Whether a letter is something else than the number of a layer, too."""
    word = re.compile(rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])|{letter}(?=[a-z]\b)|\b[a-z]{letter}\b")
    for name in used:
        if name.label == letter or word.search(name.sub if is_above else name.layer):
            return True
        if not is_above and word.search(name.sub) and not _COUNTED.fullmatch(name.sub):
            return True
    for part in parts_in(formulas):
        if isinstance(part, BigSum) and part.index == letter:
            inside = _counted(walk(part.of))
            if not is_above or not any(c.letter == letter and c.is_above for c in inside):
                return True
    return False


def _freed(formulas: Sequence[Formula]) -> list[tuple[str, str]]:
    """Return the letter l, where something is called so, with one that nothing is called by."""
    parts = list(parts_in(formulas))
    below = "".join(n.base + n.sub for n in parts if isinstance(n, Name) and n.base[:1] != "\\")
    used = {*below, *(p.index for p in parts if isinstance(p, BigSum))}
    free = next((x for x in _FREE if x not in used), "")
    return [("l", free)] if "l" in used and free else []


def _renamed(formula: Formula, pairs: Pairs) -> Formula:
    changed = with_trees(formula, partial(lettered, pairs))
    return replace(
        changed,
        letters=(*formula.letters, *pairs),
        conditions=tuple(lettered(pairs, c) for c in formula.conditions),
        domains=tuple(_domain(pairs, d) for d in formula.domains),
        lying=tuple(_domain(pairs, d) for d in formula.lying),
    )


def _domain(pairs: Pairs, domain: Domain) -> Domain:
    sizes = domain.sizes
    for letter, other in pairs:
        sizes = tuple(in_text(letter, other, size) for size in sizes)
    return replace(domain, name=lettered(pairs, domain.name), sizes=sizes)
