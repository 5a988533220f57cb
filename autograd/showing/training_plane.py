"""Two inputs as a plane: the data in it, and what a network says at the points of a grid."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, TypeAlias

from ..engine.labels import as_text
from .expression_trees import plain

Numbers: TypeAlias = Sequence[float]
Rows: TypeAlias = Sequence[Numbers]

LEVELS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+-"
"""Of a field: so many steps from its lowest to its highest number, a character each."""
DIGITS = 7
MOST_CLASSES = 8
FURTHEST = 8.0  # log-odds: beyond them nothing changes to the eye
MARGIN = 0.08  # of the plane around the data


class Plane:
    """The plane of samples with two inputs, for classes or for one quantity.

    classes  their names; none where the target is a quantity
    marks    of two classes their targets, such as 0 and 1
    targets  a sample's class, by its place, or its quantity
    side     a grid has side * side points, in rows from the lowest second input up
    """

    def __init__(self, X: Rows, Y: Rows, features: Sequence[str], classes: Sequence[str],
                 boundary: float, side: int) -> None:  # fmt: skip
        self.features = list(features) or [as_text("x_1"), as_text("x_2")]
        self.boundary, self.side = boundary, side
        ranges = [(min(column), max(column)) for column in zip(*X, strict=True)]
        rims = [MARGIN * (high - low) or 1.0 for low, high in ranges]
        self.low = [low - rim for (low, _), rim in zip(ranges, rims, strict=True)]
        self.high = [high + rim for (_, high), rim in zip(ranges, rims, strict=True)]
        self.marks = sorted({y[0] for y in Y})
        if len(Y[0]) > 1:
            self.classes = list(classes) or [str(k) for k in range(len(Y[0]))]
            self.targets = [float(max(range(len(y)), key=y.__getitem__)) for y in Y]
        elif len(self.marks) == 2:
            self.classes = list(classes) or [f"{mark:g}" for mark in self.marks]
            self.targets = [float(y[0] == self.marks[1]) for y in Y]
        else:
            self.classes, self.targets = [], [y[0] for y in Y]

    @staticmethod
    def suits(X: Rows, Y: Rows) -> bool:
        """Whether samples can be shown: two inputs, and few classes or one number as the target."""
        width = len(Y[0])
        one_hot = all(sorted(y) == [0.0] * (width - 1) + [1.0] for y in Y)
        return len(X[0]) == 2 and (width == 1 or (one_hot and width <= MOST_CLASSES))

    def grid(self) -> Rows:
        """Return the points of the grid, as inputs."""
        first, second = (
            [low + (high - low) * k / (self.side - 1) for k in range(self.side)]
            for low, high in zip(self.low, self.high, strict=True)
        )
        return [[a, b] for b in second for a in first]

    def field(self, outputs: Rows) -> dict[str, Any]:
        """Return what the network says at the grid's points, packed.

        Channels: of each class the logarithm of its probability; of two classes with a lone output
        the log-odds of the second; or the quantity.
        """
        if not self.classes:
            return packed([[output[0] for output in outputs]])
        if len(outputs[0]) > 1:
            return packed(list(zip(*map(log_shares, outputs), strict=True)))
        return packed([[log_odds(output[0], self.marks, self.boundary) for output in outputs]])

    def told(self, fields: Sequence[dict[str, Any]]) -> dict[str, Any]:
        """Return the plane as plain data, with a field for each kept epoch."""
        return {
            "names": self.features,
            "low": rounded(self.low),
            "high": rounded(self.high),
            "classes": self.classes,
            "targets": rounded(self.targets),
            "side": self.side,
            "fields": list(fields),
        }


def packed(channels: Rows) -> dict[str, Any]:
    """Return channels in characters, each a level between the lowest and the highest number."""
    finite = [x for channel in channels for x in channel if math.isfinite(x)] or [0.0]
    low, high = min(finite), max(finite)
    step = (high - low) / (len(LEVELS) - 1) or 1.0

    def level(x: float) -> str:
        return LEVELS[round((x - low) / step)] if math.isfinite(x) else LEVELS[0]

    return {"low": low, "step": step, "channels": ["".join(map(level, c)) for c in channels]}


def rounded(found: Numbers) -> list[Any]:
    """Return numbers with seven digits; those that are not finite as words."""
    return [plain(float(f"{x:.{DIGITS}g}")) for x in found]


def log_odds(output: float, marks: Numbers, boundary: float) -> float:
    """Return the log-odds of the second class that a lone output says: 0 on the boundary.

    The output is the log-odds where the boundary is 0, a probability of 0 to 1, or, with marks
    such as -1 and 1, a number of which the middle between them is the boundary.
    """
    if list(marks) != [0.0, 1.0]:
        low, high = marks
        return _within(2 * (output - (low + high) / 2) / (high - low))
    if boundary == 0:
        return _within(output)
    p = min(max(output, math.exp(-FURTHEST)), 1 - math.exp(-FURTHEST))
    return _within(math.log(p / (1 - p)))


def log_shares(outputs: Numbers) -> list[float]:
    """Return the logarithms of the classes' probabilities: outputs that are such, or logits."""
    if min(outputs) >= 0 and abs(sum(outputs) - 1) < 1e-6:
        return [math.log(max(p, math.exp(-FURTHEST))) for p in outputs]
    top = max(outputs)
    whole = top + math.log(sum(math.exp(z - top) for z in outputs))
    return [max(z - whole, -FURTHEST) for z in outputs]


def _within(x: float) -> float:
    return max(-FURTHEST, min(FURTHEST, x)) if math.isfinite(x) else x
