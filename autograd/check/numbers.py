r"""Judge printed arithmetic: `0.5 \cdot 0.5 + 0.1 = 0.35`, `\sigma(0.31) \approx 0.58`.

A result is right if it is the value rounded to the digits that are printed.  A wrong result spoils
what is computed from it: each formula is judged by the author's own numbers first, and then told
what it would be with the right ones.
"""

from __future__ import annotations

from ..ops import DomainError
from .edits import replace_at, subtrees
from .evaluate import MeaningError, Scope, evaluate
from .judge import Claim
from .result import RIGHT, WRONG, Explanation, Member
from .tree import Expression, Formula, Negative, Number, Unread

HALF = 0.5 + 1e-9


class Arithmetic:
    """The printed results so far: what each should have been, in the order of printing."""

    def __init__(self) -> None:
        self._true: dict[str, list[float]] = {}
        self._scope = Scope({}, {})

    def judge(self, formula: Formula, readings: list[str]) -> list[Member]:
        """Return the members of a numeric chain, judged from left to right."""
        found = []
        value = truth = 0.0
        for i, (member, reading) in enumerate(zip(formula.members, readings, strict=True)):
            assert not isinstance(member.tree, Unread)
            own = float(evaluate(member.tree, self._scope))
            result = Member(member.text, reading, RIGHT, member.relation)
            result_printed = printed(member.tree)
            if i == 0:
                value, truth = own, self._corrected(member.tree)
            elif result_printed is None:
                if abs(own - value) > 1e-9 * max(1.0, abs(own)):
                    result.status = WRONG
                    result.explanations.append(_wrong(value, truth, 6))
                value, truth = own, self._corrected(member.tree)
            else:
                if abs(own - value) > HALF * 10.0**-result_printed.decimals:
                    result.status = WRONG
                    result.explanations.append(_wrong(value, truth, result_printed.decimals))
                elif abs(own - truth) > HALF * 10.0**-result_printed.decimals:
                    result.explanations.append(_follows(truth, result_printed.decimals))
                key = f"{own:.{result_printed.decimals}f}"
                self._true.setdefault(key, []).append(truth)
            found.append(result)
        return found

    def at(self, claim: Claim, tree: Expression, scope: Scope, result: Member) -> Member:
        """Return a numeric member judged by what the graph gives at the author's point."""
        try:
            own, true = float(evaluate(tree, self._scope)), claim.truth(scope)
        except (MeaningError, DomainError, OverflowError):
            return result
        number = printed(tree)
        decimals = number.decimals if number is not None else 6
        if abs(own - true) > HALF * 10.0**-decimals:
            result.status = WRONG
            result.explanations.append(_wrong(true, true, decimals))
        return result

    def _corrected(self, tree: Expression) -> float:
        """Return the value with each number that is an earlier result put right."""
        used: dict[str, int] = {}
        for part in list(subtrees(tree)):
            if isinstance(part, Number) and part.decimals:
                key = f"{part.value:.{part.decimals}f}"
                known = self._true.get(key) or [
                    -x for x in self._true.get(f"{-part.value:.{part.decimals}f}", [])
                ]
                if known:
                    at = min(used.get(key, 0), len(known) - 1)
                    used[key] = at + 1
                    tree = replace_at(tree, part, Number(known[at]))
        return float(evaluate(tree, self._scope))


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
