"""Judge claims in a model: right, wrong with a witness, or what keeps a claim from being judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from ...engine.operation import DomainError
from ..meaning.drawn import DATA
from ..meaning.errors import FAILURES, BeyondError, MeaningError, ShapeError
from ..meaning.groupings import groupings
from ..meaning.law import is_numeric, label_of, variables
from ..meaning.model import COUNT, Model, assignments, close_label
from ..meaning.rules import letters_of
from ..meaning.tensor import (
    Tensor,
    close_tensors,
    diagonal_of,
    entries_of,
    places,
    plain,
    scalar_of,
    shape_of,
    transpose,
)
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.limits import limit_of
from ..reading.notation import ONES
from ..reading.small_changes import is_change
from ..reading.tree import (
    Call,
    Compare,
    Derivative,
    Expression,
    Name,
    Number,
    Power,
    Sum,
    name_of,
)  # fmt: skip
from ..reading.walked import names, walk
from ..report.result import NO_POINT, RIGHT, UNKNOWN, UNREADABLE, WRONG, Witness
from .branches import has_sides
from .forms import HALF, decimals_of, is_chain, is_sum_along_axis, leads

TOLERANCE = 1e-8
NOTHING = 1e-12
"""What is nearer to 0 is so but for rounding: as the gradient at a solution is."""
NOTHING_SEEN = "both sides are 0 wherever they were tried"
NOWHERE = (DomainError, OverflowError, ZeroDivisionError)
"""What happens at some points and not at others."""


ON_BOTH_SIDES = 12
"""So many points, of which some are on either side of 0, for what roots and |x| are in."""


class Pair(NamedTuple):
    """What a member and the truth are, in a world, for a choice of the index letters."""

    claimed: Any
    true: Any
    world: World
    env: dict[str, int]


class Verdict(NamedTuple):
    """A status, and what is to be said of it.

    name  what is not known, for "unknown-name"
    pair  where the sides differ, for "wrong"
    """

    status: str
    said: str = ""
    name: str = ""
    pair: Pair | None = None


class ModelClaim:
    """An equality chain in a model: every member against the anchor, in every place.

    order  where it stands among the formulas of the document
    """

    def __init__(
        self,
        trees: Sequence[Expression],
        model: Model,
        conditions: Sequence[Any] = (),
        order: int | None = None,
    ) -> None:
        self.trees, self.model, self.conditions = list(trees), model, tuple(conditions)
        self.order = order
        about = [tree for tree in trees if isinstance(tree, Derivative)]
        self.anchor: Expression = (about or self.trees)[0]
        self._true: dict[Any, Any] = {}
        self._verdicts: dict[Any, Verdict] = {}
        self._kept: list[Any] = []

    def within(self, model: Model) -> ModelClaim:
        """Return the claim in another model."""
        return ModelClaim(self.trees, model, self.conditions, self.order)

    @property
    def is_about_derivative(self) -> bool:
        """Whether it claims what a derivative is."""
        return isinstance(self.anchor, Derivative)

    @cached_property
    def is_constant(self) -> bool:
        """Whether the truth is the same at every point, as that of dz/db is 1."""
        return self.is_same(self.anchor)

    def is_same(self, tree: Any) -> bool:
        """Whether a member is the same at every point."""
        try:
            found = [pair.claimed for pair in self.pairs(tree)]
        except FAILURES:
            return False
        return bool(found) and all(close_tensors(x, found[0], TOLERANCE) for x in found)

    @cached_property
    def is_about_parameter(self) -> bool:
        """Whether it is a derivative by a leaf that all samples share."""
        by = self.variable
        if not isinstance(by, Name):
            return False
        symbol = self.model.use(by).symbol
        return self.model.is_leaf(symbol) and symbol[0] not in DATA

    @cached_property
    def variable(self) -> Any:
        """What a lone prime is a derivative by."""
        if isinstance(self.anchor, Derivative):
            return variables(self.anchor)[0]
        if isinstance(self.anchor, Name) and (slope := self.model.slope(self.anchor)):
            return slope[1]
        return None

    @cached_property
    def envs(self) -> list[dict[str, int]]:
        """What the index letters of the chain may stand for."""
        return list(assignments(self.trees, self.model))

    def value(self, tree: Any, world: World, env: dict[str, int]) -> Any:
        """Return a member's value."""
        return scalar_of(Meaning(world, env, variable=self.variable).walk(tree))

    def pairs(self, tree: Any, seed: int = 1, count: int = COUNT) -> Iterator[Pair]:
        """Yield the pairs in every place of every point where both sides have a value."""
        done = 0
        for world in self.model.points_and_further(seed):
            if done == count or (world.is_further and (done or self.conditions)):
                return
            try:
                here = list(self._pairs_at(world, tree))
            except NOWHERE:
                continue
            done += bool(here)
            yield from here

    def _pairs_at(self, world: World, tree: Any) -> Iterator[Pair]:
        for place, env in enumerate(self.envs):
            try:
                if not self.applies(world, env):
                    continue
                key = id(world), place
                if key not in self._true:
                    self._true[key] = self.value(self.anchor, world, env)
                yield Pair(self.value(tree, world, env), self._true[key], world, env)
            except BeyondError:
                continue

    @cached_property
    def _apart(self) -> list[Compare]:
        r"""That an index is no sample's class, j \neq y_i, where the text says so anywhere.

        It is meant of w_j beside w_{y_i}; a formula that asks itself whether they are equal has
        more to say.
        """
        asks = any(isinstance(part, Compare) and part.sign == "=" for tree in self.trees
                   for part in walk(tree))  # fmt: skip
        free = set(letters_of(self.trees, self.model))
        return [] if asks else [
            part for part in dict.fromkeys(self.model.indices.apart)
            if isinstance(part.left, Name) and part.left.label in free
        ]  # fmt: skip

    def applies(self, world: World, env: dict[str, int]) -> bool:
        """Whether the conditions of the formula hold; one about something else is none."""
        known = {*env, *self.model.fixed_letters}
        for condition in (*self.conditions, *self._apart):
            asked = {n.label for n in names(condition)} & self.model.indices.letters
            if asked - known:
                continue  # i = k, of what is written with k alone
            try:
                if not plain(scalar_of(Meaning(world, env).walk(condition))):
                    return False
            except (MeaningError, ShapeError, TypeError):
                continue
        return True

    def verdict(self, tree: Any, seed: int = 1) -> Verdict:
        """Judge a member, read in the author's favour where its brackets leave a choice."""
        known = self._verdicts.get((id(tree), seed))
        if known is None:
            known = self._verdicts[id(tree), seed] = self._best(tree, seed)
            self._kept.append(tree)
        return known

    def _best(self, tree: Any, seed: int) -> Verdict:
        tried: list[Verdict] = []
        for reading in groupings(tree):
            tried.append(self._verdict(reading, seed))
            if tried[-1].status == RIGHT:
                return tried[-1]
        if all(found.status == WRONG for found in tried):  # shown by numbers where it can be
            return next((found for found in tried if found.pair), tried[-1])
        return tried[-1]

    def _verdict(self, tree: Any, seed: int) -> Verdict:
        by_sides = has_sides(self.model.laws) or _has_root((self.anchor, tree))
        found = self._tried(tree, seed, ON_BOTH_SIDES if by_sides else COUNT)
        if found.said == NOTHING_SEEN:
            return self._tried(tree, seed, ON_BOTH_SIDES)
        return found

    def _tried(self, tree: Any, seed: int, count: int) -> Verdict:
        """Judge a member at so many points."""
        seen, nothing = 0, True
        by = self.variable
        solved = isinstance(by, Name) and not self.model.is_leaf(self.model.use(by).symbol)
        least = NOTHING if solved and Number(0.0) not in self.trees else 0.0
        try:
            for pair in self.pairs(tree, seed, count):
                seen += 1
                both = (*entries_of(pair.true), *entries_of(pair.claimed))
                nothing = nothing and all(abs(plain(x)) <= least for x in both)
                if not self.agree(tree, pair):
                    return Verdict(WRONG, pair=pair)
        except ShapeError as error:
            return Verdict(WRONG, f"as it stands {error}")
        except MeaningError as error:
            status = UNKNOWN if error.name else UNREADABLE
            return Verdict(status, str(error), error.name)
        except (TypeError, ValueError, ArithmeticError, RecursionError, IndexError) as error:
            return Verdict(UNREADABLE, f"it could not be evaluated: {error}")
        if not seen:
            return Verdict(NO_POINT, "no point was found at which both sides have a value")
        zero = tree is self.anchor and Number(0.0) in self.trees  # f(3) of f(3) = 0
        leading = is_chain(tree) and leads(tree, self.anchor) and not self._is_broken(tree)
        if nothing and not zero and not is_numeric(tree) and not leading:
            return Verdict(NO_POINT, NOTHING_SEEN)
        return Verdict(RIGHT)

    def _is_broken(self, tree: Any) -> bool:
        """Whether a factor of a chain is 0 though the equations have both of its names."""
        use = self.model.indices.use
        used = {use(n).symbol for law in self.model.laws for n in names(law.body)}
        for part in walk(tree) if tree is not self.anchor else ():
            if not isinstance(part, Derivative) or not isinstance(part.of, Name):
                continue
            by = {use(n).symbol for n in variables(part) if isinstance(n, Name)}
            if (
                not self.model.is_leaf(use(part.of).symbol)
                and by <= used
                and self._is_zero(part, tree)
            ):
                return True
        return False

    def _is_zero(self, part: Any, tree: Any) -> bool:
        """Whether a factor of a chain is 0 wherever the chain is tried; no matrix is none."""
        try:
            values = [self.value(part, pair.world, pair.env) for pair in self.pairs(tree)]
        except FAILURES:
            return False
        return not any(plain(x) for value in values for x in entries_of(value))

    def agree(self, tree: Any, pair: Pair) -> bool:
        """Whether the sides agree; a number that is printed with digits is rounded to them.

        The derivative of a vector that is taken entry by entry may be written as a vector.
        """
        decimals = decimals_of(tree)
        if decimals and not shape_of(pair.true):
            return bool(abs(pair.claimed - pair.true) <= HALF * 10.0**-decimals)
        true = pair.true
        if tree == Number(0.0) and isinstance(true, Tensor):  # a vector that is 0 is so throughout
            return close_tensors(Tensor(true.shape, [0.0] * len(true.entries)), true, TOLERANCE)
        if self.is_about_derivative and isinstance(true, Tensor):
            true = diagonal_of(true, shape_of(pair.claimed))
        if is_sum_along_axis(tree) and shape_of(pair.claimed) == shape_of(true)[::-1]:
            true = transpose(true)
        return close_tensors(pair.claimed, true, TOLERANCE)

    def holds(self, tree: Any, seed: int = 1) -> bool:
        """Whether a member is right everywhere."""
        return self.verdict(tree, seed).status == RIGHT

    def unknown(self, tree: Any) -> list[str]:
        """Return the labels in a member of which the text says nothing."""
        model = self.model
        said = set(letters_of(self.trees, model))
        told = {going[0].label for part in walk(tree) if (going := limit_of(part))}
        if isinstance(self.anchor, Sum) and any(
            isinstance(p, Derivative) for p in walk(self.anchor)
        ):
            told |= {n.label for n in names(self.anchor)}  # the \eta of an update, which is any
        for part in walk(self.anchor):
            if isinstance(part, Derivative) and not isinstance(part.of, Name):
                told |= {n.label for n in names(part)}
            elif is_change(part):
                told |= {n.label for n in names(part.arguments[1])}
            elif isinstance(part, Call) and part.primes:
                told |= {n.label for n in names(part.arguments)}
        found = []
        for n in names(tree):
            if (
                n.label in said
                or n.label in told
                or model.is_letter(n)
                or model.has(n)
                or model.slope(n)
            ):
                continue
            symbol = model.indices.use(n).symbol
            if model.is_constant(n) or model.is_kronecker(n) or model.is_loss(symbol):
                continue
            if symbol in model.moving.values() or n.base == ONES:
                continue
            if model.matrix_of(symbol) or model.samples_of(symbol):
                continue
            if n.label not in found:
                found.append(n.label)
        return found

    def groundless(self) -> str:
        """Return what the anchor is about where nothing says what that is, "" else."""
        if not isinstance(self.anchor, Derivative) or not isinstance(self.anchor.of, Name):
            return ""
        use = self.model.indices.use(self.anchor.of)
        if not self.model.is_open(use.symbol):
            return ""
        same = [v for v in variables(self.anchor) if isinstance(v, Name)]
        if any(self.model.indices.use(v).symbol == use.symbol for v in same):
            return ""
        return label_of(use.symbol)

    @cached_property
    def _spoken(self) -> set[str]:
        """The labels of what the equations and this claim speak of."""
        model = self.model
        found = [n for law in model.laws for n in names(law.body) if n.label not in law.arguments]
        found += [n for tree in self.trees for n in names(tree)]
        found += [name_of(x) for law in model.laws for x in map(model.bound, law.arguments)]
        return {label_of(model.use(n).symbol) for n in (*found, *model.further_names)}

    def witness(self, pair: Pair | None) -> Witness | None:
        """Return the entry at which the sides differ most; None where there is none to show."""
        if pair is None or shape_of(pair.claimed) != shape_of(pair.true):
            return None
        shape = shape_of(pair.true)
        rows = zip(entries_of(pair.claimed), entries_of(pair.true), places(shape), strict=True)
        c, t, at = max(rows, key=lambda row: abs(row[0] - row[1]))
        where = [f"{letter} = {value}" for letter, value in pair.env.items()]
        if len(shape) == 2:
            where.append(f"row {at[0] + 1}, column {at[1] + 1}")
        leaves = {
            label: [list(row) for row in x.rows] if len(shape_of(x)) == 2 else x
            for label, x in pair.world.leaves.items()
            if len(shape_of(x)) in (0, 2) and label.split("^{(")[0] in self._spoken
        }  # fmt: skip
        return Witness(leaves, plain(c), plain(t), ", ".join(where))


def suggestion(label: str, model: Model) -> str:
    """Return "; did you mean w_1?" where a known label is near."""
    known = [label_of(s) for s in model.known]
    near = close_label(label, known)
    return f"; did you mean {near}?" if near and near != label else ""


def _has_root(trees: Any) -> bool:
    r"""Whether a root or |x| stands in a formula: \sqrt{x^2} is x on one side only."""
    asked = {id(x) for part in walk(trees) if isinstance(part, Compare) for x in walk(part)}
    for part in walk(trees):
        match part:
            case Call(function="sqrt" | "abs" | "absolute") if id(part) not in asked:
                return True
            case Power(exponent=Number(value=value)) if value % 1:
                return True
    return False
