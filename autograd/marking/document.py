"""One document, checked: its report as what an editor marks, and its graph."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any

from ..checking.judging.checker import Checker
from ..checking.judging.document_graph import About, DocumentGraph, document_graph
from ..checking.meaning.indices import walk
from ..checking.reading.document import formulas
from ..checking.reading.functions import functions_of
from ..checking.reading.tree import Name, Unread
from ..checking.report.mathml import typeset
from ..checking.report.result import Equation, Member, Repair, Report
from ..checking.report.words import (
    choices,
    mark,
    readings,
    reasons,
    relation,
    remedy,
    repair,
    shows_witness,
    state,
    told_before,
    verdict,
)
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..showing.expression_trees import plain
from ..showing.trace_data import trace
from .places import Places

MOST_NAMES = 300
"""Names that are offered for completion."""


class MarkedDocument:
    """The check of a text: `marks` for an editor, `graph` for the page beside it, `report`."""

    def __init__(self, text: str, kind: str = "md") -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.places = Places(self.text)
        self.checker = Checker(formulas(self.text, kind))
        self.report: Report = self.checker.report()
        self._functions = functions_of([e.latex for e in self.report.equations])

    def marks(self) -> dict[str, Any]:
        """Return what is said of the document, of each equation, of each of its sides."""
        report = self.report
        told = [*filter(None, [readings(report)]), *choices(report)]
        return {
            "ok": report.ok,
            "judged": report.judged,
            "verdict": verdict(report),
            "told": told,
            "counts": Counter(e.status for e in report.equations),
            "equations": [self._equation(n, e) for n, e in enumerate(report.equations)],
            "repairs": list(map(self._forward, report.repairs)),
            "names": self._names(),
        }

    def graph(self) -> dict[str, Any] | None:
        """Return the trace of the graph and the nodes that equations are about; None without one.

        `about` is a list of {equation, of, wrt}: the derivative of one node by others, or, where
        `of` is None, the nodes that the equation defines.
        """
        found = self._graph
        if found is None:
            return None
        place = NamedGraph(found.root).place
        about = [{"equation": n, **_placed(x, place)} for n, x in found.about.items()]
        data = trace(found.root, self._numbered(found))
        return {"trace": data, "about": about, "random": found.is_random}

    @cached_property
    def _graph(self) -> DocumentGraph | None:
        return document_graph(self.checker)

    def _numbered(self, found: DocumentGraph) -> dict[Value, str]:
        """Return the tags of the equations about derivatives of the root."""
        tagged = {n: f.id for n, f in enumerate(self.checker.formulas) if f.id}
        return {
            x.wrt[0]: tagged[n]
            for n, x in found.about.items()
            if n in tagged and x.of is found.root and len(x.wrt) == 1
        }

    def _equation(self, number: int, equation: Equation) -> dict[str, Any]:
        return {
            "number": number,
            "id": equation.id,
            "line": equation.line,
            "place": self._place_of(equation),
            "status": equation.status,
            "mark": mark(equation.status),
            "state": state(equation),
            "members": [self._member(equation, k) for k in range(len(equation.members))],
        }

    def _place_of(self, equation: Equation) -> list[int]:
        """Return where an equation stands: from its first side to its last, else its line."""
        places = [member.place for member in equation.members if member.place]
        if not places:
            return self.places.of_line(equation.line)
        return self.places.of((places[0][0], places[-1][1]))

    def _member(self, equation: Equation, k: int) -> dict[str, Any]:
        member = equation.members[k]
        new = not told_before(equation, k)
        told = [[word, text] for word, text in reasons(member)] if new else []
        if member.needs:
            told.append(["", remedy(member.needs)])
        return {
            "place": self.places.of(member.place) if member.place else None,
            "relation": relation(member.relation),
            "status": member.status,
            "mark": mark(member.status),
            "maths": self._maths(member.text),
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

    def _forward(self, change: Repair) -> dict[str, Any]:
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

    def _maths(self, text: str) -> str:
        return typeset(text, self._functions)

    def _names(self) -> list[str]:
        """Return the names of the document as its author writes them."""
        found: dict[str, None] = {}
        for formula in self.checker.formulas:
            for member in formula.members:
                if isinstance(member.tree, Unread):
                    continue
                for part in walk(member.tree):
                    if isinstance(part, Name) and part.span != (0, 0):
                        found[member.text[slice(*part.span)].strip()] = None
        return sorted(name for name in found if name)[:MOST_NAMES]


def _placed(about: About, place: dict[Value, int]) -> dict[str, Any]:
    of = None if about.of is None else place[about.of]
    return {"of": of, "wrt": [place[v] for v in about.wrt]}


def _witness(member: Member) -> dict[str, Any] | None:
    """Return the two numbers that differ, and the point where they do."""
    found = member.witness
    if found is None or not shows_witness(member):
        return None
    leaves = {name: plain(x) for name, x in found.leaves.items() if isinstance(x, float)}
    values = {"claimed": plain(found.claimed), "true": plain(found.true)}
    return {"leaves": leaves, "place": found.place, **values}
