r"""Nodes with numbers: v_1 = x_2 / x_1, v_2 = e^{v_1}, and \bar v_i = \partial f / \partial v_i.

Each has an equation of its own, so the i counts nodes and is no index of one quantity v.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ..reading.chains import Formula, Unread
from ..reading.tree import Derivative, Name, Number
from ..reading.walked import names

FEW = 3
"""So many nodes at least have an equation."""


class Tape(NamedTuple):
    """What a text says of the adjoints of its nodes.

    said  the numbers of the formulas that say for all nodes what an adjoint is
    of    the quantity of which they are
    """

    said: frozenset[int]
    of: Name | None


def tape_of(formulas: Sequence[Formula]) -> Tape:
    """Return what a text says of adjoints, if its nodes are numbered."""
    nodes: dict[str, set[str]] = defaultdict(set)
    lettered: dict[str, int] = defaultdict(int)
    for formula in formulas:
        trees = formula.trees
        first = trees[0] if len(trees) > 1 else None
        if isinstance(first, Name) and first.sub.isdigit() and not isinstance(trees[1], Number):
            nodes[first.base].add(first.sub)
        for base in {n.base for t in trees for n in names(t) if n.sub.isalpha()}:
            lettered[base] += 1
    said, of = set(), None
    for number, formula in enumerate(formulas):
        match [m.tree for m in formula.members]:
            case [Name(sub=sub), Derivative(of=Name() as above, wrt=(Name() as by,))]:
                each = sub.isalpha() and by.sub == sub and len(nodes[by.base]) >= FEW
                if each and lettered[by.base] == 1 and not isinstance(above, Unread):
                    said.add(number)
                    of = above
    return Tape(frozenset(said), of)
