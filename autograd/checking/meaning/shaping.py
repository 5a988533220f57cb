"""Find the shape of every quantity: sizes are unknowns, and each equation joins some.

What a name is, a number, a vector or a matrix, is what gives most equations a meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..reading.tree import Call, Derivative, Name, Number, Product, Sum, Transpose
from .definitions import SURE_LOSSES, Law, name_of, variables
from .derivatives import chain_at
from .errors import BeyondError, MeaningError, ShapeError
from .functions import FUNCTIONS
from .groupings import groupings
from .indices import LAYERS, TOPS, bound_letters
from .rules import Rules
from .sizes import Size, Sized, Sizes

SCALAR, VECTOR, MATRIX, ROW = "number", "vector", "matrix", "row"
ANY = None
"""The shape of what may have any."""
_MISFIT = "misfit"
WIDTHS = (3, 2, 4, 5, 6, 7, 8)
MOST_WIDTH = 8
"""The widest that a quantity is made so that it has an entry of this number."""


class Shaping:
    """The shapes of a model, with each leaf of the kind given for it."""

    def __init__(self, model: Rules, kinds: Mapping[Any, str]) -> None:
        self.model, self.kinds = model, kinds
        self.sizes = Sizes()
        self.wholes: dict[Any, Sized | None] = {}
        self.declared: dict[Any, Sized] = {}
        self.slot_sizes: dict[Any, list[Size]] = {}
        self.named: dict[str, Size] = {}
        self.spans: list[tuple[Size, list[tuple[Size, int]]]] = []
        self.stacks: list[tuple[Size, list[Size]]] = []
        self.least: list[tuple[Size, int]] = []
        self._letters: dict[str, Size] = {}
        self._env: dict[str, int] = {}
        self._arguments: dict[str, Sized | None] = {}
        self._pending: set[Any] = set()
        self.steps = 0
        self._depth = 0
        self._entrywise = False
        self._loose: set[Size] = set()
        self.failed: list[Any] = []
        self.bad = self.bad_laws = 0
        for label, value in model.sizes.items():
            self.named[label] = self.sizes.new(value)
        for name, texts in model.domains.items():
            self._declare(name, texts)

    def _declare(self, name: Name, texts: Sequence[str]) -> None:
        sized = tuple(self._of_name(text) for text in texts)
        use = self.model.indices.use(name)
        if len(sized) == 1:
            sized = (sized[0], self.sizes.one)
        if not use.entries:
            self.declared[use.symbol] = self.wholes[use.symbol, ()] = sized

    def _of_name(self, text: str) -> Size:
        if text == "1":
            return self.sizes.one
        return self.named.setdefault(text, self.sizes.new())

    # --- quantities ---

    def whole(self, symbol: Any, family: tuple[int, ...]) -> Sized | None:
        """Return the sizes of a quantity, () of a number, None of what may have any."""
        key = symbol, family
        if key in self.wholes:
            return self.wholes[key]
        declared = self.declared.get(symbol) if family else None
        if declared is not None:
            return declared
        if key in self._pending:
            return ANY
        self._pending.add(key)
        try:
            found = self._found(symbol, family)
        finally:
            self._pending.discard(key)
        self.wholes[key] = found
        return found

    def slots(self, symbol: Any, count: int, family: tuple[int, ...] = ()) -> list[Size]:
        """Return the sizes that the indices of a quantity run over."""
        known = self.slot_sizes.setdefault((symbol, family), [])
        while len(known) < count:
            known.append(self.sizes.new())
        return known

    def _found(self, symbol: Any, family: tuple[int, ...]) -> Sized | None:
        counts = self.model.counts.get(symbol, {0})
        most = max(counts)
        law = self.model.law_for(symbol, family, 0)
        if law is None:
            return self._leaf(symbol, family, most)
        found, env = law
        if found.use.entries:
            return self._of_entries(found, env, symbol, family)
        body = self._body(found, env)
        if self.model.sums(found):
            body = ()
        if most and body is not ANY:
            self._tie(symbol, body, most, family)
        return body

    def _of_entries(
        self, law: Law, env: Mapping[str, int], symbol: Any, family: tuple[int, ...]
    ) -> Sized | None:
        mine = self.slots(symbol, len(law.use.entries), family)
        letters = {
            index.letter: size for index, size in zip(law.use.entries, mine, strict=True)
            if index.letter
        }  # fmt: skip
        self.wholes[symbol, family] = self._sized(mine)
        body = self._within(law.body, env, letters, {})
        if body and not all(map(self.sizes.is_one, body)):
            if len(mine) != 1 or symbol[0] in SURE_LOSSES or not any(map(self.sizes.is_one, body)):
                raise ShapeError("an entry is a number")
            return mine[0], (body[0] if not self.sizes.is_one(body[0]) else body[1])
        return self._sized(mine)

    def _sized(self, slots: Sequence[Size]) -> Sized:
        return (slots[0], self.sizes.one) if len(slots) == 1 else tuple(slots)

    def _body(self, law: Law, env: Mapping[str, int]) -> Sized | None:
        given = {x: self.argument(x) for x in law.arguments}
        before, self._entrywise = self._entrywise, self.model.sums(law)
        try:
            return self._within(law.body, env, {}, given)
        finally:
            self._entrywise = before

    def argument(self, label: str) -> Sized | None:
        """Return the sizes of what an argument of a function stands for."""
        use = self.model.indices.use(name_of(self.model.bound(label)))
        return self.whole(use.symbol, tuple(i.offset for i in use.family if not i.letters))

    def _within(self, tree: Any, env: Any, letters: Any, arguments: Any) -> Sized | None:
        before = self._env, self._letters, self._arguments
        self._env, self._letters, self._arguments = dict(env), dict(letters), dict(arguments)
        try:
            return self.walk(tree)
        finally:
            self._env, self._letters, self._arguments = before

    def _leaf(self, symbol: Any, family: tuple[int, ...], most: int) -> Sized | None:
        if self.model.is_loss(symbol):
            return ()
        for quantity, name in self.model.further_paths.items():
            if self.model.use(name).symbol == symbol:
                places = [law.use.family for law in self.model.laws if law.use.symbol == quantity]
                return self.whole(quantity, family or tuple(1 for _ in places[0]))
        whole = self.model.matrix_of(symbol) or self.model.samples_of(symbol)
        if whole is not None:
            other = self.whole(whole, family)
            found = other if self.model.rows or not other else other[::-1]
            if most and found:
                self._tie(symbol, found, most, family)
            return found
        kind = self.kinds.get(symbol, SCALAR)
        if most:
            mine = self.slots(symbol, most, family)
            if most == 1 and kind in (MATRIX, VECTOR) and self.model.may_hold_vectors(symbol):
                return mine[0], self.sizes.new()
            return self._sized(mine)
        if kind == SCALAR:
            return ()
        if kind == VECTOR:
            self._loose.add(size := self.sizes.new())
            return size, self.sizes.one
        if kind == ROW:
            return self.sizes.one, self.sizes.new()
        return self.sizes.new(), self.sizes.new()

    def _tie(self, symbol: Any, sized: Sized, most: int, family: tuple[int, ...]) -> None:
        mine = self.slots(symbol, most, family)
        if not sized:
            for size in mine:
                self.sizes.join(size, self.sizes.one)
            return
        if most == 1 and len(sized) == 2:
            along = sized[1] if self.sizes.is_one(sized[0]) else sized[0]
            self.sizes.join(mine[0], along)
            return
        order = sized[::-1] if symbol[0] in self.model.flipped else sized
        for size, other in zip(mine, order, strict=True):
            self.sizes.join(size, other)

    # --- formulas ---

    def walk(self, tree: Any) -> Sized | None:
        """Return the sizes of a formula."""
        found = getattr(self, f"_{type(tree).__name__.lower()}", None)
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
        if name.label in self._letters or model.is_kronecker(name):
            return ()
        use = model.use(name)
        if (slope := model.slope(name)) is not None:
            return self._name(slope[1])
        if model.is_constant(name):
            return self._identity() if name.base == "I" else ()
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
        if not x or not y:
            return x or y
        if sign == r"\odot" or (sign == "*" and self.model.stars) or len(x) > 2 or len(y) > 2:
            return self._both(x, y)
        if sign == "*" and self.model.star_is_product:
            sign = ""
        if sign == r"\otimes":
            return (x[0], y[0])
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

    _applied = _at

    def _inner(self, tree: Any) -> Sized:
        self._both(self.walk(tree.left), self.walk(tree.right))
        return ()

    def _matrix(self, tree: Any) -> Sized | None:
        rows = [[self.walk(x) for x in row] for row in tree.rows]
        if len(rows[0]) == 1 and any(row[0] for row in rows):
            size = self.sizes.new()
            self.stacks.append((size, [row[0][0] if row[0] else self.sizes.one for row in rows]))
            return size, self.sizes.one
        return self.sizes.new(len(rows)), self.sizes.new(len(rows[0]))

    def _cases(self, tree: Any) -> Sized | None:
        found: Sized | None = ()
        for value, condition in tree.rows:
            if condition is not None:
                self.walk(condition)
            found = self._both(found, self.walk(value))
        return found

    def _compare(self, tree: Any) -> Sized | None:
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
        self.walk(tree.of)
        return ()

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

    # --- values ---

    def judge_all(self) -> int:
        """Take in every law and claim; return how much of the document has no meaning."""
        bad = 0
        self.failed = []
        self.bad_laws = 0
        for law in self.model.laws:
            for family in self.model.families(law):
                mark = self.sizes.mark
                try:
                    whole = self.whole(law.use.symbol, family)
                    if law.use.symbol in self.declared and not law.use.entries:
                        self._same(whole, self._body(law, self._solved(law, family)))
                except (ShapeError, BeyondError, RecursionError) as error:
                    self.sizes.undo(mark)
                    self.wholes.setdefault((law.use.symbol, family), ANY)
                    if isinstance(error, ShapeError) and not law.arguments:
                        bad += 3
                        self.bad_laws += 1
                        self.failed.append(law.body)
                    break
        self._tie_times()
        fixed = [s for w in self.wholes.values() if w for s in w]
        for trees in self.model.claims:
            bad += self._claim(trees, fixed)
        self.bad = bad
        return bad

    def _solved(self, law: Law, family: tuple[int, ...]) -> Mapping[str, int]:
        found = self.model.law_for(law.use.symbol, family, 0)
        return found[1] if found else {}

    def _tie_times(self) -> None:
        """Give a quantity at all times one shape: h_0 that of h_1, x_1 that of x_2."""
        if set(LAYERS) & self.model.indices.steps:
            return
        first: dict[Any, Sized] = {}
        for (symbol, family), found in sorted(self.wholes.items(), key=repr, reverse=True):
            if len(family) != 1 or found is ANY:
                continue
            other = first.setdefault(symbol, found)
            if family == (0,) and not found:  # a letter that elsewhere is a number's
                self.wholes[symbol, family] = other
            mark = self.sizes.mark
            try:
                for a, b in zip(found, other, strict=True):
                    self.sizes.join(a, b)
            except (ShapeError, ValueError):
                self.sizes.undo(mark)

    def _claim(self, trees: Sequence[Any], fixed: Sequence[Size]) -> int:
        env = dict.fromkeys(self.model.indices.steps, min(2, self.model.last))
        self._env, self._letters, self._arguments = env, {}, {}
        anchor, bad = ANY, 0
        before = self.sizes.mark
        for tree in trees:
            found = self._first_fitting(tree, anchor, fixed)
            if found is _MISFIT:
                bad += 1
                self.failed.append(tuple(trees))
            elif anchor is ANY:
                anchor = found
        if bad:
            self.sizes.undo(before)
        return bad

    def _first_fitting(self, tree: Any, anchor: Sized | None, fixed: Sequence[Size]) -> Any:
        """Return the sizes of a member as it is grouped to fit beside the anchor."""
        different = len(set(map(self.sizes.find, fixed)))
        found: Any = ANY
        for reading in groupings(tree):
            mark = self.sizes.mark
            try:
                found = self.walk(reading)
                self._same(anchor, found)
                # a wrong claim must not make two widths the same
                if len(set(map(self.sizes.find, fixed))) == different:
                    return found
            except ShapeError:
                pass
            except (BeyondError, RecursionError):
                self.sizes.undo(mark)
                return ANY
            self.sizes.undo(mark)
            found = _MISFIT
        return found

    def solve(self) -> None:
        """Give every free size a value, all different."""
        least: dict[Size, int] = {}
        for size, number in self.least:
            root = self.sizes.find(size)
            least[root] = max(least.get(root, 2), number)
        for root, number in least.items():
            self.sizes.value.setdefault(root, min(number, MOST_WIDTH))
        waiting = {self.sizes.find(size) for size, _ in (*self.spans, *self.stacks)}
        used = set(self.sizes.value.values())
        widths = iter([w for w in WIDTHS if w not in used] + [3, 4, 5, 2] * 40)
        ranged = {self.sizes.find(s) for slots in self.slot_sizes.values() for s in slots}
        free = self.sizes.free()
        for size in free:
            if size not in waiting or not ranged:
                self.sizes.value[size] = next(widths)
        for size, parts in self.spans:
            root = self.sizes.find(size)
            span = 1 + sum(f * (self.value(part) - 1) for part, f in parts)
            if root in waiting:
                self.sizes.value[root] = max(self.sizes.value.get(root, 0), span)
        for size, stacked in self.stacks:
            root = self.sizes.find(size)
            if root in free:
                self.sizes.value[root] = sum(map(self.value, stacked))

    def value(self, size: Size) -> int:
        """Return the value of a size."""
        return self.sizes.value.get(self.sizes.find(size), 3)


def _before_last(upper: Any) -> str:
    """Return "K" for K - 1."""
    from ..reading.tree import Negative

    match upper:
        case Sum(terms=(Name() as n, Negative(of=Number(value=1.0)))):
            return n.label
    return ""
