r"""The operation table: the built-in rows (what a row is: operation.py).

    tanh = Op("tanh", "tanh($x)", r"\tanh($x)", math.tanh, lambda z, x: (1 - z * z,))

A row that is added here is differentiated to any order, explained, drawn, batched, compiled, read
by `formula` and by the checker, and is a function and a method, with no further code.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from functools import reduce
from itertools import accumulate
from typing import Any

from . import float_functions as floats
from .float_functions import sumprod
from .operation import BUILT_IN, POWER, PRODUCT, SIGN, SPELLINGS, SUM, TABLE, Op

# --- parts of rows ----------------------------------------------------------------------------


def _beyond(y: Any, logit: Any) -> Any:
    """The part of the derivative of a saturated cross-entropy that goes straight to the logit."""
    if type(logit) is float and -690 <= logit <= 690:
        return 0.0  # nearly always
    return (1 - y) * heaviside(logit - 690) - y * heaviside(-690 - logit)


def _softmax(*xs: Any) -> tuple[Any, ...]:
    """All the components of softmax, in the rows' own arithmetic; as a formula by their name."""
    if hasattr(xs[0], "_writes") and len(xs) <= 30:  # of more, the sizes would be square
        return tuple(softmax(x, *xs[:i], *xs[i + 1 :]) for i, x in enumerate(xs))
    top = maximum(*xs)
    if _is_infinite(top):
        return tuple(softmax(x, *xs[:i], *xs[i + 1 :]) for i, x in enumerate(xs))
    powers = [exp(x - top) for x in xs]
    whole = total(*powers)
    return tuple(e / whole for e in powers)


def _halves(xs: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """Return w_1, ..., w_n and x_1, ..., x_n."""
    return xs[: len(xs) // 2], xs[len(xs) // 2 :]


def _falling(x: Any) -> Any:
    """e^-|x|, which cannot overflow."""
    return exp(-absolute(x))


def _unless_zero(weight: Any, x: Any, otherwise: float) -> Any:
    """Return x; where the weight is 0, a number at which its logarithm or power is finite."""
    if hasattr(x, "_writes"):
        return x  # a formula says it without
    return choose(0.0, absolute(weight), otherwise, x)


def _within(bound: float, x: Any) -> Any:
    """Return x, no further from 0 than the bound: where what it is multiplied by has become 0."""
    if hasattr(x, "_writes"):
        return x  # a formula says it without
    return minimum(maximum(x, -bound), bound)


def _share(x: Any, whole: Any) -> Any:
    """Return x / whole for |x| <= whole, where both are infinite or 0 the sign of x."""
    if hasattr(x, "_writes"):
        return x / whole  # a formula says it without
    return choose(absolute(x), whole, sign(x), x / choose(0.0, whole, 1.0, whole))


def _gaussian(x: Any, power: float) -> Any:
    """e^(-power x^2), with the square as it is, not rounded."""
    x = _within(40.0, x)
    h, low = floats.split(x)
    return exp(-power * h * h) * exp(-power * (x + h) * low)


def _normal_cdf(x: Any) -> Any:
    """The standard normal distribution: as `floats.normal_cdf`, where it is explained."""
    below = maximum(minimum(x, 0.0), -40.0)
    t = -below / math.sqrt(2)
    (h, low), (k, rest) = floats.split(t), floats.split(below)
    more = (h * h - k * k / 2) + ((t + h) * low - (below + k) * rest / 2)
    return erfc(-x / math.sqrt(2)) / 2 * (1 + more)


def _is_infinite(x: Any) -> bool:
    """Whether it is an infinite number, or a node of one."""
    number = getattr(x, "data", x)
    return type(number) is float and math.isinf(number)


def _complement(logit: Any) -> Any:
    """1 - sigmoid(logit)."""
    return choose(logit, 0.0, _falling(logit), 1.0) / (1 + _falling(logit))


def _unless_far(x: Any, y: Any, far: Any) -> Any:
    """Return x / y, but 0 where far > 690."""
    return x / choose(690.0, far, y, math.inf)


def _cross_entropy(x: Any, y: Any) -> Any:
    """Equation 8-11."""
    return -(y * log(_unless_zero(y, x, 1.0)) + (1 - y) * log1p(-_unless_zero(1 - y, x, 0.0)))


def _cross_entropy_of_logit(y: Any, logit: Any) -> Any:
    """Equation 8-11 for x = sigmoid(logit)."""
    return log1p(_falling(logit)) + choose(0.0, logit, -y, 1 - y) * logit


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


def _most(z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The partials of an extreme: 1 for the input that is the result, shared among equals."""
    chosen = [choose(z, x, 1.0, 0.0) * choose(x, z, 1.0, 0.0) for x in xs]
    count = total(*chosen)
    return tuple(c / count for c in chosen)


def _others(xs: tuple[Any, ...]) -> list[Any]:
    """For each input the product of all the others, with no division."""
    before = accumulate(xs[:-1], operator.mul, initial=1.0)
    after = list(accumulate(xs[:0:-1], operator.mul, initial=1.0))
    return [b * a for b, a in zip(before, reversed(after), strict=True)]


def _affine_partials(z: Any, *wxb: Any) -> tuple[Any, ...]:
    n = len(wxb) // 2
    return (*wxb[n:-1], *wxb[:n], 1.0)


# --- written forms --------------------------------------------------------------------------


def _listed(before: str, between: str = ", ", after: str = ")") -> Callable[..., str]:
    return lambda *xs: before + between.join(xs) + after


def _pairs(times: str) -> Callable[..., str]:
    """w_1 x_1 + ... + w_n x_n, and + b when there is one input more."""
    return lambda *xs: " + ".join(
        [w + times + x for w, x in zip(*_halves(xs[: len(xs) // 2 * 2]), strict=True)]
        + list(xs[len(xs) // 2 * 2 :])
    )


# --- rows made from plain numbers -----------------------------------------------------------


_RAISED = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def power_by(n: float) -> Op:
    """x**n for a plain number n: whole powers of negative x too; x**0 is 1 with slope 0."""
    return Op("power_by", f"$x**{n:.12g}", f"$x^{{{n:.12g}}}", lambda x: math.pow(x, n),
              lambda z, x: (n * x ** (n - 1) if n else 0.0,),
              POWER, family=power_by, parameters=(n,), symbol="x" + f"{n:.12g}".translate(_RAISED),
              expression=lambda x: power(x, n))  # fmt: skip


def power_of(base: float) -> Op:
    """base**x for a plain number; 0**x has slope 0."""
    written = f"{base:.12g}" if base >= 0 else f"({base:.12g})"
    return Op("power_of", f"{written}**$x", f"{written}^{{$x}}", lambda x: math.pow(base, x),
              lambda z, x: (z * log(base) if base else 0.0,),
              POWER, family=power_of, parameters=(base,), symbol=f"{written}ˣ",
              expression=lambda x: power(base, x),
              branch_free=lambda x: power(base, x))  # fmt: skip


def leaky_relu_by(slope: float) -> Op:
    """x where it is positive, slope * x elsewhere."""
    return Op("leaky_relu", f"leaky_relu($x, {slope:.12g})",
              rf"\operatorname{{LeakyReLU}}($x, {slope:.12g})",
              lambda x: slope * x if x <= 0 else x,
              lambda z, x: (slope + (1 - slope) * heaviside(x),),
              family=leaky_relu_by, parameters=(slope,), symbol="LeakyReLU",
              expression=lambda x: relu(x) - slope * relu(-x),
              branch_free=lambda x: choose(0.0, x, slope * x, x))  # fmt: skip


def weighted_sum(*coefficients: float) -> Op:
    """c_1 x_1 + ... + c_n x_n for plain numbers c: what affine is when its x are data."""

    def written(times: str) -> Callable[..., str]:
        return lambda *xs: " + ".join(
            x if c == 1 else f"{c:.6g}{times}{x}" for c, x in zip(coefficients, xs, strict=True)
        )

    return Op("weighted_sum", written(" * "), written(r" \, "),
              lambda *xs: sumprod(coefficients, xs), lambda z, *xs: coefficients,
              SUM, family=weighted_sum, parameters=coefficients, symbol="Σ", is_weighted_sum=True,
              expression=lambda *xs: total(*[c * x for c, x in zip(coefficients, xs, strict=True)])
              )  # fmt: skip


# --- the table ------------------------------------------------------------------------------
# Laid out by hand: one row an operation, its columns side by side.
# fmt: off

add: Op = Op("add", "$x + $y", "$x + $y", operator.add, lambda z, x, y: (1.0, 1.0), SUM,
             symbol="+")
sub: Op = Op("sub", "$x - $y", "$x - $y", operator.sub, lambda z, x, y: (1.0, -1.0), SUM,
             symbol="−")
mul: Op = Op("mul", "$x * $y", r"$x \, $y", operator.mul, lambda z, x, y: (y, x), PRODUCT,
             symbol="×")
div: Op = Op("div", "$x / $y", r"\frac{$x}{$y}", operator.truediv,
             lambda z, x, y: (1 / y, -z / y), PRODUCT, symbol="÷")
neg: Op = Op("neg", "-$x", "-$x", operator.neg, lambda z, x: (-1.0,), SIGN, symbol="−")
identity: Op = Op("identity", "$x", "$x", lambda x: x, lambda z, x: (1.0,), SUM)
power: Op = Op("power", "$x**$y", "$x^{$y}", math.pow,
               lambda z, x, y: (y * _unless_zero(y, x, 1.0) ** (y - 1),
                                xlogy(z, _unless_zero(x, x, 1.0))), POWER, symbol="xʸ")

exp: Op = Op("exp", "exp($x)", "e^{$x}", math.exp, lambda z, x: (z,), names=("Exp",))
expm1: Op = Op("expm1", "expm1($x)", "(e^{$x} - 1)", math.expm1, lambda z, x: (exp(x),),
               expression=lambda x: exp(x) - 1)
log: Op = Op("log", "log($x)", r"\log($x)", math.log, lambda z, x: (1 / x,), names=("ln", "Log"))
log2: Op = Op("log2", "log2($x)", r"\log_{2}($x)", math.log2, lambda z, x: (1 / (x * math.log(2)),),
              expression=lambda x: log(x) / math.log(2), names=("lb",))
log10: Op = Op("log10", "log10($x)", r"\log_{10}($x)", math.log10,
               lambda z, x: (1 / (x * math.log(10)),), expression=lambda x: log(x) / math.log(10),
               names=("lg",))
log1p: Op = Op("log1p", "log1p($x)", r"\log(1 + $x)", math.log1p, lambda z, x: (1 / (1 + x),),
               expression=lambda x: log(1 + x))
sqrt: Op = Op("sqrt", "sqrt($x)", r"\sqrt{$x}", math.sqrt, lambda z, x: (0.5 / z,), symbol="√")
xlogy: Op = Op("xlogy", "xlogy($x, $y)", r"$x \log($y)", lambda x, y: x * math.log(y) if x else 0.0,
               lambda z, x, y: (log(y), x / y), PRODUCT, expression=lambda x, y: x * log(y),
             branch_free=lambda x, y: x * log(_unless_zero(x, y, 1.0)))

sin: Op = Op("sin", "sin($x)", r"\sin($x)", math.sin, lambda z, x: (cos(x),))
cos: Op = Op("cos", "cos($x)", r"\cos($x)", math.cos, lambda z, x: (-sin(x),))
tan: Op = Op("tan", "tan($x)", r"\tan($x)", math.tan, lambda z, x: (1 + z * z,))
sinh: Op = Op("sinh", "sinh($x)", r"\sinh($x)", math.sinh, lambda z, x: (cosh(x),))
cosh: Op = Op("cosh", "cosh($x)", r"\cosh($x)", math.cosh, lambda z, x: (sinh(x),))
# 1 - a^2 for a = tanh(x): written so, computed from x, which is exact where a is near 1
one_less_square: Op = Op("one_less_square", "1 - $x**2", "1 - $x^{2}", floats.one_less_square,
                         lambda z, a, x: (-2 * a, 0.0), SUM, auxiliary=1, symbol="1 − x²",
                         expression=lambda a, x: 1 - a * a,
                         branch_free=lambda a, x: 4 * _falling(2 * x)
                         / ((1 + _falling(2 * x)) * (1 + _falling(2 * x))))
tanh: Op = Op("tanh", "tanh($x)", r"\tanh($x)", math.tanh,
              lambda z, x: (one_less_square(z, x),), names=("Tanh",))
asin: Op = Op("asin", "asin($x)", r"\arcsin($x)", math.asin,
              lambda z, x: (1 / sqrt((1 - x) * (1 + x)),), symbol="arcsin", names=("arcsin",))
acos: Op = Op("acos", "acos($x)", r"\arccos($x)", math.acos,
              lambda z, x: (-1 / sqrt((1 - x) * (1 + x)),), symbol="arccos", names=("arccos",))
atan: Op = Op("atan", "atan($x)", r"\arctan($x)", math.atan, lambda z, x: (1 / (1 + x * x),),
              symbol="arctan", names=("arctan",))
asinh: Op = Op("asinh", "asinh($x)", r"\operatorname{arsinh}($x)", math.asinh,
               lambda z, x: (1 / hypot(1.0, x),), symbol="arsinh", names=("arcsinh", "arsinh"))
acosh: Op = Op("acosh", "acosh($x)", r"\operatorname{arcosh}($x)", math.acosh,
               lambda z, x: (1 / (sqrt(x - 1) * sqrt(x + 1)),), symbol="arcosh",
               names=("arccosh", "arcosh"))
atanh: Op = Op("atanh", "atanh($x)", r"\operatorname{artanh}($x)", math.atanh,
               lambda z, x: (1 / ((1 - x) * (1 + x)),), symbol="artanh",
               names=("arctanh", "artanh"))
atan2: Op = Op("atan2", "atan2($x, $y)", r"\operatorname{atan2}($x, $y)", math.atan2,
               lambda z, x, y: (_share(y, hypot(x, y)) / hypot(x, y),
                                -_share(x, hypot(x, y)) / hypot(x, y)),
               names=("arctan2",))
hypot: Op = Op("hypot", "hypot($x, $y)", r"\operatorname{hypot}($x, $y)", floats.hypot,
               lambda z, x, y: (_share(x, z), _share(y, z)),
               expression=lambda x, y: sqrt(x * x + y * y))
mod: Op = Op("mod", "mod($x, $y)", r"\operatorname{mod}($x, $y)", floats.modulo,
             lambda z, x, y: (1.0, (z - x) / y))

erf: Op = Op("erf", "erf($x)", r"\operatorname{erf}($x)", math.erf,
             lambda z, x: (2 / math.sqrt(math.pi) * gaussian(x),))
erfc: Op = Op("erfc", "erfc($x)", r"\operatorname{erfc}($x)", math.erfc,
              lambda z, x: (-2 / math.sqrt(math.pi) * gaussian(x),))
# e^(-x^2), e^(-x^2 / 2) and the latter's integral: written so, computed from the exact square
gaussian: Op = Op("gaussian", "exp(-$x**2)", "e^{-$x^{2}}", floats.gaussian,
                  lambda z, x: (-2 * _within(40.0, x) * z,), POWER, symbol="e⁻ˣˣ",
                  expression=lambda x: exp(-(x * x)), branch_free=lambda x: _gaussian(x, 1.0))
normal_curve: Op = Op("normal_curve", "exp(-$x**2 / 2)", "e^{-$x^{2} / 2}",
                      lambda x: floats.gaussian(x, 0.5), lambda z, x: (-_within(40.0, x) * z,),
                      POWER, symbol="φ",
                      expression=lambda x: exp(-(x * x) / 2),
                      branch_free=lambda x: _gaussian(x, 0.5))
normal_cdf: Op = Op("normal_cdf", "erfc(-$x / sqrt(2)) / 2",
                    r"\frac{1}{2} \operatorname{erfc}(-$x / \sqrt{2})", floats.normal_cdf,
                    lambda z, x: (normal_curve(x) / math.sqrt(math.tau),), PRODUCT, symbol="Φ",
                    expression=lambda x: erfc(-x / math.sqrt(2)) / 2, branch_free=_normal_cdf)

sign: Op = Op("sign", "sign($x)", r"\operatorname{sign}($x)", floats.sign, lambda z, x: (0.0,),
              names=("sgn",))
heaviside: Op = Op("heaviside", "heaviside($x)", r"\operatorname{heaviside}($x)", floats.step,
                   lambda z, x: (0.0,), symbol="H", names=("Heaviside",))
absolute: Op = Op("absolute", "abs($x)", r"\left|$x\right|", abs, lambda z, x: (sign(x),),
                  symbol="|x|", names=("abs", "Abs"))
relu: Op = Op("relu", "relu($x)", r"\operatorname{ReLU}($x)", lambda x: 0.0 if x <= 0 else x,
              lambda z, x: (heaviside(x),), symbol="ReLU", names=("ReLU", "Relu"))
maximum: Op = Op("maximum", _listed("max("), _listed(r"\max("), floats.extreme(max),
                 lambda z, *xs: _most(z, xs), symbol="max", names=("max", "Max"),
                 picks="largest")
minimum: Op = Op("minimum", _listed("min("), _listed(r"\min("), floats.extreme(min),
                 lambda z, *xs: _most(z, xs), symbol="min", names=("min", "Min"),
                 picks="smallest")

# x where a >= b, else y
choose: Op = Op("choose", _listed("choose("), _listed(r"\operatorname{choose}("), floats.choose,
                lambda z, a, b, x, y: (0.0, 0.0, choose(a, b, 1.0, 0.0), choose(a, b, 0.0, 1.0)))

# 1 - a for a = sigmoid(logit): written so, computed as sigmoid(-logit), which is exact near 0
complement: Op = Op("complement", "1 - $x", "1 - $x", lambda x, logit: floats.sigmoid(-logit),
                    lambda z, x, logit: (-1.0, 0.0), SUM, auxiliary=1, symbol="1 − x",
                    expression=lambda x, logit: 1 - x,
                    branch_free=lambda x, logit: _complement(logit))
sigmoid: Op = Op("sigmoid", "sigmoid($x)", r"\sigma($x)", floats.sigmoid,
                 lambda z, x: (z * complement(z, x),), symbol="σ",
                 names=("logistic", "Sigmoid", "expit"),
                 expression=lambda x: 1 / (1 + exp(-x)),
                 branch_free=lambda x: choose(x, 0.0, 1.0, _falling(x)) / (1 + _falling(x)))
softplus: Op = Op("softplus", "softplus($x)", r"\operatorname{softplus}($x)", floats.softplus,
                  lambda z, x: (sigmoid(x),), names=("Softplus",),
                  branch_free=lambda x: relu(x) + log1p(_falling(x)))
silu: Op = Op("silu", "silu($x)", r"\operatorname{SiLU}($x)",
              lambda x: max(x, -800.0) * floats.sigmoid(x),
              lambda z, x: (sigmoid(x) * (1 + _within(800.0, x) * complement(sigmoid(x), x)),),
              symbol="SiLU", names=("SiLU", "swish"), expression=lambda x: x * sigmoid(x),
              branch_free=lambda x: maximum(x, -800.0) * sigmoid(x))
gelu: Op = Op("gelu", "gelu($x)", r"\operatorname{GELU}($x)",
              lambda x: max(x, -40.0) * floats.normal_cdf(x),
              lambda z, x: (normal_cdf(x)
                            + _within(40.0, x) * normal_curve(x) / math.sqrt(math.tau),),
              symbol="GELU", names=("GELU",), expression=lambda x: x / 2 * erfc(-x / math.sqrt(2)),
              branch_free=lambda x: maximum(x, -40.0) * normal_cdf(x))

total: Op = Op("total", _listed("", " + ", ""), _listed("", " + ", ""), lambda *xs: sum(xs),
               lambda z, *xs: (1.0,) * len(xs), SUM, symbol="Σ")
prod: Op = Op("prod", _listed("", " * ", ""), _listed("", r" \, ", ""), lambda *xs: math.prod(xs),
              lambda z, *xs: _others(xs), PRODUCT, symbol="Π",
              branch_free=lambda *xs: reduce(operator.mul, xs))
dot: Op = Op("dot", _pairs(" * "), _pairs(r" \, "), lambda *wx: sumprod(*_halves(wx)),
             lambda z, *wx: (*_halves(wx)[1], *_halves(wx)[0]), SUM, symbol="Σ",
             is_weighted_sum=True)
affine: Op = Op("affine", _pairs(" * "), _pairs(r" \, "), floats.affine, _affine_partials, SUM,
                symbol="Σ", is_weighted_sum=True)

logsumexp: Op = Op("logsumexp", _listed("logsumexp("), _listed(r"\operatorname{logsumexp}("),
                   floats.logsumexp, lambda z, *xs: _softmax(*xs), names=("LSE",),
                   branch_free=_logsumexp)
# softmax and its cross-entropy are about their first input, among all of them
softmax: Op = Op("softmax", _listed("softmax("), _listed(r"\operatorname{softmax}("),
                 lambda x, *ys: math.exp(-floats.cross_entropy(x, *ys)),
                 lambda z, x, *ys: (z * total(0.0, *_softmax(x, *ys)[1:]),
                                     *[-z * s for s in _softmax(x, *ys)[1:]]),
                 expression=lambda x, *ys: exp(x) / total(exp(x), *map(exp, ys)),
                 branch_free=lambda x, *ys: exp(-_softmax_cross_entropy(x, *ys)),
                 names=("Softmax",))
softmax_cross_entropy: Op = Op(
    "softmax_cross_entropy", _listed("-log softmax("),
    _listed(r"-\log \operatorname{softmax}("), floats.cross_entropy,
    lambda z, x, *ys: (-total(0.0, *_softmax(x, *ys)[1:]), *_softmax(x, *ys)[1:]), SIGN,
    symbol="−log softmax", branch_free=_softmax_cross_entropy)

binary_cross_entropy: Op = Op(
    "binary_cross_entropy", "-($y * log($x) + (1 - $y) * log(1 - $x))",
    r"-\left($y \log $x + (1 - $y) \log(1 - $x)\right)", floats.binary_cross_entropy,
    lambda z, x, y: (-y / x + (1 - y) / (1 - x), log1p(-x) - log(x)), SIGN,
    symbol="cross-entropy", names=("BCE",), branch_free=_cross_entropy)
# The cross-entropy of a sigmoid, from its logit.  Where a or 1 - a is below e^-690, its reciprocal
# is too large for a float: that part of the derivative, -y or 1 - y by z, goes straight to z.
_over: Op = Op("over", "$x / $y", r"\frac{$x}{$y}", lambda x, y, far: 0.0 if far > 690 else x / y,
               lambda z, x, y, far: (_over(1.0, y, far), _over(-z, y, far), 0.0),
               PRODUCT, auxiliary=1, expression=lambda x, y, far: x / y,
               branch_free=_unless_far)
_log_odds: Op = Op("log_odds", "log(1 - $x) - log($x)", r"\log(1 - $x) - \log($x)",
                   lambda x, logit: -logit,
                   lambda z, x, logit: (-_over(1.0, x, -logit)
                                        - _over(1.0, complement(x, logit), logit), 0.0),
                   SUM, auxiliary=1, expression=lambda x, logit: log(1 - x) - log(x),
                   branch_free=lambda x, logit: -logit)
_slope: Op = Op("cross_entropy_slope", "-$y / $x + (1 - $y) / (1 - $x)",
                r"-\frac{$y}{$x} + \frac{1 - $y}{1 - $x}",
                lambda x, y, logit: ((0.0 if logit < -690 else -y / x)
                                     + (0.0 if logit > 690 else (1 - y) / floats.sigmoid(-logit))),
                lambda z, x, y, logit: (
                    _over(y, x * x, -logit)
                    + _over(1 - y, complement(x, logit) * complement(x, logit), logit),
                    _log_odds.partials(z, x, logit)[0], 0.0), SUM, auxiliary=1,
                expression=lambda x, y, logit: -y / x + (1 - y) / (1 - x),
                branch_free=lambda x, y, logit: (_unless_far(1 - y, _complement(logit), logit)
                                                 - _unless_far(y, x, -logit)))
binary_cross_entropy_of_sigmoid: Op = Op(
    "binary_cross_entropy_of_sigmoid", "-($y * log($x) + (1 - $y) * log(1 - $x))",
    r"-\left($y \log $x + (1 - $y) \log(1 - $x)\right)", floats.binary_cross_entropy,
    lambda z, x, y, logit: (_slope(x, y, logit), _log_odds(x, logit), _beyond(y, logit)),
    SIGN, auxiliary=1, symbol="cross-entropy",
    branch_free=lambda x, y, logit: _cross_entropy_of_logit(y, logit))
binary_cross_entropy_with_logits: Op = Op(
    "binary_cross_entropy_with_logits", "bce_with_logits($x, $y)",
    r"\operatorname{BCE}(\sigma($x), $y)",
    lambda x, y: floats.binary_cross_entropy(floats.sigmoid(x), y, x),
    lambda z, x, y: ((1 - y) * sigmoid(x) - y * complement(sigmoid(x), x), -x),
    symbol="cross-entropy of σ", branch_free=lambda x, y: _cross_entropy_of_logit(y, x))
# fmt: on

BUILT_IN.update(TABLE)
SPELLINGS.update({
    spelling: row for row in TABLE.values() if row.called or row.names
    for spelling in (row.name, row.called or row.name, *row.names)
})  # fmt: skip
