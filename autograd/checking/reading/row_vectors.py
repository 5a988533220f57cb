r"""Vectors that are rows: with "$x_i$ is a row", x_i \beta is x_i^T \beta.

A text need not say it in words: x_i w_j has a meaning for a row x_i alone, where the same text has
x_i^T as a column, and never before a weight.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from .chains import Formula, parts_in
from .rewritten import rewritten, with_trees
from .tree import Derivative, Name, Product, Transpose

_NAME = r"\$\s*(?:\\mathbf\s*\{)?([A-Za-z])\}?_\{?\w\}?\s*\$"
_ROW = re.compile(
    rf"{_NAME}\s*(?:is|as|being|are|denotes|为|是|est)\s*(?:a|an|the|un|une)?\s*\W{{0,3}}"
    rf"(?:$i$-th |\w+-th )?(?:row|行向量|ligne|vecteur ligne)"
    rf"|(?:row vectors?|行向量|vecteurs? lignes?)\s*{_NAME}",
    re.IGNORECASE,
)
_INDEX = re.compile(r"[ijkn]|y_[ijkn]")


def _used_as(formulas: Sequence[Formula]) -> set[str]:
    """Return the bases of what stands as a row before a vector, and is a column when turned."""
    before: dict[str, set[str]] = {}
    turned: set[str] = set()
    columns: set[tuple[str, str]] = set()
    for part in parts_in(formulas):
        if isinstance(part, Transpose) and isinstance(part.of, Name) and len(part.of.sub) == 1:
            turned.add(part.of.base)
        for pair in pairwise(part.factors) if isinstance(part, Product) else ():
            match pair:
                case Name(sub=sub) as x, Name(sub=below) as w if _INDEX.fullmatch(sub) and (
                    sub != below and _INDEX.fullmatch(below) and w.base.islower()
                ):
                    before.setdefault(x.base, set()).add(w.base)
                case Transpose(of=Name() as x), Name() as w:
                    columns.add((x.base, w.base))
    return {x for x, weights in before.items()
            if x in turned and x not in weights and x.islower()
            and not any((x, w) in columns for w in weights)}  # fmt: skip


def with_row_vectors(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a column for each vector that is said to be a row."""
    prose = " ".join(dict.fromkeys(f.prose for f in formulas))
    rows = {base for pair in _ROW.findall(prose) for base in pair if base} | _used_as(formulas)
    if not rows:
        return list(formulas)

    def change(part: Any) -> Any:
        match part:
            case Name(base=base, sub=sub) if base in rows and len(sub) == 1:
                return Transpose(part, part.span)
            case Transpose(of=Transpose(of=Name() as name)) if name.base in rows:
                return name
            case Derivative(wrt=wrt) if any(isinstance(x, Transpose) for x in wrt):
                bare = (x.of if isinstance(x, Transpose) else x for x in wrt)
                return replace(part, wrt=tuple(bare))
        return part

    def side(tree: Any) -> Any:
        return tree if isinstance(tree, Name) else rewritten(tree, change)

    return [with_trees(formula, side) for formula in formulas]
