"""Judge printed numbers at the author's point: by what the equations give at the given numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..meaning.tensor import Tensor, diagonal_of, entries_of, shape_of
from ..reading.chains import Unread
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Expression, Name, Number
from ..reading.walked import walk
from ..report.result import RIGHT, Member
from .forms import decimals_of
from .numbers import (
    apart,
    call_wrong,
    follows,
    half_unit,
    is_near,
    no_point,
    rounding,
    shown,
    value_of,
)
from .verdicts import ModelClaim

CARRIED = 1e-4
"""So near is a long number that is one off in its last digit: of rounded ones before it."""


class AuthorsPoint:
    """The numbers that a document gives for names, and those that it prints as results.

    given    the first of each name
    printed  the results
    anew     all that are given, in order, each with the number of its formula and its name
    slopes   the results that are printed for derivatives
    """

    def __init__(
        self,
        given: Mapping[str, Expression],
        printed: Mapping[str, float],
        anew: Sequence[tuple[int, str, Expression]] = (),
        slopes: Mapping[Derivative, float] = MappingProxyType({}),
    ) -> None:
        self.given = _values(given.items())
        self.printed = printed
        self._anew = anew
        self._slopes = slopes

    def at(self, order: int | None) -> dict[str, Any]:
        """Return the numbers that names have in a formula: those given last before it.

        order  the number of the formula in the document
        """
        before = ((label, tree) for place, label, tree in self._anew
                  if order is not None and place < order)  # fmt: skip
        return {**self.given, **_values(dict(before).items())}

    def judge(
        self, result: Member, claim: ModelClaim, tree: Expression, before: Expression | Unread
    ) -> None:
        """Judge a number by what the forward equations give at the author's point.

        Where they do not, the member has no valid point.  A number that is right from those that
        the author has printed for the names in the formula before it is right.
        """
        given = self.at(claim.order)
        claim = claim.within(claim.model.sized_by(given))
        world = claim.model.at(given)
        try:
            true = claim.value(claim.anchor, world, claim.envs[0])
            claimed = value_of(tree)
            if claim.is_about_derivative and isinstance(true, Tensor):
                true = diagonal_of(true, shape_of(claimed))
        except FAILURES as error:
            no_point(result, str(error))
            return
        if claim.model.shaping.is_overlong:
            no_point(result, "the arrays that are given are longer than their indices reach")
            return
        if world.lacking:
            missing = ", ".join(list(world.lacking)[:4])
            no_point(result, f"the document gives no numbers for {missing}")
            return
        decimals = decimals_of(tree)
        half = half_unit(claimed, decimals, result.relation)
        if decimals is None:
            given_for_names = {abs(e) for x in world.leaves.values() for e in entries_of(x)}
            half += rounding(tree, value_of, lambda x: x.value in given_for_names)
        off = apart(claimed, true)
        if off > half and apart(claimed, self._as_printed(before, claim)) <= half:
            result.explanations.append(follows(true, decimals or 6))
        elif off > half and decimals and off <= 3 * half and is_near(claimed, true, CARRIED):
            no_point(result, f"with all digits carried it is {shown(true, decimals)}")
        elif off > half:
            call_wrong(result, true, true, 6 if decimals is None else decimals)

    def gives(self, claim: ModelClaim, tree: Any) -> bool:
        """Whether a printed number is what is claimed, all digits carried, at the author's point.

        0.67 x 0.24 = 0.161 may be so, of 0.6703 and 0.2403.
        """
        result = Member("", "", RIGHT, "=")
        if decimals_of(tree):
            self.judge(result, claim, tree, claim.anchor)
        return bool(decimals_of(tree)) and result.status == RIGHT and not result.explanations

    def agrees(self, claim: ModelClaim, tree: Expression) -> bool:
        """Whether a formula in which numbers stand for some names is right at the author's point.

        It may be off by what its printed numbers are rounded by.
        """
        parts = list(walk(tree))
        if not any(isinstance(x, Number) and x.decimals for x in parts) or is_numeric(tree):
            return False
        if any(isinstance(part, Derivative) for part in parts):
            return False
        world = claim.model.at(self.at(claim.order))
        try:
            true = claim.value(claim.anchor, world, claim.envs[0])
            own = claim.value(tree, world, claim.envs[0])
            off = rounding(tree, lambda x: claim.value(x, world, claim.envs[0]))
        except FAILURES:
            return False
        return not world.lacking and apart(own, true) <= off

    def _as_printed(self, before: Expression | Unread, claim: ModelClaim) -> Any:
        """Return what a formula gives with the numbers that are printed for its names.

        The number that `E = 0.08` prints is no ground for itself.
        """
        if isinstance(before, Unread):
            return None
        numbers = {**self.at(claim.order), **self.printed}
        if before is claim.anchor and isinstance(before, Name):
            numbers.pop(before.label, None)
        world = claim.model.at(numbers, settled=True)
        slopes = {slope: x for slope, x in self._slopes.items() if slope != claim.anchor}
        tree = rewritten(before, lambda part: _printed(slopes, part))
        try:
            found = claim.value(tree, world, claim.envs[0])
        except FAILURES:
            return None
        return None if world.lacking else found


def _printed(slopes: Mapping[Derivative, float], part: Any) -> Any:
    """Return the number that is printed for a derivative, another part as it is."""
    value = slopes.get(part) if isinstance(part, Derivative) else None
    return part if value is None else Number(value)


def _values(given: Iterable[tuple[str, Expression]]) -> dict[str, Any]:
    found = {}
    for label, tree in given:
        with suppress(*FAILURES):
            found[label] = value_of(tree)
    return found
