r"""What begins with a name: calls, products before brackets, derivatives.

* A name before a bracket is called if it is a function by itself (sigma, log, ...), if the
  document applies it, if it has a prime, or if the bracket holds a comma: `L(y, a)`, `g'(z)`.
  Else the two are multiplied: `w_2(a_2-y)`.
* A function without brackets takes the next factor, and the names and numbers that follow it
  without a sign: `\log a b` is log(a b), `\log a (1-y)` is log(a) (1-y), `y\log a - b` stops at
  the minus sign.  `\sigma` with nothing to take is a name.
* A derivative is `\frac{\partial L}{\partial w}`, `\partial L/\partial w`, `dL/dw`, `dL_dw`,
  `d(L, w)`, or an operator on the next factor: `\frac{d}{dw} L`, `\nabla_w L`, `\partial_w L`.
* A `dz_2` that is no part of a derivative is a name with the base "dz".
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .cursor import ReadError
from .notation import FUNCTIONS
from .scripts import Mark, Scripts
from .tree import Call, Derivative, Expression, Name, Norm, Product, Span, Transpose


@dataclass(frozen=True)
class Half:
    r"""Half of a derivative that is written in two: `d`, `dw`, `\partial L`."""

    of: Expression | None
    sign: str
    spaced: bool
    span: Span


class Names(Scripts):
    """The reading of names, calls and derivatives."""

    def named(self) -> Expression:
        """Read what begins with a word."""
        if self.at_differential():
            return self.settled(self.half())
        token = self.take()
        if token.text in ("d", "D") and self.place in self.lists:
            return self.listed_derivative(token.start)
        return self.applied(Name(token.text, span=(token.start, token.end)))

    def applied(self, name: Name) -> Expression:
        """Read the scripts of a name, and its arguments if it is a function."""
        base, marks = self.scripts(name)
        assert isinstance(base, Name)
        function = self.function(base, marks)
        if function and self.at("(", "["):
            return self.called(base, function, self.arguments(), marks)
        known = base.base in FUNCTIONS and not base.sub
        if known and self.begins_factor():
            return self.called(base, function, (self.bare_argument(),), marks)
        if known and base.base != r"\sigma":
            raise self.unexpected(f"what {base.base} is taken of")
        return self.marked(base, marks)

    def function(self, name: Name, marks: list[Mark]) -> str:
        """Return the function that a name is, with the primes of its own; "" if it is none."""
        if name.base in FUNCTIONS and not name.sub:
            return FUNCTIONS[name.base]
        primed = any(mark.kind == "'" for mark in marks) and name.label not in self.names
        alike = {name.label, replace(name, layer="").label}
        if self.at("(", "[") and (alike & self.functions or primed or self.place in self.lists):
            return name.label
        return ""

    def arguments(self) -> tuple[Expression, ...]:
        """Read the arguments of a call, with their brackets."""

        def inside() -> tuple[Expression, ...]:
            found = [self.expression()]
            while self.accept(","):
                found.append(self.expression())
            return tuple(found)

        return self.within(inside)

    def bare_argument(self) -> Expression:
        r"""Read what a function without brackets takes: \log a_2, \log 2 a, \log\sigma(z)."""
        factors = [self.factor()]
        while self.next.kind == "number" or (
            self.next.kind == "word" and not self.at_differential() and not self.at_function()
        ):
            factors.append(self.factor())
        if len(factors) == 1:
            return factors[0]
        return Product(tuple(factors), ("",) * (len(factors) - 1), self.span(factors[0].span[0]))

    def at_function(self) -> bool:
        """Whether the next word is a function."""
        return self.next.text in FUNCTIONS or self.next.text in self.functions

    def called(
        self, name: Name, function: str, arguments: tuple[Expression, ...], marks: list[Mark]
    ) -> Expression:
        r"""Return the call, with the marks that stood before the bracket: \sigma'(z), \log^2 a."""
        primes = function.count("'") + sum(mark.kind == "'" for mark in marks)
        span = self.span(name.span[0])
        call: Expression = Call(function.rstrip("'"), arguments, primes, span)
        match function, arguments:
            case "norm", (x,):
                call = Norm(x, span=span)
            case "transpose", (x,):
                call = Transpose(x, span)
            case "dot", (_, _):
                call = Product(arguments, ("@",), span)
        return self.marked(call, [mark for mark in marks if mark.kind != "'"])

    # ---- derivatives

    def at_differential(self, count: int = 0, alone: bool = False) -> bool:
        r"""Whether a \partial, or a d before a name, stands here or `count` tokens further.

        With `alone`, as at the beginning of a numerator, space or nothing may follow the d.
        """
        token, after = self.ahead(count), self.ahead(count + 1)
        if token.text == r"\partial":
            return after.kind != "sub" and after.text != "_"
        if token.kind != "word" or token.text != "d" or "d" in self.names:
            return False
        if after.text == "/":  # d/dw L
            return count == 0 and self.at_differential(2)
        before = after.kind in ("word", "command") or after.text == "{"
        upright = token.end - token.start > 1  # \mathrm{d}
        return alone or (before and (upright or after.start == token.end))

    def half(self) -> Half:
        r"""Read a d or a \partial and what it stands before."""
        token = self.take()
        if self.at("^"):
            raise ReadError("only first derivatives are read", self.next.start)
        before = self.next.kind in ("word", "command") or self.at("(", "{")
        spaced = self.next.start > token.end
        of = self.factor() if before else None
        return Half(of, token.text, spaced, self.span(token.start))

    def settled(self, half: Half) -> Expression:
        """Return the derivative that a half begins, or the name that it is by itself."""
        if self.at("/") and self.at_differential(1):
            self.take()
            return self.derivative(half, self.half())
        if half.sign == r"\partial":
            raise ReadError("this derivative does not say by what", half.span[0])
        d = Name("d", span=(half.span[0], half.span[0] + 1))
        if half.of is None:
            return d
        match half.of:
            case Name() as name if not half.spaced:
                return replace(name, base="d" + name.base, span=half.span)
            case Transpose(of=Name() as name) if not half.spaced:  # dZ^{[l]T}
                whole = replace(name, base="d" + name.base, span=half.span)
                return Transpose(whole, half.span)
        return Product((d, half.of), ("",), half.span)

    def derivative(self, above: Half, below: Half) -> Derivative:
        """Return the derivative of its two halves; without an operand it takes the next factor."""
        if not isinstance(below.of, Name):
            raise ReadError("a derivative is taken by a name", below.span[0])
        of = above.of or self.factor()
        return Derivative(of, (below.of,), span=self.span(above.span[0]))

    def listed_derivative(self, start: int) -> Derivative:
        """Read the arguments of `d(L, w)`."""
        match self.arguments():
            case of, Name() as wrt:
                return Derivative(of, (wrt,), span=self.span(start))
        raise ReadError("d(L, w) takes what is differentiated and the name by which", start)

    def gradient(self) -> Derivative:
        r"""Read `\nabla_w L` or `\partial_w L`."""
        operator = self.take()
        if self.next.kind == "sub":
            token = self.take()
            wrt: Expression = Name(token.text, span=(token.start, token.end))
        elif self.accept("_"):
            wrt = self.single()
        else:
            raise ReadError("this derivative does not say by what", operator.start)
        if not isinstance(wrt, Name):
            raise ReadError("a derivative is taken by a name", wrt.span[0])
        return Derivative(self.factor(), (wrt,), span=self.span(operator.start))
