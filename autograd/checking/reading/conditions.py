r"""Conditions: `\mathbb{1}[z > 0]`, `1_{z>0}`, Python's `(z > 0)`, and cases of two rows.

A condition is 1 where it holds and else 0, which is the slope of relu: `z > 0` is relu'(z).
Whether an equal sign is part of it makes no difference at random points.
"""

from __future__ import annotations

from .cursor import ReadError
from .lexer import Token
from .names import Names
from .tree import Call, Expression, Negative, Number, Product, Sum

ZERO, ONE = Number(0.0), Number(1.0)


class Conditions(Names):
    """The reading of conditions."""

    def compared(self) -> Expression:
        """Read an expression, or a condition."""
        start, left = self.next.start, self.expression()
        sign = self.accept("<", ">")
        if not sign:
            return left
        right = self.expression()
        high, low = (left, right) if sign == ">" else (right, left)
        if low == ZERO:
            above: Expression = high
        else:
            above = Negative(low) if high == ZERO else Sum((high, Negative(low)))
        return Call("relu", (above,), 1, self.span(start))

    def indicator(self) -> Expression:
        r"""Read the condition below the 1 of `\mathbf{1}_{z>0}`."""
        place = self.next.start
        self.take()
        inside = self.single()
        if isinstance(inside, Call) and (inside.function, inside.primes) == ("relu", 1):
            return inside
        raise ReadError("a subscript stands after a name only", place)

    def cases(self, opened: Token) -> Expression:
        r"""Read the rows of \begin{cases}: a value and a condition, then the other value."""
        first = self.compared()
        self.accept(",")
        if not self.accept("&"):
            raise self.unexpected("& and a condition")
        condition = self.compared()
        self.accept(",")
        if not self.accept(r"\\"):
            raise self.unexpected(r"\\ and the other case")
        second = self.compared()
        self.accept(",")
        if self.accept("&") and self.begins_factor():
            self.compared()
        self.accept(",")
        self.accept(r"\\")
        if self.next.kind != "end":
            raise ReadError("only cases of two rows are read", opened.start)
        otherwise = Sum((ONE, Negative(condition)))
        terms = [
            holds if value == ONE else Product((value, holds), ("",))
            for value, holds in ((first, condition), (second, otherwise))
            if value != ZERO
        ]
        return Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else ZERO
