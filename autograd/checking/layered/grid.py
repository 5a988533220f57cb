"""`Grid`: a matrix of numbers or of Values, and the arithmetic of formulas about layers.

A vector is a column, a matrix of one column.  What is written about matrices has several kinds of
product, and whether one is possible is a matter of shapes: a `ShapeError` says which do not fit.
Scalars are plain numbers or Values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

from ...engine import functions

Shape = tuple[int, int]


class ShapeError(ValueError):
    """Two shapes that do not fit together."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A matrix: rows of entries."""

    rows: tuple[tuple[Any, ...], ...]

    @property
    def shape(self) -> Shape:
        """(rows, columns)."""
        return len(self.rows), len(self.rows[0])

    @property
    def entries(self) -> list[Any]:
        """All entries, row by row."""
        return [x for row in self.rows for x in row]

    @property
    def transposed(self) -> Grid:
        """The matrix with rows and columns exchanged."""
        return Grid(tuple(zip(*self.rows, strict=True)))

    def __str__(self) -> str:
        return "[" + "; ".join(", ".join(f"{x:.5g}" for x in row) for row in self.rows) + "]"


def grid_of(entries: Sequence[Any], shape: Shape) -> Grid:
    """Return the matrix of that shape with these entries, row by row."""
    _, width = shape
    return Grid(tuple(tuple(entries[i : i + width]) for i in range(0, shape[0] * width, width)))


def shape_of(x: Any) -> Shape:
    """Return the shape; (1, 1) for a scalar."""
    return x.shape if isinstance(x, Grid) else (1, 1)


def spoken(shape: Shape) -> str:
    """Return a shape in words: "4x3"."""
    return f"{shape[0]}x{shape[1]}"


def entries_of(x: Any) -> list[Any]:
    """Return the entries, that of a scalar too."""
    return x.entries if isinstance(x, Grid) else [x]


def scalar_of(x: Any) -> Any:
    """Return the entry of a 1x1 matrix, and anything else as it is."""
    return x.rows[0][0] if isinstance(x, Grid) and x.shape == (1, 1) else x


def mapped(function: Callable[..., Any], *xs: Any) -> Any:
    """Apply a function entry by entry; scalars and single columns or rows are spread."""
    grids = [x for x in xs if isinstance(x, Grid)]
    if not grids:
        return function(*xs)
    shape = reduce(_spread, (grid.shape for grid in grids))
    return Grid(
        tuple(
            tuple(function(*(_at(x, i, j) for x in xs)) for j in range(shape[1]))
            for i in range(shape[0])
        )
    )


def hadamard(x: Any, y: Any) -> Any:
    """x (.) y, entry by entry; a square matrix beside a column of its height is its diagonal."""
    if shape_of(x) != shape_of(y) and isinstance(x, Grid) and isinstance(y, Grid):
        x, y = _diagonal(x, y.shape), _diagonal(y, x.shape)
    return mapped(lambda a, b: a * b, x, y)


def product(x: Any, y: Any) -> Any:
    """The product of matrices, or of a scalar and anything."""
    if not isinstance(x, Grid) or not isinstance(y, Grid):
        return mapped(lambda a, b: a * b, x, y)
    if x.shape[1] != y.shape[0]:
        if (1, 1) in (x.shape, y.shape):
            return product(scalar_of(x), scalar_of(y))
        raise ShapeError(f"a {spoken(x.shape)} and a {spoken(y.shape)} matrix cannot be multiplied")
    columns = list(zip(*y.rows, strict=True))
    return Grid(tuple(tuple(functions.dot(row, column) for column in columns) for row in x.rows))


def transpose(x: Any) -> Any:
    """x^T."""
    return x.transposed if isinstance(x, Grid) else x


def diagonal(x: Grid) -> Grid:
    """Return the square matrix with a column's entries on its diagonal, and 0 elsewhere."""
    n = x.shape[0]
    if x.shape[1] != 1:
        raise ShapeError(f"diag takes a column, got a {spoken(x.shape)} matrix")
    return Grid(tuple(tuple(x.rows[i][0] if i == j else 0.0 for j in range(n)) for i in range(n)))


def _spread(x: Shape, y: Shape) -> Shape:
    if x != y and any(a != b and 1 not in (a, b) for a, b in zip(x, y, strict=True)):
        raise ShapeError(f"a {spoken(x)} and a {spoken(y)} matrix do not match")
    both = max(x[0], y[0]), max(x[1], y[1])
    if both not in (x, y):  # a column and a row
        raise ShapeError(f"a {spoken(x)} and a {spoken(y)} matrix do not match")
    return both


def _at(x: Any, i: int, j: int) -> Any:
    if not isinstance(x, Grid):
        return x
    height, width = x.shape
    return x.rows[i if height > 1 else 0][j if width > 1 else 0]


def _diagonal(x: Grid, beside: Shape) -> Grid:
    n = x.shape[0]
    square = x.shape == (n, n) and beside == (n, 1)
    off = (x.rows[i][j] for i in range(n) for j in range(n) if i != j) if square else iter((1.0,))
    return x if any(off) else Grid(tuple((x.rows[i][i],) for i in range(n)))


def close_grids(claimed: Any, true: Any, tolerance: float) -> bool:
    """Whether two matrices agree, relative to their largest entry."""
    if shape_of(claimed) != shape_of(true):
        return False
    pairs = list(zip(entries_of(claimed), entries_of(true), strict=True))
    size = max(max(abs(c), abs(t)) for c, t in pairs)
    return all(abs(c - t) <= tolerance * size for c, t in pairs)


def places(shape: Shape) -> Iterator[tuple[int, int]]:
    """Yield every (row, column) of a shape."""
    return ((i, j) for i in range(shape[0]) for j in range(shape[1]))
