"""The laws of layers and of time steps: which of them says what h_2 is."""

from __future__ import annotations

from abc import ABC
from collections.abc import Sequence
from functools import cached_property
from itertools import product
from typing import Any

from ..reading.tree import Derivative
from ..reading.walked import names
from .index import TOPS, Index
from .indices import Indices
from .law import Law


class LayeredLaws(ABC):
    """The laws that a formula sees, at each layer or step.

    last  the number of the last time step or layer
    """

    laws: list[Law]
    indices: Indices
    last: int
    _laws_for: dict[Any, Any]

    def law_for(
        self, symbol: Any, family: tuple[int, ...], entries: int
    ) -> tuple[Law, dict[str, int]] | None:
        """Return the law of a quantity, with what the letters of its layers stand for."""
        key = symbol, family, entries
        if key not in self._laws_for:
            self._laws_for[key] = self._law_for(symbol, family, entries)
        found: tuple[Law, dict[str, int]] | None = self._laws_for[key]
        return found

    def _law_for(
        self, symbol: Any, family: tuple[int, ...], entries: int
    ) -> tuple[Law, dict[str, int]] | None:
        found = []
        for law in self.laws:
            if law.use.symbol != symbol or len(law.use.family) != len(family):
                continue
            env = _solved(law.use.family, family, self.last)
            if env is not None and min(env.values(), default=1) >= self.begins:
                special = sum(not index.letters for index in law.use.family)
                generic = all(index.letter for index in law.use.entries)
                if generic or not law.use.entries:
                    fits = len(law.use.entries) in (entries, 0) or not entries
                    of = self.indices.adjoints_of  # with f(x) = ... and f = \ln v the second
                    lone = of is not None and of.label == law.label and not law.arguments
                    found.append((special, fits, lone, -law.order, law, env))
        if not found:
            return None
        best = max(found, key=lambda x: x[:4])
        return best[4], best[5]

    def families(self, law: Law) -> list[tuple[int, ...]]:
        """Return the layers or steps that a law is about."""
        spans = [
            range(self.begins, self.last + 1) if i.letters else [i.offset]
            for i in law.use.family
        ]  # fmt: skip
        found = []
        for place in product(*spans):
            env = _solved(law.use.family, place, self.last)
            if env is not None and all(self.begins <= v <= self.last for v in env.values()):
                found.append(place)
        return found

    def reaches(self, symbol: Any, family: tuple[int, ...]) -> bool:
        """Whether there is such a layer or time step of a quantity."""
        if any(i > self.last and not self._numbered(symbol, i) for i in family) or min(family) < 0:
            return False
        if len(family) == 1 and family[0] < self.first_spoken.get(symbol, 0):
            return False
        if min(family) >= self.begins:
            return True
        return symbol in self.carriers or any(
            law.use.symbol == symbol
            and any(not i.letters and i.offset == 0 for i in law.use.family)
            for law in self.laws
        )

    def _numbered(self, symbol: Any, i: int) -> bool:
        return any(
            law.use.symbol == symbol
            and any(not x.letters and x.offset == i for x in law.use.family)
            for law in self.laws
        )

    @cached_property
    def begins(self) -> int:
        """The number of the first step: 0 where it has data of its own, as a_0 = w x_0 + b."""
        defined = {law.use.symbol for law in self.laws}
        for law in self.laws:
            uses = [self.indices.use(n) for n in names(law.body)]
            data = [use for use in uses if _is_first(use.family) and use.symbol not in defined]
            if _is_first(law.use.family) and data:
                return 0
        return 1

    @cached_property
    def first_spoken(self) -> dict[Any, int]:
        """The first step of what only later ones than the first are spoken of: 2 of z_{l+1}."""
        first: dict[Any, int] = {}
        slopes = {law.use.symbol for law in self.laws if isinstance(law.body, Derivative)}
        for law in (x for x in self.laws if x.use.symbol not in slopes):
            for use in (law.use, *(self.indices.use(n) for n in names(law.body))):
                if len(use.family) == 1:
                    index = use.family[0]
                    begin = index.offset + (self.begins if index.letters else 0)
                    first[use.symbol] = min(begin, first.get(use.symbol, begin))
        return {x: begin for x, begin in first.items() if begin > self.begins and x not in slopes}

    @cached_property
    def carriers(self) -> set[Any]:
        """The symbols that carry numbers from step to step: h, in h_t = ... h_{t-1} ..."""
        found = set()
        for law in (x for x in self.laws if self._is_first_choice(x)):
            for n in names(law.body):
                use = self.indices.use(n)
                for mine, theirs in product(law.use.family, use.family):
                    if (
                        mine.letter
                        and mine.letters == theirs.letters
                        and (theirs.offset < mine.offset)
                    ):
                        found.add(use.symbol)
        return found

    def _is_first_choice(self, law: Law) -> bool:
        """Whether a quantity has its values from a law, and not from one told before."""
        entries = len(law.use.entries)
        chosen = (self.law_for(law.use.symbol, at, entries) for at in self.families(law)[-1:])
        return not law.use.family or any(x is not None and x[0] is law for x in chosen)


def _is_first(family: Sequence[Index]) -> bool:
    """Whether it is of step 0."""
    return len(family) == 1 and not family[0].letters and family[0].offset == 0


def _solved(indices: Sequence[Index], place: tuple[int, ...], last: int) -> dict[str, int] | None:
    """Return what the letters stand for where the indices are these numbers."""
    env: dict[str, int] = {}
    for index, i in zip(indices, place, strict=True):
        if not index.letters:
            if index.offset != i:
                return None
            continue
        letter, factor = index.letters[0]
        if len(index.letters) > 1 or factor != 1:
            return None
        if letter in TOPS:
            if i - index.offset != last:
                return None
            env[letter] = last
            continue
        if env.setdefault(letter, i - index.offset) != i - index.offset:
            return None
    return env
