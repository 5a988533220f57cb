"""`NodeByNode`: a long chain over a batch, each node by its row, read over arrays."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..engine.operation import Op
from ..engine.order import leading_to
from ..engine.sweep import reverse
from ..engine.value import Value
from .differentiation import partial_row
from .linear import Product, products_of
from .long_graphs import summary
from .lowering import Computer, Operand
from .primitives import primitive_of
from .runtime import each, functions, np
from .scalars import key_of
from .signature import Signature


class Arrays(Computer):
    """Computes at once what is asked of its Operands: arrays of a number a sample, or of one."""

    def __init__(self) -> None:
        super().__init__(batch=True)
        self._functions = functions()

    def primitive(self, function: Any, inputs: Sequence[Any]) -> Operand:
        """Return the result of an operation."""
        given = [x.view if isinstance(x, Operand) else float(x) for x in inputs]
        out = np.empty(max(np.size(x) for x in given))
        primitive = primitive_of(function)
        if primitive is not None and primitive.array in self._functions:
            self._functions[primitive.array](*given, out)
        else:
            each(function, out, *given)
        return Operand(self, out)


class NodeByNode:
    """How a `Program` computes a long chain: with the interface of `ArrayCode`.

    Nothing is arranged or written, so that it is made in a moment; an operation of a node takes
    some microseconds, several times what it takes in `ArrayCode`.

    parameters         the Values by which it differentiates, in the order of
    weights, gradient  vectors
    weights_then       the weights at the last call of `forward`
    source             empty: there is no text
    """

    source = ""

    def __init__(self, signature: Signature) -> None:
        self._signature = signature
        self.parameters = tuple(signature.parameters)
        self.weights = np.empty(len(self.parameters))
        self.gradient = np.zeros(len(self.parameters))
        self.weights_then = self.weights.copy()
        self._arrays = Arrays()
        self._products: dict[Any, list[Product] | None] = {}
        self._samples = 0
        self._values: dict[Value, Any] = {}
        self._adjoints: dict[Value, Any] = {}

    @property
    def matrices(self) -> dict[str, Any]:
        """The weights by their labels: {label: a view of one number}."""
        return {v.label: self.weights[i : i + 1] for i, v in enumerate(self.parameters)}

    def forward(self, arrays: Sequence[Any]) -> None:
        """Compute the nodes for these inputs: an array for each argument, a column a sample."""
        self._samples = arrays[0].shape[1]
        self.weights_then[:] = self.weights
        self._adjoints = {}
        found = self._values = {}
        for group, table in zip(self._signature.arguments, arrays, strict=True):
            found |= zip(group, table, strict=True)
        found |= zip(self.parameters, self.weights_then.reshape(-1, 1), strict=True)
        for v in self._signature.all_nodes:
            if v.op is not None:
                found[v] = self._row(v.op, [found[x] for x in v.inputs])
            elif v not in found:
                found[v] = np.array([v.data])

    def _row(self, op: Op, xs: list[Any]) -> Any:
        products = self._products_of(op, len(xs))
        if products is None:
            return self._arrays.row(op, self._operands(xs)).view
        terms = [_times(c, xs[i], None if j is None else xs[j]) for c, i, j in products]
        return sum(terms[1:], terms[0]) if terms else np.zeros(1)

    def _products_of(self, op: Op, n: int) -> list[Product] | None:
        key = (key_of(op), n)
        if key not in self._products:
            self._products[key] = products_of(op, n)
        return self._products[key]

    def _operands(self, xs: Sequence[Any]) -> list[Operand]:
        return [Operand(self._arrays, x) for x in xs]

    def backward(self) -> None:
        """Compute the derivatives at the last inputs, and fill `gradient`."""
        order = self._signature.all_nodes[::-1]
        relevant = leading_to(order, self._signature.wrt or ())

        def passed_on(v: Value, g: Any) -> Iterator[tuple[Value, Any]]:
            if v in relevant and v.op is not None and g.any():
                for x, p in self._partials(v, v.op):
                    if x in relevant:
                        yield x, _times(1.0, g, p)

        self._adjoints = reverse(
            order, {self._signature.roots[0]: np.ones(self._samples)}, passed_on
        )
        for i, v in enumerate(self.parameters):
            self.gradient[i] = self._adjoints[v].sum() if v in self._adjoints else 0.0

    def _partials(self, v: Value, op: Op) -> Iterator[tuple[Value, Any]]:
        """Give each input of a node, with the local derivative: an array or a number."""
        inputs, xs = v.inputs, [self._values[x] for x in v.inputs]
        products = self._products_of(op, len(xs))
        if products is not None:
            for c, i, j in products:
                yield inputs[i], c if j is None else _times(c, xs[j], None)
                if j is not None:
                    yield inputs[j], _times(c, xs[i], None)
            return
        z, *operands = self._operands([self._values[v], *xs])
        try:
            partials = op.partials(z, *operands)
        except TypeError:  # it has its own ideas, as functions of floats
            rows = [partial_row(op, i) for i in range(len(xs))]
            partials = [self._arrays.primitive(row, (z, *operands)) for row in rows]
        for x, p in zip(inputs, partials, strict=True):
            yield x, p.view if isinstance(p, Operand) else float(p)

    def value(self, v: Value) -> Any:
        """Return a copy of the values of a node, one a sample."""
        return np.broadcast_to(self._values[v], self._samples).copy()

    def slope(self, v: Value) -> Any:
        """Return a copy of the derivatives by a node, one a sample; None if not computed."""
        return self._adjoints[v].copy() if v in self._adjoints else None

    def __str__(self) -> str:
        return summary(self._signature.all_nodes)


def _times(c: float, x: Any, y: Any) -> Any:
    product = x if y is None else x * y
    return product if c == 1 else c * product
