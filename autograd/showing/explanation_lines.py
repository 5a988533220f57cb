"""An explanation's contributions as lines of text, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .contribution import shown_number


def aligned(rows: Sequence[Any], digits: int, width: int | None) -> Iterator[str]:
    """Yield the lines of one node's contributions: their sides in columns, or below each other."""
    lines = list(_in_columns(rows, digits))
    if width is None or max(map(len, lines)) <= width:
        yield from lines
        return
    for c in rows:
        first, *sides = c.written(0, digits)
        if c.uses > 1:
            sides[-1] += f"   total {shown_number(c.after, digits)}"
        line = f"  {c.equation:5} {c.gradient.text} += {first}"
        indent = " " * (line.index("+=") + 1)
        for side in sides:
            if len(line) + len(side) + 3 > width:
                yield line
                line = f"{indent}= {side}"
            else:
                line += f" = {side}"
        yield line


def _in_columns(rows: Sequence[Any], digits: int) -> Iterator[str]:
    table = [[c.gradient.text, *c.written(0, digits)] for c in rows]
    length = max(map(len, table))  # a side less where the local derivative has no formula
    table = [[*sides[:-2], *[""] * (length - len(sides)), *sides[-2:]] for sides in table]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for c, cells in zip(rows, table, strict=True):
        gradient, *sides = [cell.ljust(width) for cell, width in zip(cells, widths, strict=True)]
        shown = "".join((" = " if cell.strip() else "   ") + cell for cell in sides)[3:]
        total = f"   total {shown_number(c.after, digits)}" if c.uses > 1 else ""
        yield f"  {c.equation:5} {gradient} += {shown}{total}".rstrip()
