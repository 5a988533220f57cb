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
        return symbol_of(op(*values))
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
    binding = [_binds(x, text, template_of) for x, text in zip(symbol.inputs, inputs, strict=True)]
    if callable(template):
        least = 0 if op.precedence >= SIGN else max(op.precedence, PRODUCT)
        return str(template(*[
            _bracketed(text, binds < least or (least and binds == SIGN and i > 0))
            for i, (text, binds) in enumerate(zip(inputs, binding, strict=True))
        ]))  # fmt: skip

    def filled(match: re.Match[str]) -> str:
        at = "xy".index(match[1])
        before, after = template[: match.start()].rstrip(), template[match.end() :].lstrip()
        left = next((need for sign, need in _AFTER if before.endswith(sign)), 0)
        right = next((need for sign, need in _BEFORE if after.startswith(sign)), 0)
        signed = binding[at] == SIGN and left
        return _bracketed(inputs[at], binding[at] < max(left, right) or signed)

    return re.sub(r"\$([xy])", filled, template)


_AFTER = (("**", POWER + 1), ("+", SUM + 1), ("-", SUM + 1), ("*", PRODUCT + 1), ("/", PRODUCT + 1),
          (r"\,", PRODUCT + 1), (r"\log", PRODUCT + 1))  # fmt: skip
"""How tightly what stands after a sign must bind to need no brackets."""
_BEFORE = (("**", POWER + 1), ("^", POWER + 1), ("+", SUM), ("-", SUM), ("*", PRODUCT),
           ("/", PRODUCT), (r"\,", PRODUCT), (r"\log", PRODUCT))  # fmt: skip
"""The same for what stands before a sign."""


def _binds(symbol: Symbol, text: str, template_of: Callable[[Op], Any]) -> int:
    """How tightly the written form binds: a fraction by its bar, an exponent as a power."""
    template = template_of(symbol.op) if symbol.op is not None else text
    if isinstance(template, str):
        if template.startswith(r"\frac"):
            return POWER - 1
        if re.search(r"^\S*\^\{", template):
            return POWER
    return symbol.precedence


def _bracketed(text: str, needed: object) -> str:
    return f"({text})" if needed else text
