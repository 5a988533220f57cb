"""Why a member is wrong that no single common change puts right: by value, piece by piece."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from ..meaning.tensor import entries_of, shape_of
from ..report.result import Explanation
from .candidates import candidates, paths
from .lacking import added
from .multiples import scaled, scaled_by_two
from .rules import INNER, TERM, by_rule
from .trial import TOLERANCE, Trial


def by_factor(trial: Trial) -> list[Explanation]:
    """Return which piece of a member has to be another, or to be multiplied by something."""
    if not is_tried(trial):
        return []
    inner = [c for c in by_rule(trial) if c.kind in (INNER, TERM)]
    return list(scaled(trial, [*inner, *candidates(trial)]))


def by_two(trial: Trial) -> list[Explanation]:
    """Return which piece of a member has to be multiplied by two things, or by one over another."""
    return list(scaled_by_two(trial, candidates(trial))) if is_tried(trial) else []


def by_term(trial: Trial) -> list[Explanation]:
    """Return which piece of a member lacks a term."""
    if not is_tried(trial):
        return []
    terms = [*(c for c in by_rule(trial) if c.kind != INNER), *paths(trial)]
    return list(added(trial, candidates(trial), terms))


def is_tried(trial: Trial) -> bool:
    """Whether there are places at which the right value is known."""
    return bool(trial.places) and all(value is not None for value in trial.truths)


def special_case(trial: Trial) -> Iterator[Explanation]:
    """Say for which choice of the indices alone a formula is right: i = j, t = T."""
    if not is_tried(trial):
        return
    held = [_agree(trial.value(trial.tree, place), truth)
            for place, truth in zip(trial.places, trial.truths, strict=True)]  # fmt: skip
    envs = [trial.env(place) for place in trial.places]
    if not any(held):
        return
    for i, j in combinations(trial.counters, 2):
        if held == [env.get(i) == env.get(j) for env in envs]:
            said = f"it is right for {i} = {j} alone, which is the diagonal"
            yield Explanation("diagonal", said)
    for step in (x for x in trial.letters if x in "tl"):
        last = max(env.get(step, 0) for env in envs)
        if held == [env.get(step) == last for env in envs]:
            said = f"it is right for the last {step} alone: the path through {step}+1 is missing"
            yield Explanation("one path", said)


def _agree(claimed: object, true: object) -> bool:
    if claimed is None or shape_of(claimed) != shape_of(true):
        return False
    pairs = list(zip(entries_of(claimed), entries_of(true), strict=True))
    size = max(max(abs(c), abs(t)) for c, t in pairs)
    return all(abs(c - t) <= TOLERANCE * size for c, t in pairs)
