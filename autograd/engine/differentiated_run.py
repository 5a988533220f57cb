"""One run of a function that is differentiated: its variables, and what its result must be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from . import ops
from .operation import number
from .order import below
from .recording import born, differentiating, is_recording, recording
from .value import Number, Value, constant, record


class Run:
    """One run of a function that is differentiated.

    variables  the nodes to differentiate by: each its own, even where two arguments are one
    """

    def __init__(self, args: Sequence[Number], positions: Sequence[int]) -> None:
        for i in positions:
            if not -len(args) <= i < len(args):
                raise ValueError(f"argnums: there is no argument {i}, the function got {len(args)}")
        self._inside = differentiating.get() > 0 or any(isinstance(x, Value) for x in args)
        self._numbers_wanted = not is_recording()
        self.variables = [_variable(args[i]) for i in positions]
        self._own = set(self.variables)

    def __enter__(self) -> Run:
        self._token = differentiating.set(differentiating.get() + 1)
        self._recording = recording()
        self._recording.__enter__()
        born.append([])
        return self

    def __exit__(self, *raised: Any) -> None:
        made = born.pop()
        if born:
            born[-1] += made
        self._recording.__exit__(*raised)
        differentiating.reset(self._token)

    def outputs(self, ys: Any) -> list[Value]:
        """Return what the function gave as nodes."""
        found = [_as_node(y) for y in ys]
        self._own.update(born[-1])
        return found

    def wants_graph(self, ys: Iterable[Value]) -> bool:
        """Whether the result must be a graph, for the derivative of the derivative.

        It must when an argument is a Value, inside another derivative (the function may use the
        outer one's variables), and when the function uses a Value from outside, but for `no_grad`.
        """
        if self._inside:
            return True
        if self._numbers_wanted:
            return False
        return any(not v.inputs and v not in self._own for y in ys for v in below(y))


def _variable(x: Number) -> Value:
    return record(ops.identity, (x,)) if isinstance(x, Value) else Value(number(x, "argument"))


def _as_node(y: object) -> Value:
    return constant(y, "the function's result")
