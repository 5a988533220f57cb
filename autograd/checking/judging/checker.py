"""Check a document, or claims about a graph: read, build, judge, diagnose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ...engine.operation import DomainError
from ...engine.value import Value
from ..layered.document import LayeredDocument
from ..layered.judge import LayeredJudge
from ..meaning.build import Forward, Graph, Model, points
from ..meaning.evaluate import MeaningError, Scope, evaluate
from ..meaning.values import FAILURES
from ..mending.diagnose import diagnose
from ..reading import parser
from ..reading.tree import Derivative, Expression, Formula, Unread
from ..reading.tree import Member as Written
from ..report.result import (
    ASSIGNMENT,
    DEFINITION,
    NO_POINT,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Explanation,
    Member,
    Repair,
    Report,
    Witness,
)  # fmt: skip
from .judge import (
    COUNT,
    SAMPLES,
    Claim,
    Point,
    close,
    condition,
    free_argument,
    holds,
    is_numeric,
    readings,
    repairs_of_forward,
)
from .kinds import CLAIM, LAYERED, NUMBER, Sorter
from .numbers import Arithmetic, evaluated_as_printed, printed
from .readings import NO_GRAPH, DocumentJudge
from .unjudged import judgeable


class Checker:
    """The check of one document."""

    def __init__(self, formulas: Sequence[Formula], root: Value | None = None) -> None:
        self.raw = list(formulas)
        self.formulas = [judgeable(formula) for formula in formulas]
        self.arithmetic = Arithmetic()
        self.layered = LayeredJudge(LayeredDocument(self.formulas if root is None else []))
        sorter = Sorter(self.formulas, self.layered.owns)
        self.kinds, self.forward = sorter.kinds, sorter.forward
        self.model: Model = Graph(root) if root is not None else self.forward
        self.at = points(self.model, COUNT, SAMPLES, seed=1)
        self.given = self.forward.given_scope() if root is None else None
        claimed = [f for f, kind in zip(self.formulas, self.kinds, strict=True) if kind == CLAIM]
        self.claims = [Claim(f) for f in claimed if f.trees]

    def report(self) -> Report:
        """Judge everything."""
        if not isinstance(self.model, Forward):
            return self._report()
        try:
            first: Report | None = self._report()
        except FAILURES:
            first = None
        return self._judged_anew(first)

    def _judged_anew(self, first: Report | None) -> Report:
        """Return the report in the reading in which more of the document holds.

        What it leaves open is taken from the other, as far as that finds it right.
        """
        try:
            judge = DocumentJudge(self.raw)
            anew = [self._anew(judge, i, formula) for i, formula in enumerate(self.raw)]
        except (*FAILURES, AttributeError, AssertionError):
            if first is not None:
                return first
            anew = [[_unjudged(m) for m in formula.members] for formula in self.raw]
        if first is None:
            chosen = anew
        else:
            before = [equation.members for equation in first.equations]
            whole = not any(m.status in _UNJUDGED for members in before for m in members)
            whole = whole and bool(self.layered.document.formulas)
            earlier = whole or _count_of_right(before) >= _count_of_right(anew)
            chosen = list(map(_merged, before, anew) if earlier else map(_merged, anew, before))
        equations = []
        for i, (formula, members) in enumerate(zip(self.raw, chosen, strict=True), 1):
            for member in members:
                if member.status in (CLAIM, NUMBER):
                    member.status = NO_POINT
            equations.append(Equation(formula.id or str(i), formula.latex, formula.line, members))
        return replace(first, equations=equations) if first else Report(equations)

    @staticmethod
    def _anew(judge: DocumentJudge, number: int, formula: Formula) -> list[Member]:
        """Return the members of a formula, judged in the document's own notation."""
        kind = judge.definitions.kinds[number]
        members = [Member(m.text, _reading(m.tree), kind, m.relation) for m in formula.members]
        for member, written in zip(members, formula.members, strict=True):
            if isinstance(written.tree, Unread):
                _note_unread(member, written.text, written.tree)
        if kind in (CLAIM, DEFINITION) and formula.trees:
            judge.judge(number, members)
        return members

    def _report(self) -> Report:
        partials = [c for c in self.claims if isinstance(c.anchor, Derivative)]
        counts = readings(partials, self.at) if partials and self.at else {}
        self.repaired: Forward | None = None
        repairs = self._repairs(partials, counts) if self.at else []
        equations = []
        for number, (formula, kind) in enumerate(zip(self.formulas, self.kinds, strict=True), 1):
            members = self._members(formula, kind)
            name = formula.id or str(number)
            equations.append(Equation(name, formula.latex, formula.line, members))
        if self.layered.partials:
            counts["per sample"] = counts.get("per sample", 0) + self.layered.held
        return Report(equations, counts, repairs, len(partials) + self.layered.partials)

    # --- judging ---

    def _members(self, formula: Formula, kind: str) -> list[Member]:
        texts = [_reading(m.tree) for m in formula.members]
        if kind == NUMBER:
            return self.arithmetic.judge(formula, texts)
        found = [
            Member(member.text, reading, kind, member.relation)
            for member, reading in zip(formula.members, texts, strict=True)
        ]
        for result, member in zip(found, formula.members, strict=True):
            if isinstance(member.tree, Unread):
                _note_unread(result, member.text, member.tree)
        if kind == LAYERED:
            self.layered.judge(formula, found)
        elif kind in (CLAIM, DEFINITION) and formula.trees:
            self._judge_chain(found, formula, 0 if kind == CLAIM else 2)
        return found

    def _judge_chain(self, found: list[Member], formula: Formula, first: int) -> None:
        """Judge the members of a claim, or what follows the first two of a definition.

        Numbers at the end are judged by themselves: they are about the author's point.
        """
        claim = Claim(formula)
        numeric = []
        for i, (result, member) in enumerate(zip(found, formula.members, strict=True)):
            if isinstance(member.tree, Unread) or (first and not self.at):
                continue
            if i and is_numeric(member.tree) and member.tree is not claim.anchor:
                numeric.append(i)
            elif member.tree is claim.anchor and isinstance(formula.members[0].tree, Unread):
                result.status = RIGHT if claim.is_about_derivative else NO_POINT
            elif i >= first:
                self._judge(result, claim, member.tree)
                if first and result.status == RIGHT:
                    result.status = DEFINITION
        if numeric:
            self._judge_numbers(found, formula, claim, numeric)

    def _judge_numbers(
        self, found: list[Member], formula: Formula, claim: Claim, numeric: list[int]
    ) -> None:
        """Judge numbers by one another, and by the graph at the numbers that are given."""
        first = numeric[0]
        tree = formula.members[first].tree
        assert not isinstance(tree, Unread)
        whole = replace(formula, members=tuple(formula.members[i] for i in numeric))
        judged = self.arithmetic.judge(whole, [found[i].reading for i in numeric])
        for i, result in zip(numeric, judged, strict=True):
            found[i] = replace(result, relation=found[i].relation)
        if self.given is not None:
            before = formula.members[first - 1].tree
            own = evaluated_as_printed(before, self.given, self.forward.printed)
            found[first] = self.arithmetic.at(claim, tree, self.given, found[first], own)
        elif len(numeric) > 1 or (self.at and holds(claim, tree, self.at)):
            return
        elif claim.is_about_derivative and (not printed(tree) or self._is_constant(claim)):
            self._judge(found[first], claim, tree)
        elif claim.is_about_derivative:
            missing = ", ".join(self.forward.missing()[:4])
            found[first].status = NO_POINT
            found[first].explanations.append(
                Explanation("no numbers", f"the document gives no numbers for {missing}")
            )

    def _is_constant(self, claim: Claim) -> bool:
        """Whether the truth is the same at every point, as that of dz/db is 1."""
        try:
            found = [claim.truth(scope) for scope, *_ in self.at]
        except (MeaningError, DomainError, OverflowError):
            return False
        return bool(found) and all(close(x, found[0]) for x in found)

    def _judge(self, result: Member, claim: Claim, tree: Expression) -> None:
        if not self.at:
            result.status = NO_POINT
            result.explanations.append(Explanation("no graph", NO_GRAPH))
            return
        scope = self._free_scope(claim, self.at[0][0])
        error = _meaning(tree, claim, scope) or _meaning(claim.anchor, claim, scope)
        if error is not None and _has_no_graph(self.model):
            result.status = NO_POINT
            result.explanations.append(Explanation("no graph", NO_GRAPH))
        elif error is not None:
            result.status = UNKNOWN if error.name else UNREADABLE
            result.explanations.append(Explanation(result.status, str(error)))
        elif scope is not self.at[0][0]:
            result.status = RIGHT if self._identity(claim, tree) else WRONG
        elif holds(claim, tree, self.at):
            result.status = RIGHT
        else:
            self._explain(result, claim, tree)

    def _explain(self, result: Member, claim: Claim, tree: Expression) -> None:
        model, at = self.model, self.at
        if self.repaired is not None:
            model, at = self.repaired, points(self.repaired, COUNT, SAMPLES, seed=6)
            if holds(claim, tree, at):
                result.condition = condition(claim, tree, self.model)
                result.status = RIGHT_IF if result.condition else WRONG
                result.witness = _witness(claim, tree, self.at)
                result.explanations.append(
                    Explanation("forward pass", "it is right once the forward pass is put right")
                )
                return
        result.condition = condition(claim, tree, model)
        result.status = RIGHT_IF if result.condition else WRONG
        result.witness = _witness(claim, tree, at)
        result.explanations += diagnose(claim, tree, result.text, model)

    def _free_scope(self, claim: Claim, scope: Scope) -> Scope:
        """Return a scope in which the x of a general rule about a function is a free variable."""
        free = free_argument(claim.formula)
        if free is None or free.label in scope.nodes:
            return scope
        nodes = {**scope.nodes, free.label: Value(0.7, free.label)}
        return Scope(nodes, scope.functions, scope.loss, scope.constants)

    def _identity(self, claim: Claim, tree: Expression) -> bool:
        free = free_argument(claim.formula)
        assert free is not None
        found = []
        for value in (-1.3, -0.7, 0.4, 0.9, 1.2, 2.1):
            scope = Scope(
                {free.label: Value(value, free.label)}, self.at[0][0].functions, "",
                self.at[0][0].constants,
            )  # fmt: skip
            if _has_value(claim, tree, scope):
                found.append([scope])
        return len(found) > 2 and holds(claim, tree, found)

    # --- the forward pass ---

    def _repairs(self, partials: Sequence[Claim], counts: Mapping[str, int]) -> list[Repair]:
        """Find one-name changes of the forward equations that make more claims right."""
        before = counts.get("per sample", 0)
        if not isinstance(self.model, Forward) or before == len(partials):
            return []
        found = []
        for label, changed, right in repairs_of_forward(self.model, partials):
            if self.repaired is None:
                self.repaired = changed
            old, new = (
                f"{label} = {parser.write(next(d.body for d in f.definitions if d.label == label))}"
                for f in (self.model, changed)
            )
            found.append(Repair(old, new, before, right, len(partials)))
        return found


def _note_unread(result: Member, text: str, tree: Unread) -> None:
    """Say why a member could not be read, and where."""
    result.status = UNREADABLE
    said = f"{tree.message}\n{parser.caret(text, tree.at)}"
    result.explanations.append(Explanation(UNREADABLE, said))


def _unjudged(member: Written) -> Member:
    """Return a member of which nothing is found."""
    found = Member(member.text, _reading(member.tree), NO_POINT, member.relation)
    if isinstance(member.tree, Unread):
        _note_unread(found, member.text, member.tree)
    return found


_UNJUDGED = (UNKNOWN, UNREADABLE, NO_POINT, CLAIM, NUMBER)


def _count_of_right(equations: Sequence[Sequence[Member]]) -> int:
    return sum(m.status in (RIGHT, RIGHT_IF) for members in equations for m in members)


def _merged(members: Sequence[Member], others: Sequence[Member]) -> list[Member]:
    """Return the members, with those of another reading where it judges what this one does not."""
    found = []
    for member, other in zip(members, others, strict=True):
        settled = other.status in (RIGHT, RIGHT_IF, DEFINITION, ASSIGNMENT, NOT_A_CLAIM)
        if any(e.kind == "no graph" for e in (*member.explanations, *other.explanations)):
            settled = False
        if member.status in (CLAIM, NUMBER) or (member.status in _UNJUDGED and settled):
            found.append(other)
        elif member.status in (WRONG, RIGHT_IF) and other.status == member.status:
            found.append(max(member, other, key=_is_explained))
        else:
            found.append(member)
    return found


def _is_explained(member: Member) -> bool:
    return any(e.kind not in ("unexplained", "shapes") for e in member.explanations)


def _reading(tree: Expression | Unread) -> str:
    return "" if isinstance(tree, Unread) else parser.write(tree)


def _has_value(claim: Claim, tree: Expression, scope: Scope) -> bool:
    try:
        claim.truth(scope), claim.value(tree, scope)
    except (DomainError, OverflowError):
        return False
    return True


def _meaning(tree: Expression, claim: Claim, scope: Scope) -> MeaningError | None:
    try:
        claim.enter(scope)
        evaluate(tree, scope)
    except MeaningError as error:
        return error
    except (DomainError, OverflowError):
        return None
    return None


def _has_no_graph(model: Model) -> bool:
    """Whether there is nothing to judge against."""
    return isinstance(model, Forward) and not model.definitions


def leaves_of(scope: Scope) -> dict[str, float]:
    """Return the numbers of the leaves, by label."""
    return {label: v.data for label, v in scope.nodes.items() if v.op is None}


def _witness(claim: Claim, tree: Expression, at: Sequence[Point]) -> Witness | None:
    """Return the first point at which a member is wrong, of those where it has a value."""
    for scope, *_ in at:
        try:
            claimed, true = claim.value(tree, scope), claim.truth(scope)
        except (MeaningError, DomainError, OverflowError):
            continue
        if not close(claimed, true):
            return Witness(leaves_of(scope), claimed, true)
    return None
