r"""Limits of which a derivative is one: f'(x) = \lim_{h \to 0} \frac{(x+h)^2 - x^2}{h} = 2x.

All other formulas with limits are set aside.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread
from .notation import FUNCTIONS
from .rewritten import rewritten
from .tree import BigSum, Call, Derivative, Name, Number, Prime, Product, Sum
from .walked import names, walk

_TO = re.compile(
    r"(?P<delta>\\Delta\s*)?(?P<name>[A-Za-z])\s*(?:\\to|\\rightarrow|→|->)\s*(?P<to>-?\d+|[A-Za-z])"
)


def with_limits(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas, those that say of which limit a derivative is one as claims."""
    given = {f.members[0].tree.function for f in formulas if len(f.members) > 1
             and isinstance(f.members[0].tree, Call) and not f.members[0].tree.primes}  # fmt: skip
    return [_read(f, given) if f.aside == "a limit" else f for f in formulas]


def limit_of(part: Any) -> tuple[Name, Any] | None:
    """Return what approaches what in a limit, None of anything else."""
    if not isinstance(part, BigSum) or part.kind != "lim":
        return None
    match = _TO.fullmatch(part.index.strip())
    if match is None:
        return None
    to = match["to"]
    name = Name(r"\Delta", match["name"]) if match["delta"] else Name(match["name"])
    return name, Name(to) if to.isalpha() else Number(float(to))


def _read(formula: Formula, given: set[str]) -> Formula:
    """Return a formula with its limits, no longer set aside if each is understood."""
    first = formula.members[0].tree
    slope = isinstance(first, (Derivative, Prime)) or (isinstance(first, Call) and first.primes > 0)
    if not slope or any(isinstance(m.tree, Unread) for m in formula.members):
        return formula
    joined = [replace(m, tree=rewritten(m.tree, _joined)) for m in formula.members]
    members = [replace(m, tree=rewritten(m.tree, _wide)) for m in joined]
    understood = all(_is_understood(m.tree, given) for m in members)
    return replace(formula, members=tuple(members), aside="") if understood else formula


def _joined(tree: Any) -> Any:
    r"""Return a product with \Delta x as one name."""
    if not isinstance(tree, Product) or Name(r"\Delta") not in tree.factors[:-1]:
        return tree
    factors, signs = [tree.factors[0]], []
    for sign, factor in zip(tree.signs, tree.factors[1:], strict=True):
        if factors[-1] == Name(r"\Delta") and isinstance(factor, Name) and not sign:
            factors[-1] = Name(r"\Delta", factor.label, span=factors[-1].span)
        else:
            factors.append(factor)
            signs.append(sign)
    whole = replace(tree, factors=tuple(factors), signs=tuple(signs))
    return whole if len(factors) > 1 else factors[0]


def _wide(tree: Any) -> Any:
    r"""Return \lim 2x + h as the limit of all of it: what goes to 0 stands in no other place."""
    match tree:
        case Sum(terms=(BigSum() as first, *others)) if found := limit_of(first):
            if any(found[0] in names(term) for term in others):
                return replace(first, of=replace(tree, terms=(first.of, *others)), span=tree.span)
        case Product(factors=(BigSum() as first, *others)) if found := limit_of(first):
            if any(found[0] in names(factor) for factor in others):
                whole = replace(tree, factors=(first.of, *others))
                return replace(first, of=whole, span=tree.span)
    return tree


def _is_understood(tree: Any, given: set[str]) -> bool:
    """Whether each limit in a side says what goes where, of functions that are given."""
    limits = [part for part in walk(tree) if isinstance(part, BigSum) and part.kind == "lim"]
    going = {found[0] for part in limits if (found := limit_of(part))}
    inside = [x for part in limits for x in walk(part.of)]
    known = all(x.function in given or x.function in FUNCTIONS.values()
                for x in inside if isinstance(x, Call))  # fmt: skip
    held = [n for part in limits for n in names(part.of) if n in going]
    loose = sum(n in going for n in names(tree)) - len(held)
    return known and not loose and all(map(limit_of, limits))
