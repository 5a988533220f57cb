r"""Judge printed arithmetic: `0.5 \cdot 0.5 + 0.1 = 0.35`, `\sigma(0.31) \approx 0.58`.

A result is right if it is the value rounded to the digits that are printed.  A wrong result spoils
what is computed from it: each formula is judged by the author's own numbers first, and then told
what it would be with the right ones.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...engine.operation import DomainError
from ...engine.value import Value
from ..meaning.evaluate import MeaningError, Scope, evaluate
from ..mending.edits import replace_at, subtrees
from ..reading.tree import Expression, Formula, Negative, Number, Unread
from ..report.result import RIGHT, WRONG, Explanation, Member
from .judge import Claim

HALF = 0.5 + 1e-9


class Arithmetic:
    """The printed results so far: what each should have been, in the order of printing."""

    def __init__(self) -> None:
        self._true: dict[str, list[float]] = {}
        self._scope = Scope({}, {})

    def judge(self, formula: Formula, readings: list[str]) -> list[Member]:
        """Return the members of a numeric chain, judged from left to right."""
        found = []
        value = truth = exact = 0.0
        for i, (member, reading) in enumerate(zip(formula.members, readings, strict=True)):
            assert not isinstance(member.tree, Unread)
            own = float(evaluate(member.tree, self._scope))
            result = Member(member.text, reading, RIGHT, member.relation)
            number = printed(member.tree)
            if i and number is not None:
                half = HALF * 10.0**-number.decimals
                if min(abs(own - value), abs(own - exact)) > half:
                    result.status = WRONG
                    result.explanations.append(_wrong(value, truth, number.decimals))
                elif min(abs(own - truth), abs(own - exact)) > half:
                    result.explanations.append(_follows(truth, number.decimals))
                self._true.setdefault(_key(own, number.decimals), []).append(exact)
            else:
                if i and abs(own - value) > 1e-9 * max(1.0, abs(own)):
                    result.status = WRONG
                    result.explanations.append(_wrong(value, truth, 6))
                value = own
                truth = self._corrected(member.tree, wrong_only=True)
                exact = self._corrected(member.tree)
            found.append(result)
        return found

    def at(
        self, claim: Claim, tree: Expression, scope: Scope, result: Member, own: float | None
    ) -> Member:
        """Return a number judged by what the graph gives at the author's point.

        `own` is what the formula before it gives with the numbers that the author has printed.
        """
        try:
            claimed, true = float(evaluate(tree, self._scope)), claim.truth(scope)
        except (MeaningError, DomainError, OverflowError):
            return result
        number = printed(tree)
        decimals = number.decimals if number is not None else 6
        half = HALF * 10.0**-decimals + (self._rounding(tree, scope) if number is None else 0.0)
        if abs(claimed - true) > half and own is not None and abs(claimed - own) <= half:
            result.explanations.append(_follows(true, decimals))
        elif abs(claimed - true) > half:
            result.status = WRONG
            result.explanations.append(_wrong(true, true, decimals))
        return result

    def _rounding(self, tree: Expression, scope: Scope) -> float:
        """Return how far a value may be off because the numbers in it are rounded."""
        given = {abs(v.data) for v in scope.nodes.values() if v.op is None}
        own, off = float(evaluate(tree, self._scope)), 0.0
        for part in list(subtrees(tree)):
            if isinstance(part, Number) and part.decimals and part.value not in given:
                moved = Number(part.value + HALF * 10.0**-part.decimals)
                off += abs(float(evaluate(replace_at(tree, part, moved), self._scope)) - own)
        return off

    def _corrected(self, tree: Expression, *, wrong_only: bool = False) -> float:
        """Return the value with each number that is an earlier result put right.

        With `wrong_only` a result that is rightly rounded stays as it is printed.
        """
        used: dict[str, int] = {}
        for part in list(subtrees(tree)):
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
        return float(evaluate(tree, self._scope))


def evaluated_as_printed(
    tree: Expression | Unread, scope: Scope, values: Mapping[str, float]
) -> float | None:
    """Return what a formula gives with the numbers that are printed for its names, if it can."""
    nodes = {**scope.nodes, **{label: Value(x, label) for label, x in values.items()}}
    try:
        if isinstance(tree, Unread):
            return None
        return float(evaluate(tree, Scope(nodes, scope.functions, "", scope.constants)))
    except (MeaningError, DomainError, OverflowError):
        return None


def _key(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}"


def printed(tree: Expression) -> Number | None:
    """Return the number of a member that is a printed result, with its sign."""
    match tree:
        case Number():
            return tree
        case Negative(of=Number() as number):
            return Number(-number.value, number.decimals)
    return None


def _wrong(value: float, truth: float, decimals: int) -> Explanation:
    text = f"it is {value:.{decimals}f}"
    if abs(truth - value) > 0.5 * 10.0**-decimals:
        text += f", and with the numbers before it put right {truth:.{decimals}f}"
    return Explanation("arithmetic", text, f"{truth:.{decimals}f}")


def _follows(truth: float, decimals: int) -> Explanation:
    shown = f"{truth:.{decimals}f}"
    said = f"right from the numbers as printed, but with those put right it is {shown}"
    return Explanation("follows", said, shown)
