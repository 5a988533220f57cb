"""Derivatives by differences, with the error that they may have.

Central differences with halved steps, extrapolated to a step of 0 (Richardson), of which the
table's own disagreement tells the error; the complex step, f(x + ih) / h, where f takes complex
numbers and agrees, which is exact to rounding.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

LEVELS = 9
LARGEST = 2.0**-4
TINY = 1e-30


class Differences(NamedTuple):
    """Derivatives of all outputs by the entries of one arg: arrays of shape (entries, outputs).

    error  what a derivative may be off by; infinite where f could not be computed on both sides
    kink   whether the derivatives from the left and from the right differ there
    exact  whether the complex step was taken
    """

    value: Any
    error: Any
    kink: Any
    exact: bool


def differences(f: Callable[[Any], Any], x: Any) -> Differences:
    """Return the derivatives of f, an array -> the flat array of all outputs, at the array x."""
    here = f(x)
    rows = [_row(f, x, i, here) for i in range(x.size)]
    shape = (x.size, here.size)
    value, error, kink = (np.array([row[k] for row in rows]).reshape(shape) for k in range(3))
    stepped = _complex_step(f, x, shape)
    if stepped is None:
        return Differences(value, error, kink.astype(bool), exact=False)
    near = np.abs(stepped - value) <= 10 * error + 1e-9 * np.abs(value)
    near &= np.isfinite(error)
    value = np.where(near, stepped, value)
    return Differences(
        value, np.where(near, 1e-14 * np.abs(stepped), error), kink.astype(bool), bool(near.all())
    )


def _row(f: Callable[[Any], Any], x: Any, i: int, here: Any) -> tuple[Any, Any, Any]:
    """Return derivative, error and kink of each output by entry i.

    The steps are those of a typical entry; where they do not tell enough, those of this one,
    which may be much smaller.
    """
    typical = np.sqrt(np.mean(np.abs(x) ** 2)) or 1.0
    size = abs(x.flat[i])
    value, error, kink = _richardson(f, x, i, here, LARGEST * max(size, 0.1 * typical))
    rough = kink | ~(error <= 1e-7 * np.abs(value).max(initial=0.0))
    if 0 < size < 0.1 * typical and rough.any():
        closer, rest, bent = _richardson(f, x, i, here, LARGEST * size)
        better = rough & ((rest < error) | ~bent)
        value, error = np.where(better, closer, value), np.where(better, rest, error)
        kink = np.where(better, bent, kink)
    return value, error, kink


def _richardson(
    f: Callable[[Any], Any], x: Any, i: int, here: Any, h: float
) -> tuple[Any, Any, Any]:
    """Return derivative, error and kink of each output by entry i, with steps from h down."""
    previous: list[Any] = []
    best, error = np.full(here.size, np.nan), np.full(here.size, np.inf)
    bends: list[Any] = []
    for _ in range(LEVELS):
        above, below = (_at(f, x, i, step, here.size) for step in (h, -h))
        row = [(above - below) / (2 * h)]
        for k, earlier in enumerate(previous):
            row.append(row[k] + (row[k] - earlier) / (4 ** (k + 1) - 1))
            off = np.maximum(np.abs(row[-1] - row[k]), np.abs(row[-1] - earlier))
            off += 1e-15 * np.abs(here) / h
            better = off < error  # which no NaN is
            best, error = np.where(better, row[-1], best), np.where(better, off, error)
        bends.append((above - 2 * here + below) / h)
        previous, h = row, h / 2
    jump = 2 * bends[-1] - bends[-2]  # of the slope: of a smooth function it shrinks with h**3
    noise = 1e-14 * np.abs(here) / h
    kink = np.abs(jump) > 1e-5 * (np.abs(row[0]) + np.abs(jump)) + 10 * error + noise
    return best, error, kink & np.isfinite(jump)


def _at(f: Callable[[Any], Any], x: Any, i: int, step: Any, size: int) -> Any:
    """Return f where entry i is moved by a step; NaN where it cannot be computed."""
    moved = np.array(x, dtype=np.result_type(x, type(step)))
    moved.flat[i] += step
    try:
        found = f(moved)
    except (ArithmeticError, ValueError):
        return np.full(size, np.nan)
    return found if found.size == size else np.full(size, np.nan)


def _complex_step(f: Callable[[Any], Any], x: Any, shape: tuple[int, int]) -> Any:
    """Return the derivatives by the complex step; None where f does not take complex numbers."""
    found = []
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for i in range(x.size):
                moved = np.array(x, dtype=complex)
                moved.flat[i] += TINY * 1j
                found.append(np.imag(f(moved)) / TINY)
    except Exception:  # whatever the functions of a library say to a complex number
        return None
    return np.array(found).reshape(shape)
