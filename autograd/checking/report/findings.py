"""What other programs are told of a report: a finding for each equation that is to be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import NamedTuple

from .outcomes import UNEXPECTED
from .result import GOOD, RIGHT_IF, SET_ASIDE, WRONG, Equation, Report
from .words import FORWARD, reasons, remedy, repair, stands_at, state

ERROR, WARNING, NOTE = "error", "warning", "note"
LEVELS = {WRONG: ERROR, UNEXPECTED: ERROR, RIGHT_IF: WARNING, SET_ASIDE: NOTE}


def file_of(report: Report, equation: Equation) -> str:
    """Return the file in which an equation stands."""
    if not equation.file:
        return report.source
    return (PurePath(report.source).parent / equation.file).as_posix()


class Finding(NamedTuple):
    """An equation that is wrong, cannot be judged, or is about something else.

    level   "error" where it is wrong, "warning" where it is right under a condition or could not
            be judged, "note" where it is about something else
    title   "8-16: wrong"
    lines   why, and how it is put right
    """

    level: str
    status: str
    equation: Equation
    title: str
    lines: list[str]

    @property
    def text(self) -> str:
        """All of it, in lines."""
        return "\n".join([self.title, *self.lines])


def findings(report: Report) -> Iterator[Finding]:
    """Yield what is to be looked at, in the order of the document."""
    for equation in report.equations:
        status = equation.outcome
        if not equation.is_good or status == SET_ASIDE:
            cell = f" ({stands_at(equation)})" if equation.cell else ""
            title = f"{equation.id}: {state(equation)}{cell}"
            lines = [*_lines(equation), *_forward(report, equation)]
            yield Finding(LEVELS.get(status, WARNING), status, equation, title, lines)


def _lines(equation: Equation) -> Iterator[str]:
    for member in equation.members:
        if member.status in GOOD:
            continue
        yield member.reading or member.text
        for word, text in reasons(member):
            yield from f"{word} {text}".strip().splitlines()
        if member.needs:
            yield remedy(member.needs)
        if mended := repair(member):
            yield f"put right: {mended}"


def _forward(report: Report, equation: Equation) -> Iterator[str]:
    """Yield how the forward pass is put right, for an equation that is wrong because of it."""
    if any(e.kind == FORWARD for member in equation.members for e in member.explanations):
        for change in report.repairs:
            yield f"forward pass: {change.after}, not {change.before}"
