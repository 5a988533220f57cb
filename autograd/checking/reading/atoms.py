r"""The atoms of a formula: numbers, brackets, fractions, roots, sums, norms, matrices.

`\sum` takes the product to its right; the word `sum` directly before "(" the bracket alone, with
NumPy's `axis` if it is told.
`[a, b; c, d]` is a matrix as `\begin{pmatrix}` makes it, `[a]` a bracket.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar

from .conditions import Conditions
from .cursor import ReadError
from .lexer import Token
from .names import Half, Names
from .notation import ACCENTS, MATRICES
from .scripts import joined
from .tree import BigSum, Call, Expression, Matrix, Name, Norm, Number, Power, Quotient


class Atoms(Conditions):
    """The reading of atoms."""

    def atom(self) -> Expression:
        """Read what cannot be taken apart by signs."""
        kind, text, _, _ = self.next
        if kind == "number":
            return self.number()
        if kind == "begin":
            return self.environment()
        if text in ACCENTS:
            return self.accented()
        if text == r"\partial" and self.at_differential():
            return self.settled(self.half())
        if kind in ("sign", "command") and text in self._atoms and self.begins_factor():
            return self._atoms[text](self)
        if kind == "word":
            return self.big_sum() if text == "sum" else self.named()
        raise self.unexpected()

    def number(self) -> Number:
        """Read a number; 1e-3 has three decimals as 0.001 has."""
        _, text, start, end = self.take()
        if not math.isfinite(value := float(text)):
            raise ReadError("this number is too large", start)
        mantissa, _, exponent = text.lower().partition("e")
        decimals = len(mantissa.partition(".")[2]) - int(exponent or 0)
        return Number(value, max(0, decimals), (start, end))

    def bracket(self) -> Expression:
        """Read what stands in round or square brackets; [a, b; c, d] is a matrix."""
        opened = self.next
        rows = self.within(lambda: self.rows(",", ";") if opened.text == "[" else self.alone())
        return replace(rows, span=self.span(opened.start))

    def alone(self) -> Expression:
        """Read one expression where several, with commas, have no meaning."""
        inside = self.compared()
        if self.at(","):
            raise ReadError("a list stands where one expression is expected", self.next.start)
        return inside

    def rows(self, beside: str, below: str) -> Expression:
        """Read the entries of a matrix; one entry without any separator stands for itself."""
        start, separated = self.next.start, False
        rows = [[self.compared()]]
        while sign := self.accept(beside, below):
            separated = True
            if not (self.begins_factor() or self.at("-", "+")):
                break
            if sign == below:
                rows.append([])
            rows[-1].append(self.expression())
        if not separated and below == ";":
            return rows[0][0]
        flat = [entry for row in rows for entry in row]
        if len(rows) == 1 and all(isinstance(x, Matrix) and len(x.rows) == 1 for x in flat):
            rows = [list(x.rows[0]) for x in flat if isinstance(x, Matrix)]  # [[a, b], [c, d]]
        if len({len(row) for row in rows}) > 1:
            raise ReadError("the rows of this matrix are not equally long", start)
        return Matrix(tuple(map(tuple, rows)), self.span(start))

    def environment(self) -> Expression:
        r"""Read \begin{pmatrix} ... \end{pmatrix}, or cases."""
        opened, outer = self.take(), self.bar
        if opened.text not in MATRICES and opened.text != "cases":
            raise ReadError(f"the environment {opened.text} is not known here", opened.start)
        self.bar = ""
        cases = opened.text == "cases"
        matrix = self.cases(opened) if cases else self.rows("&", r"\\")
        if self.next.kind != "end" or self.next.text != opened.text:
            raise self.unexpected(rf"\end{{{opened.text}}}")
        self.take()
        self.bar = outer
        return replace(matrix, span=self.span(opened.start))

    def group(self) -> Expression:
        """Read what stands in braces; a name takes the scripts that follow."""
        start = self.next.start
        inside = replace(self.within(self.alone), span=self.span(start))
        return self.applied(inside) if isinstance(inside, Name) else inside

    def bars(self) -> Expression:
        """Read |x| or ||x||_2."""
        opened = self.next
        if self.ahead().kind == "sub" or self.ahead().text == "_":
            raise ReadError("the value at a point is not judged: leave | and its index out",
                            opened.start)  # fmt: skip
        inside = self.within(self.expression)
        if opened.text == "|":
            return Call("abs", (inside,), span=self.span(opened.start))
        place = self.next.start
        if (self.next.kind == "sub" or self.at("_")) and self.subscript() not in ("2", "F"):
            raise ReadError("only the norm with index 2 is known", place)
        return Norm(inside, span=self.span(opened.start))

    def accented(self) -> Expression:
        r"""Read \hat{y}: the accent belongs to the base of the name."""
        accent = self.take()
        name = self.argument(accent)
        if not isinstance(name, Name):
            raise ReadError("an accent stands over one name", accent.start)
        base = f"{accent.text}{{{name.base}}}"
        return self.applied(replace(name, base=base, span=self.span(accent.start)))

    def braced_under(self) -> Expression:
        r"""Read \underbrace{a - y}_{\delta}: what the brace is called says nothing here."""
        command = self.take()
        inside = self.argument(command)
        if self.next.kind == "sub":
            self.take()
        elif self.accept("_", "^"):
            self.argument(command)
        return replace(inside, span=self.span(command.start))

    def argument(self, command: Token) -> Expression:
        """Read an argument of a command."""
        if self.at("{"):
            return self.within(self.alone)
        if not self.begins_factor():
            raise self.unexpected(f"what {command.text} is taken of")
        return self.single()

    def single(self) -> Expression:
        """Read what TeX takes where braces are left out: one digit, name or bracket."""
        kind, text, start, _ = self.next
        if kind == "word":
            self.take()
            return Name(text, span=self.span(start))
        return self.deeper(self.atom)

    def fraction(self) -> Expression:
        r"""Read \frac{a}{b}, \frac12, \frac{\partial L}{\partial w}."""
        command = self.take()
        above, below = self.side(command), self.side(command)
        if isinstance(above, Half) and isinstance(below, Half):
            return replace(self.derivative(above, below), span=self.span(command.start))
        above, below = (self.settled(x) if isinstance(x, Half) else x for x in (above, below))
        return Quotient(above, below, self.span(command.start))

    def side(self, command: Token) -> Expression | Half:
        """Read the numerator or the denominator of a fraction."""
        if self.at("{"):
            return self.within(self.side_in_braces)
        kind, text, start, end = self.next
        if kind == "number" and text.isdigit() and len(text) > 1:  # \frac12 is one half
            self.tokens[self.place] = Token(kind, text[1:], start + 1, end)
            return Number(float(text[0]), 0, (start, start + 1))
        if not self.begins_factor():
            raise ReadError(rf"{command.text} takes two arguments", command.start)
        return self.single()

    def side_in_braces(self) -> Expression | Half:
        """Read half of a derivative, or an expression that may begin like one."""
        if not self.at_differential(alone=True):
            return self.alone()
        half = self.half()
        return half if self.at("}") else self.expression(self.settled(half))

    def root(self) -> Expression:
        r"""Read \sqrt{x}, \sqrt[3]{x}."""
        command = self.take()
        index = self.within(self.expression) if self.at("[") else None
        inside = self.argument(command)
        span = self.span(command.start)
        if index is None:
            return Call("sqrt", (inside,), span=span)
        return Power(inside, Quotient(Number(1.0), index), span)

    def big_sum(self) -> Expression:
        r"""Read \sum_{i=1}^n x_i, sum_i x_i, sum(x)."""
        sign = self.take()
        index, lower, upper = "", None, None
        while self.next.kind == "sub" or self.at("_", "^"):
            if self.accept("^"):
                upper = self.argument(sign)
            elif self.next.kind == "sub" or self.ahead().text != "{":
                index = self.subscript()
            else:
                self.take()
                index, lower = self.within(self.bound)
        alone = sign.kind == "word" and not index and self.at("(")
        if alone:
            return self.summed(sign)
        of = self.deeper(self.product)
        return BigSum(of, index, lower, upper, span=self.span(sign.start))

    def summed(self, sign: Token) -> BigSum:
        """Read sum(x), or NumPy's sum(x, axis=1, keepdims=True): an index called axis."""

        def inside() -> BigSum:
            of, axis = self.expression(), None
            while self.accept(","):
                option = self.take()
                if not self.accept("=") or option.text not in ("axis", "keepdims"):
                    raise ReadError("sum takes axis and keepdims besides", option.start)
                value = self.take()
                if option.text == "axis" and value.text in ("0", "1"):
                    axis = Number(float(value.text), 0, (value.start, value.end))
            return BigSum(of, "axis" if axis else "", axis)

        return replace(self.deeper(lambda: self.within(inside)), span=self.span(sign.start))

    def bound(self) -> tuple[str, Expression | None]:
        """Read `i=1` or `i` under a sum."""
        parts = []
        while self.next.kind != "stop" and not self.at("}", "="):
            parts.append(self.index_token())
        return joined(parts), self.expression() if self.accept("=") else None

    _atoms: ClassVar[dict[str, Callable[[Atoms], Expression]]] = {
        "(": bracket, "[": bracket, "{": group, "|": bars, "||": bars, r"\frac": fraction,
        r"\sqrt": root, r"\sum": big_sum, r"\nabla": Names.gradient, r"\partial": Names.gradient,
        r"\underbrace": braced_under, r"\overbrace": braced_under,
    }  # fmt: skip
