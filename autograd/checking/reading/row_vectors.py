r"""Vectors that a text says are rows: with "$x_i$ is a row", x_i \beta is x_i^T \beta."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import rewritten, with_trees
from .tree import Derivative, Name, Transpose

_NAME = r"\$\s*(?:\\mathbf\s*\{)?([A-Za-z])\}?_\{?\w\}?\s*\$"
_ROW = re.compile(
    rf"{_NAME}\s*(?:is|as|being|are|denotes|为|是|est)\s*(?:a|an|the|un|une)?\s*\W{{0,3}}"
    rf"(?:$i$-th |\w+-th )?(?:row|行向量|ligne|vecteur ligne)"
    rf"|(?:row vectors?|行向量|vecteurs? lignes?)\s*{_NAME}",
    re.IGNORECASE,
)


def with_row_vectors(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a column for each vector that is said to be a row."""
    prose = " ".join(dict.fromkeys(f.prose for f in formulas))
    rows = {base for pair in _ROW.findall(prose) for base in pair if base}
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
