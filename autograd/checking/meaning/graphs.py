"""A graph from text, read as derivations are, and never evaluated as Python.

    graph_of("z = w x + b; a = sigmoid(z); (a - y)**2", {"w": 0.3, "x": 0.5, "b": -0.2, "y": 1})

Each part but the last defines a node by its name; the last is the root, with a name or without.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

from ...engine import ops
from ...engine.operation import number
from ...engine.value import Value
from ..reading.chains import Formula, Unread
from ..reading.parser import read, read_formula
from ..reading.tree import Expression, Name
from ..reading.walked import names
from .errors import MeaningError, ShapeError
from .functions import OF_SEVERAL
from .model import nothing_given
from .tensor import Tensor, scalar_of
from .values import Meaning
from .world import World


def graph_of(text: str, numbers: Mapping[str, float]) -> Value:
    """Return the graph of a formula at these numbers; see `autograd.formula`."""
    nodes: dict[str, Value] = {}
    for name, x in numbers.items():
        label = _label(name)
        nodes[label] = Value(number(x, f"formula: {name}"), label)
    given = dict.fromkeys(nodes, False)
    known = frozenset(OF_SEVERAL)
    root = Value(0.0)
    for part in text.split(";"):
        read_part = read_formula(part, functions=known, names=frozenset(nodes))
        target, tree = _parted(read_part, part)
        for used in names(tree):
            if used.label == r"\pi" and used.label not in nodes:
                continue
            if used.label not in nodes:
                raise ValueError(f"{used.label} has no number: give it one, {used.label}=0.5")
            given[used.label] = True
        root = _node(tree, nodes, part)
        if target:
            root = ops.identity(root) if root.label else root
            root.label = target
            nodes[root.label], given[root.label] = root, True
    unused = [label for label, needed in given.items() if not needed]
    if unused:
        raise ValueError(f"there is no {unused[0]} in {text}")
    return root


def _parted(formula: Formula, part: str) -> tuple[str, Expression]:
    """Return the label that a part defines, "" for none, and its formula."""
    trees = [member.tree for member in formula.members]
    for tree in trees[-1:]:
        if isinstance(tree, Unread):
            raise ValueError(f"{part.strip() or repr(part)}: {tree.message}")
        if len(trees) == 1:
            return "", tree
        if len(trees) == 2 and isinstance(trees[0], Name):
            return trees[0].label, tree
    raise ValueError(f"{part.strip()}: expected a formula, or name = formula")


def _node(tree: Expression, nodes: Mapping[str, Value], part: str) -> Value:
    """Return the node that a formula is, a number as a leaf."""
    world = World(nothing_given(), random.Random(0))
    try:
        found = scalar_of(Meaning(world, {}, graph=True, arguments=nodes).walk(tree))
    except (MeaningError, ShapeError) as error:
        raise ValueError(f"{part.strip()}: {error}") from None
    if isinstance(found, Tensor):
        raise ValueError(f"{part.strip()}: expected a number, got {found!r}")
    return found if isinstance(found, Value) else Value(found)


def _label(name: str) -> str:
    """Return the label that a name is read as: "w2" is "w_2"."""
    tree = read(name, names=frozenset({name}))
    if not isinstance(tree, Name):
        raise ValueError(f"{name!r} is not a name")
    return tree.label
