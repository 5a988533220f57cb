r"""Texts about one time step: o = \sigma(... h_{t-1} ...) and h_t = o \tanh(c_t), with one o.

What has no time would be defined by itself if h_{t-1} were h_t a step before; so h_{t-1} is what
the step is given, and t no index.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from typing import Any

from ..reading.chains import Formula
from ..reading.tree import BigSum, Derivative, Name
from ..reading.walked import names, walk
from .index import affine, parts_of
from .scopes import reached


def lone_steps(formulas: Sequence[Formula], steps: Set[str]) -> set[str]:
    """Return the letters that count steps in a text about one step alone."""
    return {step for step in steps if _is_alone(formulas, step)}


def _is_alone(formulas: Sequence[Formula], step: str) -> bool:
    needs: dict[str, set[str]] = defaultdict(set)
    timeless: set[str] = set()
    for formula in formulas:
        trees = formula.trees
        for part in walk(tuple(trees)):
            if isinstance(part, BigSum) and step in parts_of(part.index):
                return False
            if isinstance(part, Name) and _offset(part, step) not in (None, 0, -1):
                return False
        if len(trees) < 2 or not isinstance(trees[0], Name):
            continue
        if any(isinstance(part, Derivative) for part in walk(tuple(trees))):
            continue
        left = trees[0]
        if _offset(left, step) is None:
            timeless.add(left.label)
        needs[_key(left, step)] |= {_key(n, step) for n in names(tuple(trees[1:]))}
    return any(label in reached([label], lambda key: needs.get(key, ())) for label in timeless)


def _key(name: Name, step: str) -> str:
    """Return what a name goes by if the times are left away."""
    return name.base if _offset(name, step) is not None else name.label


def _offset(name: Name, step: str) -> int | None:
    """Return how far a name's time is from the step, None if it has none."""
    for text in parts_of(name.sub) + parts_of(name.layer):
        found: Any = affine(text)
        if found is not None and found.letter == step:
            return int(found.offset)
    return None
