"""A trial in a model of the document: what hypotheses about a wrong member are tried with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import Any

from ...engine.value import Value
from ..meaning.errors import FAILURES, ShapeError
from ..meaning.groupings import groupings
from ..meaning.index import TOPS, parts_of
from ..meaning.remembered import Place
from ..meaning.rules import letters_of
from ..meaning.tensor import scalar_of
from ..mending.trial import Trial
from ..reading import parser
from ..reading.tree import Expression, Name
from ..reading.walked import names, walk
from .reread import Rereader
from .verdicts import ModelClaim, Pair

PLACES, MANY = 7, 80
"""In how many places values are compared, and how many names are tried."""


class ModelTrial(Trial):
    """A wrong member of a claim in a model."""

    def __init__(
        self,
        claim: ModelClaim,
        tree: Expression,
        source: str,
        latex: str,
        reader: Rereader,
    ) -> None:
        super().__init__(claim.anchor, tree, source, latex)
        self.claim, self.model, self._reader = claim, claim.model, reader
        self._names: dict[tuple[str, ...], list[Name]] = {}
        self._known: dict[int, Place] = {}

    def check(self, tree: Expression, *, fresh: bool) -> bool:
        """Whether it is right at one set of points, or at another."""
        return self.claim.holds(tree, seed=22 if fresh else 1)

    def read(self, text: str) -> Expression | None:
        """Read a formula as one of this document."""
        try:
            return self._reader.read(text)
        except (parser.ReadError, ValueError):
            return None

    def spelling(self, name: Name) -> str:
        """Return a name as the author writes it somewhere."""
        return self._reader.spelling(name)

    def own(self, name: Name) -> Name:
        """Return a name with the author's index letters."""
        return self._reader.own(name)

    @cached_property
    def places(self) -> Sequence[Pair]:
        """Points and letters at which the truth has a value."""
        found = list(self.claim.pairs(self.anchor, seed=1, count=2))
        return found[:: max(1, len(found) // PLACES)][:PLACES]

    def value(self, tree: Expression, place: Pair) -> Any:
        """The value at a place; None where it has none."""
        at = self._at(place)
        for reading in groupings(tree):
            try:
                return scalar_of(at.value(reading))
            except FAILURES:
                continue
        return None

    def _at(self, place: Pair) -> Place:
        """Return what is known at a place of the parts of the member."""
        known = self._known.get(id(place))
        if known is None:
            known = Place(self.tree, place.world, place.env, self.claim.variable)
            self._known[id(place)] = known
        return known

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

    def names_with(self, letters: Sequence[str]) -> Sequence[Name]:
        """Return the names of the document that have a meaning where these letters do."""
        key = tuple(letters)
        if key not in self._names:
            here = [n for n in names(self.tree) if n.layer]
            numbered = bool(here) and all(n.layer.isdigit() for n in here)
            spoken = {int(n.layer) for n in here} if numbered else set()
            layers = sorted(spoken | {k - 1 for k in spoken})
            found: dict[Name, None] = {}
            for name in self._written:
                if layers and name.layer and not name.layer.isdigit():
                    found.update({replace(name, layer=str(k), span=(0, 0)): None for k in layers})
                    continue  # a^{(2)}, not a^{(L-1)}: what L is, is not said
                for filled in self._filled(name, key):
                    found.setdefault(filled)
            self._names[key] = list(found)[:MANY]
        return self._names[key]

    @cached_property
    def _written(self) -> list[Name]:
        """Every name of the document, those of the member first."""
        trees = [self.tree, *self.claim.trees, *self.model.further_names]
        trees += [t for law in self.model.laws for t in (law.target, law.body)]
        trees += [t for claim in self.model.claims for t in claim]
        found = names(tuple(t for t in trees if hasattr(t, "span")))
        return list(dict.fromkeys(replace(name, span=(0, 0)) for name in found))

    def _filled(self, name: Name, letters: tuple[str, ...]) -> Iterator[Name]:
        """Yield a name with each index letter as it is, another letter, or one step on."""
        pieces = parts_of(name.sub) if name.sub else []
        layers = [x for x in name.layer.split(",") if x]
        choices = [self._choices(x, letters) for x in (*pieces, *layers)]
        if len(choices) > 3:
            choices = [c[:1] for c in choices]
        if pieces and not any(choices[: len(pieces)]):  # y, of which only entries are spoken of
            yield from self._filled(replace(name, sub=""), letters)
        if not name.sub and self._is_vector(name, letters):
            for x in letters:
                if not self.is_step(x):
                    yield from self._filled(replace(name, sub=x), letters)
        comma = "," if "," in name.sub else ""
        for chosen in product(*choices):
            below, above = chosen[: len(pieces)], chosen[len(pieces) :]
            sign = "," if any(len(x) > 1 and x[0] != "\\" for x in below) else comma
            sub = sign.join(below) if len(below) > 1 else "".join(below)
            yield Name(name.base, sub, ",".join(above))

    def _is_vector(self, name: Name, letters: tuple[str, ...]) -> bool:
        """Whether entries of a name can be spoken of, where letters are there to count them."""
        use = self.model.use(name)
        if use.entries or all(map(self.is_step, letters)) or self.model.slope(name) is not None:
            return False
        shape = self.model.shape(use.symbol, tuple(2 for _ in use.family))
        return len(shape) == 2 and min(shape) == 1 < max(shape)

    def _choices(self, piece: str, letters: tuple[str, ...]) -> list[str]:
        """Return what may stand in the place of an index: nothing where it has no meaning."""
        letter = piece.split("-")[0].split("+")[0]
        if not self.is_index(letter) or letter in self.model.fixed_letters:
            return [piece]
        step = TOPS.get(letter, letter)
        if not self.is_step(step):
            same = [x for x in letters if not self.is_step(x)]
            return list(dict.fromkeys([*([piece] if letter in letters else []), *same]))
        known = [x for x in letters if self.is_step(x)]
        known += [x for x in self._tops if not known or x == letter]
        shifted = [y for x in known
                   for y in (x, f"{x}-1", f"{x}+1" if x in letters else f"{x}-2")]  # fmt: skip
        return list(dict.fromkeys([*([piece] if letter in known else []), *shifted]))

    @cached_property
    def _tops(self) -> list[str]:
        """The letters for the last layer or step that the document uses."""
        used = {x for n in self._written for x in (*parts_of(n.sub), *n.layer.split(",")) if x}
        return [x for x in TOPS if any(x == y.split("-")[0] for y in used)]

    def is_index(self, letter: str) -> bool:
        """Whether the document counts by a letter."""
        return self.model.indices.is_index(letter)

    def is_step(self, letter: str) -> bool:
        """Whether the document counts layers or steps by a letter."""
        return letter in self.model.indices.steps

    def is_delta(self, name: Name) -> bool:
        r"""Whether a name is \delta_{ij}, 1 where its indices are the same."""
        return self.model.is_kronecker(name)

    def right_under(self, bodies: Sequence[Expression]) -> bool:
        """Whether the member would be right with other forward equations."""
        laws = [replace(x, body=body) for x, body in zip(self.model.laws, bodies, strict=True)]
        other = self.claim.within(self.model.with_laws(laws, same_shapes=True))
        try:
            return other.holds(self.tree, seed=25)
        except FAILURES:
            return False

    def right_without(self, held: Collection[Name]) -> bool:
        """Whether the member would be right if what is held depended on nothing."""
        laws = [law for law in self.model.laws if law.target not in held]
        other = self.claim.within(self.model.with_laws(laws, same_shapes=True))
        try:
            return not other.is_constant and other.holds(self.tree, seed=26)
        except FAILURES:
            return False

    def nodes(self, place: Pair) -> Mapping[str, Value]:
        """Return the scalars that the forward equations define, and those that they start from."""
        found: dict[str, Value] = {}
        for name in self._written:
            use = self.model.use(name)
            if use.family or use.entries or self.model.slope(name) is not None:
                continue
            try:
                value = place.world.value(use.symbol)
            except FAILURES:
                continue
            if isinstance(value, Value):
                found.setdefault(name.label, value)
        return found

    def counted(self, label: str) -> int | None:
        """Return how many samples or entries a name stands for, where the text has the name."""
        name = Name(label)
        if not any(n == name for n in self._written) or not self.model.is_constant(name):
            return None
        return self.model.size(label)

    def misfit(self) -> Expression | None:
        """Return the first part of the member that has no value, where all its parts have one."""
        if not self.places:
            return None
        place = self.places[-1]
        for part in reversed(list(walk(self.tree))):
            try:
                self.claim.value(part, place.world, place.env)
            except ShapeError:
                return part  # type: ignore[no-any-return]
            except FAILURES:
                continue
        return None
