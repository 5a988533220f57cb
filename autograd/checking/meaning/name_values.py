"""The values of names: of quantities, of their entries, and of what a name stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..reading.tree import Name, name_of
from ..reading.walked import names
from .calls import Calls
from .errors import BeyondError, MeaningError
from .index import TOPS, Index, Use, parts_of, told
from .law import label_of
from .tensor import (
    Tensor,
    floats,
    mapped,
    plain,
    scalar_of,
)  # fmt: skip


class NameValues(Calls):
    """What a name is worth in a world."""

    def _name(self, name: Name) -> Any:
        if name.label in self.model.indices.layer_sizes and name.label in self.env:
            return plain(self.env[name.label])
        known = self.model.quantity(name)
        if known and not {name.label, name.base} & self.arguments.keys():
            return self._quantity(known)
        if name.label in self.arguments:
            found = self.arguments[name.label]
            return found if self.graph else floats(found)
        if name.label in self.env and self.model.is_letter(name):
            return plain(self.env[name.label])
        if name.label in self.model.fixed and self.model.is_letter(name):
            return float(self.model.fixed[name.label])
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
            count = self.model.samples_beside(wrt) if self.model.alone else 1
            found = self._slope(of, wrt)
            if self.model.downhill and name.base == r"\delta":
                found = mapped(lambda x: -x, found)
            return mapped(lambda x: x * count, found) if count > 1 else found
        if name.label in self.model.primed:
            return self._of_hidden(name)
        if (constant := self.model.constant(name)) is not None:
            if self.world.fixed and plain(self.world.fixed.get(name.label, constant)) != constant:
                self.world.lacking[name.label] = None
            return constant
        return self._quantity(use)

    def _quantity(self, use: Use) -> Any:
        family = self._positions(use.family, use.symbol)
        if family and not self.model.reaches(use.symbol, family):
            raise BeyondError(f"there is no {label_of(use.symbol, family)}")
        if not use.entries:
            if self.graph:
                return self.world.value(use.symbol, family)
            return self.world.numbers(use.symbol, family)
        found = self.world.entry(use.symbol, family, self._positions(use.entries, use.symbol))
        return found if self.graph else floats(found)

    def place_of(self, name: Name) -> tuple[Any, tuple[int, ...]]:
        """Return the symbol of a name, and of which layer or step it is."""
        use = self.model.use(name)
        return use.symbol, self._positions(use.family, use.symbol)

    def _indexed(self, value: Any, use: Use) -> Any:
        place = self._positions(use.entries, use.symbol)
        found = self.world.part(value, use.symbol, place)
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
        from .index import affine

        found = affine(text)
        if found is None:
            raise MeaningError(f"the index {text} is not understood")
        return self._positions((found,), ("", ""))[0]

    def _told(self, letter: str) -> int:
        """Return the number that tells an index: that of y_i, in w_{y_i}."""
        value = scalar_of(self._with(graph=False).walk(name_of(letter)))
        if isinstance(value, Tensor):
            raise MeaningError(f"{letter} is no number, and counts nothing", letter)
        return round(plain(value))

    def ask_of_layers(self, tree: Any) -> None:
        """Raise a BeyondError where a formula speaks of a layer that there is not."""
        for use in map(self.model.use, names(tree)):
            if use.family and not self.model.reaches(
                use.symbol, family := self._positions(use.family, use.symbol)
            ):
                raise BeyondError(f"there is no {label_of(use.symbol, family)}")

    def _positions(self, indices: Sequence[Index], symbol: Any) -> tuple[int, ...]:
        found = []
        for index in indices:
            if all(letter in self.env for letter, _ in index.letters):
                found.append(index.at(self.env))
                continue
            env = {**self.env}
            for letter, _ in index.letters:
                if letter not in env and TOPS.get(letter) in self.model.indices.steps:
                    env[letter] = self.model.last
                if letter not in env and letter in self.arguments:
                    env[letter] = round(plain(self.arguments[letter]))
                if letter not in env and told(letter) != letter:
                    env[letter] = self._told(letter)
                if letter not in env and letter in self.model.fixed:
                    env[letter] = self.model.fixed[letter]
                if letter not in env and letter in self.model.indices.steps:
                    env[letter] = self.model.last
            try:
                found.append(index.at(env))
            except KeyError as error:
                said = f"what the index {error.args[0]} of {label_of(symbol)} is, is not said"
                raise MeaningError(said, error.args[0]) from None
        return tuple(found)
