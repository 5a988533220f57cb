r"""Columns, rows and grids that are written with dots: (\partial L/\partial w_1, \dots).

    (a_1, \vdots, a_D)                     the column of a_i for i from 1 to D
    diag(a_1, \dots, a_D)                  has that column on its diagonal
    (a_{11} \cdots a_{1n}; \vdots; a_{m1} \cdots a_{mn})     the matrix of a_{ij}

What only says what the entries of a vector are called, w = (w_1, \dots, w_D), stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .dots import LETTERS, counted, tops
from .rewritten import rewritten, with_trees
from .tree import BigSum, Call, Dots, Matrix, Name, Number, Transpose, Tuple
from .walked import walk

COLUMN = "column"
"""The kind of what stacks its terms."""


def with_dotted_columns(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with what their dots stand for written as one over a letter."""
    dotted = [any(isinstance(p, Dots) for t in f.trees for p in walk(t)) for f in formulas]
    if not any(dotted):
        return list(formulas)
    used = {x for f in formulas for t in f.trees for n in walk(t) if isinstance(n, Name)
            for x in (n.base, *n.sub, *n.layer)}  # fmt: skip
    free = [x for x in LETTERS if x not in used]
    if len(free) < 2:
        return list(formulas)
    return [_changed(f, free) if has else f for f, has in zip(formulas, dotted, strict=True)]


def _changed(formula: Formula, free: Sequence[str]) -> Formula:
    change = _counting(free[0], free[1])
    names = isinstance(formula.trees[0], Name)
    return with_trees(formula, lambda tree: tree if names and _only_names(tree) else (
        rewritten(rewritten(tree, _as_column), change)))  # fmt: skip


def _as_column(part: Any) -> Any:
    r"""Return (a_1, \dots, a_n)^T without the sign: it is the column as well."""
    match part:
        case Transpose(of=Tuple(entries=entries) as listed) if any(
            isinstance(x, Dots) for x in entries
        ):
            return listed
    return part


def _only_names(tree: Any) -> bool:
    """Whether a side lists names, which says what the entries of a vector are called."""
    inner = tree.of if isinstance(tree, Transpose) else tree
    entries = [x for row in inner.rows for x in row] if isinstance(inner, Matrix) else (
        inner.entries if isinstance(inner, Tuple) else ())  # fmt: skip
    return bool(entries) and all(isinstance(x, (Name, Dots, Transpose)) for x in entries)


def _counting(i: str, j: str) -> Callable[[Any], Any]:
    def change(part: Any) -> Any:
        match part:
            case Matrix(rows=((_, _, *_, _) as row,)):
                found = _stacked(row, i)
                return Transpose(found, part.span) if found else part
            case Transpose(of=Transpose(of=BigSum(kind="column") as found)):
                return found
            case Matrix(rows=((_,), *_, (_,)) as rows) if all(len(row) == 1 for row in rows):
                return _stacked([row[0] for row in rows], i) or part
            case Tuple(entries=(_, *_, _) as entries):
                return _stacked(entries, i) or part
            case Call(function="diag", arguments=(_, *_, _) as entries):
                found = _stacked(entries, i)
                return replace(part, arguments=(found,)) if found else part
            case Matrix(rows=(_, _, *_, _) as rows) if all(isinstance(x, Dots) for x in rows[-2]):
                across = [_stacked(row, j) for row in (*rows[:-2], rows[-1])]
                if all(across):
                    turned = [Transpose(x) for x in across]
                    return _stacked([*turned[:-1], rows[-2][0], turned[-1]], i) or part
        return part

    return change


def _stacked(entries: Sequence[Any], letter: str) -> Any:
    """Return entries of which dots leave some out as a column over a letter, None if none is."""
    *before, dots, last = entries
    if not isinstance(dots, Dots) or not before or any(isinstance(x, Dots) for x in before):
        return None
    for top in tops(last):
        one = counted(last, top, letter)
        if [counted(one, letter, str(n)) for n in range(1, len(before) + 1)] == before:
            return BigSum(one, letter, Number(1.0), Name(top), COLUMN)
    return None
