"""A network of layers at one random point: a matrix of Values for each of its names."""

from __future__ import annotations

import difflib
import math
import random
from collections.abc import Callable, Mapping
from typing import Any

from ...engine import functional, functions
from ...engine.value import Value
from ..meaning.build import TARGETS, draw
from ..meaning.evaluate import MeaningError
from .grid import Grid, Shape, entries_of, grid_of, mapped, places, product, scalar_of
from .laws import Laws
from .notation import Key, Place, is_by_entries, label_of, layer_of


class Network:
    """The matrices of one sample, or of samples side by side, at one random point.

    named_sizes  what `m` or `n` is where the document sums up to it
    read         what evaluates a law in it
    normalised   whether the targets of a sample add up to 1, as those of a softmax do
    """

    def __init__(
        self,
        laws: Laws,
        shapes: Mapping[Key, Shape | None],
        named_sizes: Mapping[str, int],
        rng: random.Random,
        read: Callable[..., Any],
        *,
        normalised: bool = False,
    ) -> None:
        self.laws, self.shapes, self.named_sizes = laws, shapes, named_sizes
        self._rng, self._read, self._normalised = rng, read, normalised
        self._values: dict[Key, Any] = {}
        self._numbers: dict[Key, Any] = {}
        self._slopes: dict[tuple[Value, Key], list[float]] = {}
        self._pending: set[Key] = set()
        self.known = set(shapes)
        for key in sorted(shapes, key=repr):
            if laws.law(key) is None:
                self.value(key)
        self.value(laws.loss)

    def value(self, key: Key) -> Any:
        """Return the matrix of Values of a key, or its one Value if it is a number."""
        if key not in self._values:
            if key in self._pending:
                raise MeaningError(f"{label_of(key)} is defined by itself")
            self._pending.add(key)
            self._values[key] = self._built(key)
            self._pending.discard(key)
        return self._values[key]

    def numbers(self, key: Key) -> Any:
        """Return the matrix of numbers of a key, or its number."""
        if key not in self._numbers:
            self._numbers[key] = mapped(float, self.value(key))
        return self._numbers[key]

    def leaves(self) -> dict[str, Any]:
        """Return the numbers of everything that no equation defines, by label."""
        keys = [key for key in self.shapes if self.laws.law(key) is None and key != self.laws.loss]
        return {label_of(key): self.numbers(key) for key in keys}

    def slopes(self, of: Any, wrt: Key) -> list[float]:
        """Return d(of)/d(entry) for each entry of a matrix, row by row."""
        if not isinstance(of, Value):
            return [0.0] * len(entries_of(self.value(wrt)))
        if (of, wrt) not in self._slopes:
            self._slopes[of, wrt] = functional.grad(of, entries_of(self.value(wrt)))
        return self._slopes[of, wrt]

    def gradient(self, wrt: Key) -> Any:
        """Return the derivative of the loss by a matrix: a matrix of its shape, or a number."""
        slopes = self.slopes(self.value(self.laws.loss), wrt)
        mine = self.value(wrt)
        return grid_of(slopes, mine.shape) if isinstance(mine, Grid) else slopes[0]

    def slope_named(self, wrt: Key) -> Any:
        """Return what a delta or a dZ is: the derivative of the loss, or m times that of a mean."""
        found = self.gradient(wrt)
        notation = self.laws.notation
        if notation.per_sample and (wrt[0] in notation.batched or self.laws.law(wrt)):
            return product(float(self.named_sizes["m"]), found)
        return found

    def about(self, place: Place, letters: Mapping[str, int]) -> Key | None:
        r"""Return what a \delta^{(l)} or a dW is the loss's derivative by, or None."""
        key = place.base, place.sub, self._layer(place, letters)
        if place.base == r"\delta":
            found = self.laws.preactivation(place, key[2])
        elif len(place.base) > 1 and place.base[0] == "d":
            found = place.base[1:], place.sub, key[2]
        else:
            return None
        return found if found in self.known or (found and self.laws.law(found)) else None

    def _layer(self, place: Place, letters: Mapping[str, int]) -> int | None:
        layer = layer_of(place, letters)
        if layer is not None and not self.laws.bottom < layer <= self.laws.top:
            raise MeaningError(f"there is no layer {layer} of {place.base}")
        return layer

    def find(self, place: Place, letters: dict[str, int]) -> Key | None:
        """Return the key of a name, None if the network has none of that name."""
        key = self.laws.key(place, letters)
        return key if key in self.known or self.laws.law(key) else None

    def key(self, place: Place, letters: dict[str, int]) -> Key:
        """Return the key of a name; a MeaningError with a suggestion if the network has none."""
        if key := self.find(place, letters):
            return key
        written = label_of(self.laws.key(place, letters))
        close = difflib.get_close_matches(written, map(label_of, self.known), 1, 0.4)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise MeaningError(f"{written} is not a name of this derivation{hint}", written)

    def _built(self, key: Key) -> Any:
        shape = self.shapes.get(key)
        if key == self.laws.loss:
            return self._loss()
        found = self.laws.law(key)
        if found is None:
            return self._leaf(key, shape)
        law, letters = found
        if not law.place.indices or shape is None:
            return self._shaped(self._read(self, letters, graph=True).walk(law.body), shape)
        entries = [
            self._read(self, {**letters, **_at(law.place.indices, place)}, graph=True).walk(
                law.body
            )
            for place in places(shape)
        ]
        return grid_of([scalar_of(entry) for entry in entries], shape)

    def _loss(self) -> Any:
        found = self.laws.law(self.laws.loss)
        if found:
            body, letters = found[0].body, found[1]
            value = self._read(self, letters, graph=True, by_entries=is_by_entries(body)).walk(body)
        else:
            law = self.laws.function(self.laws.loss[0])
            if law is None:
                raise MeaningError(f"what {label_of(self.laws.loss)} is, is not said")
            given = [self.value(self.laws.bound(name)) for name in law.arguments]
            value = self._read(self, {}, graph=True, by_entries=True).applied(law, given)
        return functions.total(entries_of(value))

    def _leaf(self, key: Key, shape: Shape | None) -> Any:
        base = key[0]
        if shape is None:
            return Value(draw(base, self._rng), label_of(key))
        numbers = [draw(base, self._rng) for _ in places(shape)]
        if self._normalised and base in TARGETS:
            size = math.fsum(numbers) / shape[1]
            numbers = [x / size for x in numbers] if shape[1] == 1 else numbers
        label = label_of(key)
        return grid_of(
            [
                Value(x, f"{label}[{i + 1},{j + 1}]")
                for x, (i, j) in zip(numbers, places(shape), strict=True)
            ],
            shape,
        )

    @staticmethod
    def _shaped(value: Any, shape: Shape | None) -> Any:
        """Return a value as the matrix or the number that the shapes say it is."""
        if shape is None:
            return scalar_of(value)
        return value if isinstance(value, Grid) else Grid(((value,),))


def _at(indices: tuple[str, ...], place: tuple[int, int]) -> dict[str, int]:
    """Return what index letters stand for at a row and column, counted from 1."""
    return {letter: at + 1 for letter, at in zip(indices, place, strict=False)}
