"""Equations and their sides as plain data: where they stand, what is said, what puts them right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..checking.reading.functions import functions_of
from ..checking.reading.tree import Span
from ..checking.report.mathml import typeset
from ..checking.report.outcomes import EXPECTED, UNEXPECTED
from ..checking.report.result import NOT_A_CLAIM, WRONG, Equation, Member, Repair, Report
from ..checking.report.words import (
    mark,
    reasons,
    relation,
    remedy,
    repair,
    shows_witness,
    state,
    told_before,
)
from ..showing.expression_trees import plain
from .places import Places


class Sides:
    r"""The sides of the equations of a report about a text.

    inputs  the files that the text takes in, and where: an equation of one of these stands there
    """

    def __init__(self, text: str, report: Report, inputs: Mapping[str, Span]) -> None:
        self.text, self.inputs = text, inputs
        self.places = Places(text)
        self._functions = functions_of([e.latex for e in report.equations])

    def equation(self, number: int, equation: Equation) -> dict[str, Any]:
        """Return an equation: its place, its verdict, its sides."""
        return {
            "number": number,
            "id": equation.id,
            "file": equation.file,
            "line": equation.line,
            "place": self._place_of(equation),
            "status": equation.outcome,
            "mark": mark(equation.outcome),
            "state": state(equation),
            "members": [self._member(equation, k) for k in range(len(equation.members))],
        }

    def forward(self, change: Repair) -> dict[str, Any]:
        """Return a change of the forward pass, with its edit where the name stands in the text."""
        edits = []
        if change.place:
            edits = [{"place": self.places.of(change.place), "text": change.name}]
        return {
            "before": [self._maths(side) for side in change.before.split(" = ")],
            "after": [self._maths(side) for side in change.after.split(" = ")],
            "right": change.right_after,
            "rightBefore": change.right_before,
            "of": change.of,
            "edits": edits,
        }

    def _place_of(self, equation: Equation) -> list[int]:
        """Return where an equation stands: from its first side to its last, else its line."""
        if equation.file:
            return self.places.of(self.inputs[equation.file])
        places = [member.place for member in equation.members if member.place]
        if not places:
            return self.places.of_line(equation.line)
        return self.places.of((places[0][0], places[-1][1]))

    def _member(self, equation: Equation, k: int) -> dict[str, Any]:
        member = equation.members[k]
        return {
            "place": self.places.of(member.place) if member.place else None,
            "relation": relation(member.relation),
            "status": member.status,
            "mark": mark(member.status),
            "maths": self._maths(member.text),
            **(
                self._said(equation, k)
                if equation.outcome == equation.status
                else _meant(equation, k)
            ),
        }

    def _said(self, equation: Equation, k: int) -> dict[str, Any]:
        """Return why a side is not right, and what puts it right."""
        member = equation.members[k]
        new = not told_before(equation, k)
        told = [[word, text] for word, text in reasons(member)] if new else []
        if member.needs:
            told.append(["", remedy(member.needs)])
        return {
            "told": told,
            "repair": self._repair(member),
            "witness": _witness(member) if new else None,
        }

    def _repair(self, member: Member) -> dict[str, Any] | None:
        """Return what puts a side right: the formula, and the edit that puts it in its place."""
        text = next((e.repair for e in member.explanations if e.repair), "")
        if not text:
            return None
        edits = []
        if member.place and r"\begin" not in self.text[slice(*member.place)]:
            edits = [{"place": self.places.of(member.place), "text": text}]
        told = bool(repair(member))
        return {"text": text, "maths": self._maths(text), "told": told, "edits": edits}

    def _maths(self, text: str) -> str:
        return typeset(text, self._functions)


def _meant(equation: Equation, k: int) -> dict[str, Any]:
    """Return what is said of a side that is meant to be wrong: it is, or it is not."""
    is_last = k == len(equation.members) - 1
    signs = {EXPECTED: NOT_A_CLAIM, UNEXPECTED: WRONG if k else NOT_A_CLAIM}
    return {
        "mark": mark(signs[equation.outcome]),
        "told": [["", state(equation)]] if is_last else [],
        "repair": None,
        "witness": None,
    }


def _witness(member: Member) -> dict[str, Any] | None:
    """Return the two numbers that differ, and the point where they do."""
    found = member.witness
    if found is None or not shows_witness(member):
        return None
    leaves = {name: plain(x) for name, x in found.leaves.items() if isinstance(x, float)}
    values = {"claimed": plain(found.claimed), "true": plain(found.true)}
    return {"leaves": leaves, "place": found.place, **values}
