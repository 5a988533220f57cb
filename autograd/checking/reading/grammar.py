r"""The grammar of formulas, by recursive descent: tokens -> an expression tree.

    expression  term (("+" | "-") term)*
    term        "-"* product
    product     factor (sign? factor | "/" factor)*     from left to right: a/b c is (a/b) c
    factor      atom marks                              a power, a prime, a transpose
    atom        number | name | call | bracket | fraction | root | sum | norm | derivative | matrix

From the ground up: `cursor` moves through the tokens, `scripts` reads what hangs on an atom,
`differentials` derivatives, `names` what begins with a name, `conditions` and `sums` what their
names say, `atoms` the other atoms, and this file joins them by signs.
"""

from __future__ import annotations

from .atoms import Atoms
from .cursor import ReadError
from .notation import MULTIPLICATIONS
from .tree import Derivative, Expression, Negative, Number, Product, Quotient, Sum


class Grammar(Atoms):
    """The reading of one formula: `expression()`, then `finish()`."""

    def expression(self, first: Expression | None = None) -> Expression:
        """Read a sum; `first` is its first factor where that has been read already."""
        start = first.span[0] if first else self.next.start
        terms = [self.term(first)]
        while self.at("+", "-"):
            sign = self.take()
            term = self.term()
            minus = sign.text == "-"
            terms.append(Negative(term, self.span(sign.start)) if minus else term)
        return Sum(tuple(terms), self.span(start)) if len(terms) > 1 else terms[0]

    def term(self, first: Expression | None = None) -> Expression:
        """Read a product with the signs before it."""
        start = self.next.start
        if first or not self.at("-", "+"):
            return self.product(first)
        sign = self.take()
        term = self.deeper(self.term)
        return Negative(term, self.span(start)) if sign.text == "-" else term

    def product(self, first: Expression | None = None) -> Expression:
        """Read factors and divisors, from left to right."""
        start = first.span[0] if first else self.next.start
        factors, signs = [first or self.factor()], list[str]()

        def so_far() -> Expression:
            whole = Product(tuple(factors), tuple(signs), self.span(start))
            return whole if signs else factors[0]

        while True:
            if self.at_point():
                whole = so_far()
                last = factors[-1]
                if isinstance(last, Derivative) and not last.point:
                    factors[-1] = self.pointed(last)
                else:
                    factors, signs = [self.pointed(whole)], []
                continue
            if sign := self.accept(*MULTIPLICATIONS):
                following = self.signed_factor()
                if sign == r"\circ" and self.is_function(factors[-1], following):
                    factors[-1] = self.composed(factors[-1], following)
                    continue
                sign = r"\odot" if sign == r"\circ" else sign
                factors.append(following)
            elif self.at("/"):
                above = so_far()
                self.take()
                factors, signs = [Quotient(above, self.signed_factor(), self.span(start))], []
                continue
            elif self.begins_factor():
                if self.next.kind == "number" and isinstance(factors[-1], Number):
                    raise ReadError("a sign is missing between two numbers", self.next.start)
                factors.append(self.factor())
            else:
                return so_far()
            signs.append(sign)

    def signed_factor(self) -> Expression:
        """Read a factor after a sign, with a minus of its own: a * -b, x**-1."""
        start = self.next.start
        if not self.accept("-"):
            return self.factor()
        return Negative(self.deeper(self.signed_factor), self.span(start))

    def factor(self) -> Expression:
        """Read an atom with everything that stands after it."""
        return self.deeper(lambda: self.postfix(self.atom()))

    def begins_factor(self) -> bool:
        """Whether an atom begins here."""
        if self.at("|", "||"):
            return self.bar != self.next.text and self.place not in self.given
        opens = self.at(*"([{", r"\langle", r"\lfloor", "...")
        return opens or self.next.kind in ("number", "word", "command", "begin")
