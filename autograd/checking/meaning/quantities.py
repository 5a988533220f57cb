"""The shapes of quantities: sizes are unknowns, and what defines a quantity joins some."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

from ..reading.tree import Name, name_of
from .errors import ShapeError
from .index import LAYERS, SURE_LOSSES
from .law import Law
from .rules import Rules
from .sizes import Size, Sized, Sizes

SCALAR, VECTOR, MATRIX, ROW = "number", "vector", "matrix", "row"
ANY = None
"""The shape of what may have any."""


class Quantities(ABC):
    """The shapes of the quantities of a model, with each leaf of the kind given for it."""

    def __init__(self, model: Rules, kinds: Mapping[Any, str]) -> None:
        self.model, self.kinds = model, kinds
        self.sizes = Sizes()
        self.wholes: dict[Any, Sized | None] = {}
        self.declared: dict[Any, Sized] = {}
        self.slot_sizes: dict[Any, list[Size]] = {}
        self.named: dict[str, Size] = {}
        self.spans: list[tuple[Size, list[tuple[Size, int]]]] = []
        self.stacks: list[tuple[Size, list[Size]]] = []
        self.windowed = False
        """Whether convolutions tie sizes to others that may be free."""
        self.least: list[tuple[Size, int]] = []
        self.reduced: list[Size] = []
        self.identities: list[Size] = []
        self.is_overlong = False
        """Whether an array is longer than the indices that run over it reach."""
        self._letters: dict[str, Size] = {}
        self._env: dict[str, int] = {}
        self._arguments: dict[str, Sized | None] = {}
        self._pending: set[Any] = set()
        self.steps = 0
        self._depth = self._inside = 0
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
        self.sizes.many |= {x for x, text in zip(sized, texts, strict=True) if text.isalpha()}
        use = self.model.indices.use(name)
        if len(sized) == 1:
            sized = (sized[0], self.sizes.one)
        if not use.entries:
            self.declared[use.symbol] = self.wholes[use.symbol, ()] = sized

    def _of_name(self, text: str) -> Size:
        if text == "1":
            return self.sizes.one
        if text.isdigit():
            return self.sizes.new(int(text))
        return self.named.setdefault(text, self.sizes.new())

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
        sized = self._sized(mine)
        if len(mine) == 1 and self.kinds.get(symbol) == ROW:
            sized = sized[::-1]
        self.wholes[symbol, family] = sized
        body = self._within(law.body, env, letters, {})
        if body and not all(map(self.sizes.is_one, body)):
            if len(mine) != 1 or symbol[0] in SURE_LOSSES or not any(map(self.sizes.is_one, body)):
                raise ShapeError("an entry is a number")
            return mine[0], (body[0] if not self.sizes.is_one(body[0]) else body[1])
        return sized

    def _sized(self, slots: Sequence[Size]) -> Sized:
        return (slots[0], self.sizes.one) if len(slots) == 1 else tuple(slots)

    def _body(self, law: Law, env: Mapping[str, int]) -> Sized | None:
        numbers = self.model.is_of_entries(law)
        given = {x: () if numbers else self.argument(x) for x in law.arguments}
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
        self._inside += 1
        try:
            return self.walk(tree)
        finally:
            self._env, self._letters, self._arguments = before
            self._inside -= 1

    def _leaf(self, symbol: Any, family: tuple[int, ...], most: int) -> Sized | None:
        if self.model.is_loss(symbol) or (symbol[0] in self.model.indices.classes and not most):
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
        if (at_other_time := self._at_other_time(symbol, family)) is not ANY:
            return at_other_time
        kind = self.kinds.get(symbol, SCALAR)
        if most:
            mine = self.slots(symbol, most, family)
            if most == 1 and kind in (MATRIX, VECTOR) and self.model.may_hold_vectors(symbol):
                return mine[0], self.sizes.new()
            if most == 1 and kind == ROW and not self.model.may_hold_vectors(symbol):
                return self.sizes.one, mine[0]
            return self._sized(mine)
        if kind == SCALAR:
            return ()
        if kind == VECTOR:
            self._loose.add(size := self.sizes.new())
            return size, self.sizes.one
        if kind == ROW:
            return self.sizes.one, self.sizes.new()
        return self.sizes.new(), self.sizes.new()

    def _at_other_time(self, symbol: Any, family: tuple[int, ...]) -> Sized | None:
        """Return the sizes that a quantity has at another time step: x_1 is like x_2."""
        if len(family) != 1 or set(LAYERS) & self.model.indices.steps:
            return ANY
        known = (x for (of, at), x in self.wholes.items() if of == symbol and len(at) == 1)
        return next((x for x in known if x is not ANY), ANY)

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

    @abstractmethod
    def walk(self, tree: Any) -> Sized | None:
        """Return the sizes of a formula."""
