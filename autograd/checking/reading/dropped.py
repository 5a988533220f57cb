r"""Indices that a text drops: after "I drop the time index", K is what K_{k+1} was before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import BigSum, Name

_DROPPED = re.compile(
    r"\b(?:drop\w*|omit\w*|suppress\w*|leav\w+ out|left out|skip\w*|without)\s+"
    r"(?:all |the |these |its |their )*(?:\w+[- ])?(?:ind(?:ex|ices|exes)|(?:sub|super)scripts?)\b"
    r"|\b(?:ind(?:ex|ices)|(?:sub|super)scripts?)\b[^.$]{0,30}\b(?:is|are) "
    r"(?:dropped|omitted|suppressed)\b"
    r"|省略(?:了)?(?:上|下|时间)?(?:标|角标|索引)|\bIndex\w* (?:weg|wird weggelassen)",
    re.IGNORECASE,
)


def without_dropped(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas of a text that says so without what it drops.

    That is what stands by a name that stands bare, too, and never with anything else; and that
    is counted by no sum.
    """
    if not any(_DROPPED.search(formula.prose) for formula in formulas):
        return list(formulas)
    variants: dict[str, set[tuple[str, str]]] = defaultdict(set)
    summed: set[str] = set()
    for part in parts_in(formulas):
        if isinstance(part, Name):
            variants[part.base].add((part.sub, part.layer))
        elif isinstance(part, BigSum):
            summed |= set(part.index)
    bare = {
        base for base, found in variants.items()
        if len(found) == 2 and ("", "") in found
        and not any(set(sub + layer) & summed or (sub + layer).isdigit() for sub, layer in found)
    }  # fmt: skip

    def drop(part: Any) -> Any:
        if isinstance(part, Name) and part.base in bare and (part.sub or part.layer):
            return replace(part, sub="", layer="")
        return part

    return all_rewritten(formulas, drop)
