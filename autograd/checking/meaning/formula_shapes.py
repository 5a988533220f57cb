"""The shapes of formulas, of those of their parts."""

from __future__ import annotations

from typing import Any

from ..reading.tree import Call, Derivative, Name, Negative, Number, Product, Sum, Transpose
from ..reading.walked import names
from .definitions import name_of, variables
from .derivatives import chain_at
from .errors import BeyondError, MeaningError, ShapeError
from .evaluation import METHOD_OF
from .functions import FUNCTIONS
from .index import TARGETS, TOPS, Use, bound_letters, nested, told
from .laws import FIXED
from .quantities import ANY, Quantities
from .sizes import Size, Sized


class FormulaShapes(Quantities):
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

    def _name(self, name: Name) -> Sized | None:
        if name.label in self._arguments:
            return self._arguments[name.label]
        model = self.model
        if name.label in self._letters or model.is_kronecker(name) or (
            name.label in model.fixed_letters and model.is_letter(name)
        ):  # fmt: skip
            return ()
        use = model.use(name)
        if (slope := model.slope(name)) is not None:
            return self._name(slope[1])
        if model.is_constant(name):
            return self._identity() if name.base == "I" else ()
        for other in nested(name):
            self._name(other)
            self._leave_room(use, other)
        family = self._family(use)
        if family and not model.reaches(use.symbol, family):
            raise BeyondError("there is no such layer")
        base = model.row_of_argument(name, self._arguments)
        whole = self._arguments[base] if base is not None else self.whole(use.symbol, family)
        if not use.entries:
            return whole
        count = len(use.entries)
        most = max(model.counts.get(use.symbol, {count}))
        mine = self.slots(use.symbol, max(count, most), family)
        if whole is not ANY and whole is not None and base is None:
            self._tie(use.symbol, whole, len(mine), family) if len(whole) in (0, len(mine)) or (
                len(mine) == 1 and self.sizes.is_one(whole[1])
            ) else None
        for index, size in zip(use.entries, mine, strict=False):
            self._along(index, size)
        if count < len(mine) and count == 1:
            return mine[1], self.sizes.one
        if (
            count == 1
            and whole
            and len(whole) == 2
            and not self.sizes.is_one(whole[1])
            and not self.sizes.is_one(whole[0])
        ):
            return whole[1], self.sizes.one
        return ()

    def _identity(self) -> Sized:
        n = self.sizes.new()
        self.identities.append(n)
        return n, n

    def _family(self, use: Any) -> tuple[int, ...]:
        found = []
        for index in use.family:
            env = {**self._env}
            for letter, _ in index.letters:
                if letter not in env:
                    env[letter] = (
                        self.model.last
                        if TOPS.get(letter) in self.model.indices.steps
                        else min(2, self.model.last)
                    )
            found.append(index.at(env))
        return tuple(found)

    def _along(self, index: Any, size: Size) -> None:
        """Join the size of a slot with that of the letter that runs over it."""
        if index.letter and not index.offset:
            self.sizes.join(self._letters.setdefault(index.letter, size), size)
        elif not index.letters:
            self.least.append((size, index.offset))
        elif len(index.letters) > 1 or (index.letters and index.letters[0][1] != 1):
            parts = [
                (self._letters.setdefault(x, self.sizes.new()), factor)
                for x, factor in index.letters
            ]
            if all(factor > 0 for _, factor in parts):
                self.spans.append((size, parts))

    def _leave_room(self, use: Use, other: Name) -> None:
        """Make what words w_k are indices of long enough for all of them to differ."""
        words = self.model.use(other)
        if len(words.entries) != 1 or not words.entries[0].letters or words.symbol[0] in TARGETS:
            return
        many = self.slots(words.symbol, 1, self._family(words))[0]
        for place, index in enumerate(use.entries):
            if told(index.letter) != index.letter:
                mine = self.slots(use.symbol, len(use.entries), self._family(use))[place]
                self.spans.append((mine, [(many, 1), (self.sizes.new(FIXED + 1), 1)]))

    def _size_along(self, letter: str) -> Size | None:
        """Return the size of what a letter that is the same throughout is an index of."""
        for n in (n for law in self.model.laws for n in names(law.body)):
            use = self.model.use(n)
            for place, index in enumerate(use.entries):
                if index.letter == letter:
                    return self.slots(use.symbol, len(use.entries), self._family(use))[place]
        return None

    def _sum(self, tree: Any) -> Sized | None:
        found = self.walk(tree.terms[0])
        for term in tree.terms[1:]:
            found = self._both(found, self.walk(term))
        return found

    def _both(self, x: Sized | None, y: Sized | None) -> Sized | None:
        """Return the sizes of what is taken entry by entry: a number fits everything."""
        if x is ANY or y is ANY or not x or not y:
            return x or y if x is not ANY and y is not ANY else ANY
        if len(x) != len(y):
            raise ShapeError("these have different numbers of indices")
        found = []
        ones = [tuple(map(self.sizes.is_one, z)) for z in (x, y)]
        if set(ones) == {(True, False), (False, True)}:
            raise ShapeError("a row and a column do not match")
        lone = any(map(all, ones))
        for a, b in zip(x, y, strict=True):
            one_a, one_b = self.sizes.is_one(a), self.sizes.is_one(b)
            if one_a != one_b and not (lone and self.sizes.find(a if one_b else b) in self._loose):
                found.append(b if one_a else a)
                continue
            self.sizes.join(a, b)
            found.append(a)
        return tuple(found)

    def _same(self, x: Sized | None, y: Sized | None) -> None:
        if x is ANY or y is ANY:
            return
        x, y = x or (self.sizes.one,) * 2, y or (self.sizes.one,) * 2
        if len(x) != len(y):
            raise ShapeError("the sides have different numbers of indices")
        for a, b in zip(x, y, strict=True):
            self.sizes.join(a, b)

    def _negative(self, tree: Any) -> Sized | None:
        return self.walk(tree.of)

    def _product(self, tree: Product) -> Sized | None:
        found: Sized | None = ()
        place = 0
        while place < len(tree.factors):
            chain = chain_at(tree, place)
            taken = max(1, len(chain))
            sign = tree.signs[place - 1] if place else ""
            if len(chain) > 1:
                value = self._jacobian(self.walk(chain[0].of), self._by(chain[-1]))
            else:
                value = self.walk(tree.factors[place])
            found = value if place == 0 else self.multiply(sign, found, value)
            place += taken
        return found

    def multiply(self, sign: str, x: Sized | None, y: Sized | None) -> Sized | None:
        """A product of matrices, or entry by entry."""
        if x is ANY or y is ANY:
            return ANY
        if sign == "@" and not (x and y):
            raise ShapeError("a number is no factor of a product of matrices")
        if not x or not y:
            return x or y
        if sign == r"\odot" or (sign == "*" and self.model.stars) or len(x) > 2 or len(y) > 2:
            return self._both(x, y)
        if sign == "*" and self.model.star_is_product:
            sign = ""
        if sign == r"\otimes":
            return x[self.sizes.is_one(x[0])], y[self.sizes.is_one(y[0])]
        sizes = self.sizes
        if all(map(sizes.is_one, x)) or all(map(sizes.is_one, y)):
            for size in (*x, *y):
                if self._entrywise and sizes.find(size) in self._loose:
                    sizes.join(size, sizes.one)
            return y if all(map(sizes.is_one, x)) else x
        alike = sizes.find(x[0]) == sizes.find(y[0]) and sizes.find(x[1]) == sizes.find(y[1])
        apart = sizes.is_one(x[1]) != sizes.is_one(y[0])
        if (
            sign == r"\cdot"
            and sizes.is_one(x[1])
            and sizes.is_one(y[1])
            and not sizes.is_one(x[0])
        ):
            sizes.join(x[0], y[0])
            return x if self.model.dots_by_entries else ()
        if (alike or sign in ("*", r"\cdot", r"\times")) and apart:
            return self._both(x, y)
        if (
            (self.model.by_entries or self._entrywise)
            and apart
            and sizes.is_one(x[1]) == sizes.is_one(y[1])
        ):
            return self._both(x, y)
        if apart:
            raise ShapeError("these matrices cannot be multiplied")
        sizes.join(x[1], y[0])
        return x[0], y[1]

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
        return ()

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
            if tree.primes and len(given) == 1:
                return given[0]
            if self._depth > 60:
                return ANY
            env, letters = self._env, self._letters
            return self._within(law.body, env, letters,
                                dict(zip(law.arguments, given, strict=True)))  # fmt: skip
        if tree.function in model.values and tree.function not in FUNCTIONS:
            return self._name(name_of(tree.function))
        given = [self.walk(x) for x in tree.arguments]
        return self._special(tree.function.split("_")[0].lower(), given)

    def _special(self, function: str, given: list[Sized | None]) -> Sized | None:
        first = given[0] if given else ()
        if function in ("tr", "trace", "det") and first and len(first) == 2:
            self.sizes.join(*first)
        if function == "abs" and first and not any(map(self.sizes.is_one, first)):
            return self._special("det", given)  # |X|
        if function in ("tr", "trace", "det", "sum", "mean", "norm"):
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
        if (
            not whole
            or len(tree.indices) > 1
            or len(whole) != 2
            or any(map(self.sizes.is_one, whole))
        ):
            return whole and ()
        match tree.indices:
            case (Name(base=letter, sub="", layer=""),):
                self.sizes.join(self._letters.setdefault(letter, whole[0]), whole[0])
        return whole[1], self.sizes.one

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

    def _jacobian(self, of: Sized | None, wrt: Sized | None) -> Sized | None:
        if of is ANY or wrt is ANY:
            return ANY
        if not of or all(map(self.sizes.is_one, of)):
            return wrt[::-1] if wrt and self.model.row_gradients and len(wrt) == 2 and (
                self.sizes.is_one(wrt[1])) else wrt  # fmt: skip
        if not wrt:
            return of
        if len(of) == 2 == len(wrt) and self.sizes.is_one(of[1]) and self.sizes.is_one(wrt[1]):
            return (wrt[0], of[0]) if self.model.denominator else (of[0], wrt[0])
        return ANY


def _before_last(upper: Any) -> str:
    """Return "K" for K - 1."""
    match upper:
        case Sum(terms=(Name() as n, Negative(of=Number(value=1.0)))):
            return n.label
    return ""
