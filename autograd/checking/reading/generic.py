r"""A function that is given at a sample is given at all: p(x^{(i)}) = w x^{(i)} is p(x) = w x.

So it is only where nothing but the function's arguments bears the sample's index, and all of what
they are called does: of p(z^{(i)}) = e^{z^{(i)}} / \sum_j e^{z^{(j)}} that cannot be said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import rewritten, with_trees
from .tree import BigSum, Call, Expression, Name
from .walked import walk


def with_generic(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with functions that are given at a sample given at any argument."""
    given = Counter(_given(formula) for formula in formulas)
    return [_generic(f) if given[_given(f)] == 1 else f for f in formulas]


def _given(formula: Formula) -> str:
    """Return the name of the function that a formula gives, "" if none."""
    first = formula.members[0].tree
    return first.function if isinstance(first, Call) and not first.primes else ""


def _generic(formula: Formula) -> Formula:
    """Return f(x^{(i)}) = ... as f(x) = ..., where it holds for every argument."""
    first = formula.members[0].tree
    if len(formula.members) < 2 or not isinstance(first, Call) or first.primes:
        return formula
    samples = [x for x in first.arguments if isinstance(x, Name) and x.layer]
    if not samples or not all(isinstance(x, Name) for x in first.arguments):
        return formula
    index = samples[0].layer
    bases = {x.base for x in samples}
    if not index.isalpha() or len(index) > 1 or any(x.layer != index for x in samples):
        return formula
    for tree in formula.trees:
        if any(_hinders(part, index, bases) for part in walk(tree)):
            return formula

    def bare(part: Any) -> Any:
        return replace(part, layer="") if isinstance(part, Name) and part.base in bases else part

    return with_trees(formula, lambda tree: rewritten(tree, bare))


def _hinders(part: Expression, index: str, bases: set[str]) -> bool:
    """Whether a part keeps what is said of one sample from being said of every argument."""
    match part:
        case Name(base=base, sub=sub, layer=layer):
            return (layer == index) != (base in bases) or index in sub or base == index
        case BigSum():
            return part.index == index
    return False
