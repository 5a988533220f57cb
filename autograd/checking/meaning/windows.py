r"""Convolutions of arrays as networks have them: the kernel is laid on each window, not flipped.

valid(x, k)[i, j] = \sum_{u, v} x[i + u, j + v] k[u, v]      full(x, k): with zeros around x
"""

from __future__ import annotations

from itertools import product as pairs
from typing import Any

from ...engine import functions
from .errors import ShapeError
from .tensor import Tensor, scalar_of, shape_of


def turned(x: Any) -> Any:
    """Return an array turned by half a turn."""
    whole = _array(x)
    return Tensor(whole.shape, whole.entries[::-1])


def valid(x: Any, y: Any) -> Any:
    """Return the sums of the products under each window of the larger one."""
    one, other = _array(x), _array(y)
    if all(a <= b for a, b in zip(one.shape, other.shape, strict=True)):
        one, other = other, one
    if any(a < b for a, b in zip(one.shape, other.shape, strict=True)):
        raise ShapeError("neither of what is convolved fits into the other")
    shape = tuple(a - b + 1 for a, b in zip(one.shape, other.shape, strict=True))
    windows = list(pairs(*map(range, other.shape)))
    found = [
        _total([one.at(i + u, j + v) * other.at(u, v) for u, v in windows])
        for i, j in pairs(*map(range, shape))
    ]
    return Tensor(shape, found)


def full(x: Any, kernel: Any) -> Any:
    """Return the same with zeros around x, as many as the kernel reaches beyond."""
    one, other = _array(x), _array(kernel)
    (m, n), (p, q) = one.shape, other.shape
    shape = (m + 2 * (p - 1), n + 2 * (q - 1))
    zeros = [
        one.at(i - p + 1, j - q + 1) if p - 1 <= i < m + p - 1 and q - 1 <= j < n + q - 1 else 0.0
        for i, j in pairs(*map(range, shape))
    ]
    padded = Tensor(shape, zeros)
    windows = list(pairs(*map(range, other.shape)))
    found = [
        _total([padded.at(i + u, j + v) * other.at(u, v) for u, v in windows])
        for i, j in pairs(range(m + p - 1), range(n + q - 1))
    ]
    return Tensor((m + p - 1, n + q - 1), found)


def _total(terms: list[Any]) -> Any:
    return functions.total([x for x in terms if not isinstance(x, float) or x])


def _array(x: Any) -> Tensor:
    whole = scalar_of(x)
    if not isinstance(whole, Tensor) or len(shape_of(whole)) != 2:
        raise ShapeError("what is convolved is a matrix")
    return whole
