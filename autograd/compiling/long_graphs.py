"""When a graph is too long to be written as a program: then its nodes are computed one by one.

To arrange a node, write it down and have Python compile the line takes about 0.3 ms.  That pays in
a layer, of which one line computes many nodes; a chain of 100,000 steps would take half a minute.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..engine.value import Value

LONG = 3_000
"""Nodes of a graph that is arranged, whatever its shape, in about a second."""

NARROW = 4
"""Nodes at a level, in the mean, below which an array operation computes hardly more than one."""


def is_long(nodes: Sequence[Value]) -> bool:
    """Whether straight-line code, of a line a node, is too long."""
    return sum(v.op is not None for v in nodes) > LONG


def is_long_and_narrow(nodes: Sequence[Value]) -> bool:
    """Whether there are too many nodes, each after its inputs, and few beside each other."""
    if not is_long(nodes):
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
