"""The page that a student gets back: the points, why each was lost, and the diagnosis."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from ..report.page import element, page
from .marks import CARRIED, MISSING, PARTLY, RIGHT, UNSURE, Mark, Marks, number

SIGNS = {RIGHT: "✓", CARRIED: "✓", PARTLY: "~", UNSURE: "?", MISSING: "·"}
KINDS = {RIGHT: "right", CARRIED: "right", PARTLY: "partly", UNSURE: "unjudged", MISSING: "silent"}


@cache
def _style() -> str:
    return Path(__file__).with_name("marks.css").read_text(encoding="utf-8")


def page_of(marks: Marks) -> str:
    """Return the page of one homework."""
    body = "\n".join(_parts(marks))
    report = replace(marks.report, source="")
    found = element(report, everything=False) if report.equations else ""
    return page(f"{marks.student}: marks", f"{body}\n{found}", _style())


def _parts(marks: Marks) -> Iterator[str]:
    yield '<div class="derivation-check marks">'
    yield f"<h1>{html.escape(marks.student)}</h1>"
    if marks.fault:
        yield f'<p class="verdict">{html.escape(marks.fault)}</p>'
    else:
        points = f"{number(marks.points)} of {number(marks.of)} points"
        yield f'<p class="verdict">{points}</p>'
    for remark in marks.remarks:
        yield f'<p class="remark">{html.escape(remark)}</p>'
    yield "<table><tr><th>question</th><th>points</th><th>why</th></tr>"
    for mark in marks.marks:
        yield _row(mark)
    yield "</table></div>"


def _row(mark: Mark) -> str:
    sign = f'<span class="sign">{SIGNS.get(mark.state, "✗")}</span>'
    told = html.escape(mark.why or "right")
    where = f" ({html.escape(', '.join(mark.lines))})" if mark.lines else ""
    return (
        f'<tr class="{KINDS.get(mark.state, "wrong")}"><th>{sign} {html.escape(mark.title)}</th>'
        f"<td>{number(mark.points)}/{number(mark.of)}</td><td>{told}{where}</td></tr>"
    )
