r"""Curves that are given by a function: dy/dx = -F_x / F_y says that y is on F(x, y) = 0.

And slopes at a point of a curve, "at $(3, 4)$ we get $y' = -\frac34$", which are those there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Member, Unread
from .tree import Call, Derivative, Name, Negative, Number, Power, Prime, Product, Quotient, Sum
from .walked import names, walk


def with_level_curves(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with F(x, y) = 0 before the first that needs it, and points told."""
    given: dict[str, tuple[set[str], Member]] = {}
    told: set[tuple[int, str]] = set()
    found: list[Formula] = []
    for formula in formulas:
        first, *others = formula.members
        match first.tree:
            case Call(primes=0, arguments=(Name() as x, Name() as y)) if others:
                given[first.tree.function] = {x.label, y.label}, others[0]
            case Name() as name:
                told.add((formula.section, name.label))
            case Sum() | Product() | Power() if not any(map(_is_slope, walk(tuple(formula.trees)))):
                told |= {(formula.section, n.label) for n in names(tuple(formula.trees))}  # a curve
        for of, by, function in _slopes(formula):
            arguments, body = given.get(function, (set(), first))
            if arguments == {of, by} and (formula.section, of) not in told:
                told.add((formula.section, of))
                zero = Member("0", Number(0.0), "=", place=None)
                left = replace(body, relation="", start=0)
                found.append(replace(formula, members=(left, zero), conditions=()))
        found.append(_at_point(formula))
    return found


def _is_slope(part: Any) -> bool:
    return isinstance(part, (Derivative, Prime))


def _slopes(formula: Formula) -> Iterator[tuple[str, str, str]]:
    """Yield y, x and F of y' = -F_x / F_y."""
    match formula.members[0].tree:
        case Derivative(of=Name() as of, wrt=(Name(),)) | Prime(of=Name() as of):
            pass
        case _:
            return
    for member in formula.members[1:]:
        parts = () if isinstance(member.tree, Unread) else walk(member.tree)
        for part in parts:
            match part:
                case Quotient(above=above, below=below):
                    above = above.of if isinstance(above, Negative) else above
                    up, down = _partial(above), _partial(below)
                    if up and down and up[0] == down[0] and down[1] == of.label != up[1]:
                        yield of.label, up[1], up[0]


def _partial(tree: Any) -> tuple[str, str] | None:
    r"""Return F and x of F_x or \partial F/\partial x."""
    match tree:
        case Derivative(of=Name() as of, wrt=(Name() as x,)):
            return of.label, x.label
        case Name(base=base, sub=sub, layer="") if len(sub) == 1:
            return base, sub
    return None


def _at_point(formula: Formula) -> Formula:
    """Return a slope that is a number, after words that give a point, as the slope there."""
    first, *others = formula.members
    point = formula.at
    plain = others and all(not isinstance(m.tree, Unread) and not any(names(m.tree))
                           for m in others)  # fmt: skip
    if len(point) != 2 or not plain:
        return formula
    match first.tree:
        case Derivative(of=Name() as of, wrt=(Name() as x,), point=()):
            pass
        case Prime(of=Name() as of):
            x = point[0][0]
        case _:
            return formula
    if {of.label, x.label} != {n.label for n, _ in point}:
        return formula
    there = Derivative(of, (x,), point, first.tree.span)
    return replace(formula, members=(replace(first, tree=there), *others), at=())
