r"""Judge printed arithmetic: `0.5 \cdot 0.5 + 0.1 = 0.35`, `\sigma(0.31) \approx 0.58`.

A result is right if it is the value rounded to the digits that are printed.  A wrong result spoils
what is computed from it: each formula is judged by the author's own numbers first, and then told
what it would be with the right ones.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.model import nothing_given
from ..meaning.rewriting import replace_at
from ..meaning.tensor import entries_of, scalar_of, shape_of
from ..meaning.values import Meaning
from ..meaning.world import World
from ..reading.chains import Formula, Unread
from ..reading.tree import Call, Expression, Matrix, Number, Product, Tuple
from ..reading.walked import walk
from ..report.result import NO_POINT, NOT_A_CLAIM, RIGHT, UNREADABLE, WRONG, Explanation, Member
from .forms import HALF, decimals_of

EXACT = 6
"""How many decimals agree in what is not printed with decimals."""
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
        if _is_convention(formula.members[0].tree):
            return [replace(x, status=NOT_A_CLAIM) for x in found]
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
                if i and apart(own, value) > _rounded_by(
                    own, member.tree, formula.members[i - 1].tree
                ):
                    call_wrong(result, value, truth, 6)
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
        half = half_unit(own, decimals, result.relation)
        if min(apart(own, value), apart(own, exact)) > half:
            if result.relation == r"\approx" and is_near(own, exact, NEAR):
                no_point(result, f"to all digits that are printed it is {shown(exact, decimals)}")
            else:
                call_wrong(result, value, truth, decimals)
        elif min(apart(own, truth), apart(own, exact)) > half:
            result.explanations.append(follows(truth, decimals))
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


def _rounded_by(own: Any, tree: Expression, before: Any) -> float:
    """Return how far a line of arithmetic may be from the one before: its new numbers are rounded.

    `(1 - 0.152^2) 0.5 = (1 - 0.0231) 0.5`: 0.0231 stands for what it replaces, to half a unit.
    """
    kept = {(part.value, part.decimals) for part in walk(before) if isinstance(part, Number)}
    exact = 1e-9 * max(1.0, *map(abs, entries_of(own)))
    return float(exact) + rounding(tree, value_of, lambda x: (x.value, x.decimals) in kept)


def rounding(
    tree: Expression,
    value: Callable[[Expression], Any],
    is_exact: Callable[[Number], bool] = lambda _: False,
) -> float:
    """Return how far a value may be off because the numbers printed in a formula are rounded.

    value     what a formula is worth
    is_exact  which of the printed numbers are not rounded
    """
    own, off = value(tree), 0.0
    for part in list(walk(tree)):
        if isinstance(part, Number) and part.decimals and not is_exact(part):
            moved = Number(part.value + HALF * 10.0**-part.decimals)
            off += apart(value(replace_at(tree, part, moved)), own)
    return off


def value_of(tree: Expression) -> Any:
    """Return the value of plain arithmetic; one of FAILURES where it has none."""
    return scalar_of(Meaning(World(nothing_given(), random.Random(0)), {}).walk(tree))


def half_unit(printed: Any, decimals: int | None, relation: str) -> float:
    """Return how far a result may be from the number that is printed; a bare "= 0" says 0."""
    says_zero = decimals == 0 and printed == 0.0 and relation != r"\approx"
    return HALF * 10.0 ** -(EXACT if decimals is None or says_zero else decimals)


def is_near(own: Any, exact: Any, share: float) -> bool:
    """Whether a printed number is off by no more than a small share of what it should be."""
    return bool(apart(own, exact) <= share * max(map(abs, entries_of(exact))))


def apart(x: Any, y: Any) -> float:
    """Return how far two values are apart at most; a row is a column, other shapes never agree."""
    alike = sorted(shape_of(x)) == sorted(shape_of(y))
    if x is None or y is None or not alike:
        return math.inf
    return max(float(abs(a - b)) for a, b in zip(entries_of(x), entries_of(y), strict=True))


def _key(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def shown(x: Any, decimals: int) -> str:
    """Return a value to so many decimals."""
    found = [f"{e:.{decimals}f}" for e in entries_of(x)]
    return f"({', '.join(found)})" if shape_of(x) else found[0]


def call_wrong(result: Member, value: Any, truth: Any, decimals: int) -> None:
    """Say what a number that is wrong should be, by those before it and by the right ones."""
    result.status = WRONG
    text = f"it is {shown(value, decimals)}"
    if apart(truth, value) > 0.5 * 10.0**-decimals:
        text += f", and with the numbers before it put right {shown(truth, decimals)}"
    result.explanations.append(Explanation("arithmetic", text, shown(truth, decimals)))


def follows(truth: Any, decimals: int) -> Explanation:
    """Return what is said of a number that follows from a wrong one."""
    meant = shown(truth, decimals)
    said = f"right from the numbers as printed, but with those put right it is {meant}"
    return Explanation("follows", said, meant)


def no_point(result: Member, said: str) -> None:
    """Leave a number open, and say why."""
    result.status = NO_POINT
    result.explanations.append(Explanation("no numbers", said))


def _multiplies_lists(tree: Any) -> bool:
    """Whether lists of numbers are multiplied: entry by entry, or to one number."""
    return any(
        isinstance(part, Product) and sum(isinstance(x, (Tuple, Matrix)) for x in part.factors) > 1
        for part in walk(tree)
    )


def _is_convention(tree: Any) -> bool:
    """Whether it is the sign of 0, which authors choose: sign(0) = +1."""
    return bool(tree == Call("sign", (Number(0.0),)))
