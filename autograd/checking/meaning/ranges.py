"""What index letters run over: the entries, samples, layers and steps that there are."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from math import prod
from typing import Any

from ..reading.tree import BigSum, Call, Cases, Compare, Entry, Name, Number, Quotient, Transpose
from ..reading.walked import names, walk
from .errors import FAILURES, BeyondError, MeaningError
from .index import SAMPLES, TOPS, Use, nested
from .rules import Rules
from .shaping import Shaping
from .tensor import plain
from .values import Meaning


class Ranges(Rules):
    """The ranges of the letters in a model's formulas."""

    def samples_beside(self, name: Name) -> int:
        """Return how many samples there are of what is written with the number of one; else 1."""
        use = self.use(name)
        family = self._family(use, {})
        if not use.symbol[1].endswith(SAMPLES):
            return 1 if use.entries else self._samples_in(use.symbol, family)
        if (held := self._held(use.symbol, family)) is not None:
            return held
        return self.shaping.value(self.shaping.slots(use.symbol, len(use.entries), family)[0])

    def _held(self, symbol: Any, family: tuple[int, ...]) -> int | None:
        """Return how many samples the matrix has that holds these; None where none does."""
        whole = self.samples_of(symbol)
        shape = self.shape(whole, family) if whole is not None else ()
        return shape[not self.rows] if len(shape) == 2 else None

    def _samples_in(self, symbol: Any, family: tuple[int, ...]) -> int:
        """Return how many samples a matrix holds, Z of z^{(i)}: it is as wide as they are many."""
        whole = self.shaping.whole(symbol, family) or ()
        counted = [sizes[0] for (s, _), sizes in self.shaping.slot_sizes.items()
                   if s[1] == SAMPLES and sizes]  # fmt: skip
        of = self.shaping.sizes.find
        if len(whole) != 2 or (counted and of(whole[not self.rows]) not in map(of, counted)):
            return 1
        if not counted:  # a program has no x^{(i)}
            return 1 if self.is_leaf(symbol) else self._divided_by
        return self.shaping.value(whole[not self.rows])

    @cached_property
    def _divided_by(self) -> int:
        """Return the m of a loss that is 1/m of a sum of all entries, or their mean; else 1."""
        parts = [p for law in self.laws if law.use == self.use(self.loss) for p in walk(law.body)]
        sums = any(isinstance(p, BigSum) and not p.index for p in parts)
        below = {n.label: n for p in parts if isinstance(p, Quotient)
                 for n in names(p.below) if self.is_constant(n)}  # fmt: skip
        if sums and len(below) == 1:
            return round(plain(self.constant(*below.values())))
        means = [n for p in parts if isinstance(p, Call) and p.function == "mean" for n in names(p)]
        shapes = [self.shape(self.use(n).symbol, ()) for n in means if not self.use(n).family]
        return max(map(prod, shapes), default=1)

    def range_of(self, tree: Any, letter: str, meaning: Meaning) -> range:
        """Return what a letter runs over in a sum."""
        lower = round(plain(meaning.walk(tree.lower))) if tree.lower is not None else None
        bounds = {n.base for n in names((tree.lower, tree.upper))} & self.indices.steps
        tops = {n.base for n in names(tree.upper) if TOPS.get(n.base) in self.indices.steps}
        if letter not in self.indices.steps and not isinstance(tree.upper, Name):
            bounds |= tops - {*self.shaping.named, *self._layer_sizes(meaning.env)}  # L - W
        if letter not in self.indices.steps and bounds:
            raise MeaningError(f"how far {letter} goes is not said: {min(bounds)}", letter)
        if letter in self.indices.steps:
            start = 1 if lower is None else lower
            stop = self._top(tree.upper, meaning, self.last) + 1
            if stop < start:
                raise BeyondError("the sum runs backwards")
            return range(start, stop)
        inside = [tree.of, getattr(tree, "condition", None)]
        sized = isinstance(tree.upper, Name) and self.is_constant(tree.upper)
        if lower in (None, 1) and sized and not _is_counted_in(letter, inside):
            return range(1, 1 + round(plain(meaning.walk(tree.upper))))  # \sum_{i=1}^n \mu
        span = self.span(letter, inside, meaning.env)
        start = span.start if lower is None or (lower == 1 and tree.upper is None) else lower
        if isinstance(tree.upper, Name) and self.is_constant(tree.upper) and span:
            return (
                range(start, start + len(span))
                if lower in (None, 0, 1)
                else range(start, span.stop)
            )
        return range(start, self._top(tree.upper, meaning, span.stop - 1) + 1)

    def _top(self, upper: Any, meaning: Meaning, otherwise: int) -> int:
        if upper is None:
            return otherwise
        sizes = self._layer_sizes(meaning.env)
        if (
            isinstance(upper, Name)
            and upper.base in TOPS
            and TOPS[upper.base] in self.indices.steps
        ):
            return self.last
        try:
            known = all(
                n.label in {**meaning.env, **sizes, **self.shaping.named} or n.base in TOPS
                for n in names(upper)
            )
            if known:
                env = {x: self.last for x, of in TOPS.items() if of in self.indices.steps}
                inner = meaning._with(env={**env, **sizes, **meaning.env})
                return round(plain(inner.walk(upper)))
        except FAILURES:
            pass
        return otherwise

    def _layer_sizes(self, env: Mapping[str, int]) -> dict[str, int]:
        """Return the sizes of layers that have a name: L of "layer l has dimension L"."""
        found = {}
        for size, letter in self.indices.layer_sizes.items():
            of = next((x.use for x in self.laws if x.use.entries and letter in
                       {i.letter for i in x.use.family if not i.offset}), None)  # fmt: skip
            if of is not None and letter in env and size not in self.shaping.named:
                sizes = self.shaping.slots(of.symbol, len(of.entries), self._family(of, env))
                found[size] = self.shaping.value(sizes[0])
        return found

    def span(self, letter: str, trees: Sequence[Any], env: Mapping[str, int]) -> range:
        """Return what an index letter runs over, by the first name that has it."""
        if letter in self.indices.steps:
            return range(self.begins, self.last + 1)
        spare: range | None = None
        for tree in trees:
            for n in (part for whole in names(tree) for part in (whole, *nested(whole))):
                use = self.use(n)
                slope = self.slope(n)
                if slope is not None:
                    use = self.use(slope[1])
                symbol = use.symbol
                family = self._family(use, env)
                for i, index in enumerate(use.entries):
                    if letter not in (x for x, _ in index.letters):
                        continue
                    if symbol in self._by_cases and index.letter:
                        return self._by_cases[symbol]
                    sizes = self.shaping.slots(symbol, len(use.entries), family)
                    start = self.starts(symbol, len(use.entries))[i]
                    held = self._held(symbol, family) if not i else None
                    found = range(start, start + (held or self.shaping.value(sizes[i])))
                    if index.letter and not index.offset:
                        return found
                    spare = spare or found
        spare = spare or self._span_of_rows(letter, trees, env)
        if spare is not None:
            return spare
        raise MeaningError(f"how far {letter} goes is not said", letter)

    @cached_property
    def _by_cases(self) -> dict[Any, range]:
        r"""The numbers for which cases say what a quantity is: \pi_a for a = 1 and for a = 0."""
        found = {}
        for law in self.laws:
            rows = law.body.rows if isinstance(law.body, Cases) else ()
            letters = [i.letter for i in law.use.entries]
            said = [c.right.value for _, c in rows if isinstance(c, Compare) and c.sign == "="
                    and isinstance(c.left, Name) and [c.left.label] == letters
                    and isinstance(c.right, Number)]  # fmt: skip
            if said and len(said) == len(rows):
                found[law.use.symbol] = range(round(min(said)), round(max(said)) + 1)
        return found

    def _span_of_rows(
        self, letter: str, trees: Sequence[Any], env: Mapping[str, int]
    ) -> range | None:
        """Return what a letter runs over that counts the rows of something, or its columns."""
        for part in walk(tuple(trees)):
            if not isinstance(part, Entry) or part.indices[0] != Name(letter):
                continue
            of = part.of.of if isinstance(part.of, Transpose) else part.of
            for use in map(self.use, names(of)):
                if len(shape := self.shape(use.symbol, self._family(use, env))) == 2:
                    return range(1, 1 + shape[isinstance(part.of, Transpose)])
        return None

    def _family(self, use: Use, env: Mapping[str, int]) -> tuple[int, ...]:
        tops = {top: self.last for top, letter in TOPS.items() if letter in self.indices.steps}
        try:
            return tuple(index.at({**tops, **env}) for index in use.family)
        except KeyError:
            return (2,) * len(use.family)

    @property
    @abstractmethod
    def shaping(self) -> Shaping:
        """The shapes of all quantities."""


def _is_counted_in(letter: str, trees: Sequence[Any]) -> bool:
    """Whether an index letter stands in formulas at all."""
    below = (f"{n.base} {n.sub} {n.layer}" for tree in trees if tree is not None
             for n in names(tree))  # fmt: skip
    return any(letter in text for text in below)
