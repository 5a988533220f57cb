r"""Points at which derivatives are zero: where "set to zero" is judged.

stationary(world, slopes, symbols)    the world with other numbers for some leaves, so that all are

What is asked for are the leaves nearest to those of the world, by Gauss's and Newton's steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...engine import functional
from ...engine.value import Value
from .errors import FAILURES
from .tensor import Tensor, entries_of, plain, shape_of, shaped
from .world import World

STEPS, ZERO, FARTHEST = 40, 1e-11, 1e3
"""How many steps are made at most; what is nearer to 0 is so; how far an entry may get."""
_MOST = 60
"""So many derivatives, or leaves, are set to zero at most."""

Slopes = Callable[[World], list[Any]]
"""The entries of the derivatives in a world, as Values that can be differentiated."""


def stationary(world: World, slopes: Slopes, symbols: Sequence[Any]) -> World | None:
    """Return a world near a given one in which derivatives are zero; None if none is found.

    slopes   their entries in a world
    symbols  of the leaves that may have other numbers
    """
    shapes = {symbol: shape_of(world.value(symbol)) for symbol in symbols}
    if not shapes or sum(len(entries_of(world.value(s))) for s in symbols) > _MOST:
        return None
    here = world
    try:
        for _ in range(STEPS):
            found = slopes(here)
            if len(found) > _MOST:
                return None
            if all(abs(plain(x)) <= ZERO for x in found):
                return here
            numbers = _step(here, found, symbols)
            if numbers is None or max(map(abs, numbers)) > FARTHEST:
                return None
            rest = iter(numbers)
            here = world.moved({
                symbol: shaped(shape, [next(rest) for _ in entries_of(world.value(symbol))])
                for symbol, shape in shapes.items()
            })  # fmt: skip
    except FAILURES:
        return None
    return None


def _step(world: World, found: Sequence[Any], symbols: Sequence[Any]) -> list[float] | None:
    """Return the leaves after a step towards where the derivatives are zero."""
    leaves = [x for symbol in symbols for x in entries_of(world.value(symbol))]
    rows = [
        [plain(x) for x in functional.grad(slope, leaves)] if isinstance(slope, Value)
        else [0.0] * len(leaves)
        for slope in found
    ]  # fmt: skip
    normal = [[sum(a * b for a, b in zip(x, y, strict=True)) for y in rows] for x in rows]
    least = 1e-13 * max((normal[i][i] for i in range(len(rows))), default=0.0)
    for i in range(len(rows)):
        normal[i][i] += least
    weights = _solved(normal, [-plain(x) for x in found])
    if weights is None:
        return None
    return [
        plain(leaf) + sum(w * row[place] for w, row in zip(weights, rows, strict=True))
        for place, leaf in enumerate(leaves)
    ]


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | None:
    """Return x of A x = b by Gauss's elimination; None where A has no inverse."""
    rows = [[*row, b] for row, b in zip(matrix, right, strict=True)]
    count = len(rows)
    for at in range(count):
        best = max(range(at, count), key=lambda r: abs(rows[r][at]))
        if not rows[best][at]:
            return None
        rows[at], rows[best] = rows[best], rows[at]
        for other in range(count):
            if other != at:
                factor = rows[other][at] / rows[at][at]
                rows[other] = [x - factor * y for x, y in zip(rows[other], rows[at], strict=True)]
    return [row[count] / row[at] for at, row in enumerate(rows)]


def set_to(world: World, symbol: Any, value: Any) -> World | None:
    """Return a world with another value for a leaf; None if it has another shape."""
    mine = shape_of(world.value(symbol))
    if shape_of(value) != mine and len(entries_of(value)) != 1:
        return None
    numbers = [plain(x) for x in entries_of(value)]
    moved: World = world.moved({symbol: Tensor(mine, numbers) if mine else numbers[0]})
    return moved
