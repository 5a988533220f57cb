"""What the tests compare with: independent definitions, points, and random programs.

MPMATH      row name -> the operation in mpmath, from its definition and not from our code
FAMILIES    family name -> the same for a row made from numbers
INTERVALS   row name -> rng -> an interval (low, high) for each input, away from kinks and poles
PROGRAMS    a Hypothesis strategy: random programs, to be run on numbers, Values or symbols

A definition does not see the inputs that only carry precision (a row's `auxiliary` column).
"""

from __future__ import annotations

import importlib
import inspect
import math
import os
import random
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import mpmath
import pytest
from hypothesis import strategies
from mpmath import mp

import autograd
from autograd import Op
from autograd.engine import ops

Intervals = list[tuple[float, float]]


def required(module: str) -> Any:
    """Import an optional oracle; without it skip, or with CHAINRULE_REQUIRE_ORACLES set fail."""
    if os.environ.get("CHAINRULE_REQUIRE_ORACLES"):
        return importlib.import_module(module)
    return pytest.importorskip(module)


# --- definitions ----------------------------------------------------------------------------


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + mp.exp(-x))


def _cross_entropy(x: Any, y: Any) -> Any:
    """Equation 8-11; 0 log 0 is 0."""
    return -((y * mp.log(x) if y else 0) + ((1 - y) * mp.log(1 - x) if y != 1 else 0))


def _log_sum(*xs: Any) -> Any:
    return mp.log(mp.fsum(map(mp.exp, xs)))


def _dot(*wx: Any) -> Any:
    n = len(wx) // 2
    return mp.fdot(wx[:n], wx[n:])


MPMATH: dict[str, Callable[..., Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: x * y,
    "div": lambda x, y: x / y,
    "neg": lambda x: -x,
    "identity": lambda x: x,
    "power": mp.power,
    "exp": mp.exp,
    "expm1": lambda x: mp.exp(x) - 1,
    "log": mp.log,
    "log1p": lambda x: mp.log(1 + x),
    "log2": lambda x: mp.log(x) / mp.log(2),
    "log10": lambda x: mp.log(x) / mp.log(10),
    "atan2": mp.atan2,
    "hypot": lambda x, y: mp.sqrt(x * x + y * y),
    "mod": lambda x, y: x - y * mp.floor(x / y),
    "sqrt": mp.sqrt,
    "xlogy": lambda x, y: x * mp.log(y),
    "sin": mp.sin,
    "cos": mp.cos,
    "tan": mp.tan,
    "sinh": mp.sinh,
    "cosh": mp.cosh,
    "tanh": mp.tanh,
    "one_less_square": lambda x: 1 - x * x,
    "choose": lambda a, b, x, y: x if a >= b else y,
    "asin": mp.asin,
    "acos": mp.acos,
    "atan": mp.atan,
    "asinh": mp.asinh,
    "acosh": mp.acosh,
    "atanh": mp.atanh,
    "erf": mp.erf,
    "erfc": mp.erfc,
    "gaussian": lambda x: mp.exp(-x * x),
    "normal_curve": lambda x: mp.exp(-x * x / 2),
    "normal_cdf": mp.ncdf,
    "sign": mp.sign,
    "heaviside": lambda x: mp.mpf(x > 0),
    "absolute": abs,
    "relu": lambda x: max(x, mp.mpf(0)),
    "maximum": lambda *xs: max(xs),
    "minimum": lambda *xs: min(xs),
    "complement": lambda x: 1 - x,
    "over": lambda x, y: x / y,
    "log_odds": lambda x: mp.log(1 - x) - mp.log(x),
    "cross_entropy_slope": lambda x, y: -y / x + (1 - y) / (1 - x),
    "sigmoid": _sigmoid,
    "softplus": lambda x: mp.log(1 + mp.exp(x)),
    "silu": lambda x: x * _sigmoid(x),
    "gelu": lambda x: x * mp.ncdf(x),
    "total": lambda *xs: mp.fsum(xs),
    "prod": lambda *xs: mp.fprod(xs),
    "dot": _dot,
    "affine": lambda *wxb: _dot(*wxb[:-1]) + wxb[-1],
    "logsumexp": _log_sum,
    "softmax": lambda *xs: mp.exp(xs[0] - _log_sum(*xs)),
    "softmax_cross_entropy": lambda *xs: _log_sum(*xs) - xs[0],
    "binary_cross_entropy": _cross_entropy,
    "binary_cross_entropy_of_sigmoid": _cross_entropy,
    "binary_cross_entropy_with_logits": lambda x, y: _cross_entropy(_sigmoid(x), y),
}
FAMILIES: dict[str, Callable[..., Callable[..., Any]]] = {
    "power_by": lambda n: lambda x: mp.power(x, n),
    "power_of": lambda base: lambda x: mp.power(base, x),
    "leaky_relu_by": lambda slope: lambda x: x if x > 0 else mp.mpf(slope) * x,
    "weighted_sum": lambda *cs: lambda *xs: mp.fdot(cs, xs),
}

SAMPLES: list[Op] = [
    *[ops.power_by(n) for n in (3.0, -2.0, 0.5, 1.0, 0.0)],
    ops.power_of(2.5),
    ops.leaky_relu_by(0.1),
    ops.weighted_sum(2.0, -0.75, 1.0),
]
"""Rows of each family."""
ROWS: list[Op] = [*[row for row in autograd.TABLE.values() if row.built_in], *SAMPLES]


def spoken(row: Op) -> str:
    """Return a row's name for a test's id: power_by(3)."""
    return row.name + (f"({', '.join(f'{p:g}' for p in row.parameters)})" if row.family else "")


def definition(
    row: Op, table: dict[str, Any] = MPMATH, families: dict[str, Any] = FAMILIES
) -> Callable[..., Any]:
    """Return the oracle of a row; every row must have one."""
    found = families.get(row.family.__name__) if row.family else table.get(row.name)
    if found is None:
        raise AssertionError(f"{row.name} has no independent definition: give it one")
    definition: Callable[..., Any] = found(*row.parameters) if row.family else found
    return definition


# --- points ---------------------------------------------------------------------------------


def _real(*intervals: tuple[float, float]) -> Callable[[random.Random], Intervals]:
    return lambda _: list(intervals)


def _off_zero(low: float, high: float) -> Callable[[random.Random], Intervals]:
    return lambda rng: [rng.choice([(-high, -low), (low, high)])]


def _apart(rng: random.Random) -> Intervals:
    """Three inputs that never tie, in any order."""
    return rng.sample([(-3.0, -1.2), (-0.9, 0.9), (1.2, 3.0)], 3)


LINE, POSITIVE, UNIT = (-3.0, 3.0), (0.1, 4.0), (0.05, 0.95)
INTERVALS: dict[str, Callable[[random.Random], Intervals]] = {
    **dict.fromkeys(["add", "sub", "mul"], _real(LINE, LINE)),
    "div": lambda rng: [LINE, *_off_zero(0.3, 3.0)(rng)],
    "power": _real(POSITIVE, LINE),
    **dict.fromkeys(["log", "log2", "log10"], _real((0.05, 9.0))),
    "power_of": _real(LINE),
    **dict.fromkeys(["atan2", "hypot"], lambda rng: [*_off_zero(0.3, 3.0)(rng), LINE]),
    "mod": lambda rng: [rng.choice([(2.1, 3.9), (-3.9, -2.1)]), (2.0 - 1e-9, 2.0)],
    "log1p": _real((-0.9, 5.0)),
    "xlogy": _real(LINE, POSITIVE),
    "tan": _real((-1.2, 1.2)),
    **dict.fromkeys(["asin", "acos", "atanh"], _real((-0.9, 0.9))),
    "acosh": _real((1.1, 9.0)),
    **dict.fromkeys(["sign", "heaviside", "absolute", "relu", "leaky_relu"], _off_zero(0.2, 3.0)),
    **dict.fromkeys(["maximum", "minimum"], _apart),
    **dict.fromkeys(
        ["neg", "identity", "exp", "expm1", "sin", "cos", "atan", "asinh"], _real(LINE)
    ),
    **dict.fromkeys(["sinh", "cosh", "sigmoid", "softplus", "silu", "gelu"], _real(LINE)),
    **dict.fromkeys(["gaussian", "normal_curve", "normal_cdf"], _real((-1.5, 1.5))),
    **dict.fromkeys(["tanh", "erf", "erfc"], _real((-1.5, 1.5))),
    **dict.fromkeys(["total", "prod", "weighted_sum", "logsumexp"], _real(*[LINE] * 3)),
    **dict.fromkeys(["softmax", "softmax_cross_entropy"], _real(*[LINE] * 3)),
    "dot": _real(*[LINE] * 4),
    "affine": _real(*[LINE] * 5),
    "complement": _real(UNIT, LINE),
    "one_less_square": _real(UNIT, (-1.5, 1.5)),
    "choose": lambda rng: [*rng.sample([(-3.0, -1.0), (1.0, 3.0)], 2), LINE, LINE],
    "log_odds": _real(UNIT, LINE),
    "cross_entropy_slope": _real(UNIT, UNIT, LINE),
    "over": lambda rng: [LINE, *_off_zero(0.3, 3.0)(rng), (0.0, 0.0)],
    "binary_cross_entropy_of_sigmoid": _real(UNIT, UNIT, LINE),
    "binary_cross_entropy_with_logits": _real(LINE, UNIT),
}

_ABOUT_A_SIGMOID = (
    "complement", "log_odds", "cross_entropy_slope", "binary_cross_entropy_of_sigmoid"
)  # fmt: skip
FIRST_OF_LAST: dict[str, Op] = {
    **dict.fromkeys(_ABOUT_A_SIGMOID, ops.sigmoid),
    "one_less_square": ops.tanh,
}
"""Rows about x = sigmoid(logit) or tanh(z): their first input is made from their last."""


def intervals(row: Op, rng: random.Random) -> Intervals:
    """Return an interval for each input; for a row without an entry one where most are defined."""
    if row.name in INTERVALS:
        return INTERVALS[row.name](rng)
    kinds = [p.kind for p in inspect.signature(row.partials).parameters.values()][1:]
    return [(0.2, 0.9)] * sum(3 if k is inspect.Parameter.VAR_POSITIONAL else 1 for k in kinds)


def points(row: Op, count: int) -> list[tuple[float, ...]]:
    """Return inputs of a row, the same at every call."""
    rng = random.Random(spoken(row))
    found = []
    for _ in range(count):
        inputs = [rng.uniform(low, high) for low, high in intervals(row, rng)]
        if row.name in FIRST_OF_LAST:
            inputs[0] = FIRST_OF_LAST[row.name](inputs[-1])
        found.append(tuple(inputs))
    return found


def essential(row: Op, inputs: Sequence[Any]) -> tuple[Any, ...]:
    """Return the inputs without those that only carry precision."""
    return tuple(inputs[: len(inputs) - row.auxiliary])


def ulps(got: float, truth: Any) -> float:
    """Return the error of `got` in units of the last place of the true number."""
    return float(abs(mpmath.mpf(got) - truth) / mpmath.mpf(math.ulp(float(truth))))


# --- random programs ------------------------------------------------------------------------

STEPS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda x, y: x + y,
    "sub": lambda x, y: x - y,
    "mul": lambda x, y: autograd.sin(x * y),
    "div": lambda x, y: x / (2 + y * y),
    "tanh": lambda x, _: autograd.tanh(x),
    "sigmoid": lambda x, _: autograd.sigmoid(x),
    "affine": lambda x, y: autograd.affine([0.5, x], [y, -0.25], 0.1),
}


class Program(NamedTuple):
    """Numbers to start from, and steps (name, i, j) on the results so far; the last is the root."""

    leaves: list[float]
    steps: list[tuple[str, int, int]]

    def run(self, leaves: Sequence[Any]) -> list[Any]:
        """Return `leaves` and the result of each step."""
        results = list(leaves)
        for name, i, j in self.steps:
            results.append(STEPS[name](results[i % len(results)], results[j % len(results)]))
        return results


_positions = strategies.integers(0, 40)
PROGRAMS = strategies.builds(
    Program,
    strategies.lists(strategies.floats(-1, 1).map(lambda x: round(x, 3)), min_size=2, max_size=4),
    strategies.lists(
        strategies.tuples(strategies.sampled_from(sorted(STEPS)), _positions, _positions),
        min_size=1,
        max_size=10,
    ),
)
