"""Which layer and neuron a node belongs to: what a picture of a large network is folded by.

A neuron is a node that sums weighted inputs (a row's column `is_weighted_sum`), or in a graph
without such nodes one that is labelled z_1, z^{(2)}, ...  Its layer is one more than that of the
neurons below it.  Its parameters, its activation and the nodes that lead to it alone belong to it.

    ("layer 2", "neuron 1")                  z, its activation, its weights and bias
    ("sample 3", "layer 2", "neuron 1")      the same where several samples share the parameters
    ("inputs",), ("loss",)                   what is below all neurons, and above

Parts that the author names, and such as are repeated, come first (`repetition`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from ..engine.labels import parts
from . import repetition
from .repetition import Path


def groups(nodes: Sequence[Any], inputs: Sequence[Sequence[int]]) -> list[Path]:
    """Return the path of each node, () for the root and for what is in no part.

    `nodes` are in topological order, the root last; `inputs` are the places of each node's
    inputs that are drawn.  The author's own blocks come before what is found.
    """
    users: list[list[int]] = [[] for _ in nodes]
    for i, xs in enumerate(inputs):
        for x in dict.fromkeys(xs):
            users[x].append(i)
    path = repetition.blocks(nodes)
    found = any(path)
    if not found:
        path = repetition.steps(nodes, inputs)
        found = any(path)
    if found:
        _take_along(nodes, inputs, users, path)
        return path
    neurons = _neurons(nodes, inputs)
    families = repetition.families(nodes, inputs, neurons)
    neurons = families or neurons
    path = [neurons.get(i, ()) for i in range(len(nodes))]
    if neurons:
        if not families:
            _upwards(nodes, inputs, users, path)
        _downwards(nodes, users, path)
        if families:
            for leaf, own in repetition.leaves_of_families(nodes, users, path).items():
                path[leaf] = own
        _outside(inputs, users, path, neurons)
    return path


def _take_along(
    nodes: Sequence[Any], inputs: Sequence[Sequence[int]], users: list[list[int]], path: list[Path]
) -> None:
    """Let what is computed for one part alone, and its constants, belong to it."""
    for i in range(len(nodes) - 2, -1, -1):
        above = {path[u] for u in users[i]}
        if not path[i] and len(above) == 1 and (inputs[i] or not nodes[i].label):
            path[i] = above.pop()


def _neurons(nodes: Sequence[Any], inputs: Sequence[Sequence[int]]) -> dict[int, Path]:
    """Return the neurons' places and paths."""
    inner = range(len(nodes) - 1)
    found = {i for i in inner if nodes[i].op is not None and nodes[i].op.is_weighted_sum}
    found = found or {i for i in inner if inputs[i] and _is_called_z(nodes[i].label)}
    depth: list[int] = []
    tied: dict[tuple[int, int], list[int]] = {}  # the neurons of a layer that share a weight
    for i, xs in enumerate(inputs):
        depth.append(max((depth[x] for x in xs), default=0) + (i in found))
        if i in found:
            shares = bool(xs) and not inputs[xs[0]]
            tied.setdefault((depth[i], xs[0] if shares else -i), []).append(i)
    layers: dict[int, list[tuple[int, list[int]]]] = {}
    for (layer, weight), copies in tied.items():
        layers.setdefault(layer, []).append((weight, copies))
    result: dict[int, Path] = {}
    for layer, members in layers.items():
        members.sort(key=lambda m: _natural(nodes[m[1][0]].label or nodes[max(m[0], 0)].label))
        for j, (_, copies) in enumerate(members, 1):
            for k, i in enumerate(copies, 1):
                sample = (f"sample {k}",) if len(copies) > 1 else ()
                result[i] = (*sample, f"layer {layer}", f"neuron {j}")
    return result


def _is_called_z(label: str) -> bool:
    base, sub, sup = parts(label)
    return base == "z" and bool(sub or sup)


def _natural(label: str) -> list[tuple[int, str]]:
    """A key by which z_2 comes before z_10, and nodes without a label stay as they are."""
    return [(int(word), "") if word.isdigit() else (-1, word) for word in
            re.findall(r"\d+|\D+", label)]  # fmt: skip


def _upwards(
    nodes: Sequence[Any], inputs: Sequence[Sequence[int]], users: list[list[int]], path: list[Path]
) -> None:
    """Let what is computed from one neuron alone, and numbers, belong to it."""
    for i, xs in enumerate(inputs[:-1]):
        if xs and not path[i]:
            numbers = [x for x in xs if not inputs[x] and not nodes[x].label and len(users[x]) == 1]
            from_ = {path[x] for x in xs if x not in numbers}
            if len(from_) == 1 and not any(not inputs[x] for x in xs if x not in numbers):
                path[i] = from_.pop()


def _downwards(nodes: Sequence[Any], users: list[list[int]], path: list[Path]) -> None:
    """Let what leads to one neuron alone belong to it, a parameter also in several samples."""
    for i in range(len(nodes) - 2, -1, -1):
        if path[i] or nodes[i].label.startswith("x"):
            continue
        above = {path[u] for u in users[i]}
        if len(above) > 1 and not nodes[i].inputs:
            above = {p[1:] if p and p[0].startswith("sample") else p for p in above}
        if len(above) == 1:
            path[i] = above.pop()


def _outside(
    inputs: Sequence[Sequence[int]],
    users: list[list[int]],
    path: list[Path],
    neurons: dict[int, Path],
) -> None:
    """Give names to what is below all neurons, and to what is above."""
    leads = [False] * len(inputs)  # to a neuron
    for i in range(len(inputs) - 1, -1, -1):
        leads[i] = i in neurons or any(leads[u] for u in users[i])
    below = [False] * len(inputs)  # has a neuron below it
    for i, xs in enumerate(inputs):
        below[i] = i in neurons or any(below[x] for x in xs)
    for i in range(len(inputs) - 2, -1, -1):
        if path[i]:
            continue
        if leads[i] and not below[i]:
            path[i] = (*_sample([path[u] for u in users[i]]), "inputs")
        elif below[i] and not leads[i]:
            path[i] = (*_sample([path[x] for x in inputs[i]]), "loss")
        elif users[i] and not inputs[i] and all(path[u][-1:] == ("loss",) for u in users[i]):
            path[i] = path[users[i][0]]


def _sample(paths: Sequence[Path]) -> Path:
    """Return the sample that all these paths are in, () if there is none."""
    samples = {p[:1] for p in paths if p}
    one = samples.pop() if len(samples) == 1 else ()
    return one if one and one[0].startswith("sample") else ()
