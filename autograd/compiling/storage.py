"""Where every Scalar of a program is: which row of which array."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .blocks import Array, Block, View
from .scalars import Scalar

Name = Callable[[Sequence[Scalar], bool], str]


class Storage:
    """The arrays of a program, and the blocks so far.

    parameters  {Scalar: the derivative by it, or None}; each gets its place in the vector of
                weights when it is first asked for, so that a matrix lies there as it is used
    kept        Scalars that can be asked for afterwards
    """

    def __init__(
        self,
        inputs: Sequence[Array],
        parameters: dict[Scalar, Scalar | None],
        kept: set[Scalar],
        name: Name,
    ) -> None:
        self.blocks: list[Block] = []
        self._place: dict[Scalar, tuple[Array, int]] = {}
        self._target: dict[Scalar, int] = {}
        """{derivative by a parameter: its place in the vector of gradients}"""
        self._arrays = 0
        self._parameters, self._kept, self._name = parameters, kept, name
        self.weights = self.enter(Array("weights", batch=False, kind="weights"))
        self.gradient = self.enter(Array("gradient", batch=False, kind="gradient"))
        for array in inputs:
            self.enter(array)

    def enter(self, array: Array) -> Array:
        """Take up an array, and with it the places of its rows."""
        array.number = self._arrays
        self._arrays += 1
        self._place |= {s: (array, i) for i, s in enumerate(array.rows) if s is not None}
        return array

    def __contains__(self, s: Scalar) -> bool:
        return s in self._place

    def location(self, s: Scalar) -> tuple[Array, int]:
        """Return the array and the row of a Scalar."""
        if s not in self._place and s in self._parameters:
            at = len(self.weights.rows)
            self._place[s] = self.weights, at
            self.weights.rows.append(s)
            gradient = self._parameters[s]
            if gradient is not None:
                self._target.setdefault(gradient, at)
        return self._place[s]

    def location_or_value(self, s: Scalar) -> Any:
        """Return where a Scalar is, of a constant its value."""
        return s.value if s.value is not None else self.location(s)

    def key(self, s: Scalar) -> tuple[int, float]:
        """Return what Scalars are put in order by: constants first, arrays as made, rows."""
        if s.value is not None:
            return -1, s.value
        array, at = self.location(s)
        return array.number, at

    def is_gradient(self, s: Scalar) -> bool:
        """Whether it is the derivative by a parameter."""
        return s in self._target

    def are_kept(self, scalars: Sequence[Scalar]) -> bool:
        """Whether all of them can be asked for afterwards."""
        return self._kept.issuperset(scalars)

    def in_gradient(self, scalars: Sequence[Scalar]) -> bool:
        """Whether they are derivatives by parameters that lie one after another."""
        at = self._target.get(scalars[0], -1)
        return at >= 0 and all(self._target.get(s) == at + i for i, s in enumerate(scalars))

    def new(self, rows: Sequence[Scalar], batch: bool) -> View:
        """Return a place for new rows: in the gradient, if that is what they are."""
        if self.in_gradient(rows):
            at = self._target[rows[0]]
            self._place |= {s: (self.gradient, at + i) for i, s in enumerate(rows)}
            return View(self.gradient, at, at + len(rows))
        kind = "temporary" if self._kept.isdisjoint(rows) else "kept"
        name = self._name(rows, batch and len(rows) > 1)
        return View(self.enter(Array(name, batch, kind, list(rows))), 0, len(rows))

    def view(self, column: Sequence[Scalar]) -> View | float:
        """Return what one slot of neighbouring rows refers to: a number, one row, or as many."""
        if column[0].value is not None:
            return column[0].value
        array, at = self.location(column[0])
        return View(array, at, at + (1 if column[-1] is column[0] else len(column)))

    def is_run(self, column: Sequence[Scalar]) -> bool:
        """Whether Scalars are neighbours, in their order."""
        array, at = self.location(column[0])
        return all(self.location(s) == (array, at + i) for i, s in enumerate(column))

    def gathered(self, column: Sequence[Scalar]) -> View:
        """Return Scalars as neighbours, copied together if they are not."""
        if self.is_run(column):
            array, at = self.location(column[0])
            return View(array, at, at + len(column))
        out = self.enter(Array("t", column[0].batch, rows=[None] * len(column)))
        for start, stop in runs([[self.location(s)] for s in column]):
            part = column[start:stop]
            self.add("copy", View(out, start, stop), part[0], self.view(part))
        return View(out, 0, len(column))

    def add(self, kind: str, out: View, of: Scalar, *operands: Any, pattern: Any = ()) -> None:
        """Add a block."""
        self.blocks.append(Block(kind, out, of, operands, pattern))

    def complete(self, *, together: bool) -> None:
        """Place all parameters, and have each derivative in the place of its parameter."""
        found = [(self.location(w), g) for w, g in self._parameters.items()]
        found.sort(key=lambda pair: pair[0][1])
        self.gradient.rows = [
            w if g is None else g
            for w, g in ((w, self._parameters[w]) for w in self.weights.rows)
        ]  # fmt: skip
        moved = [
            (location, g)
            for location, g in found
            if g is not None and self._place.get(g) != (self.gradient, location[1])
        ]
        divided = runs([[location, self.location_or_value(g)] for location, g in moved])
        for start, stop in divided if together else ((i, i + 1) for i in range(len(moved))):
            (_, at), first = moved[start]
            to = View(self.gradient, at, at + stop - start)
            self.add("copy", to, first, self.view([g for _, g in moved[start:stop]]))


def runs(rows: Sequence[Sequence[Any]]) -> Iterator[tuple[int, int]]:
    """Divide rows of locations into runs along which each location stays, or goes on by one."""
    start = 0
    steps: list[int | None] = []
    for i in range(1, len(rows) + 1):
        if i < len(rows):
            now = [_step(a, b) for a, b in zip(rows[i - 1], rows[i], strict=True)]
            if None not in now and (not steps or now == steps):
                steps = now
                continue
        yield start, i
        start, steps = i, []


def _step(a: Any, b: Any) -> int | None:
    if a == b:
        return 0
    if isinstance(a, tuple) and isinstance(b, tuple) and a[0] is b[0] and b[1] == a[1] + 1:
        return 1
    return None
