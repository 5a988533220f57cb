"""A report in Markdown: each mistake, what cannot be judged by cause, then a table of all."""

from __future__ import annotations

from collections.abc import Iterator

from .result import SILENT, Equation, Report
from .text import equation_as_text
from .words import (
    causes,
    choices,
    is_broken,
    listed,
    mark,
    readings,
    remedy,
    stands_at,
    state,
    verdict,
)


def as_markdown(report: Report, everything: bool = False) -> str:
    """Return the report in Markdown; with `everything` the definitions are in its table."""
    return "\n".join(_lines(report, everything)) + "\n"


def _lines(report: Report, everything: bool) -> Iterator[str]:
    yield (
        f"`{report.source}`: " if report.source else ""
    ) + f"**{report.fault or verdict(report)}**"
    yield from filter(None, (readings(report), *choices(report)))
    for change in report.repairs:
        yield ""
        yield "The forward pass looks wrong:"
        yield ""
        yield f"* printed `{change.before}`"
        yield f"* put right `{change.after}`"
        yield ""
        yield f"Then {change.right_after} of {change.of} hold instead of {change.right_before}."
    for equation in filter(is_broken, report.equations):
        yield from _mistake(equation)
    yield from _causes(report)
    listed = [e for e in report.equations if everything or e.judged or e.status not in SILENT]
    if listed:
        yield from ("", "| equation | line | status |", "|---|---|---|")
    for e in listed:
        yield f"| {_plain(e.id)} | {_plain(_line(e))} | {mark(e.outcome)} {state(e)} |"


def _line(equation: Equation) -> str:
    return stands_at(equation).removeprefix("line ")


def _mistake(equation: Equation) -> Iterator[str]:
    yield from ("", f"### {_plain(equation.id)}", "")
    yield from (f"$${' '.join(equation.latex.split())}$$", "", "```text")
    yield from equation_as_text(equation)
    yield "```"


def _causes(report: Report) -> Iterator[str]:
    for cause in causes(report):
        first, *rest = cause.text.splitlines() or [""]
        yield from ("", f"* {mark(cause.status)} {state(cause.equations[0])}: {_plain(first)}")
        if rest:
            yield from ("", "  ```text", *(f"  {line}" for line in rest), "  ```", "")
        if cause.needs:
            yield f"  ({_plain(remedy(cause.needs))})"
        yield f"  concerns {_plain(listed(cause.equations))}"


def _plain(text: str) -> str:
    """Return text in which Markdown sees no markup: a tag is whatever its author wrote."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|$" else c for c in text)
