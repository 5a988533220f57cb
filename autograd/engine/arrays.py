"""Rows read over arrays: any library of the array API standard, and none of them imported."""

from __future__ import annotations

from types import BuiltinFunctionType
from typing import Any

from .operation import READINGS, Op


def apply(op: Op, inputs: tuple[Any, ...]) -> Any:
    """Apply a row to arrays (and numbers), with broadcasting.

    Where `forward` is a function of C, such as math.exp, the library's of that name is called;
    else the row's own computes element by element.
    """
    for mark, reading in READINGS.items():  # an array beside a Value is the Value's to refuse
        if reading is not apply and any(hasattr(type(x), mark) for x in inputs):
            return reading(op, inputs)
    xp = next(x.__array_namespace__() for x in inputs if hasattr(x, "__array_namespace__"))
    arrays = [xp.asarray(x, dtype=xp.float64) for x in inputs]
    if isinstance(op.forward, BuiltinFunctionType):
        direct = getattr(xp, op.forward.__name__, None)
        if direct is not None:
            return direct(*arrays)
    columns = xp.broadcast_arrays(*arrays)
    points = zip(*[xp.reshape(c, (-1,)).tolist() for c in columns], strict=True)
    return xp.reshape(xp.asarray([op(*point) for point in points]), columns[0].shape)


READINGS["__array_namespace__"] = apply
