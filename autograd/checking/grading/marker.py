"""Mark one homework: each question by the equations about it, each slip once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from ..judging.verdicts import ModelClaim
from ..meaning.definitions import DEFINITION
from ..meaning.law import is_numeric
from ..reading.chains import Formula, Unread
from ..reading.tree import Expression
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
from .alignment import OTHERWISE, aligned
from .credit import HALF, carry, carry_forward, left_standing
from .homework import Answer, Homework
from .key import Key, Question
from .marks import MISSING, PARTLY, UNSURE, Mark, Marks
from .marks import RIGHT as FULL
from .marks import WRONG as NONE

OPEN = (UNREADABLE, UNKNOWN, NO_POINT)


class Judged(NamedTuple):
    """The marks of a homework, and what was found of its formulas.

    equations  by the number of the formula, judged in the key's forward pass
    answers    for each question the numbers of the formulas about it, be they blank
    """

    marks: Marks
    equations: dict[int, Equation]
    answers: list[list[int]]


def marked(key: Key, formulas: Sequence[Formula], student: str) -> Marks:
    """Mark the formulas of a homework against a key."""
    return judged(key, formulas, student).marks


def judged(key: Key, formulas: Sequence[Formula], student: str) -> Judged:
    """Mark the formulas of a homework against a key; say of each what was found."""
    work, renamed = _in_the_names_of(key, formulas)
    answers = work.answers(key.definitions)
    marks = [
        _of_forward(question, work) if question.is_forward else _of(question, answers)
        for question in key.questions
    ]
    carry(marks, key, answers)
    remarks = [*renamed, *_remarks(work), *_unasked(key, answers)]
    own = work.own_definitions()
    if own is not None:
        carry_forward(marks, key, work.answers(own))
    _name(work, answers)
    found = dict(zip(work.forward, work.compared, strict=True))
    found.update(zip(work.rest, (answer.found for answer in answers), strict=True))
    report = Report(sorted(found.values(), key=lambda e: (e.file, e.cell, e.line)))
    for mark, question in zip(marks, key.questions, strict=True):
        mark.about = question.about
    about = [_numbers(question, work, answers) for question in key.questions]
    return Judged(Marks(student, marks, remarks, report=report), found, about)


def _numbers(question: Question, work: Homework, answers: Sequence[Answer]) -> list[int]:
    """Return the numbers of the formulas about a question; else of those with its tag."""
    if question.is_forward:
        compared = zip(work.forward, work.compared, strict=True)
        return [n for n, equation in compared if equation.members[0].reading == question.about]
    rest = list(zip(work.rest, answers, strict=True))
    mine = [n for n, answer in rest if answer.about == question.about]
    return mine or [n for n, answer in rest if answer.formula.id == question.name]


def _in_the_names_of(key: Key, formulas: Sequence[Formula]) -> tuple[Homework, list[str]]:
    """Return a homework in the key's names, and what is to be said of its own."""
    work = Homework(key, formulas)
    found = aligned(key, work.formulas)
    if found is None:
        return work, []
    if found.renaming is None:
        return work, [found.told]
    renamed = map(found.renaming.formula, work.formulas)
    other = Homework(key, list(renamed), found.renaming.tree)
    return (work, [OTHERWISE]) if other.differing or other.given else (other, [found.told])


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
    mine = [a for a in answers if a.about == question.about and not is_blank(a.found)]
    if not mine:
        tagged = [a for a in answers if a.formula.id == question.name and not is_blank(a.found)]
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
    if share == 1.0 and (left := left_standing(question, mine, answers)):
        share, why = HALF, f"not carried to its end: {left} is left standing"
    mark.points = share * question.points
    mark.state = FULL if share == 1.0 else PARTLY if share else NONE
    mark.why = why
    if doubt:
        mark.state, mark.why = UNSURE, doubt
    return mark


def is_blank(equation: Equation) -> bool:
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
