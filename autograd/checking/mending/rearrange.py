r"""Put the factors of a product of matrices into the order, with the transposes, that is right.

The factors are kept; every way to multiply them is tried, by matrix product or entry by entry,
each as it is or transposed.  The widths of the network all differ, so that few ways fit; of those
that give the right matrix the one is told that changes least.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product as product_of
from typing import Any

from ..meaning.tensor import Shape, Tensor, close_tensors, hadamard, product, shape_of, transpose
from ..reading.tree import Call, Derivative, Expression, Name, Number, Product, Transpose
from .trial import TOLERANCE

MOST, KEPT = 6, 24
"""How many matrices a product may have, and how many ways of each shape are kept for a group."""


@dataclass(frozen=True, slots=True)
class Way:
    r"""One way to multiply some of the factors.

    form   a factor's number, or (r"\odot" or "", left, right)
    flips  the factors whose transpose was changed
    turns  how many pairs stand in another order than printed
    """

    value: Tensor
    form: Any
    transposed: bool
    flips: frozenset[int]
    turns: int
    signs: int

    @property
    def cost(self) -> float:
        """How much it changes."""
        return len(self.flips) + 0.9 * self.turns + 0.3 * self.signs


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor as printed, without its transpose, and whether it had one."""

    tree: Expression
    text: str
    transposed: bool
    value: Any


def factors_of(tree: Expression) -> list[Expression]:
    """Return the factors of a product, those in brackets too."""
    if isinstance(tree, Product):
        return [factor for part in tree.factors for factor in factors_of(part)]
    return [tree]


class Effort:
    """How many products may still be tried for one wrong formula."""

    def __init__(self, left: int = 4_000) -> None:
        self.left = left


def ways(factors: Sequence[Factor], target: Tensor, effort: Effort) -> Iterator[Way]:
    """Yield the ways to multiply the matrices that give the target, those that change least first.

    Factors that are numbers are not among them: divide the target by them first.
    """
    count = len(factors)
    if not 1 <= count <= MOST or effort.left <= 0:
        return
    best: dict[int, dict[Any, Way]] = {}
    for i, factor in enumerate(factors):
        best[1 << i] = {}
        own = Way(factor.value, i, factor.transposed, frozenset(), 0, 0)
        if factor.transposed:
            own = Way(transpose(factor.value), i, True, frozenset(), 0, 0)
        _keep(best[1 << i], own)
    for mask in range(1, 1 << count):
        if mask & (mask - 1) == 0:
            continue
        found: dict[Any, Way] = {}
        for x, y in _halves(best, mask):
            if effort.left > 0:
                joined = list(_joined(x, y, target.shape))
                effort.left -= len(joined)
                for way in joined:
                    _keep(found, way)
        best[mask] = _cheapest(found)
    whole = best[(1 << count) - 1].values()
    for way in sorted(whole, key=lambda w: w.cost):
        for end in (way, *_flipped(way)):
            if end.value.shape == target.shape and close_tensors(end.value, target, TOLERANCE):
                yield end


def _halves(best: dict[int, dict[Any, Way]], mask: int) -> Iterator[tuple[Way, Way]]:
    """Yield what is known of the factors of a mask, divided in two in every way."""
    part = (mask - 1) & mask
    while part:
        if part < mask ^ part:
            yield from product_of(best[part].values(), best[mask ^ part].values())
        part = (part - 1) & mask


def _keep(found: dict[Any, Way], way: Way) -> None:
    key = way.value.shape, tuple(f"{x:.9e}" for x in way.value.entries)
    if key not in found or way.cost < found[key].cost:
        found[key] = way


def _cheapest(found: dict[Any, Way]) -> dict[Any, Way]:
    """Return the ways that change least, so many of each shape."""
    kept: dict[Any, Way] = {}
    counts: Counter[Shape] = Counter()
    for key, way in sorted(found.items(), key=lambda item: item[1].cost):
        counts[way.value.shape] += 1
        if counts[way.value.shape] <= KEPT:
            kept[key] = way
    return kept


def _flipped(way: Way) -> list[Way]:
    """Return a lone factor transposed, where that is another matrix."""
    if not isinstance(way.form, int) or shape_of(way.value) == (1, 1):
        return []
    flips = way.flips ^ {way.form}
    return [Way(transpose(way.value), way.form, not way.transposed, flips, way.turns, way.signs)]


def _joined(x: Way, y: Way, target: Shape) -> Iterator[Way]:
    for a in (x, *_flipped(x)):
        for b in (y, *_flipped(y)):
            turned = _first(a.form) > _first(b.form)
            left, right = (b, a) if turned else (a, b)
            if a.value.shape == b.value.shape:
                yield _way(r"\odot", left, right, 0)
            for first, second in ((a, b), (b, a)):
                height, inner = first.value.shape
                if inner != second.value.shape[0]:
                    continue
                shape = height, second.value.shape[1]
                outer = inner == 1 and shape != target
                inside = shape == (1, 1) != target
                if not outer and not inside:
                    yield _way("", first, second, int(_first(first.form) > _first(second.form)))


def _way(sign: str, x: Way, y: Way, turns: int) -> Way:
    value = hadamard(x.value, y.value) if sign else product(x.value, y.value)
    return Way(
        value, (sign, (x.form, x.transposed), (y.form, y.transposed)), False, x.flips | y.flips,
        x.turns + y.turns + turns, x.signs + y.signs + bool(sign),
    )  # fmt: skip


def _first(form: Any) -> int:
    if isinstance(form, int):
        return form
    _, (x, _), (y, _) = form
    return min(_first(x), _first(y))


# --- in words and in the author's notation ---


def written(way: Way, factors: Sequence[Factor], python: bool) -> str:
    """Return the product in the author's notation."""
    return _form(way.form, way.transposed, factors, python)


def _form(form: Any, transposed: bool, factors: Sequence[Factor], python: bool) -> str:
    if isinstance(form, int):
        return transposed_text(factors[form], python) if transposed else bare_text(factors[form])
    sign, *sides = form
    texts = []
    for side, was_transposed in sides:
        text = _form(side, was_transposed, factors, python)
        other = not isinstance(side, int) and side[0] != sign
        texts.append(f"({text})" if other else text)
    between = {(r"\odot", True): " * ", (r"\odot", False): r" \odot ", ("", True): " @ "}
    return between.get((sign, python), " ").join(texts)


def bare_text(factor: Factor) -> str:
    """Return a factor, in brackets if it is a sum."""
    single = isinstance(factor.tree, (Name, Number, Call, Derivative))
    return factor.text if single or factor.text.startswith(("(", r"\left(")) else f"({factor.text})"


def transposed_text(factor: Factor, python: bool) -> str:
    """Return the transpose of a factor."""
    text = bare_text(factor)
    if python:
        return f"{text}.T"
    if isinstance(factor.tree, Name) and text.endswith((")}", "]}")):
        return f"{text[:-1]}T}}"
    bare = isinstance(factor.tree, Name) and "^" not in text
    return f"{text}^T" if bare or text.startswith("(") else f"({text})^T"


def told(way: Way, factors: Sequence[Factor]) -> tuple[str, str]:
    """Return the kind of mistake, and what it is in words."""
    flips = [factors[i] for i in sorted(way.flips)]
    said = []
    for wanted, what in ((False, "must be transposed"), (True, "must not be transposed")):
        names = [bare_text(f) for f in flips if f.transposed == wanted]
        if names:
            said.append(f"{' and '.join(names)} {what}")
    order = _order(way.form)
    moved = next((i for i, j in zip(order, sorted(order), strict=True) if i != j), None)
    if moved is not None:
        after = next(j for j in sorted(order) if j < moved)
        said.append(f"{bare_text(factors[moved])} must stand before {bare_text(factors[after])}")
    kind = "transpose" if flips else "order" if said else "product"
    by_entries = way.signs > 0
    wrong = r"a matrix product stands where \odot belongs"
    other = r"\odot stands where a matrix product belongs"
    return kind, "; ".join(said) or (wrong if by_entries else other)


def _order(form: Any) -> list[int]:
    if isinstance(form, int):
        return [form]
    return _order(form[1][0]) + _order(form[2][0])


def untransposed(tree: Expression) -> tuple[Expression, bool]:
    """Return a factor without its transpose, and whether it had one."""
    return (tree.of, True) if isinstance(tree, Transpose) else (tree, False)
