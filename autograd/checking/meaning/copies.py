r"""Copies of a parameter, one for each time: \partial h^{(t)} / \partial b^{(t)} of one b.

So texts speak of what b does at one step alone: b^{(t)} is b, and the equation of the step has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in, parts_in
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Name, Number, Product
from ..reading.walked import names, walk

COPY = "@"
"""What the base of a copy's name ends with."""
_TIME = re.compile(r"([a-z])[-+]\d")


def with_copies(
    formulas: Sequence[Formula],
) -> tuple[list[Formula], list[tuple[Name, Any, int]]]:
    """Return the formulas with copies in the equations of a step, and what these are."""
    times = {x for n in names_in(formulas) for x in _TIME.findall(f"{n.sub} {n.layer}")}
    by = {v for time in times for v in _taken_by(formulas, time)}
    steps = [_bare(f.trees[0], times) != f.trees[0] if _is_step(f) else False for f in formulas]
    inside = {n for f, step in zip(formulas, steps, strict=True) if step
              for n in names(tuple(f.trees[1:]))}  # fmt: skip
    of = {v: _bare(v, times) for v in by}
    others = set(_not_taken_by(formulas))
    heads = {f.trees[0] for f in formulas if len(f.trees) > 1 and isinstance(f.trees[0], Name)}
    of = {v: x for v, x in of.items() if x in inside - heads and v not in others}
    if not of:
        return list(formulas), []
    copies = {v: replace(v, base=v.base + COPY) for v in of}
    found: list[Formula] = []
    said: dict[Name, tuple[Name, Any, int]] = {}
    for number, (formula, step) in enumerate(zip(formulas, steps, strict=True)):
        change = dict(copies)
        for v, copy in copies.items() if step else ():
            if _index(v, times) == _index(formula.trees[0], times):
                change[of[v]] = copy
                said.setdefault(copy, (copy, Product((Number(1.0), of[v]), ("",)), number))
        members = tuple(
            replace(m, tree=_exchanged(m.tree, change)) if place or not step else m
            for place, m in enumerate(formula.members)
        )
        found.append(replace(formula, members=members))
    return found, list(said.values())


def _taken_by(formulas: Sequence[Formula], time: str) -> Iterator[Name]:
    """Yield the names with that time, and nothing else, by which derivatives are taken."""
    for part in parts_in(formulas):
        for v in part.wrt if isinstance(part, Derivative) else ():
            if isinstance(v, Name) and (v.sub, v.layer) in ((time, ""), ("", time)):
                yield v


def _not_taken_by(formulas: Sequence[Formula]) -> Iterator[Name]:
    """Yield the names that stand elsewhere than below a derivative."""
    below = {id(v) for part in parts_in(formulas) if isinstance(part, Derivative) for v in part.wrt}
    return (part for part in parts_in(formulas) if isinstance(part, Name) and id(part) not in below)


def _is_step(formula: Formula) -> bool:
    """Whether it defines a name by something without derivatives."""
    trees = formula.trees
    made = any(isinstance(part, Derivative) for part in walk(tuple(trees)))
    return len(trees) > 1 and isinstance(trees[0], Name) and not made


def _bare(name: Any, times: set[str]) -> Any:
    """Return a name without the time that is its only index."""
    return replace(name, sub="", layer="") if _index(name, times) else name


def _index(name: Any, times: set[str]) -> str:
    both = (name.sub, name.layer)
    return next((x for x in times if both in ((x, ""), ("", x))), "")


def _exchanged(tree: Any, change: dict[Name, Name]) -> Any:
    def one(part: Any) -> Any:
        new = change.get(part) if isinstance(part, Name) else None
        return part if new is None else replace(new, span=part.span)

    return rewritten(tree, one)
