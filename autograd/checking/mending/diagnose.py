"""Say why a member is wrong: hypotheses, each confirmed at fresh points before it is told."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from ...engine.operation import DomainError
from ...engine.path_sums import paths
from ...engine.value import Value
from ..judging.judge import SAMPLES, Claim, close
from ..meaning.build import Model, points
from ..meaning.evaluate import MeaningError
from ..reading.tree import Call, Derivative, Expression, Name
from ..report.result import Explanation
from .by_value import by_factor, by_term, explain
from .case import Case, Hypothesis
from .edits import edits, spliced, subtrees
from .scalar_trial import ScalarTrial
from .variants import other_model

FACTORS = (
    (2.0, "2", "1", "2"),
    (0.5, "1/2", "2", "1"),
    (math.log(2), "ln 2", "1", r"\log 2"),
    (1 / math.log(2), "1/ln 2", r"\log 2", "1"),
)
"""Common wrong factors: value, name, and the fraction that undoes it."""
FIRST = (
    "sign", "constant factor", "transpose", "order", "product", "missing sum", "mean of products",
    "brackets", "derivative", "exponent", "missing factor",
    "other derivative", "wrong name", "one path", "other loss", "missing term", "complement",
    "extra factor", "extra term", "wrong number", "upside down", "other activation", "wrong factor",
)  # fmt: skip
"""The kinds of explanation, those told first first."""
NO_DEPENDENCE = "it is 0: by the forward equations as read there is no dependence"
WEAK = frozenset({"other activation", "brackets", "extra term"})
"""Kinds after which a better explanation is looked for."""
NOT_COUNTED = "is not counted"
EFFORT = 60_000
"""How many parts of edited formulas to evaluate."""


def diagnose(claim: Claim, tree: Expression, source: str, model: Model) -> list[Explanation]:
    """Return the confirmed explanations of a wrong member, the likeliest first.

    With nothing confirmed there is one of kind "unexplained".
    """
    case = Case(claim, tree, source, model)
    if not case.trial or not case.fresh:
        return []
    if _is_zero(case):
        return [Explanation("zero", NO_DEPENDENCE, "0")]
    found = _tried(case, (_factor, _quantity, _by_other, _edited, other_model))
    trial = ScalarTrial(case)
    if all(e.kind in WEAK for e in found):
        found = ranked([*by_factor(trial), *found], case.confirmed)
    for hypothesis in (by_term, explain):
        found = found or ranked(hypothesis(trial), case.confirmed)
    if not found or found[0].kind == "missing term":
        found = _with_path(found, _tried(case, (_one_path,)))
    return found[:5] or [Explanation("unexplained", "no common mistake explains it")]


def _with_path(found: list[Explanation], counted: list[Explanation]) -> list[Explanation]:
    """Put the path that is not counted before the term that is missing."""
    lacking = [e for e in counted if e.text.endswith(NOT_COUNTED)]
    if not found or not lacking:
        return found or counted
    said = f"{lacking[0].text}: {found[0].text}"
    return [Explanation("one path", said, found[0].repair), *found]


def _is_zero(case: Case) -> bool:
    """Whether the right value is 0 at every point."""
    try:
        return not any(true for _, true, _ in case.pairs)
    except (MeaningError, DomainError, OverflowError, ZeroDivisionError):
        return False


def _tried(case: Case, hypotheses: Sequence[Hypothesis]) -> list[Explanation]:
    """Return what the hypotheses find, the likeliest first, each thing once."""
    found: list[Explanation] = []
    for hypothesis in hypotheses:
        try:
            found += hypothesis(case)
        except (MeaningError, DomainError, OverflowError, ZeroDivisionError):
            continue
    return ranked(found, case.confirmed)


def ranked(found: Sequence[Explanation], confirmed: Callable[[str], str]) -> list[Explanation]:
    """Return the explanations, the likeliest first, each once, with the shortest right repair."""
    once: dict[tuple[str, str], Explanation] = {}
    for e in found:
        e.repair = confirmed(e.repair)
        other = once.setdefault((e.kind, e.text), e)
        other.repair = min(filter(None, (other.repair, e.repair)), key=len, default="")
    for general, exact in (("constant factor", "extra factor"), ("sign", "sign")):
        shorter = [e.repair for e in once.values() if e.kind == exact and e.repair]
        for e in once.values():
            if e.kind == general and e.repair:
                e.repair = min([*shorter, e.repair], key=len)
    if any(e.kind == "derivative" for e in once.values()):  # whose slip that is as well
        once = {key: e for key, e in once.items() if e.kind != "other activation"}
    if any(e.kind == "other activation" and e.repair for e in once.values()):
        once = {k: e for k, e in once.items() if e.kind != "other activation" or e.repair}
    return sorted(
        once.values(), key=lambda e: FIRST.index(e.kind) if e.kind in FIRST else len(FIRST)
    )


def _factor(case: Case) -> Iterator[Explanation]:
    ratio = next((claimed / true for claimed, true, _ in case.pairs if true), 0.0)

    def is_factor(value: float) -> bool:
        return all(close(c, value * t) for c, t, _ in case.pairs)

    if not ratio or not is_factor(ratio) or abs(ratio - 1) < 1e-3:
        return
    source = f"({case.source})"
    for value, name, above, below in FACTORS:
        if close(ratio, value):
            told = f"it is {name} times {'too large' if value > 1 else 'the right value'}"
            mend = above if below == "1" else case.over(above, below)
            yield Explanation("constant factor", told, case.times(mend, source))
            return
    if close(ratio, -1.0):
        yield Explanation("sign", "the sign is wrong", f"-{source}")
    elif close(ratio, 2 / SAMPLES) and _follows_m(case, -1, 2.0):
        yield Explanation("constant factor", "it carries a factor 2/m too many",
                          case.times(case.over("m", "2"), source))  # fmt: skip
    elif close(ratio, float(SAMPLES)) and _follows_m(case, 1):
        yield Explanation("constant factor", "it carries a factor m too many",
                          case.times(case.over("1", "m"), source))  # fmt: skip
    elif close(ratio, 1 / SAMPLES) and _follows_m(case, -1):
        told = "it carries 1/m, which belongs to the mean over m samples, not to one"
        yield Explanation("constant factor", told, case.times("m", source))
    else:
        mend = case.over("1", f"{ratio:.15g}") if ratio > 0 else f"({1 / ratio:.15g})"
        yield Explanation("constant factor", f"it is {ratio:.6g} times the right value",
                          case.times(mend, source))  # fmt: skip


def _follows_m(case: Case, power: int, times: float = 1.0) -> bool:
    m = SAMPLES + 2
    scopes = [point[0] for point in points(case.model, 2, m, seed=23, lone=True)]
    claim, tree = case.claim, case.tree
    return all(
        close(claim.value(tree, s), claim.truth(s) * times * float(m) ** power) for s in scopes
    )


def _quantity(case: Case) -> Iterator[Explanation]:
    for name, values in case.quantities.items():
        if case.all_close(lambda c, t, q: (c * q, t), values) and any(t for _, t, _ in case.pairs):
            yield Explanation("missing factor", f"the factor {name} is missing",
                              case.times(f"({case.source})", name))  # fmt: skip
        elif all(values) and case.all_close(lambda c, t, q: (c, t * q), values):
            yield Explanation("extra factor", f"the factor {name} is too many",
                              case.over(case.source, name))  # fmt: skip


def _by_other(case: Case) -> Iterator[Explanation]:
    """Try the derivatives by every other node."""
    anchor = case.claim.anchor
    if not isinstance(anchor, Derivative) or not isinstance(anchor.of, (Name, Call)):
        return
    of = anchor.of.label if isinstance(anchor.of, Name) else anchor.of.function
    scope = case.trial[0][0]
    if of not in scope.nodes:
        return

    def is_by(label: str) -> bool:
        partials = [(c, s.partial(of, label)) for c, _, s in case.pairs]
        return all(p and close(c, p) for c, p in partials)

    def is_of(label: str) -> bool:
        partials = [(c, s.partial(label, wrt)) for c, _, s in case.pairs]
        return label != wrt and all(p and close(c, p) for c, p in partials)

    wrt = scope.resolve(anchor.by)
    others = [f"d{of}/d{label}" for label in scope.nodes if label != of and is_by(label)]
    others += [f"d{label}/d{wrt}" for label in scope.nodes if label != of and is_of(label)]
    if others:
        yield Explanation("other derivative", f"this is {', and '.join(others)}", "")


def _edited(case: Case) -> Iterator[Explanation]:
    scope = case.trial[0][0]
    labels = [label for label in scope.nodes if label != scope.loss]
    size = sum(1 for _ in subtrees(case.tree))
    for edit in islice(edits(case.tree, case.source, labels), EFFORT // size):
        if case.right(edit.tree):
            repair = case.confirmed(spliced(case.source, edit.span, edit.text))
            yield Explanation(edit.kind, edit.said, repair)


def _one_path(case: Case) -> Iterator[Explanation]:
    anchor = case.claim.anchor
    if not isinstance(anchor, Derivative) or not isinstance(anchor.of, Name):
        return
    scope = case.trial[0][0]
    of, wrt = scope.resolve(anchor.of), scope.resolve(anchor.by)
    if not 1 < paths(scope.nodes[of], scope.nodes[wrt]).count <= 100:
        return
    tables = [_ways(s.nodes[of], s.nodes[wrt]) for _, _, s in case.pairs]
    if len(tables[0]) < 2:
        return
    for way in tables[0]:
        values = [table[way] for table in tables]
        if case.all_close(lambda c, _, x: (c, x), values):
            told = f"only the path {way} is counted, of {len(tables[0])}"
        elif case.all_close(lambda c, t, x: (c + x, t), values):
            told = f"the path {way}, one of {len(tables[0])}, {NOT_COUNTED}"
        else:
            continue
        yield Explanation("one path", told, "")


def _ways(of: Value, wrt: Value) -> dict[str, float]:
    """Return the sum of the paths over each sequence of named nodes: {"x → z → L": 0.3}."""
    found: dict[str, float] = {}
    for path in paths(of, wrt):
        way = " → ".join(v.label for v in reversed(path.nodes) if v.label)
        found[way] = found.get(way, 0.0) + path.product
    return found
