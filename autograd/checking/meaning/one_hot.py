r"""Targets that a text calls one-hot: y_k = [k = o], where the loss is -\log p_o."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula
from ..reading.tree import Call, Compare, Indicator, Name, Negative
from ..reading.walked import names
from .index import nested, parts_of

_STYLE = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathrm)\s*\{?\s*)?"
_SAID = re.compile(
    rf"(?<![A-Za-z\\])\$?{_STYLE}([yYtT])(?![A-Za-z])\}}?\$?[^.$\n]{{0,40}}(?:\bone-?\s?hot\b|独热)"
    rf"|(?:\bone-?\s?hot\b|独热)[^.$\n]{{0,40}}(?<![A-Za-z\\])\$?{_STYLE}([yYtT])(?![A-Za-z])",
    re.IGNORECASE,
)
_LETTERS = "kwjcqn"


def one_hot(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield y_k = [k = o], by formula, where the text says no more of y than that."""
    prose = " ".join(dict.fromkeys(f.prose for f in formulas))
    said = {x for match in _SAID.finditer(prose) for x in match.groups() if x}
    trees = tuple(tree for f in formulas for tree in f.trees)
    heads = {f.members[0].tree.base for f in formulas
             if isinstance(f.members[0].tree, Name) and len(f.members) > 1}  # fmt: skip
    for base in sorted(said - heads):
        used = [n for n in names(trees) if n.base == base and not n.layer]
        if any(x.base == base for n in names(trees) for x in nested(n)) or not used:
            continue  # y itself tells the class
        for number, formula in enumerate(formulas):
            if (sub := _class_of(formula)) and _fits(sub, used):
                *samples, of = sub
                lettered = [n.sub for n in used if len(parts_of(n.sub)) == len(sub)]
                letter = _letter(lettered, sub, trees)
                below = ",".join((*samples, letter))
                condition = Compare("=", Name(letter), _index(of))
                yield Name(base, below), Indicator(condition), number
                break


def _class_of(formula: Formula) -> list[str]:
    r"""Return the indices of what the loss is the logarithm of: o of -\log p_o."""
    for tree in formula.trees[1:]:
        match tree:
            case Negative(of=Call(function="log", arguments=(Name(sub=sub, layer=""),))) if sub:
                return parts_of(sub) if sub != "t" else []
    return []


def _fits(sub: list[str], used: Sequence[Name]) -> bool:
    """Whether a target has an index for each of the logarithm's, and none is summed over."""
    counts = {len(parts_of(n.sub)) for n in used if n.sub}
    return not counts or counts == {len(sub)}


def _letter(lettered: Sequence[str], sub: Sequence[str], trees: tuple[Any, ...]) -> str:
    """Return the letter that counts classes in a text."""
    for below in lettered:
        if (last := parts_of(below)[-1]).isalpha() and len(last) == 1 and last not in sub:
            return last
    bases = {n.base for n in names(trees)}
    return next(x for x in _LETTERS if x not in bases and x not in sub)


def _index(text: str) -> Name:
    base, _, below = text.partition("_")
    return replace(Name(base), sub=below)
