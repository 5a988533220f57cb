r"""From which number indices count: from 0 where a sum does, or what is counted by the same letter.

\Gamma_i = \partial C/\partial z_i and \sum_{i=0}^{n-1} \Gamma_i: z counts from 0 as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..reading.tree import BigSum, Number
from ..reading.walked import names, walk
from .index import Use, parts_of


def letters_from(number: int, trees: Iterable[Any]) -> set[str]:
    """Return the letters that sums count from a number on."""
    return {
        letter
        for tree in trees for part in walk(tree)
        if isinstance(part, BigSum)
        and part.index != "axis"  # NumPy's axis=0 is no index that counts from 0
        and isinstance(part.lower, Number) and part.lower.value == number
        for letter in parts_of(part.index)
    }  # fmt: skip


class FirstNumbers:
    """The first number of each index of each symbol.

    groups  the sides of each formula, together
    zero    the letters that count from 0
    digits  whether an entry 0 is spoken of
    """

    def __init__(
        self, groups: Sequence[Sequence[Any]], use: Callable[[Any], Use], zero: set[str],
        digits: bool,
    ) -> None:  # fmt: skip
        self.zero, self.digits = zero, digits
        self._stands: dict[Any, Any] = {}
        self._uses = [[use(n) for tree in group for n in names(tree)] for group in groups]
        ones = set()
        for number, group in enumerate(groups):
            ones |= {(number, letter) for letter in letters_from(1, group)}
            for of in self._uses[number]:
                for slot, index in enumerate(of.entries):
                    if index.letter and not index.offset:
                        self._join((number, index.letter), (of.symbol, slot))
        self._ones = {self._find(x) for x in ones}
        self._zeros: set[Any] = set()
        alone = self.found()
        self._zeros = {self._find((symbol, slot)) for symbol, starts in alone.items()
                       for slot, start in enumerate(starts) if start == 0} - self._ones  # fmt: skip

    def found(self) -> dict[Any, tuple[int, ...]]:
        """Return the first numbers of the indices of each symbol."""
        found: dict[Any, list[int]] = defaultdict(list)
        for number, uses in enumerate(self._uses):
            for of in uses:
                mine = found[of.symbol]
                mine += [1] * (len(of.entries) - len(mine))
                for slot, index in enumerate(of.entries):
                    from_zero = all(self._is_from_zero(number, x) for x, _ in index.letters)
                    alone = from_zero and (index.letters or self.digits)
                    if alone or self._find((of.symbol, slot)) in self._zeros:
                        mine[slot] = 0
        return {symbol: tuple(starts) for symbol, starts in found.items() if starts}

    def _is_from_zero(self, number: int, letter: str) -> bool:
        return letter in self.zero or self._find((number, letter)) in self._zeros

    def _find(self, one: Any) -> Any:
        while self._stands.get(one, one) != one:
            one = self._stands[one]
        return one

    def _join(self, one: Any, other: Any) -> None:
        self._stands[self._find(one)] = self._find(other)
