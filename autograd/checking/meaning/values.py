r"""What a formula means at one random point: numbers, or Values to differentiate.

`World` holds the values of all quantities at one point; `Meaning` evaluates a tree in it, for one
choice of the index letters.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...engine import functional, functions, ops
from ...engine.operation import SPELLINGS
from ...engine.ops import power_by
from ...engine.value import Value
from ..reading.tree import (
    Call,
    Derivative,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Transpose,
)  # fmt: skip
from .definitions import Law, label_of, name_of, variables
from .errors import FAILURES, BeyondError, MeaningError, OutsideError, ShapeError
from .indices import TOPS, Index, Use, bound_letters, names, parts_of, walk
from .rules import Rules
from .tensor import (
    Tensor,
    add,
    diagonal,
    entries_of,
    floats,
    hadamard,
    inverse,
    mapped,
    places,
    plain,
    product,
    scalar_of,
    shape_of,
    shaped,
    softmax,
    stacked,
    summed,
    trace,
    transpose,
)  # fmt: skip

TARGETS = ("y", "t", "Y", "T")
DATA = ("x", "y", "t", r"\hat{x}", "X", "Y")
"""What differs from sample to sample."""
POSITIVE = (r"\epsilon", r"\varepsilon", "eps", "var", r"\tau", r"\lambda", "N", "n", "m", "d", "K",
            r"\kappa", "v")  # fmt: skip
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if row.is_unary},
    "sigma": ops.sigmoid, "sech": lambda x: 1 / ops.cosh(x), "cot": lambda x: 1 / ops.tan(x),
    "sec": lambda x: 1 / ops.cos(x), "csc": lambda x: 1 / ops.sin(x), "square": lambda x: x * x,
}  # fmt: skip
_ALIKE = {name.lower(): name for name in FUNCTIONS}
OF_SEVERAL: dict[str, Callable[..., Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if not row.is_unary},
    "leaky_relu": lambda x, slope: functions.leaky_relu(x, plain(slope)),
    "logsumexp": lambda *xs: functions.logsumexp(xs),
    "prod": lambda *xs: functions.prod(xs),
}
"""The functions of several arguments."""
EXTREMES = ("max", "min")


MOST_TERMS = 100
"""No test network is so wide: a longer sum is refused, whatever its bound says."""
Key = tuple[tuple[str, str], tuple[int, ...]]


class World:
    """The values of all quantities at one point, a random one unless numbers are given.

    numbers   what is given by label, for leaves; with `settled` for what has an equation too
    lacking   the labels of the leaves that were asked for, and that have no number in `numbers`
    """

    def __init__(
        self,
        model: Rules,
        rng: random.Random,
        numbers: Mapping[str, Any] | None = None,
        *,
        settled: bool = False,
    ) -> None:
        self.model, self.rng = model, rng
        self.fixed, self.settled = numbers, settled
        self.lacking: dict[str, None] = {}
        self._values: dict[Any, Any] = {}
        self._floats: dict[Any, Any] = {}
        self._slopes: dict[Any, list[Any]] = {}
        self._pending: set[Any] = set()
        self._coefficients: dict[Any, list[float]] = {}
        self.leaves: dict[str, Any] = {}
        self._moved: dict[Any, World] = {}
        self._parent: World | None = None
        self._of_sample = False
        self._samples: list[World] = []
        self._given: dict[Any, Any] = {}

    def moved(self, given: Mapping[Any, Any]) -> World:
        """Return this world with other numbers for some leaves."""
        key = tuple((symbol, *entries_of(x)) for symbol, x in given.items())
        if key not in self._moved:
            other = self.model.world(random.Random(0))
            other._parent, other._given = self, dict(given)
            other._coefficients = self._coefficients
            self._moved[key] = other
        return self._moved[key]

    def samples(self, count: int) -> list[World]:
        """Return as many worlds with other data and the same numbers for what samples share."""
        known = self._samples
        while len(known) < count:
            other = self.model.world(random.Random(self.rng.random()))
            other._parent, other._of_sample = self, True
            known.append(other)
        return known[:count]

    # --- quantities ---

    def value(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the Values of a quantity."""
        return self._once((symbol, family), lambda: self._built(symbol, family))

    def numbers(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the numbers of a quantity."""
        key = symbol, family
        if key not in self._floats:
            self._floats[key] = floats(self.value(symbol, family))
        return self._floats[key]

    def entry(self, symbol: Any, family: tuple[int, ...], place: tuple[int, ...]) -> Any:
        """Return one entry of a quantity, or a row of it as a column; `place` as it is written."""
        found = self.model.law_for(symbol, family, len(place))
        if found is None or not found[0].use.entries:
            return self._part(self.value(symbol, family), symbol, place)
        law, env = found
        key = symbol, family, place
        return self._once(key, lambda: self._element(law, env, place))

    def _once(self, key: Any, make: Callable[[], Any]) -> Any:
        if key in self._values:
            found = self._values[key]
            if isinstance(found, Exception):
                raise found
            return found
        if key in self._pending:
            raise MeaningError(f"{label_of(*key[:2])} is defined by itself")
        self._pending.add(key)
        try:
            self._values[key] = make()
        except FAILURES as error:
            self._values[key] = error
            raise
        finally:
            self._pending.discard(key)
        return self._values[key]

    def _built(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        found = self.model.law_for(symbol, family, 0)
        if found is None or (self.settled and label_of(symbol, family) in (self.fixed or ())):
            return self._without_law(symbol, family)
        law, env = found
        if law.use.entries:
            sizes = self.model.slots(symbol, family)
            starts = self.model.starts(symbol, len(sizes))
            parts = [
                self.entry(symbol, family, tuple(p + s for p, s in zip(place, starts, strict=True)))
                for place in places(sizes)
            ]
            return stacked(parts) if len(sizes) == 1 else shaped(sizes, parts)
        if law.arguments:
            arguments = {x: self.model.bound_value(self, x) for x in law.arguments}
            sums = self.model.sums(law)
            inner = Meaning(self, env, graph=True, arguments=arguments, entrywise=sums)
            found_value = inner.walk(law.body)
            return self._valued(summed(found_value) if sums else found_value)
        return self._valued(self._body(law, env), law.label)

    def _body(self, law: Law, env: Mapping[str, int]) -> Any:
        fixed = any(isinstance(p, Derivative) for p in walk(law.body))
        sums = self.model.sums(law)
        found = Meaning(self, env, graph=not fixed, entrywise=sums).walk(law.body)
        return summed(found) if sums else found

    def _element(self, law: Law, env: Mapping[str, int], place: tuple[int, ...]) -> Any:
        inner = dict(env)
        for index, i in zip(law.use.entries, place, strict=True):
            if index.letter:
                inner[index.letter] = i - index.offset
        return self._valued(self._body(law, inner))

    @staticmethod
    def _valued(x: Any, label: str = "") -> Any:
        """Return what holds plain numbers as Values, which can be differentiated by."""
        x = scalar_of(x)
        if isinstance(x, Tensor):
            found = [e if isinstance(e, Value) else Value(plain(e)) for e in x.entries]
            return Tensor(x.shape, found)
        return x if isinstance(x, Value) else Value(plain(x), label)

    def _without_law(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        whole = self.model.matrix_of(symbol)
        if whole is not None:  # X, of the samples x^{(i)}
            rows = self.value(whole, family)
            return rows if self.model.rows else transpose(rows)
        lower = self.model.samples_of(symbol)
        if lower is not None:  # the samples x^{(i)}, of X
            matrix = self.value(lower, family)
            return matrix if self.model.rows else transpose(matrix)
        if self.model.is_loss(symbol):
            return self._any_loss(symbol, family)
        return self._leaf(symbol, family)

    def _leaf(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        if symbol in self._given:
            return self._valued(self._given[symbol])
        if self._parent is not None and not (self._of_sample and symbol[0] in DATA):
            return self._valued(self._parent.numbers(symbol, family))
        shape = self.model.shape(symbol, family)
        label = label_of(symbol, family)
        count = math.prod(shape)
        if count > Tensor.MOST:
            raise MeaningError(f"{label} has too many entries to judge: {count}")
        numbers = [self.draw(symbol) for _ in range(count)]
        if symbol[0] in TARGETS and self.model.normalised and count > 1:
            width = shape[1] if len(shape) == 2 and shape[1] > 1 else count
            size = [sum(numbers[i : i + width]) for i in range(0, count, width)]
            numbers = [x / size[i // width] for i, x in enumerate(numbers)]
        if symbol[0] in TARGETS and self.model.normalised and count == 1 and symbol[1].isdigit():
            numbers = [self._share(symbol)]
        if self.model.hard and symbol[0] in TARGETS:
            hot = self.rng.randrange(count) if count > 1 else self.rng.choice((0, -1))
            numbers = [float(i == hot) for i in range(count)]
        if label in self.model.symmetric and len(shape) == 2 and shape[0] == shape[1]:
            n = shape[0]
            numbers = [numbers[min(i, j) * n + max(i, j)] for i, j in places(shape)]
        if self.fixed is not None:
            numbers = self._given_numbers(label, symbol, shape) or numbers
        found = shaped(shape, [Value(x, label) for x in numbers])
        self.leaves[label] = floats(found)
        return found

    def _given_numbers(self, label: str, symbol: tuple[str, str], shape: Any) -> list[float]:
        """Return the given numbers of a leaf, or of each of its entries: w_{11}, w_{12}, ..."""
        assert self.fixed is not None
        if label in self.fixed:
            given = self.fixed[label]
            if sorted(shape_of(given)) == sorted(shape):
                return list(map(plain, entries_of(given)))
        found = []
        for place in places(shape):
            digits = [str(i + 1) for i in place[: 1 if shape[1:] == (1,) else None]]
            labels = [Name(symbol[0], symbol[1] + sign.join(digits)).label for sign in ("", ",")]
            found += [self.fixed[x] for x in labels if x in self.fixed][:1]
        if shape and len(found) == math.prod(shape):
            return found
        self.lacking[label] = None
        return []

    def _share(self, symbol: tuple[str, str]) -> float:
        """Return the number of one of several targets that add up to 1."""
        group = sorted(s for s in self.model.known if s[0] == symbol[0] and s[1].isdigit())
        drawn = [abs(x) for x in self.coefficients(("targets", symbol[0]), len(group) or 1)]
        at = group.index(symbol) if symbol in group else 0
        return drawn[at] / sum(drawn)

    def draw(self, symbol: tuple[str, str]) -> float:
        """Draw a number: a target in (0.1, 0.9), else 0.3 < |x| < 1.4 with a random sign."""
        base, rng = symbol[0], self.rng
        if base in TARGETS:
            return rng.uniform(0.1, 0.9)
        sign = 1 if base in POSITIVE or "^2" in base or "sigma" in base else rng.choice((-1, 1))
        return rng.uniform(0.3, 1.4) * sign

    def _part(self, whole: Any, symbol: Any, place: tuple[int, ...]) -> Any:
        if symbol[0] in self.model.flipped and len(place) == 2:
            place = place[::-1]
        starts = self.model.starts(symbol, len(place))
        at = tuple(p - s for p, s in zip(place, starts, strict=True))
        shape = shape_of(whole)
        if not shape:
            if all(a == 0 for a in at):
                return whole
            raise ShapeError(f"{label_of(symbol)} is a number and has no entries")
        if len(at) == 1 and len(shape) == 2:
            if 1 in shape:
                at = (at[0], 0) if shape[1] == 1 else (0, at[0])
            elif 0 <= at[0] < shape[0]:
                return Tensor((shape[1], 1), whole.rows[at[0]])
        if len(at) != len(shape):
            raise ShapeError(f"{label_of(symbol)} has {len(shape)} indices, not {len(at)}")
        if not all(0 <= a < s for a, s in zip(at, shape, strict=True)):
            raise OutsideError(f"an index of {label_of(symbol)} is beyond its size")
        return whole.at(*at)

    # --- losses and functions that may be any ---

    def coefficients(self, key: Any, count: int) -> list[float]:
        """Return random numbers that belong to a key at this point."""
        known = self._coefficients.setdefault(key, [])
        while len(known) < count:
            known.append(self.rng.uniform(0.4, 1.3) * self.rng.choice((-1, 1)))
        return known

    def _any_loss(self, symbol: tuple[str, str], family: tuple[int, ...]) -> Any:
        """Return a random smooth function of what the forward equations lead to."""
        outputs = self.model.outputs(self, family)
        if not outputs:
            raise MeaningError(f"what {label_of(symbol)} is, is not said", label_of(symbol))
        c = self.coefficients(("loss", symbol, family), 3 * len(outputs) + 1)
        terms: list[Any] = []
        for i, x in enumerate(outputs):
            a, b, d = c[3 * i : 3 * i + 3]
            terms.append(a * ops.sin(x * b + d) + d * x * outputs[i - 1] * 0.5)
        for name, extra in self.model.further_paths():
            for x, w in zip(
                entries_of(self.value(name)), entries_of(self.value(extra)), strict=True
            ):
                terms.append(x * plain(w))
        return functions.total(terms)

    def any_function(self, name: str, arguments: Sequence[Any]) -> Any:
        """Return a function that may be any, taken entry by entry, at some arguments."""
        known = self.model.activation
        if known and len(arguments) == 1:
            return mapped(FUNCTIONS[known], arguments[0])
        c = self.coefficients(("function", name), 4 * len(arguments))

        def one(*xs: Any) -> Any:
            terms = []
            for i, x in enumerate(xs):
                a, b, d, e = c[4 * i : 4 * i + 4]
                terms.append(a * ops.tanh(b * x + d) + e * x * xs[i - 1] * 0.5)
            return functions.total(terms)

        return mapped(one, *arguments)

    @property
    def hidden(self) -> Value:
        """The variable that u and v in (u v)' are functions of."""
        return self._once("hidden", lambda: Value(self.rng.uniform(0.3, 1.4)))  # type: ignore[no-any-return]

    def slopes(self, of: Any, wrt: Sequence[Any], *, graph: bool = False) -> list[Any]:
        """Return d(of)/d(x) for each x of a list of Values."""
        if not isinstance(of, Value):
            return [0.0] * len(wrt)
        key = id(of), tuple(map(id, wrt)), graph
        if key not in self._slopes:
            self._slopes[key] = functional.grad(of, list(wrt), create_graph=graph)
            self._values["kept", key] = of, wrt
        return self._slopes[key]


class Meaning:
    """One reading of the index letters in a world: {"l": 3, "j": 1}.

    graph      whether the result is Values, to be differentiated, rather than numbers
    arguments  what the arguments of a function stand for
    variable   what a lone prime is a derivative by
    """

    def __init__(
        self,
        world: World,
        env: Mapping[str, int],
        *,
        graph: bool = False,
        arguments: Mapping[str, Any] | None = None,
        variable: Any = None,
        depth: int = 0,
        entrywise: bool = False,
    ) -> None:
        self.world, self.model, self.graph = world, world.model, graph
        self.env, self.arguments, self.variable = dict(env), dict(arguments or {}), variable
        self.depth = depth
        self.entrywise = entrywise or self.model.by_entries
        if depth > 25:
            raise MeaningError("a function is defined by itself")

    def walk(self, tree: Any) -> Any:
        """Return the value of a tree."""
        found = getattr(self, f"_{type(tree).__name__.lower()}", None)
        if found is None:
            raise MeaningError("this is not judged here")
        return found(tree)

    def _with(self, **changes: Any) -> Meaning:
        given: dict[str, Any] = {
            "env": self.env, "graph": self.graph, "arguments": self.arguments,
            "variable": self.variable, "depth": self.depth, "entrywise": self.entrywise, **changes,
        }  # fmt: skip
        return Meaning(self.world, given.pop("env"), **given)

    # --- names ---

    def _number(self, tree: Number) -> Any:
        return tree.value

    def _name(self, name: Name) -> Any:
        if name.label in self.arguments:
            found = self.arguments[name.label]
            return found if self.graph else floats(found)
        if name.label in self.env and self.model.is_letter(name):
            return plain(self.env[name.label])
        if (delta := self._kronecker(name)) is not None:
            return delta
        use = self.model.use(name)
        if (base := self.model.row_of_argument(name, self.arguments)) is not None:
            return self._indexed(self.arguments[base], use)
        law = self.model.law_of(name.label)
        if law is not None and any(x in self.arguments for x in law.arguments):
            given = [self._name(name_of(x)) for x in law.arguments]
            return self._with(
                arguments=dict(zip(law.arguments, given, strict=True)), depth=self.depth + 1
            ).walk(law.body)
        slope = self.model.slope(name)
        if slope is not None:
            of, wrt = slope
            return self._slope(of, wrt)
        if name.label in self.model.primed:
            return self._of_hidden(name)
        if (constant := self.model.constant(name)) is not None:
            if self.world.fixed and plain(self.world.fixed.get(name.label, constant)) != constant:
                self.world.lacking[name.label] = None
            return constant
        family = self._positions(use.family, use.symbol)
        if family and not self.model.reaches(use.symbol, family):
            raise BeyondError(f"there is no {label_of(use.symbol, family)}")
        if not use.entries:
            if self.graph:
                return self.world.value(use.symbol, family)
            return self.world.numbers(use.symbol, family)
        found = self.world.entry(use.symbol, family, self._positions(use.entries, use.symbol))
        return found if self.graph else floats(found)

    def _indexed(self, value: Any, use: Use) -> Any:
        place = self._positions(use.entries, use.symbol)
        found = self.world._part(value, use.symbol, place)
        return found if self.graph else floats(found)

    def _kronecker(self, name: Name) -> float | None:
        if not self.model.is_kronecker(name):
            return None
        try:
            i, j = (self._index(x) for x in parts_of(name.sub or name.layer))
        except (MeaningError, ValueError):
            return None
        return float(i == j)

    def _index(self, text: str) -> int:
        from .indices import affine

        found = affine(text)
        if found is None:
            raise MeaningError(f"the index {text} is not understood")
        return self._positions((found,), ("", ""))[0]

    def _positions(self, indices: Sequence[Index], symbol: Any) -> tuple[int, ...]:
        found = []
        for index in indices:
            env = {**self.env}
            for letter, _ in index.letters:
                if letter not in env and TOPS.get(letter) in self.model.indices.steps:
                    env[letter] = self.model.last
                if letter not in env and letter in self.arguments:
                    env[letter] = round(plain(self.arguments[letter]))
                if letter not in env and letter in self.model.fixed_letters:
                    env[letter] = 2
                if letter not in env and letter in self.model.indices.steps:
                    env[letter] = self.model.last
            try:
                found.append(index.at(env))
            except KeyError as error:
                said = f"what the index {error.args[0]} of {label_of(symbol)} is, is not said"
                raise MeaningError(said, error.args[0]) from None
        return tuple(found)

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
            sign = tree.signs[place - 1] if place else ""
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
            return product(x, transpose(y)) if shape_of(y)[1:] == (1,) else hadamard(x, y)
        if sign == r"\circledast":
            raise MeaningError("the convolution is not known here", sign)
        a, b = shape_of(x), shape_of(y)
        if sign == r"\cdot" and len(a) == 2 and a == b and a[1] == 1 and a[0] > 1:
            return hadamard(x, y) if self.model.dots_by_entries else product(transpose(x), y)
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
        if exponent == -1 and len(shape_of(base)) == 2 and shape_of(base)[0] == shape_of(base)[1]:
            return inverse(base)
        if (
            exponent == 2
            and len(shape_of(base)) == 2
            and 1 not in shape_of(base)
            and shape_of(base)[0] == shape_of(base)[1]
            and not self.entrywise
        ):
            return mapped(power_by(2.0), base)
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
        flat = [scalar_of(x) for row in rows for x in row]
        if any(isinstance(x, Tensor) for x in flat):
            raise ShapeError("a matrix of matrices is not judged")
        return Tensor((len(rows), len(rows[0])), flat)

    # --- conditions ---

    def _compare(self, tree: Any) -> Any:
        if tree.sign not in ("=", "!=", "<", ">", "<=", ">="):
            raise MeaningError("what belongs to a set is not said")

        def one(a: Any, b: Any) -> float:
            a, b = plain(a), plain(b)
            return float({"=": a == b, "!=": a != b, "<": a < b, ">": a > b, "<=": a <= b,
                          ">=": a >= b}[tree.sign])  # fmt: skip

        return mapped(one, self.walk(tree.left), self.walk(tree.right))

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
        place = tuple(round(plain(self.walk(x))) for x in tree.indices)
        return self.world._part(whole, ("", ""), place)

    def _applied(self, tree: Any) -> Any:
        """A function that is written as a formula, at arguments: (u v)'(3)."""
        variables_ = self._free_of(tree.of)
        if len(variables_) != len(tree.arguments):
            raise MeaningError("what the arguments stand for is not said")
        pairs = zip(variables_, tree.arguments, strict=True)
        inner = self._at_point([(n, x) for n, x in pairs])
        inner.variable = variables_[0]
        return inner.walk(tree.of)

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

    def _at_point(self, point: Any) -> Meaning:
        """Return this reading in a world where some leaves have these numbers."""
        given = {
            self.model.use(n).symbol: scalar_of(floats(self.walk(x))) for n, x in point if n != x
        }
        if not given:
            return self
        inner = self._with()
        inner.world = self.world.moved(given)
        return inner

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
            return 1.0 if kind == "prod" else 0.0
        found = terms[0]
        for term in terms[1:]:
            if kind == "prod":
                found = product(found, term)
            elif kind in EXTREMES:
                found = mapped(OF_SEVERAL[kind], found, term)
            else:
                found = add(found, term)
        return mapped(lambda x: x / len(terms), found) if kind == "mean" else found

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
        for i in span:
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
                continue

    # --- functions ---

    def _call(self, tree: Call) -> Any:
        function, count = tree.function, len(tree.arguments)
        if tree.primes and (partial := self.model.partial_named(function, tree.primes)):
            law_, by = partial
            point = [(name_of(n), x) for n, x in zip(law_.arguments, tree.arguments, strict=False)]
            return self._at_point(point)._derivative_of([(law_.target, tuple(map(name_of, by)))])
        law = self.model.function(function, count)
        if law is not None and law.label not in self.arguments:
            return self._law_at(law, tree)
        if function in self.model.values and function not in FUNCTIONS:
            return self.walk(name_of(function))  # L(a_2, y), where L is a quantity
        given = [self.walk(x) for x in tree.arguments]
        if function in OF_SEVERAL and count > 1 and not tree.primes:
            return mapped(OF_SEVERAL[function], *given)
        special = getattr(self, f"_call_{function.split('_')[0].lower()}", None)
        if special is not None and not tree.primes:
            return special(given, tree)
        known = FUNCTIONS.get(function) or FUNCTIONS.get(_ALIKE.get(function.lower(), ""))
        if known is None and self.model.may_be_any(function):
            return self._primed(
                lambda *xs: self.world.any_function(function, xs), given, tree.primes
            )
        if known is None:
            raise MeaningError(f"{function} is not a function known here", function)
        if count != 1:
            raise MeaningError(f"{function} takes one argument, got {count}")
        slope = known
        for _ in range(tree.primes):
            slope = functional.grad(slope)
        return mapped(slope, given[0])

    def _primed(self, function: Callable[..., Any], given: list[Any], primes: int) -> Any:
        if primes and len(given) != 1:
            raise MeaningError("a prime says not by which of several arguments")
        for _ in range(primes):
            function = functional.grad(function)
        return mapped(function, *given)

    def _law_at(self, law: Law, tree: Call) -> Any:
        formal = [x.label if isinstance(x, Name) else "" for x in tree.arguments]
        own = not any(x in self.arguments or self.model.is_indexed(x) for x in law.arguments)
        if (
            not tree.primes
            and tuple(formal) == law.arguments
            and own
            and not law.use.family
            and all(self.model.bound(x) == x for x in law.arguments)
        ):
            return self._name(law.target)
        if not tree.primes and own and set(formal) == set(map(self.model.bound, law.arguments)):
            return self._name(law.target)
        if len(tree.arguments) == len(law.arguments) and self.model.is_implicit(law):
            by = [name_of(x) for x in law.arguments]
            inner = self._at_point(list(zip(by, tree.arguments, strict=True)))
            if not tree.primes:
                return inner._name(law.target)
            return inner._derivative_of([(law.target, tuple(by[:1] * tree.primes))])
        given = [self.walk(x) for x in tree.arguments]
        if len(given) != len(law.arguments):
            raise MeaningError(f"{law.label} takes {len(law.arguments)} arguments")
        if not tree.primes:
            inner = self._with(arguments=dict(zip(law.arguments, given, strict=True)),
                                depth=self.depth + 1)  # fmt: skip
            return inner.walk(law.body)
        if len(given) > 1:
            raise MeaningError(f"{law.label}' has several variables")

        def one(x: Any) -> Any:
            inner = self._with(graph=True, arguments={law.arguments[0]: x}, depth=self.depth + 1)
            return scalar_of(inner.walk(law.body))

        if isinstance(scalar_of(given[0]), Tensor):
            if tree.primes > 1:
                raise MeaningError("a second derivative by a vector is not written with primes")
            variables_ = [Value(plain(e)) for e in entries_of(given[0])]
            whole = one(Tensor(shape_of(given[0]), variables_))
            found = self.world.slopes(whole, variables_, graph=self.graph)
            return Tensor(shape_of(given[0]), found)
        return self._primed(one, [scalar_of(given[0])], tree.primes)

    def _call_softmax(self, given: list[Any], _: Call) -> Any:
        if len(given) != 1:
            raise MeaningError("softmax takes one argument")
        return softmax(given[0], rows=self.model.rows)

    def _call_diag(self, given: list[Any], _: Call) -> Any:
        if len(given) > 1:
            return diagonal(Tensor((len(given), 1), [scalar_of(x) for x in given]))
        return diagonal(scalar_of(given[0]))

    def _call_tr(self, given: list[Any], _: Call) -> Any:
        return trace(given[0])

    _call_trace = _call_tr

    def _call_vec(self, given: list[Any], _: Call) -> Any:
        columns = entries_of(transpose(given[0]))
        return Tensor((len(columns), 1), columns)

    def _call_rowsum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0], 1)

    def _call_colsum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0], 0)

    def _call_sum(self, given: list[Any], _: Call) -> Any:
        return summed(given[0])

    def _call_mean(self, given: list[Any], _: Call) -> Any:
        return summed(given[0]) / len(entries_of(given[0]))

    def _call_norm(self, given: list[Any], _: Call) -> Any:
        return ops.sqrt(functions.total([e * e for e in entries_of(given[0])]))

    def _call_transpose(self, given: list[Any], _: Call) -> Any:
        return transpose(given[0])

    def _call_dot(self, given: list[Any], _: Call) -> Any:
        return product(*given)

    # --- derivatives ---

    def _of_hidden(self, name: Name) -> Any:
        """The value of a u whose u' is written: any function of one variable."""
        found = self.world.any_function(name.label, [self.world.hidden])
        return found if self.graph else plain(found)

    def _prime(self, tree: Any) -> Any:
        if self.variable is not None and not any(n.label in self.model.primed for n in names(tree)):
            return self._derivative_of([(tree.of, (self.variable,))])
        if any(n.label in self.model.primed for n in names(tree)):
            of = scalar_of(self._with(graph=True).walk(tree.of))
            return self.world.slopes(of, [self.world.hidden], graph=self.graph)[0]
        wrt = self.model.main_variable(tree.of)
        if wrt is None:
            raise MeaningError("(...)' needs a derivative on the left to say by what")
        return self._derivative_of([(tree.of, (wrt,))])

    def _derivative(self, tree: Derivative) -> Any:
        point = tree.point
        if any(isinstance(v, Name) and not v.base for v in variables(tree)):
            return self._nabla(tree)
        if point:
            return self._at_point(point)._derivative_of([(tree.of, variables(tree))])
        return self._derivative_of([(tree.of, variables(tree))])

    def _nabla(self, tree: Derivative) -> Any:
        r"""The gradient \nabla f, or the Hessian, by the arguments of f."""
        of, point = tree.of, list(tree.point)
        label = of.function if isinstance(of, Call) else of.label if isinstance(of, Name) else ""
        law = self.model.law_of(label)
        if law is None or not law.arguments:
            wrt = self.model.main_variable(of)
            if wrt is None:
                raise MeaningError("this derivative does not say by what")
            return self._derivative_of([(of, (wrt,) * len(tree.wrt))])
        by = [name_of(self.model.bound(x)) for x in law.arguments]
        if isinstance(of, Call):
            point += [(n, x) for n, x in zip(by, of.arguments, strict=False) if n != x]
            of = law.target
        inner = self._at_point(point)
        if len(by) == 1:
            return inner._derivative_of([(of, tuple(by * len(tree.wrt)))])
        rows = [[inner._derivative_of([(of, tuple(v))]) for v in row]
                for row in _orders(by, len(tree.wrt))]  # fmt: skip
        flat = [scalar_of(x) for row in rows for x in row]
        if any(isinstance(x, Tensor) for x in flat):
            raise MeaningError("by which of several vectors is not said")
        return Tensor((len(rows), len(rows[0])), flat)

    def _chain(self, chain: Sequence[Derivative]) -> Any:
        return self._derivative_of([(link.of, variables(link)) for link in chain])

    def _slope(self, of: Any, wrt: Any) -> Any:
        """The derivative of the loss that a name such as dW stands for."""
        return self._derivative_of([(of, (wrt,))])

    def _derivative_of(self, chain: Any) -> Any:
        """One derivative, or the product of a chain of them, entry by entry of all between."""
        if len(chain) == 1 and len(chain[0][1]) > 1:
            return self._second(*chain[0])
        above = self._nodes(chain[0][0])
        shape = shape_of(scalar_of(above))
        rows, below = self._jacobian(entries_of(above), chain[0][1][0])
        for of, wrt in chain[1:]:
            middle = entries_of(self._nodes(of))
            following, below = self._jacobian(middle, wrt[0])
            columns = list(zip(*following, strict=True))
            if rows and len(rows[0]) != len(following):
                raise ShapeError("the derivatives of this product do not fit together")
            rows = [[functions.dot(row, column) for column in columns] for row in rows]
        return self._laid_out(rows, shape, below)

    def _laid_out(self, rows: list[list[Any]], of: Any, wrt: Any) -> Any:
        if not of:
            return self._gradient(shaped(wrt, rows[0]))
        flat = [x for row in rows for x in row]
        if not wrt:
            return Tensor(of, flat)
        vectors = len(of) == 2 == len(wrt) and 1 in of and 1 in wrt
        if not vectors:
            raise MeaningError(
                "the derivative of this by that is no matrix; it has a meaning only within a chain "
                "that begins with the loss"
            )
        found = Tensor((len(rows), len(rows[0])), flat)
        return transpose(found) if self.model.denominator else found

    def _gradient(self, found: Any) -> Any:
        if self.model.row_gradients and shape_of(found)[1:] == (1,):
            return transpose(found)
        return found

    def _nodes(self, of: Any) -> Any:
        return self._with(graph=True).walk(of)

    def _variable(self, wrt: Any) -> tuple[list[Any], Any]:
        """Return the Values that a derivative is taken by, and their shape."""
        if isinstance(wrt, Name) and not wrt.base:
            raise MeaningError("this derivative does not say by what")
        if isinstance(wrt, Transpose):
            nodes, shape = self._variable(wrt.of)
            return nodes, shape
        if not isinstance(wrt, (Name, Call)):
            raise MeaningError("a derivative is taken by a name")
        value = self._with(graph=True).walk(wrt)
        nodes = entries_of(value)
        if not all(isinstance(x, Value) for x in nodes):
            raise MeaningError(f"{getattr(wrt, 'label', 'this')} is no variable")
        return nodes, shape_of(scalar_of(value))

    def _jacobian(self, of: Sequence[Any], wrt: Any) -> tuple[list[list[Any]], Any]:
        nodes, shape = self._variable(wrt)
        return [self.world.slopes(y, nodes, graph=self.graph) for y in of], shape

    def _second(self, of: Any, wrt: tuple[Any, ...]) -> Any:
        """A derivative of the second order or higher of a scalar."""
        above = self._nodes(of)
        found = entries_of(above)
        shape = shape_of(scalar_of(above))
        first = True
        for x in wrt[:-1]:
            nodes, inner = self._variable(x)
            if not first and len(nodes) > 1:
                raise MeaningError("a third derivative by a vector is not judged")
            if len(nodes) > 1 and len(found) > 1:
                raise MeaningError("the second derivative of a vector is not judged")
            rows = [self.world.slopes(y, nodes, graph=True) for y in found]
            found = [e for row in rows for e in row]
            shape = shape or inner
            first = False
        nodes, last = self._variable(wrt[-1])
        rows = [self.world.slopes(y, nodes, graph=self.graph) for y in found]
        flat = [e for row in rows for e in row]
        if len(flat) == 1:
            return flat[0]
        if not shape or not last:
            return shaped(shape or last, flat)
        return Tensor((len(rows), len(nodes)), flat)


def _orders(by: list[Any], order: int) -> list[list[list[Any]]]:
    """Return what each entry of a gradient, or of a Hessian, is differentiated by."""
    if order == 1:
        return [[[x]] for x in by]
    return [[[x, y] for y in by] for x in by]


def chain_at(tree: Product, place: int) -> list[Derivative]:
    """Return the derivatives from this factor on of which each is by what the next is of."""
    chain: list[Derivative] = []
    for i in range(place, len(tree.factors)):
        factor = tree.factors[i]
        if not isinstance(factor, Derivative) or len(variables(factor)) > 1:
            break
        if chain and (tree.signs[i - 1] == r"\odot" or factor.of != variables(chain[-1])[0]):
            break
        chain.append(factor)
    return chain
