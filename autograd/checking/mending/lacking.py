"""The term that a wrong formula lacks, as a whole or beside one of its pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..reading.tree import Expression, Negative, Number, Sum
from ..report.result import Explanation
from .candidates import COMPLEMENT, NAME, PATH, Candidate
from .edits import spliced
from .pieces import changed, gaps, runs
from .rules import HALF, TERM
from .trial import Trial, close

PAIRS, MANY = 40, 20
"""How many quantities are tried two by two, and how many names beside each part."""


def added(
    trial: Trial, found: Sequence[Candidate], asked: Sequence[Candidate]
) -> Iterator[Explanation]:
    """Try what would have to be added to each piece; to the whole also what the rules ask for."""
    for part, lacking in gaps(trial):
        whole = part is trial.tree
        if not whole and isinstance(part, (Number, Negative)):
            continue
        rules = [c for c in asked if whole and _sign(lacking, c.values)]
        told = False
        for text, values, kind in _terms(trial, found, rules):
            if kind in (TERM, HALF) and told:
                continue  # which is the same term, not worked out
            if sign := _sign(lacking, values):
                same = next((c.text for c in rules if c.kind == TERM and c.text != text), "")
                for explanation in _with_term(trial, part, f"{sign} {text}", kind, same):
                    told = True
                    yield explanation


def _sign(lacking: Sequence[float], values: Sequence[float]) -> str:
    """Return with which sign the values are what is lacking; "" with none."""
    if close(lacking, values):
        return "+"
    return "-" if close(lacking, [-x for x in values]) else ""


def _terms(
    trial: Trial, found: Sequence[Candidate], asked: Sequence[Candidate]
) -> Iterator[tuple[str, Sequence[float], str]]:
    """Yield what may be a term: quantities, paths, products and quotients of two."""
    count = len(trial.true)
    yield from ((c.text, c.values, c.kind) for c in asked if c.kind == PATH)
    yield from ((c.text, c.values, "") for c in found)
    yield "1", [1.0] * count, ""
    names = [c for c in found if c.kind in (NAME, COMPLEMENT) and all(c.values)][:PAIRS]
    names.sort(key=lambda c: c.text[0] != "\\")  # as in \lambda w
    for i, x in enumerate(names):
        for y in names[i:]:
            values = [a * b for a, b in zip(x.values, y.values, strict=True)]
            text = (
                trial.power(x.text, "2")
                if x is y and x.kind == NAME
                else trial.times(x.text, y.text)
            )
            yield text, values, ""
            yield trial.times("2", text), [2 * v for v in values], ""
        for y in names:
            if y is not x:
                yield (
                    trial.over(x.text, y.text),
                    [a / b for a, b in zip(x.values, y.values, strict=True)],
                    "",
                )
        yield trial.over("1", x.text), [1 / a for a in x.values], ""
        yield trial.times("2", x.text), [2 * a for a in x.values], ""
    yield from ((c.text, c.values, c.kind) for c in asked if c.kind != PATH)


def _with_term(
    trial: Trial, part: Expression, shown: str, kind: str, same: str
) -> Iterator[Explanation]:
    """Yield what a missing term, which may be the `same` as a derivative, makes right."""
    own = trial.text_of(part)
    new = f"{own} {shown}"
    if part is not trial.tree:
        new = f"({own[1:-1].strip()} {shown})" if own.startswith("(") else f"({new})"
    repair = trial.confirmed(spliced(trial.source, part.span, new))
    if not repair:
        return
    if kind == PATH:
        yield Explanation("one path", f"a path is not counted: the term {shown} is missing", repair)
    elif kind == HALF:
        said = f"half of the product rule is forgotten: the term {shown} is missing"
        yield Explanation("missing term", said, repair)
    else:
        beside = "" if part is trial.tree else f" beside {own}"
        which = f", which is {same}" if same else ""
        yield Explanation("missing term", f"the term {shown} is missing{beside}{which}", repair)


def beside(trial: Trial) -> Iterator[Explanation]:
    """Try a name that is added to, or subtracted from, each part: X w - y for X w."""
    names = trial.names[:MANY]
    for part, around in runs(trial.tree):
        for name in names:
            for sign, term in (("-", Negative(name)), ("+", name)):
                if trial.left < 0:
                    return
                if trial.holds(changed(trial.tree, part, around, Sum((part, term)))):
                    own, text = trial.text_of(part), trial.label(name)
                    mend = spliced(trial.source, part.span, f"({own} {sign} {text})")
                    if repair := trial.confirmed(mend):
                        said = f"the term {sign} {text} is missing beside {own}"
                        yield Explanation("missing term", said, repair)
