r"""The atoms of a formula: numbers, brackets, fractions, roots, norms, matrices.

`[a, b; c, d]` is a matrix as `\begin{pmatrix}` makes it, `[a]` a bracket.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import ClassVar

from .cursor import ReadError
from .differentials import Half
from .lexer import Token
from .names import Names
from .notation import ACCENTS, MATRICES, ONES
from .sums import Sums
from .tree import (
    Call,
    Dots,
    Expression,
    Inner,
    Matrix,
    Name,
    Norm,
    Number,
    Power,
    Quotient,
    Tuple,
)


class Atoms(Sums):
    """The reading of atoms."""

    def atom(self) -> Expression:
        """Read what cannot be taken apart by signs."""
        kind, text, _, _ = self.next
        if text == "1" and self.place + 1 in self.compared_in:  # 1[z > 0]
            self.take()
            return self.bracket()
        if kind == "number":
            return self.number()
        if kind == "begin":
            return self.environment()
        if text in ACCENTS:
            return self.accented()
        if text == r"\partial" and self.at_differential():
            return self.settled(self.half(), alone=True)
        if kind in ("sign", "command") and text in self._atoms and self.begins_factor():
            return self._atoms[text](self)
        if kind == "word":
            return self.big_sum() if self.at_big() else self.named()
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
        rows = self.within(lambda: self.rows(",", ";") if opened.text == "[" else self.listed())
        return replace(rows, span=self.span(opened.start))

    def listed(self) -> Expression:
        """Read what stands in round brackets: one expression, or several with commas."""
        start, entries = self.next.start, [self.valued()]
        while self.accept(",", ";"):
            if not self.begins_factor() and not self.at("-", "+"):
                break
            entries.append(self.valued())
        return entries[0] if len(entries) == 1 else Tuple(tuple(entries), self.span(start))

    def alone(self) -> Expression:
        """Read one expression where several, with commas, have no meaning."""
        inside = self.valued()
        if self.at(","):
            raise ReadError("a list stands where one expression is expected", self.next.start)
        return inside

    def rows(self, beside: str, below: str) -> Expression:
        """Read the entries of a matrix; one entry without any separator stands for itself."""
        start, separated = self.next.start, False
        rows: list[list[Expression | None]] = [[None if self.at(beside) else self.valued()]]
        commas = (",",) if beside == "&" else ()
        while sign := self.accept(beside, below, *commas):
            separated = True
            begins = self.begins_factor() or self.at("-", "+")
            if not begins and beside != "&":
                break
            if sign == below:
                rows.append([])
            rows[-1].append(self.expression() if begins else None)
        if not separated and below == ";" and (alone := rows[0][0]):
            return alone
        entries = _whole_rows(rows, start)
        flat = [entry for row in entries for entry in row]
        if len(rows) == 1 and all(isinstance(x, Matrix) and len(x.rows) == 1 for x in flat):
            entries = [list(x.rows[0]) for x in flat if isinstance(x, Matrix)]  # [[a, b], [c, d]]
        if len({len(row) for row in entries}) > 1:
            raise ReadError("the rows of this matrix are not equally long", start)
        return Matrix(tuple(map(tuple, entries)), self.span(start))

    def environment(self) -> Expression:
        r"""Read \begin{pmatrix} ... \end{pmatrix}, or cases."""
        opened, outer = self.take(), self.bar
        if opened.text not in MATRICES | {"cases", "vmatrix"}:
            raise ReadError(f"the environment {opened.text} is not known here", opened.start)
        self.bar = ""
        cases = opened.text == "cases"
        matrix = self.cases(opened) if cases else self.rows("&", r"\\")
        if self.next.kind != "end" or self.next.text != opened.text:
            raise self.unexpected(rf"\end{{{opened.text}}}")
        self.take()
        self.bar = outer
        whole = replace(matrix, span=self.span(opened.start))
        return Call("det", (whole,), span=whole.span) if opened.text == "vmatrix" else whole

    def group(self) -> Expression:
        """Read what stands in braces; a name takes the scripts that follow."""
        start = self.next.start
        inside = replace(self.within(self.alone), span=self.span(start))
        return self.applied(inside) if isinstance(inside, Name) else inside

    def bars(self) -> Expression:
        """Read |x| or ||x||_2."""
        opened = self.next
        if self.ahead().kind == "sub" or self.ahead().text == "_":
            raise ReadError("there is nothing before this | to take at a point", opened.start)
        inside = self.within(self.expression)
        if opened.text == "|":
            if self.next.text in ("1", "2") and self.next.kind == "sub":
                return Norm(inside, self.take().text, self.span(opened.start))
            return Call("abs", (inside,), span=self.span(opened.start))
        order = "2"
        if self.next.kind == "sub" or self.at("_"):
            order = self.subscript()
        return Norm(inside, order, self.span(opened.start))

    def angled(self) -> Expression:
        r"""Read \langle a, b \rangle, an inner product; with more entries it is a vector."""
        opened = self.next
        inside = self.within(self.angled_entries)
        if len(inside) == 2:
            return Inner(inside[0], inside[1], self.span(opened.start))
        return Tuple(inside, self.span(opened.start))

    def angled_entries(self) -> tuple[Expression, ...]:
        """Read two expressions with a comma or a bar between them, or more with commas."""
        found = [self.expression()]
        if not self.accept(",", r"\mid", "|"):
            raise self.unexpected(", between the two of an inner product")
        found.append(self.expression())
        while self.accept(","):
            found.append(self.expression())
        return tuple(found)

    def floor(self) -> Expression:
        r"""Read \lfloor x \rfloor."""
        opened = self.next
        return Call("floor", (self.within(self.expression),), span=self.span(opened.start))

    def dots(self) -> Expression:
        r"""Read \cdots."""
        return Dots((self.take().start, self.tokens[self.place - 1].end))

    def accented(self) -> Expression:
        r"""Read \hat{y}: the accent belongs to the base of the name."""
        accent = self.take()
        if accent.text == r"\vec" and self.next.text == r"\nabla":
            return self.gradient()
        name = self.argument(accent)
        if accent.text == r"\vec" and isinstance(name, (Tuple, Matrix)):
            return name
        if name == Number(0.0):  # \vec{0}
            return name
        if name == Number(1.0):  # \vec{1}
            return self.applied(Name(ONES, span=self.span(accent.start)))
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
            if self.at("{"):
                self.within(self.anything)
            else:
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
        above = self.side(command)
        return self.divided(above, self.side(command), command.start)

    def divided(self, above: Expression | Half, below: Expression | Half, start: int) -> Expression:
        """Return a fraction or a derivative of its two sides."""
        if isinstance(above, Half) and isinstance(below, Half):
            return replace(self.derivative(above, below), span=self.span(start))
        top, bottom = (self.settled(x) if isinstance(x, Half) else x for x in (above, below))
        return Quotient(top, bottom, self.span(start))

    def side(self, command: Token) -> Expression | Half:
        """Read the numerator or the denominator of a fraction."""
        if self.at("{"):
            return self.within(self.side_in_braces)
        kind, text, start, end = self.next
        if kind == "number" and text.isdigit() and len(text) > 1:  # \frac12 is one half
            self.tokens[self.place] = Token(kind, text[1:], start + 1, end)
            return Number(float(text[0]), 0, (start, start + 1))
        if kind == "word" and self.ahead().kind == "sub" and self.ahead().text.isdigit():
            self.take()  # \frac N2 is N over 2
            self.tokens[self.place] = self.next._replace(kind="number")
            return Name(text, span=self.span(start))
        if not self.begins_factor():
            raise ReadError(rf"{command.text} takes two arguments", command.start)
        return self.single()

    def side_in_braces(self) -> Expression | Half:
        """Read half of a derivative, or an expression that may begin like one."""
        if not self.at_differential(alone=True):
            return self.alone()
        start, half = self.place, self.half()
        while not self.at("}") and self.at_differential():
            half = half.joined(self.half(), self.span(half.span[0]))
        if self.at("/") and self.at_differential(1):  # \frac{\partial F/\partial x}{...}
            return self.expression(self.settled(half))
        if (not self.at("}") and half.sign == r"\partial") or half.order > 1:
            half = self.whole_numerator(half)
        if self.at("}"):
            return half
        if self.tokens[start].text == r"\partial":
            raise self.unexpected("}")
        return self.expression(self.settled(half))

    def whole_numerator(self, half: Half) -> Half:
        r"""Read on where what is differentiated is a product or a sum: \partial W x."""
        if self.at("}") or half.of is None:
            return half
        return replace(half, of=self.expression(half.of), span=self.span(half.span[0]))

    def root(self) -> Expression:
        r"""Read \sqrt{x}, \sqrt[3]{x}."""
        command = self.take()
        index = self.within(self.expression) if self.at("[") else None
        inside = self.argument(command)
        span = self.span(command.start)
        if index is None:
            return Call("sqrt", (inside,), span=span)
        return Power(inside, Quotient(Number(1.0), index), span)

    _atoms: ClassVar[dict[str, Callable[[Atoms], Expression]]] = {
        "(": bracket, "[": bracket, "{": group, "|": bars, "||": bars, r"\frac": fraction,
        r"\sqrt": root, r"\sum": Sums.big_sum, r"\prod": Sums.big_sum, r"\int": Sums.big_sum,
        r"\iint": Sums.big_sum, r"\oint": Sums.big_sum, r"\langle": angled, r"\lfloor": floor,
        "...": dots, r"\nabla": Names.gradient, r"\partial": Names.gradient,
        r"\underbrace": braced_under, r"\overbrace": braced_under,
    }  # fmt: skip


def _whole_rows(rows: Sequence[Sequence[Expression | None]], start: int) -> list[list[Expression]]:
    """Return the rows of a matrix without blank columns, and without what ends a row twice."""
    written = [list(row) for row in rows if any(row) or len(row) > 1]
    for row in written:
        while row and row[-1] is None:
            row.pop()
    blank = [all(len(row) <= i or row[i] is None for row in written)
             for i in range(max(map(len, written), default=0))]  # fmt: skip
    found = [[x for x, gone in zip(row, blank, strict=False) if not gone] for row in written]
    if not found or not all(row and all(row) for row in found):
        raise ReadError("an entry of this matrix is blank", start)
    return [[x for x in row if x is not None] for row in found]
