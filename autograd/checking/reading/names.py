r"""What begins with a name: calls, products before brackets, compositions.

* A name before a bracket is called if it is a function by itself (sigma, log, ...), if the
  document applies it, if it has a prime, or if the bracket holds a comma: `L(y, a)`, `g'(z)`.
  Else the two are multiplied: `w_2(a_2-y)`.
* A function without brackets takes the next factor, and the names and numbers that follow it
  without a sign: `\log a b` is log(a b), `\log a (1-y)` is log(a) (1-y), `y\log a - b` stops at
  the minus sign.  `\sigma` with nothing to take is a name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from .compositions import is_composition
from .cursor import ReadError
from .differentials import Differentials
from .notation import FUNCTIONS, INVERSES, ONES
from .scripts import Mark
from .tree import (
    Call,
    Expression,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Product,
    Transpose,
)

INDICATORS = frozenset({ONES, r"\mathbb{I}", "I"})
"""What, before a bracket with a condition, is 1 where it holds."""
_ARRAYS = {"dot": "@", "matmul": "@", "outer": r"\otimes", "multiply": r"\odot"}
"""NumPy's functions that are products of two -> their signs."""


class Names(Differentials):
    """The reading of names and calls."""

    def named(self) -> Expression:
        """Read what begins with a word."""
        if self.at_differential():
            return self.settled(self.half(), alone=True)
        token = self.take()
        if token.text in ("d", "D") and self.place in self.lists:
            return self.listed_derivative(token.start)
        return self.applied(Name(token.text, span=(token.start, token.end)))

    def applied(self, name: Name) -> Expression:
        """Read the scripts of a name, and its arguments if it is a function."""
        begun = self.place
        if name.base in INDICATORS and self.place in self.compared_in and self.at("(", "["):
            return self.marked(self.deeper(self.bracket), [])
        base, marks = self.scripts(name)
        if not isinstance(base, Name):  # 1_{z>0}
            return self.marked(base, marks)
        function = self.function(base, marks, begun)
        if function and self.at("(", "["):
            return self.called(base, function, self.arguments(), marks)
        known = base.base in FUNCTIONS and (not base.sub or base.base != r"\sigma")
        if known and self.begins_factor():
            return self.called(base, function, (self.bare_argument(),), marks)
        if known and base.base != r"\sigma" and not base.base.isupper():  # BCE is a loss, too
            raise self.unexpected(f"what {base.base} is taken of")
        return self.marked(base, marks)

    def function(self, name: Name, marks: list[Mark], begun: int) -> str:
        """Return the function that a name is, with the primes of its own; "" if it is none.

        begun  the place after the base of the name
        """
        if name.base + name.sub in FUNCTIONS:  # log_2 and log2 are one
            return FUNCTIONS[name.base + name.sub]
        if name.base in FUNCTIONS and name.base != r"\sigma":
            return replace(name, base=FUNCTIONS[name.base]).label
        primed = any(mark.kind == "'" for mark in marks) and name.label not in self.names
        alike = {name.label, replace(name, layer="").label}
        listed = self.at("(") and (self.place in self.lists or any(self.parts_inside()))
        if self.at("(", "[") and (alike & self.functions or primed or listed):
            return name.label
        return name.label if self.is_word(name, begun) else ""

    def parts_inside(self) -> Iterator[bool]:
        """Whether a bar parts what stands in the bracket that begins here."""
        if not self.at("("):
            return
        depth = 0
        for place in range(self.place, len(self.tokens)):
            text = self.tokens[place].text
            depth += (text == "(") - (text == ")")
            if depth == 0:
                return
            if depth == 1 and place in self.given:
                yield True

    def is_word(self, name: Name, begun: int) -> bool:
        """Whether a bracket directly after a word of several letters calls it: CE(p, y)."""
        word, before = name.base, self.tokens[self.place - 1]
        called = self.at("(") and before.end == self.next.start and len(word) > 1
        known = name.label in self.names or word in self.names or not word.isalpha()
        slope = word[0] == "d" and (len(word) < 4 or word[1:] in self.names)
        joined = begun == self.place or name.sub.isalpha() or name.layer
        return bool(called and joined) and not known and not slope

    def arguments(self) -> tuple[Expression, ...]:
        """Read the arguments of a call, with their brackets; p(y | x) has two."""

        def inside() -> tuple[Expression, ...]:
            found = [self.argument_here()]
            while self.accept(",", ";", r"\mid") or (self.place in self.given and self.take()):
                found.append(self.argument_here())
            return tuple(found)

        return self.within(inside)

    def argument_here(self) -> Expression:
        r"""Read one argument: P(O = w) has a condition, \phi(s, \cdot) is of anything."""
        if self.at(r"\cdot") and self.ahead().text in (")", "]", ",", "|", r"\mid"):
            sign = self.take()
            return Name(sign.text, span=(sign.start, sign.end))
        return self.compared() if self.begins_factor() or self.at("-", "+") else self.valued()

    def bare_argument(self) -> Expression:
        r"""Read what a function without brackets takes: \log a_2, \log 2 a, \log\sigma(z).

        Of \cos\theta \Delta t it is \theta alone. Braces around its first part say where it ends:
        \cos{u} u'.
        """
        braced = self.at("{")
        factors = [self.factor()]
        while not (braced or isinstance(factors[-1], Call)) and (
            self.next.kind == "number"
            or (
                self.next.kind == "word"
                and not self.at_differential()
                and not self.at_function()
                and self.next.text != r"\Delta"
            )
        ):
            factors.append(self.factor())
        if len(factors) == 1:
            return factors[0]
        return Product(tuple(factors), ("",) * (len(factors) - 1), self.span(factors[0].span[0]))

    def at_function(self) -> bool:
        """Whether the next word is a function."""
        if self.next.text == r"\pi" and self.ahead().text != "(":
            return False  # of \log 2\pi it is the number
        return self.next.text in FUNCTIONS or self.next.text in self.functions

    def called(
        self, name: Name, function: str, arguments: tuple[Expression, ...], marks: list[Mark]
    ) -> Expression:
        r"""Return the call, with the marks that stood before the bracket: \sigma'(z), \log^2 a."""
        minus = Mark("^", Negative(Number(1.0)))
        if minus in marks and function in INVERSES:
            function = INVERSES[function]
            marks = [mark for mark in marks if mark != minus]
        elif minus in marks:
            raise ReadError(f"the inverse of the function {function} is not read", name.span[0])
        primes = function.count("'") + sum(mark.kind == "'" for mark in marks)
        span = self.span(name.span[0])
        call: Expression = Call(function.rstrip("'"), arguments, primes, span)
        match function, arguments:
            case "norm", (x,):
                call = Norm(x, span=span)
            case "inv", (x,):
                call = Power(x, Negative(Number(1.0)), span)
            case (("power" | "pow"), (x, exponent)):
                call = Power(x, exponent, span)
            case "transpose", (x,):
                call = Transpose(x, span)
            case (("dot" | "matmul" | "outer" | "multiply"), (_, _)):
                call = Product(arguments, (_ARRAYS[function],), span)
        return self.marked(call, [mark for mark in marks if mark.kind != "'"])

    # ---- compositions

    def is_function(self, tree: Expression, inner: Expression) -> bool:
        r"""Whether a name or a composition of names is applied: to a name, or somewhere.

        \sigma is a scale as well, in \sigma \circ \epsilon.
        """
        if is_composition(tree):
            return True
        if not isinstance(tree, Name) or tree.label in self.functions:
            return isinstance(tree, Name)
        if tree.base != r"\sigma" or isinstance(inner, Call):
            return tree.base in FUNCTIONS
        return isinstance(inner, Name) and not {inner.label, inner.base}.isdisjoint(
            self.functions | FUNCTIONS.keys()
        )

    def composed(self, outer: Expression, inner: Expression) -> Expression:
        r"""Return f \circ g: of names a product with that sign, of g(x) the call f(g(x))."""
        if isinstance(inner, Call) and isinstance(outer, Name):
            return Call(
                FUNCTIONS.get(outer.base, outer.label), (inner,), span=self.span(outer.span[0])
            )
        if not isinstance(inner, Name):
            raise ReadError("functions are composed of names", inner.span[0])
        names = outer.factors if isinstance(outer, Product) else (outer,)
        return Product((*names, inner), (r"\circ",) * len(names), self.span(outer.span[0]))
