r"""Limits: \lim_{h \to 0} \frac{f(x + h) - f(x)}{h}, by what is found on both sides nearby.

A polynomial through the values at eight points around the limit's is taken there; of a smooth
function that is right to ten digits, as two sizes of the neighbourhood have to show.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import Any

from .errors import MeaningError
from .tensor import plain

NEAR, NEARER = 0.02, 0.012
"""How far the farthest points are."""
AGREEING = 1e-8
SIDE = 4
"""So many points stand on each side."""


def limit(value: Callable[[float], Any]) -> Any:
    """Return the limit of a number that is a function of how far it is from where that is."""
    first, found = (_extrapolated(value, size) for size in (NEAR, NEARER))
    if not abs(plain(first) - plain(found)) <= AGREEING * (1 + abs(plain(found))):
        raise MeaningError("this limit was not computed")
    return found


def _extrapolated(value: Callable[[float], Any], size: float) -> Any:
    total: Any = 0.0
    for place, weight in _weights():
        total = total + weight * value(size * place)
    return total


@cache
def _weights() -> tuple[tuple[float, float], ...]:
    """Return where the points stand, and what each counts at 0 (Lagrange)."""
    places = [sign * k / SIDE for k in range(1, SIDE + 1) for sign in (-1, 1)]
    return tuple(
        (x, math.prod(y / (y - x) for y in places if y != x)) for x in places
    )  # fmt: skip
