r"""Values that a text gives of functions without a formula: f(2) = 1 and f'(2) = 5, in a list.

Settings            what is given, with words such as "suppose" or in a list, by section
through             a function that takes these values, and is free elsewhere
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence, Set
from typing import Any, NamedTuple

from ..reading.chains import Formula, Unread
from ..reading.compositions import open_functions
from ..reading.tree import Call, Expression
from .law import is_numeric

ENOUGH = 3
"""So many values on a line are a list of what is given."""
MOST_ORDER = 4


class Setting(NamedTuple):
    """That the derivative of this order has this value at a point."""

    order: int
    point: Expression
    value: Expression


class Settings:
    """What the formulas of a document give of functions.

    A function with a formula in another section is meant anew where words give its values.
    given  function and setting, by the number of the formula
    """

    def __init__(self, formulas: Sequence[Formula]) -> None:
        self._sections = [formula.section for formula in formulas]
        self._open = open_functions(formulas)
        here = {section: open_functions([f for f in formulas if f.section == section])
                for section in set(self._sections)}  # fmt: skip
        found = {}
        for number, formula in enumerate(formulas):
            mine = here[formula.section] if formula.given else self._open
            if setting := _setting(formula, mine):
                found[number] = setting
        lines = Counter(formulas[number].line for number in found)
        self.given = {
            number: setting for number, setting in found.items()
            if formulas[number].given or lines[formulas[number].line] >= ENOUGH
        }  # fmt: skip

    def within(self, section: int) -> dict[str, tuple[Setting, ...]]:
        """Return what is given of each function in a section.

        Those of functions without any formula are given in others too, unless it gives its own.
        One of which two values are given at once is as if there were none.
        """
        mine = {f for i, (f, _) in self.given.items() if self._sections[i] == section}
        found: dict[str, dict[Any, Setting]] = {}
        twice = set()
        for i, (function, setting) in self.given.items():
            if self._sections[i] == section or (function in self._open and function not in mine):
                known = found.setdefault(function, {})
                before = known.setdefault((setting.order, setting.point), setting)
                if before.value != setting.value:
                    twice.add(function)
        return {f: tuple(known.values()) for f, known in found.items() if f not in twice}


def _setting(formula: Formula, functions: Set[str]) -> tuple[str, Setting] | None:
    match [m.tree for m in formula.members]:
        case [Call(function=f, arguments=(point,), primes=order), value] if f in functions:
            if isinstance(value, Unread) or not is_numeric(value) or not is_numeric(point):
                return None
            if formula.members[1].relation == "=" and order <= MOST_ORDER:
                return f, Setting(order, point, value)
    return None


def through(
    given: Sequence[tuple[int, float, float]],
    free: Callable[[Any], Any],
    coefficients: Callable[[int], Sequence[float]],
) -> Callable[[Any], Any]:
    """Return a function with these derivatives (order, point, value), else as free as may be.

    It is Hermite's polynomial, and what vanishes at the points with all these orders times `free`.
    Of a point where only f' is given, f is one of the `coefficients`.
    """
    known: dict[float, dict[int, float]] = {}
    for order, point, value in given:
        known.setdefault(point, {})[order] = value
    nodes: list[float] = []
    derivatives: list[list[float]] = []
    for point, orders in known.items():
        drawn = coefficients(len(nodes) + max(orders) + 1)[len(nodes) :]
        nodes += [point] * len(drawn)
        derivatives += [[orders.get(k, x) for k, x in enumerate(drawn)]] * len(drawn)
    newton = _divided(nodes, derivatives)

    def function(x: Any) -> Any:
        found, factor = 0.0, 1.0
        for coefficient, node in zip(newton, nodes, strict=True):
            found = found + coefficient * factor
            factor = factor * (x - node)
        return found + factor * free(x)

    return function


def _divided(nodes: Sequence[float], derivatives: Sequence[Sequence[float]]) -> list[float]:
    """Return Newton's coefficients by divided differences, nodes that are the same in a row."""
    row = [values[0] for values in derivatives]
    found = row[:1]
    for k in range(1, len(nodes)):
        row = [
            derivatives[i][k] / math.factorial(k) if nodes[i] == nodes[i + k]
            else (row[i + 1] - row[i]) / (nodes[i + k] - nodes[i])
            for i in range(len(nodes) - k)
        ]  # fmt: skip
        found.append(row[0])
    return found
