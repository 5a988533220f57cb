r"""Partial derivatives by subscripts: f_x, f_{xy}(1, 2), g'_x(x, y), f''_{xx}.

A subscript of letters is one where the document gives the function with these arguments,
f(x, y) = ..., or where as many primes stand before it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from .chains import Formula
from .rewritten import with_trees
from .tree import Applied, Call, Derivative, Expression, Name, Prime, Product, name_of

_Arguments = Mapping[str, Sequence[str]]


def with_partials(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names as derivatives."""
    given: dict[str, list[str]] = {}
    for formula in formulas:
        first = formula.members[0].tree
        if isinstance(first, Call) and not first.primes and len(formula.members) > 1:
            arguments = [x.label for x in first.arguments if isinstance(x, Name)]
            if len(arguments) == len(first.arguments) and first.function not in given:
                given[first.function] = arguments
    several = {name: arguments for name, arguments in given.items() if len(arguments) > 1}
    if not several:
        return list(formulas)
    return [with_trees(f, lambda tree: _read(tree, several)) for f in formulas]


def _read(value: Any, given: _Arguments) -> Any:
    """Return a tree with its partial derivatives told."""
    if isinstance(value, tuple):
        return tuple(_read(part, given) for part in value)
    if not hasattr(value, "span"):
        return value
    if isinstance(value, Product):
        value = _joined(value, given)
    found = _partial(value, given)
    if found is not None:
        return found
    changed = {}
    for field in fields(value):
        old = getattr(value, field.name)
        new = old if field.name == "span" else _read(old, given)
        if new is not old and new != old:
            changed[field.name] = new
    return replace(value, **changed) if changed else value


def _joined(tree: Product, given: _Arguments) -> Expression:
    """Return a product in which h_xx, with nothing between the letters, has both below it."""
    factors, signs = [tree.factors[0]], []
    for sign, factor in zip(tree.signs, tree.factors[1:], strict=True):
        match factors[-1], factor:
            case Name(base=base, sub=sub) as name, Name(base=letter, sub="", layer="") if (
                sub and not sign and letter in given.get(base, ())
                and name.span[1] == factor.span[0] > 0
            ):  # fmt: skip
                span = name.span[0], factor.span[1]
                factors[-1] = replace(name, sub=sub + letter, span=span)
            case _:
                factors.append(factor)
                signs.append(sign)
    if len(factors) == 1:
        return factors[0]
    return replace(tree, factors=tuple(factors), signs=tuple(signs))


def _partial(tree: Expression, given: _Arguments) -> Expression | None:
    """Return the derivative that a name or a call is, or None."""
    match tree:
        case Prime(of=Prime(of=Name() as name)):
            return _derivative(name, 2, tree, given)
        case Prime(of=Name() as name):
            return _derivative(name, 1, tree, given)
        case Name():
            return _derivative(tree, 0, tree, given)
        case Call(function=function, arguments=arguments, primes=primes):
            name = name_of(function)
            found = _derivative(name, primes, tree, given)
            if found is None:
                return None
            read = tuple(_read(x, given) for x in arguments)
            plain = [x.label for x in arguments if isinstance(x, Name)]
            if plain == list(given[name.base]) and len(plain) == len(arguments):
                return found
            return Applied(found, read, tree.span)
    return None


def _derivative(name: Name, primes: int, tree: Expression, given: _Arguments) -> Derivative | None:
    letters = name.sub.replace(",", "")
    arguments = given.get(name.base, ())
    if name.layer or not letters or primes not in (0, len(letters)) or len(letters) > 3:
        return None
    if any(letter not in arguments for letter in letters):
        return None
    by = tuple(Name(letter, span=tree.span) for letter in letters)
    return Derivative(Name(name.base, span=tree.span), by, span=tree.span)
