"""What is told of many checks at the end: the exit code of each, a table, a line of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .many_files import table

MARKS = ("✓", "✗", "?")
"""By the exit code of a file."""
STYLES = ("green", "bold red", "magenta")
HEADS = ("file", "judged", "right", "wrong", "if", "open")
WRONG = ("wrong", "unexpected")
OPEN = ("unreadable", "unknown-name", "no-valid-point")
SHORT = 12
"""So many files stand in the table one by one even if all is right in them."""


def code_of(report: Any, strict: bool, allow_empty: bool) -> int:
    """Return the exit code for a report: 0 all right, 1 something wrong, 2 not judged."""
    outcomes = {equation.outcome for equation in report.equations}
    if outcomes & {*WRONG, "right-if"}:
        return 1
    if strict and report.set_aside:
        return 2
    if report.ok:
        return 0
    read = not report.fault or (not report.equations and report.fault.startswith("no equation"))
    return 0 if allow_empty and read and report.is_quiet else 2


def print_summary(reports: Sequence[Any], codes: Sequence[int], *, everything: bool) -> None:
    """Print a table of the files, those that could not be checked in lines, and a line of all."""
    rows, styles, fine = [], [], 0
    for report, code in zip(reports, codes, strict=True):
        if report.fault or not report.equations:
            continue
        if not code and not everything and len(reports) > SHORT:
            fine += 1
            continue
        counts = Counter(e.outcome for e in report.equations if e.judged)
        unjudged = sum(e.outcome in OPEN for e in report.equations)
        numbers = [report.judged, counts["right"] + counts["definition"] + counts["expected"],
                   sum(counts[x] for x in WRONG), counts["right-if"], unjudged]  # fmt: skip
        rows.append([f"{MARKS[code]} {report.source}", *(str(n or "") for n in numbers)])
        styles.append(STYLES[code] if code else "")
    if rows:
        table(HEADS, rows, styles)
    if fine:
        print(f"✓ {fine} more, all right")
    for report, code in zip(reports, codes, strict=True):
        if report.fault and (code or everything):
            print(f"{MARKS[code]} {report.source}: {report.fault}")
    print(", ".join(_told(reports, codes)) + ".")


def _told(reports: Sequence[Any], codes: Sequence[int]) -> Iterator[str]:
    files = f"{len(reports)} file{'s' * (len(reports) != 1)}"
    empty = sum(
        not report.equations and not code for report, code in zip(reports, codes, strict=True)
    )
    right = codes.count(0) - empty
    yield f"{files}: {right} all right"
    for number, what in (
        (codes.count(1), "with mistakes"),
        (codes.count(2), "not checked to the end"),
        (empty, "without an equation"),
    ):
        if number:
            yield f"{number} {what}"
