r"""Plain arithmetic in a formula: \pi / 2, -0.5, \sqrt{2}."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from ..reading.tree import Call, Name, Negative, Number, Power, Product, Quotient, Sum

_FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "log": math.log,
}


def number_of(tree: Any) -> float | None:
    r"""Return the number that plain arithmetic is, \pi among it; None if it is none."""
    match tree:
        case Number(value=value):
            return value
        case Name(base=r"\pi", sub="", layer=""):
            return math.pi
        case Negative(of):
            return _joined((of,), lambda x: -x[0])
        case Sum(terms):
            return _joined(terms, sum)
        case Product(factors):
            return _joined(factors, math.prod)
        case Quotient(above, below):
            return _joined((above, below), lambda x: x[0] / x[1])
        case Power(base, exponent):
            return _joined((base, exponent), lambda x: math.pow(*x))
        case Call(function=function, arguments=(of,), primes=0) if function in _FUNCTIONS:
            return _joined((of,), lambda x: _FUNCTIONS[function](x[0]))
    return None


def _joined(parts: Sequence[Any], join: Callable[[list[float]], float]) -> float | None:
    found = [number for part in parts if (number := number_of(part)) is not None]
    if len(found) < len(parts):
        return None
    try:
        return float(join(found))
    except (ArithmeticError, ValueError):
        return None
