"""`StraightLineProgram`: a graph as straight-line Python for one sample: floats, and no array."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from . import row_by_row
from .arguments import as_numbers
from .long_graphs import is_too_long, summary
from .parameters import Parametrized
from .plan import Plan
from .program_text import text_of
from .python_source import RESERVED, functions, source_of
from .signature import Signature


class StraightLineProgram(Parametrized):
    """Forward and backward for one sample at a time, in plain Python; see `compile`.

    A copy or a pickle has the graph, the weights and the gradient, not the last call.

    parameters  the Values by which it differentiates, in the order of
    weights     a list of their numbers, which the program computes with: change it in place.
                `load()` takes it from the Values and `store()` puts it there; a change of a
                Value's data alone changes no result, and the program's repr says so
    gradient    a list of d(root)/d(parameter), which `backward` fills
    source      the text that runs; empty for more than 20,000 nodes, computed one by one
    descend     `descend(*arguments, rate=...)`: go down the gradient; return the root of before;
                None for several roots
    """

    def __init__(self, signature: Signature) -> None:
        plan = None
        if not is_too_long(signature.all_nodes):
            plan = Plan(signature, batch=False, reserved=[*RESERVED, *functions()])
        parameters = signature.parameters if plan is None else plan.parameters
        zeros = [0.0] * len(parameters)
        super().__init__(signature, parameters, list(zeros), list(zeros))
        self._plan = plan
        self.source, found = ("", self._by_rows()) if plan is None else self._as_text(plan)
        self._forward, self._differentiate = found["forward"], found.get("differentiate")
        self.descend = found.get("descend")
        self._given: tuple[Any, ...] | None = None

    def _as_text(self, plan: Plan) -> tuple[str, dict[str, Any]]:
        """Return the source, and the functions that it defines."""
        source, rows = source_of(plan, self._signature)
        space: dict[str, Any] = {
            **functions(),
            **{name: row.forward for name, row in rows.items()},
            "weights": self.weights,
            "gradient": self.gradient,
            "row_by_row": self._row_by_row,
            "step_row_by_row": self._step_row_by_row,
        }
        exec(compile(source, "<program>", "exec"), space)
        return source, space

    def _by_rows(self) -> dict[str, Any]:
        """Return the functions that compute a long graph node by node."""
        if self._signature.wrt is None:
            return {"forward": self._row_by_row}
        return {
            "forward": self._row_by_row,
            "differentiate": partial(self._row_by_row, differentiate=True),
            "descend": self._step_row_by_row,
        }

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
        return self._slopes(self._values(self._last_arguments()))[v][0]

    def _last_arguments(self) -> tuple[Any, ...]:
        if self._given is None:
            raise RuntimeError("there are no results yet: call the program first")
        return self._given

    def __str__(self) -> str:
        return text_of(self._plan) if self._plan else summary(self._signature.all_nodes)

    # --- where a number is outside a domain or not finite, or the text too long: the rows ---

    def _values(self, arguments: Sequence[Any]) -> row_by_row.Columns:
        numbers = as_numbers(self._signature, arguments)
        given = dict(zip(self._signature.inputs, ([x] for x in numbers), strict=True))
        given |= zip(self.parameters, ([x] for x in self.weights), strict=True)
        return row_by_row.values(self._signature.all_nodes, given, 1)

    def _slopes(self, values: row_by_row.Columns) -> row_by_row.Columns:
        s = self._signature
        return row_by_row.adjoints(s.all_nodes, s.roots[0], values, s.leaves)

    def _row_by_row(self, *arguments: Any, differentiate: bool = False) -> Any:
        found = self._values(arguments)
        if differentiate:
            slopes = self._slopes(found)
            self.gradient[:] = [slopes[v][0] for v in self.parameters]
        roots = [found[v][0] for v in self._signature.roots]
        return roots[0] if self._signature.single_root else roots

    def _step_row_by_row(self, *arguments: Any, rate: float) -> Any:
        root = self._row_by_row(*arguments, differentiate=True)
        pairs = zip(self.weights, self.gradient, strict=True)
        self.weights[:] = [w - rate * g for w, g in pairs]
        return root
