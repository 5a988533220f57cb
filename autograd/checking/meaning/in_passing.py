r"""Gradients that a chain names in passing: \delta_i of \sum_i L_{y_i} y_{i,g} = \sum_i \delta_i h.

It can only be the derivative of the loss that it stands in the place of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from ..reading.chains import Formula, Unread
from ..reading.tree import Derivative, Name
from ..reading.walked import names, walk
from .index import parts_of
from .law import variables

_BASES = (r"\delta", r"\Delta", r"\varepsilon", "g", "e")
"""The letters that gradients are called by without a word."""


def named_in_passing(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Derivative, int]]:
    r"""Yield what nothing else defines, as \delta_i, the derivative that it is, and by formula."""
    heads = {f.members[0].tree.base for f in formulas if isinstance(f.members[0].tree, Name)}
    seen: set[str] = set()
    for number, formula in enumerate(formulas):
        trees = [m.tree for m in formula.members]
        for before, after in pairwise(trees):
            if isinstance(before, Unread) or isinstance(after, Unread):
                continue
            new = {n for n in names(after) if n.base in _BASES and n.base not in seen | heads}
            new -= set(names(before))
            slopes = _slopes(before, trees[0]) - set(_slopes(after, trees[0]))
            if len(new) == len(slopes) == 1:
                (name,), (slope,) = new, slopes
                if _letters(name) == _letters(variables(slope)[0]):
                    yield name, slope, number
        seen |= {n.base for tree in formula.trees for n in names(tree)}


def _slopes(tree: Any, anchor: Any) -> set[Derivative]:
    """Return the derivatives in a formula of what the first side of its chain is one of."""
    if not isinstance(anchor, Derivative) or not isinstance(anchor.of, Name):
        return set()
    return {
        part for part in walk(tree)
        if isinstance(part, Derivative) and part != anchor and part.of == anchor.of
        and len(variables(part)) == 1 and isinstance(variables(part)[0], Name)
    }  # fmt: skip


def _letters(name: Name) -> set[str]:
    return {*parts_of(name.sub), *parts_of(name.layer)} - {""}
