"""n = 2(-1) + 1(1.5) + 0.25, right after the numbers were given: n = x_1 w_1 + x_2 w_2 + b."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..reading.rewritten import rewritten
from ..reading.tree import Negative, Number, Power, Sum, name_of
from ..reading.walked import walk

FEWEST = 3


def put_back(body: Any, given: Mapping[str, Any]) -> Any:
    """Return arithmetic with the names whose numbers it is made of, None where that is not sure.

    Each number must be that of one name, which stands once; a lone product, and one with powers,
    says too little.
    """
    values = {label: value for label, tree in given.items() if (value := _value(tree)) is not None}
    many = Counter(values.values())
    owners = {value: label for label, value in values.items() if many[value] == 1}
    used: list[str] = []

    def named(part: Any) -> Any:
        value = _value(part)
        if value is not None and value in owners:
            used.append(owners[value])
            return name_of(owners[value])
        return part

    if not isinstance(body, Sum) or any(isinstance(part, Power) for part in walk(body)):
        return None
    # a sign belongs to its number before the number stands for another name by itself
    signed = rewritten(body, lambda part: named(part) if isinstance(part, Negative) else part)
    found = rewritten(signed, lambda part: named(part) if isinstance(part, Number) else part)
    left = any(isinstance(part, Number) for part in walk(found))
    once = len(set(used)) == len(used) >= FEWEST
    return None if left or not once else found


def _value(tree: Any) -> float | None:
    match tree:
        case Number(value=value):
            return float(value)
        case Negative(of=Number(value=value)):
            return -float(value)
    return None
