"""Random programs over the whole table, for Values, tensors and mpmath's numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from oracles import FIRST_OF_LAST, ROWS, intervals, spoken

import autograd
from autograd import Op, Value
from autograd.engine.order import below


class Step(NamedTuple):
    """One operation: its row, which results it reads, and the interval each is brought into."""

    row: Op
    reads: list[int]
    intervals: list[tuple[float, float]]


class Program(NamedTuple):
    """2 to 4 leaves, 4 to 12 steps; the root is the sum of all results, so that each counts."""

    leaves: list[float]
    steps: list[Step]

    def run(self, leaves: Sequence[Any], apply: Callable[..., Any], atan: Any) -> Any:
        """Compute on Values or on tensors; `apply(row)` gives the function to call."""
        results = list(leaves)
        for step in self.steps:
            inputs = [
                # atan keeps inputs in the row's domain, and no slope dies as tanh's would
                (low + high) / 2 + atan(results[i]) * ((high - low) / math.pi)
                for i, (low, high) in zip(step.reads, step.intervals, strict=True)
            ]
            if step.row.name in FIRST_OF_LAST:
                inputs[0] = apply(FIRST_OF_LAST[step.row.name])(inputs[-1])
            results.append(apply(step.row)(*inputs))
        return apply(autograd.TABLE["total"])(*results)

    def uses(self) -> str:
        """Return its rows in order, to tell it from others in a report."""
        return ", ".join(spoken(step.row) for step in self.steps)


def random_program(rng: random.Random) -> Program:
    leaves = [rng.uniform(-2, 2) for _ in range(rng.randint(2, 4))]
    steps = []
    for k in range(rng.randint(4, 12)):
        row = rng.choice(ROWS)
        where = intervals(row, rng)
        steps.append(Step(row, [rng.randrange(len(leaves) + k) for _ in where], where))
    return Program(leaves, steps)


def sizes_of_terms(root: Value, leaves: list[Value]) -> list[float]:
    """Return for each leaf the sum of |product| over all paths to it."""
    size = dict.fromkeys(below(root), 0.0)
    size[root] = 1.0
    for v in reversed(below(root)):
        for x, p in zip(v.inputs, v.partials, strict=True):
            size[x] += size[v] * abs(p)
    return [size.get(x, 0.0) for x in leaves]
