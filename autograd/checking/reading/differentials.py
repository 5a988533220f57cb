r"""Derivatives, in a fraction, in a line, as an operator on what follows.

* A derivative is `\frac{\partial L}{\partial w}`, `\partial L/\partial w`, `dL/dw`, `dL_dw`,
  `d(L, w)`, or an operator: `\frac{d}{dw} L`, `\nabla_w L`, `\partial_w L`.
* A `dz_2` that is no part of a derivative is a name with the base "dz"; so is `\partial z_2`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from .cursor import ReadError
from .lexer import Token
from .scripts import Scripts
from .tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Indicator,
    Name,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Span,
    Sum,
    Transpose,
)
from .walked import walk

_OPENING = ("(", "{", "[", "|", "||")


@dataclass(frozen=True)
class Half:
    r"""Half of a derivative that is written in two: `d`, `dw`, `\partial L`, `d^2 f`.

    others  what a denominator names besides: y of `\partial x \partial y`
    alone   whether it is the immediate one: `\partial^+ h`
    """

    of: Expression | None
    sign: str
    spaced: bool
    span: Span
    order: int = 1
    others: tuple[Expression, ...] = ()
    alone: bool = False

    @property
    def count(self) -> int:
        """How many variables a denominator names, each as often as its power says."""
        return sum(_times(of) for of in (self.of, *self.others) if of is not None)

    def joined(self, other: Half, span: Span) -> Half:
        """Return the denominator that goes on with another."""
        if other.of is None:
            raise ReadError("a name is missing after this d", other.span[0])
        return replace(self, others=(*self.others, other.of), span=span)

    def variables(self, order: int) -> tuple[Expression, ...]:
        r"""Return the variables of a derivative of that order, one for each."""
        if self.of is None:
            raise ReadError("this derivative does not say by what", self.span[0])
        named = (self.of, *self.others)
        if any(isinstance(x, (Number, Sum, Quotient)) for x in named):
            raise ReadError("a derivative is taken by a name", self.span[0])
        if len(named) == order:
            return named
        if self.count == order:
            return tuple(x for of in named for x in (_root(of),) * _times(of))
        match named:  # d2L/dyhat2
            case (Name(sub=sub) as name,) if sub == str(order):
                return (replace(name, sub=""),) * order
        raise ReadError("the orders above and below do not agree", self.span[0])


def _times(of: Expression) -> int:
    match of:
        case Power(exponent=Number(value=value)) if value in (2.0, 3.0, 4.0):
            return int(value)
    return 1


def _root(of: Expression) -> Expression:
    return of.base if isinstance(of, Power) and _times(of) > 1 else of


class Differentials(Scripts):
    """The reading of derivatives."""

    def at_differential(self, count: int = 0, alone: bool = False) -> bool:
        r"""Whether a \partial, or a d before a name, stands here or `count` tokens further.

        With `alone`, as at the beginning of a numerator, space or nothing may follow the d.
        """
        token, after = self.ahead(count), self.ahead(count + 1)
        if token.text == r"\partial":
            return after.kind != "sub" and after.text != "_"
        if token.kind != "word" or token.text != "d" or "d" in self.names:
            return False
        if after.kind == "sub" or after.text == "_":  # d_j^2 / (d_j^2 + c)
            return False
        if after.text == "/":  # d/dw L
            return count == 0 and self.at_differential(2)
        if after.text == "^" and self.ahead(count + 2).kind == "number":  # d^2 y / d x^2
            return alone or self.ahead(count + 3).kind in ("word", "command")
        before = after.kind in ("word", "command") or after.text == "{"
        upright = token.end - token.start > 1  # \mathrm{d}
        return alone or (before and (upright or after.start == token.end))

    def half(self) -> Half:
        r"""Read a d or a \partial, its order, and what it stands before."""
        token, order = self.take(), 1
        alone = self.at_immediate()
        if self.accept("^"):
            start, power = self.next.start, self.argument(token)
            if not isinstance(power, Number) or power.value not in (2.0, 3.0, 4.0):
                raise ReadError("derivatives are read up to the fourth", start)
            order = int(power.value)
        before = self.next.kind in ("word", "command", "number") or self.at(*_OPENING)
        spaced = self.next.start > token.end
        of = self.factor() if before and not self.at_distance(token) else None
        if of is None and before:  # dd/dx, of a distance d
            of = Name("d", span=(self.next.start, self.take().end))
        return Half(of, token.text, spaced, self.span(token.start), order, alone=alone)

    def at_immediate(self) -> bool:
        r"""Take the + of \partial^+ or \partial^{+}; return whether one stands here."""
        texts = [self.ahead(count).text for count in range(4)]
        taken = 2 if texts[:2] == ["^", "+"] else 4 if texts == ["^", "{", "+", "}"] else 0
        for _ in range(taken):
            self.take()
        return taken > 0

    def at_distance(self, token: Token) -> bool:
        r"""Whether the next token is a d that is differentiated: dd/dx, \partial d/\partial x."""
        if token.text == r"\partial":
            return self.next.text == "d" and self.ahead().text == "/"
        return self.next.text == "d" == token.text and self.next.start == token.end

    def settled(self, half: Half, alone: bool = False) -> Expression:
        r"""Return the derivative that a half begins, or the name that it is by itself.

        With `alone` it is no side of a fraction: then \partial x is what others call dx.
        """
        if self.at("/") and self.at_differential(1):
            self.take()
            below = self.half()
            while below.count < half.order and self.at_differential():
                below = below.joined(self.half(), self.span(below.span[0]))
            return self.derivative(half, below)
        if half.sign == r"\partial" and not (alone and isinstance(half.of, Name)):
            raise ReadError("this derivative does not say by what", half.span[0])
        if half.sign == r"\partial" and half.order == 1:
            assert isinstance(half.of, Name)
            return replace(half.of, base="d" + half.of.base, span=half.span)
        d: Expression = Name("d", span=(half.span[0], half.span[0] + 1))
        if half.order > 1:
            d = Power(d, Number(float(half.order)), d.span)
        if half.of is None:
            return d
        if not half.spaced and half.order == 1 and (whole := _with_d(half.of)) is not None:
            return replace(whole, span=half.span)
        return Product((d, half.of), ("",), half.span)

    def derivative(self, above: Half, below: Half) -> Derivative:
        """Return the derivative of its two halves; without an operand it takes what follows."""
        wrt = below.variables(above.order)
        of = above.of or self.operand(wrt)
        return Derivative(of, wrt, span=self.span(above.span[0]), alone=above.alone)

    def operand(self, wrt: tuple[Expression, ...]) -> Expression:
        r"""Read what \frac{d}{dx} or \nabla_x is taken of: a factor, or several.

        3x^2, \frac{1}{n} \|Xw - y\|^2, y \log x and x e^x as a whole: what follows belongs to it
        behind a constant, and where both hold x.  So does all of a^T X x: a row by itself is none.
        """
        start = self.next.start
        factors, signs = [self.factor()], list[str]()
        of_row = isinstance(factors[0], Transpose)
        while True:
            begun, last = self.place, factors[-1]
            sign = self.accept("*", r"\cdot") if _is_constant(last) else ""
            if not self.begins_factor() or self.at_differential() or self.at_operator():
                self.place = begun
                break
            following = self.factor()
            in_row = of_row and not isinstance(following, Derivative)
            if not (in_row or _is_constant(last) or _goes_on(last, following, wrt)):
                self.place = begun
                break
            factors.append(following)
            signs.append(sign)
        if len(factors) == 1:
            return factors[0]
        return Product(tuple(factors), tuple(signs), self.span(start))

    def at_operator(self) -> bool:
        r"""Whether \nabla or another derivative begins here."""
        if self.next.text == r"\nabla":
            return True
        differential = self.ahead(2).text in (r"\partial", "d") and self.ahead().text == "{"
        return self.next.text == r"\frac" and differential

    def listed_derivative(self, start: int) -> Derivative:
        """Read the arguments of `d(L, w)`, `d(f, x, y)`."""
        of, *wrt = self.arguments()
        if not wrt or (len(wrt) == 1 and not isinstance(wrt[0], (Name, Power, Transpose))):
            raise ReadError("d(L, w) takes what is differentiated and the name by which", start)
        return Derivative(of, tuple(wrt), span=self.span(start))

    def gradient(self) -> Derivative | Name | Transpose:
        r"""Read `\nabla_w L`, `\partial_w L`, `\nabla f`, `\nabla^2_w L`; a lone `\nabla_w`."""
        operator, order = self.take(), 1
        wrt: Expression | None = None
        while self.next.kind == "sub" or self.at("_", "^"):
            if self.accept("^"):
                start, power = self.next.start, self.argument(operator)
                if isinstance(wrt, Name) and getattr(power, "base", "") in ("T", r"\top"):
                    return Transpose(replace(wrt, base="d" + wrt.base), self.span(operator.start))
                if power != Number(2.0):
                    raise ReadError("derivatives are read up to the second here", start)
                order = 2
            elif self.next.kind == "sub":
                token = self.take()
                wrt = Name(token.text, span=(token.start, token.end))
            else:
                self.take()
                wrt = self.argument(operator)  # the 2 of \nabla_{w}^2 is no power of w
        if wrt is None and operator.text == r"\partial":
            raise ReadError("this derivative does not say by what", operator.start)
        lone = isinstance(wrt, Name) and order == 1 and not self.begins_factor()
        if lone and operator.text == r"\nabla" and isinstance(wrt, Name):
            return replace(wrt, base="d" + wrt.base, span=self.span(operator.start))
        by = wrt if wrt is not None else Name("")
        of = self.operand((by,)) if wrt is not None else self.factor()
        if wrt is None and isinstance(of, Transpose) and self.begins_factor():
            of = self.product(of)  # \nabla (A x)^T A x
        return Derivative(of, (by,) * order, span=self.span(operator.start))


def _with_d(tree: Expression) -> Expression | None:
    r"""Return a tree with the d that stands before it in its first name: dG^l(Z), dZ^{[l]T}."""
    match tree:
        case Name():
            return replace(tree, base="d" + tree.base, span=(tree.span[0] - 1, tree.span[1]))
        case Call(function=function) if function not in ("cos", "sin", "tan"):
            return replace(tree, function="d" + function)  # d\cos\theta is a distance times that
        case Transpose(of=Name() as inner) | BigSum(of=Name() as inner):  # dx.sum(axis=0)
            first = _with_d(inner)
            return replace(tree, of=first) if first is not None else None
        case Product(factors=(first, *others)) if (whole := _with_d(first)) is not None:
            return replace(tree, factors=(whole, *others))
    return None


def _is_constant(factor: Expression) -> bool:
    r"""Whether nothing is differentiated in a factor: 2, \frac{1}{2m}, [z > 0]."""
    match factor:
        case Number() | Indicator():
            return True
        case Quotient(above, below):
            return _is_size(above) and _is_size(below)
    return False


def _is_size(tree: Expression) -> bool:
    if isinstance(tree, Product):
        return all(map(_is_size, tree.factors))
    sized = isinstance(tree, Name) and tree.base in "mnNMTBKDdkp" and not tree.sub
    return sized or isinstance(tree, Number)


def _goes_on(factor: Expression, following: Expression, wrt: tuple[Expression, ...]) -> bool:
    """Whether what follows a factor is differentiated with it, as they have no sign between."""
    if isinstance(factor, Derivative) or isinstance(following, Derivative):
        return False
    primed = any(
        isinstance(p, Prime) or (isinstance(p, Call) and p.primes) for p in walk(following)
    )
    base = factor.base if isinstance(factor, Power) else factor
    if base in wrt:
        return True
    held, holds = (any(p in wrt for p in walk(t)) for t in (factor, following))
    scaled = isinstance(factor, (Name, Quotient)) and isinstance(following, (Call, Norm))
    return not primed and (holds or (scaled and not held))
