"""Copy and pickle graphs of any depth, and keep what they share.

The default way copies a node's inputs inside the copying of the node, and so recurses to the
depth of the graph.  Here a root is copied as the list of the nodes below it, inputs first: when
a node's turn comes, its inputs are known already.
"""

from __future__ import annotations

from typing import Any
from weakref import WeakValueDictionary

from .sweep import below


def make(kind: Any, data: float, grad: float, label: str, op: Any, inputs: tuple[Any, ...]) -> Any:
    """Return a node with these fields."""
    node = kind.__new__(kind)
    node.data, node.grad, node.label, node.op, node.inputs = data, grad, label, op, inputs
    return node


def in_blocks_of(copy: Any, node: Any) -> Any:
    """Note on a copy the blocks that its original is in."""
    if blocks := getattr(node, "blocks", ()):
        copy.blocks = blocks
    return copy


def deep_copy(root: Any, memo: dict[int, Any]) -> Any:
    """Copy the graph below `root`; nodes that `memo` knows already are shared."""
    for v in below(root):
        if id(v) not in memo:
            inputs = tuple([memo[id(x)] for x in v.inputs])
            copy = make(type(v), v.data, v.grad, v.label, v.op, inputs)
            memo[id(v)] = in_blocks_of(copy, v)
    return memo[id(root)]


class _Shell:
    """Stands for a node in a pickle, one level deep; loading it gives the node."""

    __slots__ = ("__weakref__", "inputs", "node")

    def __init__(self, node: Any, inputs: tuple[Any, ...]) -> None:
        self.node, self.inputs = node, inputs

    def __reduce__(self) -> tuple[Any, ...]:
        v = self.node
        return make, (type(v), v.data, v.grad, v.label, v.op, self.inputs)


# A shell lives as long as the pickler that met it, so that two roots pickled together share it.
_shells: WeakValueDictionary[int, _Shell] = WeakValueDictionary()


def last(shells: list[Any]) -> Any:
    """Return the last: what a pickled root is loaded as."""
    return shells[-1]


def reduce(root: Any) -> tuple[Any, ...]:
    """Return what `__reduce__` of a node must: all shells below it, inputs first."""
    if shell := _shells.get(id(root)):
        return last, ([shell],)
    shells = []
    for v in below(root):
        shell = _shells.get(id(v))
        if shell is None:
            shell = _Shell(v, tuple([_shells[id(x)] for x in v.inputs]))
            _shells[id(v)] = shell
        shells.append(shell)
    return last, (shells,)
