"""`trace(root)`: a graph with all that is to be shown of it, as plain data.

Names, formulas and local derivatives as text, LaTeX and MathML; values and derivatives; every
step of the forward and of the backward pass in the textbook's order; each operation as a tree.
The interactive page shows what is in here, and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..engine.operation import Op
from ..engine.value import Value
from ..formulas.named_graph import NamedGraph
from . import expression_trees
from .backward_steps import Step, steps
from .expression_trees import plain
from .folding import groups
from .repetition import blocks

FORMAT, VERSION = "chainrule-trace", 1


def trace(root: Value, equations: Mapping[Value, str] | None = None) -> dict[str, Any]:
    """Return the graph below `root` as plain data, which JSON can hold.

    `equations` gives the numbers of a text's equations: {node: "8-13"} for d root/d node.

    >>> from autograd import Value, trace
    >>> found = trace(Value(3.0, label="w") ** 2)
    >>> [(node["label"], node["value"], node["adjoint"]) for node in found["nodes"]]
    [('w', 3.0, 6.0), ('', 9.0, 1.0)]
    """
    graph = NamedGraph(root, equations)
    operations, keys = _operations(graph)
    paths = groups(graph.nodes, [xs[: graph.drawn(i)] for i, xs in enumerate(graph.inputs)])
    root_at = len(graph.nodes) - 1
    return {
        "format": FORMAT,
        "version": VERSION,
        "root": root_at,
        "title": graph.name(root_at).text,
        "blocks": any(blocks(graph.nodes)),
        "nodes": [
            {**_node(graph, i), "op": keys[i], "group": list(paths[i])}
            for i in range(len(graph.nodes))
        ],
        "operations": operations,
        "spellings": expression_trees.spellings(),
        "steps": [
            *({"pass": "forward", "node": i} for i, v in enumerate(graph.nodes) if v.inputs),
            {"pass": "seed", "node": root_at},
            *map(_step, steps(graph)),
        ],
    }


def _node(graph: NamedGraph, i: int) -> dict[str, Any]:
    v = graph.nodes[i]
    return {
        "label": v.label,
        "name": graph.name(i)._asdict(),
        "inputs": list(graph.inputs[i]),
        "drawn": graph.drawn(i),
        "value": plain(graph.data[i]),
        "adjoint": plain(graph.adjoints[i]),
        "partials": [plain(p) for p in graph.partials[i]],
        "formula": graph.formula(i)._asdict(),
        "locals": [written._asdict() for written in graph.locals(i)],
        "equation": graph.equations.get(v),
    }


def _step(step: Step) -> dict[str, Any]:
    numbers = {k: plain(x) if isinstance(x, float) else x for k, x in step._asdict().items()}
    return {"pass": "backward", **numbers}


def _operations(graph: NamedGraph) -> tuple[dict[str, dict[str, Any]], list[str | None]]:
    """Return the entry of each row, by keys, and the key of each node."""
    entries: dict[str, dict[str, Any]] = {}
    keys: dict[tuple[Op, int], str] = {}
    of_nodes: list[str | None] = []
    for v in graph.nodes:
        row = (v.op, len(v.inputs)) if v.op else None
        if row and row not in keys:
            keys[row] = _key(*row, entries)
            entries[keys[row]] = expression_trees.entry(*row)
        of_nodes.append(keys[row] if row else None)
    return entries, of_nodes


def _key(op: Op, arity: int, taken: Mapping[str, Any]) -> str:
    """Return a name for the row, unique in the trace: "mul", "affine/5", "power_by 2"."""
    key = name = op.name if op.name not in taken else f"{op.name}/{arity}"
    count = 1
    while key in taken:
        count += 1
        key = f"{name} {count}"
    return key
