"""The scalar functions that other engines test, by themselves and to the second derivative.

The functions and kinds of points are those of HIPS autograd's tests of scalar operations (0 at a
kink, a power's exponent 0, a base of 0); the truth is mpmath's derivative of the definition.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from mpmath import mp

import autograd
from autograd import Value, grad

Function = Callable[..., Any]
DEGREE = math.pi / 180

UNARY: dict[str, tuple[Function, Function, tuple[float, ...]]] = {
    "abs": (abs, abs, (1.1, -1.1)),
    "sin": (autograd.sin, mp.sin, (1.62, -0.61)),
    "sign": (autograd.sign, mp.sign, (1.1, -1.1)),
    "exp": (autograd.exp, mp.exp, (-0.53, 0.87)),
    "log": (autograd.log, mp.log, (2.3, 0.32)),
    "log2": (autograd.log2, lambda x: mp.log(x, 2), (1.46, 0.25)),
    "log10": (autograd.log10, mp.log10, (2.06, 0.38)),
    "log1p": (autograd.log1p, lambda x: mp.log(1 + x), (1.13, 0.17)),
    "expm1": (autograd.expm1, mp.expm1, (0.88, 0.58)),
    "exp2": (lambda x: 2**x, lambda x: mp.mpf(2) ** x, (1.1, 0.94)),
    "neg": (lambda x: -x, lambda x: -x, (0.5, 0.9)),
    "pos": (lambda x: +x, lambda x: +x, (0.5, -0.9)),
    "cos": (autograd.cos, mp.cos, (-0.68, 0.12)),
    "tan": (autograd.tan, mp.tan, (-0.94, 0.27)),
    "cosh": (autograd.cosh, mp.cosh, (0.53, -0.69)),
    "sinh": (autograd.sinh, mp.sinh, (-0.4, -0.69)),
    "tanh": (autograd.tanh, mp.tanh, (-0.85, 1.2)),
    "arccos": (autograd.acos, mp.acos, (0.1, 0.2)),
    "arcsin": (autograd.asin, mp.asin, (0.1, 0.2)),
    "arctan": (autograd.atan, mp.atan, (0.2, 0.3)),
    "arccosh": (autograd.acosh, mp.acosh, (1.45, 3.1)),
    "arcsinh": (autograd.asinh, mp.asinh, (0.74, -0.19)),
    "arctanh": (autograd.atanh, mp.atanh, (0.2, 0.3)),
    "sqrt": (autograd.sqrt, mp.sqrt, (4.17, 7.2)),
    "square": (lambda x: x**2, lambda x: x**2, (0.5, -3.0)),
    "reciprocal": (lambda x: 1 / x, lambda x: 1 / x, (0.42, 0.9)),
    "degrees": (lambda x: x / DEGREE, lambda x: x / mp.mpf(DEGREE), (3.0, 9.2)),
    "radians": (lambda x: x * DEGREE, lambda x: x * mp.mpf(DEGREE), (3.0, 9.2)),
}
BINARY: dict[str, tuple[Function, Function, tuple[tuple[float, float], ...]]] = {
    "add": (lambda x, y: x + y, lambda x, y: x + y, ((0.2, 0.7),)),
    "subtract": (lambda x, y: x - y, lambda x, y: x - y, ((0.2, 0.7),)),
    "multiply": (lambda x, y: x * y, lambda x, y: x * y, ((0.2, 0.7),)),
    "divide": (lambda x, y: x / y, lambda x, y: x / y, ((0.2, 0.7), (0.9, -0.3))),
    "power": (lambda x, y: x**y, mp.power, ((1.17, 3.6), (2.64, 0.19), (0.3, 0.02))),
    "mod": (lambda x, y: x % y, lambda x, y: x - y * mp.floor(x / y), ((0.7, 0.21), (0.2, 0.9))),
    "arctan2": (autograd.atan2, mp.atan2, ((0.4, 0.6), (-0.4, -1.2))),
    "hypot": (autograd.hypot, mp.hypot, ((0.4, 0.6), (-3.0, 4.0))),
    "maximum": (lambda x, y: autograd.maximum(x, y), max, ((0.4, 0.6), (0.7, 0.1))),
    "minimum": (lambda x, y: autograd.minimum(x, y), min, ((0.4, 0.6), (0.7, 0.1))),
}


def close(got: float, truth: Any) -> bool:
    return bool(abs(got - truth) <= 1e-13 * max(1, abs(truth)))


@pytest.mark.parametrize("name", UNARY)
def test_a_function_of_one_number(name: str) -> None:
    ours, definition, points = UNARY[name]
    f = lambda x: 3.0 * ours(x)  # noqa: E731
    for x in points:
        with mp.workdps(40):
            first, second = (mp.diff(definition, mp.mpf(x), n) for n in (1, 2))
        assert close(f(x), 3 * definition(mp.mpf(x)))
        assert close(grad(f)(x), 3 * first)
        assert close(grad(grad(f))(x), 3 * second)


@pytest.mark.parametrize("argument", [0, 1])
@pytest.mark.parametrize("name", BINARY)
def test_a_function_of_two_numbers(name: str, argument: int) -> None:
    ours, definition, points = BINARY[name]
    for x, y in points:
        with mp.workdps(40):
            order = (1, 0) if argument == 0 else (0, 1)
            first = mp.diff(definition, (x, y), order)
            second = mp.diff(definition, (x, y), tuple(2 * n for n in order))
        assert close(ours(x, y), definition(mp.mpf(x), mp.mpf(y)))
        assert close(grad(ours, argument)(x, y), first)
        assert close(grad(grad(ours, argument), argument)(x, y), second)


def test_at_the_special_points() -> None:
    assert grad(lambda x: 3.0 * abs(x))(0.0) == 0.0  # any number from -3 to 3 is a subgradient
    constant = lambda x: x**0.0  # noqa: E731
    assert (grad(constant)(0.0), grad(grad(constant))(0.0)) == (0.0, 0.0)
    zero = lambda y: 0.0**y  # noqa: E731
    assert (grad(zero)(0.36), grad(grad(zero))(0.36)) == (0.0, 0.0)


def test_a_number_may_stand_on_either_side() -> None:
    x = 0.7
    for f, slope in [(lambda x: 2.0 - x, -1.0), (lambda x: 2.0 / x, -2.0 / x**2),
                     (lambda x: 2.0 + x, 1.0), (lambda x: 2.0 * x, 2.0),
                     (lambda x: 5.0 % x, -7.0)]:  # fmt: skip
        assert grad(f)(x) == pytest.approx(slope, rel=1e-15)


def test_comparisons_choose_the_branch() -> None:
    f = lambda x: x * x if x > 1.0 else 3.0 * x  # noqa: E731
    assert (grad(f)(2.0), grad(f)(0.5)) == (4.0, 3.0)
    assert Value(1.0) <= 1.0 < Value(2.0)


def test_planted_wrong_slope_is_seen() -> None:
    assert not close(math.cos(0.3) * (1 + 1e-12), mp.cos(mp.mpf(0.3)))
