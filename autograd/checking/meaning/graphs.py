"""A graph from text, read as derivations are, and never evaluated as Python.

    graph_of("z = w x + b; a = sigmoid(z); (a - y)**2", {"w": 0.3, "x": 0.5, "b": -0.2, "y": 1})

Each part but the last defines a node by its name; the last is the root, with a name or without.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...engine import ops
from ...engine.functions import logsumexp, prod
from ...engine.operation import number
from ...engine.value import Value
from ..reading.parser import read, read_formula
from ..reading.tree import Name, Unread
from .build import definition_of
from .evaluate import MeaningError, Scope, evaluate, names_in

FUNCTIONS: dict[str, Callable[..., Any]] = {
    "logsumexp": lambda *xs: logsumexp(xs),
    "prod": lambda *xs: prod(xs),
}
"""The functions known here besides those of `evaluate`."""


def graph_of(text: str, numbers: Mapping[str, float]) -> Value:
    """Return the graph of a formula at these numbers; see `autograd.formula`."""
    nodes: dict[str, Value] = {}
    for name, x in numbers.items():
        label = _label(name)
        nodes[label] = Value(number(x, f"formula: {name}"), label)
    given = dict.fromkeys(nodes, False)
    scope = Scope(nodes, FUNCTIONS)
    known = frozenset(FUNCTIONS)
    root = Value(0.0)
    for part in text.split(";"):
        read_part = read_formula(part, functions=known, names=frozenset(nodes))
        definition = definition_of(read_part) if len(read_part.members) == 2 else None
        tree = read_part.members[0].tree if definition is None else definition.body
        if isinstance(tree, Unread):
            raise ValueError(f"{part.strip() or repr(part)}: {tree.message}")
        if len(read_part.members) > 1 and (definition is None or definition.arguments):
            raise ValueError(f"{part.strip()}: expected a formula, or name = formula")
        for used in names_in(tree):
            if used.label not in nodes:
                raise ValueError(f"{used.label} has no number: give it one, {used.label}=0.5")
            given[used.label] = True
        try:
            found = evaluate(tree, scope, graph=True)
        except MeaningError as error:
            raise ValueError(f"{part.strip()}: {error}") from None
        root = found if isinstance(found, Value) else Value(found)
        if definition:
            root = ops.identity(root) if root.label else root
            root.label = definition.label
            nodes[root.label], given[root.label] = root, True
    unused = [label for label, needed in given.items() if not needed]
    if unused:
        raise ValueError(f"there is no {unused[0]} in {text}")
    return root


def _label(name: str) -> str:
    """Return the label that a name is read as: "w2" is "w_2"."""
    tree = read(name, names=frozenset({name}))
    if not isinstance(tree, Name):
        raise ValueError(f"{name!r} is not a name")
    return tree.label
