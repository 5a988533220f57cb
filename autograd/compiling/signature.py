"""What a program is made of: its roots, its inputs and its parameters; and their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from ..engine.value import Value


class Signature:
    """The roots, inputs and parameters of a program, checked.

    entries    the inputs as given: leaves, and lists of leaves
    arguments  the inputs in groups that are arrays of the program: each list, and single inputs
               side by side whose labels have the same base, x_1 and x_2
    leaves     the inputs and the parameters
    all_nodes  every node, each after its inputs
    wrt        what to differentiate by: the parameters, or the inputs if there are none; None
               where there are several roots
    """

    def __init__(self, root: Any, inputs: Any, parameters: Any, keep: Any = ()) -> None:
        self.single_root = isinstance(root, Value)
        self.roots: list[Value] = _nodes([root] if self.single_root else root, "root")
        self.keep = {*self.roots, *_nodes(keep, "keep")}
        if not self.roots:
            raise ValueError("compile: there is no root")
        if isinstance(inputs, (Value, str)) or not isinstance(inputs, Iterable):
            raise TypeError(f"compile: inputs must be a list, got {type(inputs).__name__}")
        self.entries: list[Value | list[Value]] = [
            v if isinstance(v, Value) else _nodes(v, "inputs") for v in inputs
        ]
        self.inputs = _leaves([v for entry in self.entries for v in flat(entry)], "inputs")
        if not all(map(flat, self.entries)) or not self.entries:
            raise ValueError("compile: there must be an input, and no empty list of them")
        self.arguments: list[list[Value]] = []
        for base, entries in groupby(self.entries, key=_base):
            group = list(entries)
            self.arguments += [flat(v) for v in group] if base is None else [group]  # type: ignore[list-item]  # lists have no base
        below = in_order(self.roots)
        given = set(self.inputs)
        if parameters is None:
            parameters = [v for v in below if v.op is None and v.label and v not in given]
        self.parameters = _leaves(_nodes(parameters, "parameters"), "parameters")
        if both := [v for v in self.parameters if v in given]:
            raise ValueError(f"compile: {name_of(both[0])} is an input and a parameter")
        self.wrt = (self.parameters or self.inputs) if self.single_root else None
        self.leaves = [*self.inputs, *self.parameters]
        self.all_nodes = list(dict.fromkeys([*below, *self.inputs, *self.parameters]))
        self._known = set(self.all_nodes)
        self._labelled: dict[str, list[Value]] = {}
        for v in self.all_nodes:
            self._labelled.setdefault(v.label, []).append(v)

    def node(self, what: Any) -> Value:
        """Return the node of a label, or the node itself if it is one of the program's."""
        if isinstance(what, Value):
            if what not in self._known:
                raise KeyError(f"{name_of(what)} is not a node of this program")
            return what
        found = self._labelled.get(what, []) if isinstance(what, str) and what else []
        if len(found) == 1:
            return found[0]
        if found:
            raise KeyError(f"{len(found)} nodes are called {what!r}: ask with the node itself")
        labels = [name for name in self._labelled if name]
        shown = labels if len(labels) < 12 else [*labels[:10], "..."]
        raise KeyError(f"no node {what!r}: there are {', '.join(shown)}")

    def __reduce__(self) -> tuple[Any, ...]:
        root = self.roots[0] if self.single_root else self.roots
        keep = [v for v in self.all_nodes if v in self.keep]
        return Signature, (root, self.entries, self.parameters, keep)

    def __str__(self) -> str:
        return ", ".join(listed_labels(flat(entry)) for entry in self.entries)


def flat(entry: Value | list[Value]) -> list[Value]:
    """Return an input, or a list of inputs, as a list."""
    return [entry] if isinstance(entry, Value) else entry


def name_of(v: Value) -> str:
    """Return how a message speaks of a node."""
    return repr(v.label) if v.label else repr(v)


def listed_labels(nodes: Sequence[Value]) -> str:
    """Return the labels of some nodes, the first and the last of many."""
    labels = [v.label or "?" for v in nodes]
    return ", ".join(labels if len(labels) < 5 else [*labels[:2], "...", labels[-1]])


def in_order(roots: Sequence[Value]) -> list[Value]:
    """Return the nodes below the roots, each after its inputs, neighbours in their order there.

    So the neurons of a layer come in the order in which the next layer takes them.
    """
    order: dict[Value, None] = {}
    entered: set[Value] = set()
    waiting = list(reversed(roots))
    while waiting:
        v = waiting.pop()
        if v in entered:
            order[v] = None  # all that is below it is in order; a second time changes nothing
            continue
        entered.add(v)
        waiting.append(v)
        waiting += [x for x in reversed(v.inputs) if x not in entered]
    return list(order)


def _nodes(given: Any, what: str) -> list[Value]:
    """Return Values as a list; an error says what else was given, or which is there twice."""
    if isinstance(given, (Value, str)) or not isinstance(given, Iterable):
        raise TypeError(f"compile: {what} must be a list of Values, got {given!r:.60}")
    nodes = list(given)
    for v in nodes:
        if not isinstance(v, Value):
            raise TypeError(f"compile: {what} must be Values, got {type(v).__name__} {v!r:.60}")
    if len(set(nodes)) < len(nodes):
        twice = next(v for v in nodes if nodes.count(v) > 1)
        raise ValueError(f"compile: {name_of(twice)} is twice in {what}")
    return nodes


def _leaves(nodes: list[Value], what: str) -> list[Value]:
    for v in _nodes(nodes, what):
        if v.op is not None:
            raise ValueError(f"compile: {what} must be leaves, but {name_of(v)} is computed")
    return nodes


def _base(entry: Value | list[Value]) -> str | None:
    """Return the base of a single input's label: x of x_1."""
    found = re.match(r"\\?[^\W_]*", entry.label) if isinstance(entry, Value) else None
    return found[0] if found else None
