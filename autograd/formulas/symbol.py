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
from ..engine.operation import ATOM, READINGS, SIGN, SUM, Op, number
from . import printers


class Symbol:
    """A formula: `name` or `value` for an atom, `op` and `inputs` for an operation."""

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

    def __add__(self, other: Any) -> Symbol:
        return write(ops.add, (self, other))

    def __radd__(self, other: Any) -> Symbol:
        return write(ops.add, (other, self))

    def __sub__(self, other: Any) -> Symbol:
        return write(ops.sub, (self, other))

    def __rsub__(self, other: Any) -> Symbol:
        return write(ops.sub, (other, self))

    def __mul__(self, other: Any) -> Symbol:
        return write(ops.mul, (self, other))

    def __rmul__(self, other: Any) -> Symbol:
        return write(ops.mul, (other, self))

    def __truediv__(self, other: Any) -> Symbol:
        return write(ops.div, (self, other))

    def __rtruediv__(self, other: Any) -> Symbol:
        return write(ops.div, (other, self))

    def __pow__(self, other: Any) -> Symbol:
        return write(ops.power, (self, other))

    def __rpow__(self, other: Any) -> Symbol:
        return write(ops.power, (other, self))

    def __neg__(self) -> Symbol:
        return write(ops.neg, (self,))


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
    if symbol.op is None:
        return symbol
    inputs = tuple([with_squares(x) for x in symbol.inputs])
    if symbol.op is ops.mul and symbol.inputs[0] is symbol.inputs[1]:
        return applied(_SQUARE, inputs[:1])
    return applied(symbol.op, inputs)


_SQUARE = ops.power_by(2)
