r"""Sub- and superscripts: `w_{1,1}^{(2)}`, `a^{(l)T}`, `x^2`, `g(z)^{'}`, `A.T`, `x**-1`.

A subscript belongs to the name before it, and so does a layer: an index in round or square
brackets, as in `w^{(2)}`, `a^{[l](i)}`, one that begins with l or L, as in `\delta^L`, `a^{l-1}`,
or the sign of `w^+`.  Everything else that can stand after an atom is a mark: a power, a prime, a
transpose.  A second subscript joins the first with a comma: `w_1_2` is w_{1,2}.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .compositions import at_argument, is_composition
from .cursor import Cursor, ReadError
from .index_text import indices_of, joined
from .lexer import Token
from .notation import ACCENTS, FUNCTIONS, ONES
from .tree import (
    Applied,
    At,
    Call,
    Compare,
    Derivative,
    Entry,
    Expression,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Prime,
    Transpose,
    Tuple,
)
from .walked import walk

_HATS = {accent[1:]: accent for accent in ACCENTS}
MOST_PRIMES = 4
MOST_FACTORS = 20
METHODS = (".sum", ".mean", ".var", ".std", ".dot")
"""What is called of an array, as NumPy has it."""
_LAYERS = ("l", "L", r"\ell")
MOST_IN_BRACKETS = 24
"""The most tokens in the brackets of an index."""
_ENTRY_LETTERS = frozenset("abcijklmnpqrst")
_WINDOW = _ENTRY_LETTERS | {*"dfhuvwxyS", "stride"}
"""Those beside h and w of a window: X[i + h, j + w]."""
_TIMES = (r"\cdot", r"\times")
_MEANS = frozenset({"E", r"\mathbb{E}", "Var", "Cov"})
"""Names that a bracket belongs to in another way: E[x]."""


class Mark(NamedTuple):
    """A mark after an atom: "^" with its exponent, "'", "T" or "!"."""

    kind: str
    exponent: Expression | None = None


class Scripts(Cursor):
    """The scripts of names and the marks of atoms."""

    def postfix(self, base: Expression) -> Expression:
        """Read everything that stands after an atom."""
        base, marks = self.scripts(base)
        return self.marked(base, marks)

    def scripts(self, base: Expression) -> tuple[Expression, list[Mark]]:
        """Return the atom, with its scripts if it is a name, and the marks after it."""
        marks: list[Mark] = []
        start = base.span[0]
        while True:
            if self.next.kind == "sub" or self.at("_"):
                base = self.subscripted(base)
            elif self.at("^"):
                base, more = self.superscripted(base)
                marks += more
            elif self.accept("**"):
                marks.append(Mark("^", self.signed_factor()))
            elif self.accept("!"):
                marks.append(Mark("!"))
            elif sign := self.accept("'", ".T"):
                marks.append(Mark(sign[-1]))
                if sum(mark.kind == "'" for mark in marks) > MOST_PRIMES:
                    raise ReadError("derivatives are read up to the fourth", self.next.start)
            elif self.at(*METHODS):
                return self.of_method(self.marked(base, marks), self.take()), []
            elif self.at_index(base):
                base = self.indexed(base)
            else:
                return base, marks
            base = replace(base, span=self.span(start)) if not marks else base

    def at_point(self) -> bool:
        """Whether a bar with a subscript stands here: |_{x=2}."""
        after = self.ahead()
        return self.at("|") and self.bar != "|" and (after.kind == "sub" or after.text == "_")

    def pointed(self, of: Expression) -> Expression:
        """Read the point at which something is taken."""
        self.take()
        below = self.take()
        said = self.within(self.told_below) if below.kind != "sub" and self.at("{") else []
        found = [x for x in said if isinstance(x, Compare) and x.sign == "="]
        point = [(x.left, x.right) for x in found if isinstance(x.left, Name)]
        span = self.span(of.span[0])
        values = _values(said) or ((Number(float(below.text)),) if below.text.isdigit() else ())
        if values:
            return Applied(of, values, span)
        if isinstance(of, Derivative):
            return replace(of, point=tuple(point), span=span)
        return At(of, tuple(point), span)

    def told_below(self) -> list[Expression]:
        """Read x=0, y=1; or (0, 1), which says it without names."""
        found = [self.compared()]
        while self.accept(",", ";"):
            found.append(self.compared())
        return found

    def closes(self, call: Call) -> bool:
        r"""Whether brackets around a call end before its mark: (\log g(x))' is of all of it."""
        first = next(t.text for t in self.tokens if t.start >= call.span[0])
        return first in ("(", "[") and not all(isinstance(x, Name) for x in call.arguments)

    def marked(self, base: Expression, marks: Sequence[Mark]) -> Expression:
        """Apply the marks in order; `e^x` is exp(x), e^2 a square where e is a name."""
        for kind, exponent in marks:
            span = self.span(base.span[0])
            if kind == "T":
                base = Transpose(base, span)
            elif kind == "!":
                base = self.factorial(base)
            elif kind == "'" and isinstance(base, Call) and not self.closes(base):
                base = replace(base, primes=base.primes + 1, span=span)
            elif kind == "'":
                base = Prime(base, span)
            elif exponent is not None and base == Name("e") and self.is_exponential(exponent):
                base = Call("exp", (exponent,), span=span)
            elif exponent is not None:
                base = Power(base, exponent, span)
        bare = base.of if isinstance(base, Prime) else base
        if self.at("(", "[") and is_composition(bare):
            return at_argument(base, self.deeper(self.arguments), self.span(base.span[0]))
        primed = isinstance(base, Prime) and not isinstance(base.of, Name)
        if self.at("(") and (primed or (isinstance(base, Derivative) and self.at_values(base))):
            return self.at_arguments(base)
        return base

    def factorial(self, of: Expression) -> Expression:
        """Return n!, of a number its value."""
        span = self.span(of.span[0])
        if isinstance(of, Number) and of.value in range(MOST_FACTORS):
            return Number(float(math.factorial(int(of.value))), 0, span)
        return Call("factorial", (of,), span=span)

    def is_exponential(self, exponent: Expression) -> bool:
        """Whether e with this exponent is exp: not where e is a name, and has a number above it."""
        return "e" not in self.names and not ("e^2" in self.names and isinstance(exponent, Number))

    def at_values(self, derivative: Derivative) -> bool:
        """Whether the bracket here holds what a derivative is taken at: (x, y), (1), its x."""
        if self.place in self.lists:
            return True
        inside, closing = self.ahead(), self.ahead(2)
        variable = any(isinstance(x, Name) and x.label == inside.text for x in derivative.wrt)
        return closing.text == ")" and (inside.kind == "number" or variable)

    def at_arguments(self, of: Expression) -> Expression:
        """Read the arguments at which a derivative is taken."""
        start = of.span[0]
        found = self.deeper(self.arguments)
        return Applied(of, found, self.span(start))

    def at_index(self, base: Expression) -> bool:
        """Whether an index in square brackets stands directly after a name: W[i][j], x[0]."""
        if not (self.at("[") and isinstance(base, Name)):
            return False
        direct = self.tokens[self.place - 1].end == self.next.start
        held = self.plain or self.holds_indices(base)
        return direct and held and self.group_length(0, MOST_IN_BRACKETS) > 0

    def holds_indices(self, base: Name) -> bool:
        """Whether the bracket here holds index letters and numbers only: P[i,k], p_t[k_t]."""
        length = self.group_length(0, MOST_IN_BRACKETS)
        inside = self.tokens[self.place + 1 : self.place + max(0, length - 1)]
        letters = [t.text for t in inside if t.kind == "word"]
        others = (t for t in inside if t.kind not in ("word", "number", "sub"))
        return (
            base.base not in _MEANS
            and bool(letters)
            and (all(x in _ENTRY_LETTERS for x in letters) or _of_window(letters))
            and all(t.text in (",", "+", "-", ":", "*", *_TIMES) for t in others)
        )

    def indexed(self, base: Expression) -> Expression:
        """Read W[i, j] as W_{i,j}."""
        assert isinstance(base, Name)
        sub = self.within(self.index)
        return replace(base, sub=f"{base.sub},{sub}" if base.sub else sub)

    def subscripted(self, base: Expression) -> Expression:
        r"""Read a subscript; `y_hat` is another spelling of \hat{y}; below a 1 is a condition."""
        if base == Number(1.0) or (base == Name(ONES) and self.compares_below()):
            return self.indicator()
        if isinstance(base, Number):
            raise ReadError("a subscript stands after a name only", self.next.start)
        sub = self.subscript()
        if isinstance(base, Norm) and base.order == "2":  # \|x\|^2_2
            return replace(base, order=sub)
        if not isinstance(base, Name):
            return Entry(base, tuple(indices_of(sub)))
        if sub in _HATS and not base.sub and base.base.isalpha():
            return replace(base, base=f"{_HATS[sub]}{{{base.base}}}")
        return replace(base, sub=f"{base.sub},{sub}" if base.sub else sub)

    def compares_below(self) -> bool:
        """Whether the subscript that begins here holds a condition."""
        place = self.place + 1
        while self.tokens[place].text in ("{", "(") and place not in self.compared_in:
            place += 1
        return place in self.compared_in

    def subscript(self) -> str:
        """Read a subscript as plain text without spaces."""
        if self.next.kind == "sub":
            return self.take().text
        self.take()
        if not self.at("{"):
            return joined([self.index_token()])
        return self.within(self.index)

    def index(self) -> str:
        """Read the text of an index up to the brace that closes it."""
        parts: list[Token] = []
        opened = 0
        while self.next.kind != "stop" and (opened or not self.at("}", "]")):
            opened += self.at("{", "[") - self.at("}", "]")
            parts.append(self.index_token())
        if not parts:
            raise self.unexpected("an index such as 2 or i")
        return joined(parts)

    def index_token(self) -> Token:
        """Take a token that may stand in an index."""
        if self.at(r"\cdot") and (
            self.ahead().text in ("}", ",") or self.tokens[self.place - 1].text == "{"
        ):
            return self.take()._replace(text=":")  # W_{i\cdot}, the row i
        if self.at(*_TIMES) and self.tokens[self.place - 1].kind in ("word", "number"):
            return self.take()._replace(text="*")  # x_{i \cdot s + k}
        if self.next.text == r"\if":  # q_{if}
            return self.take()._replace(kind="word", text="if")
        readable = self.next.kind in ("number", "word", "sub") or self.next.text in ACCENTS
        if not readable and not self.at(*"+-*/,:;()[]'{}_^|"):
            raise self.unexpected("an index such as 2 or i")
        return self.take()

    def superscripted(self, base: Expression) -> tuple[Expression, list[Mark]]:
        """Read what stands after ^: a layer, which goes to the name, and marks."""
        self.take()
        if self.at("{"):
            opened = self.next
            return self.within(lambda: self.braced(base, opened))
        layered = self.layered(base)
        return layered, [self.bare_mark()] if layered is base else []

    def braced(self, base: Expression, opened: Token) -> tuple[Expression, list[Mark]]:
        """Read a superscript in braces: a layer, then marks; or an exponent."""
        base, marks = self.layered(base), list[Mark]()
        while self.next.kind != "stop" and not self.at("}"):
            if self.accept("'"):
                marks.append(Mark("'"))
                base = self.layered(base)  # g^{'[l]}
            elif self.accept(".T"):
                marks.append(Mark("T"))
            elif self.inverse_transpose():
                marks += [Mark("^", Negative(Number(1.0))), Mark("T")]
            elif self.next.text == "T" and self.ahead().text in ("}", "'"):
                self.take()
                marks.append(Mark("T"))
            elif self.tokens[self.place - 1] is opened:
                marks.append(Mark("^", self.expression()))
            else:
                break
        if self.at("}") and self.tokens[self.place - 1] is opened:
            raise self.unexpected("an exponent or a layer")
        return base, marks

    def inverse_transpose(self) -> bool:
        r"""Take -T or -\top, the transpose of an inverse."""
        if not (self.at("-") and self.ahead().text == "T" and self.ahead(2).text == "}"):
            return False
        self.take()
        self.take()
        return True

    def bare_mark(self) -> Mark:
        """Read a superscript without braces: one sign, number or name, with its minus."""
        start = self.next.start
        if self.accept("'"):
            return Mark("'")
        if self.next.text == "T":
            self.take()
            return Mark("T")
        if self.accept("-"):
            return Mark("^", Negative(self.single(), self.span(start)))
        return Mark("^", self.single())

    def layered(self, base: Expression) -> Expression:
        """Return a name with the layer that stands here; the base itself if there is none."""
        length = self.layer_length() or self.is_prior(base)
        braced = self.tokens[self.place - 1].text == "{"
        ends = not braced or self.ahead(length).text in ("}", "'", "T")
        exponential = base == Name("e") and not {"e", "e^2"} & self.names
        if not isinstance(base, Name) or base.layer or exponential or not length or not ends:
            return base
        text = joined(self.take() for _ in range(length))
        for sign, plain in ((r"\langle", "("), (r"\rangle", ")"), (r"\circledast", "*"), (" ", "")):
            text = text.replace(sign, plain)
        inside = text[1:-1] if text[0] in "([<" else text
        return replace(base, layer=re.sub(r"[)\]][(\[]", ",", inside))

    def layer_length(self) -> int:
        """Return how many of the next tokens are a layer: (2), [l-1], [2](i), l, L-1, +."""
        if self.next.text in _LAYERS:
            signed = self.ahead().text in ("+", "-") and self.ahead(2).kind == "number"
            return 3 if signed and self.tokens[self.place - 1].text in ("{", "'") else 1
        if self.at("+", "*", r"\circledast") or self.is_word_above():
            return 1
        after = self.ahead()
        if self.at("-") and (after.kind == "stop" or after.text in ("=", "}", "&", ",", ")")):
            return 1
        length = 0
        while group := self.group_length(length):
            length += group
        parts = [self.ahead(i) for i in range(length)]
        sum_of_numbers = all(part.kind == "number" or part.text in "()+-" for part in parts)
        return 0 if sum_of_numbers and any(part.text in "+-" for part in parts[2:]) else length

    def is_prior(self, base: Expression) -> bool:
        r"""Whether it is the minus of what was known before a measurement: P^-H^T, \hat x^- + K."""
        named = isinstance(base, Name) and (base.base.isupper() or base.base[:1] == "\\")
        bare = self.at("-") and self.tokens[self.place - 1].text == "^"
        return named and bare and self.ahead().kind != "number"

    def is_word_above(self) -> bool:
        r"""Whether a word alone stands in braces here: w^{new}, g^{\text{future}}."""
        word = self.next.text
        alone = self.tokens[self.place - 1].text == "{" and self.ahead().text == "}"
        named = self.next.kind == "word" and len(word) > 2 and word.isalpha()
        return alone and named and word not in FUNCTIONS and word not in self.names

    def group_length(self, begin: int, most: int = 8) -> int:
        """Return the length of the bracket with an index that begins `begin` tokens ahead, or 0."""
        if self.ahead(begin).text not in ("(", "[", "<", r"\langle"):
            return 0
        for count in range(1, most + 1):
            kind, text, _, _ = self.ahead(begin + count)
            if kind == "sign" and text in (")", "]", ">", r"\rangle"):
                return count + 1 if count > 1 else 0
            signs = ("+", "-", ",", "*", ":", *(_TIMES if most > 8 else ()))
            if kind not in ("number", "word", "sub") and text not in signs:
                return 0
            if text.lstrip("\\") in FUNCTIONS and self.ahead(begin + count + 1).kind == "word":
                return 0  # x^(sin x)
        return 0


def _of_window(letters: Sequence[str]) -> bool:
    """Whether letters are indices for h and w among them, or for rows and columns of a window."""
    return {"h", "w"} <= {*letters} <= _WINDOW or (
        {"i", "j"} <= {*letters} <= _WINDOW and not {"x", "y"} & {*letters}
    )  # fmt: skip


def _values(said: Sequence[Expression]) -> tuple[Expression, ...]:
    """Return the numbers of a point that is given without names: (1, 2), or 3; else nothing."""
    found = said[0].entries if len(said) == 1 and isinstance(said[0], Tuple) else tuple(said)
    return found if found and not any(
        isinstance(part, (Name, Compare)) for x in found for part in walk(x)
    ) else ()  # fmt: skip
