r"""The forward equations of a document about layers: laws, each for one layer or for every layer.

z^{(l)} = w^{(l)} a^{(l-1)} + \theta^{(l)}        for every l above the input's layer
a_n^{(l)} = g(z_n^{(l)})                          the same, entry by entry
C = \frac{1}{2} \|a^{(L)} - y\|^2                 once
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from ..meaning.build import DATA, LOSSES
from ..meaning.evaluate import MeaningError, names_in
from ..mending.edits import name_of, subtrees
from ..reading.tree import Call, Expression, Name
from .notation import Key, Notation, Place, layer_of

FEWEST = 3
"""How many layers above the input a network has at least."""


@dataclass(frozen=True)
class Law:
    """One forward equation: what it defines, its arguments if it is a function, the body."""

    place: Place
    body: Expression
    arguments: tuple[str, ...] = ()

    def letters(self, layer: int | None, top: int) -> dict[str, int] | None:
        """Return what its letter stands for at a layer; None where it is not about that layer."""
        mine = self.place.layer
        if mine is None or layer is None:
            return {"L": top} if mine is None and layer is None else None
        letter, offset = mine
        if letter in ("", "L"):
            there = offset + (top if letter else 0)
            return {"L": top} if there == layer else None
        return {letter: layer - offset, "L": top}


@dataclass(frozen=True)
class Laws:
    """The forward equations of a document, and between which layers they hold.

    bottom, top  the layer of the input, and the last
    """

    laws: tuple[Law, ...]
    notation: Notation
    bottom: int
    top: int

    def law(self, key: Key) -> tuple[Law, dict[str, int]] | None:
        """Return the law that defines a key, with what its letters mean; None for a leaf."""
        base, sub, layer = key
        if layer is not None and layer <= self.bottom:
            return None
        found = [
            (law, letters)
            for law in self.laws
            if law.place[:2] == (base, sub)
            and not law.arguments
            and (letters := law.letters(layer, self.top)) is not None
        ]
        special = [x for x in found if x[0].place.layer is None or x[0].place.layer[0] in ("", "L")]
        return next(iter(special or found), None)

    def key(self, place: Place, letters: dict[str, int]) -> Key:
        """Return the key that a name means; a MeaningError where there is no such layer."""
        layer = layer_of(place, letters)
        if layer is None:
            return self._without_layer(place)
        lowest = self.bottom if place.base in self.carriers else self.bottom + 1
        if not lowest <= layer <= self.top:
            raise MeaningError(f"there is no layer {layer} of {place.base}")
        if layer == self.bottom and self.input and place.base != self.input:
            return self.input, "", None
        return place.base, place.sub, layer

    def _without_layer(self, place: Place) -> Key:
        """Return what a name without layer means: `a_i` beside a^{(L)} is one of the outputs."""
        key = place.base, place.sub, None
        layered = place.base in self.notation.layered and place.base not in DATA
        if layered and self.law(key) is None:
            return place.base, place.sub, self.top
        return key

    @cached_property
    def carriers(self) -> frozenset[str]:
        """The bases that carry numbers from layer to layer: a, not z, in z^{(l)} = w a^{(l-1)}."""
        found = set()
        for law in self.laws:
            mine = law.place.layer
            for name in names_in(law.body):
                theirs = self.notation.place(name).layer
                if mine and theirs and mine[0] == theirs[0] and theirs[1] < mine[1]:
                    found.add(name.base)
        return frozenset(found)

    @cached_property
    def input(self) -> str:
        """The base of the input where it has no layer: "x"; "" where it is called a^{(1)}."""
        return next((base for base in ("x", "X") if base in self.notation.bare), "")

    @cached_property
    def loss(self) -> Key:
        """The key of the loss: by its name, else what is defined last."""
        if not self.laws:
            raise MeaningError("there are no forward equations")
        named = [law for law in self.laws if law.place.base in LOSSES and not law.place.indices]
        whole = [law for law in named if not law.arguments]
        law = (whole or named or list(self.laws))[-1]
        return law.place.base, law.place.sub, None

    def function(self, name: str) -> Law | None:
        """Return the law of a function: L(a, y) = ..."""
        return next((x for x in self.laws if x.arguments and x.place.base == name), None)

    def bound(self, argument: str) -> Key:
        """Return the key that an argument of the loss stands for: `a` in L(a, y) is a^{(L)}.

        It is what has that name, else what is last computed of that base.
        """
        place = self.notation.place(name_of(argument))
        key = self._without_layer(place)
        alike = [x.place for x in self.laws if x.place.base == place.base and not x.arguments]
        if self.law(key) or not alike:
            return key
        last = alike[-1]
        return last.base, last.sub, None if last.layer is None else self.top

    def replaced(self, law: Law, body: Expression) -> Laws:
        """Return these laws with another body for one."""
        changed = (replace(x, body=body) if x is law else x for x in self.laws)
        return replace(self, laws=tuple(changed))

    def preactivation(self, place: Place, layer: int | None) -> Key | None:
        r"""Return what \delta of a layer or number is the derivative by: z^{(l)}, z_2.

        It is what an activation is taken of; \delta_k goes with the sum that has the index k.
        """
        if place.indices and layer is None:
            for law in self.laws:
                if law.place.indices == place.indices and not isinstance(law.body, Call):
                    return law.place.base, law.place.sub, None
        for law in self.laws:
            match law.body:
                case Call(arguments=(Name() as z,)) if not law.arguments:
                    found = self.notation.place(z)
                    if (layer is None) == (found.layer is None):
                        return found.base, place.sub or found.sub, layer
        return None


def layers_of(
    trees: Sequence[Expression], laws: Sequence[Law], notation: Notation
) -> tuple[int, int]:
    """Return the input's layer and the last: deep enough for a^{(L-3)} and what is numbered."""
    numbers, depth = set(), FEWEST
    for tree in trees:
        for part in subtrees(tree):
            if isinstance(part, Name) and (layer := notation.place(part).layer):
                letter, offset = layer
                if not letter:
                    numbers.add((part.base, offset))
                elif letter == "L":
                    depth = max(depth, -offset)
    carried = Laws(tuple(laws), notation, 0, 0).carriers
    first = any(n == 1 and base not in carried for base, n in numbers)
    bottom = 0 if first or any(n == 0 for _, n in numbers) else 1
    if numbers and not notation.lettered:
        return bottom, max(n for _, n in numbers)
    return bottom, bottom + depth
