r"""Vectors joined to one: W \cdot [h_{t-1}, x_t] and [h_{t-1}, x_t] W.

A row in square brackets whose entries are quantities at time steps joins vectors.  They are
columns, one above the other, unless such a row is multiplied from its right somewhere: then the
text writes its vectors as rows, side by side.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Matrix, Name, Number, Product
from .walked import walk

_STEPPED = re.compile(r"(?<![A-Za-z\\])t(?![A-Za-z])|prev|next")


def with_joined(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with vectors that are joined one above the other where they are so."""
    products = [p for p in parts_in(formulas)
                if isinstance(p, Product)]  # fmt: skip
    if any(_is_joined(x) for p in products for x in p.factors[:-1]):
        return list(formulas)
    return all_rewritten(formulas, _standing)


def _standing(part: Any) -> Any:
    """Return joined vectors one above the other, anything else as it is."""
    return replace(part, rows=tuple((x,) for x in part.rows[0])) if _is_joined(part) else part


def _is_joined(part: Any) -> bool:
    """Whether vectors at time steps stand side by side in square brackets."""
    if not (isinstance(part, Matrix) and len(part.rows) == 1 and len(part.rows[0]) > 1):
        return False
    if any(isinstance(x, Number) for x in part.rows[0]):
        return False
    found = (p for x in part.rows[0] for p in walk(x) if isinstance(p, Name))
    return any(_STEPPED.search(f"{name.sub} {name.layer}") for name in found)
