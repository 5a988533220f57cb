"""Functions that are given by cases: what holds in one case of them only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import Law, cases_of
from ..reading import parser


def has_sides(laws: Sequence[Law]) -> bool:
    """Whether an equation says one thing where x < c and another elsewhere."""
    return any(cases_of(law) for law in laws)


def one_case(claim: Any, tree: Any) -> str:
    """Return the condition of the one case of a function in which a member holds, "" if none."""
    if claim.conditions or claim.verdict(tree).pair is None:  # what has no shape has no case
        return ""
    laws = claim.model.laws
    for number, value, said in ((n, *row) for n, law in enumerate(laws) for row in _rows(law)):
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
