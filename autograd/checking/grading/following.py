"""What follows from a slip: each is punished once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..judging.forms import decimals_of
from ..judging.numbers import apart, value_of
from ..judging.verdicts import ModelClaim
from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..meaning.model import Model
from ..meaning.tensor import entries_of, plain
from ..reading.tree import Expression
from ..reading.walked import names
from ..report.result import RIGHT
from .carried import CarriedWorld, Slip
from .homework import Answer

ROUNDED = 0.003
"""How far what is computed from rounded numbers may be off, relative to its size."""


class Consequences:
    """What may follow from the slips in the answers of a homework.

    An answer follows from a slip that stands before it, from all of those together, or it has the
    same slip in it: two derivatives by weights of one z, say, in which the derivative by z, that
    is not written down, is wrong in the same way.  No answer that is right before it may
    contradict that.
    """

    def __init__(self, answers: Sequence[Answer], given: Mapping[str, Any]) -> None:
        """`given` are the numbers that the key gives: without any, no number is carried on."""
        self._answers, self._given = list(answers), given
        self._models: dict[Any, Model] = {}
        self._allowed: dict[Any, bool] = {}

    def sources(self, answer: Answer) -> tuple[list[Answer], bool]:
        """Return the answers that one follows from, and whether it has the same slip as they.

        What is right as it stands follows from none.
        """
        claim, last = answer.claim, answer.last
        if claim is None or last is None:
            return [], False
        place = next(n for n, a in enumerate(self._answers) if a is answer)
        found = {n: self._answers[n].slip for n in range(place)}
        slips = {n: slip for n, slip in found.items() if slip and self._is_carried(slip.claimed)}
        if not self._is_carried(last) or self._holds(claim, last, []):
            return [], False
        for n, slip in slips.items():
            if self._holds(claim, last, [slip]):
                return [self._answers[n]], False
        if self._holds(claim, last, list(slips.values())):
            for n in list(slips):
                fewer = {m: slip for m, slip in slips.items() if m != n}
                if self._holds(claim, last, list(fewer.values())):
                    slips = fewer
            return [self._answers[n] for n in slips], False
        for n, slip in slips.items():
            for symbol in _between(claim.model, slip):
                inside = slip._replace(inside=symbol)
                if self._holds(claim, last, [inside]) and self._is_allowed(n, inside):
                    return [self._answers[n]], True
        return [], False

    def _is_allowed(self, place: int, slip: Slip) -> bool:
        """Whether nothing that is right before a slip is at odds with where it comes from."""
        key = place, slip.inside
        if key not in self._allowed:
            self._allowed[key] = all(
                self._holds(a.claim, a.last, [slip])
                for a in self._answers[:place]
                if a.found.status == RIGHT and a.claim is not None and a.last is not None
                and a.derivative is not None
            )  # fmt: skip
        return self._allowed[key]

    def _is_carried(self, tree: Expression) -> bool:
        """Whether it may follow from something: a 0 after a wrong 0 does not."""
        return not is_numeric(tree) or (bool(self._given) and value_of(tree) != 0.0)

    def _holds(self, claim: ModelClaim, tree: Expression, slips: Sequence[Slip]) -> bool:
        """Whether a member of a claim is right if the slips are taken for true."""
        try:
            model = self._carried(claim.model, slips)
            if is_numeric(tree):
                return self._is_near(claim, tree, model)
            return claim.within(model).holds(tree)
        except FAILURES:
            return False

    def _is_near(self, claim: ModelClaim, tree: Expression, model: Model) -> bool:
        """Whether a number is what follows at the numbers that are given, but for rounding."""
        world = model.at(self._given)
        true = claim.value(claim.anchor, world, claim.envs[0])
        unit = 10.0 ** -(decimals_of(tree) or 6)
        size = max(map(abs, map(plain, entries_of(true))))
        return not world.lacking and apart(value_of(tree), true) <= unit + ROUNDED * size

    def _carried(self, model: Model, slips: Sequence[Slip]) -> Model:
        key = id(model), *((id(slip.claim), slip.inside) for slip in slips)
        if key not in self._models:
            other = model.with_laws(model.laws, same_shapes=True)
            other.world_of = type("Carried", (CarriedWorld,), {"slips": list(slips)})
            self._models[key] = other
        return self._models[key]


def _between(model: Model, slip: Slip) -> Iterator[Any]:
    """Yield the quantities on the way from what a slip is by to what it is of, the nearest last."""
    used: dict[Any, set[Any]] = {}
    for law in model.laws:
        mine = used.setdefault(law.use.symbol, set())
        mine.update(model.use(n).symbol for n in names(law.body))

    def below(symbols: set[Any]) -> set[Any]:
        found: set[Any] = set()
        while symbols:
            found |= symbols
            symbols = {x for s in symbols for x in used.get(s, ())} - found
        return found

    by = model.use(slip.wrt).symbol
    of = {model.use(n).symbol for n in names(slip.of)}
    for symbol in dict.fromkeys(law.use.symbol for law in reversed(model.laws)):
        if symbol in below(of) - of - {by} and by in below({symbol}):
            yield symbol
