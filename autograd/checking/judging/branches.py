"""Functions that are given by cases: what holds in one case of them only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import Law, cases_of
from ..reading import parser
from ..reading.rewritten import rewritten
from ..reading.tree import Call, Number
from ..reading.walked import walk

_SUPPOSED = re.compile(
    r"(?:\b(?:if|when|where|for|suppose|assume|si|quand|cuando|wenn|falls|se|quando)\b|[若当]|如果)"
    r"[^.;。\n]{0,20}\$[^$=]{1,60}(?:[<>≤≥]|\\(?:leq?|geq?)(?![a-z]))[^$]{1,60}\$",
    re.IGNORECASE,
)
"""Words that suppose on which side of a bound something is: "If $y_i(w^T x_i + b) < 1$ ..."."""


def has_sides(laws: Sequence[Law]) -> bool:
    """Whether an equation says one thing where x < c and another elsewhere."""
    return any(cases_of(law) for law in laws)


def one_case(claim: Any, tree: Any, prose: str = "") -> str:
    r"""Return the condition of the one case of a function in which a member holds, "" if none.

    The cases of \max(0, u) are asked for only where the words beside the formula suppose one.
    """
    supposed = bool(_SUPPOSED.search(prose))
    if (claim.conditions and not supposed) or claim.verdict(tree).pair is None:
        return ""  # what has no shape has no case
    laws = claim.model.laws
    rows = ((n, *row) for n, law in enumerate(laws)
            for row in (*_rows(law), *(_sides(law) if supposed else ())))  # fmt: skip
    said: str
    for number, value, said in rows:
        changed = [replace(x, body=value) if i == number else x for i, x in enumerate(laws)]
        try:
            if claim.within(claim.model.with_laws(changed, same_shapes=True)).holds(tree):
                return said
        except FAILURES:
            continue
    return ""


def _rows(law: Law) -> Iterator[tuple[Any, str]]:
    """Yield what each case of a function is, and when it is that."""
    rows = found.rows if (found := cases_of(law)) else ()
    asked = [c for _, c in rows if c is not None]
    for value, condition in rows:
        yield value, parser.write(condition) if condition else f"not {parser.write(asked[-1])}"


def _sides(law: Law) -> Iterator[tuple[Any, str]]:
    r"""Yield what a law with one kind of \max(0, u) is where u > 0, and where u < 0."""
    kinks = {x: u for x in walk(law.body) if (u := _kinked(x)) is not None}
    if len(kinks) == 1:
        ((kink, inside),) = kinks.items()
        for sign, value in ((">", inside), ("<", Number(0.0))):
            body = rewritten(law.body, partial(_instead, kink, value))
            yield body, f"{parser.write(inside)} {sign} 0"


def _instead(old: Any, new: Any, part: Any) -> Any:
    return new if part == old else part


def _kinked(part: Any) -> Any:
    r"""Return the u of \max(0, u) or relu(u), None of all else."""
    match part:
        case Call(function="maximum" | "max", arguments=(Number(value=0.0), inside)):
            return inside
        case Call(function="maximum" | "max", arguments=(inside, Number(value=0.0))):
            return inside
        case Call(function="relu", arguments=(inside,)):
            return inside
    return None
