"""What a formula about layers means at a point: numbers, or Values to differentiate."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from ...engine import functional, functions, ops
from ...engine.ops import power_by
from ...engine.value import Value
from ..judging.judge import SAMPLES
from ..meaning.build import CONSTANTS
from ..meaning.evaluate import FUNCTIONS, OF_SEVERAL, MeaningError, names_in
from ..reading.tree import BigSum, Call, Derivative, Expression, Name, Number
from .grid import (
    Grid,
    ShapeError,
    diagonal,
    entries_of,
    grid_of,
    hadamard,
    mapped,
    product,
    scalar_of,
    shape_of,
    transpose,
)  # fmt: skip
from .laws import Law
from .network import Network
from .notation import MOST, Key, label_of
from .walk import Algebra


class Meaning(Algebra):
    """One reading of letters at one point: l = 3, j = 1.

    graph       whether the result is Values, to be differentiated, rather than numbers
    by_entries  as in `Algebra`
    """

    def __init__(
        self,
        network: Network,
        letters: Mapping[str, int],
        *,
        graph: bool = False,
        by_entries: bool = False,
    ) -> None:
        self.network, self.graph, self.by_entries = network, graph, by_entries
        self.letters = {"L": network.laws.top, **letters}
        self._arguments: dict[str, Any] = {}

    # --- names ---

    def number(self, value: float) -> Any:
        """A number."""
        return value

    def named(self, name: Name) -> Any:
        """A matrix, an entry of it, a number, or a derivative with a name such as delta."""
        if name.label in self._arguments:
            return self._arguments[name.label]
        if name.label in CONSTANTS:
            return float(self._constant(name.label))
        notation = self.network.laws.notation
        place = notation.place(name)
        about = None
        if self.network.find(place, self.letters) is None:
            about = self.network.about(place, self.letters)
        if about is not None:
            whole = self.network.slope_named(about)
        else:
            key = self.network.key(place, self.letters)
            whole = self.network.value(key) if self.graph else self.network.numbers(key)
        return self._entry(whole, place.indices, name.label)

    def key(self, name: Name) -> tuple[Key, tuple[str, ...]]:
        """Return the key and the indices of a name of the network."""
        place = self.network.laws.notation.place(name)
        return self.network.key(place, self.letters), place.indices

    def _constant(self, name: str) -> int:
        return self.network.named_sizes.get(name, SAMPLES)

    def _entry(self, whole: Any, indices: tuple[str, ...], written: str) -> Any:
        if not indices:
            return whole
        if indices[0] == ":":
            _, column = self._position(("1", *indices[1:]), written)
            if not isinstance(whole, Grid) or column >= whole.shape[1]:
                raise ShapeError(f"{written} is beyond the samples")
            return Grid(tuple((row[column],) for row in whole.rows))
        row, column = self._position(indices, written)
        height, width = shape_of(whole)
        if not (0 <= row < height and 0 <= column < width):
            raise ShapeError(f"{written} is beyond a {height}x{width} matrix")
        return whole.rows[row][column] if isinstance(whole, Grid) else whole

    def _position(self, indices: tuple[str, ...], written: str) -> tuple[int, int]:
        at = [int(i) if i.isdigit() else self.letters.get(i, 0) for i in indices]
        if 0 in at or len(at) > 2:
            raise MeaningError(f"the indices of {written} are not understood")
        return at[0] - 1, (at[1] if len(at) > 1 else 1) - 1

    # --- arithmetic ---

    def add(self, x: Any, y: Any) -> Any:
        """x + y."""
        return mapped(lambda a, b: a + b, x, y)

    def multiply(self, sign: str, x: Any, y: Any) -> Any:
        """x y: by entries where the sign says so, or where it may and matrices do not fit."""
        if sign == r"\odot":
            return hadamard(x, y)
        alike = isinstance(x, Grid) and isinstance(y, Grid) and x.shape == y.shape
        if alike and x.shape[1] != y.shape[0] and sign in ("*", r"\cdot", r"\times"):
            return hadamard(x, y)
        return product(x, y)

    def divide(self, x: Any, y: Any) -> Any:
        """x / y, by entries."""
        return mapped(ops.div, x, y)

    def power(self, x: Any, y: Any) -> Any:
        """x ** y, by entries."""
        exponent = scalar_of(y)
        if isinstance(exponent, Grid):
            raise ShapeError("an exponent is a number")
        if isinstance(exponent, Value):
            return mapped(lambda a: ops.power(a, exponent), x)
        return mapped(power_by(exponent), x)

    def transpose(self, x: Any) -> Any:
        """x^T."""
        return transpose(x)

    def norm(self, x: Any) -> Any:
        """The square root of the sum of the squares of the entries."""
        return ops.sqrt(functions.total([entry * entry for entry in entries_of(x)]))

    def matrix(self, rows: list[list[Any]]) -> Any:
        """A matrix of these entries."""
        return Grid(tuple(tuple(scalar_of(x) for x in row) for row in rows))

    def call(self, tree: Call) -> Any:
        """A function of the document, a loss that is one, or a function by entries."""
        law = self.network.laws.function(tree.function)
        if law is not None and len(law.arguments) == len(tree.arguments):
            return self.applied(law, [self.walk(x) for x in tree.arguments])
        if tree.function == self.network.laws.loss[0]:
            return self.named(Name(tree.function))
        given = [self.walk(x) for x in tree.arguments]
        if tree.function == "softmax" and not tree.primes and len(given) == 1:
            return _softmax(given[0] if isinstance(given[0], Grid) else Grid(((given[0],),)))
        if tree.function in OF_SEVERAL and len(given) > 1 and not tree.primes:
            return mapped(OF_SEVERAL[tree.function], *given)
        if tree.function == "diag" and len(given) == 1 and isinstance(given[0], Grid):
            return diagonal(given[0])
        if tree.function not in FUNCTIONS:
            raise MeaningError(f"{tree.function} is not a function known here", tree.function)
        if len(given) != 1:
            raise MeaningError(f"{tree.function} takes one argument, got {len(given)}")
        return mapped(_slope(tree.function, tree.primes), given[0])

    def applied(self, law: Law, given: Sequence[Any]) -> Any:
        """Return the value of a function of the document at these arguments."""
        inner = self._with(self.letters)
        inner._arguments = dict(zip(law.arguments, given, strict=True))
        return inner.walk(law.body)

    def _with(self, letters: Mapping[str, int]) -> Meaning:
        return Meaning(self.network, letters, graph=self.graph, by_entries=self.by_entries)

    def big_sum(self, tree: BigSum) -> Any:
        """The sum over an index, over all entries, or over the columns or rows."""
        if not tree.index:
            return functions.total(entries_of(self.walk(tree.of)))
        if tree.index == "axis":
            whole = self.walk(tree.of)
            if not isinstance(whole, Grid):
                raise ShapeError("a number has no axis")
            if tree.lower == Number(1.0):
                return Grid(tuple((functions.total(row),) for row in whole.rows))
            return Grid((tuple(functions.total(row) for row in whole.transposed.rows),))
        terms = []
        for number in range(1, self._count(tree) + 1):
            inner = self._with({**self.letters, tree.index: number})
            inner._arguments = self._arguments
            terms.append(inner.walk(tree.of))
        if not any(isinstance(term, Grid) for term in terms):
            return functions.total(terms)
        result = terms[0]
        for term in terms[1:]:
            result = self.add(result, term)
        return result

    def _count(self, tree: BigSum) -> int:
        """Return how far an index runs: to its upper bound, or as far as what it is an index of."""
        if isinstance(tree.upper, Number) and tree.upper.value <= MOST:
            return int(tree.upper.value)
        for name in names_in(tree.of):
            place = self.network.laws.notation.place(name)
            key = self.network.find(place, self.letters) or self.network.about(place, self.letters)
            if tree.index in place.indices and key is not None:
                return shape_of(self.network.value(key))[place.indices.index(tree.index)]
        if isinstance(tree.upper, Name) and tree.upper.label in self.network.named_sizes:
            return self.network.named_sizes[tree.upper.label]
        raise MeaningError(f"how far the sum over {tree.index} goes is not said")

    # --- derivatives ---

    def derivative(self, chain: Sequence[Derivative]) -> Any:
        """The derivative, or the product of a chain of them, entry by entry of all between.

        By a matrix it is a matrix of the same shape; of a column by a column it is the Jacobian.
        """
        above, shape = self._nodes(chain[0].of)
        rows = self._jacobian(above, chain[0].by)
        for link in chain[1:]:
            middle, _ = self._nodes(link.of)
            following = self._jacobian(middle, link.by)
            columns = list(zip(*following, strict=True))
            rows = [[functions.dot(row, column) for column in columns] for row in rows]
        below, indices = self.key(chain[-1].by)
        wrt = () if indices else shape_of(self.network.value(below))
        if len(rows) == 1 and shape != "matrix":
            return grid_of(rows[0], wrt) if wrt and self._is_matrix(below) else rows[0][0]
        if not wrt or wrt[1] == 1:
            return grid_of([x for row in rows for x in row], (len(rows), len(rows[0])))
        raise MeaningError(
            f"the derivative of a vector by {label_of(below)} is no matrix; it has a meaning only "
            "within a chain that begins with the loss"
        )

    def _is_matrix(self, key: Key) -> bool:
        return isinstance(self.network.value(key), Grid)

    def _nodes(self, of: Expression) -> tuple[list[Any], str]:
        """Return what is differentiated, entry by entry, and whether it is a matrix."""
        inner = Meaning(self.network, self.letters, graph=True)
        value = inner.walk(of)
        return entries_of(value), "matrix" if isinstance(value, Grid) else "number"

    def _jacobian(self, of: Sequence[Any], wrt: Name) -> list[list[float]]:
        key, indices = self.key(wrt)
        rows = [self.network.slopes(y, key) for y in of]
        if not indices:
            return rows
        row, column = self._position(indices, wrt.label)
        height, width = shape_of(self.network.value(key))
        if not (row < height and column < width):
            raise ShapeError(f"{wrt.label} is beyond a {height}x{width} matrix")
        return [[slopes[row * width + column]] for slopes in rows]


def _softmax(x: Any) -> Any:
    """Return the softmax of each column."""
    columns = [tuple(functions.softmax(list(column))) for column in x.transposed.rows]
    return Grid(tuple(columns)).transposed


@lru_cache
def _slope(function: str, primes: int) -> Callable[[Any], Any]:
    """Return a function of numbers, or its derivative of that order."""
    found = FUNCTIONS[function]
    for _ in range(primes):
        found = functional.grad(found)
    return found
