r"""Partial derivatives by subscripts: f_x, f_{xy}(1, 2), g'_x(x, y), f''_{xx}.

A subscript of letters is one where the document gives the function with these arguments,
f(x, y) = ..., or where as many primes stand before it.  Where g(r, t) = f(r cos t, r sin t) is
differentiated, f_x is taken at the arguments of f there.  A number below counts the arguments:
f_1(x, y) where f(x, y) = ... is given; f'_1, f''_{12} also where z = f(u, v) is all that is said.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from .chains import Formula, names_in
from .rewritten import all_rewritten, rewritten, with_trees
from .tree import (
    Applied,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Prime,
    Product,
    Tuple,
    name_of,
)
from .walked import names, walk

_Arguments = Mapping[str, Sequence[str]]


def with_partials(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names as derivatives."""
    given: dict[str, list[str]] = {}
    for formula in formulas:
        first = formula.members[0].tree
        if isinstance(first, Call) and not first.primes and len(formula.members) > 1:
            arguments = [x.label for x in first.arguments if isinstance(x, Name)]
            policy = name_of(first.function).base == r"\pi"  # \pi_a is that of an action
            whole = len(arguments) == len(first.arguments) and not policy
            if whole and first.function not in given:
                given[first.function] = arguments
    given = {**_quantities(formulas), **given}
    formulas = all_rewritten(formulas, partial(_counted, _numbered(formulas)))
    several = {name: arguments for name, arguments in given.items() if len(arguments) > 1}
    if not several:
        return list(formulas)
    read = [with_trees(f, lambda tree: _read(tree, several)) for f in formulas]
    return [_at_inner(formula, _composed(read), given) for formula in read]


def _numbered(formulas: Sequence[Formula]) -> dict[str, Call]:
    """Return what f_1' is a derivative of, by f: f(x, y) that is given, z(u, v) of z = f(u, v).

    Not where f has components of its own: f = (f_1, f_2), f = f_1 + f_2.
    """
    found: dict[str, Call] = {}
    for formula in formulas:
        match formula.trees[:2]:
            case [Call(primes=0) as of, body] if not any(
                isinstance(p, (Matrix, Tuple)) or name_of(getattr(p, "function", "") or "_").base
                == of.function or (isinstance(p, Name) and p.base == of.function)
                for p in walk(body)
            ):  # fmt: skip
                found.setdefault(of.function, of)
            case [Name(sub="", layer="") as z, Call(primes=0) as of]:
                found.setdefault(of.function, replace(of, function=z.label))
    plain = {f: of for f, of in found.items() if len(of.arguments) > 1
             and all(isinstance(x, Name) for x in of.arguments)}  # fmt: skip
    return {f: of for f, of in plain.items() if len({*of.arguments}) == len(of.arguments)}


def _counted(numbered: Mapping[str, Call], part: Any) -> Any:
    """Return f_1' as the derivative by the first argument."""
    primes, inner = 0, part
    while isinstance(inner, Prime):
        primes, inner = primes + 1, inner.of
    name = name_of(inner.function) if isinstance(inner, Call) else inner
    if not isinstance(name, Name) or name.layer or name.base not in numbered:
        return part
    of, digits = numbered[name.base], name.sub.replace(",", "")
    primes += inner.primes if isinstance(inner, Call) else 0
    given = isinstance(inner, Call) and len(inner.arguments) == len(of.arguments)
    given = given and of.function == name.base
    if not re.fullmatch(r"[1-9]{1,3}", digits) or max(map(int, digits)) > len(of.arguments):
        return part
    if primes != len(digits) and not (given and not primes):
        return part
    by = tuple(replace(of.arguments[int(d) - 1], span=part.span) for d in digits)
    slope = Derivative(name_of(of.function), by, span=part.span)
    at = isinstance(inner, Call) and inner.arguments != of.arguments
    return Applied(slope, inner.arguments, part.span) if at else slope


def _quantities(formulas: Sequence[Formula]) -> dict[str, list[str]]:
    r"""Return what z = x^2 y is made of by z, where formulas say what z_x and z_y are."""
    made_of: dict[str, list[str]] = {}
    heads: dict[str, set[str]] = {}
    for formula in formulas:
        match formula.trees:
            case [Name(sub="", layer="") as name, body, *_] if len(formula.trees) > 1:
                letters = {n.label for n in names(body) if len(n.label.strip("\\")) == 1}
                made_of.setdefault(name.label, sorted(letters - {"e"}))
            case [Name(layer="") as name, _, *_] if name.sub:
                heads.setdefault(name.base, set()).update(name.sub)
    below: dict[str, set[str]] = {}
    for n in names_in(formulas):
        below.setdefault(n.base, set()).update(n.sub)
    return {
        name: letters for name, letters in made_of.items()
        if len(heads.get(name, ())) > 1 and {*letters} >= below[name] and name not in letters
    }  # fmt: skip


def _composed(formulas: Sequence[Formula]) -> dict[str, Call]:
    """Return g(r, t) = f(r cos t, r sin t) by g: what is a function of functions."""
    return {
        first.function: body
        for formula in formulas if len(formula.trees) == len(formula.members) > 1
        for first, body in [formula.trees[:2]]
        if isinstance(first, Call) and isinstance(body, Call) and not first.primes
    }  # fmt: skip


def _at_inner(formula: Formula, composed: Mapping[str, Call], given: _Arguments) -> Formula:
    """Return a derivative of such a g with the f_x that it is made of at the arguments of f."""
    match formula.members[0].tree:
        case Derivative(of=Name() as of) if of.label in composed:
            inner = composed[of.label]
        case _:
            return formula
    own = given.get(inner.function, ())
    if len(own) != len(inner.arguments) or {*own} & {*given.get(of.label, ())}:
        return formula

    def at_inner(part: Any) -> Any:
        match part:
            case Derivative(of=Name() as f, point=()) if f.label == inner.function and all(
                isinstance(v, Name) and v.label in own for v in part.wrt
            ):
                return Applied(part, inner.arguments, part.span)
            case Applied(of=Applied() as twice):
                return replace(part, of=twice.of)  # f_x(a, b) says where by itself
        return part

    return with_trees(formula, lambda tree: rewritten(tree, at_inner))


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
    if name.base not in given and name.base[:1] == "M":  # MU_x, the marginal utility
        name = replace(name, base=name.base[1:])
    arguments = given.get(name.base, ())
    whole = [x for x in (name.sub, "\\" + name.sub) if x in arguments]  # g_phi
    letters = whole[:1] or list(name.sub.replace(",", ""))
    if name.layer or not letters or primes not in (0, len(letters)) or len(letters) > 3:
        return None
    if any(letter not in arguments for letter in letters):
        return None
    by = tuple(Name(letter, span=tree.span) for letter in letters)
    return Derivative(Name(name.base, span=tree.span), by, span=tree.span)
