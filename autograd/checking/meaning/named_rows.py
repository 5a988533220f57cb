r"""Rows whose entries have names: P_1 = e^{y_1} / S, ... of P = [P_1, P_2] = [e^{y_1} / S, ...].

An equation between such rows says what every entry is, and a row of a name's own entries what the
whole is.  So it is of another whole of which the text names as many entries: T is [T_1, T_2].
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..reading.chains import Formula, Unread, names_in
from ..reading.tree import Matrix, Name, Transpose, Tuple
from .law import is_numeric

_FEWEST = 2


def named_rows(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield what the entries of rows are, and the wholes that are such rows, by formula.

    A base of which P_i stands too has entries by its indices, and is no matter for this.
    """
    every = set(names_in(formulas))
    lettered = {n.base for n in every if n.sub and not n.sub.isdigit()}
    heads = {tree.base if _is_bare(tree) else tree.label for tree, others in _defined(formulas)
             if not all(map(is_numeric, others))}  # fmt: skip
    rows: dict[str, tuple[Any, int]] = {}
    for order, formula in enumerate(formulas):
        sides = [m.tree for m in formula.members]
        for row, other in pairwise(sides):
            named, told = _entries(row), _entries(other)
            free = _are_names(named) and not any(
                n.base in lettered or n.label in heads for n in named
            )
            if free and len(named) == len(told) and not any(map(is_numeric, told)):
                yield from ((n, body, order) for n, body in zip(named, told, strict=True))
        for side in sides[1:]:
            if _are_numbered(_entries(side)) and _entries(side)[0].base not in lettered:
                rows.setdefault(_entries(side)[0].base, (side, order))
    sides = [side for side, _ in rows.values()]
    like = next((x for x in sides if not isinstance(x, Tuple)), sides[0] if sides else None)
    if len({_is_row(x) for x in sides if not isinstance(x, Tuple)}) > 1:
        return  # of rows and columns it is not clear which the others are
    for base, (side, order) in rows.items():
        if Name(base) in every:
            yield Name(base), _filled(like, _entries(side)), order
    for name, row in _others(every, like, {*rows, *heads}) if rows else ():
        yield name, row, next(iter(rows.values()))[1]


def _others(every: set[Name], like: Any, known: set[str]) -> Iterator[tuple[Name, Any]]:
    """Yield the wholes that nothing defines, of which the entries of such a row are spoken of."""
    count = len(_entries(like))
    for base in sorted({n.base for n in every if _is_bare(n)} - known):
        entries = tuple(Name(base, str(i + 1)) for i in range(count))
        below = {n.sub for n in every if n.base == base}
        if below == {"", *(n.sub for n in entries)} and not {n.label for n in entries} & known:
            yield Name(base), _filled(like, entries)


def _defined(formulas: Sequence[Formula]) -> Iterator[tuple[Name, list[Any]]]:
    """Yield the names that equations begin with, and what else stands in these, but for rows."""
    for formula in formulas:
        left, *others = (m.tree for m in formula.members)
        rest = [x for x in others if not isinstance(x, Unread) and not _are_numbered(_entries(x))]
        if isinstance(left, Name) and rest:
            yield left, rest


def _is_bare(name: Name) -> bool:
    return not name.sub and not name.layer


def _entries(side: Any) -> tuple[Any, ...]:
    """Return the entries of a row or a column, () for what is none."""
    match side:
        case Transpose(of=inner):
            return _entries(inner)
        case Tuple(entries=entries):
            return entries
        case Matrix(rows=(row,)):
            return row
        case Matrix(rows=rows) if all(len(row) == 1 for row in rows):
            return tuple(row[0] for row in rows)
    return ()


def _is_row(side: Any) -> bool:
    if isinstance(side, Transpose):
        return not _is_row(side.of)
    return isinstance(side, Matrix) and len(side.rows) == 1


def _are_names(entries: tuple[Any, ...]) -> bool:
    return len(entries) >= _FEWEST and all(
        isinstance(x, Name) and x.sub and not x.layer for x in entries
    )


def _are_numbered(entries: tuple[Any, ...]) -> bool:
    """Whether they are P_1, P_2, ... of one base."""
    return _are_names(entries) and all(
        x.base == entries[0].base and x.sub == str(i + 1) for i, x in enumerate(entries)
    )


def _filled(like: Any, entries: tuple[Any, ...]) -> Any:
    """Return a row or a column of the same kind with other entries."""
    match like:
        case Transpose(of=inner):
            return replace(like, of=_filled(inner, entries))
        case Tuple():
            return replace(like, entries=entries)
        case Matrix(rows=(_,)):
            return replace(like, rows=(entries,))
    return replace(like, rows=tuple((x,) for x in entries))
