r"""Signs of derivatives that schools have: D_x \sin x, f^{(4)}(x), \dot y, y = y(x), y' = (x^2)'.

Each is written as what it means by the others: \frac{d}{dx}, primes, and what y is.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Member, Unread, parts_in
from .rewritten import all_rewritten
from .tree import Call, Derivative, Name, Negative, Number, Power, Prime, Product, Quotient
from .walked import names, walk

_DOTS = {r"\dot": 1, r"\ddot": 2}
_DOTTED = re.compile(r"(?P<dots>\\d?dot)\{(?P<name>[A-Za-z]|\\[a-z]+)\}")
"""A derivative in time, as mechanics has it."""
_ORDER = re.compile(r"(?P<name>[A-Za-z])\^\{\((?P<order>[1-9])\)\}")
"""The fourth derivative, as a function is called that has a layer."""


def with_school_signs(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such signs as derivatives."""
    heads = [f.members[0].tree for f in formulas if len(f.members) > 1]
    given = {x.function: x.arguments for x in heads if isinstance(x, Call) and not x.primes}
    primed = {p.function for p in parts_in(formulas) if isinstance(p, Call) and p.primes}
    told = {x.label for x in heads if isinstance(x, Name)}
    timed = {f.members[0].tree.label for f in formulas if isinstance(f.members[0].tree, Name)
             and any(n.label == "t" for tree in f.trees[1:] for n in names(tree))}  # fmt: skip

    def change(part: Any) -> Any:
        match part:
            case Product(factors=(Name(base="D", layer="") as operator, _, *_)) if (
                operator.sub and operator.label not in told
            ):
                return _by_letters(part, given)
            case Quotient(
                above=Product(factors=(Name(base="d", sub="", layer=""), of), signs=("",)),
                below=Name(sub="", layer="") as below,
            ) if below.base[0] == "d" and len(below.base) > 1 and "d" not in told:
                return Derivative(of, (Name(below.base[1:]),), span=part.span)
            case Call(function=function, primes=0) if match := _ORDER.fullmatch(function):
                if match["name"] in given.keys() & primed:
                    return replace(part, function=match["name"], primes=int(match["order"]))
            case Call(function=function, primes=0) if match := _DOTTED.fullmatch(function):
                if match["name"] in given:
                    return replace(part, function=match["name"], primes=_DOTS[match["dots"]])
            case Name(base=base, sub="", layer="") if match := _DOTTED.fullmatch(base):
                if match["name"] in timed:
                    times = (Name("t"),) * _DOTS[match["dots"]]
                    return Derivative(Name(match["name"]), times, span=part.span)
                if len(by := given.get(match["name"], ())) == 1:  # \dot x of x(t)
                    return Call(match["name"], by, _DOTS[match["dots"]], span=part.span)
        return part

    formulas = [_without_inverses(f, given) for f in all_rewritten(formulas, change)]
    return [x for f in formulas for x in _with_quantity(_named(f), told)]


def _by_letters(tree: Product, given: Collection[str]) -> Any:
    """Return D_x f and D_xy f as derivatives, of what has x in it or is given as f(x, y)."""
    operator: Any = tree.factors[0]
    others = list(tree.factors[1:])
    signs = list(tree.signs)
    by, end = operator.sub, operator.span[1]
    while len(others) > 1 and others[0].span[0] == end > 0 and isinstance(others[0], Name):
        by, end = by + str(others[0].base), others[0].span[1]
        others, signs = others[1:], signs[1:]
    of = others[0] if len(others) == 1 else replace(
        tree, factors=tuple(others), signs=tuple(signs[1:]))  # fmt: skip
    spoken = {n.label for n in names(of)}
    known = bool(spoken & {*given}) or (len(by) == 1 and by in spoken)
    plain = not signs[0] and by.isalpha() and len(by) < 3 and known
    return Derivative(of, tuple(map(Name, by)), span=tree.span) if plain else tree


def _without_inverses(formula: Formula, given: Collection[str]) -> Formula:
    """Return a formula with the sides unread that have the inverse of a function, (f^{-1})'(4)."""

    def change(member: Member) -> Member:
        parts = () if isinstance(member.tree, Unread) else walk(member.tree)
        for part in parts:
            match part:
                case Power(base=Name() as f, exponent=Negative(of=Number(value=1.0))) if (
                    f.label in given
                ):
                    said = f"the inverse of the function {f.label} is not read"
                    return replace(member, tree=Unread(said, f.span[0]))
        return member

    return replace(formula, members=tuple(map(change, formula.members)))


def _named(formula: Formula) -> Formula:
    """Return y = y(x), which says what y depends on, as that and no product."""
    match [m.tree for m in formula.members]:
        case [Name() as name, Product(factors=(Name() as again, Name() as by), signs=("",))] if (
            name == again != by
        ):
            called = replace(formula.members[1], tree=Call(name.label, (by,), span=again.span))
            return replace(formula, members=(formula.members[0], called))
    return formula


def _with_quantity(formula: Formula, told: set[str]) -> Iterator[Formula]:
    """Yield y = u before y' = (u)', where nothing else says what y is."""
    match [m.tree for m in formula.members[:2]]:
        case [Prime(of=Name() as name), (Prime(of=of) | Derivative(of=of, wrt=(Name(),)))] if (
            name.label not in told and not any(isinstance(p, (Prime, Name)) and p == name
                                               for p in walk(of))
        ):  # fmt: skip
            members = (replace(formula.members[0], tree=name),
                       replace(formula.members[1], tree=of))  # fmt: skip
            yield replace(formula, members=members)
    yield formula
