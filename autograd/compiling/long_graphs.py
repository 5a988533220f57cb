"""When a graph is too long to be written as a program: then its nodes are computed one by one.

To arrange a node, write it down and have Python compile the line takes about 0.3 ms.  That pays in
a layer, of which one line computes many nodes; a chain of 100,000 steps would take half a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..engine.value import Value

LONG_GRAPH = 3_000
"""Nodes that are arranged for arrays, whatever the shape of the graph, in about a second."""

LONGEST_TEXT = 20_000
"""Nodes that become straight-line code in some seconds: it runs a hundred times as fast."""

NARROW = 4
"""Nodes at a level, in the mean, below which an array operation computes hardly more than one."""


def is_too_long(nodes: Sequence[Value]) -> bool:
    """Whether straight-line code, of a line a node, is too long."""
    return _computed(nodes) > LONGEST_TEXT


def _computed(nodes: Sequence[Value]) -> int:
    return sum(v.op is not None for v in nodes)


def is_long_and_narrow(nodes: Sequence[Value]) -> bool:
    """Whether there are too many nodes, each after its inputs, and few beside each other."""
    if _computed(nodes) <= LONG_GRAPH:
        return False
    level: dict[Value, int] = {}
    for v in nodes:
        level[v] = 1 + max([level[x] for x in v.inputs], default=-1)
    return len(nodes) < NARROW * (1 + max(level.values()))


def summary(nodes: Sequence[Value]) -> str:
    """Return what is shown for the lines of such a program."""
    counts = Counter(v.op.name for v in nodes if v.op is not None)
    rows = ", ".join(f"{count:,} {name}" for name, count in counts.most_common())
    return f"{counts.total():,} nodes, computed one by one: {rows}"
