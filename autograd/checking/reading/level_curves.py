r"""Curves that are given by a function: dy/dx = -F_x / F_y says that y is on F(x, y) = 0.

So does F(x, y, z) = 0 by itself, of any F or of one that is given before; F = x^2 + y^2 + z^2 - 1
after it says what F(x, y, z) is, and the surface.

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
    zero: dict[str, Call] = {}
    told: set[tuple[int, str]] = set()
    found: list[Formula] = []
    for formula in formulas:
        first, *others = formula.members
        match first.tree:
            case Call(function=of) as call if _is_zero(formula):
                zero[of] = call
                at = Sum((call, Number(0.0)), call.span) if of not in given else given[of][1].tree
                formula = replace(formula, members=(replace(first, tree=at), *others))
            case Name(label=of) if of in zero and others:
                formula = replace(formula, members=(replace(first, tree=zero[of]), *others))
                found += [formula, _curve(formula, others[0])]
                continue
            case Call(primes=0, arguments=(Name(), Name(), *_) as arguments) if others:
                labels = {x.label for x in arguments if isinstance(x, Name)}
                given[first.tree.function] = labels, others[0]
            case Name() as name:
                told.add((formula.section, name.label))
            case Sum() | Product() | Power() if not any(map(_is_slope, walk(tuple(formula.trees)))):
                told |= {(formula.section, n.label) for n in names(tuple(formula.trees))}  # a curve
        for of, by, function in _slopes(formula):
            its, body = given.get(function, (set(), first))
            if its >= {of, by} and (formula.section, of) not in told and function not in zero:
                told.add((formula.section, of))
                found.append(_curve(formula, body))
        found.append(_at_point(formula))
    return found


def _is_zero(formula: Formula) -> bool:
    """Whether a formula is F(x, y) = 0, of names; or F(x, y) = c."""
    match formula.trees:
        case [Call(primes=0, arguments=(Name(), Name(), *_)), Number(0.0) | Name("c" | "C" | "k")]:
            return len(formula.members) == 2
    return False


def _curve(formula: Formula, body: Member) -> Formula:
    """Return that what a function is made of is zero."""
    zero = Member("0", Number(0.0), "=", place=None)
    left = replace(body, relation="", start=0)
    return replace(formula, members=(left, zero), conditions=())


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
