"""The shapes of formulas, of those of their parts."""

from __future__ import annotations

from typing import Any

from ..reading.convolutions import FULL, VALID, images_in
from ..reading.dotted_columns import COLUMN
from ..reading.small_changes import is_change
from ..reading.tree import (
    Call,
    Derivative,
    Name,
    Negative,
    Number,
    Product,
    Sum,
    Transpose,
    name_of,
)
from ..reading.walked import names
from .derivatives import chain_at
from .errors import MeaningError, ShapeError
from .evaluation import METHOD_OF
from .functions import FUNCTIONS
from .groupings import sign_before
from .index import bound_letters
from .law import variables
from .name_shapes import NameShapes
from .quantities import ANY
from .sizes import Size, Sized


class FormulaShapes(NameShapes):
    """The shapes of a model's formulas."""

    def walk(self, tree: Any) -> Sized | None:
        """Return the sizes of a formula."""
        found = getattr(self, METHOD_OF[type(tree)], None)
        if found is None:
            return ()
        self._depth += 1
        self.steps += 1
        try:
            if self._depth > 120:
                raise MeaningError("this is defined by itself")
            result: Sized | None = found(tree)
            return result
        finally:
            self._depth -= 1

    def _number(self, tree: Number) -> Sized:
        del tree
        return ()

    def _sum(self, tree: Any) -> Sized | None:
        found = self.walk(tree.terms[0])
        for term in tree.terms[1:]:
            found = self._both(found, self.walk(term))
        return found

    def _negative(self, tree: Any) -> Sized | None:
        return self.walk(tree.of)

    def _product(self, tree: Product) -> Sized | None:
        found: Sized | None = ()
        place = 0
        while place < len(tree.factors):
            chain = chain_at(tree, place)
            taken = max(1, len(chain))
            sign = sign_before(tree, place, self.model.dots_by_entries)
            if len(chain) > 1:
                value = self._jacobian(self.walk(chain[0].of), self._by(chain[-1]))
            else:
                value = self.walk(tree.factors[place])
            found = value if place == 0 else self.multiply(sign, found, value)
            place += taken
        return found

    def _quotient(self, tree: Any) -> Sized | None:
        return self._both(self.walk(tree.above), self.walk(tree.below))

    def _power(self, tree: Any) -> Sized | None:
        base = self.walk(tree.base)
        if isinstance(tree.exponent, Name) and tree.exponent.base == "T":
            return base and base[::-1]
        self.walk(tree.exponent)
        return base

    def _transpose(self, tree: Any) -> Sized | None:
        found = self.walk(tree.of)
        return found[::-1] if found else found

    def _norm(self, tree: Any) -> Sized:
        self.walk(tree.of)
        return ()

    def _tuple(self, tree: Any) -> Sized:
        return self.sizes.new(len(tree.entries)), self.sizes.one

    def _at(self, tree: Any) -> Sized | None:
        return self.walk(tree.of)

    def _inner(self, tree: Any) -> Sized:
        self._both(self.walk(tree.left), self.walk(tree.right))
        return self.sizes.one, self.sizes.one

    def _matrix(self, tree: Any) -> Sized | None:
        rows = [[self.walk(x) for x in row] for row in tree.rows]
        if len(rows[0]) == 1 and any(row[0] for row in rows):
            size = self.sizes.new()
            self.stacks.append((size, [row[0][0] if row[0] else self.sizes.one for row in rows]))
            return size, self.sizes.one
        if len(rows) == 1 and rows[0][0] and all(x and self.sizes.is_one(x[0]) for x in rows[0]):
            size = self.sizes.new()  # [x, h]: one beside the other
            self.stacks.append((size, [x[1] for x in rows[0] if x]))
            return self.sizes.one, size
        if len(rows) == 1 and any(rows[0]):
            raise ShapeError("vectors that stand side by side are rows")
        return self.sizes.new(len(rows)), self.sizes.new(len(rows[0]))

    def _cases(self, tree: Any) -> Sized | None:
        found: Sized | None = ()
        for value, condition in tree.rows:
            if condition is not None:
                self.walk(condition)
            found = self._both(found, self.walk(value))
        return found

    def _compare(self, tree: Any) -> Sized | None:
        if tree.sign in ("in", "not in"):
            return ()
        match tree.left, tree.right:
            case Name(base=letter), Name(base=other, sub="") if letter in self._letters:
                if other in self.model.fixed_letters and (size := self._size_along(other)):
                    self.sizes.join(self._letters[letter], size)
        return self._both(self.walk(tree.left), self.walk(tree.right))

    def _indicator(self, tree: Any) -> Sized | None:
        return self.walk(tree.condition)

    def _prime(self, tree: Any) -> Sized | None:
        return self.walk(tree.of)

    def _bigsum(self, tree: Any) -> Sized | None:
        if tree.index == "axis":
            found = self.walk(tree.of)
            if found is ANY:
                return found
            if not found:
                raise ShapeError("a number has no axis to sum over")
            along = isinstance(tree.lower, Number) and tree.lower.value == 1
            if len(found) == 2 and self.sizes.is_one(found[along]):  # rows or columns are many
                raise ShapeError("there is nothing to sum over along this axis")
            self.reduced.append(found[along])
            left = (found[0], self.sizes.one) if along else (self.sizes.one, found[1])
            return () if all(map(self.sizes.is_one, left)) else left
        letters = bound_letters(tree) if tree.index else []
        if not letters:
            self.walk(tree.of)
            return ()
        env, before = dict(self._env), dict(self._letters)
        for letter in letters:
            if letter in self.model.indices.steps:
                self._env[letter] = min(2, self.model.last)
                continue
            size = self._letters[letter] = self.sizes.new()
            self._bound(tree, size)
        found = self.walk(tree.of)
        if tree.kind == COLUMN and found is not ANY:
            found = self._letters[letters[0]], found[1] if found else self.sizes.one
        self._letters = {**{x: s for x, s in self._letters.items() if x not in letters},
                         **{x: s for x, s in before.items() if x in letters}}  # fmt: skip
        self._env = env
        return found

    def _bound(self, tree: Any, size: Size) -> None:
        lower = tree.lower.value if isinstance(tree.lower, Number) else 1
        upper = tree.upper
        if isinstance(upper, Number) and upper.value < 20:
            self.sizes.join(size, self.sizes.new(int(upper.value - lower + 1)))
        elif isinstance(upper, Name) and lower == 1 and upper.label not in self._letters:
            self.sizes.join(size, self._of_name(upper.label))
        elif lower == 0 and upper is not None and (top := _before_last(upper)):
            self.sizes.join(size, self._of_name(top))

    def _call(self, tree: Call) -> Sized | None:
        model = self.model
        law = model.function(tree.function, len(tree.arguments))
        if law is not None and law.label not in self._arguments:
            given = [self.walk(x) for x in tree.arguments]
            if tree.primes and len(given) == 1 and given[0]:
                return given[0]
            if self._depth > 60:
                return ANY
            env, letters = self._env, self._letters
            return self._within(law.body, env, letters,
                                dict(zip(law.arguments, given, strict=True)))  # fmt: skip
        if is_change(tree):
            return self.walk(tree.arguments[0])
        if tree.function in model.values and tree.function not in FUNCTIONS:
            return self._name(name_of(tree.function))
        given = [self.walk(x) for x in tree.arguments]
        if tree.function in (VALID, FULL):
            return self._convolved(tree, *given)
        return self._special(tree.function.split("_")[0].lower(), given)

    def _convolved(self, tree: Call, x: Sized | None, y: Sized | None) -> Sized | None:
        """Return the sizes of a convolution: it, or what it is of, is as long as both are."""
        if x is ANY or y is ANY:
            return ANY
        if not x or not y or len(x) != len(y):
            raise ShapeError("what is convolved is a matrix")
        found = tuple(self.sizes.new() for _ in x)
        first = tree.function == FULL or self._is_kernel(tree.arguments[0])
        image, kernel = (y, x) if first else (x, y)
        if not self._inside:  # a claim, which may be wrong
            return found
        self.windowed = True
        for out, of, by in zip(found, image, kernel, strict=True):
            whole, part = (out, of) if tree.function == FULL else (of, out)
            self.spans.append((whole, [(part, 1), (by, 1)]))
        return found

    def _is_kernel(self, tree: Any) -> bool:
        """Whether it is smaller than what it is convolved with: a kernel, or what comes out."""
        images = {self.model.indices.use(n).symbol for law in self.model.laws
                  for n in images_in(law.body)}  # fmt: skip
        return not any(self.model.indices.use(n).symbol in images for n in names(tree))

    def _special(self, function: str, given: list[Sized | None]) -> Sized | None:
        first = given[0] if given else ()
        if function in ("tr", "trace", "det") and first and len(first) == 2:
            self.sizes.join(*first)
        if function == "abs" and first and not any(map(self.sizes.is_one, first)):
            return self._special("det", given)  # |X|
        largest = function in ("max", "min") and len(given) == 1
        if largest or function in ("tr", "trace", "det", "sum", "mean", "norm"):
            return ()
        if function == "diag" and len(given) > 1:
            return self._identity()
        if function == "diag" and first:
            return (
                (first[0], first[0]) if self.sizes.is_one(first[1]) else (first[0], self.sizes.one)
            )
        if function == "rowsum" and first:
            return first[0], self.sizes.one
        if function == "transpose":
            return first and first[::-1]
        if function == "dot" and len(given) == 2:
            return self.multiply("@", *given)
        found: Sized | None = ()
        for sized in given:
            found = self._both(found, sized)
        return found

    def _entry(self, tree: Any) -> Sized | None:
        whole = self.walk(tree.of)
        if not whole or len(whole) != 2:
            return whole and ()
        is_vector = any(map(self.sizes.is_one, whole))
        along = (whole[self.sizes.is_one(whole[0])],) if is_vector else whole
        for index, size in zip(tree.indices, along, strict=False):
            if isinstance(index, Name) and not index.sub and not index.layer:
                self.sizes.join(self._letters.setdefault(index.base, size), size)
        return () if is_vector or len(tree.indices) > 1 else (whole[1], self.sizes.one)

    def _derivative(self, tree: Derivative) -> Sized | None:
        of = self.walk(tree.of)
        if len(variables(tree)) > 1:
            first, last = (self._variable(x) for x in (variables(tree)[0], variables(tree)[-1]))
            return (first[0], last[0]) if first and last else first or last
        return self._jacobian(of, self._by(tree))

    def _by(self, tree: Derivative) -> Sized | None:
        return self._variable(variables(tree)[0])

    def _variable(self, wrt: Any) -> Sized | None:
        if isinstance(wrt, Transpose):
            return self._variable(wrt.of)
        if isinstance(wrt, Name) and not wrt.base:
            return ANY
        return self.walk(wrt)


def _before_last(upper: Any) -> str:
    """Return "K" for K - 1."""
    match upper:
        case Sum(terms=(Name() as n, Negative(of=Number(value=1.0)))):
            return n.label
    return ""
