"""How rows are computed on arrays and in straight-line code: without a branch on data.

PRIMITIVES   what both languages have: how it is written in Python, which NumPy function it is
FORMS        rows whose `forward` branches, in rows and primitives that are as accurate
EXPANSIONS   rows of many inputs, in rows, so that several of them share their parts

A row in none of these works all the same: it is called number by number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

from ..engine import ops
from ..engine.operation import ATOM, BUILT_IN, PRODUCT, SIGN, SUM, Op
from ..engine.ops import exp, log, log1p, maximum, minimum, total


class Primitive(NamedTuple):
    """An operation of the languages that programs are written in.

    python      a template: "{0} + {1}"
    array       the name of the function that is called with the inputs and the array for the result
    precedence  of the Python
    inside      how tightly the inputs have to bind to stand in it without brackets
    in_place    whether the result may be written over an input
    """

    python: str
    array: str
    precedence: int = ATOM
    inside: int = 0
    in_place: bool = True


def _function(name: str, array: str = "") -> Primitive:
    return Primitive(f"{name}({{0}})", array or name)


CONDITION = 5  # the precedence of `a if c else b`

PRIMITIVES: dict[str, Primitive] = {
    "add": Primitive("{0} + {1}", "add", SUM, SUM),
    "sub": Primitive("{0} - {1}", "subtract", SUM, SUM),
    "mul": Primitive("{0} * {1}", "multiply", PRODUCT, PRODUCT),
    "div": Primitive("{0} / {1}", "divide", PRODUCT, PRODUCT),
    "neg": Primitive("-{0}", "negative", SIGN, SIGN),
    "power": Primitive("pow({0}, {1})", "power"),
    **{name: _function(name) for name in (
        "exp", "expm1", "log", "log1p", "sqrt", "sin", "cos", "tan", "sinh", "cosh", "tanh",
    )},
    **{name: _function(name, "arc" + name[1:]) for name in ("asin", "acos", "atan")},
    "absolute": _function("abs", "absolute"),
    "sign": _function("sign"),
    "maximum": Primitive("maximum({0}, {1})", "larger"),
    "minimum": Primitive("minimum({0}, {1})", "smaller"),
    "positive": Primitive("(1.0 if {0} > 0.0 else 0.0)", ""),
    "rectify": Primitive("(0.0 if {0} <= 0.0 else {0})", "rectify", in_place=False),
    "choose": Primitive("({2} if {0} >= {1} else {3})", "choose", in_place=False),
    "divide_where": Primitive(
        "({2} / {3} if {0} >= {1} else 0.0)", "divide_where", inside=SIGN, in_place=False
    ),
    "minus_abs": Primitive("(-{0} if {0} > 0.0 else {0})", "minus_abs"),
}  # fmt: skip


def _traced(name: str) -> Callable[..., Any]:
    """Return a primitive that is no row as a function of operands."""

    def call(*xs: Any) -> Any:
        return next(x for x in xs if hasattr(x, "code")).code.primitive(name, xs)

    return call


positive, rectify, choose = _traced("positive"), _traced("rectify"), _traced("choose")
divide_where, minus_abs = _traced("divide_where"), _traced("minus_abs")


def _falling(x: Any) -> Any:
    """e^-|x|, which cannot overflow."""
    return exp(minus_abs(x))


def _sigmoid(x: Any) -> Any:
    return choose(x, 0.0, 1.0, _falling(x)) / (1 + _falling(x))


def _complement(logit: Any) -> Any:
    """1 - sigmoid(logit)."""
    return choose(logit, 0.0, _falling(logit), 1.0) / (1 + _falling(logit))


def _power(x: Any, n: Any) -> Any:
    if n in (1.0, 2.0, 3.0):
        return reduce(lambda product, x: product * x, [x] * int(n))
    if n == -1.0:
        return 1.0 / x
    return ops.sqrt(x) if n == 0.5 else _traced("power")(x, n)


def _unless_zero(weight: Any, x: Any, otherwise: float) -> Any:
    """Return x, where the weight is 0 a number at which its logarithm is finite."""
    return choose(0.0, ops.absolute(weight), otherwise, x)


def _cross_entropy(x: Any, y: Any) -> Any:
    """Equation 8-11."""
    return -(y * log(_unless_zero(y, x, 1.0)) + (1 - y) * log1p(-_unless_zero(1 - y, x, 0.0)))


def _cross_entropy_of_logit(y: Any, logit: Any) -> Any:
    return log1p(_falling(logit)) + choose(0.0, logit, -y, 1 - y) * logit


ARRAY_FORMS: dict[str, Callable[..., Any]] = {
    "positive": lambda x: ops.sign(rectify(x)),  # which mostly is there already: relu(x)
}
"""Primitives that arrays have no fast function for."""

FORMS: dict[str, Any] = {
    "power": _power,
    "power_by": _power,
    "xlogy": lambda x, y: x * log(_unless_zero(x, y, 1.0)),
    "heaviside": positive,
    "relu": rectify,
    "leaky_relu": lambda x, slope: choose(0.0, x, slope * x, x),
    "sigmoid": _sigmoid,
    "complement": lambda x, logit: _complement(logit),  # noqa: ARG005  (1 - x would be inexact)
    "one_less_square": ops.one_less_square.branch_free,
    "softplus": lambda x: rectify(x) + log1p(_falling(x)),
    "silu": lambda x: x * _sigmoid(x),
    "gelu": lambda x: x / 2 * ops.erfc(-x / math.sqrt(2)),
    "over": lambda x, y, far: divide_where(690.0, far, x, y),
    "log_odds": lambda x, logit: -logit,  # noqa: ARG005
    "cross_entropy_slope": lambda x, y, logit: (
        divide_where(690.0, logit, 1 - y, _complement(logit)) - divide_where(logit, -690.0, y, x)
    ),
    "binary_cross_entropy": _cross_entropy,
    "binary_cross_entropy_of_sigmoid": lambda x, y, logit: _cross_entropy_of_logit(y, logit),  # noqa: ARG005
    "binary_cross_entropy_with_logits": lambda x, y: _cross_entropy_of_logit(y, x),
}
"""Each is called with the inputs, and with the numbers that a row of a family was made from."""


def _above(xs: tuple[Any, ...]) -> tuple[Any, Any]:
    """Return the largest x, and log(sum of e^x) less the largest x, without cancellation."""
    top = maximum(*xs)
    powers = [exp(x - top) for x in xs]
    others = [total(0.0, *powers[:i], *powers[i + 1 :]) for i in range(len(xs))]
    return top, log1p(minimum(*others))  # all but the largest of the powers, which is 1


def _logsumexp(*xs: Any) -> Any:
    top, more = _above(xs)
    return top + more


def _softmax_cross_entropy(x: Any, *ys: Any) -> Any:
    top, more = _above((x, *ys))
    return (top - x) + more


EXPANSIONS: dict[str, Callable[..., Any]] = {
    "logsumexp": _logsumexp,
    "softmax": lambda *xs: exp(-_softmax_cross_entropy(*xs)),
    "softmax_cross_entropy": _softmax_cross_entropy,
    "prod": lambda *xs: reduce(lambda product, x: product * x, xs),
}

SYMMETRIC = ("maximum", "minimum")
"""Rows that take any number of inputs, in any order."""


FAMILIES = (ops.power_by, ops.leaky_relu_by)
"""The functions that make rows from numbers, for which there are forms."""


def is_known(op: Op) -> bool:
    """Whether it is a row of the built-in table: a user's may have any name and meaning."""
    return op.name in BUILT_IN if op.family is None else op.family in FAMILIES
