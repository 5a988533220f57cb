"""From a recorded graph to Scalars: every node, and every derivative that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..engine.operation import Op
from ..engine.order import leading_to
from ..engine.sweep import reverse
from ..engine.value import Value
from .scalars import Maker, Scalar
from .signature import Signature

Contribution = tuple[bool, Scalar, Scalar]
"""Whether it comes from a node of each sample; the upstream derivative; the local one."""


class Derivation:
    """A graph in Scalars.

    nodes       the nodes below the roots, each after its inputs
    scalar      {node: its number}
    adjoint     {node: d(root)/d(node)}, for the nodes between the root and `wrt`; for what all
                samples share the sum over the samples
    """

    def __init__(self, signature: Signature, *, batch: bool) -> None:
        self.maker = Maker(batch)
        self.nodes = signature.all_nodes
        self.scalar: dict[Value, Scalar] = {}
        for v in signature.inputs:
            self.scalar[v] = self.maker.leaf(batch)
        for v in signature.parameters:
            self.scalar[v] = self.maker.leaf(batch=False)
        for v in self.nodes:
            if v not in self.scalar:
                self.scalar[v] = self._forward(v)
        self.adjoint: dict[Value, Scalar] = {}
        if signature.wrt is not None:
            self._differentiate(signature.roots[0], signature.wrt)

    def _forward(self, v: Value) -> Scalar:
        if v.op is None:
            return self.maker.constant(v.data)
        return self.maker.apply(v.op, [self.scalar[x] for x in v.inputs])

    def _differentiate(self, root: Value, wrt: Sequence[Value]) -> None:
        maker = self.maker
        order = self.nodes[::-1]
        relevant = leading_to(order, wrt)

        def passed_on(
            v: Value, arrived: list[Contribution]
        ) -> Iterator[tuple[Value, list[Contribution]]]:
            g = self.adjoint[v] = self._collected(self.scalar[v], arrived)
            if g.slope_of is None:
                g.slope_of = self.scalar[v]
            if v.op is None or g.value == 0:
                return
            of_sample = self.scalar[v].batch
            for x, p in zip(v.inputs, self._partials(v), strict=True):
                if x in relevant and p.value != 0:
                    yield x, [(of_sample, g, p)]

        seed = maker.constant(1.0) if self.scalar[root].batch else maker.count
        arrived = {root: [(False, seed, maker.constant(1.0))]} if root in relevant else {}
        reverse(order, arrived, passed_on, _joined)
        for v in relevant - self.adjoint.keys():
            self.adjoint[v] = maker.constant(0.0)

    def _collected(self, of: Scalar, contributions: list[Contribution]) -> Scalar:
        """Add up what has arrived at a node, that with the same local derivative first."""
        same: dict[tuple[bool, Scalar], list[Scalar]] = {}
        for of_sample, g, p in contributions:
            same.setdefault((of_sample and not of.batch, p), []).append(g)
        terms: list[Any] = []
        for (summed, p), gs in same.items():
            if summed:
                g = self.maker.sum([(1.0, g, None) for g in gs])
                terms.append((1.0, self.maker.over(g, p), None))
            elif p.value is not None:
                terms += [(p.value, g, None) for g in gs]
            else:
                g = self.maker.sum([(1.0, g, None) for g in gs])
                terms.append((1.0, g, p))
        return self.maker.sum(terms)

    def _partials(self, v: Value) -> list[Scalar]:
        """Read a row's partials as formulas; where it has its own ideas, as functions of floats."""
        op, z = v.op, self.scalar[v]
        assert op is not None
        xs = [self.scalar[x] for x in v.inputs]
        try:
            partials = op.partials(z, *xs)
        except TypeError:
            return [self.maker.row(partial_row(op, i), (z, *xs)) for i in range(len(xs))]
        return [self.maker.constant(p) for p in partials]


def _joined(some: list[Contribution], more: list[Contribution]) -> list[Contribution]:
    some += more  # in place: a node may have a hundred thousand uses
    return some


def partial_row(op: Op, i: int) -> Op:
    """Return the i-th partial of a row as a row of (z, *inputs) that only floats can read."""
    return Op(
        f"{op.name}_slope_{i + 1}",
        lambda *xs: f"{op.name}_slope_{i + 1}({', '.join(xs)})",
        lambda *xs: rf"\partial_{{{i + 1}}}\operatorname{{{op.name}}}({', '.join(xs)})",
        lambda *xs: float(op.partials(*xs)[i]),
        lambda *_: (),
        family=partial_row,
        parameters=(op, i),
    )
