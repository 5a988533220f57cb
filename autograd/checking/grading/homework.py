"""A homework beside the key: its forward pass compared, its other equations judged in the key's."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from ..judging.checker import Checker
from ..judging.documents import SureJudge, is_fault
from ..judging.verdicts import ModelClaim
from ..meaning.definitions import CLAIM, DEFINITION, SET_ASIDE, Definitions
from ..meaning.law import variables
from ..reading.chains import Formula, Unread
from ..reading.tree import Derivative, Expression, Name
from ..reading.walked import names
from ..report.result import RIGHT, RIGHT_IF, WRONG, Equation
from .carried import Slip
from .key import Key, about_of

EXCHANGED = 2
"""One name for another: so many are in one of two equations only."""
MOST_SLIPS = 2
"""With more slips the forward pass is another one, and nothing follows from it."""


class Answer(NamedTuple):
    """An equation of a homework: as it is read, as a claim, what it is about, what was found."""

    formula: Formula
    claim: ModelClaim | None
    about: str
    found: Equation

    @property
    def last(self) -> Expression | None:
        """What it comes to."""
        tree = self.formula.members[-1].tree
        return None if isinstance(tree, Unread) else tree

    @property
    def derivative(self) -> tuple[Expression, Name] | None:
        r"""What it says the derivative of, and by what: L and z of dL/dz, dz, or a \delta."""
        anchor = self.claim.anchor if self.claim else None
        if isinstance(anchor, Derivative):
            (wrt, *more) = variables(anchor)
            return None if more or not isinstance(wrt, Name) else (anchor.of, wrt)
        if self.claim and isinstance(anchor, Name):
            return self.claim.model.slope(anchor)
        return None

    @property
    def slip(self) -> Slip | None:
        """The wrong derivative that a student may have gone on with."""
        about, last = self.derivative, self.last
        if self.found.status not in (WRONG, RIGHT_IF) or not about or not self.claim or not last:
            return None
        return Slip(*about, last, self.claim)


class Homework:
    """The formulas of a homework, judged in the key's forward pass.

    meant  what a formula in the student's names means in the key's; None if they are the same
    """

    def __init__(
        self,
        key: Key,
        formulas: Sequence[Formula],
        meant: Callable[[Any], Any] | None = None,
    ) -> None:
        self.key, self._meant = key, meant
        self.formulas = [f for f in formulas if not is_fault(f)]
        own = Definitions(self.formulas)
        leaves = {own.indices.use(n).symbol for law in key.laws for n in names(law.body)
                  if n.label not in law.arguments}  # fmt: skip
        defining = {
            law.order: law.use.symbol
            for law in own.laws
            if law.use.symbol in key.defined | leaves
            and own.kinds[law.order] in (DEFINITION, SET_ASIDE)
        }
        self.given = [n for n, symbol in defining.items() if symbol not in key.defined]
        self.forward = [n for n in defining if n not in self.given]
        self.rest = [n for n in range(len(self.formulas)) if n not in defining]
        self.defining = defining
        self._functions = [
            law.order for law in own.laws if law.arguments and law.order in self.rest
        ]

    @cached_property
    def compared(self) -> list[Equation]:
        """The student's forward equations, beside the key's."""
        sections = {law.use.symbol: self._section(law.order) for law in self._key_laws}
        own = [
            replace(self.formulas[n], section=sections.get(self.defining[n], 0))
            for n in self.forward
        ]
        functions = [replace(self.formulas[n], section=self._first) for n in self._functions]
        before = [*self.key.definitions, *functions]
        return self._judged([*before, *own])[1][len(before) :]

    @cached_property
    def _key_laws(self) -> list[Any]:
        return Definitions(self.key.definitions).laws

    def _section(self, order: int) -> int:
        return self.key.definitions[order].section

    @property
    def _first(self) -> int:
        """The section in which the key begins."""
        return self.key.definitions[0].section if self.key.definitions else 0

    @property
    def differing(self) -> list[int]:
        """The places among `forward` of the equations that are not the key's."""
        fine = (RIGHT, DEFINITION)
        return [n for n, equation in enumerate(self.compared) if equation.status not in fine]

    def answers(self, definitions: Sequence[Formula]) -> list[Answer]:
        """Return the equations about something else than the forward pass, in one of these."""
        own = [self.formulas[n] for n in self.rest]
        judge, equations = self._judged([*definitions, *own])
        found = []
        for number in range(len(definitions), len(equations)):
            formula = judge.definitions.formulas[number]
            is_claim = judge.definitions.kinds[number] == CLAIM
            claim = judge.claim_of(number) if is_claim else None
            about = about_of(claim) if claim is not None else ""
            found.append(Answer(formula, claim, about, equations[number]))
        return found

    def _judged(self, formulas: Sequence[Formula]) -> tuple[SureJudge, list[Equation]]:
        given = self.key.document.given
        judge = SureJudge(formulas, {d.name: d.sizes for one in given for d in one.domains})
        judge.meant = self._meant
        checker = Checker(formulas, judge)
        equations = [checker.equation(number) for number in range(len(formulas))]
        for equation, formula in zip(equations, formulas, strict=True):
            equation.file, equation.cell = formula.file, formula.cell
        return judge, equations

    def own_definitions(self) -> list[Formula] | None:
        """Return the forward pass with the student's slips; None if it is quite another one."""
        slips = self.differing
        if not slips or len(slips) > MOST_SLIPS or self.given:
            return None
        if not all(_is_slip(self.compared[n]) and self.is_near(n) for n in slips):
            return None
        symbols = {self.defining[self.forward[n]] for n in slips}
        replaced = {law.order for law in self._key_laws if law.use.symbol in symbols}
        kept = [f for n, f in enumerate(self.key.definitions) if n not in replaced]
        return [
            *kept,
            *(replace(self.formulas[self.forward[n]], section=self._first) for n in slips),
        ]

    def is_near(self, place: int) -> bool:
        """Whether a forward equation speaks of the same names as the key's, but for one."""
        number = self.forward[place]
        own = {n.label for tree in self.formulas[number].trees for n in names(tree)}
        bodies = [law.body for law in self.key.laws if law.use.symbol == self.defining[number]]
        others = [own ^ {n.label for n in names(body)} for body in bodies]
        target = {n.label for n in names(self.formulas[number].trees[0])}
        return any(len(other - target) <= EXCHANGED for other in others)


def _is_slip(equation: Equation) -> bool:
    """Whether a single change makes it right."""
    members = [m for m in equation.members if m.status in (WRONG, RIGHT_IF)]
    return bool(members) and all(any(e.repair for e in m.explanations) for m in members)
