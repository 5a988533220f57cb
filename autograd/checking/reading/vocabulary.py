"""The functions that a formula may call, each with its spellings."""

from __future__ import annotations

from typing import NamedTuple

from ...engine.operation import SPELLINGS, Op
from ...formulas.symbol import Symbol
from .notation import FUNCTIONS


class Function(NamedTuple):
    """A function: its name, how else it may be spelt, and its derivative by x where it has one.

    In the derivative x is what it is applied to, and z the result.
    """

    name: str
    spellings: tuple[str, ...]
    derivative: str


def table() -> list[Function]:
    """Return the functions, in the order of the tables."""
    spelt: dict[str, list[str]] = {}
    for spelling, name in FUNCTIONS.items():
        spelt.setdefault(name, []).append(spelling)
    return [_function(name, spellings) for name, spellings in spelt.items()]


def _function(name: str, spellings: list[str]) -> Function:
    first = name if name in spellings else spellings[0]
    row = None if name.endswith("'") else SPELLINGS.get(first)
    return Function(first, tuple(s for s in spellings if s != first), slope(row) if row else "")


def slope(row: Op) -> str:
    """Return the derivative of a row of one input as text; "" of one with several."""
    if not row.is_unary:
        return ""
    (partial,) = row.partials(Symbol("z"), Symbol("x"))
    return f"{partial:g}" if isinstance(partial, float) else str(partial)
