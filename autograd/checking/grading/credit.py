"""Points for what follows from a slip, and for what is not carried to its end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..report.result import RIGHT
from .following import Consequences
from .homework import Answer
from .key import Key, Question, partials_in
from .marks import CARRIED, PARTLY, Mark
from .marks import WRONG as NONE

HALF = 0.5
"""What is given for an answer that holds under a condition, or leaves a derivative standing."""


def left_standing(question: Question, mine: Sequence[Answer], answers: Sequence[Answer]) -> str:
    """Return a derivative that stands in an answer, and that nothing before says what it is."""
    last, claim = mine[-1].last, mine[-1].claim
    if last is None or claim is None:
        return ""
    known: set[Any] = set(question.whole) - {question.about}
    for answer in answers:
        if answer is mine[0]:
            break
        known.add(answer.about)
        if answer.claim is not None:
            said = partials_in(answer.claim.anchor, answer.claim)
            known.update(x.family for x in said if x.is_general)
    left = [x for x in partials_in(last, claim) if not known & {x.text, x.family}]
    return left[0].text if left else ""


def carry(marks: list[Mark], key: Key, answers: Sequence[Answer]) -> None:
    """Give full points to what follows from an earlier slip: it is not punished twice.

    A slip in what is not asked for costs the first answer that follows from it.
    """
    consequences = Consequences(answers, key.given)
    charged = {question.about for question in key.questions if question.points}
    for mark, question in zip(marks, key.questions, strict=True):
        mine = [a for a in answers if a.about == question.about]
        if mark.state not in (NONE, PARTLY) or not mine:
            continue
        sources, same = consequences.sources(mine[-1])
        if not sources:
            continue
        told = ", ".join(dict.fromkeys(answer.about for answer in sources))
        mark.why = f"the same slip as in {told}"
        if not same:
            mark.why = f"follows from what stands there for {told}"
        new = {answer.about for answer in sources} - charged
        charged |= new
        share, left = 1.0, left_standing(question, mine, answers)
        if new:
            share, mark.why = mark.points / (mark.of or 1.0), f"{mark.why}: the slip counts here"
        elif left:
            share, mark.why = HALF, f"{mark.why}; not carried to its end: {left} is left standing"
        mark.points, mark.state = share * mark.of, mark.state if new else CARRIED


def carry_forward(marks: list[Mark], key: Key, answers: Sequence[Answer]) -> None:
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
