"""Say why a member is wrong: hypotheses, each confirmed at fresh points before it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ..meaning.errors import FAILURES
from ..reading.tree import Negative
from ..report.result import Explanation
from .by_value import by_factor, by_term, by_two, is_tried, special_case
from .edits import spliced
from .lacking import beside
from .one_path import held_fixed, one_path, path_left_out
from .order import rearranged, with_factor
from .others import other_derivative, other_model
from .pieces import smallest
from .renaming import everywhere, exchanged, renamed, shifted_other_way
from .rules import by_wrong_rule
from .sizes import by_size
from .small_edits import small_edits
from .sums import merged, one_term, summed, within
from .trial import Trial

FIRST = (
    "sign", "wrong rule", "constant factor", "transpose", "order", "product", "diagonal",
    "missing sum", "mean of products", "one path", "complement", "other activation", "brackets",
    "derivative", "exponent", "missing factor", "extra factor", "wrong number", "other loss",
    "other derivative", "wrong name", "wrong term", "upside down", "missing term", "extra term",
    "wrong factor",
)  # fmt: skip
"""The kinds of explanation, those told first first."""
WEAK = frozenset(
    {"extra term", "extra factor", "wrong name", "wrong factor", "brackets", "other derivative"}
)
"""Kinds after which the search goes on."""
NO_DEPENDENCE = "it is 0: by the forward equations as read there is no dependence"
UNEXPLAINED = "no common mistake explains it"
Hypothesis = Callable[[Trial], "Iterator[Explanation] | list[Explanation]"]


def diagnose(trial: Trial) -> list[Explanation]:
    """Return the confirmed explanations of a wrong member, the likeliest first.

    With nothing confirmed there is one of kind "part" where changing one part would do, else
    "shapes" or "unexplained".
    """
    try:
        if not is_tried(trial):
            return [_unexplained(trial)]
    except FAILURES:
        return [Explanation("unexplained", UNEXPLAINED)]
    if not any(trial.true):
        return [Explanation("zero", NO_DEPENDENCE, "0")]
    found: list[Explanation] = []
    for stage in STAGES:
        if all(e.kind in WEAK for e in found):
            found += _tried(trial, stage)
    found = found or _tried(trial, LAST)
    return _with_path(ranked(found))[:5] or [_unexplained(trial)]


def edited(trial: Trial) -> Iterator[Explanation]:
    """Try single changes of signs, factors, primes, exponents, brackets."""
    if trial.holds(Negative(trial.tree)):
        repair = trial.confirmed(f"-{trial.bracketed(trial.tree)}")
        yield Explanation("sign", "the sign is wrong", repair)
    for edit in small_edits(trial.tree, trial.source):
        if trial.holds(edit.tree):
            repair = trial.confirmed(spliced(trial.source, edit.span, edit.text))
            yield Explanation(edit.kind, edit.said, repair)


STAGES: tuple[tuple[Hypothesis, ...], ...] = (
    (edited, by_wrong_rule, rearranged, exchanged, shifted_other_way, summed, merged, by_size),
    (
        path_left_out,
        by_factor,
        one_term,
        other_model,
        other_derivative,
        renamed,
        everywhere,
        special_case,
    ),
    (with_factor, one_path, held_fixed, by_term),
)  # fmt: skip
"""What is tried, until something is found that is more than weak."""
LAST: tuple[Hypothesis, ...] = (by_two, within, beside)
"""What is tried where nothing else was found."""


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
    if any(e.kind == "sign" and not _is_narrow_sign(e) for e in once.values()):
        once = {key: e for key, e in once.items() if not _is_narrow_sign(e)}
    order = sorted(once.values(), key=lambda e: (_rank(e), "should be" not in e.text, not e.repair))
    seen: dict[str, Explanation] = {}
    for e in order:
        seen.setdefault(e.repair.replace(" ", "") or e.text, e)
    return list(seen.values())


def _rank(e: Explanation) -> int:
    return FIRST.index(e.kind) if e.kind in FIRST else len(FIRST)


def _is_narrow_sign(e: Explanation) -> bool:
    """Whether a sign is said to be that of one factor, where that of the whole is meant."""
    return e.kind == "sign" and "the sign of" in e.text


def _with_path(found: list[Explanation]) -> list[Explanation]:
    """Say of a path that is not counted which term it is."""
    if found and found[0].kind == "one path" and not found[0].repair:
        for e in found[1:]:
            if e.kind == "missing term":
                found[0] = Explanation("one path", f"{found[0].text}: {e.text}", e.repair)
                break
    return found


def _unexplained(trial: Trial) -> Explanation:
    """Say that nothing was found, and where it must be; where shapes do not fit, which."""
    if (part := trial.misfit()) is not None:
        said = f"the shapes in {trial.text_of(part) or trial.source} do not fit together"
        return Explanation("shapes", said)
    if is_tried(trial) and (culprit := smallest(trial)):
        said = f"{UNEXPLAINED}; with something else in place of {culprit} it would be right"
        return Explanation("part", said)
    return Explanation("unexplained", UNEXPLAINED)
