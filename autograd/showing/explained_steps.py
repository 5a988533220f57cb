"""Which steps of the backward pass an explanation tells."""

from __future__ import annotations

from collections.abc import Iterator

from ..engine.path_sums import Path, paths
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from .backward_steps import Step, steps


def told_of(graph: NamedGraph) -> Iterator[Step]:
    """Yield the steps without those to constants."""
    leaves = [v for v in graph.nodes if not v.inputs]
    constants = {v for v in leaves if not v.label} if any(v.label for v in leaves) else set()
    return (step for step in steps(graph) if graph.nodes[step.input] not in constants)


def along(graph: NamedGraph, path: Path) -> list[Step]:
    """Return the steps along one path: what comes from above is the product so far."""
    if path.nodes[0] is not graph.nodes[-1]:
        raise ValueError("explain: this path does not begin at the root")
    steps, product = [], 1.0
    for (node, below), slot, factor in zip(
        zip(path.nodes, path.nodes[1:], strict=False), path.slots, path.factors, strict=True
    ):
        i, x = graph.place[node], graph.place[below]
        steps.append(Step(i, slot, x, product, factor, product * factor, 0.0, product * factor))
        product *= factor
    return steps


def towards(graph: NamedGraph, to: Value) -> list[Step]:
    """Return the steps on the ways from the root to one node."""
    flow = {(graph.place[v], slot) for v, slot in paths(graph.nodes[-1], to).flow}
    return [step for step in steps(graph) if (step.node, step.slot) in flow]
