"""Quantities that are others under one more name: B_{ij} = A_i, h = x.

Each entry is a node of its own, so that a derivative by it is along the paths from it alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine import ops
from ..reading.tree import Name
from ..reading.walked import names
from .index import parts_of
from .law import Law
from .tensor import entries_of, mapped, shape_of


def of_its_own(value: Any) -> Any:
    """Return Values that are those of something else as new ones of the same data."""
    return mapped(ops.identity, value)


def is_spread(law: Law) -> bool:
    """Whether a law of entries says the same of several of them: B_{ij} = A_i."""
    counted = {index.letter for index in law.use.entries if index.letter}
    said = {x for n in names(law.body) for x in (n.label, *parts_of(n.sub), *parts_of(n.layer))}
    return not counted <= said


def is_repeated(value: Any) -> bool:
    """Whether several entries are one Value."""
    entries = entries_of(value) if shape_of(value) else ()
    return len(set(map(id, entries))) < len(entries)


def is_used_beside(law: Law, users: Mapping[Any, int], of: Any) -> bool:
    """Whether a law is h = x, and others use both: a derivative by h is along its own paths.

    users  how many laws use what
    of     the symbol of x
    """
    return isinstance(law.body, Name) and users.get(law.use.symbol, 0) > 0 and users[of] > 1
