"""`Drawn`: the numbers of a world that no equation defines: drawn, or given."""

from __future__ import annotations

import math
import random
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from ...engine.order import below
from ...engine.value import Value
from ..reading.notation import ONES
from ..reading.tree import Name
from .errors import MeaningError
from .index import TARGETS
from .law import label_of
from .laws import FIXED
from .rules import Rules
from .tensor import Tensor, entries_of, floats, places, plain, scalar_of, shape_of, shaped

DATA = ("x", "y", "t", r"\hat{x}", "X", "Y")
"""What differs from sample to sample."""
WORD = 2**61 - 1
"""What Python reduces the hash of a number by where a word has 64 bits; see sys.hash_info."""
COVARIANCES = (r"\Sigma", r"\Lambda")
"""What is symmetric by custom: a covariance, and its inverse."""
SIDES = 3.0
"""What a function given by cases is of is drawn so far from 0: its cases begin somewhere."""
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


class Drawn(ABC):
    """The leaves of a world, which are random unless numbers are given.

    numbers   what is given by label, for leaves; with `settled` for what has an equation too
    lacking   the labels of the leaves that were asked for, and that have no number in `numbers`
    scale      how much larger the numbers are than those that are drawn otherwise
    off_curve  the symbols of what was given another number than that at which its equation holds
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
        self.lone: set[tuple[str, int]] = set()
        self.several: set[tuple[str, int]] = set()
        self.off_curve: set[Any] = set()
        self._values: dict[Any, Any] = {}
        self._floats: dict[Any, Any] = {}
        self._slopes: dict[Any, list[Any]] = {}
        self._pending: set[Any] = set()
        self._coefficients: dict[Any, list[float]] = {}
        self._remembered: dict[Any, dict[float, Any]] = {}
        self.leaves: dict[str, Any] = {}
        self._moved: dict[Any, Any] = {}
        self._parent: Drawn | None = None
        self._of_sample = False
        self.scale = 1.0
        self._samples: list[Any] = []
        self._given: dict[Any, Any] = {}

    def moved(self, given: Mapping[Any, Any]) -> Any:
        """Return this world with other numbers for some leaves."""
        key = tuple((symbol, *entries_of(x)) for symbol, x in given.items())
        if key not in self._moved:
            other = self.model.world(self.rng)
            other._parent, other._given = self, dict(given)
            other._coefficients = self._coefficients
            self._moved[key] = other
        return self._moved[key]

    def samples(self, count: int) -> list[Any]:
        """Return as many worlds with other data and the same numbers for what samples share."""
        known = self._samples
        while len(known) < count:
            other = self.model.world(apart(self.rng))
            other._parent, other._of_sample = self, True
            known.append(other)
        return known[:count]

    @staticmethod
    def _valued(x: Any, label: str = "") -> Any:
        """Return what holds plain numbers as Values, which can be differentiated by."""
        x = scalar_of(x)
        if isinstance(x, Tensor):
            found = [e if isinstance(e, Value) else Value(plain(e)) for e in x.entries]
            return Tensor(x.shape, found)
        return x if isinstance(x, Value) else Value(plain(x), label)

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
        if label in self.model.zeros:
            numbers = [0.0] * count
        target = symbol[0] in self.model.targets
        shares = self.model.normalised and symbol[0] not in self.model.indices.classes
        if target and shares and count > 1:
            width = shape[1] if len(shape) == 2 and shape[1] > 1 else count
            size = [sum(numbers[i : i + width]) for i in range(0, count, width)]
            numbers = [x / size[i // width] for i, x in enumerate(numbers)]
        if target and shares and count == 1 and symbol[1].isdigit():
            numbers = [self._share(symbol)]
        if self.model.hard and target and symbol not in self.model.divisors:
            hot = self.rng.randrange(count) if count > 1 else self.rng.choice((0, -1))
            numbers = [float(i == hot) for i in range(count)]
        if self.model.signed and target:
            numbers = [float(self.rng.choice((-1, 1))) for _ in range(count)]
        if symbol[0] in self.model.indices.classes and not target and count > 1:
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

    @property
    def is_further(self) -> bool:
        """Whether it is smaller or larger than the points at which all else is tried."""
        return self.scale != 1.0

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
        """Draw a number: a target in (0.1, 0.9), most else 0.3 < |x| < 1.4 with a random sign."""
        base, rng = symbol[0], self.rng
        if base == ONES:
            return 1.0
        if label_of(symbol) in self.model.sided:
            return rng.uniform(-SIDES, SIDES)
        if base in self.model.classes:
            return float(rng.choice(CLASSES))
        if base in self.model.indices.masks:
            return float(rng.choice((0, 1)))
        if base in TARGETS or base in self.model.targets:
            return rng.uniform(0.1, 0.9)
        sign = (
            1
            if label_of(symbol) in self.model.positive
            or base in POSITIVE
            or "^2" in base
            or "sigma" in base
            else rng.choice((-1, 1))
        )
        return rng.uniform(0.3, 1.4) * sign * self.scale

    def coefficients(self, key: Any, count: int) -> list[float]:
        """Return random numbers that belong to a key at this point."""
        known = self._coefficients.setdefault(key, [])
        while len(known) < count:
            known.append(self.rng.uniform(0.4, 1.3) * self.rng.choice((-1, 1)))
        return known

    @abstractmethod
    def value(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the Values of a quantity."""

    @abstractmethod
    def numbers(self, symbol: tuple[str, str], family: tuple[int, ...] = ()) -> Any:
        """Return the numbers of a quantity."""
