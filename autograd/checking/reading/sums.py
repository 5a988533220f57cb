r"""Big signs: sums, products, maxima, means, limits, and what stands below and above them.

`\sum` takes the product to its right; the word `sum` directly before "(" the bracket alone, with
NumPy's `axis` if it is told.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import NamedTuple

from .conditions import Conditions
from .cursor import ReadError
from .index_text import joined
from .lexer import Token
from .notation import BIG, COMPARISONS
from .tree import (
    BigSum,
    Call,
    Compare,
    Expression,
    Logic,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Tuple,
)

MOST_TIMES = 3
"""How often a letter may stand in an index: ijk, batch, success."""

_PAIR = re.compile(r"\(([a-z](?:,[a-z])+)\)")


class Bounds(NamedTuple):
    """What stands below a big sign: its index, the lower bound, a condition."""

    name: str = ""
    lower: Expression | None = None
    condition: Expression | None = None


class Sums(Conditions):
    """The reading of big signs."""

    def at_big(self) -> bool:
        """Whether a word stands here that takes a product: sum; max where an index is below."""
        below = self.ahead().kind == "sub" or self.ahead().text == "_"
        text = self.next.text
        if text == "sum" and self.ahead().text in ("}", ")", ",", "+", "-", "") and not below:
            return False  # the name of a sum
        if text == "mean" and self.ahead().text == "(":
            return any(token.text in ("axis", "dim") for token in self.tokens)
        return (
            text in ("sum", r"\mathbb{E}")
            or self.at_expectation()
            or (text in BIG and (below or text == "lim"))
        )

    def at_expectation(self) -> bool:
        r"""Whether E_{a \sim p} stands here, with a bracket behind it."""
        if self.next.text != "E" or self.ahead().text != "_" or self.ahead(2).text != "{":
            return False
        opened, place, drawn = 0, 2, False
        while (token := self.ahead(place)).kind != "stop":
            opened += (token.text == "{") - (token.text == "}")
            drawn = drawn or token.text == r"\sim"
            if not opened:
                break
            place += 1
        return drawn and self.ahead(place + 1).text in ("[", "(")

    def big_sum(self) -> Expression:
        r"""Read \sum_{i=1}^n x_i, \prod_{k \ne i}, sum_i x_i, sum(x), \max_j z_j, \mathbb{E}[x]."""
        sign = self.take()
        kind = BIG.get(sign.text, "mean" if sign.text == "E" else sign.text)
        below, upper = Bounds(), None
        while self.next.kind == "sub" or self.at("_", "^"):
            if self.accept("^"):
                upper = self.argument(sign)
            elif self.next.kind == "sub" or self.ahead().text != "{":
                below = Bounds(self.subscript())
            else:
                self.take()
                below = self.within(lambda: self.bounds(kind))
        if sign.text in ("sum", "mean") and not below.name and self.at("("):
            return self.summed(sign, kind)
        if kind == "mean" and self.at("[", "("):
            of = self.deeper(self.bracket)
        elif not below.name and below.condition is None and kind in ("max", "min"):
            raise self.unexpected("what it is taken of")
        else:
            of = self.deeper(self.term)
        index, lower, condition = below
        letters = Counter(c for c in index if c.isalpha())
        if kind != "mean" and max(letters.values(), default=0) > MOST_TIMES:
            raise ReadError("an index stands many times below this sign", sign.start)
        return BigSum(of, index, lower, upper, kind, condition, self.span(sign.start))

    def summed(self, sign: Token, kind: str) -> BigSum:
        """Read sum(x), or NumPy's sum(x, axis=1, keepdims=True): an index called axis."""

        def inside() -> BigSum:
            of, axis = self.expression(), None
            while self.accept(","):
                axis = self.option() or axis
            return BigSum(of, "axis" if axis else "", axis, kind=kind)

        return replace(self.deeper(lambda: self.within(inside)), span=self.span(sign.start))

    def option(self) -> Number | None:
        """Read axis=1, dim=1, 1 or keepdims=True; return the axis."""
        option = self.take()
        named = option.kind != "number"
        if named and not (
            option.text in ("axis", "dim", "keepdims", "keepdim") and self.accept("=")
        ):
            raise ReadError("a sum takes axis and keepdims besides", option.start)
        last = named and self.accept("-")
        value = self.take() if named else option
        if option.text.startswith("keepdim"):
            return None
        if value.text not in ("0", "1") or (last and value.text == "0"):
            raise ReadError("sums are over axis 0 or 1", value.start)
        return Number(float(value.text), 0, (value.start, value.end))

    def of_method(self, base: Expression, method: Token) -> Expression:
        """Read the arguments of x.sum(axis=0), x.mean(), x.var(0) or x.dot(y)."""
        if method.text == ".dot":
            return Product((base, self.deeper(self.bracket)), ("@",), self.span(base.span[0]))

        def inside() -> Number | None:
            axis = None
            while not self.at(")"):
                axis = self.option() or axis
                if not self.accept(","):
                    break
            return axis

        axis = self.within(inside)
        span = self.span(base.span[0])
        found = BigSum(base, "axis" if axis else "", axis, span=span)
        if method.text == ".sum":
            return found
        mean = replace(found, kind="mean")
        if method.text == ".mean":
            return mean
        square = Power(Sum((base, Negative(mean, span)), span), Number(2.0, span=span), span)
        variance = replace(mean, of=square)
        return variance if method.text == ".var" else Call("sqrt", (variance,), span=span)

    def bounds(self, kind: str) -> Bounds:
        r"""Read what stands below a sign: i=1, i, k \ne i, i \in S, (u,i) \in K, i=1, i \ne j."""
        if kind in ("mean", "lim"):
            return Bounds(self.anything())
        place = self.place
        try:
            return self.named_bound()
        except ReadError:
            self.place = place
        if self.accept("("):  # pairs
            index = joined(self.pair_tokens())
            return Bounds(index, None, self.membership(index))
        condition = self.condition()
        if self.accept(":"):
            rest = self.condition()
            named = condition
            condition = rest
            return Bounds(_index_of(named) or _index_of(rest), None, condition)
        return Bounds(_index_of(condition), None, condition)

    def named_bound(self) -> Bounds:
        """Read an index or several, the lower bound, and conditions after a comma."""
        tokens, opened = list[Token](), 0
        while self.next.kind != "stop" and (opened or not self.at("}", "=", ":", r"\\")):
            opened += self.at("{") - self.at("}")
            tokens.append(self.index_token())
        if not tokens:
            raise self.unexpected("an index such as 2 or i")
        lower = self.expression() if self.accept("=") else None
        condition = None
        if self.accept(",", ":", r"\\"):
            condition = self.condition()
        if not self.at("}"):
            raise self.unexpected("}")
        index = joined(tokens)
        pairs = _PAIR.fullmatch(index)  # (u,i), without a set that they are in
        return Bounds(pairs[1] if pairs else index, lower, condition)

    def pair_tokens(self) -> list[Token]:
        """Take the tokens up to the bracket that closes."""
        found = []
        while not self.at(")"):
            found.append(self.index_token())
        self.take()
        return found

    def membership(self, index: str) -> Expression:
        r"""Read `\in S` after a pair of indices."""
        start = self.next.start
        sign = self.accept(r"\in", r"\notin")
        if not sign:
            raise self.unexpected(r"\in")
        right = self.expression()
        pair = Tuple(tuple(Name(part) for part in index.split(",")), (start, start))
        return Compare(COMPARISONS[sign], pair, right, self.span(start))

    def anything(self) -> str:
        """Take all tokens up to the brace that closes, as text."""
        found, opened = [], 0
        while self.next.kind != "stop" and (opened or not self.at("}")):
            opened += self.at("{") - self.at("}")
            found.append(self.take())
        return joined(found)


def _index_of(condition: Expression) -> str:
    """Return the index that a condition below a sign is about: the first name in it."""
    match condition:
        case Logic(parts=(first, *_)):
            return _index_of(first)
        case Compare(left=Name() as name):
            return name.label
        case Compare(left=Prime() as primed):
            return _index_of(primed)
        case Compare(left=Number(), right=Name() as name):
            return name.label
        case Name():
            return condition.label
        case Prime(of=Name() | Prime() as of):
            return f"{_index_of(of)}'"
    return ""
