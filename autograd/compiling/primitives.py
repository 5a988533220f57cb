"""What both languages of programs, Python and NumPy, compute in one step; all else is made of it.

A row of the table is computed as its `branch_free` form says.  One without such a form is a
primitive: an operator, a function that `math` and NumPy share, or one of a few conditionals.  A row
that is neither works all the same: it is called number by number.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import reduce
from typing import Any, NamedTuple

from ..engine import ops
from ..engine.operation import ATOM, PRODUCT, SIGN, SUM, TABLE, Op


class Primitive(NamedTuple):
    """An operation of the languages that programs are written in.

    python      a template: "{0} + {1}"
    array       the name of the function that is called with the inputs and the array for the result
    precedence  of the Python
    inside      how tightly the inputs have to bind to stand in it without brackets
    in_place    whether the result may be written over an input
    """

    python: str
    array: str
    precedence: int = ATOM
    inside: int = 0
    in_place: bool = True


_PRIMITIVES: dict[Op, Primitive] = {
    ops.add: Primitive("{0} + {1}", "add", SUM, SUM),
    ops.sub: Primitive("{0} - {1}", "subtract", SUM, SUM),
    ops.mul: Primitive("{0} * {1}", "multiply", PRODUCT, PRODUCT),
    ops.div: Primitive("{0} / {1}", "divide", PRODUCT, PRODUCT),
    ops.neg: Primitive("-{0}", "negative", SIGN, SIGN),
    ops.absolute: Primitive("abs({0})", "absolute"),
    ops.sign: Primitive("sign({0})", "sign"),
    ops.maximum: Primitive("maximum({0}, {1})", "larger"),
    ops.minimum: Primitive("minimum({0}, {1})", "smaller"),
    ops.heaviside: Primitive("(1.0 if {0} > 0.0 else 0.0)", ""),
    ops.relu: Primitive("(0.0 if {0} <= 0.0 else {0})", "rectify", in_place=False),
    ops.choose: Primitive("({2} if {0} >= {1} else {3})", "choose", in_place=False),
}


def primitive_of(op: Any) -> Primitive | None:
    """Return the primitive that a row is, if it is one."""
    if op in _PRIMITIVES:
        return _PRIMITIVES[op]
    name = getattr(getattr(op, "forward", None), "__name__", "")
    if getattr(math, name, None) is getattr(op, "forward", ""):
        inputs = "{0}, {1}" if "$y" in op.text else "{0}"
        return Primitive(f"{name}({inputs})", name)
    return None


def called_in_python() -> dict[str, Callable[..., Any]]:
    """Return what the templates in Python call besides `math` and `abs`: rows' own functions."""
    return {
        op.name: op.forward
        for op, primitive in _PRIMITIVES.items()
        if primitive.python.startswith(f"{op.name}(")
    }


def called_on_arrays() -> set[str]:
    """Return the names of all that primitives call on arrays."""
    return {primitive.array for primitive in _PRIMITIVES.values()} | math_functions()


def math_functions() -> set[str]:
    """Return the functions of `math` that are the `forward` of a row."""
    return {
        name
        for row in TABLE.values()
        if getattr(math, name := getattr(row.forward, "__name__", ""), None) is row.forward
    }


def is_extreme(op: Any) -> bool:
    """Whether it is a primitive for any number of inputs, in any order: the largest, the least."""
    return op in _PRIMITIVES and bool(op.picks)


def form_of(op: Op) -> Callable[..., Any] | None:
    """Return the function that computes a row from others, if there is one."""
    if op.branch_free is not None:
        return op.branch_free
    if op is ops.power:
        return _power
    if op.family is ops.power_by:
        return lambda x: _power(x, op.parameters[0])
    return None


def takes_any_number(op: Op) -> bool:
    """Whether a row is written for any number of inputs: such ones share their parts."""
    return callable(op.text)


def _power(x: Any, n: Any) -> Any:
    """A power by a small plain number as products."""
    if n in (1.0, 2.0, 3.0):
        return reduce(lambda product, x: product * x, [x] * int(n))
    if n == -1.0:
        return 1.0 / x
    if n == 0.5:
        return ops.sqrt(x)
    return next(v for v in (x, n) if hasattr(v, "code")).code.primitive(ops.power, (x, n))
