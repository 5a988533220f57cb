r"""Diagonal matrices that are told by their entries.

    \operatorname{diag}(p_i (1 - p_i))          has p_i (1 - p_i) for each i
    S_{ii} = p_i (1 - p_i), a diagonal matrix   is S = diag(p_i (1 - p_i))

A lone name is left as it is: in diag(h_t) and diag(p_i) it may be a vector.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread, names_in
from .dotted_columns import COLUMN
from .rewritten import rewritten, with_trees
from .tree import BigSum, Call, Name, Product, Quotient
from .walked import names, walk

_LETTERS = "ijmn"
"""What counts entries; t counts steps, of which each has a vector."""
_SAID = re.compile(r"diagonal|\bdiag\b|对角", re.IGNORECASE)


def with_diagonals(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such matrices made of the column of their entries."""
    said = any(_SAID.search(prose) for prose in {formula.prose for formula in formulas})
    whole = {n.base for n in names_in(formulas) if not n.sub}
    entries = {n.base for n in names_in(formulas) if len(set(n.sub.replace(",", ""))) > 1}
    wholly = {first.base for first in _targets(formulas) if not first.sub}
    told = whole - entries - wholly if said else set()
    return [_columned(_as_matrix(formula, told)) for formula in formulas]


def _targets(formulas: Sequence[Formula]) -> Iterator[Name]:
    for formula in formulas:
        first, *others = formula.members
        if others and isinstance(first.tree, Name):
            yield first.tree


def _as_matrix(formula: Formula, told: set[str]) -> Formula:
    """Return S_{ii} = s_i as S = diag(s_i), where S is used as a whole."""
    match formula.members:
        case [first, second] if isinstance(first.tree, Name) and first.tree.base in told:
            below = first.tree.sub.replace(",", "")
            letter = below[:1]
            if below != 2 * letter or letter not in _LETTERS or isinstance(second.tree, Unread):
                return formula
            matrix = replace(first.tree, sub="")
            body = Call("diag", (_column(second.tree, letter),), span=second.tree.span)
            members = (replace(first, tree=matrix), replace(second, tree=body))
            return replace(formula, members=members)
    return formula


def _columned(formula: Formula) -> Formula:
    """Return a formula with the entries in its diag(p_i (1 - p_i)) for each i."""
    bound = {x for n in names(formula.members[0].tree) for x in n.sub} if formula.trees else set()

    def change(part: Any) -> Any:
        match part:
            case Call(function="diag", arguments=(Product() | Quotient() as body,)):
                letter = _counting(body)
                if letter and letter not in bound:
                    return replace(part, arguments=(_column(body, letter),))
        return part

    return with_trees(formula, lambda tree: rewritten(tree, change))


def _counting(body: Product | Quotient) -> str:
    """Return the letter that counts entries in a product or a quotient of numbers, or ""."""
    numbers = body.factors if isinstance(body, Product) else (body.below,)
    if isinstance(body, Product) and {*body.signs} - {"", r"\cdot", "*"}:
        return ""
    each = [{n.sub for n in names(part) if n.sub} for part in numbers]
    each = [subs for subs in each if subs]
    letters = set.union(*each) if each else set()
    enough = len(each) > 1 or isinstance(body, Quotient)
    (letter, *others) = sorted(letters) or [""]
    return letter if enough and not others and letter and letter in _LETTERS else ""


def _column(body: Any, letter: str) -> Any:
    bound = any(isinstance(part, BigSum) and part.index == letter for part in walk(body))
    return body if bound else BigSum(body, letter, kind=COLUMN, span=body.span)
