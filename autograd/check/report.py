"""Write a report: as text, Markdown, HTML or JSON."""

from __future__ import annotations

import html
import json
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from .result import (
    ASSIGNMENT,
    DEFINITION,
    GOOD,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Member,
    Report,
    Witness,
)  # fmt: skip

MARKS = {RIGHT: "✓", DEFINITION: "·", ASSIGNMENT: "·", NOT_A_CLAIM: "·", RIGHT_IF: "~", WRONG: "✗"}
UNJUDGED = "?"
WIDTH = 96
FORWARD = "forward pass"


def mark(status: str) -> str:
    """Return the sign of a status: ✓ right, ~ right under a condition, ✗ wrong, ? not judged."""
    return MARKS.get(status, UNJUDGED)


def as_text(report: Report) -> str:
    """Return the report for a terminal; legible without colour."""
    blocks = ["\n".join(_summary(report))]
    blocks += ["\n".join(_equation(e)) for e in report.equations if e.status not in _SILENT]
    lines = "\n\n".join(blocks).splitlines()
    return "\n".join(folded for line in lines for folded in _folded(line)) + "\n"


def _folded(line: str) -> list[str]:
    """Return a line in pieces that fit, those after the first indented further."""
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + 4)
    return textwrap.wrap(line, WIDTH, subsequent_indent=indent)


_SILENT = (DEFINITION, ASSIGNMENT, NOT_A_CLAIM)


def _summary(report: Report) -> Iterator[str]:
    wrong = [e.id for e in report.equations if e.status not in GOOD]
    judged = [e for e in report.equations if e.status not in _SILENT]
    where = f"{report.source}: " if report.source else ""
    yield f"{where}{len(judged)} equations judged, {len(judged) - len(wrong)} right."
    if report.claims and report.readings:
        per_sample = report.readings["per sample"]
        yield (
            f"Of {report.claims} about derivatives {per_sample} hold as printed, "
            f"for one sample's loss"
        )
        others = {k: v for k, v in report.readings.items() if k != "per sample"}
        named = {
            "sum": "the sum over samples",
            "mean": "the mean",
            "mix": "the mean for parameters",
        }
        yield "(" + ", ".join(f"{v} for {named[k]}" for k, v in others.items()) + ")."
    for repair in report.repairs:
        yield "The forward pass looks wrong."
        yield f"    printed   {repair.before}"
        yield f"    put right {repair.after}"
        yield f"Then {repair.right_after} of {repair.of} hold instead of {repair.right_before}."


def _equation(equation: Equation) -> Iterator[str]:
    breaks = equation.breaks_at
    told = f", the {_ordinal(breaks)} = breaks" if breaks and len(equation.members) > 2 else ""
    state = f"{_state(equation.status)}, line {equation.line}{told}"
    yield f"{mark(equation.status)} {equation.id}  {state}"
    if equation.status == RIGHT and not any(m.explanations for m in equation.members):
        yield "    " + " ".join(f"{m.relation} {m.reading}".strip() for m in equation.members)
        return
    before: Member | None = None
    for member in equation.members:
        yield f"  {mark(member.status)} {member.relation or ' '} {member.reading or member.text}"
        if before is not None and member.explanations and _causes(before) == _causes(member):
            yield from _repair(member)
        else:
            yield from _why(member)
        before = member


def _causes(member: Member) -> list[str]:
    return [explanation.text for explanation in member.explanations]


def _why(member: Member) -> Iterator[str]:
    if member.condition:
        yield f"      right only if {member.condition}"
    for i, explanation in enumerate(member.explanations[:3]):
        first, *rest = explanation.text.splitlines()
        yield f"      {'because' if i == 0 else '     or'} {first}"
        yield from (f"        {line}" for line in rest)
    yield from _repair(member)
    if member.witness is not None and not any(e.kind == FORWARD for e in member.explanations):
        yield from _witness(member.witness)


def _repair(member: Member) -> Iterator[str]:
    repairs = dict.fromkeys(e.repair for e in member.explanations if e.repair)
    if repairs:
        yield f"      put right: {next(iter(repairs))}"


def _number(x: Any) -> str:
    """Return a number, or a matrix as its rows: [1, 2; 3, 4]."""
    if isinstance(x, list):
        return "[" + "; ".join(", ".join(map(_number, row)) for row in x) + "]"
    return f"{x:.4g}"


def _witness(witness: Witness) -> Iterator[str]:
    leaves = ", ".join(f"{name} = {_number(x)}" for name, x in witness.leaves.items())
    yield f"      for instance at {leaves}:"
    ratio = f", ratio {witness.ratio:.6g}" if witness.ratio is not None else ""
    yield f"        claimed {witness.claimed:.6g}, true {witness.true:.6g}{ratio}"


def _state(status: str) -> str:
    return {UNREADABLE: "could not be read", UNKNOWN: "uses an unknown name"}.get(status, status)


def _ordinal(n: int) -> str:
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n, 'th') }"


def as_json(report: Report) -> str:
    """Return the report as JSON."""
    return json.dumps(report.to_dict(), ensure_ascii=False, indent=2) + "\n"


def as_markdown(report: Report) -> str:
    """Return the report in Markdown: a table of all equations, then each mistake."""
    lines = [" ".join(_summary(report)), "", "| equation | line | status |", "|---|---|---|"]
    for e in report.equations:
        lines.append(f"| {e.id} | {e.line} | {mark(e.status)} {_state(e.status)} |")
    for equation in report.equations:
        if equation.status not in GOOD:
            lines += ["", f"### {equation.id}", "", f"$${equation.latex}$$", "", "```text"]
            lines += [*_equation(equation), "```"]
    return "\n".join(lines) + "\n"


def as_html(report: Report, *, page: bool = True) -> str:
    """Return the report as one HTML page, light or dark as the reader's system is, or its body."""
    parts = [f"<p>{html.escape(line)}</p>" for line in _summary(report)]
    for equation in report.equations:
        kind = "good" if equation.status in GOOD else "bad"
        body = html.escape("\n".join(_equation(equation)))
        title = html.escape(f"{mark(equation.status)} {equation.id} {_state(equation.status)}")
        shown = " open" if kind == "bad" else ""
        parts.append(
            f'<details class="{kind}"{shown}><summary>{title}</summary><pre>{body}</pre></details>'
        )
    body = "\n".join(parts)
    return _PAGE.replace("BODY", body) if page else body


_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Derivation check</title>
<meta name="viewport" content="width=device-width">
<style>
:root { color-scheme: light dark }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
pre { overflow-x: auto; font-size: 14px }
summary { cursor: pointer; padding: .2rem 0 }
.bad summary { font-weight: bold }
</style>
<h1>Derivation check</h1>
BODY
</html>
"""
FORMATS: dict[str, Callable[[Report], str]] = {
    "text": as_text,
    "json": as_json,
    "md": as_markdown,
    "html": as_html,
}
