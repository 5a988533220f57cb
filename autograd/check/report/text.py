"""A report for a terminal of 80 columns, legible without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from ..result import RIGHT, Equation, Member, Report, Witness
from .words import (
    SILENT,
    mark,
    readings,
    reasons,
    relation,
    repair,
    shows_witness,
    state,
    told_before,
    verdict,
)

WIDTH = 80


def as_text(report: Report) -> str:
    """Return the report for a terminal."""
    blocks = ["\n".join(_summary(report))]
    for equation in report.equations:
        if equation.status not in SILENT:
            blocks.append("\n".join(equation_as_text(equation)))
    return "\n\n".join(blocks) + "\n"


def _summary(report: Report) -> Iterator[str]:
    yield from _folded((f"{report.source}: " if report.source else "") + verdict(report), 0)
    if told := readings(report):
        yield from _folded(told, 0)
    yield from forward_as_text(report)


def forward_as_text(report: Report) -> Iterator[str]:
    """Yield the lines about the forward pass; none if nothing is wrong with it."""
    for change in report.repairs:
        yield "The forward pass looks wrong."
        yield from _folded(f"    printed   {change.before}")
        yield from _folded(f"    put right {change.after}")
        yield f"Then {change.right_after} of {change.of} hold instead of {change.right_before}."


def equation_as_text(equation: Equation) -> Iterator[str]:
    """Yield the lines about one equation."""
    yield f"{mark(equation.status)} {equation.id}  {state(equation)}, line {equation.line}"
    if equation.status == RIGHT and not any(m.explanations for m in equation.members):
        yield from _chain([f"{relation(m.relation)} {m.reading}".strip() for m in equation.members])
        return
    for number, member in enumerate(equation.members):
        shown = f"{relation(member.relation) or ' '} {member.reading or member.text}"
        yield from _folded(f"  {mark(member.status)} {shown}")
        if not told_before(equation, number):
            yield from _why(member)
        if told := repair(member):
            yield from _folded(f"      put right: {told}")
        if member.witness and shows_witness(member) and not told_before(equation, number):
            yield from _witness(member.witness)


def _chain(members: list[str]) -> Iterator[str]:
    """Yield a chain in one line, or each member in its own."""
    whole = "    " + " ".join(members)
    if len(whole) <= WIDTH:
        yield whole
    else:
        for i, member in enumerate(members):
            yield from _folded(f"    {'  ' * (i == 0)}{member}")


def _why(member: Member) -> Iterator[str]:
    for word, told in reasons(member):
        first, *rest = told.splitlines()  # under an unread place stands a caret
        yield from _folded(f"      {word.rjust(7) + ' ' if word else ''}{first}", 8)
        yield from (f"        {line}" for line in rest)


def _witness(witness: Witness) -> Iterator[str]:
    leaves = ", ".join(f"{name}\0=\0{x:.4g}" for name, x in witness.leaves.items())
    ratio = f", ratio {witness.ratio:.6g}" if witness.ratio is not None else ""
    yield from (line.replace("\0", " ") for line in _folded(f"      for instance at {leaves}:"))
    yield f"        claimed {witness.claimed:.6g}, true {witness.true:.6g}{ratio}"


def _folded(line: str, hang: int = 4) -> list[str]:
    """Return a line in pieces that fit, those after the first indented by `hang` more."""
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + hang)
    return textwrap.wrap(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
