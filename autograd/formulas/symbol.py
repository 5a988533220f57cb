"""`Symbol`: a formula.  Rows called with symbols write themselves down.

    x, y = Symbol("x"), Symbol("y")
    TABLE["div"].partials(x / y, x, y)      # (1 / y, -(x / y) / y), as formulas

A Symbol is a name, a number, or an operation on Symbols.  `str()` writes it as Python, to be
read again; `.text()`, `.latex()` and `.mathml()` write it for people: names as maths, products
without a star.  Brackets are placed by the rows' precedence.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine import ops
from ..engine.arithmetic import Arithmetic
from ..engine.operation import ATOM, READINGS, SIGN, SUM, Op, number
from . import printers


class Symbol(Arithmetic):
    """A formula: `name` or `value` for an atom, `op` and `inputs` for an operation.

    >>> from autograd import Symbol
    >>> formula = Symbol("x_1") * Symbol("y") + 1
    >>> formula, formula.text()
    (Symbol('x_1 * y + 1'), 'x₁ y + 1')
    """

    __slots__ = ("inputs", "name", "op", "value")
    _writes = True

    def __init__(self, name: str) -> None:
        self.name = name
        self.value: float | None = None
        self.op: Op | None = None
        self.inputs: tuple[Symbol, ...] = ()

    @property
    def precedence(self) -> int:
        """How tightly the written form binds."""
        if self.op is not None:
            return self.op.precedence
        negative = self.name.startswith("-") or (self.value is not None and self.value < 0)
        return SIGN if negative else ATOM

    @property
    def is_sum(self) -> bool:
        """Whether the written form is a sum or a difference, and needs brackets as a factor."""
        return self.precedence <= SUM

    def __str__(self) -> str:
        return printers.python(self)

    def __repr__(self) -> str:
        return f"Symbol({str(self)!r})"

    def __bool__(self) -> bool:
        raise TypeError("a formula is neither true nor false: it has no number yet")

    def text(self, *, short: bool = False) -> str:
        """Return the formula in Unicode: "a₂ (1 - a₂)"; if `short`, long sums with dots."""
        return printers.text(with_squares(self), short)

    def latex(self, *, short: bool = False) -> str:
        """Return the formula in LaTeX; if `short`, long sums with dots."""
        return printers.latex(with_squares(self), short)

    def mathml(self, *, short: bool = False) -> str:
        """Return the formula in MathML, as one element; if `short`, long sums with dots."""
        return printers.mathml(with_squares(self), short)

    def html(self, size: int) -> str:
        """Return the formula for Graphviz's HTML at this size in points, long sums with dots."""
        return printers.html(with_squares(self), size)


def symbol_of(x: Any) -> Symbol:
    """Return a Symbol as it is, and a number as a Symbol."""
    if isinstance(x, Symbol):
        return x
    constant = Symbol("")
    constant.value = number(x, "Symbol")
    return constant


def write(op: Op, inputs: Sequence[Any]) -> Symbol:
    """Return the formula of a row applied to symbols and numbers.

    1 x, x + 0 and x**1 become x, x**0 becomes 1, and numbers are worked out.
    """
    given = tuple(symbol_of(x) for x in inputs)
    values = [x.value for x in given]
    if all(v is not None for v in values):
        return symbol_of(op(*values))
    for neutral, place, rows in _NEUTRAL:
        if op in rows and len(given) == 2 and values[place] == neutral:
            return given[1 - place]
    if op is ops.power and values[1] == 0:
        return symbol_of(1.0)
    if op is ops.total:
        given = tuple(x for x in given if x.value != 0)
        if len(given) == 1:
            return given[0]
    return applied(op, given)


def applied(op: Op, inputs: tuple[Symbol, ...]) -> Symbol:
    """Return the formula of a row as it stands: nothing is left out or worked out."""
    result = Symbol("")
    result.op, result.inputs = op, inputs
    return result


_NEUTRAL = (
    (0, 0, (ops.add,)),
    (0, 1, (ops.add, ops.sub)),
    (1, 0, (ops.mul,)),
    (1, 1, (ops.mul, ops.div, ops.power)),
)
"""Neutral elements: (the number, its place, the rows)."""
READINGS["_writes"] = write


def with_squares(symbol: Symbol) -> Symbol:
    """Return the formula with x**2 in the place of x * x, where both are one and the same x."""
    known: dict[int, Symbol] = {}
    stack = [symbol]
    while stack:
        s = stack[-1]
        waiting = [x for x in s.inputs if id(x) not in known]
        if not waiting:
            stack.pop()
            known[id(s)] = _with_square(s, tuple([known[id(x)] for x in s.inputs]))
        stack += waiting
    return known[id(symbol)]


def _with_square(symbol: Symbol, inputs: tuple[Symbol, ...]) -> Symbol:
    if symbol.op is None:
        return symbol
    square = symbol.op is ops.mul and symbol.inputs[0] is symbol.inputs[1]
    return applied(_SQUARE, inputs[:1]) if square else applied(symbol.op, inputs)


_SQUARE = ops.power_by(2)
