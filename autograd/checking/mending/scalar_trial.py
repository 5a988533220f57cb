"""A trial about scalars: formulas have their meaning in the scopes of a graph."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from ..meaning.build import Forward
from ..meaning.evaluate import MeaningError, Scope
from ..reading import parser
from ..reading.tree import Expression, Name
from .case import Case
from .edits import name_of
from .trial import Trial


class ScalarTrial(Trial):
    """A wrong member of a claim about scalars."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.claim.anchor, case.tree, case.source, case.claim.formula.latex)
        self.case = case

    def check(self, tree: Expression, *, fresh: bool) -> bool:
        """Whether it is right, at the points of the case and at fresh ones."""
        del fresh  # the case looks at both
        return self.case.right(tree)

    def read(self, text: str) -> Expression | None:
        """Read a formula with the names of this document."""
        scope = self.places[0]
        try:
            return parser.read(text, frozenset(scope.functions), frozenset(scope.nodes))
        except parser.ReadError:
            return None

    @cached_property
    def places(self) -> Sequence[Scope]:
        """The points that hypotheses are tried at."""
        return [point[0] for point in (*self.case.trial, *self.case.fresh)]

    def value(self, tree: Expression, place: Scope) -> Any:
        """The value at a place; None where it has none."""
        try:
            return self.case.claim.value(tree, place)
        except (MeaningError, ArithmeticError, TypeError, ValueError):
            return None

    def env(self, place: Scope) -> Mapping[str, int]:
        """What the letters stand for at a place."""
        del place
        return {}

    @cached_property
    def names(self) -> Sequence[Name]:
        """The names that have a meaning beside those of the claim."""
        scope = self.places[0]
        return [name_of(label) for label in scope.nodes if label != scope.loss]

    @property
    def laws(self) -> Sequence[tuple[Name | None, Expression]]:
        """The forward equations."""
        model = self.case.model
        definitions = model.definitions if isinstance(model, Forward) else []
        return [(name_of(d.label), d.body) for d in definitions]

    def letters_in(self, tree: Expression) -> Sequence[str]:
        """The free letters of a formula."""
        del tree
        return ()

    def is_index(self, letter: str) -> bool:
        """No letter is."""
        del letter
        return False

    is_step = is_index

    def right_under(self, bodies: Sequence[Expression]) -> bool:
        """Leave it to `variants`."""
        del bodies
        return False
