"""Say why a member is wrong: hypotheses, each confirmed at fresh points before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..meaning.values import FAILURES
from ..report.result import Explanation
from .by_value import by_factor, by_term, is_tried, special_case
from .edits import edits, spliced
from .order import rearranged, with_factor
from .others import everywhere, exchanged, other_derivative, other_model
from .sums import one_term, summed, within
from .trial import Trial

FIRST = (
    "sign", "constant factor", "wrong number", "transpose", "order", "product", "diagonal",
    "missing sum", "mean of products", "brackets", "derivative", "exponent", "missing factor",
    "one path", "wrong name", "missing term", "other loss", "other derivative", "complement",
    "extra factor", "extra term", "upside down", "other activation", "wrong factor",
)  # fmt: skip
"""The kinds of explanation, those told first first."""
WEAK = frozenset({"extra term", "extra factor", "other derivative", "wrong factor", "diagonal",
                  "other activation", "brackets"})  # fmt: skip
"""Kinds that do not end the search."""
NO_DEPENDENCE = "it is 0: by the forward equations as read there is no dependence"
Hypothesis = Callable[[Trial], "Iterator[Explanation] | list[Explanation]"]


def diagnose(trial: Trial) -> list[Explanation]:
    """Return the confirmed explanations of a wrong member, the likeliest first.

    With nothing confirmed there is one of kind "unexplained".
    """
    try:
        if not is_tried(trial):
            return []
    except FAILURES:
        return []
    if not any(trial.true):
        return [Explanation("zero", NO_DEPENDENCE, "0")]
    found: list[Explanation] = []
    for stage in STAGES:
        if all(e.kind in WEAK for e in found):
            found += _tried(trial, stage)
    return ranked(found)[:5] or [Explanation("unexplained", "no common mistake explains it")]


def edited(trial: Trial) -> Iterator[Explanation]:
    """Try single changes of signs, factors, primes, exponents, brackets."""
    for edit in edits(trial.tree, trial.source, []):
        if trial.left < 0:
            return
        if trial.holds(edit.tree):
            repair = trial.confirmed(spliced(trial.source, edit.span, edit.text))
            yield Explanation(edit.kind, edit.said, repair)


STAGES: tuple[tuple[Hypothesis, ...], ...] = (
    (edited, rearranged, summed, exchanged),
    (by_factor, one_term, other_derivative, with_factor, special_case, everywhere),
    (by_term, other_model),
    (within,),
)
"""What is tried, until something is found."""


def _tried(trial: Trial, hypotheses: Sequence[Hypothesis]) -> list[Explanation]:
    found: list[Explanation] = []
    for hypothesis in hypotheses:
        try:
            found += hypothesis(trial)
        except FAILURES:
            continue
    return found


def ranked(found: Sequence[Explanation]) -> list[Explanation]:
    """Return the explanations, the likeliest first, each once, with the shortest right repair."""
    once: dict[tuple[str, str], Explanation] = {}
    for e in found:
        other = once.setdefault((e.kind, e.text), e)
        other.repair = min(filter(None, (other.repair, e.repair)), key=len, default="")
    order = sorted(once.values(), key=lambda e: (_rank(e), _is_narrow_sign(e)))
    seen: dict[str, Explanation] = {}
    for e in order:
        seen.setdefault(e.repair.replace(" ", "") or e.text, e)
    return list(seen.values())


def _rank(e: Explanation) -> int:
    return FIRST.index(e.kind) if e.kind in FIRST else len(FIRST)


def _is_narrow_sign(e: Explanation) -> bool:
    """Whether a sign is said to be that of one factor, where that of the whole is meant."""
    return e.kind == "sign" and "the sign of" in e.text
