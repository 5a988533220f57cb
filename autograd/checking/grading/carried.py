"""A world in which some derivatives are what a student says: what follows from a slip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from ...engine import functions
from ...engine.value import Value
from ..judging.verdicts import TOLERANCE, ModelClaim
from ..meaning.errors import BeyondError, MeaningError
from ..meaning.model import assignments
from ..meaning.tensor import (
    Tensor,
    close_tensors,
    entries_of,
    inverse,
    plain,
    product,
    shape_of,
    transpose,
)
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.tree import Expression, Name


class Slip(NamedTuple):
    """A derivative d(of)/d(wrt) that a student takes to be `claimed`, wherever `claim` applies.

    inside  the quantity in whose derivative the slip may have come in already: what is said of a
            weight is then said of the z behind it; None if it is taken as it stands
    """

    of: Expression
    wrt: Name
    claimed: Expression
    claim: ModelClaim
    inside: Any = None


class Place(NamedTuple):
    """A number `of` of a world, those that it is differentiated by, and the index letters there.

    row, rows  which of the numbers of a vector it is, and how many there are
    """

    of: Value
    by: list[Value]
    env: Mapping[str, int]
    row: int = 0
    rows: int = 1


class Taken(NamedTuple):
    """What is claimed too much of d(of)/d(by)."""

    of: Value
    by: list[Value]
    excess: list[float]


class CarriedWorld(World):
    r"""A world in which backpropagation goes on from the slips.

    With D the derivatives before a slip that claims c of dy/dz, they are afterwards
    D(L, x) + D(L, y) (c - D(y, z)) D(z, x): each path that goes over it is the student's.  What is
    claimed is computed with the slips before it, and of layers from the last one down, so that
    \delta^{(l)} goes on from \delta^{(l+1)}.
    """

    slips: Sequence[Slip]

    def __init__(self, *given: Any, **how: Any) -> None:
        super().__init__(*given, **how)
        self._taken: list[Taken] = []
        self._is_ready = False
        self._carried: dict[Any, list[Any]] = {}

    def slopes(self, of: Any, wrt: Sequence[Any], *, graph: bool = False) -> list[Any]:
        """Return d(of)/d(x) for each x of a list of Values."""
        if graph or not isinstance(of, Value):
            return super().slopes(of, wrt, graph=graph)
        if not self._is_ready:
            self._is_ready = True
            for slip in self.slips:
                self._take(slip)
        return self._after(len(self._taken), of, wrt)

    def _after(self, count: int, of: Value, wrt: Sequence[Any]) -> list[Any]:
        """Return derivatives after so many of the slips."""
        if not count:
            return super().slopes(of, wrt)
        key = count, id(of), tuple(map(id, wrt))
        if key not in self._carried:
            taken = self._taken[count - 1]
            found = self._after(count - 1, of, wrt)
            (through,) = self._after(count - 1, of, [taken.of])
            if through:
                below = [self._after(count - 1, z, wrt) for z in taken.by]
                columns = zip(*below, strict=True)
                found = [
                    x + through * functions.dot(taken.excess, column)
                    for x, column in zip(found, columns, strict=True)
                ]
            self._carried[key] = found
        return self._carried[key]

    def _take(self, slip: Slip) -> None:
        places = list(self._places(slip))
        if not places:
            raise MeaningError("nowhere is it about anything")
        wholes: list[tuple[Place, list[Place]]] = [(place, [place]) for place in places]
        if slip.inside is not None:
            wholes = list(self._inside(slip, places))
        for whole, parts in sorted(wholes, key=lambda pair: self._height(pair[0], wholes)):
            claimed = [x for part in parts for x in self._claimed(slip, part)]
            if slip.inside is not None:
                claimed = self._led_back(whole, [z for part in parts for z in part.by], claimed)
            true = self.slopes(whole.of, whole.by)
            excess = [c - plain(t) for c, t in zip(claimed, true, strict=True)]
            self._taken.append(Taken(whole.of, whole.by, excess))
            for key in [k for k in self._values if k[0] in self.model.tainted]:
                del self._values[key]  # what is computed from derivatives has changed
                self._floats.pop(key, None)

    def _places(self, slip: Slip) -> Iterator[Place]:
        """Yield where a slip is about something, with an entry for each number of a vector."""
        for env in assignments(slip.claim.trees, slip.claim.model, most=None):
            nodes = Meaning(self, env, graph=True)
            try:
                of, by = (entries_of(nodes.walk(x)) for x in (slip.of, slip.wrt))
                found = [Place(y, by, env, row, len(of)) for row, y in enumerate(of)]
                if slip.claim.applies(self, env) and self._claimed(slip, found[0]):
                    yield from found
            except BeyondError:
                continue

    def _claimed(self, slip: Slip, place: Place) -> list[float]:
        """Return what is claimed at a place, with the slips that are taken so far."""
        found = slip.claim.value(slip.claimed, self, dict(place.env))
        if place.rows > 1 and self.model.denominator:
            found = transpose(found)
        size, entries = len(place.by), [plain(x) for x in entries_of(found)]
        is_matrix = shape_of(found) == (place.rows, size)
        if len(entries) != place.rows * size or (place.rows > 1 and not is_matrix):
            raise MeaningError("what is claimed has another shape than what it is about")
        return entries[place.row * size : (place.row + 1) * size]

    def _height(self, place: Place, wholes: Sequence[tuple[Place, Any]]) -> int:
        """Return minus how many of the others it depends on: the last layer comes first."""
        return -sum(map(bool, super().slopes(place.by[0], [other.by[0] for other, _ in wholes])))

    # --- where the slip may have come in ---

    def _inside(self, slip: Slip, places: Sequence[Place]) -> Iterator[tuple[Place, list[Place]]]:
        """Yield the places of the quantity behind, each with what is claimed below it."""
        law = next(law for law in self.model.laws if law.use.symbol == slip.inside)

        def layer(place: Place) -> tuple[int, ...]:
            return tuple(index.at(place.env) for index in law.use.family)

        ordered = sorted(places, key=lambda place: (layer(place), id(place.of)))
        for _, group in groupby(ordered, lambda place: (layer(place), id(place.of))):
            parts = list(group)
            whole = entries_of(self.value(slip.inside, layer(parts[0])))
            below = [z for part in parts for z in part.by]
            mine = [z for z in whole if any(super(CarriedWorld, self).slopes(z, below))]
            if not mine or any(z is parts[0].of for z in mine):
                raise MeaningError("this is not between the two")
            yield Place(parts[0].of, mine, parts[0].env), parts

    def _led_back(
        self, whole: Place, below: Sequence[Value], claimed: Sequence[float]
    ) -> list[float]:
        """Return the derivative by the quantity behind that gives what is claimed of those below.

        With J its derivative by those: J^T g = claimed, by least squares; a MeaningError if there
        is no such g, or if something else depends on those as well.
        """
        rows = Tensor(
            (len(whole.by), len(below)),
            [x for z in whole.by for x in self.slopes(z, below)],
        )
        through = Tensor((1, len(whole.by)), self.slopes(whole.of, whole.by))
        _expect_close(product(through, rows), self.slopes(whole.of, below))
        normal = inverse(product(rows, transpose(rows)))
        target = Tensor((len(below), 1), list(claimed))
        found = product(normal, product(rows, target))
        _expect_close(product(transpose(found), rows), claimed)
        return [plain(x) for x in entries_of(found)]


def _expect_close(found: Any, expected: Sequence[float]) -> None:
    wanted = Tensor((1, len(expected)), list(expected))
    if not close_tensors(found, wanted, TOLERANCE):
        raise MeaningError("what is claimed does not come through this quantity")
