"""`Tensor`: numbers or Values over axes, and the arithmetic of formulas.

A scalar is a plain number or Value.  A vector is a column, of shape (n, 1); what has three indices
or more can be indexed and taken entry by entry, but not multiplied as a matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import product as places_of
from math import prod
from typing import Any

from ...engine import functions, ops
from ...engine.value import Value
from .errors import ShapeError

Shape = tuple[int, ...]
ROUNDING = 1e-13


class Tensor:
    """Entries over axes, the last axis running fastest."""

    __slots__ = ("entries", "shape")
    MOST = 4_000

    def __init__(self, shape: Shape, entries: list[Any]) -> None:
        if len(entries) > self.MOST:
            raise ShapeError(f"{len(entries)} entries are too many to judge")
        self.shape, self.entries = shape, entries

    def __repr__(self) -> str:
        return f"<{spoken(self.shape)}>"

    def at(self, *place: int) -> Any:
        """Return the entry at a place, counted from 0."""
        flat = 0
        for size, i in zip(self.shape, place, strict=True):
            flat = flat * size + i
        return self.entries[flat]

    @property
    def rows(self) -> list[list[Any]]:
        """The rows of a matrix."""
        width = self.shape[1]
        return [self.entries[i : i + width] for i in range(0, len(self.entries), width)]


def spoken(shape: Shape) -> str:
    """Return a shape in words: "4x3"; "a number" for that of a scalar."""
    return "x".join(map(str, shape)) or "1x1"


def shape_of(x: Any) -> Shape:
    """Return the shape, () for a scalar."""
    return x.shape if isinstance(x, Tensor) else ()


def entries_of(x: Any) -> list[Any]:
    """Return the entries, that of a scalar too."""
    return x.entries if isinstance(x, Tensor) else [x]


def scalar_of(x: Any) -> Any:
    """Return the entry of what has one entry, and anything else as it is."""
    return x.entries[0] if isinstance(x, Tensor) and len(x.entries) == 1 else x


def places(shape: Shape) -> Iterator[tuple[int, ...]]:
    """Yield every place of a shape, the last axis running fastest."""
    return places_of(*map(range, shape))


def shaped(shape: Shape, entries: list[Any]) -> Any:
    """Return the tensor of that shape, a scalar for ()."""
    return Tensor(shape, entries) if shape else entries[0]


def plain(x: Any) -> float:
    """Return a number, or that of a Value: no derivative is taken through it."""
    return x.item() if isinstance(x, Value) else float(x)


def floats(x: Any) -> Any:
    """Return the numbers of what may hold Values."""
    if isinstance(x, Tensor):
        return Tensor(x.shape, [plain(e) for e in x.entries])
    return plain(x)


def mapped(function: Callable[..., Any], *xs: Any) -> Any:
    """Apply a function entry by entry; scalars, single columns and single rows are spread."""
    shape: Shape = ()
    for x in xs:
        shape = _spread(shape, shape_of(x))
    if not shape:
        return function(*(scalar_of(x) for x in xs))
    if all(shape_of(x) == shape for x in xs):
        return Tensor(shape, [function(*es) for es in zip(*(x.entries for x in xs), strict=True)])
    return Tensor(shape, [function(*(_at(x, place) for x in xs)) for place in places(shape)])


def _spread(x: Shape, y: Shape) -> Shape:
    if x == y or not prod(y) > 1:
        return x or y
    if not prod(x) > 1:
        return y
    fits = len(x) == len(y) and all(a == b or 1 in (a, b) for a, b in zip(x, y, strict=True))
    both = tuple(map(max, x, y)) if fits else ()
    if both not in (x, y):
        raise ShapeError(f"a {spoken(x)} and a {spoken(y)} matrix do not match")
    return both


def _at(x: Any, place: tuple[int, ...]) -> Any:
    if not isinstance(x, Tensor):
        return x
    if len(x.entries) == 1:
        return x.entries[0]
    return x.at(*(i if size > 1 else 0 for i, size in zip(place, x.shape, strict=True)))


def add(x: Any, y: Any) -> Any:
    """x + y."""
    return mapped(lambda a, b: a + b, x, y)


def hadamard(x: Any, y: Any) -> Any:
    """x (.) y, entry by entry; a diagonal matrix beside a vector of its height is its diagonal."""
    if shape_of(x) != shape_of(y) and isinstance(x, Tensor) and isinstance(y, Tensor):
        x, y = diagonal_of(x, y.shape), diagonal_of(y, x.shape)
    return mapped(lambda a, b: a * b, x, y)


def diagonal_of(x: Tensor, beside: Shape) -> Any:
    """Return a diagonal matrix beside a vector of its height as its diagonal, all else as it is.

    A multiple of the identity matrix beside a number is that number.
    """
    n = x.shape[0]
    if x.shape == (n, n) and not beside and is_diagonal(x.rows):
        each = [x.at(i, i) for i in range(n)]
        return each[0] if all(plain(e) == plain(each[0]) for e in each) else x
    if x.shape != (n, n) or beside not in ((n, 1), (1, n)) or n == 1 or not is_diagonal(x.rows):
        return x
    return Tensor(beside, [x.at(i, i) for i in range(n)])


def is_diagonal(rows: Sequence[Sequence[Any]]) -> bool:
    """Whether rows of entries have numbers other than 0 on their diagonal only."""
    return not any(plain(x) for i, row in enumerate(rows) for j, x in enumerate(row) if i != j)


def product(x: Any, y: Any) -> Any:
    """The product of matrices, or of a scalar and anything."""
    x, y = scalar_of(x), scalar_of(y)
    if not isinstance(x, Tensor) or not isinstance(y, Tensor):
        return mapped(lambda a, b: a * b, x, y)
    if len(x.shape) != 2 or len(y.shape) != 2 or x.shape[1] != y.shape[0]:
        raise ShapeError(f"a {spoken(x.shape)} and a {spoken(y.shape)} matrix cannot be multiplied")
    columns = list(zip(*y.rows, strict=True))
    found = [functions.dot(row, column) for row in x.rows for column in columns]
    return scalar_of(Tensor((x.shape[0], y.shape[1]), found))


def transpose(x: Any) -> Any:
    """x^T."""
    if not isinstance(x, Tensor):
        return x
    if len(x.shape) != 2:
        raise ShapeError("what has three indices has no transpose")
    return Tensor(x.shape[::-1], [e for column in zip(*x.rows, strict=True) for e in column])


def diagonal(x: Any) -> Any:
    """Return the matrix with a vector on its diagonal, or the diagonal of a matrix."""
    if not isinstance(x, Tensor):
        return x
    n = max(x.shape)
    if len(x.entries) == n:
        return Tensor((n, n), [x.entries[i] if i == j else 0.0 for i, j in places((n, n))])
    if x.shape == (n, n):
        return Tensor((n, 1), [x.at(i, i) for i in range(n)])
    raise ShapeError(f"diag takes a vector, got a {spoken(x.shape)} matrix")


def identity(n: int) -> Tensor:
    """Return the identity matrix."""
    return Tensor((n, n), [plain(i == j) for i, j in places((n, n))])


def trace(x: Any) -> Any:
    """The sum of the diagonal."""
    if not isinstance(x, Tensor):
        return x
    if len(x.shape) != 2 or x.shape[0] != x.shape[1]:
        raise ShapeError(f"tr takes a square matrix, got a {spoken(x.shape)} one")
    return functions.total([x.at(i, i) for i in range(x.shape[0])])


def determinant(x: Any) -> Any:
    """det x of a scalar or of a square matrix, by elimination with the largest pivot."""
    if not isinstance(x, Tensor):
        return x
    n = x.shape[0]
    if x.shape != (n, n):
        raise ShapeError(f"a {spoken(x.shape)} matrix has no determinant")
    rows = [list(row) for row in x.rows]
    found: Any = 1.0
    for i in range(n):
        if _pivoted(rows, i):
            found = -found
        found = found * rows[i][i]
        for r in range(i + 1, n):
            factor = ops.div(rows[r][i], rows[i][i])
            rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    return found


def _pivoted(rows: list[list[Any]], i: int) -> bool:
    """Bring the row with the largest entry in column i to place i; return whether rows changed."""
    pivot = max(range(i, len(rows)), key=lambda r: abs(plain(rows[r][i])))
    rows[i], rows[pivot] = rows[pivot], rows[i]
    return pivot != i


def inverse(x: Any) -> Any:
    """x^{-1} of a scalar or of a square matrix, by elimination with the largest pivot."""
    if not isinstance(x, Tensor):
        return ops.div(1.0, x)
    n = x.shape[0]
    if x.shape != (n, n):
        raise ShapeError(f"a {spoken(x.shape)} matrix has no inverse")
    rows = [[*row, *(plain(i == j) for j in range(n))] for i, row in enumerate(x.rows)]
    for i in range(n):
        _pivoted(rows, i)
        scale = rows[i][i]
        rows[i] = [ops.div(e, scale) for e in rows[i]]
        for r in range(n):
            if r != i:
                factor = rows[r][i]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[i], strict=True)]
    # each entry a node of its own: a derivative by one must not pass through another
    return Tensor((n, n), [ops.mul(e, 1.0) for row in rows for e in row[n:]])


def is_vector(x: Any) -> bool:
    """Whether it is a column or a row."""
    return len(shape_of(x)) == 2 and 1 in shape_of(x)


def outer(x: Any, y: Any) -> Any:
    """The outer product of two vectors, be they columns or rows: rows by x, columns by y."""
    left, right = entries_of(x), entries_of(y)
    return product(Tensor((len(left), 1), left), Tensor((1, len(right)), right))


def summed(x: Any, axis: int | None = None) -> Any:
    """The sum of all entries, or over axis 0 (one row is left) or 1 (one column is left)."""
    if not isinstance(x, Tensor):
        if axis is not None:
            raise ShapeError("a number has no axis to sum along")
        return x
    if axis is None:
        return functions.total(x.entries)
    if axis == 1:
        return Tensor((x.shape[0], 1), [functions.total(row) for row in x.rows])
    return Tensor((1, x.shape[1]), [functions.total(c) for c in zip(*x.rows, strict=True)])


def softmax(x: Any, *, rows: bool = False) -> Any:
    """The softmax of a vector, of each column of a matrix, or of each of its rows (`rows`)."""
    if not isinstance(x, Tensor):
        raise ShapeError("softmax takes a vector")
    if (rows and x.shape[1:] != (1,)) or (x.shape[0] == 1 and len(x.shape) == 2):
        return Tensor(x.shape, [e for row in x.rows for e in functions.softmax(list(row))])
    return transpose(softmax(transpose(x), rows=True))


def close_tensors(claimed: Any, true: Any, tolerance: float) -> bool:
    """Whether two tensors agree, relative to their largest entry.

    What is smaller than `ROUNDING` counts as 0: the quantities compared are of the size of 1.
    """
    claimed, true = scalar_of(claimed), scalar_of(true)
    if shape_of(claimed) != shape_of(true):
        return False
    pairs = list(zip(entries_of(claimed), entries_of(true), strict=True))
    size = max(max(abs(c), abs(t)) for c, t in pairs)
    return all(abs(c - t) <= max(tolerance * size, ROUNDING) for c, t in pairs)


def stacked(parts: Sequence[Any]) -> Any:
    """Return scalars as a column, vectors as the rows of a matrix."""
    if not any(isinstance(part, Tensor) for part in parts):
        return Tensor((len(parts), 1), list(parts))
    width = len(entries_of(parts[0]))
    if any(len(entries_of(part)) != width for part in parts):
        raise ShapeError("vectors of different lengths make no matrix")
    return Tensor((len(parts), width), [e for part in parts for e in entries_of(part)])
