"""Verdicts that rest on what no equation of the text says: what layers usually are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..meaning.errors import FAILURES
from ..reading import parser
from ..reading.tree import Name


def assumption(claim: Any, tree: Any, assumed: Sequence[tuple[Name, Any, int]]) -> str:
    """Return what a verdict on a member rests on that the text does not say, "" if on nothing."""
    bodies = [body for _, body, _ in assumed]
    laws = [law for law in claim.model.laws if law.body not in bodies]
    if not assumed or tree is claim.anchor or len(laws) == len(claim.model.laws):
        return ""
    try:
        if claim.within(claim.model.with_laws(laws)).holds(tree):
            return ""
    except FAILURES:
        pass
    return " and ".join(f"{parser.write(n)} = {parser.write(body)}" for n, body, _ in assumed)
