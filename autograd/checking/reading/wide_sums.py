r"""Sums without brackets, or without an index.

-\sum_i y_i \log p_i + (1 - y_i) \log(1 - p_i) goes on to its last i; \sum y_i \log p_i is over i.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import rewritten, with_trees
from .tree import BigSum, Name, Negative, Product, Sum
from .walked import names, walk

_INDICES = frozenset("ijklmnpqrst")
_PIECES = re.compile(r"[A-Za-z](?![a-z]{2})")


def with_wide_sums(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with each sum as wide as its index stands free behind it."""
    return [_widened(formula) for formula in formulas]


def _widened(formula: Formula) -> Formula:
    """Return a formula of which no left side has the index of such a sum."""
    if len(formula.trees) < 2:
        return formula
    mine = _letters(formula.trees[0])

    below = _below(formula.trees[0])

    def change(tree: Any) -> Any:
        return _with_rest(tree, mine) if isinstance(tree, Sum) else tree

    indexed = with_trees(formula, lambda tree: rewritten(tree, lambda p: _indexed(p, below)))
    return with_trees(indexed, change)


def _indexed(part: Any, below: set[str]) -> Any:
    """Return a sum that does not say over what as one over the only letter that can be meant."""
    match part:
        case BigSum(of=of, index="", lower=None, upper=None, kind="sum"):
            inner = {p.index for p in walk(of) if isinstance(p, BigSum)}
            free = _below(of) - below - inner
            return replace(part, index=free.pop()) if len(free) == 1 else part
    return part


def _below(tree: Any) -> set[str]:
    """Return the letters that stand by themselves below names."""
    return {x for n in names(tree) for x in n.sub.split(",") if x in _INDICES}


def _with_rest(tree: Sum, mine: set[str]) -> Any:
    terms = list(tree.terms)
    for place, term in enumerate(terms):
        sign, factors, summed = _summed(term)
        letter = summed.index if summed is not None else ""
        if summed is None or len(letter) != 1 or letter in mine:
            continue
        free = [i for i, x in enumerate(terms) if i > place and letter in _letters(x)]
        if not free:
            continue
        inside = Sum((summed.of, *terms[place + 1 : free[-1] + 1]), summed.span)
        wide: Any = replace(summed, of=inside)
        wide = replace(factors, factors=(*factors.factors[:-1], wide)) if factors else wide
        wide = Negative(wide, term.span) if sign else wide
        rest = [*terms[:place], wide, *terms[free[-1] + 1 :]]
        return replace(tree, terms=tuple(rest)) if len(rest) > 1 else wide
    return tree


def _summed(term: Any) -> tuple[bool, Product | None, BigSum | None]:
    """Return whether a term is negative, the product that a sum is the last of, and the sum."""
    negative = isinstance(term, Negative)
    of = term.of if negative else term
    factors = of if isinstance(of, Product) else None
    last = factors.factors[-1] if factors else of
    if isinstance(last, BigSum) and last.kind == "sum":
        return negative, factors, last
    return negative, factors, None


def _letters(tree: Any) -> set[str]:
    """Return the letters below and above the names of a formula, but for those a sum binds."""
    bound = {part.index for part in walk(tree) if isinstance(part, BigSum)}
    found = {x for n in names(tree) for x in _PIECES.findall(f"{n.sub} {n.layer}")}
    return (found | {n.base for n in names(tree) if isinstance(n, Name) and not n.sub}) - bound
