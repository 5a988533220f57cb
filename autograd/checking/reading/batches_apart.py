r"""Sums over a batch that nothing else in a text speaks of: d\beta_i = \sum_b \sum_s dy_{b,s,i}.

Where y_i is defined, y_{b,s,i} is of a batch of sequences of such: what it is, is not said, and it
is no reason to take y_i for something else than its definition says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Member, Unread
from .tree import Name
from .walked import names

MORE = 2
"""So many more indices are of a batch of sequences."""


def with_batches_apart(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the sides unread that speak of such batches."""
    defined: dict[str, int] = {}
    for formula in formulas:
        match formula.members:
            case [Member(tree=Name(sub=sub) as name), _, *_] if sub and not name.layer:
                defined[name.base] = max(_count(name), defined.get(name.base, 0))

    def change(member: Member) -> Member:
        tree: Any = member.tree
        if isinstance(tree, Unread):
            return member
        for name in names(tree):
            own = defined.get(name.base) or defined.get(name.base.removeprefix("d"))
            if own and _count(name) >= own + MORE:
                said = f"{name.label} has more indices than where {name.base} is defined"
                return replace(member, tree=Unread(said, name.span[0]))
        return member

    return [replace(f, members=tuple(map(change, f.members))) for f in formulas]


def _count(name: Name) -> int:
    return name.sub.count(",") + 1
