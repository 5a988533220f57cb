"""Why a Jacobian is wrong: it is that of other args, one transposed, reversed, left out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from .cases import Block, Case
from .gradient_report import Cause
from .samples import derivatives

Change = Callable[[Block], Any]


def other_arguments(case: Case) -> Iterator[Cause]:
    """Yield the changes of an arg with which the claims would be right."""
    for i in case.both.argnums:
        for kind, text, change in _changes(case, i):
            if all(_would_be_right(case, block, i, change) for block in _firmest_first(case)):
                yield Cause(kind, f"{case.name} {text}")


def _firmest_first(case: Case) -> list[Block]:
    first = case.firmest()
    return [first, *(b for b in case.blocks if b is not first)]


def _changes(case: Case, i: int) -> Iterator[tuple[str, str, Change]]:
    name = case.both.names[i]
    shape = np.shape(case.both.args[i])
    rank = len(shape)

    def arg(block: Block) -> Any:
        return block.sample.args[i]

    if rank >= 2 and shape[-1] == shape[-2]:
        text = f"would be right for {name} transposed: {name} and {name}^T are confused"
        yield "argument transposed", text, lambda block: np.swapaxes(arg(block), -1, -2)
    if i != case.argnum:
        for axes in [tuple(range(rank))[-n:] for n in range(1, rank + 1)]:
            if all(shape[a] > 1 for a in axes):
                numbers = " and ".join(map(str, axes))
                text = f"would be right for {name} reversed along axis {numbers}"
                text += ": a convolution reverses its kernel in one of its passes"
                yield "argument reversed", text, _reversed(i, axes)
        for number in (1.0, 0.0):
            text = f"would be right if {name} were {number:g}: it leaves {name} out"
            yield "argument ignored", text, _filled(shape, number)
    if shape == case.output:
        text = f"takes {case.output_name} where {name} belongs"
        yield "taken for another", text, lambda block: block.sample.outputs[case.k]


def _reversed(i: int, axes: tuple[int, ...]) -> Change:
    return lambda block: np.flip(block.sample.args[i], axes)


def _filled(shape: tuple[int, ...], number: float) -> Change:
    return lambda _: np.full(shape, number)


def _would_be_right(case: Case, block: Block, i: int, change: Change) -> bool:
    arrays = [change(block) if at == i else a for at, a in enumerate(block.sample.args)]
    try:
        found = derivatives(case.both, arrays, case.argnum)
    except (ArithmeticError, ValueError):
        return False
    sizes = [int(np.prod(shape)) for shape in case.both.shapes]
    start = sum(sizes[: case.k])
    columns = slice(start, start + sizes[case.k])
    predicted = found.value[:, columns].reshape(block.right.shape)
    error = found.error[:, columns].reshape(block.right.shape)
    known = np.isfinite(error) & np.isfinite(block.tolerance)
    limit = np.where(known, block.tolerance + 10 * np.where(known, error, 0.0), np.inf)
    off = np.abs(block.given - np.where(known, predicted, 0.0))
    return bool((off <= limit).all())
