"""Mark one homework: each question by the equations about it, each slip once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from ..judging.checker import Checker
from ..judging.documents import SureJudge, is_fault
from ..judging.verdicts import ModelClaim
from ..meaning.definitions import CLAIM, DEFINITION, SET_ASIDE, Definitions, is_numeric, variables
from ..meaning.indices import names
from ..reading.tree import Derivative, Expression, Formula, Name, Unread
from ..report.result import (
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    SAYS_NOTHING,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Report,
)
from ..report.words import causes, sentence, stands_at, state
from .carried import Slip, follows
from .key import Key, Question, about_of, derivatives_in
from .marks import CARRIED, MISSING, PARTLY, UNSURE, Mark, Marks
from .marks import RIGHT as FULL
from .marks import WRONG as NONE

OPEN = (UNREADABLE, UNKNOWN, NO_POINT)
HALF = 0.5
"""What is given for an answer that holds under a condition, or leaves a derivative standing."""
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
    def slip(self) -> Slip | None:
        """The wrong derivative that a student may have gone on with."""
        anchor = self.claim.anchor if self.claim else None
        if self.found.status != WRONG or not isinstance(anchor, Derivative) or self.last is None:
            return None
        (wrt, *more) = variables(anchor)
        return None if more or not isinstance(wrt, Name) else Slip(anchor.of, wrt, self.last)


class Homework:
    """The formulas of a homework, judged in the key's forward pass."""

    def __init__(self, key: Key, formulas: Sequence[Formula]) -> None:
        self.key = key
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

    @cached_property
    def compared(self) -> list[Equation]:
        """The student's forward equations, beside the key's."""
        sections = {law.use.symbol: self._section(law.order) for law in self._key_laws}
        own = [
            replace(self.formulas[n], section=sections.get(self.defining[n], 0))
            for n in self.forward
        ]
        return self._judged([*self.key.definitions, *own])[1][len(self.key.definitions) :]

    @cached_property
    def _key_laws(self) -> list[Any]:
        return Definitions(self.key.definitions).laws

    def _section(self, order: int) -> int:
        return self.key.definitions[order].section

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
        for number, formula in enumerate(own, len(definitions)):
            is_claim = judge.definitions.kinds[number] == CLAIM
            claim = judge.claim_of(number) if is_claim else None
            about = about_of(claim) if claim is not None else ""
            found.append(Answer(formula, claim, about, equations[number]))
        return found

    def _judged(self, formulas: Sequence[Formula]) -> tuple[SureJudge, list[Equation]]:
        given = self.key.document.given
        judge = SureJudge(formulas, {d.name: d.sizes for one in given for d in one.domains})
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
        section = self.key.definitions[0].section if self.key.definitions else 0
        return [
            *kept,
            *(replace(self.formulas[self.forward[n]], section=section) for n in slips),
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


def marked(key: Key, formulas: Sequence[Formula], student: str) -> Marks:
    """Mark the formulas of a homework against a key."""
    work = Homework(key, formulas)
    answers = work.answers(key.definitions)
    marks = [
        _of_forward(question, work) if question.is_forward else _of(question, answers)
        for question in key.questions
    ]
    _carry(marks, key, answers)
    remarks = [*_remarks(work), *_unasked(key, answers)]
    own = work.own_definitions()
    if own is not None:
        _carry_forward(marks, key, work.answers(own))
    report = Report([*work.compared, *(answer.found for answer in answers)])
    _name(work, answers)
    report.equations.sort(key=lambda e: (e.file, e.cell, e.line))
    for mark, question in zip(marks, key.questions, strict=True):
        mark.about = question.about
    return Marks(student, marks, remarks, report=report)


def _name(work: Homework, answers: Sequence[Answer]) -> None:
    """Call the equations without a tag as the questions are called, or by what they are about."""
    names = {question.about: question.name for question in work.key.questions}
    for place, equation in zip(work.forward, work.compared, strict=True):
        equation.id = work.formulas[place].id or equation.members[0].reading
    for answer in answers:
        about = names.get(answer.about, answer.about)
        answer.found.id = answer.formula.id or about or f"line {answer.formula.line}"


def _remarks(work: Homework) -> Iterator[str]:
    """Yield what is to be said of a forward pass that differs from the key's."""
    for number in work.given:
        formula = work.formulas[number]
        told = f"line {formula.line}: {_line(formula.latex)}"
        yield f"the forward pass differs: {told} says what is given"
    for place in work.differing:
        equation = work.compared[place]
        told = f"{stands_at(equation)}: {_line(equation.latex)}"
        why = sentence(equation) if work.is_near(place) else "another equation than the key's"
        yield f"the forward pass differs: {told} ({why})"


def _unasked(key: Key, answers: Sequence[Answer]) -> Iterator[str]:
    """Yield what is not right and answers nothing: it may be in names that the key has not."""
    asked = {question.about for question in key.questions}
    for answer in answers:
        if answer.about and answer.about not in asked and answer.found.status in (*OPEN, WRONG):
            where = stands_at(answer.found)
            yield f"not asked for: {answer.about} ({where}; {sentence(answer.found)})"


def _line(latex: str) -> str:
    return " ".join(latex.split())


def _of_forward(question: Question, work: Homework) -> Mark:
    """Return the mark of an equation of the forward pass."""
    for equation in work.compared:
        if equation.members[0].reading == question.about:
            fine = equation.status in (RIGHT, DEFINITION)
            told = "" if fine else sentence(equation)
            points = question.points if fine else 0.0
            where = [stands_at(equation)]
            return Mark(question.name, points, question.points, FULL if fine else NONE, told, where)
    return Mark(question.name, 0.0, question.points, MISSING, "missing")


def _of(question: Question, answers: Sequence[Answer]) -> Mark:
    """Return the mark of a question, by all equations about it."""
    mark = Mark(question.name, 0.0, question.points, MISSING, "missing")
    mine = [a for a in answers if a.about == question.about and not _is_blank(a.found)]
    if not mine:
        tagged = [a for a in answers if a.formula.id == question.name and not _is_blank(a.found)]
        if not tagged:
            return mark
        if tagged[0].about:
            mark.state = NONE
            mark.why = f"this says what {tagged[0].about} is, not {question.about}"
        else:
            mark.state, mark.why = UNSURE, _doubt(tagged[0].found)
        mark.lines = [stands_at(a.found) for a in tagged]
        return mark
    mark.lines = [stands_at(a.found) for a in mine]
    share, why, doubt = _share(mine)
    if share == 1.0 and (left := _left(question, mine, answers)):
        share, why = HALF, f"not carried to its end: {left} is left standing"
    mark.points = share * question.points
    mark.state = FULL if share == 1.0 else PARTLY if share else NONE
    mark.why = why
    if doubt:
        mark.state, mark.why = UNSURE, doubt
    return mark


def _is_blank(equation: Equation) -> bool:
    """Whether nothing stands on the right: the sheet as it was handed out."""
    return not any(m.text.strip(r" \.,;:~?_") not in ("", "qquad", "quad", "ldots", "dots")
                   for m in equation.members[1:])  # fmt: skip


def _share(answers: Sequence[Answer]) -> tuple[float, str, str]:
    """Return which share of the `=` is right, what is wrong, and why that may be doubted.

    After the first that is wrong, one is right that goes on rightly from there.
    """
    good, of, why, doubt = 0.0, 0, "", ""
    for answer in answers:
        before: Any = None
        for member, result in zip(answer.formula.members, answer.found.members, strict=True):
            tree, claim = member.tree, answer.claim
            if claim is None or tree is claim.anchor or isinstance(tree, Unread):
                doubt = doubt or (_doubt(answer.found) if result.status == UNREADABLE else "")
                continue
            of += result.status != SAYS_NOTHING
            if result.status == RIGHT:
                good += 1
            elif result.status == RIGHT_IF:
                good, why = good + HALF, why or state(answer.found)
            elif result.status == WRONG:
                good += before is not None and _goes_on(claim, before, tree)
                before, why = tree, why or sentence(answer.found)
            elif result.status == NO_POINT and is_numeric(tree):
                why = why or "a number, where the key gives none"
            elif result.status in OPEN:
                doubt = doubt or _doubt(answer.found)
    if not of and not doubt:
        return 0.0, "it says nothing: both sides are the same", ""
    return (good / of if of else 0.0), why, doubt


def _goes_on(claim: ModelClaim, before: Expression, tree: Expression) -> bool:
    return ModelClaim([before, tree], claim.model, claim.conditions, claim.order).holds(tree)


def _doubt(equation: Equation) -> str:
    found = causes(Report([equation]))
    told = found[0].text.splitlines()[0] if found else state(equation)
    return f"to be looked at: {told}"


def _left(question: Question, mine: Sequence[Answer], answers: Sequence[Answer]) -> str:
    """Return a derivative that stands in an answer, and that nothing before says what it is."""
    last, claim = mine[-1].last, mine[-1].claim
    if last is None or claim is None:
        return ""
    known = set(question.whole) - {question.about}
    for answer in answers:
        if answer is mine[0]:
            break
        known.add(answer.about)
    left = [x for x in derivatives_in([last], claim) if x not in known]
    return left[0] if left else ""


def _carry(marks: list[Mark], key: Key, answers: Sequence[Answer]) -> None:
    """Give full points to what follows from an earlier slip: it is not punished twice."""
    for mark, question in zip(marks, key.questions, strict=True):
        if mark.state not in (NONE, PARTLY):
            continue
        before: list[Answer] = []
        mine = [a for a in answers if a.about == question.about]
        for answer in answers:
            if mine and answer is mine[0]:
                break
            before.append(answer)
        last = mine[-1] if mine else None
        if last is None or last.claim is None or last.last is None:
            continue
        for slipped in before:
            if slipped.slip and follows(last.claim, last.last, slipped.slip):
                mark.points, mark.state = mark.of, CARRIED
                mark.why = f"follows from what stands there for {slipped.about}"
                break


def _carry_forward(marks: list[Mark], key: Key, answers: Sequence[Answer]) -> None:
    """Give full points to what is right in the student's own forward pass, but for the first.

    The slip costs once: where the key gives points for the forward pass, there; else in the first
    answer that it spoils.
    """
    charged = any(q.is_forward for q in key.questions)
    for mark, question in zip(marks, key.questions, strict=True):
        if mark.state not in (NONE, PARTLY, CARRIED) or question.is_forward:
            continue
        mine = [a for a in answers if a.about == question.about]
        if not mine or any(a.found.status != RIGHT for a in mine):
            continue
        if charged:
            mark.points, mark.state = mark.of, CARRIED
            mark.why = "right in the forward pass that stands there"
        else:
            mark.why = "right only in the forward pass that stands there: the slip counts here"
            charged = True
