"""Why a gradient has the wrong shape: transposed, not summed over an axis, summed over too many."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations
from typing import Any

import numpy as np

from .gradient_report import Cause

Shape = tuple[int, ...]
Repair = Callable[[Any], Any]


def repairs(given: Shape, shape: Shape, name: str) -> Iterator[tuple[Cause, Repair]]:
    """Yield what may have been forgotten, and how a Jacobian with it looks as it should.

    The arrays that a repair takes have one more axis than the gradient: that of the outputs.
    """
    for axes in permutations(range(len(given))):
        if axes != tuple(range(len(given))) and tuple(given[a] for a in axes) == shape:
            yield _transposed(axes, name), _permute(axes)
    for n in range(len(given) + 1):
        for axes in combinations(range(len(given)), n):
            rest = tuple(length for a, length in enumerate(given) if a not in axes)
            if _without_ones(rest) == _without_ones(shape):
                yield _not_summed(axes, given, shape, name), _sum(axes, shape)


def too_much_summed(
    given: Shape, shape: Shape, name: str
) -> Iterator[tuple[Cause, Callable[[Any], Any]]]:
    """Yield sums over axes that the arg has, and what they make of the right Jacobian."""
    for n in range(1, len(shape) + 1):
        for axes in combinations(range(len(shape)), n):
            rest = tuple(length for a, length in enumerate(shape) if a not in axes)
            if _without_ones(rest) == _without_ones(given):
                text = f"{name} is summed over {_axes(axes)}, which {name[1:]} has: it needs one "
                text += f"entry for each of its {' x '.join(map(str, shape))} entries"
                yield Cause("summed too far", text), _sum(axes, given)


def _transposed(axes: Shape, name: str) -> Cause:
    if len(axes) == 2:
        return Cause("transposed", f"{name} is the transpose of the gradient")
    return Cause("transposed", f"{name} has the gradient's axes in another order: {axes} of it")


def _not_summed(axes: Shape, given: Shape, shape: Shape, name: str) -> Cause:
    if not axes:
        text = f"{name} has the right entries in shape {given}: it has to have shape {shape}"
        return Cause("wrong shape", text)
    lengths = " x ".join(str(given[a]) for a in axes)
    text = (
        f"{name} lacks the sum over {_axes(axes)} (of size {lengths}): {name[1:]} is broadcast "
        "along it, and what flows back along it adds up"
    )
    return Cause("missing sum", text)


def _axes(axes: Shape) -> str:
    return ("axis " if len(axes) == 1 else "axes ") + " and ".join(map(str, axes))


def _permute(axes: Shape) -> Repair:
    return lambda jacobian: np.transpose(jacobian, (*axes, len(axes)))


def _sum(axes: Shape, shape: Shape) -> Repair:
    return lambda jacobian: jacobian.sum(axis=axes).reshape(*shape, jacobian.shape[-1])


def _without_ones(shape: Shape) -> Shape:
    return tuple(length for length in shape if length != 1)
