"""The sheet of an exercise, marked against its key as it is filled in.

The key is drawn anew from what the sheet's first line says; it leaves Python in no answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from ..checking.grading.exercises import drawn_exercise
from ..checking.grading.key import Key, read_key
from ..checking.grading.marker import Judged, is_blank, judged
from ..checking.grading.marks import CARRIED, MISSING, PARTLY, RIGHT, UNSURE, WRONG, Mark, number
from ..checking.grading.sheet_words import Drawing, shown_widths
from ..checking.judging.checker import Checker
from ..checking.judging.documents import CheckedDocument, ScopeCheck
from ..checking.reading.document import read_document
from ..checking.report.result import Report
from .document import MarkedDocument

SIGNS = {RIGHT: "✓", CARRIED: "~", PARTLY: "~", UNSURE: "?", MISSING: "·", WRONG: "✗"}
"""The state of a question -> the sign of its equations."""


@lru_cache(maxsize=8)
def key_of(drawing: Drawing) -> Key:
    """Return the key of an exercise."""
    return read_key(drawn_exercise(*drawing).key)


class MarkedSheet(MarkedDocument):
    """A sheet: its equations judged in the key's forward pass, its questions with their points."""

    def __init__(self, text: str, kind: str, drawing: Drawing) -> None:
        self.drawing = drawing
        super().__init__(text, kind)

    def _check(self, kind: str) -> CheckedDocument:
        """Judge the equations as they are marked; no comment keeps one from being seen."""
        self.document = read_document(self.text, kind, heed=False)
        formulas = self.document.formulas
        self.judged: Judged = judged(key_of(self.drawing), formulas, "")
        checker, numbers = Checker(formulas), list(range(len(formulas)))
        found = self.judged.equations
        equations = [found[n] if n in found else checker.equation(n) for n in numbers]
        return CheckedDocument(Report(equations), [ScopeCheck(checker, numbers)])

    def marks(self) -> dict[str, Any]:
        """Return what is said of the sheet, with its `exercise`: the points of each question."""
        marks = self.judged.marks
        found = super().marks()
        for mark, answers in zip(marks.marks, self.judged.answers, strict=True):
            for n in answers:
                found["equations"][n] = self._as_marked(found["equations"][n], n, mark)
        for equation in found["equations"]:
            for member in equation["members"]:
                member["repair"] = None  # it is what is asked for
        exercise = {
            "network": shown_widths(self.drawing.widths),
            "seed": self.drawing.seed,
            "points": number(marks.points),
            "of": number(marks.of),
            "remarks": marks.remarks,
            "questions": list(map(self._question, marks.marks, self.judged.answers)),
        }
        whole = marks.points == marks.of and not marks.remarks
        return {**found, "ok": whole, "exercise": exercise}

    @staticmethod
    def _question(mark: Mark, answers: list[int]) -> dict[str, Any]:
        return {
            "name": mark.question,
            "about": mark.about,
            "state": mark.state,
            "mark": SIGNS[mark.state],
            "points": number(mark.points),
            "of": number(mark.of),
            "equations": answers,
        }

    def _as_marked(self, equation: dict[str, Any], n: int, mark: Mark) -> dict[str, Any]:
        """Return an answer with the sign of its question, and why points were lost."""
        members = equation["members"]
        if is_blank(self.report.equations[n]):
            blank: dict[str, Any] = {"mark": "·", "told": [], "witness": None}
            sides = [{**member, **blank, "maths": member["maths"] * (k == 0)}
                     for k, member in enumerate(members)]  # fmt: skip
            return {**equation, "mark": "·", "status": MISSING, "members": sides}
        if mark.state == CARRIED:
            softer: dict[str, Any] = {"mark": "~", "told": [], "witness": None}
            members = [{**m, **softer} if m["mark"] == "✗" else m for m in members]
        if mark.why and not any(member["told"] for member in members):
            members[-1] = {**members[-1], "told": [["", mark.why]]}
        return {**equation, "mark": SIGNS[mark.state], "status": mark.state, "members": members}
