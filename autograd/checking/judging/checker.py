"""Check a document: what each formula is, what each member of a claim is, and what is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ..meaning.definitions import CLAIM, DEFINITION, NUMBER
from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..reading import parser
from ..reading.chains import Formula, Unread
from ..reading.double_letters import lettered, reversed_pairs
from ..reading.tree import Expression
from ..report.result import (
    NO_POINT,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    SET_ASIDE,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Explanation,
    Member,
    Repair,
    Report,
)  # fmt: skip
from .authors_point import AuthorsPoint
from .doubted import open_beside_mean, take_back
from .forms import decimals_of
from .forward import Change
from .judge import DocumentJudge
from .numbers import Arithmetic, value_of
from .refused import TOO_LITTLE, refuse
from .samples import readings
from .trust import untrusted
from .understood import sizes, understood
from .verdicts import ModelClaim, Verdict

UNSURE = (WRONG, NO_POINT)

GIVEN = "it is not what it would be here, but the words before it say that it is given"
"""What is said of the upstream gradient of an exercise: take dL/dy = (1, 0, -1)."""


class Checker:
    """The check of one document, or of claims about a graph."""

    def __init__(self, formulas: Sequence[Formula], judge: DocumentJudge | None = None) -> None:
        self.formulas = list(formulas)
        self.judge = judge or DocumentJudge(self.formulas)
        self.arithmetic = Arithmetic()
        definitions = self.judge.definitions
        slopes = definitions.printed_slopes()
        self.author = AuthorsPoint(
            definitions.given, definitions.printed, definitions.numbers_set, slopes
        )

    def report(self) -> Report:
        """Judge everything."""
        partials = self.judge.claims_about_derivatives()
        repairs = list(map(self._placed, self.judge.repair_forward(partials)))
        equations = [self.equation(number) for number in range(len(self.formulas))]
        if self.judge.may_misread:
            take_back(equations)
            open_beside_mean(equations, self.formulas)
        counts = readings(list(partials.values())) if partials else {}
        report = Report(equations, counts, repairs, len(partials))
        report.conventions = self.judge.conventions()
        report.names, report.sizes = understood(self.judge.models), sizes(self.judge.models)
        return report

    def equation(self, number: int) -> Equation:
        """Judge one of the formulas."""
        formula = self.formulas[number]
        members = self._members(number, formula)
        for result, member in zip(members, formula.members, strict=True):
            result.place = member.place
        return Equation(formula.id or str(number + 1), formula.latex, formula.line, members)

    def _placed(self, change: Change) -> Repair:
        """Return a change of the forward pass with the place of the name that it changes."""
        told = change.repair
        start, end = change.span
        for member in self.formulas[change.old.order].members[1:]:
            if member.place and member.tree == change.old.body and end <= len(member.text):
                at = member.place[0]
                return replace(told, place=(at + start, at + end), name=change.name)
        return told

    def _members(self, number: int, formula: Formula) -> list[Member]:
        kind = self.judge.definitions.kinds[number]
        own = reversed_pairs(formula.letters)
        read = [reading_of(lettered(own, m.tree)) for m in formula.members]
        if kind == NUMBER:
            return self.arithmetic.judge(formula, read)
        found = [
            Member(member.text, reading, kind, member.relation)
            for member, reading in zip(formula.members, read, strict=True)
        ]
        for result, member in zip(found, formula.members, strict=True):
            if isinstance(member.tree, Unread) and not formula.aside:
                note_unread(result, member.text, member.tree)
        judged = kind in (CLAIM, DEFINITION) or self.judge.definitions.judged_from(number)
        if judged and formula.trees:
            try:
                self.judge.judge(number, found)
                self._judge_put_in(number, formula, found)
                self._judge_numbers(number, formula, found)
            except FAILURES as error:  # one formula must not end the check of the others
                for result in found:
                    refuse(result, NO_POINT, str(error))
        for result in found:
            if result.status == CLAIM:
                result.status = NO_POINT
            if result.witness is not None:
                result.witness = replace(
                    result.witness, place=_with_letters(own, result.witness.place)
                )
        if formula.stationary and len(found) == 2 and found[1].status in (WRONG, NO_POINT):
            for result in found:
                result.status, result.explanations, result.witness = SET_ASIDE, [], None
        return found

    def _judge_put_in(self, number: int, formula: Formula, found: list[Member]) -> None:
        """Call a member right that has numbers for some of its names: 0.25 x, where x is given."""
        claim = self.judge.claim_of(number)
        for result, member in zip(found[1:], formula.members[1:], strict=True):
            if claim is None or isinstance(member.tree, Unread) or result.status not in UNSURE:
                continue
            if self.author.agrees(claim, member.tree):
                result.status, result.explanations, result.witness = RIGHT, [], None

    def _judge_numbers(self, number: int, formula: Formula, found: list[Member]) -> None:
        """Judge numbers by one another, and by the equations at the numbers that are given."""
        numeric = [
            i for i, m in enumerate(formula.members)
            if i and not isinstance(m.tree, Unread) and is_numeric(m.tree)
            and found[i].status != RIGHT_IF
        ]  # fmt: skip
        if not numeric:
            return
        whole = replace(formula, members=tuple(formula.members[i] for i in numeric))
        judged = self.arithmetic.judge(whole, [found[i].reading for i in numeric])
        first = numeric[0]
        claim = self.judge.claim_of(number)
        for i, result in zip(numeric, judged, strict=True):
            if i != first and result.status == WRONG and claim is not None and self.author.gives(
                claim, formula.members[i].tree
            ):  # fmt: skip
                result.status, result.explanations = RIGHT, []
            if i != first or result.status != RIGHT:
                found[i] = replace(result, relation=found[i].relation)
        if claim is not None and judged[0].status == RIGHT:
            self._judge_number(number, formula, claim, found, first)

    def _judge_number(
        self, number: int, formula: Formula, claim: ModelClaim, found: list[Member], place: int
    ) -> None:
        """Judge the first number of a chain, by the formulas before it."""
        result, tree = found[place], formula.members[place].tree
        assert not isinstance(tree, Unread)
        if claim.holds(tree):
            result.status = RIGHT
            if self.judge.is_misread(number):  # 0 without what leads from one to the other
                refuse(result, NO_POINT, TOO_LITTLE)
            return
        before = found[place - 1]
        if before.status == UNKNOWN:  # numbers for names that nobody knows
            refuse(result, UNKNOWN, before.explanations[0].text)
            return
        result.status = RIGHT
        self.author.judge(result, claim, tree, formula.members[place - 1].tree)
        if result.status == WRONG and formula.given and claim.is_about_derivative:
            refuse(result, NO_POINT, GIVEN)
            return
        if result.status == WRONG and not self.judge.is_understood(number):
            refuse(result, NO_POINT, TOO_LITTLE)
            return
        if result.status == WRONG:
            self._doubt(result, claim, tree)
        if result.status != NO_POINT:
            return
        kind = self.judge.definitions.kinds[number]
        if kind == DEFINITION:
            result.status, result.explanations = DEFINITION, []
        elif place > 1 and place == len(found) - 1 and value_of(tree) == 0.0:
            result.status, result.explanations = NOT_A_CLAIM, []
        elif claim.is_constant or self._is_about_function(claim, tree):
            result.explanations = []
            self.judge.judge_member(number, result, claim, tree)
        elif place < len(found) - 1:
            result.status, result.explanations = RIGHT, []

    @staticmethod
    def _doubt(result: Member, claim: ModelClaim, tree: Expression) -> None:
        """Take back that a number is wrong where the text leaves open what it is about."""
        found = untrusted(claim, tree, Verdict(WRONG))
        if found.status != WRONG:
            result.status = found.status
            result.explanations = [Explanation(found.status, found.said)]

    def _is_about_function(self, claim: ModelClaim, tree: Expression) -> bool:
        """Whether a number is claimed of a function: dL/dw = 0, L = 5 where nothing is given."""
        if self.author.given or decimals_of(tree):
            return False
        return not claim.is_about_derivative or value_of(tree) == 0.0


def reading_of(tree: Expression | Unread) -> str:
    """Return a tree as it was understood, "" for what was not."""
    return "" if isinstance(tree, Unread) else parser.write(tree)


def note_unread(result: Member, text: str, tree: Unread) -> None:
    """Say why a member could not be read, and where."""
    result.status = UNREADABLE
    said = f"{tree.message}\n{parser.caret(text, tree.at)}"
    result.explanations.append(Explanation(UNREADABLE, said))


def _with_letters(own: Sequence[tuple[str, str]], place: str) -> str:
    """Return "m = 2, k = 1" with the author's letters in the place of those that were read."""
    for read, letter in own:
        place = re.sub(rf"(?<![A-Za-z\\]){re.escape(read)} =", f"{letter} =", place)
    return place
