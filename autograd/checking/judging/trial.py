"""A trial in a model of the document: what hypotheses about a wrong member are tried with."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import Any

from ..meaning.groupings import groupings
from ..meaning.indices import names, parts_of, walk
from ..meaning.rules import letters_of
from ..meaning.values import FAILURES
from ..mending.trial import Trial
from ..reading import parser
from ..reading.tree import Call, Expression, Name
from .verdicts import ModelClaim, Pair

PLACES, MANY = 10, 80
"""In how many places values are compared, and how many names are tried."""
STEPS = {"t": ("t-1", "t+1"), "l": ("l-1", "l+1"), "k": ("k-1",)}


class ModelTrial(Trial):
    """A wrong member of a claim in a model."""

    def __init__(
        self,
        claim: ModelClaim,
        tree: Expression,
        source: str,
        latex: str = "",
        reader: Callable[[str], Expression] | None = None,
    ) -> None:
        super().__init__(claim.anchor, tree, source, latex)
        self.claim, self.model, self._reader = claim, claim.model, reader

    def check(self, tree: Expression, *, fresh: bool) -> bool:
        """Whether it is right at one set of points, or at another."""
        return self.claim.holds(tree, seed=22 if fresh else 21)

    def read(self, text: str) -> Expression | None:
        """Read a formula with the functions and names of this document."""
        try:
            if self._reader is not None:
                return self._reader(text)
            return parser.read(text, self._functions, self._labels)
        except (parser.ReadError, ValueError):
            return None

    @cached_property
    def places(self) -> Sequence[Pair]:
        """Points and letters at which the truth has a value."""
        found = list(self.claim.pairs(self.anchor, seed=21, count=2))
        return found[:: max(1, len(found) // PLACES)][:PLACES]

    def value(self, tree: Expression, place: Pair) -> Any:
        """The value at a place; None where it has none."""
        for reading in groupings(tree):
            try:
                return self.claim.value(reading, place.world, place.env)
            except FAILURES:
                continue
        return None

    def env(self, place: Pair) -> Mapping[str, int]:
        """What the letters stand for at a place."""
        return place.env

    @property
    def laws(self) -> Sequence[tuple[Name | None, Expression]]:
        """The forward equations."""
        return [(x.target if isinstance(x.target, Name) else None, x.body) for x in self.model.laws]

    def letters_in(self, tree: Expression) -> Sequence[str]:
        """The free index letters of a formula."""
        return letters_of([tree], self.model)

    @cached_property
    def names(self) -> list[Name]:
        """The names that may stand here, with the free indices filled in."""
        trees = [self.tree, *self.claim.trees]
        trees += [t for law in self.model.laws for t in (law.target, law.body)]
        trees += [t for claim in self.model.claims for t in claim]
        found: dict[Name, None] = {}
        for name in dict.fromkeys(names(tuple(t for t in trees if hasattr(t, "span")))):
            for filled in self._filled(name):
                found.setdefault(filled)
        return list(found)[:MANY]

    def _filled(self, name: Name) -> Iterator[Name]:
        """Yield a name with each index letter as it is, a free letter, or one step on."""
        bare = replace(name, span=(0, 0))
        yield bare
        pieces = parts_of(name.sub) if name.sub else []
        layers = [x for x in name.layer.split(",") if x]
        choices = [self._letters(x) for x in (*pieces, *layers)]
        if any(len(c) > 1 for c in choices) and len(choices) <= 3:
            comma = "," if "," in name.sub else ""
            for chosen in product(*choices):
                below, above = chosen[: len(pieces)], chosen[len(pieces) :]
                sign = "," if any(len(x) > 1 and x[0] != "\\" for x in below) else comma
                sub = sign.join(below) if len(below) > 1 else "".join(below)
                yield Name(name.base, sub, ",".join(above))

    def _letters(self, piece: str) -> list[str]:
        letter = piece.split("-")[0].split("+")[0]
        if not self.is_index(letter):
            return [piece]
        same = [x for x in self.letters if self.is_step(x) == self.is_step(letter)]
        shifted = [y for x in dict.fromkeys([letter, *same]) for y in STEPS.get(x, ())
                   if self.is_step(x)]  # fmt: skip
        return list(dict.fromkeys([piece, *same, *shifted]))

    @cached_property
    def _functions(self) -> frozenset[str]:
        trees = (*self.claim.trees, *(law.body for law in self.model.laws))
        own = {x.target.label for x in self.model.laws if x.arguments and x.target is not None}
        called = {p.function for t in trees for p in walk(t) if isinstance(p, Call)}
        return frozenset({"f", "g"} | own | called)

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(name.label for name in self.names)

    def is_index(self, letter: str) -> bool:
        """Whether the document counts by a letter."""
        return self.model.indices.is_index(letter)

    def is_step(self, letter: str) -> bool:
        """Whether the document counts layers or steps by a letter."""
        return letter in self.model.indices.steps

    def right_under(self, bodies: Sequence[Expression]) -> bool:
        """Whether the member would be right with other forward equations."""
        laws = [replace(x, body=body) for x, body in zip(self.model.laws, bodies, strict=True)]
        other = ModelClaim(self.claim.trees, self.model.with_laws(laws), self.claim.conditions)
        try:
            return other.holds(self.tree, seed=25)
        except FAILURES:
            return False
