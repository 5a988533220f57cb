"""What a formula of a document is judged in: the laws that it sees, their shapes, and points."""

from __future__ import annotations

import difflib
import math
import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, cached_property
from itertools import product
from typing import Any

from ..reading.notation import PI
from ..reading.tree import Derivative, Entry, Matrix, Name, Transpose, name_of
from ..reading.walked import names, walk
from .drawn import apart
from .errors import FAILURES
from .index import LAYERS, Index
from .indices import Indices
from .kinds import best_shaping
from .law import Law, variables
from .laws import FIXED
from .ranges import Ranges
from .rules import letters_of
from .shaping import WIDTHS, Shaping
from .tensor import entries_of, identity, plain, shape_of
from .values import Meaning
from .world import World

SHAPING = {"rows", "denominator", "row_gradients", "by_entries", "stars", "dots_by_entries",
           "flipped", "sizes", "last"}  # fmt: skip
"""The habits that shapes depend on."""
COUNT, MANY = 3, 14
"""How many random points, and in how many places at each, a formula is judged."""
FEW_WITHIN = 2
SCALES = (0.2, 6.0)
"""How much smaller and larger numbers are at points further on, for what has no value nearer."""
UNTOLD = 11
"""The value of a size that is not what another is called: N, where m counts the samples."""
SIZES = ("m", "n", "N", "M", "K", "D", "d", "T", "B")


class Model(Ranges):
    """Rules with their shapes, and with worlds: random numbers for all quantities."""

    world_of: type[World] = World

    def __init__(
        self,
        laws: Sequence[Law],
        claims: Sequence[Sequence[Any]],
        indices: Indices,
        domains: Mapping[Name, Sequence[str]],
        **habits: Any,
    ) -> None:
        super().__init__(laws, claims, indices, domains, **habits)
        self._others: dict[Any, Model] = {}
        self._points: dict[int, list[World]] = {}

    def with_habits(self, **changes: Any) -> Model:
        """Return the same laws in another reading."""
        key = (
            tuple(sorted(changes.items(), key=repr)) if not changes.get("sizes") else repr(changes)
        )
        if key not in self._others:
            self._others[key] = self.anew(**changes)
        return self._others[key]

    def anew(self, **changes: Any) -> Model:
        """Return the same laws in another reading, as nobody has asked anything of it."""
        known = self.shaping
        other = self._like(self.laws, {**self.habits, **changes})
        if not changes.keys() & SHAPING:
            other.__dict__["shaping"] = known
        return other

    def asked_only(self, trees: Sequence[Any]) -> Model:
        """Return the same laws shaped by one claim alone."""
        other = Model(self.laws, [tuple(trees)], self.indices, self.domains, **self.habits)
        other.unread, other.claimed = self.unread, self.claimed
        return other

    def with_laws(self, laws: Sequence[Law], *, same_shapes: bool = False) -> Model:
        """Return a model of other forward equations, read and shaped as far as it can be alike."""
        other = self._like(laws, self.habits)
        if same_shapes:
            other.__dict__["shaping"] = self.shaping
        return other

    def sized_by(self, given: Mapping[str, Any]) -> Model:
        """Return this model with the sizes of the arrays that are given for its leaves."""
        sizes: dict[Name, tuple[str, ...]] = {}
        fits = True
        for label, value in given.items():
            name, shape = name_of(label), shape_of(value)
            symbol = self.indices.use(name).symbol
            mine = self.shape(symbol, ())
            if not self.is_leaf(symbol) or len(mine) != 2:
                continue
            fits = fits and sorted(mine) == sorted(shape)
            if 1 not in mine and shape:
                sizes[name] = str(shape[0]), str(shape[1])
            elif not shape or 1 in shape:
                most = str(math.prod(shape))
                sizes[name] = ("1", most) if mine[0] == 1 else (most,)
        if fits:
            return self
        key = "given", tuple(sorted((n.label, x) for n, x in sizes.items()))
        if key not in self._others:
            domains = {**self.domains, **sizes}
            self._others[key] = self._like(self.laws, self.habits, domains)
        return self._others[key]

    def _like(self, laws: Sequence[Law], habits: Mapping[str, Any], domains: Any = None) -> Model:
        """Return another model of the same claims; `domains` are this one's if none are given."""
        domains = self.domains if domains is None else domains
        other = Model(laws, self.claims, self.indices, domains, **habits)
        other.kinds, other.unread, other.claimed = self.kinds, self.unread, self.claimed
        return other

    @cached_property
    def may_have_samples(self) -> bool:
        """Whether its loss may be that of one sample of several: every quantity is a number."""
        return not any(self.shaping.wholes.values())

    def bound_value(self, world: World, formal: str) -> Any:
        """Return the Values that an argument of a definition stands for."""
        return Meaning(world, {}, graph=True).walk(name_of(self.bound(formal)))

    def evaluated(self, world: World, tree: Any, env: Mapping[str, int], **how: Any) -> Any:
        """Return the value of a formula in a world; see `Meaning`."""
        return Meaning(world, env, **how).walk(tree)

    def outputs(self, world: World, family: tuple[int, ...], loss: Any = None) -> list[Any]:
        """Return the entries of what the forward equations lead to, as far as a loss is of it.

        One of the parts of a loss, L_1 of L = L_1 + L_2, is of that by which it is differentiated.
        An ArithmeticError is raised where none has a value, as it may have at other points.
        """
        found: list[Any] = []
        elsewhere: ArithmeticError | None = None
        aside = self.tainted | self.free_losses
        plain = [law for law in self.laws if not law.arguments and law.use.symbol not in aside
                 and not self._is_selection(law) and not self._is_collection(law)
                 and not self._is_within(law)]  # fmt: skip
        used = self._used_by(plain)
        symbols = {symbol for symbol, _ in used}
        plain = [law for law in plain if law.use.symbol not in self.beside_losses]
        ends = [law for law in plain if law.use.symbol not in symbols]
        if not ends:  # a^{l-1}, of a layer before, is no other than a^l
            ends = [x for x in plain if (x.use.symbol, x.use.family) not in used] or plain[-1:]
        if loss in self.beside_losses:
            by = self.differentiated_by(loss)
            ends = [law for law in ends if law.use.symbol in by] or ends
        seen = set()
        for law in ends:
            for place in self.families(law):
                if family and place and place != family:
                    continue
                if not family and self._is_inner(law, place):
                    continue
                if (law.use.symbol, place) in seen:
                    continue
                seen.add((law.use.symbol, place))
                try:
                    found += entries_of(world.value(law.use.symbol, place))
                except ArithmeticError as error:
                    elsewhere = error
                except FAILURES:
                    continue
        if elsewhere is not None and not found:
            raise elsewhere
        return found

    def _used_by(self, laws: Sequence[Law]) -> set[tuple[Any, tuple[Index, ...]]]:
        """Return what laws use to define others: the symbols, with their layers."""
        found = ((use, law) for law in laws for use in map(self.indices.use, names(law.body)))
        return {(use.symbol, use.family) for use, law in found if use.symbol != law.use.symbol}

    def _is_inner(self, law: Law, place: tuple[int, ...]) -> bool:
        """Whether it is of a layer before the last, through which alone a loss depends on it."""
        pairs = zip(law.use.family, place, strict=True)
        return any(i.letter in LAYERS and at < self.last for i, at in pairs)

    def _is_collection(self, law: Law) -> bool:
        """Whether it only says what the entries of a matrix are called: nothing comes of it."""
        entries = [x for row in law.body.rows for x in row] if isinstance(law.body, Matrix) else []
        symbols = [self.use(x).symbol for x in entries if isinstance(x, Name)]
        return len(symbols) == len(entries) > 0 and all(map(self.is_leaf, symbols))

    def _is_within(self, law: Law) -> bool:
        """Whether it names a part of another equation that is written out there: h = W x."""
        bodies = (x.body for x in self.laws if x is not law and x.body != law.body)
        return not isinstance(law.body, Name) and any(law.body in walk(body) for body in bodies)

    def _is_selection(self, law: Law) -> bool:
        """Whether it names a row of what the equations say, and leads to nothing new: p = P_i."""
        of = law.body.of if isinstance(law.body, Entry) else law.body
        if isinstance(of, Transpose):
            of = of.of
        if not isinstance(of, Name) or self.is_leaf(use := self.indices.use(of).symbol):
            return False
        return isinstance(law.body, Entry) or (
            bool(self.indices.use(of).entries) and (use != law.use.symbol and not law.use.entries)
        )

    def is_constant(self, name: Name) -> bool:
        """Whether a name is pi, e, a size such as n, the identity or the vector of ones."""
        symbol = self.indices.use(name).symbol
        if symbol in self.defined or name.label in self.varied or self.is_loss(symbol):
            return False
        if self.indices.is_last(name.label):
            return True
        return (name.label in (*PI, "e", "I") or name.label in SIZES[:3]
                or name.label in self.shaping.named
                or self.indices.is_identity(name))  # fmt: skip

    @cached_property
    def varied(self) -> set[str]:
        """The labels of what derivatives are taken by, and of what functions are of."""
        parts = (part for tree in self.trees for part in walk(tree) if isinstance(part, Derivative))
        found = {v.label for part in parts for v in variables(part) if isinstance(v, Name)}
        return found | {label for law in self.laws for label in law.arguments}

    def constant(self, name: Name) -> Any:
        """Return the value of a constant, None if a name is none."""
        if name.base == "I" and self.indices.use(name).symbol not in self.defined:
            return identity(self._identity_size)
        if not self.is_constant(name):
            return None
        if name.label in PI:
            return math.pi
        if name.label == "e":
            return math.e
        return plain(self.size(name.label))

    def size(self, label: str) -> int:
        """Return the value of a size such as n."""
        if label in self.sizes:
            return self.sizes[label]
        if self.indices.is_last(label):
            return self.last
        named = self.shaping.named.get(label)
        if named is not None:
            return self.shaping.value(named)
        taken = {self.shaping.value(size) for size in self.shaping.named.values()}
        first = UNTOLD if WIDTHS[0] in taken else WIDTHS[0]
        return first + 2 * self._untold.index(label) if label in self._untold else first

    @cached_property
    def _untold(self) -> list[str]:
        """The sizes that nothing tells, in an order: n is not m, nor as many."""
        used = {n.label for tree in self.trees for n in names(tree)}
        known = {*self.sizes, *self.shaping.named, *self.varied}
        return [x for x in SIZES[:3] if x in used - known]

    def is_untold(self, label: str) -> bool:
        """Whether nothing ties a size to what it is the number of, and no equation has it."""
        used = {n.label for law in self.laws for n in names(law.body)}
        untied = label not in self.shaping.named and label not in self.sizes
        return label in SIZES[:3] and label not in used and untied

    @property
    def _identity_size(self) -> int:
        fitted = [size for size in self.shaping.identities if self.shaping.is_tied(size)]
        if fitted:
            return self.shaping.value(fitted[0])
        return next((self.shaping.value(s[0]) for s in self.shaping.wholes.values() if s), 3)

    @cached_property
    def shaping(self) -> Shaping:
        """The shapes of all quantities."""
        self.__dict__["shaping"] = Shaping(self, {})  # what constants are asked of meanwhile
        return best_shaping(self)

    def shape(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return the shape of a quantity, () for a number."""
        known = self.shaping.wholes.get((symbol, family)) or self.shaping.declared.get(symbol)
        if known is None:
            try:
                known = self.shaping.whole(symbol, family)
            except FAILURES:
                known = ()
        found = tuple(self.shaping.value(size) for size in known or ())
        return () if math.prod(found) == 1 and not self._is_shaped(symbol) else found

    def _is_shaped(self, symbol: Any) -> bool:
        return max(self.counts.get(symbol, {0})) > 0

    def slots(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return how far the indices of a quantity that is defined entry by entry run."""
        law = self.law_for(symbol, family, 0)
        count = len(law[0].use.entries) if law else 1
        slots = self.shaping.slots(symbol, count, family)[:count]  # y^{(i)}, y_k^{(i)} of which too
        return tuple(map(self.shaping.value, slots))

    def at(self, numbers: Mapping[str, Any], *, settled: bool = False) -> World:
        """Return the world with these numbers for names; see `World`."""
        return self.world(random.Random(0), numbers, settled=settled)

    def world(
        self,
        rng: random.Random,
        numbers: Mapping[str, Any] | None = None,
        *,
        settled: bool = False,
    ) -> World:
        """Return a world of numbers, drawn at random unless they are given."""
        return self.world_of(self, rng, numbers, settled=settled)

    def points(self, seed: int = 1, count: int = COUNT) -> list[World]:
        """Return worlds at random points, more than `count`: at some a formula has no value."""
        if seed not in self._points:
            rng = random.Random(seed)
            self._points[seed] = [self.world(apart(rng)) for _ in range(5 * count)]
        return self._points[seed]

    def points_and_further(self, seed: int) -> Iterator[World]:
        r"""Yield the points, and smaller and larger ones: of \ln(x - 3), of \arcsin 4x."""
        yield from self.points(seed)
        rng = random.Random(-seed)
        for number in range(8 * COUNT):
            world = self.world(apart(rng))
            world.scale = SCALES[number % len(SCALES)]
            yield world


@cache
def nothing_given() -> Model:
    """Return the model of plain arithmetic: no quantities, no claims."""
    return Model([], [], Indices([], {}), {})


def close_label(written: str, known: Sequence[str]) -> str:
    """Return the known label that a written one is like, "" if none is."""
    found = difflib.get_close_matches(written, known, 1, 0.4)
    return found[0] if found else ""


def _is_within(env: Mapping[str, int], trees: Sequence[Any], model: Model) -> bool:
    """Whether differences such as i - 2m are small: of a kernel w_{i-2m} most are beyond it."""
    found = [index for tree in trees for n in names(tree) for index in model.use(n).entries
             if any(factor < 0 for _, factor in index.letters)]  # fmt: skip
    inside = [index for index in found if all(x in env for x, _ in index.letters)]
    return bool(inside) and all(0 <= index.at(env) <= FEW_WITHIN for index in inside)


def assignments(
    trees: Sequence[Any], model: Model, most: int | None = MANY
) -> Iterator[dict[str, int]]:
    """Yield what the free letters of a formula may stand for, all together; `most` of them."""
    letters = letters_of(trees, model)
    steps = [x for x in letters if x in model.indices.steps]
    others = [x for x in letters if x not in steps]
    found: list[dict[str, int]] = []
    for place in product(range(model.last + 1), repeat=len(steps)):
        env = dict(zip(steps, place, strict=True))
        spans = [
            [model.fixed[x]] if x in model.fixed else model.span(x, trees, env) for x in others
        ]
        found += [{**env, **dict(zip(others, p, strict=True))} for p in product(*spans)]
    found = [env for env in found if not any(env.get(x) == FIXED for x in model.drawn)] or found
    if most is not None and len(found) > most:
        alike = [env for env in found if len(set(env.values())) < len(env)]
        alike = [env for env in found if _is_within(env, trees, model)] or alike
        rest = [env for env in found if env not in alike]
        rng = random.Random(len(found))
        half = min(len(alike), most // 2)
        found = rng.sample(alike, half) + rng.sample(rest, min(len(rest), most - half))
    yield from found
