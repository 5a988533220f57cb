"""What follows from a slip: derivatives in a world in which one of them is what a student says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ...engine import functions
from ...engine.value import Value
from ..judging.verdicts import ModelClaim
from ..meaning.errors import FAILURES, MeaningError
from ..meaning.model import Model
from ..meaning.tensor import entries_of, plain, scalar_of
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.tree import Expression, Name


class Slip(NamedTuple):
    """A derivative d(of)/d(wrt) that a student takes to be `claimed`."""

    of: Any
    wrt: Name
    claimed: Expression


class CarriedWorld(World):
    """A world in which the gradient that comes through one quantity is what a student says.

    d(of)/dx is then the true one and, for each entry z of that quantity, what is claimed too much
    of it times dz/dx: as backpropagation would go on from the slip.
    """

    slip: Slip
    _plain = False

    def slopes(self, of: Any, wrt: Sequence[Any], *, graph: bool = False) -> list[Any]:
        """Return d(of)/d(x) for each x of a list of Values."""
        found = super().slopes(of, wrt, graph=graph)
        if self._plain or graph or not isinstance(of, Value):
            return found
        self._plain = True  # what is claimed is evaluated as it stands
        try:
            return self._moved_by_slip(of, wrt, found)
        finally:
            self._plain = False

    def _moved_by_slip(self, of: Value, wrt: Sequence[Any], found: list[Any]) -> list[Any]:
        nodes = Meaning(self, {}, graph=True)
        if entries_of(scalar_of(nodes.walk(self.slip.of)))[0] is not of:
            return found
        middle = entries_of(nodes.walk(self.slip.wrt))
        claimed = entries_of(scalar_of(Meaning(self, {}).walk(self.slip.claimed)))
        if len(claimed) != len(middle):
            raise MeaningError("what is claimed has another shape than what it is about")
        true = super().slopes(of, middle)
        excess = [plain(c) - plain(t) for c, t in zip(claimed, true, strict=True)]
        below = [super(CarriedWorld, self).slopes(z, wrt) for z in middle]
        columns = zip(*below, strict=True)
        return [x + functions.dot(excess, column) for x, column in zip(found, columns, strict=True)]


def follows(claim: ModelClaim, tree: Expression, slip: Slip) -> bool:
    """Whether a member of a claim is right if the slip is taken for true."""
    try:
        return claim.within(_carried(claim.model, slip)).holds(tree)
    except FAILURES:
        return False


def _carried(model: Model, slip: Slip) -> Model:
    other = model.with_laws(model.laws, same_shapes=True)
    other.world_of = type("Carried", (CarriedWorld,), {"slip": slip})
    return other
