"""Functions of floats that `math` lacks: what the rows compute, accurate over the whole range."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

COARSE = 1.5 * 2.0**42  # a float that is added to this is rounded to a multiple of 2^-10
sumprod = getattr(math, "sumprod", lambda xs, ys: sum(map(operator.mul, xs, ys)))  # 3.12


def sign(x: float) -> float:
    """-1, 0 or 1; NaN for NaN."""
    return math.copysign(1.0, x) if x and x == x else x


def step(x: float) -> float:
    """1 for positive x, else 0; NaN for NaN."""
    return 1.0 if x > 0 else 0.0 if x <= 0 else x


def hypot(x: float, y: float) -> float:
    """The length of (x, y)."""
    z = math.hypot(x, y)
    if math.isinf(z) and math.isfinite(x) and math.isfinite(y):
        raise OverflowError
    return math.nan if x != x or y != y else z


def modulo(x: float, y: float) -> float:
    """x - y floor(x / y), with the sign of y; a ValueError where it is undetermined."""
    if (math.isinf(x) and y == y) or (math.isinf(y) and x * y < 0):
        raise ValueError("the remainder of an infinity")
    return x % y


def choose(a: float, b: float, x: float, y: float) -> float:
    """Return x where a >= b, else y."""
    return math.nan if a != a or b != b else x if a >= b else y


def extreme(of: Callable[..., float]) -> Callable[..., float]:
    """Return max or min of several numbers; NaN if there is one among them."""
    return lambda *xs: math.nan if any(x != x for x in xs) else of(xs)


def split(x: Any) -> tuple[Any, Any]:
    """Return x as a sum h + l, h with so few digits that h h is exact, up to |x| = 2^16.

    x is a number, or what the branch-free forms of the rows are written with.
    """
    high = (x + COARSE) - COARSE
    return high, x - high


def gaussian(x: float, power: float = 1.0) -> float:
    """e^(-power x^2): with the square as it is, not rounded (W. J. Cody, 1969)."""
    if not -40 < x < 40:
        return 0.0 if x == x else x
    h, low = split(x)
    return math.exp(-power * h * h) * math.exp(-power * (x + h) * low)


def normal_cdf(x: float) -> float:
    """erfc(-x / sqrt(2)) / 2, for which -x / sqrt(2) is not rounded.

    The function of a rounded t = -x / sqrt(2) is e^(-t^2) times a slow one: it is put right by
    e^(t^2 - x^2 / 2).
    """
    t = -x / math.sqrt(2)
    if not -40 < x < 0:
        return math.erfc(t) / 2
    (h, low), (k, rest) = split(t), split(x)
    more: float = (h * h - k * k / 2) + ((t + h) * low - (x + k) * rest / 2)
    return math.erfc(t) / 2 * (1 + more)


def sigmoid(x: float) -> float:
    """1 / (1 + e^-x), without overflow."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def one_less_square(a: float, x: float) -> float:
    """1 - a^2 for a = tanh(x), without cancellation."""
    if -0.5 < a < 0.5 or x != x:
        return 1 - a * a
    e = math.exp(-2 * abs(x))
    return 4 * e / ((1 + e) * (1 + e))


def softplus(x: float) -> float:
    """log(1 + e^x), without overflow."""
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def logsumexp(*xs: float) -> float:
    """log(e^x_1 + ... + e^x_n), without overflow."""
    top = max(xs)
    if math.isinf(top):
        return top
    at = xs.index(top)
    return top + math.log1p(sum(math.exp(x - top) for i, x in enumerate(xs) if i != at))


def cross_entropy(x: float, *ys: float) -> float:
    """-log(softmax of x among x, *ys), without cancellation."""
    top = max(ys, default=-math.inf)
    if math.isinf(top) and math.isinf(x):
        if top == x and ys:
            raise ValueError("the largest are infinite: their ratio has no limit")
        return 0.0 if x > top else math.inf
    if top == math.inf:
        return math.nan if any(y != y for y in (x, *ys)) else top
    if top <= x:
        return math.log1p(sum(math.exp(y - x) for y in ys))
    return top - x + math.log(math.exp(x - top) + sum(math.exp(y - top) for y in ys))


def binary_cross_entropy(x: float, y: float, logit: float | None = None) -> float:
    """Equation 8-11, from the logit if x is its sigmoid: then right where x rounds to 0 or 1."""
    if logit is not None:
        e = math.exp(-abs(logit))
        if x == (1 / (1 + e) if logit >= 0 else e / (1 + e)):
            slope = 1 - y if logit > 0 else -y
            return math.log1p(e) + (slope * logit if slope else 0.0)
    return -(y * math.log(x) if y else 0.0) - ((1 - y) * math.log1p(-x) if y != 1 else 0.0)


def affine(*wxb: Any) -> Any:
    """w_1 x_1 + ... + w_n x_n + b, given as (w_1, ..., w_n, x_1, ..., x_n, b)."""
    n = len(wxb) // 2  # b is summed with the products, as weighted_sum does
    return sumprod(wxb[:n] + wxb[-1:], (*wxb[n:-1], 1.0))
