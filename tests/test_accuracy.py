"""Sigmoid, softplus, logsumexp and the fused losses are right over the whole range of floats.

The truth is mpmath with digits enough for 1 - sigmoid(1000).
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from mpmath import mp
from oracles import MPMATH, spoken, ulps

import autograd
from autograd import Op, Value, partial
from autograd.engine import ops

ENDS = [0.0, 1e-300, 1.0, 20.0, 36.0, 40.0, 700.0, 745.0, 1000.0]
RANGE = sorted({sign * x for x in ENDS for sign in (1, -1)})
DIGITS = 900  # 1 - sigmoid(1000) is 1e-435
A_FEW = 4.0  # units of the last place


@pytest.fixture(autouse=True)
def _digits() -> Iterator[None]:
    with mp.workdps(DIGITS):
        yield


def true_sigmoid(x: float) -> Any:
    return MPMATH["sigmoid"](mp.mpf(x))


def worst(results: list[tuple[float, Any]]) -> float:
    """Return the largest error, in ulps of the truth; of 0 and denormals, in the smallest float."""
    return max(ulps(got, want) for got, want in results)


def slopes_of_log_sum(*xs: float) -> list[Any]:
    powers = [mp.exp(mp.mpf(x)) for x in xs]
    return [e / mp.fsum(powers) for e in powers]


# --- one input ---


@pytest.mark.parametrize("x", RANGE)
def test_sigmoid_and_its_slope(x: float) -> None:
    a = true_sigmoid(x)
    z = ops.sigmoid(Value(x))
    assert worst([(z.data, a), (z.partials[0], a * (1 - a))]) <= A_FEW


@pytest.mark.parametrize("x", RANGE)
def test_softplus_and_its_slope(x: float) -> None:
    z = ops.softplus(Value(x))
    truth = MPMATH["softplus"](mp.mpf(x))
    assert worst([(z.data, truth), (z.partials[0], true_sigmoid(x))]) <= A_FEW


def test_sigmoid_at_minus_40_is_its_slope_at_40() -> None:
    """1 - sigmoid(40) is not 1 - 1."""
    assert autograd.sigmoid(-40) == 4.248354255291589e-18
    assert ops.sigmoid(Value(40.0)).partials == (4.248354255291589e-18,)


def test_planted_naive_sigmoid_is_caught() -> None:
    naive = 1 / (1 + math.exp(36))
    assert worst([(1 - 1 / (1 + math.exp(-36)), true_sigmoid(-36))]) > A_FEW
    assert worst([(naive, true_sigmoid(-36))]) <= A_FEW


# --- the normal distribution ---


def true_gelu_slopes(x: Any) -> tuple[list[Any], Any]:
    """Return the terms of gelu's slope, x phi(x) and Phi(x), and its second derivative."""
    x = mp.mpf(x)
    density = mp.npdf(x)
    return [x * density, mp.ncdf(x)], density * (2 - x * x)


def within(got: float, truth: Any, allowed: float) -> bool:
    """Whether it is right to so many ulps; a product that begins with a denormal, to 50 of its."""
    return ulps(got, truth) <= allowed or (
        abs(truth) < 2.0**-1022 and abs(got - truth) < 50 * 2.0**-1074
    )


NORMAL = [*(x / 7 for x in range(-276, 276)), *(2.0**-n for n in range(1, 60, 7)), 1e-300, 0.0]


def test_gelu_and_its_slopes_over_the_whole_range() -> None:
    """The last place of x x / 2, and of x / sqrt(2), would cost x^2 ulps if they were rounded."""
    with mp.workdps(60):
        for x in NORMAL:
            z = ops.gelu(Value(x))
            terms, second = true_gelu_slopes(x)
            assert within(z.data, MPMATH["gelu"](mp.mpf(x)), A_FEW), x
            size = max(math.ulp(float(abs(t))) for t in terms)
            assert abs(z.partials[0] - mp.fsum(terms)) <= max(A_FEW * size, 50 * 2.0**-1074), x
            curve = autograd.grad(autograd.grad(ops.gelu))(x)
            if abs(x * x - 2) > 1:  # where it is 0, it is the difference of two terms
                assert within(curve, second, 2 * A_FEW) or abs(second) < 1e-300, x


@pytest.mark.parametrize(("row", "slope"), [
    (ops.gaussian, lambda x: -2 * x * mp.exp(-x * x)),
    (ops.normal_curve, lambda x: -x * mp.exp(-x * x / 2)),
    (ops.normal_cdf, mp.npdf),
    (ops.erf, lambda x: 2 / mp.sqrt(mp.pi) * mp.exp(-x * x)),
    (ops.erfc, lambda x: -2 / mp.sqrt(mp.pi) * mp.exp(-x * x)),
])  # fmt: skip
def test_what_an_error_function_is_made_of(row: Op, slope: Callable[[Any], Any]) -> None:
    with mp.workdps(60):
        for x in NORMAL:
            z = row(Value(x))
            assert within(z.data, MPMATH[row.name](mp.mpf(x)), A_FEW), x
            assert within(z.partials[0], slope(mp.mpf(x)), A_FEW), x


@pytest.mark.parametrize("row", [ops.gaussian, ops.normal_curve, ops.normal_cdf], ids=spoken)
def test_branch_free_forms_are_as_accurate(row: Op) -> None:
    assert row.branch_free is not None
    for x in NORMAL:
        assert row.branch_free(x) == pytest.approx(row(x), rel=4e-16, abs=1e-320)


def test_planted_rounded_square_is_caught() -> None:
    x = -35.3
    assert ulps(x / 2 * math.erfc(-x / math.sqrt(2)), MPMATH["gelu"](mp.mpf(x))) > 2 * A_FEW


# --- several inputs ---


@pytest.mark.parametrize("x", RANGE)
def test_logsumexp_and_its_slopes(x: float) -> None:
    found = []
    for others in [(y,) for y in RANGE] + [(y, 0.0) for y in RANGE]:
        z = ops.logsumexp(Value(x), *map(Value, others))
        found.append((z.data, MPMATH["logsumexp"](*map(mp.mpf, (x, *others)))))
        found += zip(z.partials, slopes_of_log_sum(x, *others), strict=True)
    assert worst(found) <= A_FEW


@pytest.mark.parametrize("x", RANGE)
def test_softmax_cross_entropy_and_its_slopes(x: float) -> None:
    found = []
    for others in [(y,) for y in RANGE] + [(y, 0.0) for y in RANGE]:
        z = autograd.softmax_cross_entropy(list(map(Value, (x, *others))), 0)
        found.append((z.data, MPMATH["softmax_cross_entropy"](*map(mp.mpf, (x, *others)))))
        first, *rest = slopes_of_log_sum(x, *others)
        found += zip(z.partials, [first - 1, *rest], strict=True)
    assert worst(found) <= A_FEW


@pytest.mark.parametrize("row", [ops.logsumexp, ops.softmax_cross_entropy], ids=spoken)
def test_any_logits_are_as_good_as_the_last_digit_of_their_differences(row: Op) -> None:
    """x - y is rounded to half an ulp, and exp makes of this absolute error a relative one."""
    rng = random.Random(7)
    for _ in range(300):
        xs = [rng.uniform(-1000, 1000) * rng.random() ** 3 for _ in range(3)]
        allowed = A_FEW + math.ulp(max(xs) - min(xs)) / math.ulp(1.0)
        z = row(*map(Value, xs))
        truth = MPMATH[row.name](*map(mp.mpf, xs))
        slopes = slopes_of_log_sum(*xs)
        if row is ops.softmax_cross_entropy:
            assert ulps(z.data, truth) <= allowed
            slopes[0] -= 1
        else:  # a sum of two numbers, which may cancel
            assert abs(z.data - truth) <= A_FEW * math.ulp(max(abs(truth), abs(max(xs))))
        assert worst(list(zip(z.partials, slopes, strict=True))) <= allowed


@pytest.mark.parametrize("y", [0.0, 1.0])
@pytest.mark.parametrize("x", RANGE)
def test_binary_cross_entropy_with_logits_and_its_slopes(x: float, y: float) -> None:
    z = autograd.binary_cross_entropy_with_logits(Value(x), Value(y))
    loss = MPMATH["softplus"](mp.mpf(-x if y else x))
    slope = true_sigmoid(x) - mp.mpf(y)
    assert worst([(z.data, loss), (z.partials[0], slope)]) <= A_FEW
    assert z.partials[1] == -x


@pytest.mark.parametrize("x", RANGE)
def test_binary_cross_entropy_with_logits_of_a_soft_target(x: float) -> None:
    """The slope a - y is a difference: a few ulps of the larger of the two."""
    z = autograd.binary_cross_entropy_with_logits(Value(x), Value(0.3))
    y, a = mp.mpf(0.3), true_sigmoid(x)
    loss = y * MPMATH["softplus"](mp.mpf(-x)) + (1 - y) * MPMATH["softplus"](mp.mpf(x))
    assert ulps(z.data, loss) <= A_FEW
    assert abs(z.partials[0] - (a - y)) <= A_FEW * math.ulp(max(a, 0.3))


# --- equation 8-11 at the node a = sigmoid(z) ---

targets = pytest.mark.parametrize("y", [0.0, 0.3, 1.0])


def loss_of_logit(z: float, y: float) -> tuple[Any, Any, Any]:
    """Return L, dL/dz = a - y, dL/da = -y/a + (1 - y)/(1 - a), all as they truly are."""
    a, target = true_sigmoid(z), mp.mpf(y)
    return (
        target * MPMATH["softplus"](-mp.mpf(z)) + (1 - target) * MPMATH["softplus"](mp.mpf(z)),
        a - target,
        -target / a + (1 - target) / (1 - a),
    )


def near(got: float, truth: Any, tolerance: float = 1e-14) -> bool:
    smallest_normal = 2.0**-1022
    return bool(abs(got - truth) <= tolerance * max(abs(truth), smallest_normal))


@targets
@pytest.mark.parametrize("at", [5, -5, 20, -20, 40, -40, 100, -100, 600, -600, 690, -690,
                                695, -695, 710, -710, 800, -800, 1000, -1000])  # fmt: skip
def test_binary_cross_entropy_of_a_sigmoid_never_dies_of_saturation(at: float, y: float) -> None:
    z = Value(at)
    loss = autograd.binary_cross_entropy(z.sigmoid(), y)
    loss.backward()
    true_loss, by_z, _ = loss_of_logit(at, y)
    assert near(loss.data, true_loss)
    assert near(z.grad, by_z)


@targets
@pytest.mark.parametrize("at", [5, -5, 20, -20, 40, -40, 100, -100, 600, -600])
def test_derivative_by_the_sigmoid_is_equation_8_12(at: float, y: float) -> None:
    a = Value(at).sigmoid()
    loss = autograd.binary_cross_entropy(a, y)
    _, _, by_a = loss_of_logit(at, y)
    assert near(partial(loss, a), by_a)
    loss.backward()
    assert near(a.grad, by_a)


@pytest.mark.parametrize("at", [800.0, -800.0])
def test_graph_computed_anew_survives_saturation(at: float) -> None:
    """A training step may move the logit of a graph built long before."""
    for y in (0.0, 0.3, 1.0):
        z = Value(0.5)
        loss = autograd.binary_cross_entropy(z.sigmoid(), y)
        z.data = at
        loss.forward().backward()
        true_loss, by_z, _ = loss_of_logit(at, y)
        assert near(loss.data, true_loss)
        assert near(z.grad, by_z)


def test_planted_loss_from_the_rounded_sigmoid_is_caught() -> None:
    """What 8-11 gives when it is read off a = 1.0."""
    assert not near(-math.log(autograd.sigmoid(40)), loss_of_logit(40, 1.0)[0])
    assert near(-math.log(autograd.sigmoid(-40)), loss_of_logit(-40, 1.0)[0])
