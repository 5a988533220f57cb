r"""Names without a time of what is computed anew at each: q = V h_t + b is q_t, if p_t is of q.

It is so too if a sum over all times has it, and not so where something without a time is made of
them, as a loss of one step is.  What a derivative by h_t is called, g = \partial L/\partial h_t, is
of each time, whatever is made of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula
from ..reading.rewritten import all_rewritten
from ..reading.tree import BigSum, Derivative, Name
from ..reading.walked import names, walk
from .index import affine, parts_of
from .one_step import lone_steps

_TIME = re.compile(r"(?<![A-Za-z])([a-z])[-+]\d")


def with_times(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the time below each name that is computed at every time."""
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    times = {x for n in names(trees) for x in _TIME.findall(n.sub)}
    for time in sorted(times - lone_steps(formulas, times)):
        if timeless := _timeless(formulas, time) | _slopes(formulas, time):
            formulas = all_rewritten(formulas, lambda part: _timed(part, timeless, time))  # noqa: B023
    return list(formulas)


def _timeless(formulas: Sequence[Formula], time: str) -> set[str]:
    """Return the labels of names that stand for something at each time."""
    bodies: dict[str, Any] = {}
    timed: set[str] = set()
    for formula in formulas:
        left, others = next(iter(formula.trees), None), formula.trees[1:]
        parts = list(walk(tuple(others[:1])))
        if (
            not isinstance(left, Name)
            or not others
            or any(isinstance(p, Derivative) for p in parts)
        ):
            continue
        if _has(left, time):
            timed.add(left.label)
        elif not any(isinstance(p, BigSum) and time in parts_of(p.index) for p in parts):
            bodies.setdefault(left.label, others[0])
    found = {label for label, body in bodies.items() if any(_has(n, time) for n in names(body))}
    later = {label for label, body in bodies.items()
             if label not in found and any(n.label in found for n in names(body))}  # fmt: skip
    said = {bodies[label] for label in found}
    parts = [p for f in formulas if f.trees and isinstance(f.trees[0], Name)
             and f.trees[0].label in timed for p in walk(tuple(f.trees[1:]))]  # fmt: skip
    used = any(p in said or (isinstance(p, Name) and p.label in found) for p in parts)
    used = used or any(_is_summed(p, found, time) for f in formulas for p in walk(tuple(f.trees)))
    return found if used and not later else set()


def _is_summed(part: Any, found: set[str], time: str) -> bool:
    r"""Whether a sum over all times has such a name, as \sum_t \delta x_t^T."""
    over = isinstance(part, BigSum) and time in parts_of(part.index)
    return over and any(n.label in found for n in names(part.of))


def _slopes(formulas: Sequence[Formula], time: str) -> set[str]:
    """Return the labels of what is said once, to be a derivative by something at each time."""
    heads = Counter(f.trees[0].label for f in formulas if f.trees and isinstance(f.trees[0], Name))
    timed = {n.base for f in formulas for tree in f.trees for n in names(tree) if _has(n, time)}
    found = set()
    for formula in formulas:
        match [m.tree for m in formula.members[:2]]:
            case [Name(layer="") as name, Derivative(of=Name() as of, wrt=(Name() as by,))] if (
                not name.sub or name.sub == by.base
            ):
                lone = heads[name.label] == 1 and name.base not in timed
                if lone and _has(by, time) and not _has(of, time):
                    found.add(name.label)
    return found


def _has(name: Name, time: str) -> bool:
    indices = [affine(text) for text in parts_of(name.sub)] if name.sub else []
    return any(index is not None and index.letter == time for index in indices)


def _timed(part: Any, timeless: set[str], time: str) -> Any:
    if not isinstance(part, Name):
        return part
    if part.label in timeless and part.base == r"\delta" and part.sub:
        return replace(part, base=rf"\delta^{part.sub}", sub=time)  # \delta_{h,t} were Kronecker's
    if part.label in timeless:
        return replace(part, sub=f"{part.sub},{time}" if part.sub else time)
    bare = replace(part, sub="").label
    return replace(part, sub=f"{time},{part.sub}") if bare in timeless else part
