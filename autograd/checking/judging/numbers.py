r"""Judge printed arithmetic: `0.5 \cdot 0.5 + 0.1 = 0.35`, `\sigma(0.31) \approx 0.58`.

A result is right if it is the value rounded to the digits that are printed.  A wrong result spoils
what is computed from it: each formula is judged by the author's own numbers first, and then told
what it would be with the right ones.
"""

from __future__ import annotations

import math
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import is_numeric
from ..meaning.model import nothing_given
from ..meaning.rewriting import replace_at
from ..meaning.tensor import entries_of, scalar_of, shape_of
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.chains import Formula, Unread
from ..reading.tree import Derivative, Expression, Matrix, Name, Number, Product, Tuple
from ..reading.walked import walk
from ..report.result import NO_POINT, RIGHT, UNREADABLE, WRONG, Explanation, Member
from .forms import HALF, decimals_of
from .verdicts import ModelClaim

EXACT = 6
"""How many decimals agree in what is not printed with decimals."""
CARRIED = 1e-4
"""So near is a long number that is one off in its last digit: of rounded ones before it."""
NEAR = 1e-3
r"""So near is an approximation that is wrong in its last digits: \ln(1.1) by three terms."""


class Arithmetic:
    """The printed results so far: what each should have been, in the order of printing."""

    def __init__(self) -> None:
        self._true: dict[str, list[float]] = {}

    def judge(self, formula: Formula, readings: list[str]) -> list[Member]:
        """Return the members of a numeric chain, judged from left to right."""
        found = [
            Member(member.text, reading, RIGHT, member.relation)
            for member, reading in zip(formula.members, readings, strict=True)
        ]
        value = truth = exact = None
        for i, (result, member) in enumerate(zip(found, formula.members, strict=True)):
            assert not isinstance(member.tree, Unread)
            try:
                own, decimals = value_of(member.tree), decimals_of(member.tree)
                if i and _multiplies_lists(formula.members[i - 1].tree):
                    return found[:i] + [replace(x, status=NO_POINT) for x in found[i:]]
                if i and decimals is not None:
                    self._result(result, own, decimals, (value, truth, exact))
                    continue
                if i and apart(own, value) > 1e-9 * max(1.0, *map(abs, entries_of(own))):
                    _call_wrong(result, value, truth, 6)
                value = own
                truth = self._corrected(member.tree, wrong_only=True)
                exact = self._corrected(member.tree)
            except FAILURES as error:
                result.status = UNREADABLE
                said = f"it could not be computed: {error}"
                result.explanations.append(Explanation(UNREADABLE, said))
        return found

    def _result(self, result: Member, own: Any, decimals: int, expected: tuple[Any, ...]) -> None:
        """Judge a printed result by what the formula before it gives, as printed and truly."""
        value, truth, exact = expected
        half = _half_unit(own, decimals, result.relation)
        if min(apart(own, value), apart(own, exact)) > half:
            if result.relation == r"\approx" and _is_near(own, exact, NEAR):
                _no_point(result, f"to all digits that are printed it is {_shown(exact, decimals)}")
            else:
                _call_wrong(result, value, truth, decimals)
        elif min(apart(own, truth), apart(own, exact)) > half:
            result.explanations.append(_follows(truth, decimals))
        for x, true in zip(entries_of(own), entries_of(exact), strict=False):
            self._true.setdefault(_key(x, decimals), []).append(true)

    def _corrected(self, tree: Expression, *, wrong_only: bool = False) -> Any:
        """Return the value with each number that is an earlier result put right.

        With `wrong_only` a result that is rightly rounded stays as it is printed.
        """
        used: dict[str, int] = {}
        for part in list(walk(tree)):
            if isinstance(part, Number) and part.decimals:
                key = _key(part.value, part.decimals)
                known = self._true.get(key) or [
                    -x for x in self._true.get(_key(-part.value, part.decimals), [])
                ]
                if known:
                    at = min(used.get(key, 0), len(known) - 1)
                    used[key] = at + 1
                    rounded = abs(known[at] - part.value) <= HALF * 10.0**-part.decimals
                    if not (wrong_only and rounded):
                        tree = replace_at(tree, part, Number(known[at]))
        return value_of(tree)


class AuthorsPoint:
    """The numbers that a document gives for names, and those that it prints as results."""

    def __init__(
        self,
        given: Mapping[str, Expression],
        printed: Mapping[str, float],
        anew: Mapping[str, Sequence[tuple[int, Expression]]] = MappingProxyType({}),
    ) -> None:
        self.given = _values(given)
        self.printed = printed
        self._anew = {label: found for label, found in anew.items() if len(found) > 1}

    def at(self, order: int | None) -> dict[str, Any]:
        """Return the numbers that names have in a formula: those given last before it.

        order  the number of the formula in the document
        """
        if order is None or not self._anew:
            return self.given
        before = {label: [tree for place, tree in found if place < order]
                  for label, found in self._anew.items()}  # fmt: skip
        last = {label: found[-1] for label, found in before.items() if found}
        return {**self.given, **_values(last)}

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
        except FAILURES as error:
            _no_point(result, str(error))
            return
        if claim.model.shaping.is_overlong:
            _no_point(result, "the arrays that are given are longer than their indices reach")
            return
        if world.lacking:
            missing = ", ".join(list(world.lacking)[:4])
            _no_point(result, f"the document gives no numbers for {missing}")
            return
        decimals = decimals_of(tree)
        half = _half_unit(claimed, decimals, result.relation)
        if decimals is None:
            half += _rounding(tree, world)
        off = apart(claimed, true)
        if off > half and apart(claimed, self._as_printed(before, claim)) <= half:
            result.explanations.append(_follows(true, decimals or 6))
        elif off > half and decimals and off <= 3 * half and _is_near(claimed, true, CARRIED):
            _no_point(result, f"with all digits carried it is {_shown(true, decimals)}")
        elif off > half:
            _call_wrong(result, true, true, 6 if decimals is None else decimals)

    def agrees(self, claim: ModelClaim, tree: Expression) -> bool:
        """Whether a formula in which numbers stand for some names is right at the author's point.

        It may be off by what its printed numbers are rounded by.
        """
        printed = [part for part in list(walk(tree)) if isinstance(part, Number) and part.decimals]
        if not printed or is_numeric(tree) or any(isinstance(x, Derivative) for x in walk(tree)):
            return False
        world = claim.model.at(self.at(claim.order))
        try:
            true = claim.value(claim.anchor, world, claim.envs[0])
            own = claim.value(tree, world, claim.envs[0])
            off = 0.0
            for part in printed:
                moved = replace_at(tree, part, Number(part.value + HALF * 10.0**-part.decimals))
                off += apart(claim.value(moved, world, claim.envs[0]), own)
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
        try:
            found = claim.value(before, world, claim.envs[0])
        except FAILURES:
            return None
        return None if world.lacking else found


def _values(given: Mapping[str, Expression]) -> dict[str, Any]:
    found = {}
    for label, tree in given.items():
        with suppress(*FAILURES):
            found[label] = value_of(tree)
    return found


def value_of(tree: Expression) -> Any:
    """Return the value of plain arithmetic; one of FAILURES where it has none."""
    return scalar_of(Meaning(World(nothing_given(), random.Random(0)), {}).walk(tree))


def _half_unit(printed: Any, decimals: int | None, relation: str) -> float:
    """Return how far a result may be from the number that is printed; a bare "= 0" says 0."""
    says_zero = decimals == 0 and printed == 0.0 and relation != r"\approx"
    return HALF * 10.0 ** -(EXACT if decimals is None or says_zero else decimals)


def _is_near(own: Any, exact: Any, share: float) -> bool:
    """Whether a printed number is off by no more than a small share of what it should be."""
    return bool(apart(own, exact) <= share * max(map(abs, entries_of(exact))))


def _rounding(tree: Expression, world: World) -> float:
    """Return how far a value may be off because results before it, printed in it, are rounded.

    The numbers that are given for names are exact.
    """
    given = {abs(e) for x in world.leaves.values() for e in entries_of(x)}
    own, off = value_of(tree), 0.0
    for part in list(walk(tree)):
        if isinstance(part, Number) and part.decimals and part.value not in given:
            moved = Number(part.value + HALF * 10.0**-part.decimals)
            off += apart(value_of(replace_at(tree, part, moved)), own)
    return off


def apart(x: Any, y: Any) -> float:
    """Return how far two values are apart at most; a row is a column, other shapes never agree."""
    alike = sorted(shape_of(x)) == sorted(shape_of(y))
    if x is None or y is None or not alike:
        return math.inf
    return max(float(abs(a - b)) for a, b in zip(entries_of(x), entries_of(y), strict=True))


def _key(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def _shown(x: Any, decimals: int) -> str:
    found = [f"{e:.{decimals}f}" for e in entries_of(x)]
    return f"({', '.join(found)})" if shape_of(x) else found[0]


def _call_wrong(result: Member, value: Any, truth: Any, decimals: int) -> None:
    result.status = WRONG
    text = f"it is {_shown(value, decimals)}"
    if apart(truth, value) > 0.5 * 10.0**-decimals:
        text += f", and with the numbers before it put right {_shown(truth, decimals)}"
    result.explanations.append(Explanation("arithmetic", text, _shown(truth, decimals)))


def _follows(truth: Any, decimals: int) -> Explanation:
    shown = _shown(truth, decimals)
    said = f"right from the numbers as printed, but with those put right it is {shown}"
    return Explanation("follows", said, shown)


def _no_point(result: Member, said: str) -> None:
    result.status = NO_POINT
    result.explanations.append(Explanation("no numbers", said))


def _multiplies_lists(tree: Any) -> bool:
    """Whether lists of numbers are multiplied: entry by entry, or to one number."""
    return any(
        isinstance(part, Product) and sum(isinstance(x, (Tuple, Matrix)) for x in part.factors) > 1
        for part in walk(tree)
    )
