r"""Total differentials: dz = 2xy \, dx + x^2 \, dy says what the slopes of z are by x and by y.

A d before a name is a small change there, and no derivative of a loss: each term has the change
of a name that z is made of.  So has \dot{x} = -l \dot{\theta} \sin\theta the velocities.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread, names_in
from .rewritten import rewritten
from .tree import Call, Derivative, Name, Negative, Number, Product, Quotient, Sum, name_of
from .walked import names, walk

_SPEED = re.compile(r"\\dot\{(\\?\w+)\}")


def with_total_differentials(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such equations as what they say of derivatives."""
    made_of: dict[str, set[str]] = {}
    for formula in formulas:
        first, *others = (m.tree for m in formula.members)
        label = first.label if isinstance(first, Name) else (
            first.function if isinstance(first, Call) and not first.primes else "")  # fmt: skip
        for tree in others if label else ():
            if not isinstance(tree, Unread):
                made_of.setdefault(label, set()).update(n.label for n in names(tree))
    moving = {_changed(n): None for n in names_in(formulas) if _is_speed(n)}
    return [one for formula in formulas for one in _slopes(formula, made_of, moving)]


def _slopes(
    formula: Formula, made_of: Mapping[str, set[str]], moving: Mapping[str, None]
) -> Iterator[Formula]:
    """Yield dz = a dx + b dy as dz/dx = a and dz/dy = b, any other formula as it is.

    moving  of what a text has a velocity: it has a part in each velocity
    """
    first, *others = (m.tree for m in formula.members)
    of = _changed(first)
    told = of in made_of and others and all(m.relation == "=" for m in formula.members[1:])
    read = told and not any(isinstance(x, Unread) for x in others)
    found = {x: None for tree in others for n in names(tree) if (x := _changed(n))} if read else {}
    if (
        isinstance(first, Unread)
        or not found
        or not (found.keys() <= made_of[of] - {of} or _is_speed(first))
        or not all(map(_is_linear, others))
    ):
        yield formula
        return
    if _is_speed(first):
        found |= {x: None for x in moving if x in made_of[of]}
    for by in found:
        slope = Derivative(name_of(of), (name_of(by),), span=first.span)
        members = [replace(formula.members[0], tree=slope)]
        members += [replace(m, tree=_coefficient(m.tree, by)) for m in formula.members[1:]]
        yield replace(formula, members=tuple(members))


def _changed(tree: Any) -> str:
    r"""Return z of a change dz or \dot{z}, "" of anything else."""
    match tree:
        case Name(base=base) if speed := _SPEED.fullmatch(base):
            return replace(tree, base=speed[1]).label
        case Name(base=base, layer="") if base[:1] == "d" and len(base) > 1:
            return replace(tree, base=base[1:]).label
    return ""


def _is_speed(tree: Any) -> bool:
    return isinstance(tree, Name) and _SPEED.fullmatch(tree.base) is not None


def _is_linear(tree: Any) -> bool:
    """Whether each term has one change as a factor."""
    match tree:
        case Sum(terms=terms):
            return all(map(_is_linear, terms))
        case Negative(of=of):
            return _is_linear(of)
        case Quotient(above=above, below=below):
            return _is_linear(above) and not _changes(below)
        case Product(factors=factors):
            inside = [x for x in factors if _changes(x)]
            return len(inside) == 1 and _is_linear(inside[0])
    return bool(_changed(tree))


def _changes(tree: Any) -> bool:
    return any(_changed(part) for part in walk(tree))


def _coefficient(tree: Any, by: str) -> Any:
    """Return what a change is multiplied with."""
    match tree:
        case Sum(terms=terms):
            found = tuple(_coefficient(t, by) for t in terms if _has(t, by))
            return found[0] if len(found) == 1 else Sum(found, tree.span) if found else _ZERO
        case Negative(of=of):
            return Negative(_coefficient(of, by), tree.span) if _has(of, by) else _ZERO
        case Product(factors=factors, signs=signs):
            at = next((i for i, x in enumerate(factors) if _changed(x) == by), None)
            if at is not None and len(factors) == 2:
                return factors[1 - at]
            if at is not None:
                kept = signs[:at] + signs[at + 1 :] if at < len(signs) else signs[:-1]
                return replace(tree, factors=factors[:at] + factors[at + 1 :], signs=kept)

    def change(part: Any) -> Any:
        return Number(float(_changed(part) == by), span=part.span) if _changed(part) else part

    return rewritten(tree, change)


_ZERO = Number(0.0)


def _has(tree: Any, by: str) -> bool:
    return any(_changed(part) == by for part in walk(tree))
