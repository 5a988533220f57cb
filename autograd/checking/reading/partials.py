r"""Partial derivatives by subscripts: f_x, f_{xy}(1, 2), g'_x(x, y), f''_{xx}.

A subscript of letters is one where the document gives the function with these arguments,
f(x, y) = ..., or where as many primes stand before it.  Where g(r, t) = f(r cos t, r sin t) is
differentiated, f_x is taken at the arguments of f there.  A number below counts the arguments:
f_1(x, y) where f(x, y) = ... is given; f'_1, f''_{12} also where z = f(u, v) is all that is said.
Of such an f, of which nothing else is said, are f_u and f_1, too; of f(xy, x + y) are f_1 and f_2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any

from .chains import Formula, Member, Unread, calls_in, names_in, parts_in
from .notation import FUNCTIONS
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
from .walked import called, names, walk

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
    formulas = _opened(formulas)
    formulas = all_rewritten(formulas, partial(_counted, _numbered(formulas)))
    several = {name: arguments for name, arguments in given.items() if len(arguments) > 1}
    if not several:
        return list(formulas)
    read = [with_trees(f, lambda tree: _read(tree, several)) for f in formulas]
    return [_at_inner(formula, _composed(read), given) for formula in read]


def _opened(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with the slopes of functions of which only z = f(x, y) is said.

    What is no name among the arguments gets one, \cdot_1, beside f_1 and f_{12}.
    """
    heads = [name_of(t.function) if isinstance(t, Call) else t for f in formulas
             if len(f.members) > 1 and f.trees for t, *others in [f.trees]
             if not any(c.function == getattr(t, "function", "") for x in others
                        for c in called(x))]  # fmt: skip
    known = {n.base for n in heads if isinstance(n, Name)} | set(FUNCTIONS.values())
    calls: dict[str, set[tuple[Any, ...]]] = {}
    for call in calls_in(formulas):
        if call.function not in known and not call.primes:
            calls.setdefault(call.function, set()).add(call.arguments)
    single = {f: next(iter(a)) for f, found in calls.items()
              for a in [[x for x in found if all(isinstance(n, Name) for n in x)] or found]
              if len(a) == 1}  # fmt: skip
    opened: dict[str, Call] = {}
    sloped = {f for p in parts_in(formulas) for f in _sloped(p, single)}
    units = {n.base for p in parts_in(formulas) if isinstance(p, Derivative) for n in names(p.wrt)}
    for f in sorted(single.keys() & sloped - units):
        inner = [x if isinstance(x, Name) else Name(rf"{f}\cdot", str(i))
                 for i, x in enumerate(single[f], 1)]  # fmt: skip
        opened[f] = Call(f, tuple(inner))
    change = partial(_open, {f: (single[f], call) for f, call in opened.items()})
    found: list[Formula] = []
    said = set[Any]()
    for formula in formulas:
        for member in formula.members:
            calls_here = () if isinstance(member.tree, Unread) else called(member.tree)
            for call in (c for c in calls_here if c.arguments == single.get(c.function)):
                named = opened[call.function].arguments if call.function in opened else ()
                pairs = [(x, y) for x, y in zip(named, call.arguments, strict=False) if x != y]
                found += [_said(formula, member, *x) for x in pairs if x[0] not in said]
                said |= {x for x, _ in pairs}
        found.append(with_trees(formula, lambda tree: rewritten(tree, change)))
    return found


def _said(formula: Formula, member: Member, name: Any, body: Any) -> Formula:
    """Return that a name is what is written in a formula."""
    members = Member(name.label, name), Member(member.text[slice(*body.span)], body, "=")
    return replace(formula, members=members, conditions=(), id="")


def _sloped(part: Any, calls: Mapping[str, tuple[Any, ...]]) -> Iterator[str]:
    r"""Yield f of f_1, f_u, f' or \partial f/\partial u, by what it is of."""
    match part:
        case Derivative(of=Name(label=f), wrt=by) if {*by} <= {*calls.get(f, ())}:
            yield f
        case Prime(of=Name(label=f)) if len(calls.get(f, ())) == 1:
            yield from () if isinstance(calls[f][0], Name) else (f,)
        case Name(base=f, sub=sub, layer="") | Prime(of=Name(base=f, sub=sub, layer="")) if sub:
            yield f
        case Call(function=function) if name_of(function).sub:
            yield name_of(function).base


def _open(opened: Mapping[str, tuple[tuple[Any, ...], Call]], part: Any) -> Any:
    r"""Return f(xy, x + y) of names for these, f_1 and \partial f/\partial u as its slopes."""
    match part:
        case Call(function=f, arguments=given, primes=0) if f in opened:
            return replace(opened[f][1], span=part.span) if given == opened[f][0] else part
        case Derivative(of=Name(label=f), wrt=by) if f in opened:
            return _slope_of(opened[f][1], by, part.span)
        case Prime(of=Derivative(of=Call(function=f) as of) as slope) if f in opened:
            if len(of.arguments) == 1:
                return _slope_of(of, (*slope.wrt, *of.arguments), part.span)
            return slope if of == opened[f][1] else part
        case Prime(of=Name(label=f)) if f in opened and len(opened[f][0]) == 1:
            return _slope_of(opened[f][1], opened[f][1].arguments, part.span)
        case Name(layer="") | Call():
            name = name_of(part.function) if isinstance(part, Call) else part
            if name.sub and name.base in opened:
                by = _by(name.sub, opened[name.base][1].arguments)
                return _slope_of(opened[name.base][1], by, part.span) if by else part
    return part


def _by(sub: str, arguments: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the arguments that stand below f, by their letters or their numbers, () if none."""
    labels = [x.label for x in arguments]
    whole = [x for x in (sub, "\\" + sub) if x in labels]
    below = whole[:1] or list(sub.replace(",", ""))
    places = [int(x) if x.isdigit() else labels.index(x) + 1 if x in labels else 0 for x in below]
    fits = len(labels) > 1 and all(0 < i <= len(labels) for i in places)
    return tuple(arguments[i - 1] for i in places) if fits else ()


def _slope_of(of: Call, by: tuple[Any, ...], span: Any) -> Derivative:
    own = {*by} <= {*of.arguments}
    held = tuple(x for x in of.arguments if own and isinstance(x, Name) and x not in by)
    return Derivative(of, by, span=span, held=held)


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
    r"""Return what z = x^2 y is made of by z, where formulas say what z_x and z_y are.

    That z = f(x, y) is made of what x = r \cos\theta is made of, too.
    """
    made_of: dict[str, set[str]] = {}
    heads: dict[str, set[str]] = {}
    for formula in formulas:
        match formula.trees:
            case [Name(sub="", layer="") as name, body, *_]:
                letters = {n.label for n in names(body) if not n.sub and not n.layer
                           and (len(n.base) == 1 or n.base[0] == "\\")} - {"e", r"\pi"}  # fmt: skip
                made_of.setdefault(name.label, letters)
            case [Name(layer="") as name, _, *_] if name.sub:
                heads.setdefault(name.base, set()).add(name.sub)
    for _ in made_of:
        made_of = {z: x.union(*(made_of.get(y, ()) for y in x)) for z, x in made_of.items()}
    below: dict[str, set[str]] = {}
    for n in names_in(formulas):
        below.setdefault(n.base, set()).add(n.sub)

    def told(subs: set[str], letters: set[str]) -> bool:
        return all(x in letters or "\\" + x in letters or {*x} <= letters for x in subs)

    return {
        name: sorted(letters) for name, letters in made_of.items()
        if len(heads.get(name, ())) > 1 and told(below[name], letters) and name not in letters
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
