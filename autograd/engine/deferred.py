"""Partials one by one: where not all of a row's exist, those that do.

    x ** y at x = -2, y = 2:  by x it is 2 x = -4, by y it would be x^y log(x), which has no value

A row gives all its partials in one go, which is fast.  Where that fails they are asked for once
more, with inputs that compute nothing until they must.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .arithmetic import Arithmetic
from .operation import READINGS, Op


class Deferred(Arithmetic):
    """A number or node that is known, or a row of such that is computed when it is asked for."""

    __slots__ = ("inputs", "known", "op")
    _defers = True

    def __init__(self, known: Any, op: Op | None = None, inputs: tuple[Any, ...] = ()) -> None:
        self.known, self.op, self.inputs = known, op, inputs

    def value(self) -> Any:
        """Compute it, and what it needs, once."""
        stack = [self]
        while stack:
            waiting = [x for x in stack[-1].inputs if isinstance(x, Deferred) and x.known is None]
            if not waiting:
                done = stack.pop()
                if done.known is None and done.op is not None:
                    done.known = done.op(*[value_of(x) for x in done.inputs])
            stack += waiting
        return self.known


def value_of(x: Any) -> Any:
    """Return what is deferred as what it is; anything else as it is."""
    return x.value() if isinstance(x, Deferred) else x


READINGS["_defers"] = lambda op, inputs: Deferred(None, op, inputs)


def partials_in(slots: Sequence[int], op: Op, z: Any, inputs: Sequence[Any]) -> dict[int, Any]:
    """Return {slot: d z/d input} for these slots; an error only where one of them has none."""
    found = op.partials(Deferred(z), *map(Deferred, inputs))
    return {i: value_of(found[i]) for i in slots}
