r"""Texts that define \mu_j, of x_{ij}, for every feature j, and then speak of one: \mu, of x_i.

The equations are read as they are for that one: \mu_j is \mu, x_{ij} is x_i, and so is x_j, where
it stands for all that is known of the feature.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ..reading.chains import Formula, names_in
from ..reading.rewritten import rewritten, with_trees
from ..reading.tree import Derivative, Name
from ..reading.walked import walk
from .index import parts_of, summed_letters
from .rewriting import SQUARE

_TWO = 2


def for_one_feature(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the letter of the feature left away, where claims have none."""
    first = next((i for i, f in enumerate(formulas) if _differentiates(f)), 0)
    given = list(names_in(formulas[:first]))
    asked = list(names_in(formulas[first:]))
    pairs = {n.base: parts_of(n.sub) for n in given if _is_pair(n)}
    if not pairs or any(map(_is_pair, asked)):
        return list(formulas)
    row, letter = next(iter(pairs.values()))
    bare = {_root(n) for n in asked if not n.sub}
    each = {_root(n) for n in given if n.sub == letter} - set(pairs)
    one = {n.base for n in asked if len(parts_of(n.sub)) == 1}
    if letter in summed_letters(tuple(tree for f in formulas[:first] for tree in f.trees)):
        return list(formulas)
    alike = all(both == [row, letter] for both in pairs.values())
    kept = any(_root(n) in each and n.sub for n in asked)
    if not (alike and each & bare and one & set(pairs)) or kept:
        return list(formulas)
    change = partial(_for_one, row, letter, set(pairs))
    left = [with_trees(f, lambda tree: rewritten(tree, change)) for f in formulas[:first]]
    return [*left, *formulas[first:]]


def _differentiates(formula: Formula) -> bool:
    return any(isinstance(part, Derivative) for part in walk(tuple(formula.trees)))


def _is_pair(name: Name) -> bool:
    letters = parts_of(name.sub) if name.sub else []
    return len(letters) == _TWO and all(len(x) == 1 and x.isalpha() for x in letters)


def _root(name: Name) -> str:
    return name.base.removesuffix(SQUARE)


def _for_one(row: str, letter: str, pairs: set[str], part: Any) -> Any:
    if not isinstance(part, Name) or letter not in parts_of(part.sub):
        return part
    return replace(part, sub=row if part.base in pairs else "")
