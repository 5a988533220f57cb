r"""Derivatives in a direction: D_u f(1, 2) is the gradient of f there times u.

The document gives f(x, y) and u = (3/5, 4/5).  A direction that is no unit vector is made one where
the text speaks of that; where it does not, the two customs differ, and nothing is read.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import (
    Applied,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
    Tuple,
)

_UNIT = re.compile(
    r"\bunit\b|normali[sz]|normiert|Einheitsvektor|unitaire|norm[ée]\b|unitario|单位", re.IGNORECASE
)


def with_directional(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such derivatives written out."""
    given: dict[str, tuple[str, ...]] = {}
    directions: dict[str, tuple[Expression, ...]] = {}
    for formula in formulas:
        match formula.trees:
            case [Call(primes=0) as head, _, *_] if all(
                isinstance(x, Name) for x in head.arguments
            ):
                labels = tuple(x.label for x in head.arguments if isinstance(x, Name))
                given.setdefault(head.function, labels)
            case [Name() as name, *_, last] if entries := _entries(last):
                directions.setdefault(_plain(name.label), entries)
    used = {label: entries for label, entries in directions.items()
            if _length(entries) == 1.0 or any(_UNIT.search(f.prose) for f in formulas)}  # fmt: skip
    if not given or not used:
        return list(formulas)
    return all_rewritten(formulas, lambda part: _written_out(part, given, used))


def _entries(tree: Any) -> tuple[Expression, ...]:
    """Return the entries of a list or a column of numbers, () of anything else."""
    tree = tree.of if isinstance(tree, Transpose) else tree
    match tree:
        case Tuple(entries=entries):
            found = entries
        case Matrix(rows=rows) if len(rows) == 1 or all(len(row) == 1 for row in rows):
            found = tuple(x for row in rows for x in row)
        case _:
            return ()
    return found if all(_number(x) is not None for x in found) else ()


def _number(tree: Any) -> float | None:
    """Return the number that an entry is; None of one that is none, or no plain one."""
    match tree:
        case Number(value=value):
            return value
        case Negative(of=of):
            inner = _number(of)
            return None if inner is None else -inner
        case Quotient(above=above, below=below):
            top, bottom = _number(above), _number(below)
            return None if top is None or not bottom else top / bottom
        case Call(function="sqrt", arguments=(of,)):
            inner = _number(of)
            return None if inner is None or inner < 0 else math.sqrt(inner)
    return None


def _plain(label: str) -> str:
    r"""Return the label of a direction without its accent: u of \vec{u}."""
    return re.sub(r"^\\(?:vec|hat|mathbf|boldsymbol|bm)\{(.*)\}$", r"\1", label)


def _length(entries: Sequence[Expression]) -> float:
    return round(math.hypot(*(_number(x) or 0.0 for x in entries)), 12)


def _written_out(
    part: Any, given: Mapping[str, tuple[str, ...]], used: Mapping[str, tuple[Expression, ...]]
) -> Any:
    """Return D_u f, or D_u f(1, 2), as the sum of the partial derivatives times the entries."""
    match part:
        case Product(factors=(Derivative(wrt=(Name(base=""),)) as gradient, Name() as by)) if (
            entries := used.get(_plain(by.label))
        ) and _length(entries) == 1.0:
            return replace(part, factors=(gradient, Tuple(entries, by.span)))
        case Product(factors=(Name(base="D", sub=sub, layer=""), Call() | Name() as of, *others)):
            label = of.function if isinstance(of, Call) else of.label
        case _:
            return part
    names, entries = given.get(label, ()), used.get(_plain(sub), ())
    if not entries or len(names) != len(entries) or part.signs[0]:
        return part
    length = _length(entries)
    terms = []
    for name, entry in zip(names, entries, strict=True):
        slope: Any = Derivative(Name(label, span=of.span), (Name(name, span=of.span),), (), of.span)
        if isinstance(of, Call) and [getattr(x, "label", "") for x in of.arguments] != list(names):
            slope = Applied(slope, of.arguments, of.span)
        terms.append(Product((slope, entry), ("",), of.span))
    total: Any = Sum(tuple(terms), part.span)
    if length != 1.0:
        square = Sum(tuple(Power(x, Number(2.0)) for x in entries))
        total = Quotient(total, Call("sqrt", (square,)), part.span)
    if not others:
        return total
    return replace(part, factors=(total, *others), signs=part.signs[1:])
