r"""Quantities that may be any functions of a variable: \frac{d}{dx} y^3 = 3y^2 y' for every y.

    \frac{d}{dx}(x y) = y + x \frac{dy}{dx}      holds for every y(x)
    y = u v,  y' = u' v + u v'                    where nothing says what u and v are
    f(x) = u(x) v(x),  f' = u' v + u v'           where they were taken of x before

Such a y is written y(x) there, and y' as its derivative y'(x).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Derivative, Name, Prime
from .walked import names, walk

_LETTERS = ("u", "v", "w", "f", "g", "h")
"""What functions are called that may be any, where their product is differentiated."""


def with_paths(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such quantities as functions."""
    free = _never_said(formulas)
    found: list[Formula] = []
    told: set[tuple[int, str]] = set()
    given = {t.function for f in formulas for t in f.trees[:1] if isinstance(t, Call)}
    taken: dict[str, str] = {}
    for formula in formulas:
        taken |= {n: x for n, x in _taken(formula) if n not in given}
        for head in formula.trees[:1]:
            taken.pop(head.label if isinstance(head, Name) else "", None)
        open_ = taken if any(n in taken for t in formula.trees for n, _ in _slopes(t)) else {}
        moving = {**open_, **dict(_moving(formula)), **free}
        moving = {n: x for n, x in moving.items() if (formula.section, n) not in told}
        if not any(_is_slope(part) for tree in formula.trees for part in walk(tree)):
            told |= {(formula.section, n.label) for tree in formula.trees for n in names(tree)
                     if n.label not in free}  # fmt: skip
        found += all_rewritten([formula], partial(_along, moving)) if moving else [formula]
    return found


def _is_slope(part: Any) -> bool:
    return isinstance(part, (Derivative, Prime))


def _slopes(tree: Any, by: str = "") -> Iterator[tuple[str, str]]:
    """Yield the names of which a side has derivatives, and by what."""
    for part in walk(tree):
        match part:
            case Prime(of=Name(sub="", layer="") as of):
                yield of.label, by
            case Derivative(of=Name(sub="", layer="") as of, wrt=(Name() as x,), point=()):
                yield of.label, x.label


def _taken(formula: Formula) -> Iterator[tuple[str, str]]:
    """Yield u and x of u(x)."""
    for part in parts_in([formula]):
        match part:
            case Call(function=of, arguments=(Name(sub="", layer="") as x,), primes=0) if (
                len(of) == 1 and of.islower()
            ):
                yield of, x.label


def _moving(formula: Formula) -> Iterator[tuple[str, str]]:
    r"""Yield y and x of \frac{d}{dx} y^3 = 3y^2 y'."""
    match formula.trees:
        case [Derivative(of=of, wrt=(Name(sub="", layer="") as x,), point=()), *others] if (
            not isinstance(of, (Name, Prime))
        ):
            inside = {n.label for n in names(of)} - {x.label}
            slopes = {n for tree in others for n, by in _slopes(tree, x.label) if by == x.label}
            yield from ((n, x.label) for n in inside & slopes if len(n) == 1 and n.islower())


def _never_said(formulas: Sequence[Formula]) -> dict[str, str]:
    """Return u and v by x where a text says nothing of them, but what they are multiplied to."""
    heads = {tree.label for f in formulas for tree in f.trees[:1] if isinstance(tree, Name)}
    applied = {p.function for p in parts_in(formulas) if isinstance(p, Call)}
    slopes = [pair for f in formulas for tree in f.trees for pair in _slopes(tree)]
    by = {x for _, x in slopes if x}
    primed = {n for n, _ in slopes if n in _LETTERS} - heads - applied
    curves = {n.label for f in formulas for tree in f.trees for n in names(tree)
              if not isinstance(f.trees[0], (Name, Prime, Derivative))}  # fmt: skip
    if len(primed) < 2 or len(by) > 1 or primed & curves or by & primed:
        return {}
    return dict.fromkeys(primed, min(by, default="x"))


def _along(moving: dict[str, str], part: Any) -> Any:
    """Return y as y(x), and its slopes as those of that."""
    match part:
        case Name(sub="", layer="") if part.label in moving:
            return Call(part.label, (Name(moving[part.label]),), span=part.span)
        case Prime(of=Call(function=of, arguments=(Name(),), primes=0) as call) if of in moving:
            return Call(of, call.arguments, 1, part.span)
        case Derivative(of=Call(function=of, primes=0) as call, wrt=(Name() as x,), point=()) if (
            moving.get(of) == x.label and call.arguments == (x,)
        ):
            return Call(of, call.arguments, 1, part.span)
    return part
