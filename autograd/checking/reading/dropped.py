r"""Indices that a text drops: after "I drop the time index", K is what K_{k+1} was before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten, rewritten, with_trees
from .tree import BigSum, Name, Power

_DROPPED = re.compile(
    r"\b(?:drop\w*|omit\w*|suppress\w*|leav\w+ out|left out|skip\w*|without)\s+"
    r"(?:all |the |these |its |their )*(?:\w+[- ])?(?:ind(?:ex|ices|exes)|(?:sub|super)scripts?)\b"
    r"|\b(?:ind(?:ex|ices)|(?:sub|super)scripts?)\b[^.$]{0,30}\b(?:is|are) "
    r"(?:dropped|omitted|suppressed)\b"
    r"|省略(?:了)?(?:上|下|时间)?(?:标|角标|索引)|\bIndex\w* (?:weg|wird weggelassen)",
    re.IGNORECASE,
)

_LETTER = re.compile(
    r"\b(?:drop\w*|omit\w*|suppress\w*|leav\w+ out)\s+(?:the |its )?(?:\w+ ){0,2}"
    r"\$(?P<x>[A-Za-z])\$"
    r"|省略(?:了)?(?:上标|下标|角标)?\s*\$(?P<y>[A-Za-z])\$",
    re.IGNORECASE,
)
"""What is said where a letter is dropped: "I drop the $l$"."""


def without_dropped(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas of a text that says so without what it drops.

    That is what stands by a name that stands bare, too, and never with anything else; and that
    is counted by no sum.
    """
    formulas = _without_whole(formulas)
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


def _without_whole(formulas: Sequence[Formula]) -> Sequence[Formula]:
    """Set aside what is said with a letter that is dropped then, where z is said anew for Z^l."""
    said = {m["x"] or m["y"] for f in formulas if (m := _LETTER.search(f.prose))}
    heads = [_layered(f) for f in formulas]
    found: list[Formula] = []
    for number, formula in enumerate(formulas):
        base, layer = heads[number]
        again = any(base and base.lower() == other.lower() for other, _ in heads[number + 1 :])
        told = "it is said again without what is dropped" if layer in said and again else ""
        whole = with_trees(formula, lambda tree: rewritten(tree, _below)) if told else formula
        found.append(replace(whole, aside=told) if told else formula)
    return found


def _below(part: Any) -> Any:
    """Return a name without what stands above it."""
    return replace(part, layer="") if isinstance(part, Name) and part.layer else part


def _layered(formula: Formula) -> tuple[str, str]:
    """Return the base of what a formula defines, and what stands above it."""
    match formula.members[0].tree:
        case Name(base=base, layer=layer) | Power(base=Name(base=base), exponent=Name(base=layer)):
            return base, layer
    return "", ""
