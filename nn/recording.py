"""One sample's graph, recorded so that it may stand for every sample.

It may if the code that records it never looks at the numbers, and records the same graph when it
runs again: then `fit` runs it as a program on arrays.  Else this says why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from autograd import Value, topological_order, watch_reads

from .objectives import Objective


class NotOneGraphError(Exception):
    """Why one graph cannot stand for every sample."""


class Recording(NamedTuple):
    """The graph of one sample: its inputs, targets and outputs, and the loss."""

    xs: list[Value]
    ys: list[Value]
    outputs: list[Value]
    loss: Value


def as_outputs(given: Any) -> list[Value]:
    """Return a network's outputs as a list; a TypeError where they are no Values."""
    outputs = list(given) if isinstance(given, (list, tuple)) else [given]
    if not outputs or not all(isinstance(v, Value) for v in outputs):
        raise TypeError(f"the network must give a Value or a list of Values, got {given!r:.60}")
    return outputs


def loss_of(objective: Objective, output: Any, target: Sequence[Any]) -> Value:
    """Return one sample's loss; a lone output is compared with a lone target."""
    lone = not isinstance(output, (list, tuple))
    loss = objective.function(output, target[0] if lone else target)
    if not isinstance(loss, Value):
        raise TypeError(f"the loss {objective.name} must give a Value, got {loss!r:.60}")
    return loss


def recorded(
    model: Any, objective: Objective, samples: Sequence[tuple[Sequence[float], Sequence[float]]]
) -> Recording:
    """Return the graph of the first sample; NotOneGraphError if that of another one may differ."""
    first, *others = [_record(model, objective, x, y) for x, y in samples]
    form = _form(model, first)
    if any(_form(model, other) != form for other in others):
        raise NotOneGraphError("the graph differs from one pass to the next")
    return first


def _record(model: Any, objective: Objective, x: Sequence[float], y: Sequence[float]) -> Recording:
    xs = [Value(v, f"x_{i}") for i, v in enumerate(x, 1)]
    ys = [Value(v, f"y_{k}") for k, v in enumerate(y, 1)]
    try:
        with watch_reads([*model.parameters(), *xs, *ys]) as places:
            output = model(xs)
            outputs = as_outputs(output)
            loss = loss_of(objective, output, ys)
    except (TypeError, ValueError) as error:
        raise NotOneGraphError(f"with Values for the data it is refused ({error})") from None
    if places:
        raise NotOneGraphError(f"it depends on the numbers: {places[0]}")
    loss.label = loss.label or "L"
    return Recording(xs, ys, outputs, loss)


def _form(model: Any, recording: Recording) -> list[Any]:
    """Return the graph as data that are equal for equal graphs: rows, wires, constants."""
    leaves = [*model.parameters(), *recording.xs, *recording.ys]
    names: dict[Value, Any] = {v: i for i, v in enumerate(leaves)}
    form: list[Any] = [len(recording.outputs)]
    for root in (recording.loss, *recording.outputs):
        for v in topological_order(root):
            if v in names:
                continue
            row = v.op and (v.op.family or v.op, v.op.parameters)
            form.append((row, [names[x] for x in v.inputs]) if row else ("constant", v.data))
            names[v] = len(names)
        form.append(names[root])
    return form
