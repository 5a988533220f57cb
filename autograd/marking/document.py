"""One document, checked: its report as what an editor marks, and its graph."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

from ..checking.judging.document_graph import About, DocumentGraph, document_graph
from ..checking.judging.documents import CheckedDocument, checked_document
from ..checking.reading.chains import Unread
from ..checking.reading.document import read_document
from ..checking.reading.sources import not_followed
from ..checking.reading.tree import Name
from ..checking.reading.walked import walk
from ..checking.report.result import Report
from ..checking.report.words import choices, readings, verdict
from ..engine.order import below
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from ..showing.trace_data import trace
from .sides import Sides

MOST_NAMES = 300
"""Names that are offered for completion."""


class MarkedDocument:
    """The check of a text: `marks` for an editor, `graph` for the page beside it, `report`.

    It is that of `check_text`: what comments tell the checker is heeded; with a `path` that of
    `check_file`, were the text in that file: it may take in those beside it.
    """

    def __init__(self, text: str, kind: str = "md", path: Path | None = None) -> None:
        self.text = text.replace("\r\n", "\n").replace("\r", "\n")
        self.path = path
        self.checked = self._check(kind)
        self.report: Report = self.checked.report

    def _check(self, kind: str) -> CheckedDocument:
        self.document = read_document(self.text, kind, path=self.path)
        return checked_document(self.document)

    def marks(self) -> dict[str, Any]:
        """Return what is said of the document, of each equation, of each of its sides."""
        report = self.report
        sides = Sides(self.text, report, self.document.inputs)
        return {
            "ok": report.ok,
            "judged": report.judged,
            "verdict": verdict(report),
            "told": [*filter(None, [readings(report)]), *choices(report), *self._notes()],
            "counts": Counter(e.outcome for e in report.equations),
            "equations": [sides.equation(n, e) for n, e in enumerate(report.equations)],
            "repairs": list(map(sides.forward, report.repairs)),
            "names": self._names(),
        }

    def graph(self) -> dict[str, Any] | None:
        """Return the trace of the graph and the nodes that equations are about; None without one.

        `about` is a list of {equation, of, wrt}: the derivative of one node by others, or, where
        `of` is None, the nodes that the equation defines.  Of several scopes it is the largest.
        """
        found = self._graph
        if found is None:
            return None
        try:
            place = NamedGraph(found.root).place
            data = trace(found.root, self._numbered(found))
        except ArithmeticError:  # a slope has no value at this point: 0 ** l by l
            return None
        about = [{"equation": n, **_placed(x, place)} for n, x in found.about.items()]
        return {"trace": data, "about": about, "random": found.is_random}

    @cached_property
    def _graph(self) -> DocumentGraph | None:
        best, most = None, 0
        for scope in self.checked.scopes:
            found = document_graph(scope.checker)
            if found is not None and (size := len(below(found.root))) > most:
                own = {n - scope.given: about for n, about in found.about.items()}
                about = {scope.numbers[n]: x for n, x in own.items() if n >= 0}
                best, most = replace(found, about=about), size
        return best

    def _numbered(self, found: DocumentGraph) -> dict[Value, str]:
        """Return the tags of the equations about derivatives of the root."""
        tagged = {n: f.id for n, f in enumerate(self.document.formulas) if f.id}
        return {
            x.wrt[0]: tagged[n]
            for n, x in found.about.items()
            if n in tagged and x.of is found.root and len(x.wrt) == 1
        }

    def _notes(self) -> list[str]:
        r"""Return what is said of each \input in a text that is no file's, of whatever kind."""
        if self.path:
            return []
        said = self.report.conventions
        return [f"{note}." for note in not_followed(self.text) if note not in said]

    def _names(self) -> list[str]:
        """Return the names of the document as its author writes them."""
        found: dict[str, None] = {}
        for formula in self.document.formulas:
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
