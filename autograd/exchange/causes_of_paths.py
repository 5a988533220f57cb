"""Why a Jacobian is wrong by what is missing from it: a path through a mean, a variance, a term."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from .cases import Block, Case, laid, placements, squeezed
from .gradient_report import Cause


def paths(case: Case) -> Iterator[Cause]:
    """Yield the confirmed causes that are a missing path, or a missing or a foreign term."""
    yield from _terms(case)
    if case.shape == case.output and case.shape:
        yield from _statistics(case)
        yield from _own_upstream(case)


def _terms(case: Case) -> Iterator[Cause]:
    """Yield arrays that the claim differs by, times a number."""
    into = (*case.shape, *case.output)
    block = case.firmest()
    gap = _gap(block)
    for name, source in case.sources(block).items():
        array = squeezed(source)
        if not array.ndim or not np.any(array):
            continue
        for axes in placements(array.shape, into):
            term = np.broadcast_to(laid(array, axes, into), into)
            c = float((term * gap).sum() / (term * term).sum())
            if abs(c) < 1e-9 or not all(
                b.is_predicted(
                    b.right + c * laid(squeezed(case.sources(b)[name]), axes, into),
                )
                for b in case.blocks
            ):
                continue
            number = "" if math.isclose(abs(c), 1, rel_tol=1e-6) else f"{abs(c):.6g} "
            text = f"{case.name} has {number}{name} {'too much' if c > 0 else 'too little'}"
            yield Cause("term", f"{text}: a term is {'foreign' if c > 0 else 'missing'}")
            break


def _statistics(case: Case) -> Iterator[Cause]:
    """Yield the paths through a mean or a variance over axes of the arg."""
    rank = len(case.shape)
    for n in range(rank, 0, -1):
        for axes in combinations(range(rank), n):
            if math.prod(case.shape[a] for a in axes) < 3:
                continue
            for kind, missing in (
                ("mean", "the mean"),
                ("variance", "the variance"),
                ("mean and variance", "the mean and the variance"),
            ):
                if all(_explained(block, case, axes, kind) for block in case.blocks):
                    yield Cause("path", _of_statistics(case, missing, axes))
                    return


def _of_statistics(case: Case, which: str, axes: tuple[int, ...]) -> str:
    over = ("axis " if len(axes) == 1 else "axes ") + " and ".join(map(str, axes))
    if all(_is_diagonal(block, case) for block in case.blocks):
        of = f"depends on {case.name[1:]}" if " and " not in which else f"depend on {case.name[1:]}"
        return f"{case.name} takes {which} over {over} for constant, which {of}"
    return (
        f"{case.name} is wrong by what flows through {which} over {over}: is it left out (taken "
        "for constant), or added up where it has to be averaged?"
    )


def _explained(block: Block, case: Case, axes: tuple[int, ...], kind: str) -> bool:
    """Whether claim and derivative differ along these axes as a missing statistic makes them."""
    x = block.sample.args[case.argnum]
    centred = x - x.mean(axis=axes, keepdims=True)
    centred = centred.reshape(*case.shape, *[1] * len(case.output))
    left = _gap(block)
    if kind != "variance":
        left = left - left.mean(axis=axes, keepdims=True)
    if kind != "mean":
        square = (centred * centred).sum(axis=axes, keepdims=True)
        part = (left * centred).sum(axis=axes, keepdims=True) / np.where(square, square, 1.0)
        left = left - part * centred
    return bool((np.abs(left) <= block.tolerance).all())


def _own_upstream(case: Case) -> Iterator[Cause]:
    """Yield a cause if the claim is diagonal where the derivative is not."""
    if all(_is_diagonal(block, case) for block in case.blocks):
        text = f"each entry of {case.name} takes only its own upstream gradient: the Jacobian has "
        text += "entries off its diagonal too, from what the entries share (a sum, a mean)"
        yield Cause("diagonal", text)


def _is_diagonal(block: Block, case: Case) -> bool:
    """Whether the claim is 0 off the diagonal, where the derivative is not 0."""
    n = math.prod(case.shape)
    off = ~np.eye(n, dtype=bool)
    given, limit, right = (
        x.reshape(n, n)[off] for x in (block.given, block.tolerance, block.right)
    )
    return bool((np.abs(given) <= limit).all() and (np.abs(right) > limit).any())


def _gap(block: Block) -> Any:
    return np.where(np.isfinite(block.tolerance), block.given - block.right, 0.0)
