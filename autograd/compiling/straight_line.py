"""`StraightProgram`: a graph as straight-line Python for one sample: floats, and no array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from . import row_by_row
from .arguments import as_numbers
from .parameters import Parametrized
from .plan import Plan
from .program_text import listing
from .python_source import RESERVED, functions, source_of
from .signature import Signature


class StraightProgram(Parametrized):
    """Forward and backward for one sample at a time, in plain Python; see `compile`.

    A copy or a pickle has the graph, the weights and the gradient, not the last call.

    parameters  the Values by which it differentiates, in the order of
    weights     a list of their numbers, which the program computes with: change it in place.
                `load()` takes it from the Values and `store()` puts it there; a change of a
                Value's data alone changes no result, and the program's repr says so
    gradient    a list of d(root)/d(parameter), which `backward` fills
    source      the text that runs
    descend     `descend(*arguments, rate=...)`: go down the gradient; return the root of before;
                None for several roots
    """

    def __init__(self, signature: Signature) -> None:
        self._plan = plan = Plan(signature, batch=False, reserved=[*RESERVED, *functions()])
        super().__init__(
            signature, plan.parameters, [0.0] * len(plan.parameters), [0.0] * len(plan.parameters)
        )
        self.source, rows = source_of(plan, signature)
        space: dict[str, Any] = {
            **functions(),
            **{name: row.forward for name, row in rows.items()},
            "weights": self.weights,
            "gradient": self.gradient,
            "careful": self._carefully,
            "careful_step": self._step_carefully,
        }
        exec(compile(self.source, "<program>", "exec"), space)
        self._forward, self._differentiate = space["forward"], space.get("differentiate")
        self.descend = space.get("descend")
        self._given: tuple[Any, ...] | None = None

    def __call__(self, *arguments: Any) -> Any:
        """Return the root, of a list of roots a list.

        Given are a number for each input and n numbers for each list of n.  A TypeError if they
        are not real numbers, a ValueError if they do not fit.
        """
        try:
            result = self._forward(*arguments)
        except TypeError:
            as_numbers(self._signature, arguments)  # which says what is wrong with them
            raise
        if type(result) is not float:  # several roots, or numbers that are no floats
            as_numbers(self._signature, arguments)
        self._given = arguments
        return result

    def backward(self) -> None:
        """Fill `gradient` for the arguments of the last call."""
        given = self._last_arguments()
        if self._differentiate is None:
            raise ValueError("a program of several roots has no gradient: compile one of them")
        self._differentiate(*given)

    def value(self, what: Any) -> float:
        """Return the value of a node for the arguments of the last call, by its label or itself."""
        v = self._signature.node(what)
        return self._values(self._last_arguments())[v][0]

    def grad(self, what: Any) -> float:
        """Return the derivative of the root by a node for the arguments of the last call."""
        v = self._signature.node(what)
        return self._slopes(self._last_arguments())[v][0]

    def _last_arguments(self) -> tuple[Any, ...]:
        if self._given is None:
            raise RuntimeError("there are no results yet: call the program first")
        return self._given

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
