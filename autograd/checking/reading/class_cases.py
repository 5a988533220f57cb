r"""Two cases beside each other: \partial L/\partial z_k = p_k - 1, \partial L/\partial z_i = p_i.

The one is of the entry k alone, the other of all others: i \ne k.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .chains import Formula
from .tree import Compare, Derivative, Name
from .walked import names

_LETTERS = frozenset("abcijklmnopqrst")
_LINES = 6
"""How near such cases stand."""


def with_class_cases(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with what such a case is of."""
    found = list(formulas)
    for place, (first, second) in enumerate(pairwise(formulas)):
        letters = _entry(first), _entry(second)
        near = second.line - first.line < _LINES and first.section == second.section
        if not near or ("", "") in letters or letters[0] == letters[1]:
            continue
        if first.trees[0] != _with_letter(second, letters[0][1]):
            continue
        apart = Compare("!=", Name(letters[1][1]), Name(letters[0][1]))
        for number in (place, place + 1):
            if not found[number].conditions:
                found[number] = replace(found[number], conditions=(apart,))
    return found


def _entry(formula: Formula) -> tuple[str, str]:
    """Return the name and the letter of what a formula is a derivative by."""
    match formula.trees:
        case [Derivative(of=Name(), wrt=(Name(base=base, sub=sub, layer=""),), point=()), *others]:
            counted = any(n.sub == sub for tree in others for n in names(tree))
            return (base, sub) if counted and sub in _LETTERS else ("", "")
    return "", ""


def _with_letter(formula: Formula, letter: str) -> Derivative:
    """Return the derivative that a formula begins with, by an entry with another letter."""
    first = formula.trees[0]
    assert isinstance(first, Derivative)
    assert isinstance(first.wrt[0], Name)
    return replace(first, wrt=(replace(first.wrt[0], sub=letter),))
