r"""The operation table: one row an operation.

A row says how an operation is written, how it is computed, and what its local partial
derivatives are.  Everything else in this package reads rows: gradients, higher derivatives,
pictures, explanations, batches.

    tanh = Op("tanh", "tanh($x)", r"\tanh($x)", math.tanh, lambda z, x: (1 - z * z,))

Each derivative is written once, in arithmetic on the result `z` and the inputs (`x`, `y`, or
`*xs` for any number of them) and in calls of other rows.  A row can be called with floats,
with Values, with arrays and with symbols, so that one line gives numbers, graphs of the
derivative (hence derivatives of any order), batches and formulas.

`TABLE` holds every row by name, a user's own rows too: making an `Op` enters it.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from numbers import Real
from typing import Any

SUM, PRODUCT, SIGN, POWER, ATOM = 10, 20, 25, 30, 100
TABLE: dict[str, Op] = {}
READINGS: dict[str, Callable[[Op, tuple[Any, ...]], Any]] = {}
"""How types that are not numbers read a row: an attribute that marks the type -> the reader."""

_REASONS: dict[type, str] = {
    ZeroDivisionError: "division by zero",
    OverflowError: "the result is too large for a float",
}
_built_in: frozenset[str] = frozenset()


class DomainError(ArithmeticError, ValueError):
    """An operation has no (finite) value, or no (finite) derivative, at this point."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Op:
    """One operation.

    name        unique; also the name of the function
    text        how it is written: a template in `$x`, `$y`, or a function of the inputs' texts
    latex       the same in LaTeX
    forward     floats -> float; raises ValueError or ArithmeticError outside its domain
    partials    (z, *inputs) -> one local partial derivative for each input
    precedence  how tightly the written form binds: SUM < PRODUCT < SIGN < POWER < ATOM
    auxiliary   how many of the last inputs only carry precision: not drawn, their partial is 0
                (but for binary_cross_entropy_of_sigmoid where it is saturated)
    family      of a row made from numbers, such as x**3: the function that makes it ...
    parameters  ... and the numbers
    face        the short sign that a small node shows: "×"; without one the name
    weighs      whether it sums weighted inputs, as a neuron does: by these a picture is folded
    expression  the result in terms of other rows, for readers of formulas; None where `forward`
                says it as well, or where nothing simpler does
    """

    name: str
    text: str | Callable[..., str]
    latex: str | Callable[..., str]
    forward: Callable[..., float]
    partials: Callable[..., Sequence[Any]]
    precedence: int = ATOM
    auxiliary: int = 0
    family: Callable[..., Op] | None = None
    parameters: tuple[Any, ...] = ()
    face: str = ""
    weighs: bool = False
    expression: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if self.name in _built_in and self.family is None:
            raise ValueError(f"the operation {self.name!r} is built in: choose another name")
        if self.family is None:
            TABLE[self.name] = self
            if _built_in:  # a user's row, whose function may give an int, or forget to return
                object.__setattr__(self, "forward", _giving_floats(self.name, self.forward))

    def __call__(self, *inputs: Any) -> Any:
        """Apply the operation: numbers give a number, Values a Value, symbols a symbol."""
        for x in inputs:
            if type(x) is not float:
                return self._read(inputs)
        try:
            return self.forward(*inputs)
        except (ArithmeticError, ValueError) as error:
            raise self.failure(inputs, error) from None

    def _read(self, inputs: tuple[Any, ...]) -> Any:
        for x in inputs:
            kind = type(x)
            if kind not in _readings:
                _readings[kind] = _reading_of(kind)
            if reading := _readings[kind]:
                return reading(self, inputs)
        return self(*[number(x, self.name) for x in inputs])

    @property
    def built_in(self) -> bool:
        """Whether every reader of the table knows this row by its name."""
        return self.name in _built_in and self.family is None

    def failure(self, inputs: Sequence[object], error: Exception, what: str = "") -> DomainError:
        """Return the DomainError that names this operation, its inputs and the reason."""
        told = [*inputs, *self.parameters]
        shown = ", ".join(map(str, told[:4])) + (", ..." if len(told) > 4 else "")
        why = _REASONS.get(type(error), f"outside its domain ({error})")
        return DomainError(f"{what}{self.name}({shown}): {why}")

    def __repr__(self) -> str:
        return f"<operation {self.name}>"

    def __reduce__(self) -> tuple[Any, ...]:
        if self.family is not None:
            return self.family, self.parameters
        if TABLE.get(self.name) is not self:
            raise TypeError(f"cannot pickle {self!r}: a later row has taken its name")
        return find, (self.name,)


_readings: dict[type, Callable[[Op, tuple[Any, ...]], Any] | None] = {}


def _reading_of(kind: type) -> Callable[[Op, tuple[Any, ...]], Any] | None:
    """Return how a type reads rows; None for real numbers, and for what is to be refused."""
    if issubclass(kind, Real):
        return None
    return next((reading for mark, reading in READINGS.items() if hasattr(kind, mark)), None)


def op(
    partials: Callable[..., Any],
    *,
    name: str = "",
    text: str = "",
    latex: str = "",
) -> Callable[[Callable[..., float]], Op]:
    """Make a function of floats an operation: a decorator.

        @op(partials=lambda z, x: (3 * x**2,))
        def cube(x):
            return x**3

    `partials(z, *inputs)` gives one local derivative for each input, written in arithmetic and
    other operations (then higher derivatives come for free).  `text` and `latex` are templates
    in `$x`, `$y`; the default is `cube($x)`.
    """

    def decorate(forward: Callable[..., float]) -> Op:
        called = name or forward.__name__
        return Op(
            called,
            text or (lambda *xs: f"{called}({', '.join(xs)})"),
            latex or (lambda *xs: rf"\operatorname{{{called}}}({', '.join(xs)})"),
            forward,
            partials,
        )

    return decorate


def _giving_floats(name: str, forward: Callable[..., Any]) -> Callable[..., Any]:
    def checked(*xs: Any) -> Any:
        result = forward(*xs)
        if any(hasattr(result, mark) for mark in READINGS):
            return result  # a formula, where one was asked for
        return number(result, f"the result of {name}")

    return checked


def find(name: str) -> Op:
    """Return the row of that name; a LookupError that says how to get it if there is none."""
    try:
        return TABLE[name]
    except KeyError:
        raise LookupError(f"no operation {name!r}: define it before loading this") from None


def number(x: object, where: str) -> float:
    """Return `x` as a float; a TypeError that names the place if it is not a real number."""
    if type(x) is float:
        return x
    if isinstance(x, Real):
        try:
            return float(x)
        except OverflowError:
            raise DomainError(f"{where}: this integer is too large for a float") from None
    many = hasattr(x, "__len__") and not isinstance(x, (str, bytes))
    hint = "; take its numbers one by one" if many else ""
    raise TypeError(f"{where}: expected a real number, got {type(x).__name__} {x!r:.60}{hint}")


# --- numbers that math lacks ----------------------------------------------------------------

_sumprod = getattr(math, "sumprod", lambda xs, ys: sum(map(operator.mul, xs, ys)))  # 3.12


def _sign(x: float) -> float:
    return math.copysign(1.0, x) if x and x == x else x


def _step(x: float) -> float:
    return 1.0 if x > 0 else 0.0 if x <= 0 else x


def _extreme(choose: Callable[..., float]) -> Callable[..., float]:
    return lambda *xs: math.nan if any(x != x for x in xs) else choose(xs)


def _sigmoid(x: float) -> float:
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _logsumexp(*xs: float) -> float:
    top = max(xs)
    if math.isinf(top):
        return top
    at = xs.index(top)
    return top + math.log1p(sum(math.exp(x - top) for i, x in enumerate(xs) if i != at))


def _cross_entropy(x: float, *ys: float) -> float:
    """-log(softmax of x among x, *ys), without cancellation."""
    top = max(ys, default=-math.inf)
    if top <= x:
        return math.log1p(sum(math.exp(y - x) for y in ys))
    return top - x + math.log(math.exp(x - top) + sum(math.exp(y - top) for y in ys))


def _binary_cross_entropy(x: float, y: float, logit: float | None = None) -> float:
    """Equation 8-11, from the logit if x is its sigmoid: then right where x rounds to 0 or 1."""
    if logit is not None:
        e = math.exp(-abs(logit))
        if x == (1 / (1 + e) if logit >= 0 else e / (1 + e)):
            return math.log1p(e) + ((1 - y) * logit if logit > 0 else -y * logit)
    return -(y * math.log(x) if y else 0.0) - ((1 - y) * math.log1p(-x) if y != 1 else 0.0)


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
    powers = [exp(x - top) for x in xs]
    whole = total(*powers)
    return tuple(e / whole for e in powers)


def _most(z: Any, xs: tuple[Any, ...]) -> tuple[Any, ...]:
    """The partials of an extreme: 1 for the input that is the result, shared among equals."""
    chosen = [1 - absolute(sign(z - x)) for x in xs]
    count = total(*chosen)
    return tuple(c / count for c in chosen)


def _others(xs: tuple[Any, ...]) -> list[Any]:
    """For each input the product of all the others, with no division."""
    before = accumulate(xs[:-1], operator.mul, initial=1.0)
    after = list(accumulate(xs[:0:-1], operator.mul, initial=1.0))
    return [b * a for b, a in zip(before, reversed(after), strict=True)]


def _halves(xs: tuple[Any, ...]) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    return xs[: len(xs) // 2], xs[len(xs) // 2 :]


def _affine(*wxb: Any) -> Any:
    n = len(wxb) // 2  # b is summed with the products, as weighted_sum does
    return _sumprod(wxb[:n] + wxb[-1:], (*wxb[n:-1], 1.0))


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
              POWER, family=power_by, parameters=(n,), face="x" + f"{n:.12g}".translate(_RAISED),
              expression=lambda x: power(x, n))  # fmt: skip


def leaky_relu_by(slope: float) -> Op:
    """x where it is positive, slope * x elsewhere."""
    return Op("leaky_relu", f"leaky_relu($x, {slope:.12g})",
              rf"\operatorname{{LeakyReLU}}_{{{slope:.12g}}}($x)",
              lambda x: slope * x if x <= 0 else x,
              lambda z, x: (slope + (1 - slope) * heaviside(x),),
              family=leaky_relu_by, parameters=(slope,), face="LeakyReLU",
              expression=lambda x: relu(x) - slope * relu(-x))  # fmt: skip


def weighted_sum(*coefficients: float) -> Op:
    """c_1 x_1 + ... + c_n x_n for plain numbers c: what affine is when its x are data."""

    def written(times: str) -> Callable[..., str]:
        return lambda *xs: " + ".join(
            x if c == 1 else f"{c:.6g}{times}{x}" for c, x in zip(coefficients, xs, strict=True)
        )

    return Op("weighted_sum", written(" * "), written(r" \, "),
              lambda *xs: _sumprod(coefficients, xs), lambda z, *xs: coefficients,
              SUM, family=weighted_sum, parameters=coefficients, face="Σ", weighs=True,
              expression=lambda *xs: total(*[c * x for c, x in zip(coefficients, xs, strict=True)])
              )  # fmt: skip


# --- the table ------------------------------------------------------------------------------
# Laid out by hand: one row an operation, its columns side by side.
# fmt: off

add: Op = Op("add", "$x + $y", "$x + $y", operator.add, lambda z, x, y: (1.0, 1.0), SUM, face="+")
sub: Op = Op("sub", "$x - $y", "$x - $y", operator.sub, lambda z, x, y: (1.0, -1.0), SUM, face="−")
mul: Op = Op("mul", "$x * $y", r"$x \, $y", operator.mul, lambda z, x, y: (y, x), PRODUCT,
             face="×")
div: Op = Op("div", "$x / $y", r"\frac{$x}{$y}", operator.truediv,
             lambda z, x, y: (1 / y, -z / y), PRODUCT, face="÷")
neg: Op = Op("neg", "-$x", "-$x", operator.neg, lambda z, x: (-1.0,), SIGN, face="−")
identity: Op = Op("identity", "$x", "$x", lambda x: x, lambda z, x: (1.0,), SUM)
power: Op = Op("power", "$x**$y", "$x^{$y}", math.pow,
               lambda z, x, y: (y * x ** (y - 1), xlogy(z, x)), POWER, face="xʸ")

exp: Op = Op("exp", "exp($x)", "e^{$x}", math.exp, lambda z, x: (z,))
expm1: Op = Op("expm1", "expm1($x)", "(e^{$x} - 1)", math.expm1, lambda z, x: (exp(x),),
               expression=lambda x: exp(x) - 1)
log: Op = Op("log", "log($x)", r"\log($x)", math.log, lambda z, x: (1 / x,))
log1p: Op = Op("log1p", "log1p($x)", r"\log(1 + $x)", math.log1p, lambda z, x: (1 / (1 + x),),
               expression=lambda x: log(1 + x))
sqrt: Op = Op("sqrt", "sqrt($x)", r"\sqrt{$x}", math.sqrt, lambda z, x: (0.5 / z,), face="√")
xlogy: Op = Op("xlogy", "xlogy($x, $y)", r"$x \log($y)", lambda x, y: x * math.log(y) if x else 0.0,
               lambda z, x, y: (log(y), x / y), PRODUCT, expression=lambda x, y: x * log(y))

sin: Op = Op("sin", "sin($x)", r"\sin($x)", math.sin, lambda z, x: (cos(x),))
cos: Op = Op("cos", "cos($x)", r"\cos($x)", math.cos, lambda z, x: (-sin(x),))
tan: Op = Op("tan", "tan($x)", r"\tan($x)", math.tan, lambda z, x: (1 + z * z,))
sinh: Op = Op("sinh", "sinh($x)", r"\sinh($x)", math.sinh, lambda z, x: (cosh(x),))
cosh: Op = Op("cosh", "cosh($x)", r"\cosh($x)", math.cosh, lambda z, x: (sinh(x),))
tanh: Op = Op("tanh", "tanh($x)", r"\tanh($x)", math.tanh, lambda z, x: (1 - z * z,))
asin: Op = Op("asin", "asin($x)", r"\arcsin($x)", math.asin,
              lambda z, x: (1 / sqrt((1 - x) * (1 + x)),), face="arcsin")
acos: Op = Op("acos", "acos($x)", r"\arccos($x)", math.acos,
              lambda z, x: (-1 / sqrt((1 - x) * (1 + x)),), face="arccos")
atan: Op = Op("atan", "atan($x)", r"\arctan($x)", math.atan, lambda z, x: (1 / (1 + x * x),),
              face="arctan")
erf: Op = Op("erf", "erf($x)", r"\operatorname{erf}($x)", math.erf,
             lambda z, x: (2 / math.sqrt(math.pi) * exp(-(x * x)),))
erfc: Op = Op("erfc", "erfc($x)", r"\operatorname{erfc}($x)", math.erfc,
              lambda z, x: (-2 / math.sqrt(math.pi) * exp(-(x * x)),))

sign: Op = Op("sign", "sign($x)", r"\operatorname{sign}($x)", _sign, lambda z, x: (0.0,))
heaviside: Op = Op("heaviside", "heaviside($x)", "H($x)", _step,
                   lambda z, x: (0.0,), face="H")
absolute: Op = Op("absolute", "abs($x)", r"\left|$x\right|", abs, lambda z, x: (sign(x),),
                  face="|x|")
relu: Op = Op("relu", "relu($x)", r"\operatorname{ReLU}($x)", lambda x: 0.0 if x <= 0 else x,
              lambda z, x: (heaviside(x),), face="ReLU")
maximum: Op = Op("maximum", _listed("max("), _listed(r"\max("), _extreme(max),
                 lambda z, *xs: _most(z, xs), face="max")
minimum: Op = Op("minimum", _listed("min("), _listed(r"\min("), _extreme(min),
                 lambda z, *xs: _most(z, xs), face="min")

# 1 - a for a = sigmoid(logit): written so, computed as sigmoid(-logit), which is exact near 0
complement: Op = Op("complement", "1 - $x", "1 - $x", lambda x, logit: _sigmoid(-logit),
                    lambda z, x, logit: (-1.0, 0.0), SUM, auxiliary=1, face="1 − x",
                    expression=lambda x, logit: 1 - x)
sigmoid: Op = Op("sigmoid", "sigmoid($x)", r"\sigma($x)", _sigmoid,
                 lambda z, x: (z * complement(z, x),), face="σ",
                 expression=lambda x: 1 / (1 + exp(-x)))
softplus: Op = Op("softplus", "softplus($x)", r"\operatorname{softplus}($x)", _softplus,
                  lambda z, x: (sigmoid(x),))
silu: Op = Op("silu", "silu($x)", r"\operatorname{SiLU}($x)", lambda x: x * _sigmoid(x),
              lambda z, x: (sigmoid(x) * (1 + x * complement(sigmoid(x), x)),), face="SiLU")
gelu: Op = Op("gelu", "gelu($x)", r"\operatorname{GELU}($x)",
              lambda x: x / 2 * math.erfc(-x / math.sqrt(2)),
              lambda z, x: (erfc(-x / math.sqrt(2)) / 2
                            + x * exp(-(x * x) / 2) / math.sqrt(math.tau),), face="GELU")

total: Op = Op("total", _listed("", " + ", ""), _listed("", " + ", ""), lambda *xs: sum(xs),
               lambda z, *xs: (1.0,) * len(xs), SUM, face="Σ")
prod: Op = Op("prod", _listed("", " * ", ""), _listed("", r" \, ", ""), lambda *xs: math.prod(xs),
              lambda z, *xs: _others(xs), PRODUCT, face="Π")
dot: Op = Op("dot", _pairs(" * "), _pairs(r" \, "), lambda *wx: _sumprod(*_halves(wx)),
             lambda z, *wx: (*_halves(wx)[1], *_halves(wx)[0]), SUM, face="Σ", weighs=True)
affine: Op = Op("affine", _pairs(" * "), _pairs(r" \, "), _affine, _affine_partials, SUM,
                face="Σ", weighs=True)

logsumexp: Op = Op("logsumexp", _listed("logsumexp("), _listed(r"\operatorname{logsumexp}("),
                   _logsumexp, lambda z, *xs: _softmax(*xs))
# softmax and its cross-entropy are about their first input, among all of them
softmax: Op = Op("softmax", _listed("softmax("), _listed(r"\operatorname{softmax}("),
                 lambda x, *ys: math.exp(-_cross_entropy(x, *ys)),
                 lambda z, x, *ys: (z * total(0.0, *_softmax(x, *ys)[1:]),
                                     *[-z * s for s in _softmax(x, *ys)[1:]]),
                 expression=lambda x, *ys: exp(x) / total(exp(x), *map(exp, ys)))
softmax_cross_entropy: Op = Op(
    "softmax_cross_entropy", _listed("-log softmax("),
    _listed(r"-\log \operatorname{softmax}("), _cross_entropy,
    lambda z, x, *ys: (-total(0.0, *_softmax(x, *ys)[1:]), *_softmax(x, *ys)[1:]), SIGN,
    face="−log softmax")

binary_cross_entropy: Op = Op(
    "binary_cross_entropy", "-($y * log($x) + (1 - $y) * log(1 - $x))",
    r"-\left($y \log $x + (1 - $y) \log(1 - $x)\right)", _binary_cross_entropy,
    lambda z, x, y: (-y / x + (1 - y) / (1 - x), log1p(-x) - log(x)), SIGN,
    face="cross-entropy")
# The cross-entropy of a sigmoid, from its logit.  Where a or 1 - a is below e^-690, its reciprocal
# is too large for a float: that part of the derivative, -y or 1 - y by z, goes straight to z.
_over: Op = Op("over", "$x / $y", r"\frac{$x}{$y}", lambda x, y, far: 0.0 if far > 690 else x / y,
               lambda z, x, y, far: (_over(1.0, y, far), _over(-z, y, far), 0.0),
               PRODUCT, auxiliary=1, expression=lambda x, y, far: x / y)
_log_odds: Op = Op("log_odds", "log(1 - $x) - log($x)", r"\log(1 - $x) - \log($x)",
                   lambda x, logit: -logit,
                   lambda z, x, logit: (-_over(1.0, x, -logit)
                                        - _over(1.0, complement(x, logit), logit), 0.0),
                   SUM, auxiliary=1, expression=lambda x, logit: log(1 - x) - log(x))
_slope: Op = Op("cross_entropy_slope", "-$y / $x + (1 - $y) / (1 - $x)",
                r"-\frac{$y}{$x} + \frac{1 - $y}{1 - $x}",
                lambda x, y, logit: ((0.0 if logit < -690 else -y / x)
                                     + (0.0 if logit > 690 else (1 - y) / _sigmoid(-logit))),
                lambda z, x, y, logit: (
                    _over(y, x * x, -logit)
                    + _over(1 - y, complement(x, logit) * complement(x, logit), logit),
                    _log_odds.partials(z, x, logit)[0], 0.0), SUM, auxiliary=1,
                expression=lambda x, y, logit: -y / x + (1 - y) / (1 - x))
binary_cross_entropy_of_sigmoid: Op = Op(
    "binary_cross_entropy_of_sigmoid", "-($y * log($x) + (1 - $y) * log(1 - $x))",
    r"-\left($y \log $x + (1 - $y) \log(1 - $x)\right)", _binary_cross_entropy,
    lambda z, x, y, logit: (_slope(x, y, logit), _log_odds(x, logit), _beyond(y, logit)),
    SIGN, auxiliary=1, face="cross-entropy")
binary_cross_entropy_with_logits: Op = Op(
    "binary_cross_entropy_with_logits", "bce_with_logits($x, $y)",
    r"\operatorname{BCE}(\sigma($x), $y)",
    lambda x, y: _binary_cross_entropy(_sigmoid(x), y, x),
    lambda z, x, y: ((1 - y) * sigmoid(x) - y * complement(sigmoid(x), x), -x),
    face="cross-entropy of σ")
# fmt: on

_built_in = frozenset(TABLE)
