r"""Names with the number of a layer above them and no brackets: z^2 = W^2 a^1 + b^2.

It is no power where one name is defined with several numbers above it, and stands nowhere bare.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from .chains import Formula
from .tree import Derivative, Expression, Name, Number, Power
from .walked import walk


def numbered_above(
    formulas: Sequence[Formula], trees: Sequence[Expression], bare: frozenset[str]
) -> frozenset[str]:
    """Return the labels of the names above which numbers are those of layers.

    bare  the labels of those that stand somewhere with nothing above them
    """
    defined: dict[str, set[float]] = defaultdict(set)
    for formula in formulas:
        if len(formula.members) > 1 and formula.members[1].relation in ("=", ":="):
            for label, number in _raised(formula.members[0].tree):
                defined[label].add(number)
    if not any(len(numbers) > 1 for label, numbers in defined.items() if label not in bare):
        return frozenset()
    found: dict[str, set[float]] = defaultdict(set)
    sloped: set[str] = set()
    for tree in trees:
        for part in walk(tree):
            for label, number in _raised(part):
                found[label].add(number)
            if isinstance(part, Derivative):
                sloped |= {label for wrt in part.wrt for label, _ in _raised(wrt)}
    several = {label for label, numbers in found.items() if len(numbers) > 1}
    return frozenset((several | (sloped & found.keys())) - bare)


def _raised(tree: Any) -> list[tuple[str, float]]:
    match tree:
        case Power(base=Name(layer="") as base, exponent=Number(value=value)):
            return [(base.label, value)] if value.is_integer() and value > 0 else []
    return []
