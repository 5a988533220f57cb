r"""Rows and columns of matrices: P_{i,:}, P[i,:], W_{i\cdot}, \delta_{:,j}, (Y - T)_{i,:}.

A row is what has one index, x_i, a column; where a text transposes its rows, P_{i,:}^\top, they
are rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Entry, Name, Transpose

_ROW = re.compile(r"([A-Za-z0-9]),?:")
_COLUMN = re.compile(r":,?([A-Za-z0-9])")
_ALL = Name(":")


def without_slices(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with an index for each row and column."""
    parts = list(parts_in(formulas))
    if not any(":" in p.sub if isinstance(p, Name) else _ALL in getattr(p, "indices", ())
               for p in parts):  # fmt: skip
        return list(formulas)
    turned = any(isinstance(p, Transpose) and _is_row(p.of) for p in parts)
    told = map(_of_all_rows, formulas)
    return all_rewritten(list(told), partial(_indexed, turned))


def _of_all_rows(formula: Formula) -> Formula:
    r"""Return P_{i,:} = softmax(S_{i,:}), which holds for each row, as P = softmax(S)."""
    match [m.tree for m in formula.members]:
        case [Name() as row, Call(function="softmax", arguments=(Name() as of,)) as call]:
            if _ROW.fullmatch(row.sub) and row.sub == of.sub:
                first, second = formula.members
                whole = replace(call, arguments=(replace(of, sub=""),))
                return replace(formula, members=(
                    replace(first, tree=replace(row, sub="")), replace(second, tree=whole)
                ))  # fmt: skip
    return formula


def _is_row(part: Any) -> bool:
    return isinstance(part, Name) and _ROW.fullmatch(part.sub) is not None


def _indexed(turned: bool, part: Any) -> Any:
    """Return a row as what has one index, and a column as a row of the transpose."""
    match part:
        case Transpose(of=Transpose(of=Name() as row)) if turned and row.sub.isalnum():
            return row
        case Name(sub=sub) if row_of := _ROW.fullmatch(sub):
            row = replace(part, sub=row_of[1])
            return Transpose(row, part.span) if turned else row
        case Name(sub=sub) if column := _COLUMN.fullmatch(sub):
            whole = replace(part, sub="")
            return Entry(Transpose(whole, part.span), (Name(column[1]),), part.span)
        case Entry(of=of, indices=(Name() as index, Name() as rest)) if rest == _ALL != index:
            return Entry(of, (index,), part.span)
        case Entry(of=of, indices=(Name() as rest, Name() as index)) if rest == _ALL != index:
            return Entry(Transpose(of, part.span), (index,), part.span)
    return part
