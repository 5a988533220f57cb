"""`Program`: a graph as a NumPy program, for many samples at once."""

from __future__ import annotations

import math
from typing import Any

from ..engine.value import Value
from . import row_by_row
from .arguments import as_arrays
from .blocks import View
from .lowering import Code
from .numpy_source import Source
from .plan import Plan
from .program_text import listing
from .signature import Signature

READY = 8
"""For how many sizes of batch the buffers are kept."""


class Program:
    """Forward and backward over a batch; see `compile`.

    Results are copies; the buffers behind them are used again by the next call, so that two
    threads need two programs.

    parameters  the Values that all samples share, in the order of
    weights     a vector of their numbers: change it in place, and the next call computes with it
    gradient    a vector of d(root)/d(parameter), which `backward` fills
    source      the text that runs
    """

    def __init__(self, signature: Signature) -> None:
        from . import runtime

        self._numpy, self._namespace = runtime.np, runtime.namespace
        self._signature = signature
        reserved = ["weights", "gradient", "forward", "backward", *runtime.namespace(1)]
        self._plan = plan = Plan(signature, batch=True, reserved=reserved)
        code = Code(batch=True)
        phases = {name: code.blocks(blocks) for name, blocks in plan.phases.items()}
        self._source = Source(phases, plan.arguments, plan.names)
        self.source = self._source.text
        self._code = compile(self.source, "<program>", "exec")
        self._spaces: dict[int, dict[str, Any]] = {}
        self.parameters = plan.parameters
        self._places = {v: i for i, v in enumerate(self.parameters)}
        self.weights = self._numpy.empty(len(self.parameters))
        self.gradient = self._numpy.zeros(len(self.parameters))
        self._step, self._weights_then = self.weights.copy(), self.weights.copy()
        self._given: list[Any] = []
        self._direct: list[Any] = []
        self._divisor = 0.0  # what the gradient is divided by; 0 where there is none yet
        self.load()

    # --- parameters ---

    def load(self) -> None:
        """Set `weights` to the parameters' data."""
        self.weights[:] = [v.data for v in self.parameters]

    def store(self) -> None:
        """Set the parameters' data to `weights`."""
        for v, x in zip(self.parameters, self.weights.tolist(), strict=True):
            v.data = x

    @property
    def matrices(self) -> dict[str, Any]:
        """The weights as the program uses them: {name: a view}, matrices and vectors."""
        return {
            name: self.weights[view.start : view.stop].reshape(view.shape or -1)
            for name, view in self._source.weights.items()
        }

    # --- running ---

    def __call__(self, *arguments: Any) -> Any:
        """Return the root for every sample; of a list of roots a row for each sample."""
        self._begin(as_arrays(self._signature, arguments, self._numpy))
        try:
            with self._numpy.errstate(all="raise", under="ignore"):
                self._space["forward"](*self._direct)
            result = self._results()
            if math.isfinite(result.sum()):
                return result
        except ArithmeticError:
            pass  # an array does not say which number it was, and whether the graph minds
        self._exact = True
        return self._results()

    def backward(self, *, mean: bool = False) -> None:
        """Fill `gradient` with the sum over the samples of the last call, or with their mean.

        `grad` gives the derivatives by single nodes, sample by sample.
        """
        self._go_back()
        divisor = float(self._samples) if mean else 1.0
        if divisor != self._divisor:
            self.gradient *= self._divisor / divisor
            self._divisor = divisor

    def descend(self, *arguments: Any, rate: float) -> Any:
        """Compute, then go down the mean gradient by `rate`; return the roots of before."""
        result = self(*arguments)
        self._go_back()
        self._numpy.multiply(self.gradient, rate / (self._samples * self._divisor), self._step)
        self.weights -= self._step
        return result

    def _begin(self, arrays: list[Any]) -> None:
        self._given = arrays
        self._samples = arrays[0].shape[1]
        self._space = space = self._space_for(self._samples)
        self._weights_then[:] = self.weights
        self._divisor = 0.0
        self._exact = False
        self._values: row_by_row.Columns = {}
        self._slopes: row_by_row.Columns = {}
        self._direct = []
        for place, x in zip(self._plan.arguments, arrays, strict=True):
            if place in self._source.direct:
                self._direct.append(x)
            else:
                space[self._source.buffers[place]][...] = x if len(x) > 1 else x[0]

    def _go_back(self) -> None:
        if not self._given:
            raise RuntimeError("there is nothing to go back from: call the program first")
        if self._signature.wrt is None:
            raise ValueError("a program of several roots has no gradient: compile one of them")
        if self._divisor:
            return
        if not self._exact:
            try:
                with self._numpy.errstate(all="raise", under="ignore"):
                    self._space["backward"](*self._direct)
                self._exact = not math.isfinite(self.gradient.sum())
            except ArithmeticError:
                self._exact = True
        if self._exact:
            slopes = self._slopes_carefully()
            self.gradient[:] = [math.fsum(slopes.get(v, ())) for v in self.parameters]
        self._divisor = 1.0

    def _space_for(self, m: int) -> dict[str, Any]:
        """Return the functions of the program, with buffers for m samples."""
        if m not in self._spaces:
            if len(self._spaces) == READY:
                del self._spaces[next(iter(self._spaces))]
            space = self._namespace(m)
            for name, x in self._source.constants.items():
                space[name] = self._numpy.array(x) if isinstance(x, tuple) else x
            space |= {"weights": self.weights, "gradient": self.gradient}
            exec(self._code, space)  # our own text, every name of which we made
            self._spaces[m] = space
        return self._spaces[m]

    # --- looking inside ---

    def value(self, what: Any) -> Any:
        """Return the values of a node in the last call, a copy: one number for each sample.

        `what` is a label or a node; a list of them gives a column for each.
        """
        if isinstance(what, (list, tuple)):
            return self._numpy.stack([self.value(v) for v in what], axis=1)
        v = self._signature.node(what)
        place = self._plan.value(v)
        if self._exact or place is None:
            return self._numpy.array(self._values_carefully()[v])
        return self._read(place)

    def grad(self, what: Any, *, per_sample: bool = False) -> Any:
        """Return the derivative of the root by a node, in the last call: one for each sample.

        By a parameter it is the sum over the samples, one number, unless `per_sample`.  `what`
        is a label or a node; a list of them gives a column for each.
        """
        if isinstance(what, (list, tuple)):
            columns = [self.grad(v, per_sample=per_sample) for v in what]
            return self._numpy.stack(columns, axis=-1)
        v = self._signature.node(what)
        self._go_back()
        if v in self._places and not per_sample:
            return float(self.gradient[self._places[v]] * self._divisor)
        place = self._plan.slope(v)
        if self._exact or place is None:
            return self._numpy.array(self._slopes_carefully()[v])
        return self._read(place)

    def __str__(self) -> str:
        return listing(self._plan)

    def _results(self) -> Any:
        rows = [self.value(v) for v in self._signature.roots]
        return rows[0] if self._signature.single_root else self._numpy.stack(rows, axis=1)

    def _read(self, place: View | float) -> Any:
        """Return a copy of the numbers of a row, one for each sample."""
        if not isinstance(place, View):
            return self._numpy.full(self._samples, place)
        array, at = place.array, place.start
        if array in self._plan.arguments:
            return self._given[self._plan.arguments.index(array)][at].copy()
        if array.kind == "count":
            return self._numpy.full(self._samples, float(self._samples))
        if array.is_vector:
            vector = self._weights_then if array.kind == "weights" else self.gradient
            return self._numpy.full(self._samples, vector[at])
        rows = self._space[self._source.buffers[array]]
        row = rows[at] if len(array.rows) > 1 else rows
        return row.copy() if array.batch else self._numpy.full(self._samples, row[0])

    # --- number by number: where one is outside a domain or not finite, or was not kept ---

    def _values_carefully(self) -> row_by_row.Columns:
        """Return the values of all nodes as the graph itself computes them."""
        if not self._values:
            given: dict[Value, Any] = {}
            for nodes, table in zip(self._signature.arguments, self._given, strict=True):
                given |= zip(nodes, table.tolist(), strict=True)
            for v, x in zip(self.parameters, self._weights_then.tolist(), strict=True):
                given[v] = [x] * self._samples
            self._values = row_by_row.values(self._signature.all_nodes, given, self._samples)
        return self._values

    def _slopes_carefully(self) -> row_by_row.Columns:
        """Return the derivatives by all nodes as the graph itself computes them."""
        if not self._slopes:
            nodes, root = self._signature.all_nodes, self._signature.roots[0]
            self._slopes = row_by_row.adjoints(nodes, root, self._values_carefully())
        return self._slopes
