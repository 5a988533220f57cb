"""Parts that are repeated: the steps of a recurrent network, families of labels, authors' blocks.

("steps", "step 3")      what is computed between the third and the fourth use of a shared leaf
("parameters",)          the leaves that several steps share
("q", "q₁")              q_{11}, q_{12}, ...: nodes of one letter, and what leads to them alone
("cell", "cell 2")       the second call of the block "cell"; ("encoder",) the only one
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from ..engine.labels import as_text, parts
from ..engine.recording import birth_of

Path: TypeAlias = "tuple[str, ...]"

FEWEST = 3
"""So many uses of a leaf, one after another, are steps."""
SMALLEST = 12
"""Graphs of fewer nodes are seen whole."""


def blocks(nodes: Sequence[Any]) -> list[Path]:
    """Return the path of each node's own blocks; () for a node outside."""
    entered = [birth_of(v).blocks for v in nodes]
    calls: dict[tuple[Any, ...], set[int]] = {}
    for entries in entered:
        for depth, (name, number) in enumerate(entries):
            calls.setdefault((*entries[:depth], name), set()).add(number)
    order = {key: {call: i for i, call in enumerate(sorted(found), 1)}
             for key, found in calls.items()}  # fmt: skip

    def words(entries: Sequence[tuple[str, int]]) -> Path:
        path: list[str] = []
        for depth, (name, number) in enumerate(entries):
            key = (*entries[:depth], name)
            numbers = order[key]
            safe = name.replace("/", "∕").replace("~", "∼").replace("|", "∣")
            path += [safe] if len(numbers) == 1 else [safe, f"{safe} {numbers[number]}"]
        return tuple(path)

    return [words(entries) for entries in entered]


def steps(nodes: Sequence[Any], inputs: Sequence[Sequence[int]]) -> list[Path]:
    """Return the time step of each node; all () where no leaf is used in step after step."""
    path: list[Path] = [()] * len(nodes)
    levels, shared = _levels(nodes, inputs)
    last = max(levels, default=0)
    if last < FEWEST:
        return path
    shapes = _shapes(nodes, inputs, levels)
    repeated = {shapes[i] for i in range(len(nodes)) if 0 < levels[i] < last}
    for i in range(len(nodes) - 1):
        if inputs[i] and levels[i] and (levels[i] < last or shapes[i] in repeated):
            path[i] = ("steps", f"step {levels[i]}")
    for leaf in shared:
        path[leaf] = ("parameters",)
    return path


def _levels(nodes: Sequence[Any], inputs: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
    """Return how many uses of a leaf each node has below it, and the leaves used as often.

    The leaf is that with the most uses of which each has all former ones below it.
    """
    uses: dict[int, list[int]] = {}
    for i, xs in enumerate(inputs):
        for x in dict.fromkeys(xs):
            if not inputs[x] and nodes[x].label:
                uses.setdefault(x, []).append(i)
    most = max(map(len, uses.values()), default=0)
    shared = [x for x, users in uses.items() if len(users) == most and _are_alike(nodes, users)]
    if len(nodes) < SMALLEST or most < FEWEST:
        return [0] * len(nodes), []
    for users in dict.fromkeys(tuple(uses[leaf]) for leaf in shared):  # inputs share theirs
        levels: list[int] = []
        counted = set(users)
        for i, xs in enumerate(inputs):
            levels.append(max([levels[x] for x in xs], default=0) + (i in counted))
        if sorted(levels[i] for i in users) == list(range(1, most + 1)):
            return levels, shared
    return [0] * len(nodes), []


def _are_alike(nodes: Sequence[Any], users: Sequence[int]) -> bool:
    return len({(nodes[i].op, len(nodes[i].inputs)) for i in users}) == 1


def _shapes(
    nodes: Sequence[Any], inputs: Sequence[Sequence[int]], levels: Sequence[int]
) -> list[int]:
    """Return a number for each node that is the same for those computed alike within a step."""
    known: dict[Any, int] = {}
    shapes: list[int] = []
    for i, xs in enumerate(inputs):
        inside = tuple([shapes[x] if levels[x] == levels[i] and inputs[x] else -1 for x in xs])
        shape = (nodes[i].op, inside) if xs else None
        shapes.append(known.setdefault(shape, len(known)))
    return shapes


def families(
    nodes: Sequence[Any], inputs: Sequence[Sequence[int]], neurons: dict[int, Path]
) -> dict[int, Path]:
    """Return the family of each labelled node, where one layer of neurons has several; else {}."""
    names: dict[int, str] = {}
    layers: dict[str, set[str]] = {}
    for i in range(len(nodes) - 1):
        base, sub, sup = parts(nodes[i].label)
        if inputs[i] and base and sub:
            names[i] = base + (sup if sup.isalpha() else "")
    for i, path in neurons.items():
        if i in names:
            layers.setdefault(path[-2], set()).add(names[i])
    if all(len(found) < 2 for found in layers.values()):
        return {}
    counts: dict[str, int] = {}
    for name in names.values():
        counts[name] = counts.get(name, 0) + 1
    return {i: _row_of(name, nodes[i].label) for i, name in names.items() if counts[name] > 1}


def leaves_of_families(
    nodes: Sequence[Any], users: Sequence[Sequence[int]], path: Sequence[Path]
) -> dict[int, Path]:
    """Return the path of each leaf: of the family that uses it, or, if several do, of its own.

    All rows of q use w^q_{11}; q, k and v use x_{11}, x_{12}, ...
    """
    own: dict[str, list[int]] = {}
    found: dict[int, Path] = {}
    for i, node in enumerate(nodes):
        base, sub, _ = parts(node.label)
        above = {path[u][:1] for u in users[i]}
        if node.inputs or path[i] or not base or not sub:
            continue
        if len(above) == 1:
            found[i] = above.pop()
        else:
            own.setdefault(base, []).append(i)
    alike = [(name, leaves) for name, leaves in own.items() if len(leaves) >= FEWEST]
    return found | {i: _row_of(name, nodes[i].label) for name, leaves in alike for i in leaves}


def _row_of(name: str, label: str) -> Path:
    """Return a node's family, and in it the row of its two indices: ("q", "q₁") of q_{12}."""
    sub = parts(label).sub
    row = sub.partition(",")[0] if "," in sub else sub[0] if len(sub) == 2 else ""
    return (name, as_text(f"{name}_{{{row}}}")) if row else (name,)
