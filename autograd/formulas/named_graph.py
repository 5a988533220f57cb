"""`NamedGraph`: a graph in an order fit for showing, with a name for each node.

Names, formulas and derivatives of nodes are written when they are asked for, so that a graph of a
million nodes can be looked at where one likes.  `trace` puts all of them together as plain data;
`explain`, `derive` and `draw` ask.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from ..engine.labels import parts
from ..engine.order import interior
from ..engine.recorded_numbers import numbers
from ..engine.sweep import local_partials, reverse
from ..engine.value import Value
from .symbol import Symbol, applied, symbol_of
from .written import Written, chosen, is_short, named, number_label, quotient, written_of


class NamedGraph:
    """The graph below a root in an order fit for showing, each fact computed when it is asked for.

    nodes     topological: each after its inputs, layer by layer, leaves where they are first used
    inputs    the places of each node's inputs, with repetitions
    data      each node's number as the graph was computed, whatever `.data` was set to since
    adjoints  d root/d node
    partials  the local derivatives of each node; NaN where they do not exist and do not matter
    """

    def __init__(self, root: Value, equations: Mapping[Value, str] | None = None) -> None:
        if not isinstance(root, Value):
            raise TypeError(f"trace: expected a Value, got {type(root).__name__}")
        self.backward = _from_root(root)
        self.nodes = _from_leaves(root, self.backward)
        self.place = {v: i for i, v in enumerate(self.nodes)}
        self.inputs = [tuple([self.place[x] for x in v.inputs]) for v in self.nodes]
        computed = numbers(self.backward)
        self.data = [computed.get(v, v.data) for v in self.nodes]
        self.equations = equations or {}
        self.partials: list[tuple[float, ...]] = [()] * len(self.nodes)

        def passed_on(v: Value, g: float) -> Iterable[tuple[Value, float]]:
            partials = self.partials[self.place[v]] = _partials(v, g)
            return [(x, g * p if g else 0.0) for x, p in zip(v.inputs, partials, strict=True)]

        found = reverse(self.backward, {root: 1.0}, passed_on)
        self.adjoints = [found[v] for v in self.nodes]
        self._names: dict[int, Written] = {}

    def drawn(self, i: int) -> int:
        """Return how many inputs are shown: not those that only carry precision."""
        op = self.nodes[i].op
        hidden = op.auxiliary if op else 0
        return len(self.inputs[i]) - (0 if any(self.partials[i][-hidden:]) else hidden)

    # --- names and formulas ---

    def label(self, i: int) -> str:
        """Return the label by which the node is shown: its own, its number, or v_7."""
        v = self.nodes[i]
        if v.label:
            return v.label
        if not v.inputs:
            return number_label(self.data[i])
        letter = self._letters[0]
        return f"{letter}_{i}" if i < 10 else f"{letter}_{{{i}}}"

    def name(self, i: int) -> Written:
        """Return the node's name; of a number without a label it is c_3: its derivative has one."""
        if i not in self._names:
            constant = self.is_constant(i)
            self._names[i] = named(f"{self._letters[1]}_{{{i}}}" if constant else self.label(i))
        return self._names[i]

    def is_constant(self, i: int) -> bool:
        """Whether the node is a number without a label, which formulas write out."""
        return not (self.nodes[i].label or self.nodes[i].inputs)

    @cached_property
    def _letters(self) -> tuple[str, str]:
        """The letters of what has no label: of nodes that are computed, and of numbers."""
        taken = {parts(v.label).base for v in self.nodes if v.label}
        computed = next((c for c in "vuqsh" if c not in taken), "node")
        return computed, next((c for c in "ckrj" if c not in taken), "const")

    def formula(self, i: int) -> Written:
        """Return how the node is computed, in its inputs' names; for a leaf its number."""
        v = self.nodes[i]
        if v.op is None:
            return named(number_label(self.data[i]))
        return written_of(applied(v.op, tuple([Symbol(self.label(x)) for x in self.inputs[i]])))

    def locals(self, i: int) -> list[Written]:
        """Return the node's local derivative by each input, in the names of the graph."""
        v = self.nodes[i]
        if v.op is None:
            return []
        if v.op.picks:
            return [chosen(self.name(x), v.op.picks) for x in self.inputs[i]]
        symbols = {x: Symbol(self.label(x)) for x in self.inputs[i]}
        given = [symbols[x] for x in self.inputs[i]]
        try:
            partials = v.op.partials(Symbol(self.label(i)), *given)
        except Exception:  # a user's function may fail in any way when it is given formulas
            return [self.derivative(i, x) for x in self.inputs[i]]
        names = {id(symbol): x for x, symbol in symbols.items()}
        return [self._local(i, x, p, names) for x, p in zip(self.inputs[i], partials, strict=True)]

    def _local(self, i: int, x: int, partial: Any, names: Mapping[int, int]) -> Written:
        if id(partial) in names:
            same = names[id(partial)]
            return self.formula(same) if self.is_constant(same) else self.name(same)
        symbol = symbol_of(partial)
        if symbol.value is not None:
            return named(number_label(symbol.value))
        return written_of(symbol) if is_short(symbol) else self.derivative(i, x)

    def derivative(self, of: int, wrt: int) -> Written:
        """Return the derivative's name: ∂L/∂w₂."""
        return quotient(self.name(of), self.name(wrt))


def _partials(v: Value, adjoint: float) -> tuple[float, ...]:
    try:
        return local_partials(v)
    except ArithmeticError:
        if adjoint:
            raise
        return (math.nan,) * len(v.inputs)  # as in the sweep, where it passes nothing on


def _from_root(root: Value) -> list[Value]:
    """Return the interior nodes, users first: breadth first as far as the uses allow."""
    nodes = interior(root)
    waiting = dict.fromkeys(nodes, 0)
    for v in nodes:
        for x in v.inputs:
            if x.inputs:
                waiting[x] += 1
    order, ready = [], deque(nodes[:1])
    while ready:
        v = ready.popleft()
        order.append(v)
        for x in v.inputs:
            if x.inputs:
                waiting[x] -= 1
                if not waiting[x]:
                    ready.append(x)
    return order


def _from_leaves(root: Value, backward: list[Value]) -> list[Value]:
    """Return all nodes, inputs first: layer by layer, each leaf before its first user."""
    height: dict[Value, int] = {}
    for v in reversed(backward):
        height[v] = 1 + max(height.get(x, 0) for x in v.inputs)
    upwards = sorted(backward, key=height.__getitem__)  # which is stable
    return list(dict.fromkeys(v for u in upwards for v in (*u.inputs, u))) or [root]
