"""A report for a terminal, legible without colour: what is wrong first, then what is not judged."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from .result import DEFINITION, RIGHT, Equation, Member, Report, Witness
from .words import (
    NAMES,
    Cause,
    causes,
    choices,
    is_broken,
    listed,
    mark,
    number,
    points,
    readings,
    reasons,
    relation,
    remedy,
    repair,
    settled,
    shows_witness,
    stands_at,
    state,
    told_before,
    verdict,
    where,
)

WIDTH = 80


def as_text(report: Report, everything: bool = False, width: int = WIDTH) -> str:
    """Return the report for a terminal; with `everything` each equation stands in full."""
    writer = _Writer(width, points(report))
    blocks: list[Iterable[str]] = [writer.summary(report)]
    if everything:
        blocks += [writer.equation(e) for e in report.equations if e.status != DEFINITION]
    else:
        blocks += [writer.equation(e) for e in report.equations if is_broken(e)]
        blocks += [writer.cause(cause) for cause in causes(report)]
        blocks.append(writer.rest(report))
    for name, point in zip(NAMES, writer.told, strict=False):
        blocks.append([f"Point {name}:", *writer.leaves(point)])
    return "\n\n".join("\n".join(block) for block in map(list, blocks) if block) + "\n"


def equation_as_text(equation: Equation) -> list[str]:
    """Return the lines about one equation by itself."""
    return list(_Writer(WIDTH, []).equation(equation))


def forward_as_text(report: Report) -> list[str]:
    """Return the lines about the forward pass; none if nothing is wrong with it."""
    return list(_Writer(WIDTH, []).forward(report))


def as_names(report: Report) -> str:
    """Return how every name was understood, a name in a line, and the sizes that were tried."""
    cells = [(r.name, r.role, r.shape, ", ".join(r.indices)) for r in report.names]
    cells.insert(0, ("name", "role", "shape", "indices"))
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(x.ljust(w) for x, w in zip(row, widths, strict=True)) for row in cells)
    said = ", ".join(f"{name} = {size}" for name, size in report.sizes.items())
    tried = f"Where the text gives no sizes, these were tried: {said}.\n" if said else ""
    return "".join(f"{line.rstrip()}\n" for line in lines) + tried


class _Writer:
    """Writes lines of at most `width` columns; the points `told` stand at the end."""

    def __init__(self, width: int, told: Sequence[dict[str, Any]]) -> None:
        self.width, self.told = width, told

    def summary(self, report: Report) -> Iterator[str]:
        source = f"{report.source}: " if report.source else ""
        yield from self.folded(source + (report.fault or verdict(report)), 0)
        for told in filter(None, (readings(report), *choices(report))):
            yield from self.folded(told, 0)
        yield from self.forward(report)

    def forward(self, report: Report) -> Iterator[str]:
        for change in report.repairs:
            yield "The forward pass looks wrong."
            yield from self.folded(f"    printed   {change.before}")
            yield from self.folded(f"    put right {change.after}")
            yield f"Then {change.right_after} of {change.of} hold instead of {change.right_before}."

    def equation(self, equation: Equation) -> Iterator[str]:
        yield from self.folded(
            f"{mark(equation.outcome)} {equation.id}  {state(equation)}, {stands_at(equation)}"
        )
        if equation.outcome == RIGHT and not is_broken(equation):
            yield from self.chain(equation.members)
            return
        for place, member in enumerate(equation.members):
            shown = f"{relation(member.relation) or ' '} {member.reading or member.text}"
            note = f"  ({member.note})" if member.note else ""
            yield from self.folded(f"  {mark(member.status)} {shown}{note}")
            if not told_before(equation, place):
                yield from self.why(member)
            if mended := repair(member):
                yield from self.folded(f"      put right: {mended}")
            if member.witness and shows_witness(member) and not told_before(equation, place):
                yield from self.witness(member.witness)

    def cause(self, cause: Cause) -> Iterator[str]:
        """One reason for which equations are not judged, and which they are."""
        first, *rest = cause.text.splitlines() or [""]
        told = state(cause.equations[0])
        yield from self.folded(f"{mark(cause.status)} {told}: {first}".removesuffix(": "), 6)
        yield from (f"        {line}" for line in rest)  # under an unread place stands a caret
        if cause.needs:
            yield from self.folded(f"    {remedy(cause.needs)}")
        yield from self.folded(f"    concerns {listed(cause.equations)}")

    def rest(self, report: Report) -> Iterator[str]:
        for sign, told, equations in settled(report):
            yield from self.folded(f"{sign} {told}: {listed(equations)}")

    def chain(self, members: Sequence[Member]) -> Iterator[str]:
        """A chain in one line, or each member in its own."""
        shown = [f"{relation(m.relation)} {m.reading}".strip() for m in members]
        whole = "    " + " ".join(shown)
        if len(whole) <= self.width:
            yield whole
            return
        for i, member in enumerate(shown):
            yield from self.folded(f"    {'  ' * (i == 0)}{member}")

    def why(self, member: Member) -> Iterator[str]:
        for word, told in reasons(member):
            first, *rest = told.splitlines()
            yield from self.folded(f"      {word.rjust(7) + ' ' if word else ''}{first}", 8)
            yield from (f"        {line}" for line in rest)

    def witness(self, witness: Witness) -> Iterator[str]:
        if at := where(witness, self.told):
            yield from self.folded(f"      for instance at {at}:")
        elif witness.place:
            yield from self.folded(f"      for instance at {witness.place}, with")
            yield from self.leaves(witness.leaves)
        else:
            leaves = ", ".join(f"{name}\0=\0{number(x)}" for name, x in witness.leaves.items())
            told = f"      for instance at {leaves}:" if leaves else "      in numbers:"
            yield from (line.replace("\0", " ") for line in self.folded(told))
        ratio = f", ratio {witness.ratio:.6g}" if witness.ratio is not None else ""
        yield f"        claimed {witness.claimed:.6g}, true {witness.true:.6g}{ratio}"

    def leaves(self, leaves: dict[str, Any]) -> Iterator[str]:
        """Each name with its number, or its matrix, in a line."""
        for name, x in leaves.items():
            yield from self.folded(f"        {name} = {number(x)}")

    def folded(self, line: str, hang: int = 4) -> list[str]:
        """Return a line in pieces that fit, those after the first indented by `hang` more."""
        if len(line) <= self.width:
            return [line]
        indent = " " * (len(line) - len(line.lstrip()) + hang)
        return textwrap.wrap(
            line, self.width, subsequent_indent=indent, break_long_words=False,
            break_on_hyphens=False,
        )  # fmt: skip
