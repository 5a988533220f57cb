"""The backward pass as steps, one contribution each, in the textbook's order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..formulas.named_graph import NamedGraph


class Step(NamedTuple):
    """One contribution of the backward pass: d root/d input += upstream * local.

    node, slot, input  the input of the node in that slot, as places in `NamedGraph.nodes`
    before, after      the running total of d root/d input
    """

    node: int
    slot: int
    input: int
    upstream: float
    local: float
    contribution: float
    before: float
    after: float


def steps(graph: NamedGraph) -> Iterator[Step]:
    """Yield every contribution of the backward pass, in the textbook's order.

    A neuron's parameters come before the activations below it: dw_2, db_2, then da_1.
    """
    totals = [0.0] * len(graph.nodes)
    for v in graph.backward:
        i = graph.place[v]
        upstream = graph.adjoints[i]
        slots = list(range(graph.drawn(i)))
        if v.op is not None and v.op.is_weighted_sum:
            slots.sort(key=lambda slot: bool(v.inputs[slot].inputs))
        for slot in slots:
            x, local = graph.inputs[i][slot], graph.partials[i][slot]
            given = upstream * local if upstream else 0.0
            before, totals[x] = totals[x], totals[x] + given
            yield Step(i, slot, x, upstream, local, given, before, totals[x])
