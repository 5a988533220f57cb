"""A table of a CSV file to train on: columns of features, and one to be told from them.

The target's column may hold words or whole numbers (classes), or any numbers (regression).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from .samples import csv_lines, finite, is_number, names_target, text_of

MOST_CLASSES = 20  # more different whole numbers than that are quantities


class Table(NamedTuple):
    """The features' names, the target's, the rows of numbers, and the targets' cells as read."""

    features: list[str]
    target: str
    x: list[list[float]]
    cells: list[str]

    def classes(self) -> list[str]:
        """Return the names of the classes in order; [] where the target is a quantity."""
        names = Counter(self.cells)
        numbers = all(map(is_number, names))
        whole = numbers and all(float(name).is_integer() for name in names)
        if numbers and (not whole or len(names) > MOST_CLASSES):
            return []
        return sorted(names, key=float) if numbers else sorted(names)


def read_table(path: str | Path, target: str | None = None, drop: Sequence[str] = ()) -> Table:
    """Return the table in a CSV file, with a header or without (then columns are "1", "2", ...).

    `target` is a column's name or number; by default the column called target, label or y, else
    the last.  `drop` names columns to leave out.  A ValueError says where something is wrong.
    """
    where = str(path)
    lines = csv_lines(text_of(Path(path)), where)
    if not lines:
        raise ValueError(f"{where}: there are no samples in it")
    header = [] if any(map(is_number, lines[0][1])) else lines[0][1]
    names = header or [str(i) for i in range(1, len(lines[0][1]) + 1)]
    if len(set(names)) < len(names):
        twice = next(name for name, n in Counter(names).items() if n > 1)
        raise ValueError(f"{where}: two columns are called {twice!r}")
    if target is None:
        target = next(filter(names_target, names), names[-1])
    at = _column(names, target, where)
    left_out = {_column(names, name, where) for name in drop}
    used = [i for i in range(len(names)) if i != at and i not in left_out]
    if not used or at in left_out:
        raise ValueError(f"{where}: there must be a target and a feature (columns: {_list(names)})")
    x, cells = [], []
    for number, row in lines[bool(header) :]:
        line = f"{where}, line {number}"
        if len(row) != len(names):
            raise ValueError(f"{line}: expected {len(names)} columns, got {len(row)}")
        x.append([finite(row[i], f"{line}, column {names[i]}") for i in used])
        if not row[at]:
            raise ValueError(f"{line}: the target {names[at]} is missing")
        if is_number(row[at]):
            finite(row[at], f"{line}, column {names[at]}")
        cells.append(row[at])
    if not x:
        raise ValueError(f"{where}: there are no samples below its header")
    return Table([names[i] for i in used], names[at], x, cells)


def _column(names: list[str], wanted: str, where: str) -> int:
    if wanted in names:
        return names.index(wanted)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(names):
        return int(wanted) - 1
    raise ValueError(f"{where}: no column {wanted!r}: there are {_list(names)}")


def _list(names: list[str]) -> str:
    return ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
