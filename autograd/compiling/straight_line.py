"""`StraightProgram`: a graph as straight-line Python for one sample: floats, and no array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import row_by_row
from .arguments import as_numbers
from .plan import Plan
from .program_text import listing
from .python_source import FUNCTIONS, RESERVED, source_of
from .signature import Signature


class StraightProgram:
    """Forward and backward for one sample at a time, in plain Python; see `compile`.

    parameters  the Values by which it differentiates, in the order of
    weights     a list of their numbers: change it in place, and the next call computes with it
    gradient    a list of d(root)/d(parameter), which `backward` fills
    source      the text that runs
    """

    def __init__(self, signature: Signature) -> None:
        self._signature = signature
        self._plan = plan = Plan(signature, batch=False, reserved=RESERVED)
        self.parameters = plan.parameters
        self.weights: list[float] = []
        self.gradient: list[float] = [0.0] * len(self.parameters)
        self.source, rows = source_of(plan, signature)
        space: dict[str, Any] = {
            **FUNCTIONS,
            **{name: row.forward for name, row in rows.items()},
            "weights": self.weights,
            "gradient": self.gradient,
            "careful": self._carefully,
            "careful_step": self._step_carefully,
        }
        exec(compile(self.source, "<program>", "exec"), space)
        self._forward, self._differentiate = space["forward"], space.get("differentiate")
        self.descend = space.get("descend")
        """`descend(*arguments, rate=...)`: go down the gradient; return the root of before."""
        self._given: tuple[Any, ...] = ()
        self.load()

    def load(self) -> None:
        """Set `weights` to the parameters' data."""
        self.weights[:] = [v.data for v in self.parameters]

    def store(self) -> None:
        """Set the parameters' data to `weights`."""
        for v, x in zip(self.parameters, self.weights, strict=True):
            v.data = x

    def __call__(self, *arguments: Any) -> Any:
        """Return the root, of a list of roots a list."""
        self._given = arguments
        return self._forward(*arguments)

    def backward(self) -> None:
        """Fill `gradient` for the last call."""
        if not self._given:
            raise RuntimeError("there is nothing to go back from: call the program first")
        if self._differentiate is None:
            raise ValueError("a program of several roots has no gradient: compile one of them")
        self._differentiate(*self._given)

    def value(self, what: Any) -> float:
        """Return the value of a node in the last call, by its label or itself."""
        return self._values(self._given)[self._signature.node(what)][0]

    def grad(self, what: Any) -> float:
        """Return the derivative of the root by a node in the last call."""
        return self._slopes(self._given)[self._signature.node(what)][0]

    def __str__(self) -> str:
        return listing(self._plan)

    # --- where a number is outside a domain, or not finite: the graph itself ---

    def _values(self, arguments: Sequence[Any]) -> row_by_row.Columns:
        numbers = as_numbers(self._signature, arguments)
        given = dict(zip(self._signature.inputs, ([x] for x in numbers), strict=True))
        given |= zip(self.parameters, ([x] for x in self.weights), strict=True)
        return row_by_row.values(self._signature.all_nodes, given, 1)

    def _slopes(self, arguments: Sequence[Any]) -> row_by_row.Columns:
        nodes, root = self._signature.all_nodes, self._signature.roots[0]
        return row_by_row.adjoints(nodes, root, self._values(arguments))

    def _carefully(self, *arguments: Any, differentiate: bool = False) -> Any:
        found = self._values(arguments)
        if differentiate:
            slopes = self._slopes(arguments)
            self.gradient[:] = [slopes[v][0] for v in self.parameters]
        roots = [found[v][0] for v in self._signature.roots]
        return roots[0] if self._signature.single_root else roots

    def _step_carefully(self, *arguments: Any, rate: float) -> Any:
        root = self._carefully(*arguments, differentiate=True)
        pairs = zip(self.weights, self.gradient, strict=True)
        self.weights[:] = [w - rate * g for w, g in pairs]
        return root
