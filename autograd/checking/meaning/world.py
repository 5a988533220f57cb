"""`World`: the values of all quantities at one point."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...engine import functional, functions, ops
from ...engine.order import below
from ...engine.value import Value
from ..reading.notation import ONES
from ..reading.tree import Derivative, Name
from ..reading.walked import walk
from .definitions import Law, label_of
from .errors import FAILURES, MeaningError, OutsideError, ShapeError
from .functions import FACTORIAL, FUNCTIONS
from .index import TARGETS as TARGETS
from .laws import FIXED
from .rules import Rules
from .settings import Setting, through
from .tensor import (
    Tensor,
    entries_of,
    floats,
    mapped,
    places,
    plain,
    scalar_of,
    shape_of,
    shaped,
    stacked,
    summed,
    transpose,
)  # fmt: skip

DATA = ("x", "y", "t", r"\hat{x}", "X", "Y")
"""What differs from sample to sample."""
WORD = 2**61 - 1
"""What Python reduces the hash of a number by where a word has 64 bits; see sys.hash_info."""
COVARIANCES = (r"\Sigma", r"\Lambda")
"""What is symmetric by custom: a covariance, and its inverse."""
CLASSES = (1, 2)
"""The classes that a sample may be of: those that are there whatever the widths."""
POSITIVE = (r"\epsilon", r"\varepsilon", "eps", "var", r"\tau", r"\lambda", "N", "n", "m", "d", "K",
            r"\kappa", "v")  # fmt: skip


def apart(rng: random.Random) -> random.Random:
    """Return another generator, which begins with a number of this one: anywhere the same.

    Given a float, `Random` begins with its hash, and that of a browser's Python has 32 bits.
    """
    above, below = rng.random().as_integer_ratio()
    return random.Random(above * pow(below, -1, WORD) % WORD)


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
        self._remembered: dict[Any, dict[float, Any]] = {}
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
            other = self.model.world(self.rng)
            other._parent, other._given = self, dict(given)
            other._coefficients = self._coefficients
            self._moved[key] = other
        return self._moved[key]

    def samples(self, count: int) -> list[World]:
        """Return as many worlds with other data and the same numbers for what samples share."""
        known = self._samples
        while len(known) < count:
            other = self.model.world(apart(self.rng))
            other._parent, other._of_sample = self, True
            known.append(other)
        return known[:count]

    # --- quantities ---

    def quantities(self) -> Iterator[tuple[tuple[str, str], tuple[int, ...], Any, Any]]:
        """Yield what has been computed: symbol, layers, the place of an entry, Values."""
        for key, found in self._values.items():
            if isinstance(key[0], tuple) and not isinstance(found, Exception):
                symbol, family, *place = key
                yield symbol, family, *(place or [None]), found

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
            return self.part(self.value(symbol, family), symbol, place)
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
            found_value = self.model.evaluated(
                self, law.body, env, graph=True, arguments=arguments, entrywise=sums
            )
            return self._valued(summed(found_value) if sums else found_value)
        return self._valued(self._body(law, env), law.label)

    def _body(self, law: Law, env: Mapping[str, int]) -> Any:
        fixed = any(isinstance(p, Derivative) for p in walk(law.body))
        sums = self.model.sums(law)
        found = self.model.evaluated(self, law.body, env, graph=not fixed, entrywise=sums)
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
        shares = self.model.normalised and symbol[0] not in self.model.indices.classes
        if symbol[0] in TARGETS and shares and count > 1:
            width = shape[1] if len(shape) == 2 and shape[1] > 1 else count
            size = [sum(numbers[i : i + width]) for i in range(0, count, width)]
            numbers = [x / size[i // width] for i, x in enumerate(numbers)]
        if symbol[0] in TARGETS and shares and count == 1 and symbol[1].isdigit():
            numbers = [self._share(symbol)]
        if self.model.hard and symbol[0] in TARGETS:
            hot = self.rng.randrange(count) if count > 1 else self.rng.choice((0, -1))
            numbers = [float(i == hot) for i in range(count)]
        if self.model.signed and symbol[0] in TARGETS:
            numbers = [float(self.rng.choice((-1, 1))) for _ in range(count)]
        if symbol[0] in self.model.indices.classes and symbol[0] not in TARGETS and count > 1:
            numbers = [float(FIXED + 1 + i) for i in range(count)]  # words that are drawn differ
        alike = label in self.model.symmetric or symbol[0] in COVARIANCES
        if alike and len(shape) == 2 and shape[0] == shape[1]:
            n = shape[0]
            numbers = [numbers[min(i, j) * n + max(i, j)] for i, j in places(shape)]
        if self.fixed is not None:
            numbers = self._given_numbers(label, symbol, shape) or numbers
        found = shaped(shape, [Value(x, label) for x in numbers])
        self.leaves[label] = floats(found)
        by = self.model.moving.get(symbol) if self.fixed is None and not shape else None
        return found if by is None else self._moving(found, symbol, by)

    def leaves_below(self, node: Any) -> list[Value]:
        """Return the variables that a quantity is computed from, in order."""
        if not isinstance(node, Value) or not node.inputs:
            return []
        return [x for x in below(node) if not x.inputs and x.label in self.leaves]

    def _moving(self, start: Value, symbol: Any, by: Any) -> Value:
        """Return a leaf as a function, any, of what it is differentiated by: x of t."""
        time = self.value(by)
        if not isinstance(time, Value):
            return start  # what has entries is no time
        a, b = self.coefficients(("moving", symbol), 2)
        passed = time - time.data
        moved: Value = start + a * passed + b * passed * passed
        return moved

    def _given_numbers(self, label: str, symbol: tuple[str, str], shape: Any) -> list[float]:
        """Return the given numbers of a leaf, or of each of its entries: w_{11}, w_{12}, ..."""
        assert self.fixed is not None
        if label in self.fixed:
            given = self.fixed[label]
            if sorted(shape_of(given)) == sorted(shape) or (
                math.prod(shape) == 1 == len(entries_of(given))
            ):
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
        if base == ONES:
            return 1.0
        if base in self.model.indices.classes:
            return float(rng.choice(CLASSES))
        if base in self.model.indices.masks:
            return float(rng.choice((0, 1)))
        if base in TARGETS:
            return rng.uniform(0.1, 0.9)
        sign = (
            1
            if label_of(symbol) in self.model.positive
            or base in POSITIVE
            or "^2" in base
            or "sigma" in base
            else rng.choice((-1, 1))
        )
        return rng.uniform(0.3, 1.4) * sign

    def part(self, whole: Any, symbol: Any, place: tuple[int, ...]) -> Any:
        """Return an entry of a quantity, or a row as a column; `place` as it is written."""
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
        return functions.total([*terms, *self._further_terms()])

    def _further_terms(self) -> Iterator[Any]:
        """Yield what a loss has more for each quantity with a further gradient from outside."""
        model = self.model
        for symbol, name in model.further_paths.items():
            extra = model.use(name)
            places = {place for law in model.laws if law.use.symbol == symbol
                      for place in model.families(law)}  # fmt: skip
            for place in sorted(places):
                given = self.value(extra.symbol, place if extra.family else ())
                pairs = zip(entries_of(self.value(symbol, place)), entries_of(given), strict=True)
                yield from (x * plain(w) for x, w in pairs)

    def any_function(self, name: str, arguments: Sequence[Any]) -> Any:
        """Return a function that may be any, taken entry by entry, at some arguments."""
        known = self.model.activation
        if known and len(arguments) == 1:
            return mapped(FUNCTIONS[known], arguments[0])
        given = self.model.values_at.get(name)
        if given and len(arguments) == 1:
            return mapped(self._through(name, given), arguments[0])
        return self._free_function(name, arguments)

    def _through(self, name: str, given: Sequence[Setting]) -> Callable[[Any], Any]:
        """Return a function without a formula that takes the values that the text gives."""

        def value(tree: Any) -> float:
            return plain(scalar_of(self.model.evaluated(self, tree, {})))

        return self._once(  # type: ignore[no-any-return]
            ("through", name),
            lambda: through(
                [(s.order, value(s.point), value(s.value)) for s in given],
                lambda x: self._free_function(name, [x]),
                lambda count: self.coefficients(("given", name), count)[:count],
            ),
        )

    def _free_function(self, name: str, arguments: Sequence[Any]) -> Any:
        c = self.coefficients(("function", name), 4 * len(arguments))

        def one(*xs: Any) -> Any:
            terms = []
            for i, x in enumerate(xs):
                a, b, d, e = c[4 * i : 4 * i + 4]
                terms.append(a * ops.tanh(b * x + d) + e * x * xs[i - 1] * 0.5)
            return functions.total(terms)

        found = mapped(one, *arguments)
        return mapped(ops.exp, found) if name == FACTORIAL else found  # which is positive

    def remembered(self, key: Any, function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        """Return a function that is the same all over this world; at a number it is taken once."""
        known = self._remembered.setdefault(key, {})

        def at(x: Any) -> Any:
            if isinstance(x, Value):
                return function(x)
            if x not in known:
                known[x] = function(x)
            return known[x]

        return at

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
