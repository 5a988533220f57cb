r"""Names that look like products or powers: \sigma^2 is one name, \delta h is another.

A variance is defined, or differentiated by, as \sigma^2; where \delta stands before names only,
\delta h is the loss's derivative by h.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.tree import Derivative, Formula, Name, Number, Power, Product
from .indices import names, walk


def with_squares(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \sigma^2 as a name where it is defined or differentiated by."""
    squares = set()
    for formula in formulas:
        left = formula.members[0].tree
        if len(formula.members) > 1:
            squares.add(_squared_base(left))
        for tree in formula.trees:
            for part in walk(tree):
                if isinstance(part, Derivative):
                    squares |= {_squared_base(w) for w in part.wrt}
    squares.discard("")
    if not squares:
        return list(formulas)
    return [replace(f, members=tuple(replace(m, tree=_squared(m.tree, squares)) for m in f.members))
            for f in formulas]  # fmt: skip


def with_deltas(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \delta h as dh, where \delta stands before names only."""
    pairs = set()
    lone = set()
    for formula in formulas:
        for tree in formula.trees:
            for part in walk(tree):
                if isinstance(part, Product):
                    both = zip(part.factors, part.factors[1:], part.signs, strict=False)
                    pairs |= {
                        id(x) for x, y, sign in both
                        if x == Name(r"\delta") and isinstance(y, Name) and not sign
                    }  # fmt: skip
            lone |= {id(n) for n in names(tree) if n.base == r"\delta"}
    if not pairs or lone - pairs:
        return list(formulas)
    return [replace(f, members=tuple(replace(m, tree=_paired(m.tree)) for m in f.members))
            for f in formulas]  # fmt: skip


def _paired(tree: Any) -> Any:
    if isinstance(tree, tuple):
        return tuple(_paired(x) for x in tree)
    if not hasattr(tree, "span"):
        return tree
    if isinstance(tree, Product):
        factors, signs, place = list[Any](), list[str](), 0
        while place < len(tree.factors):
            here = tree.factors[place]
            after = tree.factors[place + 1] if place + 1 < len(tree.factors) else None
            sign = tree.signs[place - 1] if place else ""
            if here == Name(r"\delta") and isinstance(after, Name):
                span = here.span[0], after.span[1]
                here = Name("d" + after.base, after.sub, after.layer, span)
                place += 1
            factors.append(_paired(here))
            signs.append(sign)
            place += 1
        if len(factors) == 1:
            return factors[0]
        return replace(tree, factors=tuple(factors), signs=tuple(signs[1:]))
    changed = {f: _paired(getattr(tree, f)) for f in tree.__slots__ if f != "span"}
    if all(changed[f] is getattr(tree, f) or changed[f] == getattr(tree, f) for f in changed):
        return tree
    return replace(tree, **changed)


def _squared_base(tree: Any) -> str:
    r"""Return the base of the name whose square a tree is, "" else."""
    match tree:
        case Power(base=Name() as name, exponent=Number(value=2.0)):
            return name.base
    return ""


def _squared(tree: Any, squares: set[Any]) -> Any:
    if isinstance(tree, tuple):
        return tuple(_squared(x, squares) for x in tree)
    if not hasattr(tree, "span"):
        return tree
    if _squared_base(tree) in squares:
        return replace(tree.base, base=tree.base.base + "^2", span=tree.span)
    changed = {f: _squared(getattr(tree, f), squares) for f in tree.__slots__ if f != "span"}
    if all(changed[f] is getattr(tree, f) for f in changed):
        return tree
    return replace(tree, **changed)
