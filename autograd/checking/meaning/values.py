"""`Meaning`: what a formula is in a world, for one choice of the index letters."""

from __future__ import annotations

from typing import Any

from ...engine import functions, ops
from ...engine.ops import power_by
from ...engine.value import Value
from ..reading.dotted_columns import COLUMN
from ..reading.limits import limit_of
from ..reading.tree import Call, Derivative, Name, Negative, Number, Power, Product, name_of
from ..reading.walked import walk
from .derivatives import chain_at
from .errors import MeaningError, OutsideError, ShapeError
from .functions import OF_SEVERAL
from .groupings import sign_before
from .index import bound_letters
from .law import variables
from .laws import FIXED
from .limits import limit
from .name_values import NameValues
from .sets import key_of
from .tensor import (
    Tensor,
    add,
    entries_of,
    hadamard,
    inverse,
    is_vector,
    mapped,
    outer,
    plain,
    product,
    scalar_of,
    shape_of,
    stacked,
    summed,
    transpose,
)  # fmt: skip

EXTREMES = ("max", "min")


MOST_TERMS = 100
"""No test network is so wide: a longer sum is refused, whatever its bound says."""
Key = tuple[tuple[str, str], tuple[int, ...]]


class Meaning(NameValues):
    """The meaning of formulas: names, arithmetic, conditions and sums."""

    # --- names ---

    def _number(self, tree: Number) -> Any:
        return tree.value

    # --- arithmetic ---

    def _sum(self, tree: Any) -> Any:
        found = self.walk(tree.terms[0])
        for term in tree.terms[1:]:
            if isinstance(term, Negative):
                found = mapped(lambda x, y: x - y, found, self.walk(term.of))
            else:
                found = add(found, self.walk(term))
        return found

    def _negative(self, tree: Any) -> Any:
        return mapped(lambda x: -x, self.walk(tree.of))

    def _product(self, tree: Product) -> Any:
        """Multiply from left to right; derivatives that cancel in a row are one chain."""
        result: Any = None
        place = 0
        while place < len(tree.factors):
            taken = 1
            sign = sign_before(tree, place, self.model.dots_by_entries)
            chain = chain_at(tree, place)
            if len(chain) > 1:
                value, taken = self._chain(chain), len(chain)
            else:
                value = self.walk(tree.factors[place])
            result = value if place == 0 else self.multiply(sign, result, value)
            place += taken
        return result

    def multiply(self, sign: str, x: Any, y: Any) -> Any:
        """x y: by entries where the sign says so, or where it may and matrices do not fit."""
        if sign == r"\odot" or (sign == "*" and self.model.stars):
            return hadamard(x, y)
        if sign == "*" and self.model.star_is_product:
            sign = ""
        if sign == r"\otimes":
            return outer(x, y) if is_vector(x) and is_vector(y) else hadamard(x, y)
        if sign == r"\circledast":
            raise MeaningError("the convolution is not known here", sign)
        a, b = shape_of(x), shape_of(y)
        if sign == r"\cdot" and len(a) == 2 and a == b and min(a) == 1 < max(a):
            if self.model.dots_by_entries:
                return hadamard(x, y)
            return product(transpose(x), y) if a[1] == 1 else product(x, transpose(y))
        if sign in ("*", r"\cdot", r"\times") and len(a) == 2 == len(b) and a[1] != b[0]:
            return hadamard(x, y)
        if len(a) > 2 or len(b) > 2:
            return hadamard(x, y)
        if self.entrywise and a == b and len(a) == 2 and a[1] != b[0]:
            return hadamard(x, y)
        return product(x, y)

    def _quotient(self, tree: Any) -> Any:
        above = self.walk(tree.above)
        return mapped(ops.div, above, self.walk(tree.below))

    def _power(self, tree: Power) -> Any:
        if isinstance(tree.exponent, Name) and tree.exponent.base == "T":
            return transpose(self.walk(tree.base))
        base = self.walk(tree.base)
        exponent = scalar_of(self.walk(tree.exponent))
        if isinstance(exponent, Tensor):
            return mapped(ops.power, base, exponent)
        if isinstance(exponent, Value):
            return mapped(lambda a: ops.power(a, exponent), base)
        square = len(shape_of(base)) == 2 and shape_of(base)[0] == shape_of(base)[1] > 1
        if square and exponent % 1 and not self.entrywise:
            raise MeaningError("a power of a matrix that is no whole number is not judged")
        if exponent < 0 and not exponent % 1 and square:
            turned = found = inverse(base)
            for _ in range(min(MOST_TERMS, int(-exponent) - 1)):
                found = product(found, turned)
            return found
        return mapped(power_by(exponent), base)

    def _transpose(self, tree: Any) -> Any:
        return transpose(self.walk(tree.of))

    def _norm(self, tree: Any) -> Any:
        entries = entries_of(self.walk(tree.of))
        order = getattr(tree, "order", "2")
        if order == "1":
            return functions.total([ops.absolute(e) for e in entries])
        return ops.sqrt(functions.total([e * e for e in entries]))

    def _inner_product(self, x: Any, y: Any) -> Any:
        return summed(hadamard(x, y))

    def _matrix(self, tree: Any) -> Any:
        rows = [[self.walk(x) for x in row] for row in tree.rows]
        if len(rows[0]) == 1 and any(isinstance(scalar_of(row[0]), Tensor) for row in rows):
            parts = [entries_of(row[0]) for row in rows]  # [h; x]: one above the other
            return Tensor((sum(map(len, parts)), 1), [e for part in parts for e in part])
        if len(rows) == 1 and all(shape_of(x)[:1] == (1,) for x in rows[0]):
            flat = [e for x in rows[0] for e in entries_of(x)]  # [x, h]: one beside the other
            return Tensor((1, len(flat)), flat)
        flat = [scalar_of(x) for row in rows for x in row]
        if any(isinstance(x, Tensor) for x in flat):
            raise ShapeError("a matrix of matrices is not judged")
        return Tensor((len(rows), len(rows[0])), flat)

    # --- conditions ---

    def _compare(self, tree: Any) -> Any:
        if tree.sign in ("in", "not in"):
            return float(self._belongs(tree) == (tree.sign == "in"))

        def one(a: Any, b: Any) -> float:
            a, b = plain(a), plain(b)
            return float({"=": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b,
                          ">=": a >= b}[tree.sign])  # fmt: skip

        return mapped(one, self.walk(tree.left), self.walk(tree.right))

    def _belongs(self, tree: Any) -> bool:
        """Whether it is in a set, which may be any."""
        try:
            key = key_of(tree, self.model, self.env)
        except KeyError:
            raise MeaningError("what belongs to a set is not said") from None
        return key is None or self.world.coefficients(("set", key), 1)[0] > 0

    def _logic(self, tree: Any) -> Any:
        found = 1.0
        for part in tree.parts:
            found = hadamard(found, self.walk(part))
        return found

    def _indicator(self, tree: Any) -> Any:
        return self.walk(tree.condition)

    def _cases(self, tree: Any) -> Any:
        taken: Any = 0.0
        found: Any = 0.0
        for value, condition in tree.rows:
            holds = 1.0 if condition is None else self.walk(condition)
            here = mapped(lambda h, t: plain(h) * (1 - plain(t)), holds, taken)
            if any(entries_of(here)):
                found = add(found, hadamard(here, self.walk(value)))
            taken = mapped(lambda h, t: max(plain(h), plain(t)), holds, taken)
        return found

    def _entry(self, tree: Any) -> Any:
        whole = self.walk(tree.of)
        numbers = [self.walk(x) for x in tree.indices]
        if any(isinstance(x, Tensor) for x in numbers):
            raise MeaningError("what an index is that is no number is not said")
        place = tuple(round(plain(x)) for x in numbers)
        return self.world.part(whole, ("", ""), place)

    def _applied(self, tree: Any) -> Any:
        """A function that is written as a formula, at arguments: (u v)'(3)."""
        variables_ = self._free_of(tree.of)
        if not variables_ and isinstance(tree.of, Derivative):
            both = (*variables(tree.of)[:1], tree.of.of)  # of a curve, x and y
            variables_ = [x for x in both[: len(tree.arguments)] if isinstance(x, Name)]
        if len(variables_) != len(tree.arguments):
            raise MeaningError("what the arguments stand for is not said")
        pairs = zip(variables_, tree.arguments, strict=True)
        inner = self._at_point([(n, x) for n, x in pairs])
        return inner._with(variable=variables_[0]).walk(tree.of)

    def _free_of(self, of: Any) -> list[Name]:
        """Return the variables of a formula that is applied: those of its functions."""
        for part in walk(of):
            if isinstance(part, (Name, Call)):
                label = part.label if isinstance(part, Name) else part.function
                law = self.model.values.get(label)
                if law is not None and law.arguments:
                    return [name_of(x) for x in law.arguments]
        return []

    def _at(self, tree: Any) -> Any:
        return self._at_point(tree.point).walk(tree.of)

    def _tuple(self, tree: Any) -> Any:
        entries = [scalar_of(self.walk(x)) for x in tree.entries]
        if any(isinstance(x, Tensor) for x in entries):
            raise ShapeError("a list of vectors is not judged")
        return Tensor((len(entries), 1), entries)

    def _dots(self, _: Any) -> Any:
        raise MeaningError("what the dots stand for is not said")

    def _inner(self, tree: Any) -> Any:
        return self._inner_product(self.walk(tree.left), self.walk(tree.right))

    # --- sums ---

    def _bigsum(self, tree: Any) -> Any:
        kind = getattr(tree, "kind", "sum")
        if going := limit_of(tree):
            return self._limit(tree.of, *going)
        if tree.index == "axis":
            axis = int(tree.lower.value) if isinstance(tree.lower, Number) else 0
            found = summed(self.walk(tree.of), axis)
            return self._averaged(found, self.walk(tree.of), kind)
        letters = bound_letters(tree) if tree.index else []
        if tree.index and not letters:
            raise MeaningError(f"what {tree.index} runs over is not said", tree.index)
        if not letters:
            whole = self.walk(tree.of)
            total = summed(whole)
            return total / len(entries_of(whole)) if kind == "mean" else total
        terms = list(self._terms(tree, letters))
        if not terms:
            return 1.0 if kind.startswith("prod") else 0.0
        if kind == COLUMN:
            if any(shape_of(x)[:1] not in ((), (1,)) for x in terms):
                raise ShapeError("columns upon each other are not judged")
            return stacked(terms)
        found = terms[0]
        for term in terms[1:]:
            if kind == "prod":
                found = product(found, term)
            elif kind == "prod_down":
                found = product(term, found)
            elif kind in EXTREMES:
                found = mapped(OF_SEVERAL[kind], found, term)
            else:
                found = add(found, term)
        return mapped(lambda x: x / len(terms), found) if kind == "mean" else found

    def _limit(self, of: Any, going: Name, to: Any) -> Any:
        """The limit of a number, as a name goes to what another is."""
        there = self.walk(to)

        def value(off: float) -> Any:
            return scalar_of(
                self._with(arguments={**self.arguments, going.label: there + off}).walk(of)
            )

        return limit(value)

    @staticmethod
    def _averaged(found: Any, whole: Any, kind: str) -> Any:
        if kind != "mean":
            return found
        count = len(entries_of(whole)) / len(entries_of(found))
        return mapped(lambda x: x / count, found)

    def _terms(self, tree: Any, letters: list[str]) -> Any:
        first, *others = letters
        span = self.model.range_of(tree, first, self)
        if len(span) > MOST_TERMS:
            raise MeaningError(f"a sum over {len(span):,} terms is not judged")
        self.model.terms += len(span)
        if not isinstance(tree.upper, Number):
            (self.world.lone if len(span) == 1 else self.world.several).add((first, id(tree)))
        for i in span:
            if i == FIXED and first in self.model.drawn:
                continue
            inner = self._with(env={**self.env, first: i})
            if others:
                yield from inner._terms(tree, others)
                continue
            condition = getattr(tree, "condition", None)
            if condition is not None and not plain(inner.walk(condition)):
                continue
            try:
                yield inner.walk(tree.of)
            except OutsideError:
                inner.ask_of_layers(tree.of)
