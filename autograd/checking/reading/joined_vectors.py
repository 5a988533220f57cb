r"""Vectors joined to one: W \cdot [h_{t-1}, x_t] and [h_{t-1}, x_t] W.

A row in square brackets whose entries are names at time steps joins vectors.  It is one above the
other where it stands last in a product, or alone, as columns do; before another factor the
vectors are rows, and stand side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .rewritten import rewritten
from .tree import Formula, Matrix, Name, Product, Unread

_STEPPED = re.compile(r"(?<![A-Za-z\\])t(?![A-Za-z])|prev|next")


def with_joined(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with vectors that are joined one above the other where they are so."""
    return [_of_formula(formula) for formula in formulas]


def _of_formula(formula: Formula) -> Formula:
    members = tuple(
        m if isinstance(m.tree, Unread) else replace(m, tree=_standing(rewritten(m.tree, _last)))
        for m in formula.members
    )
    return replace(formula, members=members)


def _last(part: Any) -> Any:
    """Return a part in which vectors that are joined last in a product, or inside, stand up."""
    if isinstance(part, Product):
        *before, last = part.factors
        return replace(part, factors=(*before, _standing(last)))
    if isinstance(part, Matrix) or not hasattr(part, "span"):
        return part
    changes = {}
    for field in part.__slots__:
        value = getattr(part, field)
        if field != "span" and (new := _standing(value)) is not value:
            changes[field] = new
    return replace(part, **changes) if changes else part


def _standing(part: Any) -> Any:
    """Return joined vectors one above the other, anything else as it is."""
    if not (isinstance(part, Matrix) and len(part.rows) == 1 and len(part.rows[0]) > 1):
        return part
    entries = part.rows[0]
    names = [x for x in entries if isinstance(x, Name)]
    if names == [*entries] and any(_STEPPED.search(f"{x.sub} {x.layer}") for x in names):
        return replace(part, rows=tuple((x,) for x in entries))
    return part
