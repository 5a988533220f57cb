"""Copy and pickle graphs of any depth, and keep what they share.

The default way copies a node's inputs inside the copying of the node, and so recurses to the
depth of the graph.  Here a root is copied as the list of the nodes below it, inputs first: when
a node's turn comes, its inputs are known already.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from operator import getitem, is_
from types import MappingProxyType
from typing import Any
from weakref import ref

from .order import below
from .recording import Birth, birth_of


def make(kind: Any, data: float, grad: float, label: str, op: Any, inputs: tuple[Any, ...]) -> Any:
    """Return a node with these fields, computed with its inputs' present numbers."""
    node = kind.__new__(kind)
    node.data, node.grad, node.label, node.op = data, grad, label, op
    if inputs:
        node.inputs = inputs
    return node


def copy_node(node: Any, inputs: tuple[Any, ...]) -> Any:
    """Return a node like this one with other inputs: computed with the same numbers."""
    copy = make(type(node), node.data, node.grad, node.label, node.op, inputs)
    if node.op is not None:
        copy.x, copy.y, copy.z = node.x, node.y, node.z
    if blocks := birth_of(node).blocks:
        copy.birth = Birth(blocks)
    return copy


def deep_copy(root: Any, memo: dict[int, Any]) -> Any:
    """Copy the graph below `root`; nodes that `memo` knows already are shared."""
    for v in below(root):
        if id(v) not in memo:
            inputs = tuple([memo[id(x)] for x in v.inputs])
            memo[id(v)] = copy_node(v, inputs)
    return memo[id(root)]


class _Batch:
    """Nodes that are pickled together, inputs first; their fields go into lists, side by side.

    A batch lives as long as the pickler that met it, so that two roots pickled together share it.
    """

    __slots__ = ("__weakref__", "nodes", "places")

    def __init__(self, nodes: list[Any]) -> None:
        self.nodes = nodes
        self.places = {id(v): i for i, v in enumerate(nodes)}

    def __reduce__(self) -> tuple[Any, ...]:
        outside: dict[int, int] = {}  # id of an input in another batch -> its place, from -1 down
        others: list[tuple[_Batch, int]] = []
        edges: list[int] = []
        for v in self.nodes:
            for x in v.inputs:
                place = self.places.get(id(x))
                if place is None and (place := outside.get(id(x))) is None:
                    batch = _batch_of(x)
                    assert batch is not None
                    others.append((batch, batch.places[id(x)]))
                    place = outside[id(x)] = -len(others)
                edges.append(place)
        kinds, ops = dict[Any, int](), dict[Any, int]()
        columns = (
            [v.data for v in self.nodes],
            [v.grad for v in self.nodes],
            [v.label for v in self.nodes],
            [kinds.setdefault(type(v), len(kinds)) for v in self.nodes],
            [ops.setdefault(v.op, len(ops)) for v in self.nodes],
            [len(v.inputs) for v in self.nodes],
        )
        changed = {
            i: (v.x, v.y, v.z)
            for i, v in enumerate(self.nodes)
            if v.op is not None and not _unchanged(v)
        }
        return load, (list(kinds), list(ops), columns, edges, others, changed)


def _unchanged(node: Any) -> bool:
    """Whether a node and its inputs have the numbers still with which it was computed."""
    if node.left is None:
        present: Any = [v.data for v in node.right]
        return node.z is node.data and all(map(is_, node.x, present))
    right = node.right
    return (
        node.z is node.data and node.x is node.left.data and (right is None or node.y is right.data)
    )


class _Living(ref[_Batch]):
    """A reference to a batch that lives; when it dies, its nodes are forgotten."""

    __slots__ = ("places",)
    places: dict[int, int]


_living: dict[int, _Living] = {}  # id of a node -> its batch


def _batch_of(node: Any) -> _Batch | None:
    living = _living.get(id(node))
    return living() if living else None


def _forget(dead: _Living) -> None:
    for key in dead.places:
        if _living.get(key) is dead:
            del _living[key]


@contextmanager
def _no_collections() -> Iterator[None]:
    """Do without the collector of cycles while many nodes are made: there are no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def load(
    kinds: list[Any],
    ops: list[Any],
    columns: tuple[list[Any], ...],
    edges: list[int],
    others: list[tuple[list[Any], int]],
    changed: Mapping[int, tuple[Any, Any, float]] = MappingProxyType({}),
) -> list[Any]:
    """Return the nodes of a pickled batch.

    `changed` holds the numbers x, y, z that those nodes were computed with whose data or inputs
    have others by now.
    """
    nodes: list[Any] = []
    outside = [batch[place] for batch, place in others]
    slots = iter(edges)
    with _no_collections():
        for data, grad, label, kind, op, count in zip(*columns, strict=True):
            node = kinds[kind].__new__(kinds[kind])
            node.data, node.grad, node.label, node.op = data, grad, label, ops[op]
            if count:
                places = islice(slots, count)
                node.inputs = tuple([nodes[i] if i >= 0 else outside[-1 - i] for i in places])
            nodes.append(node)
    for i, numbers in changed.items():
        nodes[i].x, nodes[i].y, nodes[i].z = numbers
    return nodes


def reduce(root: Any) -> tuple[Any, ...]:
    """Return what `__reduce__` of a node must: its batch, and its place in it."""
    batch = _batch_of(root)
    if batch is None:
        with _no_collections():
            batch = _Batch([v for v in below(root) if _batch_of(v) is None])
            living = _Living(batch, _forget)
            living.places = batch.places
            _living.update(dict.fromkeys(batch.places, living))
    return getitem, (batch, batch.places[id(root)])
