r"""Two cases beside each other: \partial L/\partial z_k = p_k - 1, \partial L/\partial z_i = p_i.

The one is of the entry k alone, the other of all others: i \ne k.  What is defined so, G_{ij} for
j \ne y_i and G_{iy_i}, is one function of j.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .chains import Formula
from .tree import Cases, Compare, Derivative, Name
from .walked import names

_LETTERS = frozenset("abcijklmnopqrst")
_LINES = 6
"""How near such cases stand."""


def with_class_cases(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with what such a case is of."""
    formulas = found = _with_others(formulas)
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


def _with_others(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return what defines G_{ij} for j \ne y_i with what another formula says of G_{iy_i}."""
    found = list(formulas)
    heads = [formula.trees[0] for formula in formulas if len(formula.trees) > 1]
    for place, formula in enumerate(formulas):
        match formula.trees, formula.conditions:
            case [Name() as name, body], (
                Compare(sign="!=", left=Name(sub="") as j, right=Name() as y),
            ) if name.sub.endswith(j.base) and heads.count(name) == 1:
                one = replace(name, sub=name.sub.removesuffix(j.base) + y.label)
                for number, other in enumerate(formulas):
                    if other.trees[:1] == [one] and len(other.trees) > 1:
                        rows = (other.trees[1], Compare("=", j, y)), (body, None)
                        right = replace(formula.members[1], tree=Cases(rows))
                        whole = (formula.members[0], right)
                        found[place] = replace(formula, members=whole, conditions=())
                        found[number] = replace(other, aside="a case")
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
