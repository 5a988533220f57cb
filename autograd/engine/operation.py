r"""`Op`: one operation is one row of the operation table.

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

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
BUILT_IN: set[str] = set()
"""The names of the built-in rows: the table enters them when it is complete."""
SPELLINGS: dict[str, Op] = {}
"""Every way to write a built-in function by name -> its row: "arctan", "atan", "ReLU", "relu"."""


class DomainError(ArithmeticError, ValueError):
    """An operation has no (finite) value, or no (finite) derivative, at this point.

    The rule for all rows:

    * A NaN among the inputs gives NaN: it is never swallowed, and never raised.
    * + - * / and sums of products are IEEE 754's, as Python's: too large is an infinity, and
      inf - inf, 0 inf and inf / inf are NaN; only a division by 0 raises.  So are the products
      inside of xlogy, power, mod and the cross-entropies.
    * Every other row, and every partial: of finite inputs a finite number, or a DomainError
      (sqrt'(0), log(0), exp(1000)); of an infinite input the limit (silu(-inf) is 0), or a
      DomainError where there is none (sin(inf), the partials of logsumexp(-inf, -inf)).
    * At a kink: relu'(0) = abs'(0) = 0, an extreme's slope is shared among equals, x**0 has slope
      0, and so has 0**y for y >= 0 (as in PyTorch).
    * A partial that nothing asked for depends on is not computed, and cannot raise.

    `detect_anomaly` names the node at which the first NaN or infinity appears.
    """

    reason: str = ""


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
    symbol      the short sign that a small node shows: "×"; without one the name
    is_weighted_sum  whether it sums weighted inputs, as a neuron does: these make the layers
    names       how people and LaTeX spell the function besides its name: "ln", "arctan", "GELU"
    picks       of a row whose result is one of its inputs, which: "largest", "smallest"
    expression  the result in terms of other rows, for readers of formulas; None where `forward`
                says it as well, or where nothing simpler does
    branch_free  the result in terms of other rows, as accurate as `forward` and defined wherever
                it is, with no branch on numbers but `choose` and `relu`: for arrays, for
                straight-line code and for the page; None where `forward` itself is one function
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
    symbol: str = ""
    is_weighted_sum: bool = False
    names: tuple[str, ...] = ()
    picks: str = ""
    expression: Callable[..., Any] | None = None
    branch_free: Callable[..., Any] | None = None

    def __post_init__(self) -> None:
        if self.name in BUILT_IN and self.family is None:
            raise ValueError(f"the operation {self.name!r} is built in: choose another name")
        if not self.symbol:
            object.__setattr__(self, "symbol", self.name.replace("_", " "))
        if self.family is None:
            TABLE[self.name] = self
            if BUILT_IN:  # a user's row, whose function may give an int, or forget to return
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
        return self.name in BUILT_IN and self.family is None

    @property
    def called(self) -> str:
        """The name by which it is written as a call: "abs" of abs(x); "" if it is not."""
        written = self.text if isinstance(self.text, str) else self.text("$x")
        found = re.fullmatch(r"([a-z]\w*)\(\$x(, [^()]*)?\)", written)
        return found[1] if found and not self.auxiliary else ""

    @property
    def is_function(self) -> bool:
        """Whether it is written as a call, f(x), and so has a name that one may type."""
        return bool(self.called)

    @property
    def is_unary(self) -> bool:
        """Whether it is a function of one number."""
        return self.is_function and isinstance(self.text, str) and "$y" not in self.text

    def failure(self, inputs: Sequence[object], error: Exception, what: str = "") -> DomainError:
        """Return the DomainError that names this operation, its inputs and the reason."""
        numbers = [*inputs, *self.parameters]
        shown = ", ".join(map(str, numbers[:4])) + (", ..." if len(numbers) > 4 else "")
        why = getattr(error, "reason", "") or _REASONS.get(type(error), "")
        found = DomainError(f"{what}{self.name}({shown}): {why or f'outside its domain ({error})'}")
        found.reason = why or f"outside its domain ({error})"
        return found

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

    >>> from autograd import grad, op
    >>> @op(partials=lambda z, x: (3 * x**2,))
    ... def cube(x):
    ...     return x**3
    >>> cube(2.0), grad(cube)(2.0), grad(grad(cube))(2.0)
    (8.0, 12.0, 12.0)

    `partials(z, *inputs)` gives one local derivative for each input, written in arithmetic and
    other operations (then higher derivatives come for free).  `text` and `latex` are templates
    in `$x`, `$y`; the default is `cube($x)`.  A ValueError if the name is a built-in row's.
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
