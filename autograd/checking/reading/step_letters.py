r"""Letters that are a step in one equation and an entry in others: k of dh_t/dh_k, of y_{t,k}.

In the first any letter would do: k becomes one that nothing else is called by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, names_in
from .rewritten import rewritten, with_trees
from .tree import BigSum, Derivative, Name
from .walked import walk

_LETTER = re.compile("[a-z]")
_ENTRY = re.compile("([a-z]),?([a-z])")
_FREE = "srqpuvngmlji"


def with_step_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with no letter for a step that is one for an entry elsewhere."""
    stepped = [set(_steps_of(f)) for f in formulas]
    if not any(stepped):
        return list(formulas)
    entries = [{pair for n in names_in([f]) for pair in _entry(n)} for f in formulas]
    everywhere = set().union(*entries)
    used = {x for n in names_in(formulas) for x in f"{n.base}{n.sub}{n.layer}"}
    free = next((x for x in _FREE if x not in used), "")
    found = []
    for formula, steps, own in zip(formulas, stepped, entries, strict=True):
        letters = {k for _, k in steps & everywhere - own} if free else set()
        change = partial(_renamed, letters.pop(), free) if len(letters) == 1 else None
        found.append(with_trees(formula, partial(rewritten, change=change)) if change else formula)
    return found


def _steps_of(formula: Formula) -> Iterator[tuple[str, str]]:
    r"""Yield t and k for each \partial h_t / \partial h_k."""
    for part in walk(tuple(formula.trees)):
        match part:
            case Derivative(of=Name(base=of, sub=t), wrt=(Name(base=by, sub=k),)):
                if of == by and t != k and _LETTER.fullmatch(t) and _LETTER.fullmatch(k):
                    yield t, k


def _entry(name: Name) -> Iterator[tuple[str, str]]:
    r"""Yield t and k of y_{t,k}, of y^{(t)}_k."""
    if both := _ENTRY.fullmatch(name.sub):
        yield both[1], both[2]
    elif _LETTER.fullmatch(name.sub):
        yield name.layer.strip("()"), name.sub


def _renamed(letter: str, other: str, part: Any) -> Any:
    match part:
        case Name(base=base, sub="", layer="") if base == letter:
            return replace(part, base=other)
        case Name(sub=sub, layer=layer):
            anew = partial(re.sub, rf"(?<![A-Za-z\\]){letter}(?![A-Za-z])", other)
            return replace(part, sub=anew(sub), layer=anew(layer))
        case BigSum(index=index) if index == letter:
            return replace(part, index=other)
    return part
