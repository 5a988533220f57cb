"""Data for training: checked once, so that no NaN is ever trained on; split; in batches.

Samples are lists of rows of numbers; a lone number stands for a row of one.  NumPy arrays and
data frames are taken too.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Sequence
from typing import Any

from .objectives import Objective

Rows = list[list[float]]


def checked_rows(given: Any, name: str, what: str = "feature") -> Rows:
    """Return rows of floats, all of one width; a ValueError names the sample and the feature."""
    if hasattr(given, "to_numpy"):
        given = given.to_numpy()
    if hasattr(given, "tolist"):
        given = given.tolist()
    if isinstance(given, (str, bytes)) or not hasattr(given, "__iter__"):
        raise TypeError(f"{name}: expected a list of samples, got {given!r:.60}")
    rows = [_row(sample, f"{name}: sample {k}, {what}") for k, sample in enumerate(given, 1)]
    if not rows:
        raise ValueError(f"{name}: there are no samples")
    for k, row in enumerate(rows, 1):
        if len(row) != len(rows[0]) or not row:
            raise ValueError(
                f"{name}: sample {k} has {len(row)} numbers, expected {len(rows[0]) or 'some'}"
            )
    return rows


def _row(sample: Any, where: str) -> list[float]:
    if hasattr(sample, "tolist"):
        sample = sample.tolist()
    numbers = list(sample) if isinstance(sample, (list, tuple)) else [sample]
    try:
        row = list(map(float, numbers))
    except (TypeError, ValueError):
        i, x = next((i, x) for i, x in enumerate(numbers, 1) if not _is_number(x))
        raise TypeError(f"{where} {i}: {x!r:.40} is not a number") from None
    if not all(map(math.isfinite, row)):
        i, x = next((i, x) for i, x in enumerate(row, 1) if not math.isfinite(x))
        raise ValueError(f"{where} {i} is {x}: leave the sample out, or mend the number")
    return row


def _is_number(x: Any) -> bool:
    try:
        float(x)
    except (TypeError, ValueError):
        return False
    return not isinstance(x, str)


def checked_targets(y: Any, m: int, width: int, objective: Objective, name: str = "y") -> Rows:
    """Return a row of `width` targets for each of m samples, as the objective understands them.

    Numbers of classes become one-hot rows.
    """
    rows = checked_rows(y, name, "target")
    if len(rows) != m:
        raise ValueError(f"X has {m} samples and {name} has {len(rows)}")
    if objective.classes and width > 1:
        return [_one_hot(row, width, f"{name}: sample {k}") for k, row in enumerate(rows, 1)]
    if len(rows[0]) != width:
        hint = "; for class numbers take sparse_categorical_crossentropy" * objective.shares
        raise ValueError(
            f"{name}: the network has {width} outputs, each sample has {len(rows[0])} targets{hint}"
        )
    for k, row in enumerate(rows, 1):
        if objective.shares and (min(row) < 0 or abs(sum(row) - 1) > 1e-9):
            raise ValueError(
                f"{name}: sample {k}: {objective.name} needs probabilities with the sum 1, "
                f"got {row!s:.60}"
            )
    return rows


def _one_hot(row: list[float], width: int, where: str) -> list[float]:
    if len(row) != 1 or not 0 <= row[0] < width or row[0] != int(row[0]):
        raise ValueError(f"{where}: expected a class from 0 to {width - 1}, got {row!s:.60}")
    return [float(i == row[0]) for i in range(width)]


def batches(order: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Yield the indices of the samples of each batch; the last one may be smaller."""
    for start in range(0, len(order), size):
        yield order[start : start + size]


def split(m: int, fraction: float, rng: random.Random) -> tuple[list[int], list[int]]:
    """Return the indices of m samples in two lots at random, the second of about this fraction.

    The first has at least one.
    """
    order = list(range(m))
    rng.shuffle(order)
    held = min(round(m * fraction), m - 1)
    return sorted(order[held:]), sorted(order[:held])
