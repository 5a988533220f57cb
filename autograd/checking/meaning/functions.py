"""The functions that a formula may call by name: the rows of the table, and a few besides."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ...engine import functions, ops
from ...engine.operation import SPELLINGS
from .tensor import plain

FACTORIAL = "factorial"
"""A function that is judged as any positive one: no derivative of it is in the table."""
FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if row.is_unary},
    "sigma": ops.sigmoid, "sech": lambda x: 1 / ops.cosh(x), "cot": lambda x: 1 / ops.tan(x),
    "sec": lambda x: 1 / ops.cos(x), "csc": lambda x: 1 / ops.sin(x), "square": lambda x: x * x,
}  # fmt: skip
ALIKE = {name.lower(): name for name in FUNCTIONS}
OF_SEVERAL: dict[str, Callable[..., Any]] = {
    **{spelling: row for spelling, row in SPELLINGS.items() if not row.is_unary},
    "leaky_relu": lambda x, slope: functions.leaky_relu(x, plain(slope)),
    "logsumexp": lambda *xs: functions.logsumexp(xs),
    "prod": lambda *xs: functions.prod(xs),
}
"""The functions of several arguments."""
