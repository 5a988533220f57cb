"""The network that a document about layers defines, at random points, and how claims are judged."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from ...engine.operation import DomainError
from ..judging.judge import COUNT, TOLERANCE
from ..meaning.evaluate import MeaningError, names_in
from ..meaning.groupings import groupings
from ..mending.edits import subtrees
from ..reading.tree import Expression
from .grid import Shape, ShapeError, close_grids, scalar_of, shape_of
from .laws import Laws
from .meaning import Meaning
from .network import Network
from .notation import Key, is_softmax, letters_in
from .shapes import shapes_of

MANY = 12
"""In how many places, such as (l, j, k) = (2, 1, 3), a formula is judged at each point."""
Letters = dict[str, int]


class Model:
    """The laws of a document with their shapes; `points` are networks with random numbers."""

    def __init__(
        self,
        laws: Laws,
        trees: Sequence[Expression],
        fixed: Mapping[Key, Shape],
        named: Mapping[str, int] | None = None,
    ) -> None:
        self.laws, self._fixed, self._named = laws, fixed, named or {}
        self.trees = trees
        self._points: dict[int, list[Network]] = {}

    @cached_property
    def _shapes(self) -> Any:
        return shapes_of(self.laws, self._used(), self._fixed, self._named)

    @cached_property
    def of_one_sample(self) -> Model | None:
        """The same network with m = 1; None where no sum is over m samples."""
        if "m" not in self.laws.notation.bases:
            return None
        return Model(self.laws, self.trees, self._fixed, {"m": 1})

    @cached_property
    def variants(self) -> list[tuple[str, str, Model]]:
        """The same network with another loss or activation: kind, name, model."""
        from .variants import variants_of

        shapes = {key: shape for key, shape in self._shapes[0].items() if shape is not None}
        return [(k, n, Model(laws, self.trees, shapes)) for k, n, laws in variants_of(self.laws)]

    def _used(self) -> list[Key]:
        """Return the keys that the forward equations use, at every layer."""
        found: dict[Key, None] = {}
        for law in self.laws.laws:
            for layer in range(self.laws.bottom, self.laws.top + 1):
                letters = law.letters(layer if law.place.layer else None, self.laws.top)
                if letters is None or law.arguments:
                    continue
                for name in (
                    n for n in names_in(law.body) if not self.laws.notation.is_scalar(n.base)
                ):
                    try:
                        found[self.laws.key(self.laws.notation.place(name), letters)] = None
                    except MeaningError:
                        break
        return list(found)

    def points(self, seed: int, count: int = COUNT) -> list[Network]:
        """Return networks at random points, drawn again outside a domain."""
        if seed not in self._points:
            shapes, sizes = self._shapes
            rng = random.Random(seed)
            softmax = any(is_softmax(p) for law in self.laws.laws for p in subtrees(law.body))
            found: list[Network] = []
            for _ in range(20 * count):
                if len(found) == count:
                    break
                try:
                    found.append(
                        Network(self.laws, shapes, sizes, rng, Meaning, normalised=softmax)
                    )
                except (DomainError, OverflowError):
                    continue
            self._points[seed] = found
        return self._points[seed]

    def letters(self, trees: Sequence[Expression], network: Network) -> list[Letters]:
        """Return what the letters of a formula may stand for, all together: l = 3, j = 1."""
        laws = self.laws
        names = letters_in(trees, laws.notation)
        places = [laws.notation.place(n) for tree in trees for n in names_in(tree)]
        layered = [n for n in names if any(p.layer and p.layer[0] == n for p in places)]
        found: list[Letters] = []
        for layers in product(range(laws.bottom, laws.top + 2), repeat=len(layered)):
            here = {"L": laws.top, **dict(zip(layered, layers, strict=True))}
            try:
                spans = [self._span(n, places, network, here) for n in names if n not in layered]
            except MeaningError as error:
                if error.name:
                    raise
                continue
            if not _all_exist(places, network, here):
                continue
            for indices in product(*(range(1, n + 1) for n in spans)):
                index = zip([n for n in names if n not in layered], indices, strict=True)
                found.append({**here, **dict(index)})
        if len(found) > MANY:
            found = random.Random(len(found)).sample(found, MANY)
        return found

    @staticmethod
    def _span(letter: str, places: Sequence[Any], network: Network, letters: Letters) -> int:
        """Return how far an index runs, by the first name that has it."""
        for place in places:
            if letter in place.indices:
                key = _key_of(place, network, letters)
                if key is not None:
                    size: int = shape_of(network.value(key))[place.indices.index(letter)]
                    return size
        raise MeaningError(f"what {letter} counts is not said", letter)


def _key_of(place: Any, network: Network, letters: Letters) -> Key | None:
    return network.find(place, letters) or network.about(place, letters)


def _all_exist(places: Sequence[Any], network: Network, letters: Letters) -> bool:
    """Whether every layer that is named exists."""
    for place in places:
        if place.layer is not None:
            try:
                _key_of(place, network, letters)
            except MeaningError:
                return False
    return True


class LayeredClaim:
    """An equality chain about layers: every member against the anchor, in every place."""

    def __init__(
        self, anchor: Expression, trees: Sequence[Expression], model: Model, latex: str = ""
    ) -> None:
        self.anchor, self.trees, self.model, self.latex = anchor, trees, model, latex
        self._true: dict[tuple[Network, int], Any] = {}

    @cached_property
    def letters(self) -> list[Letters]:
        """What the letters of the whole chain may stand for."""
        networks = self.model.points(1)
        return self.model.letters(self.trees, networks[0]) if networks else []

    def value(self, tree: Expression, network: Network, letters: Letters) -> Any:
        """Return a member's value: a matrix or a number."""
        return scalar_of(Meaning(network, letters).walk(tree))

    def pairs(self, tree: Expression, seed: int = 1) -> Iterator[tuple[Any, Any, Network, Letters]]:
        """Yield (claimed, true, network, letters) in every place of every point."""
        for network in self.model.points(seed):
            for place, letters in enumerate(self.letters):
                if (network, place) not in self._true:
                    self._true[network, place] = self.value(self.anchor, network, letters)
                true = self._true[network, place]
                yield self.value(tree, network, letters), true, network, letters

    def error(self, tree: Expression) -> Exception | None:
        """Return why a member has no value: MeaningError, or ShapeError; None if it has one."""
        problem: Exception | None = None
        for reading in groupings(tree):
            try:
                network = self.model.points(1)[0]
                for letters in self.letters[:1]:
                    self.value(self.anchor, network, letters)
                    self.value(reading, network, letters)
                return None
            except (MeaningError, ShapeError) as error:
                problem = problem or error
            except (DomainError, OverflowError):
                return None
        return problem

    def holds(self, tree: Expression, seed: int = 1) -> bool:
        """Whether a member is right everywhere, read in the author's favour."""
        return any(self._holds(reading, seed) for reading in groupings(tree))

    def _holds(self, tree: Expression, seed: int) -> bool:
        try:
            found = (close_grids(c, t, TOLERANCE) for c, t, _, _ in self.pairs(tree, seed))
            return next(found, False) and all(found)
        except (MeaningError, ShapeError, DomainError, OverflowError, TypeError):
            return False
