"""Superscripts without brackets: a^1 is a power, or layer 1 where the document writes a^l."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..meaning.evaluate import names_in
from ..mending.edits import replace_at, subtrees
from ..reading.tree import Formula, Name, Number, Power, Unread

_BARE = re.compile(r"\^\s*(?:[lL](?![A-Za-z])|\{\s*[lL]\s*(?:[+-]\s*\d+\s*)?\})")


def numbered_layers(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a^1 as layer 1 of a, where the document writes a^l for layer l."""
    layered = {
        name.base
        for formula in formulas
        if _BARE.search(formula.latex)
        for tree in formula.trees
        for name in names_in(tree)
        if name.layer
    }
    if not layered:
        return list(formulas)
    return [
        replace(f, members=tuple(replace(m, tree=_with_layers(m.tree, layered)) for m in f.members))
        for f in formulas
    ]


def _with_layers(tree: Any, layered: set[str]) -> Any:
    for part in list(subtrees(tree)) if not isinstance(tree, Unread) else []:
        match part:
            case Power(base=Name(layer="") as name, exponent=Number(value=value, decimals=0)):
                if name.base in layered and value == int(value):
                    named = replace(name, layer=str(int(value)), span=part.span)
                    tree = replace_at(tree, part, named)
    return tree
