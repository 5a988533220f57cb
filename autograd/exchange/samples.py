"""What a function and its backward pass are at a few points: derivatives, and what is claimed.

A backward pass is a linear map of the upstream gradient, so that calling it with each unit
vector gives the whole Jacobian that it claims, entry by entry beside the true one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from .differences import Differences, differences
from .passes import Arrays, Pass

ROUNDING, SINGLE = 1e-8, 1e-4
"""What a backward pass may be off by from rounding, of the largest derivative."""


class Claim(NamedTuple):
    """What the backward pass gives for one arg.

    jacobian   array of shape (the gradient's shape, the number of output entries)
    constant   the gradient for an upstream gradient of 0
    linear     whether, for a random upstream gradient, the gradient is what these two say
    """

    jacobian: Any
    constant: Any
    linear: bool

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the gradient."""
        return tuple(self.constant.shape)


class Sample(NamedTuple):
    """One point: the args, the outputs there, an upstream gradient, and for each arg a claim."""

    args: Arrays
    outputs: Arrays
    upstream: Arrays
    truth: dict[int, Differences]
    claims: dict[int, Claim | None]
    rounding: float

    def trusted(self, argnum: int) -> Any:
        """Return where the derivatives by an arg are known: no kink there, and no large error."""
        t = self.truth[argnum]
        return ~t.kink & (t.error <= 1e-3 * self.scale(argnum))

    def scale(self, argnum: int) -> float:
        """Return the size of the largest derivative by an arg."""
        t = self.truth[argnum]
        known = np.abs(np.where(np.isfinite(t.error) & ~t.kink, t.value, 0.0))
        return float(known.max(initial=0.0)) or 1.0

    def tolerance(self, argnum: int) -> Any:
        """Return what each claimed derivative may differ by: ten times the error, and rounding."""
        error = self.truth[argnum].error
        return 10 * np.where(np.isfinite(error), error, 0.0) + self.rounding * self.scale(argnum)


def sample(both: Pass, arrays: Arrays, rng: Any) -> Sample:
    """Return what the function and its backward pass are at a point."""
    outputs = both.outputs(arrays)
    upstream = [rng.uniform(0.5, 1.5, s) * rng.choice([-1.0, 1.0], s) for s in both.shapes]
    truth = {i: derivatives(both, arrays, i) for i in both.argnums}
    claims = _claims(both, arrays, upstream)
    rounding = SINGLE if both.single else ROUNDING
    return Sample(arrays, outputs, upstream, truth, claims, rounding)


def derivatives(both: Pass, arrays: Arrays, argnum: int) -> Differences:
    """Return the derivatives of all outputs by one arg."""

    def f(x: Any) -> Any:
        moved = [x if i == argnum else a for i, a in enumerate(arrays)]
        return np.concatenate([out.ravel() for out in both.outputs(moved)])

    return differences(f, arrays[argnum])


def _claims(both: Pass, arrays: Arrays, upstream: Arrays) -> dict[int, Claim | None]:
    zeros = [np.zeros(shape) for shape in both.shapes]
    constant = both.gradients(arrays, zeros)
    columns = []
    for k, zero in enumerate(zeros):
        for j in range(zero.size):
            unit = zero.copy()
            unit.flat[j] = 1.0
            columns.append(both.gradients(arrays, [*zeros[:k], unit, *zeros[k + 1 :]]))
    given = both.gradients(arrays, upstream)
    weights = np.concatenate([u.ravel() for u in upstream])
    claims: dict[int, Claim | None] = {}
    for at, argnum in enumerate(both.argnums):
        if constant[at] is None or any(column[at] is None for column in columns):
            claims[argnum] = None
            continue
        jacobian = np.stack([column[at] - constant[at] for column in columns], axis=-1)
        off = given[at] - constant[at] - jacobian @ weights
        size = np.abs(constant[at]) + np.abs(jacobian) @ np.abs(weights)
        rounding = SINGLE if both.single else ROUNDING
        linear = not (np.abs(off) > rounding * size).any()
        claims[argnum] = Claim(jacobian, constant[at], linear)
    return claims


def fresh(both: Pass, arrays: Arrays, rng: Any) -> Arrays | None:
    """Return other args near these at which f is finite; None if none are found.

    Positive numbers stay positive and numbers between 0 and 1 stay there: an arg may be a
    variance, or a probability.
    """
    for size in (0.5, 0.5, 0.1, 0.1, 0.01):
        moved = [_moved(a, size, rng) if i in both.argnums else a for i, a in enumerate(arrays)]
        try:
            outputs = both.outputs(moved)
        except (ArithmeticError, ValueError):
            continue
        if all(np.isfinite(out).all() for out in outputs):
            return moved
    return None


def _moved(x: Any, size: float, rng: Any) -> Any:
    noise = np.asarray(rng.uniform(-1, 1, x.shape) * size)
    if x.size and (x > 0).all():
        return np.asarray(x ** np.exp(noise) if (x < 1).all() else x * np.exp(noise))
    return np.asarray(x + 2 * noise * (np.sqrt(np.mean(x**2)) or 1.0) if x.size else x)
