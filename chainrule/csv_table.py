"""CSV: one sample a line, its cells parted by ";", tabs, "," or spaces, with a header or without.

But for ",", a number may have a decimal comma.  Without a header the columns are "1", "2", ...
Every mistake in a file is a ValueError that says where.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from autograd import read_text

MOST_CLASSES = 20  # more different whole numbers than that are quantities
SQUARABLE = 1e150  # beyond it a sum of squares is too large for a float


@dataclass
class CsvTable:
    """The columns' names, and the cells of each line with its number in the file."""

    where: str
    names: list[str]
    lines: list[tuple[int, list[str]]]

    def numbers(self, columns: Sequence[int]) -> list[list[float]]:
        """Return the numbers of these columns, line by line."""
        return [
            [finite(row[i], f"{self.where}, line {at}, column {self.names[i]}") for i in columns]
            for at, row in self.lines
        ]

    def cells(self, column: int) -> list[str]:
        """Return the cells of a column as they are written; none may be empty."""
        for at, row in self.lines:
            if not row[column]:
                raise ValueError(
                    f"{self.where}, line {at}: the target {self.names[column]} is missing"
                )
        return [row[column] for _, row in self.lines]

    def column(self, wanted: str) -> int:
        """Return which column has that name or number."""
        if wanted in self.names:
            return self.names.index(wanted)
        if wanted.isdecimal() and len(wanted) < 10 and 1 <= int(wanted) <= len(self.names):
            return int(wanted) - 1
        raise ValueError(f"{self.where}: no column {wanted!r:.60}: there are {self.listed()}")

    def listed(self) -> str:
        """Return the first names for a message."""
        return ", ".join(self.names[:12]) + (", ..." if len(self.names) > 12 else "")


def read_csv(path: str | Path) -> CsvTable:
    """Return the cells of a CSV file, of which each line has as many as the first."""
    where = str(path)
    given = [line.strip(" ") for line in read_text(path).splitlines()]
    first = next((line for line in given if line.strip()), "")
    between = next((sign for sign in ";\t, " if sign in first), ",")
    reader = csv.reader(given, delimiter=between, skipinitialspace=True)
    try:
        lines = [(reader.line_num, [_cell(cell, between) for cell in row]) for row in reader]
    except csv.Error as error:
        raise ValueError(f"{where}, line {reader.line_num}: {error}") from None
    lines = [(at, row) for at, row in lines if any(row)]
    if not lines:
        raise ValueError(f"{where}: there are no samples in it")
    names = lines[0][1]
    if any(map(is_number, names)):
        names = [str(i) for i in range(1, len(names) + 1)]
    else:
        del lines[0]
        if not lines:
            raise ValueError(f"{where}: there are no samples below its header")
    for at, row in lines:
        if len(row) != len(names):
            raise ValueError(f"{where}, line {at}: expected {len(names)} columns, got {len(row)}")
    return CsvTable(where, names, lines)


def _cell(text: str, between: str) -> str:
    """Return what a cell says, a decimal comma as a point where commas part no cells."""
    text = text.strip()
    return text.replace(",", ".") if between != "," and is_number(text.replace(",", ".")) else text


def is_number(given: Any) -> bool:
    """Return whether this is a number, also one that is written out."""
    try:
        float(given)
    except (TypeError, ValueError, OverflowError):
        return False
    return True


def finite(given: Any, where: str) -> float:
    """Return a number that can be computed with; a ValueError that says where there is none."""
    if isinstance(given, bool) or not is_number(given):
        raise ValueError(f"{where}: {given!r:.40} is not a number")
    number = float(given)
    if not math.isfinite(number):
        raise ValueError(f"{where}: {given!s:.40} is not finite")
    if abs(number) > SQUARABLE:
        raise ValueError(f"{where}: {given!s:.40} is too large to be squared: take another unit")
    return number


def names_target(name: str) -> bool:
    """Return whether a column of that name holds targets."""
    return bool(re.fullmatch(r"target|label|y([_ ]?\d+)?", name.lower()))


# --- a table to train on ---


class Table(NamedTuple):
    """The features' names, the target's, the rows of numbers, and the targets' cells.

    Where all cells are whole numbers, each is written in one way: "1" for 1, 1.0 and 01.
    """

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
    """Return the table in a CSV file: columns of features, and one to be told from them.

    `target` is a column's name or number; by default the column called target, label or y, else
    the last.  Its cells are words or whole numbers (classes), or any numbers (a quantity).
    `drop` names columns to leave out.
    """
    table = read_csv(path)
    names = table.names
    if len(set(names)) < len(names):
        twice = next(name for name, n in Counter(names).items() if n > 1)
        raise ValueError(f"{table.where}: two columns are called {twice!r:.60}")
    at = table.column(next(filter(names_target, names), names[-1]) if target is None else target)
    left_out = {table.column(name) for name in drop}
    used = [i for i in range(len(names)) if i != at and i not in left_out]
    if not used or at in left_out:
        raise ValueError(
            f"{table.where}: there must be a target and a feature (columns: {table.listed()})"
        )
    x, cells = table.numbers(used), table.cells(at)
    if all(map(is_number, cells)):
        values = [value for (value,) in table.numbers([at])]
        if all(value.is_integer() for value in values):
            cells = [str(int(value)) for value in values]
    return Table([names[i] for i in used], names[at], x, cells)
