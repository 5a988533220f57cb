"""dfdq, dLdw1: derivatives as code names them, of one name of the text by another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from .chains import Formula, calls_in, names_in
from .cursor import ReadError
from .parser import read
from .rewritten import all_rewritten
from .tree import Derivative, Name

_JOINED = re.compile(r"d([A-Za-z][A-Za-z0-9]*?)d([A-Za-z][A-Za-z0-9]*)")


def with_joined_slopes(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names as derivatives, where both are names by themselves."""
    labels = {n.label for n in names_in(formulas)} | {c.function for c in calls_in(formulas)}

    def spread(part: Any) -> Any:
        if not isinstance(part, Name) or part.layer or not (m := _JOINED.fullmatch(part.base)):
            return part
        of, by = _name(m[1]), _name(m[2] + (f"_{part.sub}" if part.sub else ""))
        if of is None or by is None or not {of.label, by.label} <= labels:
            return part
        return Derivative(of, (by,), span=part.span)

    return all_rewritten(formulas, spread)


def _name(text: str) -> Name | None:
    """Return what a part of such a name is a name of."""
    try:
        tree = read(text)
    except ReadError:
        return None
    return tree if isinstance(tree, Name) else None
