"""`Program`: a graph as a NumPy program, for many samples at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from ..engine.value import Value
from . import row_by_row
from .arguments import as_arrays
from .array_code import ArrayCode
from .long_graphs import is_long_and_narrow
from .node_by_node import NodeByNode
from .parameters import Parametrized
from .runtime import np
from .signature import Signature


class Program(Parametrized):
    """Forward and backward over a batch; see `compile`.

    Results are copies; the buffers behind them are used again by the next call, so that two
    threads need two programs.  A copy or a pickle has the graph, the weights and the gradient, not
    the last call.

    parameters  the Values that all samples share, in the order of
    weights     a vector of their numbers, which the program computes with: change it in place.
                `load()` takes it from the Values and `store()` puts it there; a change of a
                Value's data alone changes no result, and the program's repr says so
    gradient    a vector of d(root)/d(parameter), which `backward` fills
    source      the text that runs; empty for a chain of thousands of nodes, which are computed
                one by one
    """

    def __init__(self, signature: Signature) -> None:
        one_by_one = is_long_and_narrow(signature.all_nodes)
        self._code = NodeByNode(signature) if one_by_one else ArrayCode(signature)
        super().__init__(signature, self._code.parameters, self._code.weights, self._code.gradient)
        self.source = self._code.source
        self._step = np.empty(len(self.parameters))
        self._call: _Call | None = None

    @property
    def matrices(self) -> dict[str, Any]:
        """The weights as the program uses them: {name: a view}, matrices and vectors."""
        return self._code.matrices

    # --- running ---

    def __call__(self, *arguments: Any) -> Any:
        """Return the root for every sample; of a list of roots a row for each sample.

        Given are an array of m numbers for each input and one of shape (m, n) for each list of n
        (m may be 0); or one array with a column for each input; or one dict of arrays by label.
        A TypeError if they are not real numbers, a ValueError if they do not fit.
        """
        arrays = as_arrays(self._signature, arguments, np)
        weights = self._code.weights_then
        self._call = _Call(self._signature, arrays, self.parameters, weights)
        try:
            with np.errstate(all="raise", under="ignore"):
                self._code.forward(arrays)
            result = self._results()
            if math.isfinite(result.sum()):
                return result
        except ArithmeticError:
            pass  # an array does not say which number it was, and whether the graph minds
        self._call.by_graph = True
        return self._results()

    def backward(self, *, mean: bool = False) -> None:
        """Fill `gradient` with the sum over the samples of the last call, or with their mean.

        `grad` gives the derivatives by single nodes, sample by sample.
        """
        call = self._differentiated()
        if mean and not call.samples:
            raise ValueError("there is no mean over 0 samples")
        divisor = float(call.samples) if mean else 1.0
        if divisor != call.divisor:
            self.gradient *= call.divisor / divisor
            call.divisor = divisor

    def descend(self, *arguments: Any, rate: float) -> Any:
        """Compute, then go down the mean gradient by `rate`; return the roots of before."""
        result = self(*arguments)
        call = self._differentiated()
        if call.samples:
            np.multiply(self.gradient, rate / (call.samples * call.divisor), self._step)
            self.weights -= self._step
        return result

    def _differentiated(self) -> _Call:
        """Return the last call, with the gradient filled."""
        call = self._last_call()
        if self._signature.wrt is None:
            raise ValueError("a program of several roots has no gradient: compile one of them")
        if call.divisor:
            return call
        if not call.by_graph:
            try:
                with np.errstate(all="raise", under="ignore"):
                    self._code.backward()
                call.by_graph = not math.isfinite(self.gradient.sum())
            except ArithmeticError:
                call.by_graph = True
        if call.by_graph:
            slopes = call.slopes()
            self.gradient[:] = [math.fsum(slopes.get(v, ())) for v in self.parameters]
        call.divisor = 1.0
        return call

    def _last_call(self) -> _Call:
        if self._call is None:
            raise RuntimeError("there are no results yet: call the program first")
        return self._call

    # --- looking inside ---

    def value(self, what: Any) -> Any:
        """Return the values of a node in the last call, a copy: one number for each sample.

        `what` is a label or a node; a list of them gives a column for each.
        """
        if isinstance(what, (list, tuple)):
            return np.stack([self.value(v) for v in what], axis=1)
        v, call = self._signature.node(what), self._last_call()
        found = None if call.by_graph else self._code.value(v)
        return np.array(call.values()[v]) if found is None else found

    def grad(self, what: Any, *, per_sample: bool = False) -> Any:
        """Return the derivative of the root by a node, in the last call: one for each sample.

        By a parameter it is the sum over the samples, one number, unless `per_sample`.  `what`
        is a label or a node; a list of them gives a column for each.
        """
        if isinstance(what, (list, tuple)):
            columns = [self.grad(v, per_sample=per_sample) for v in what]
            return np.stack(columns, axis=-1)
        v, call = self._signature.node(what), self._differentiated()
        if v in self._index and not per_sample:
            return float(self.gradient[self._index[v]] * call.divisor)
        found = None if call.by_graph else self._code.slope(v)
        return np.array(call.slopes()[v]) if found is None else found

    def __str__(self) -> str:
        return str(self._code)

    def _results(self) -> Any:
        rows = [self.value(v) for v in self._signature.roots]
        return rows[0] if self._signature.single_root else np.stack(rows, axis=1)


class _Call:
    """The last call of a program, and what the graph itself computes for it, if it has to.

    samples   how many
    by_graph  whether the arrays met what only the graph can judge
    divisor   what the gradient is divided by; 0 where there is none yet
    """

    def __init__(
        self, signature: Signature, arrays: Sequence[Any], parameters: Sequence[Value], weights: Any
    ) -> None:
        self.samples: int = arrays[0].shape[1]
        self.by_graph = False
        self.divisor = 0.0
        self._signature, self._arrays = signature, arrays
        self._parameters, self._weights = parameters, weights
        self._values: row_by_row.Columns = {}
        self._slopes: row_by_row.Columns = {}

    def values(self) -> row_by_row.Columns:
        """Return the values of all nodes as the graph itself computes them."""
        if not self._values:
            given: dict[Value, Any] = {}
            for nodes, table in zip(self._signature.arguments, self._arrays, strict=True):
                given |= zip(nodes, table.tolist(), strict=True)
            for v, x in zip(self._parameters, self._weights.tolist(), strict=True):
                given[v] = [x] * self.samples
            self._values = row_by_row.values(self._signature.all_nodes, given, self.samples)
        return self._values

    def slopes(self) -> row_by_row.Columns:
        """Return the derivatives by all nodes as the graph itself computes them."""
        if not self._slopes:
            s = self._signature
            self._slopes = row_by_row.adjoints(s.all_nodes, s.roots[0], self.values(), s.leaves)
        return self._slopes
