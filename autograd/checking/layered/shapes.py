"""Find the shape of every matrix of a network from its forward equations, all widths different.

z = w a + b says that w has as many columns as a has rows, and so on: each equation joins sizes
that must be equal.  What remains free gets a width of its own, so that a missing transpose shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from ..meaning.build import CONSTANTS, DATA
from ..meaning.evaluate import FUNCTIONS, MeaningError
from ..reading.tree import BigSum, Call, Derivative, Name, Number
from .grid import Shape
from .laws import Law, Laws
from .notation import MOST, Key, is_by_entries, label_of
from .sizes import Size, Sized, Sizes
from .walk import Algebra

WIDTHS = (3, 4, 2, 5, 6, 7, 8)


class Shapes(Algebra):
    """The shapes of a network: each part of a formula is a pair of sizes, or None for a number."""

    def __init__(self, laws: Laws) -> None:
        self.laws = laws
        self.sizes = Sizes()
        self.keys: dict[Key, Sized | None] = {}
        self._letters: dict[str, int] = {}
        self._index: dict[str, Size] = {}
        self._arguments: dict[str, Sized | None] = {}
        self.named_sizes: dict[str, Size] = {}
        self._counted: list[Size] = []
        self.loss_is_by_entries = True

    def visit(self, key: Key) -> Sized | None:
        """Return the sizes of a key, from the law that defines it if there is one."""
        if key in self.keys:
            return self.keys[key]
        scalar = self.laws.notation.is_scalar(key[0])
        mine = None if scalar else (self.sizes.new(), self.sizes.new())
        self.keys[key] = mine
        if found := self.laws.law(key):
            law, letters = found
            outer = self._letters, self._index, self._arguments, self.by_entries
            self._letters, self._index, self._arguments, self.by_entries = letters, {}, {}, False
            for place, letter in enumerate(law.place.indices):
                self._entry(mine, place, len(law.place.indices), letter)
            body = self.walk(law.body)
            self._letters, self._index, self._arguments, self.by_entries = outer
            if law.place.indices or mine is None:
                self.join(body, (self.sizes.one,) * 2)
            elif body is None and not self.laws.notation.matrices:
                self.keys[key] = mine = None
            else:
                self.join(mine, body)
        return mine

    def body_of_loss(self) -> Sized | None:
        """Return the sizes of what the loss is before it is summed up: None where it is."""
        loss = self.laws.loss
        self.keys[loss] = None
        if found := self.laws.law(loss):
            law, self._letters = found
            self.by_entries = self.loss_is_by_entries = is_by_entries(law.body)
            body: Sized | None = self.walk(law.body)
            self.by_entries = False
            return body
        function = self.laws.function(loss[0])
        if function is None:
            raise MeaningError(f"what {label_of(loss)} is, is not said")
        given = [self.visit(self.laws.bound(name)) for name in function.arguments]
        return self._applied(function, given)

    def solve(self) -> dict[Key, Shape | None]:
        """Give every free size a value, all different; the shape of each key, None for a number."""
        across = self._across()
        if across is not None and self.laws.notation.batched:
            self.named_sizes.setdefault("m", across)
        widths = iter(w for w in WIDTHS if w not in self.sizes.value.values() or w > 1)
        for size in self.sizes.free():
            alone = size == across and not self.laws.notation.batched
            value = 1 if alone else next(widths, 9)
            self.sizes.value[size] = value
        return {key: self._shape(key, sized, across) for key, sized in self.keys.items()}

    def _shape(self, key: Key, sized: Sized | None, across: Size | None) -> Shape | None:
        if sized is None:
            return None
        parameter = self.laws.law(key) is None and key[0] not in DATA and not self._is_input(key)
        found = [
            1 if parameter and self.sizes.find(size) == across
            else self.sizes.value[self.sizes.find(size)]
            for size in sized
        ]  # fmt: skip
        return found[0], found[1]

    def _is_input(self, key: Key) -> bool:
        return key[2] == self.laws.bottom and key[0] in self.laws.carriers

    def _across(self) -> Size | None:
        """Return the size that all data share, as they have a column for each sample."""
        data = [
            {self.sizes.find(size) for size in sized}
            for key, sized in self.keys.items()
            if sized and (key[0] in DATA or self._is_input(key))
        ]
        shared = set.intersection(*data) if data else set()
        shared -= set(self.sizes.value)
        if not self.laws.notation.batched:
            shared -= set(map(self.sizes.find, self._counted))
        columns = [
            self.sizes.find(sized[1])
            for key, sized in self.keys.items()
            if sized and (key[0] in DATA or self._is_input(key))
        ]
        return next((size for size in [*columns, *sorted(shared)] if size in shared), None)

    # --- the parts of a formula ---

    def number(self, value: float) -> Any:  # noqa: ARG002  (every number is a number)
        """A number has no shape."""
        return None

    def named(self, name: Name) -> Any:
        """The sizes of a name; an entry is a number."""
        if name.label in self._arguments:
            return self._arguments[name.label]
        place = self.laws.notation.place(name)
        if name.label in CONSTANTS:
            return None
        sized = self.visit(self.laws.key(place, self._letters))
        for at, index in enumerate(place.indices):
            self._entry(sized, at, len(place.indices), index)
        if ":" in place.indices and sized:
            return sized[0], self.sizes.one
        return None if place.indices else sized

    def _entry(self, sized: Sized | None, at: int, of: int, index: str) -> None:
        """Say that this index of `of` runs over a size of a matrix; a vector is a column."""
        if sized is None or of > 2:
            raise MeaningError(f"the index {index} is not understood")
        if of == 1:
            self.sizes.join(sized[1], self.sizes.one)
        if not index.isalpha():
            return
        self._counted.append(sized[at])
        self.sizes.join(self._index.setdefault(index, sized[at]), sized[at])

    def join(self, x: Sized | None, y: Sized | None) -> Sized | None:
        """Give two parts the same shape; a number fits every shape."""
        if x is None or y is None:
            return x or y
        self.sizes.join(x[0], y[0])
        self.sizes.join(x[1], y[1])
        return x

    def add(self, x: Any, y: Any) -> Any:
        """Both have the same shape."""
        return self.join(x, y)

    def multiply(self, sign: str, x: Any, y: Any) -> Any:
        """A product of matrices, or entry by entry."""
        if x is None or y is None:
            return x or y
        if sign == r"\odot":
            return self.join(x, y)
        self.sizes.join(x[1], y[0])
        return x[0], y[1]

    def divide(self, x: Any, y: Any) -> Any:
        """Entry by entry."""
        return self.join(x, y)

    def power(self, x: Any, y: Any) -> Any:
        """Entry by entry."""
        return x or y

    def transpose(self, x: Any) -> Any:
        """The sizes the other way round."""
        return x and (x[1], x[0])

    def norm(self, x: Any) -> Any:
        """A number."""
        del x

    def call(self, tree: Call) -> Any:
        """A function works entry by entry; a function of the document as it is defined."""
        given = [self.walk(x) for x in tree.arguments]
        law = self.laws.function(tree.function)
        if law is None:
            return (
                reduce(self.join, given, None)
                if tree.function in FUNCTIONS
                else (given or [None])[0]
            )
        return self._applied(law, given)

    def _applied(self, law: Law, given: Sequence[Sized | None]) -> Sized | None:
        outer = self._arguments
        self._arguments = dict(zip(law.arguments, given, strict=False))
        body: Sized | None = self.walk(law.body)
        self._arguments = outer
        return body

    def derivative(self, chain: Sequence[Derivative]) -> Any:  # noqa: ARG002  (none is allowed)
        """No forward equation has one."""
        raise MeaningError("a forward equation has no derivatives")

    def big_sum(self, tree: BigSum) -> Any:
        """The sum of numbers over an index, whose bounds may name a size."""
        if tree.index == "axis":
            sized = self.walk(tree.of) or (self.sizes.one, self.sizes.one)
            along = tree.lower == Number(1.0)
            return (sized[0], self.sizes.one) if along else (self.sizes.one, sized[1])
        if tree.index:
            size = self._index[tree.index] = self.sizes.new()
            match tree.upper:
                case Name():
                    known = self.named_sizes.setdefault(tree.upper.label, size)
                    self.sizes.join(known, size)
                case Number(value=value) if value <= MOST:
                    self.sizes.join(size, self.sizes.new(int(value)))
        body = self.walk(tree.of)
        self._index.pop(tree.index, None)
        return body if tree.index else None

    def matrix(self, rows: list[list[Any]]) -> Any:
        """A matrix of numbers."""
        return self.sizes.new(len(rows)), self.sizes.new(len(rows[0]))


def shapes_of(
    laws: Laws, used: Iterable[Key], fixed: Mapping[Key, Shape], named: Mapping[str, int]
) -> tuple[dict[Key, Shape | None], dict[str, int]]:
    """Return the shape of each key of a network, None for a number, and the sizes with names.

    `used` are further keys that are needed; `fixed` shapes that the document prints; `named` the
    values of sizes with names, such as m.
    """
    shapes = Shapes(laws)
    shapes.named_sizes = {name: shapes.sizes.new(value) for name, value in named.items()}
    body = shapes.body_of_loss()
    if not laws.notation.batched or not shapes.loss_is_by_entries:
        shapes.join(body, (shapes.sizes.one,) * 2)
    for key in used:
        shapes.visit(key)
    for key, shape in fixed.items():
        if sized := shapes.visit(key):
            for size, value in zip(sized, shape, strict=True):
                shapes.sizes.join(size, shapes.sizes.new(value))
    solved = shapes.solve()
    find, value_of = shapes.sizes.find, shapes.sizes.value
    return solved, {name: value_of[find(size)] for name, size in shapes.named_sizes.items()}
