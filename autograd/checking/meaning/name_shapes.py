"""The shapes of names, with the letters that run along them."""

from __future__ import annotations

from typing import Any

from ..reading.tree import Name
from ..reading.walked import names
from .errors import BeyondError, ShapeError
from .index import TARGETS, TOPS, Use, nested, told
from .laws import FIXED
from .product_shapes import ProductShapes
from .quantities import ANY
from .sizes import Size, Sized


class NameShapes(ProductShapes):
    """The shapes of names and of their entries."""

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
        if base is not None and whole == ():
            raise ShapeError("a number has no entries")
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
