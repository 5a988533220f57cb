r"""How many a sum is over where only what divides it tells: the P of \mu = \frac{1}{P} \sum_i x_i.

Such a sum is read as \sum_{i=1}^P, and P = H W says nothing that a derivation needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import Any

from ..reading.chains import Formula
from ..reading.rewritten import all_rewritten
from ..reading.tree import BigSum, Derivative, Name, Number, Power, Product, Quotient
from ..reading.walked import names, walk
from .index import parts_of
from .law import variables

_COUNTS = frozenset("nmNMKDTBPSd")
"""The letters that people count with."""


def with_counts(formulas: Sequence[Formula]) -> tuple[list[Formula], set[str]]:
    """Return the formulas with such sums up to what divides them, and the labels of that."""
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    parts = list(walk(trees))
    bounds = {n.label for p in parts if isinstance(p, BigSum) for n in names((p.upper,))}
    taken = {v.label for p in parts if isinstance(p, Derivative) for v in variables(p)
             if isinstance(v, Name)}  # fmt: skip
    heads = {f.members[0].tree.label: f for f in formulas
             if isinstance(f.members[0].tree, Name) and len(f.members) > 1}  # fmt: skip
    indexed = {n.base for n in names(trees) if n.sub or n.layer}
    bare = {n.base for n in names(trees) if not n.sub and not n.layer}
    pairs = [pair for part in parts for pair in _averaged(part)]
    one = {by.label for by, whole in pairs for n in names(whole.of)
           if n.base in bare and whole.index in parts_of(n.sub or n.layer)}  # fmt: skip
    found = {by.label for by, _ in pairs} - one  # of y_n where y stands too there may be one
    counts = {label for label in found - bounds - taken - indexed
              if label not in heads or _is_size(heads[label])}  # fmt: skip
    if not counts:
        return list(formulas), set()
    return all_rewritten(formulas, partial(_bounded, counts)), counts & set(heads)


def _is_size(formula: Formula) -> bool:
    """Whether a formula says P = H W, of which nothing else is made."""
    right = formula.members[1].tree
    factors = right.factors if isinstance(right, Product) else (right,)
    return all(isinstance(f, Name) and f.base.isupper() for f in factors)


def _averaged(part: Any) -> list[tuple[Name, BigSum]]:
    """Return a letter and the sum that it divides, where a part is that."""
    pairs: list[tuple[Any, Any]] = []
    match part:
        case Quotient(above=above, below=below):
            pairs = [(below, above)]
        case Product(factors=factors):
            pairs = [(_inverse(before), after) for before, after in pairwise(factors)]
    return [
        (by, whole) for by, whole in pairs
        if isinstance(by, Name) and by.label in _COUNTS and _is_open(whole)
    ]  # fmt: skip


def _inverse(part: Any) -> Name | None:
    match part:
        case Quotient(above=Number(), below=Name() as by):
            return by
        case Power(base=Name() as by, exponent=Number(value=-1.0)):
            return by
    return None


def _is_open(part: Any) -> bool:
    """Whether it is a sum over one index that says neither from where nor how far it goes."""
    if not isinstance(part, BigSum):
        return False
    bare = part.lower is None and part.upper is None and part.condition is None
    return bare and part.kind == "sum" and len(part.index) == 1


def _bounded(counts: set[str], part: Any) -> Any:
    pairs = [(by, whole) for by, whole in _averaged(part) if by.label in counts]
    for by, whole in pairs:
        told = replace(whole, lower=Number(1.0), upper=replace(by, span=(0, 0)))
        if isinstance(part, Quotient):
            return replace(part, above=told)
        part = replace(part, factors=tuple(told if f is whole else f for f in part.factors))
    return part
