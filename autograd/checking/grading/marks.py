"""Marks as data: of a question, of a homework, of a class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ..report.result import Report

RIGHT, PARTLY, CARRIED, WRONG = "right", "partly", "carried", "wrong"
UNSURE, MISSING = "unsure", "missing"


@dataclass
class Mark:
    """What one question of a homework is given.

    question    its name: "8-14", "dL/dw_2", or "z_2" for an equation of the forward pass
    points, of  what is given, and what it is worth
    state       "right", "partly", "carried" (it follows from an earlier slip), "wrong",
                "unsure" (a person is to look at it), "missing"
    why         why it is not right, in a sentence
    lines       where the answer stands: "line 12"
    about       "dL/dw_2"
    """

    question: str
    points: float
    of: float
    state: str
    why: str = ""
    lines: list[str] = field(default_factory=list)
    about: str = ""

    @property
    def title(self) -> str:
        """Its name, and what it is about if that is not its name: "8-14 (dL/dw_2)"."""
        told = self.about and self.about != self.question
        return f"{self.question} ({self.about})" if told else self.question


@dataclass
class Marks:
    """The marks of one homework: `float(marks)` are its points, as nbgrader wants them.

    student  the name of its file, without what all have in common
    marks    a mark for each question of the key, in its order
    remarks  what is to be said beside: a forward pass that differs from the key's
    fault    why it could not be marked, "" if it was
    report   what the check found, with the diagnosis of each equation
    """

    student: str
    marks: list[Mark] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    fault: str = ""
    report: Report = field(default_factory=lambda: Report([]))

    @property
    def points(self) -> float:
        """The points of all questions together."""
        return sum(mark.points for mark in self.marks)

    @property
    def of(self) -> float:
        """What all questions are worth."""
        return sum(mark.of for mark in self.marks)

    def __float__(self) -> float:
        return float(self.points)

    def __str__(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        if self.fault:
            yield f"{self.student}: {self.fault}"
            return
        yield f"{self.student}: {number(self.points)} of {number(self.of)} points"
        width = max((len(mark.title) for mark in self.marks), default=0)
        for mark in self.marks:
            given = f"{number(mark.points)}/{number(mark.of)}"
            yield f"  {mark.title:{width}}  {given:>5}  {mark.why or mark.state}"
        yield from (f"  {remark}" for remark in self.remarks)


def number(points: float) -> str:
    """Return points as they are written: 2, 0.5, 0.33."""
    return f"{points:.2f}".rstrip("0").rstrip(".")
