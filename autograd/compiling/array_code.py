"""`ArrayCode`: a graph arranged in blocks, as NumPy source that runs in buffers of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.value import Value
from .blocks import View
from .lowering import Code
from .numpy_source import Source
from .plan import Plan
from .program_text import text_of
from .runtime import namespace, np
from .signature import Signature

KEPT_SIZES = 8
"""For how many sizes of batch the buffers are kept."""


class ArrayCode:
    """How a `Program` computes, in the usual case.

    parameters         the Values by which it differentiates, in the order of
    weights, gradient  vectors
    weights_then       the weights at the last call of `forward`
    source             the text that runs
    """

    def __init__(self, signature: Signature) -> None:
        reserved = ["weights", "gradient", "forward", "backward", *namespace(1)]
        self._plan = plan = Plan(signature, batch=True, reserved=reserved)
        code = Code(batch=True)
        phases = {name: code.blocks(blocks) for name, blocks in plan.phases.items()}
        self._source = Source(phases, plan.arguments, plan.names)
        self.source = self._source.text
        self.parameters = plan.parameters
        self.weights = np.empty(len(plan.parameters))
        self.gradient = np.zeros(len(plan.parameters))
        self._compiled = compile(self.source, "<program>", "exec")
        self._spaces: dict[int, dict[str, Any]] = {}
        """{number of samples: the functions, and the buffers that they use}"""
        self._space: dict[str, Any] = {}
        self._given: Sequence[Any] = ()
        self._direct: list[Any] = []
        self._samples = 0
        self.weights_then = self.weights.copy()

    @property
    def matrices(self) -> dict[str, Any]:
        """The weights as the source uses them: {name: a view}, matrices and vectors."""
        return {
            name: self.weights[view.start : view.stop].reshape(view.shape or -1)
            for name, view in self._source.weights.items()
        }

    def forward(self, arrays: Sequence[Any]) -> None:
        """Compute the nodes for these inputs: an array for each argument, a column a sample."""
        self._given = arrays
        self._samples = arrays[0].shape[1]
        self._space = self._space_for(self._samples)
        self.weights_then[:] = self.weights
        self._direct = []
        for place, x in zip(self._plan.arguments, arrays, strict=True):
            if place in self._source.direct:
                self._direct.append(x)
            else:
                self._space[self._source.buffers[place]][...] = x if len(x) > 1 else x[0]
        self._space["forward"](*self._direct)

    def backward(self) -> None:
        """Compute the derivatives at the last inputs, and fill `gradient`."""
        self._space["backward"](*self._direct)

    def _space_for(self, m: int) -> dict[str, Any]:
        if m not in self._spaces:
            if len(self._spaces) == KEPT_SIZES:
                del self._spaces[next(iter(self._spaces))]
            space = namespace(m)
            for name, x in self._source.constants.items():
                space[name] = np.array(x) if isinstance(x, tuple) else x
            space |= {"weights": self.weights, "gradient": self.gradient}
            exec(self._compiled, space)  # our own text, every name of which we made
            self._spaces[m] = space
        return self._spaces[m]

    def value(self, v: Value) -> Any:
        """Return a copy of the values of a node, one a sample; None where they are not kept."""
        return self._read(self._plan.value(v))

    def slope(self, v: Value) -> Any:
        """Return a copy of the derivatives by a node, one a sample; None if not kept."""
        return self._read(self._plan.slope(v))

    def _read(self, place: View | float | None) -> Any:
        if not isinstance(place, View):
            return None if place is None else np.full(self._samples, place)
        array, at = place.array, place.start
        if array in self._plan.arguments:
            return self._given[self._plan.arguments.index(array)][at].copy()
        if array.kind == "count":
            return np.full(self._samples, float(self._samples))
        if array.is_vector:
            vector = self.weights_then if array.kind == "weights" else self.gradient
            return np.full(self._samples, vector[at])
        rows = self._space[self._source.buffers[array]]
        row = rows[at] if len(array.rows) > 1 else rows
        return row.copy() if array.batch else np.full(self._samples, row[0])

    def __str__(self) -> str:
        return text_of(self._plan)
