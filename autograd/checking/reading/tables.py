"""Formulas in the rows of a table without other markup.

    | forward    | value |        | derivative | formula  |
    | z = w x    | 0.5   |        | ∂L/∂w      | (z - y)x |

A cell may hold an equation; a row whose first cell is a derivative says what that is in the next.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from .chains import Unread
from .parser import read_formula
from .plain import line_formulas
from .tree import Derivative, Number

_ROW = re.compile(r"\s*\|.*\S.*\|\s*")
_CELL = re.compile(r"(?<=\|)[^|\n]*(?=\|)")


def row_formulas(line: str, known: Collection[str] = ()) -> list[tuple[int, str]]:
    """Return the formulas of a row, each with the place where it begins; [] of another line.

    known  the labels of the names that were defined before
    """
    if not _ROW.fullmatch(line):
        return []
    cells = [(m.start() + len(m[0]) - len(m[0].lstrip()), m[0].strip())
             for m in _CELL.finditer(line)]  # fmt: skip
    if any("=" in text for _, text in cells):
        return [(start + place, text) for start, cell in cells
                for place, text in line_formulas(cell, known)]  # fmt: skip
    return _said(cells)


def _said(cells: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return ∂L/∂w = (z - y) x of a row with the two in cells of their own."""
    read = [read_formula(f"{cell} = 0").members[0].tree if cell else None for _, cell in cells]
    first = next((i for i, tree in enumerate(read) if isinstance(tree, Derivative)), len(read))
    said = read[first + 1 : first + 2]
    if not said or isinstance(said[0], Unread | Derivative | None):
        return []
    if not all(isinstance(tree, Unread | Number | None) for tree in read[first + 2 :]):
        return []  # what else stands there is of other cases
    start, derivative = cells[first]
    return [(start, f"{derivative} = {cells[first + 1][1]}")]
