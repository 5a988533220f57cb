"""The small change of a formula as others change: along random directions of what is free."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...engine.order import below
from ...engine.value import Value
from ..reading.tree import Name
from .tensor import Tensor, entries_of, scalar_of, shape_of

_DIRECTION = "direction"


def small_change(meaning: Any, tree: Any) -> Any:
    """Return the change of what a call is about, where what its tuple holds changes."""
    of, changed = tree.arguments
    inner = meaning._with(graph=True)
    value = scalar_of(inner.walk(of))
    given = [scalar_of(inner.walk(name)) for name in changed.entries if isinstance(name, Name)]
    reached = {id(x) for one in given for x in _leaves(one)}
    free = {key: x for key, x in _free(meaning).items() if id(x) in reached}
    shape = shape_of(value)
    entries = [_along(meaning, x, free) for x in entries_of(value)]
    return Tensor(shape, entries) if shape else entries[0]


def _along(meaning: Any, entry: Any, free: Mapping[Any, Value]) -> float:
    """Return the derivative of an entry along the direction of what is free."""
    slopes = meaning.world.slopes(entry, list(free.values()))
    total = 0.0
    for (*of, number), slope in zip(free, slopes, strict=True):
        directions = meaning.world.coefficients((_DIRECTION, *of), number + 1)
        total += float(slope) * float(directions[number])
    return total


def _free(meaning: Any) -> dict[Any, Value]:
    """Return the entries of all that no equation defines, by symbol, layers and number."""
    model = meaning.model
    return {
        (symbol, family, number): entry
        for symbol, family, place, found in meaning.world.quantities()
        if place is None and symbol not in model.defined
        for number, entry in enumerate(entries_of(found))
        if isinstance(entry, Value)
    }  # fmt: skip


def _leaves(value: Any) -> list[Value]:
    """Return the Values without inputs that Values are made of."""
    roots = (x for x in entries_of(value) if isinstance(x, Value))
    return [node for root in roots for node in below(root) if not node.inputs]
