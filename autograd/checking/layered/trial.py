"""A trial about layers: formulas have their meaning in networks, at layers and entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ..mending.trial import Trial
from ..reading.tree import Expression, Name
from .case import FAILURES, Case
from .model import Letters
from .network import Network
from .notation import letters_in
from .terms import names_beside

PLACES, MANY = 8, 60
"""In how many places values are compared, and how many names are tried."""


class LayeredTrial(Trial):
    """A wrong member of a claim about layers."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.claim.anchor, case.tree, case.source, case.claim.latex)
        self.case = case

    def check(self, tree: Expression, *, fresh: bool) -> bool:
        """Whether it is right, at the points of the case and at fresh ones."""
        del fresh  # the case looks at both
        return self.case.right(tree)

    def read(self, text: str) -> Expression | None:
        """Read a formula with the names of this document."""
        return self.case.read(text)

    @cached_property
    def places(self) -> Sequence[tuple[Network, Letters]]:
        """The points that hypotheses are tried at."""
        networks = self.case.claim.model.points(1)[:2]
        found = [(network, letters) for network in networks for letters in self.case.claim.letters]
        return found[:: max(1, len(found) // PLACES)][:PLACES]

    def value(self, tree: Expression, place: tuple[Network, Letters]) -> Any:
        """The value at a place; None where it has none."""
        try:
            return self.case.claim.value(tree, *place)
        except FAILURES:
            return None

    def env(self, place: tuple[Network, Letters]) -> Mapping[str, int]:
        """What the letters stand for at a place."""
        return place[1]

    @cached_property
    def names(self) -> Sequence[Name]:
        """The names that have a meaning beside those of the claim."""
        return list(dict.fromkeys(names_beside(self.case)))[:MANY]

    @property
    def laws(self) -> Sequence[tuple[Name | None, Expression]]:
        """The forward equations."""
        laws = self.case.claim.model.laws.laws
        return [(Name(law.place.base, law.place.sub), law.body) for law in laws]

    def letters_in(self, tree: Expression) -> Sequence[str]:
        """The free letters of a formula."""
        return letters_in([tree], self.case.claim.model.laws.notation)

    def is_index(self, letter: str) -> bool:
        """Leave it to `renaming`."""
        del letter
        return False

    is_step = is_index

    def right_under(self, bodies: Sequence[Expression]) -> bool:
        """Leave it to `variants`."""
        del bodies
        return False
