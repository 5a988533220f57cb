"""A teacher's words at chosen steps of the two passes: what `view(..., notes=...)` is given.

{"z_2": "The neuron sums first."}            where z_2 is computed
{"dL/dz_2": "Here the sigmoid is done."}     where the gradient of z_2 receives something
{0: "Look at the leaves.", 12: "..."}        before the first step; at the twelfth
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from ..engine.labels import as_text
from ..engine.value import Value

Notes: TypeAlias = Mapping[str | int | Value, str]

_DERIVATIVE = re.compile(r"(?:d|∂|\\partial)\s*(?P<of>.+?)\s*/\s*(?:d|∂|\\partial)\s*(?P<wrt>.+)")


def at_steps(notes: Notes, trace: Mapping[str, Any], nodes: Mapping[Value, int]) -> dict[str, str]:
    """Return the words by step, as JSON has them: {"0": before the first, "12": at the twelfth}.

    A node is named by its label or itself (its place is in `nodes`).  A ValueError for what is no
    step and no node's name, a TypeError for words that are no text.
    """
    found: dict[str, list[str]] = {}
    for key, words in notes.items():
        if not isinstance(words, str):
            raise TypeError(f"notes: the words at {key!r} must be text, got {words!r}")
        for step in _steps(key, trace, nodes):
            found.setdefault(str(step), []).append(words)
    return {step: "\n".join(words) for step, words in sorted(found.items(), key=_by_step)}


def _by_step(item: tuple[str, list[str]]) -> int:
    return int(item[0])


def _steps(key: Any, trace: Mapping[str, Any], nodes: Mapping[Value, int]) -> list[int]:
    """Return the numbers of the steps that a key means."""
    steps = trace["steps"]
    if isinstance(key, int) and not isinstance(key, bool):
        if 0 <= key <= len(steps):
            return [key]
        raise ValueError(f"notes: there is no step {key}, there are {len(steps)}")
    if isinstance(key, Value):
        if key in nodes:
            return _computing(nodes[key], steps)
        raise ValueError(f"notes: {key.label or key.data} is not in this graph")
    names = {as_text(node["label"]): i for i, node in enumerate(trace["nodes"]) if node["label"]}
    names |= {node["name"]["text"]: i for i, node in enumerate(trace["nodes"])}
    wanted = as_text(str(key))
    if wanted in names:
        return _computing(names[wanted], steps)
    halves = _DERIVATIVE.fullmatch(str(key).strip())
    of, wrt = (names.get(as_text(half)) for half in halves.groups()) if halves else (None, None)
    if of == trace["root"] and wrt is not None:
        return [k for k, step in enumerate(steps, 1) if _receives(step) == wrt]
    raise ValueError(f"notes: no step is called {key!r}; the nodes are {', '.join(names)}")


def _computing(node: int, steps: list[dict[str, Any]]) -> list[int]:
    """Return the step that computes a node; a leaf is given before the first."""
    return [k for k, step in enumerate(steps, 1) if _is_of(step, node)] or [0]


def _is_of(step: Mapping[str, Any], node: int) -> bool:
    return step["pass"] == "forward" and bool(step["node"] == node)


def _receives(step: Mapping[str, Any]) -> int | None:
    """Return the node whose gradient a step adds to."""
    found = {"seed": "node", "backward": "input"}.get(step["pass"])
    return step[found] if found else None
