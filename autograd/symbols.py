"""`Symbol`: a formula.  Rows called with symbols write themselves down.

    x, y = Symbol("x"), Symbol("y")
    TABLE["div"].partials(x / y, x, y)      # (1 / y, -(x / y) / y), as formulas

A Symbol is a name, a number, or an operation on Symbols.  `str()` writes it as plain text,
`.latex()` as LaTeX; brackets are placed by the rows' precedence.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from . import labels, ops
from .ops import ATOM, POWER, PRODUCT, READINGS, SIGN, SUM, Op, number


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
        return SIGN if self.value is not None and self.value < 0 else ATOM

    @property
    def is_sum(self) -> bool:
        """Whether the written form is a sum or a difference, and needs brackets as a factor."""
        return self.precedence <= SUM

    def __str__(self) -> str:
        return _written(self, lambda op: op.text, str)

    def __repr__(self) -> str:
        return f"Symbol({str(self)!r})"

    def latex(self) -> str:
        """Return the formula in LaTeX."""
        return _written(self, lambda op: op.latex, labels.as_latex)

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
    """Return the formula of a row applied to symbols and numbers; 1 x, x + 0, x**1 become x."""
    given = tuple(symbol_of(x) for x in inputs)
    values = [x.value for x in given]
    if all(v is not None for v in values):
        return symbol_of(op.forward(*values))
    for neutral, place, rows in _NEUTRAL:
        if op in rows and len(given) == 2 and values[place] == neutral:
            return given[1 - place]
    result = Symbol("")
    result.op, result.inputs = op, given
    return result


_NEUTRAL = (
    (0, 0, (ops.add,)),
    (0, 1, (ops.add, ops.sub)),
    (1, 0, (ops.mul,)),
    (1, 1, (ops.mul, ops.div, ops.power)),
)
READINGS["_writes"] = write


def _written(
    symbol: Symbol, template_of: Callable[[Op], Any], name_of: Callable[[str], str]
) -> str:
    if symbol.op is None:
        return name_of(symbol.name) if symbol.value is None else f"{symbol.value:.12g}"
    op, template = symbol.op, template_of(symbol.op)
    inputs = [_written(x, template_of, name_of) for x in symbol.inputs]
    if callable(template):
        binds = max(op.precedence, PRODUCT)
        loose = [x.precedence < binds and op.precedence < ATOM for x in symbol.inputs]
        return str(template(*map(_bracketed, inputs, loose)))
    for name, x, text in zip("xy", symbol.inputs, inputs, strict=False):
        loose_here = op.precedence < ATOM and (
            x.precedence < op.precedence
            or (x.precedence == op.precedence and (name == "y" or op.precedence == POWER))
            or (x.precedence == op.precedence and op.precedence == SIGN)
        )
        enclosed = re.search(rf"[({{|]\${name}[)}}|]", template)
        shown = _bracketed(text, loose_here and not enclosed)
        template = template.replace(f"${name}", shown)
    return str(template)


def _bracketed(text: str, needed: bool) -> str:
    return f"({text})" if needed else text
