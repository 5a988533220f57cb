r"""Rows and columns of matrices: P_{i,:}, P[i,:], W_{i\cdot}, \delta_{:,j}, (Y - T)_{i,:}."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from .tree import Entry, Name, Transpose

_ROW = re.compile(r"([A-Za-z0-9]),?:")
_COLUMN = re.compile(r":,?([A-Za-z0-9])")
_ALL = Name(":")


def without_slices(part: Any) -> Any:
    """Return a row as what has one index, x_i, and a column as a row of the transpose."""
    match part:
        case Name(sub=sub) if row := _ROW.fullmatch(sub):
            return replace(part, sub=row[1])
        case Name(sub=sub) if column := _COLUMN.fullmatch(sub):
            whole = replace(part, sub="")
            return Entry(Transpose(whole, part.span), (Name(column[1]),), part.span)
        case Entry(of=of, indices=(Name() as index, Name() as rest)) if rest == _ALL != index:
            return Entry(of, (index,), part.span)
        case Entry(of=of, indices=(Name() as rest, Name() as index)) if rest == _ALL != index:
            return Entry(Transpose(of, part.span), (index,), part.span)
    return part
