"""A report for a terminal of 80 columns, legible without colour."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any

from .result import RIGHT, Equation, Member, Report, Witness
from .words import (
    NAMES,
    SILENT,
    mark,
    number,
    points,
    readings,
    reasons,
    relation,
    repair,
    shows_witness,
    state,
    told_before,
    verdict,
    where,
)

WIDTH = 80


def as_text(report: Report) -> str:
    """Return the report for a terminal."""
    blocks = ["\n".join(_summary(report))]
    told = points(report)
    for equation in report.equations:
        if equation.status not in SILENT or any(m.explanations for m in equation.members):
            blocks.append("\n".join(equation_as_text(equation, told)))
    for name, point in zip(NAMES, told, strict=False):
        blocks.append("\n".join([f"Point {name}:", *_leaves(point)]))
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


def equation_as_text(equation: Equation, told: Sequence[dict[str, Any]] = ()) -> Iterator[str]:
    """Yield the lines about one equation; `told` are the points that are told elsewhere."""
    yield f"{mark(equation.status)} {equation.id}  {state(equation)}, line {equation.line}"
    if equation.status == RIGHT and not any(m.explanations for m in equation.members):
        yield from _chain([f"{relation(m.relation)} {m.reading}".strip() for m in equation.members])
        return
    for place, member in enumerate(equation.members):
        shown = f"{relation(member.relation) or ' '} {member.reading or member.text}"
        yield from _folded(f"  {mark(member.status)} {shown}")
        if not told_before(equation, place):
            yield from _why(member)
        if mended := repair(member):
            yield from _folded(f"      put right: {mended}")
        if member.witness and shows_witness(member) and not told_before(equation, place):
            yield from _witness(member.witness, told)


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


def _witness(witness: Witness, told: Sequence[dict[str, Any]]) -> Iterator[str]:
    if at := where(witness, told):
        yield f"      for instance at {at}:"
    elif witness.place:
        yield f"      for instance at {witness.place}, with"
        yield from _leaves(witness.leaves)
    else:
        leaves = ", ".join(f"{name}\0=\0{number(x)}" for name, x in witness.leaves.items())
        yield from (line.replace("\0", " ") for line in _folded(f"      for instance at {leaves}:"))
    ratio = f", ratio {witness.ratio:.6g}" if witness.ratio is not None else ""
    yield f"        claimed {witness.claimed:.6g}, true {witness.true:.6g}{ratio}"


def _leaves(leaves: dict[str, Any]) -> Iterator[str]:
    """Yield each name with its number, or its matrix, in a line."""
    for name, x in leaves.items():
        yield from _folded(f"        {name} = {number(x)}")


def _folded(line: str, hang: int = 4) -> list[str]:
    """Return a line in pieces that fit, those after the first indented by `hang` more."""
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(line) - len(line.lstrip()) + hang)
    return textwrap.wrap(
        line, WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
