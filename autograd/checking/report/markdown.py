"""A report in Markdown: a table of all equations, then each mistake."""

from __future__ import annotations

from collections.abc import Iterator

from .result import GOOD, Equation, Report
from .text import equation_as_text
from .words import mark, readings, state, verdict


def as_markdown(report: Report) -> str:
    """Return the report in Markdown."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield (f"`{report.source}`: " if report.source else "") + f"**{verdict(report)}**"
    if told := readings(report):
        yield told
    for change in report.repairs:
        yield ""
        yield "The forward pass looks wrong:"
        yield ""
        yield f"* printed `{change.before}`"
        yield f"* put right `{change.after}`"
        yield ""
        yield f"Then {change.right_after} of {change.of} hold instead of {change.right_before}."
    yield from ("", "| equation | line | status |", "|---|---|---|")
    for e in report.equations:
        yield f"| {_plain(e.id)} | {e.line} | {mark(e.status)} {state(e)} |"
    for equation in report.equations:
        if equation.status not in GOOD:
            yield from _mistake(equation)


def _mistake(equation: Equation) -> Iterator[str]:
    yield from ("", f"### {_plain(equation.id)}", "")
    yield from (f"$${' '.join(equation.latex.split())}$$", "", "```text")
    yield from equation_as_text(equation)
    yield "```"


def _plain(text: str) -> str:
    """Return text in which Markdown sees no markup: a tag is whatever its author wrote."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|$" else c for c in text)
