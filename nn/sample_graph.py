"""One sample's graph, recorded so that it may stand for every sample.

It may if the code that records it never looks at the numbers, records the same graph when it runs
again, and changes no number of the network as it runs: then `fit` runs it as a program on arrays.
Else this says why not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from autograd import Value, topological_order, watch_reads

from .module import Module
from .objectives import Objective

Sample = tuple[Sequence[float], Sequence[float]]


class NotOneGraphError(Exception):
    """Why one graph cannot stand for every sample."""


@dataclass
class SampleGraph:
    """The graph of one sample: its inputs, targets and outputs, and the loss.

    form  is equal for equal graphs: the parameters, then rows, wires, constants
    """

    xs: list[Value]
    ys: list[Value]
    outputs: list[Value]
    loss: Value
    form: list[Any]


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


def graph_of_samples(model: Any, objective: Objective, samples: Sequence[Sample]) -> SampleGraph:
    """Return the graph of the first sample; NotOneGraphError if that of another one may differ."""
    before = _memory(model)
    first, *others = [graph_of(model, objective, sample) for sample in samples]
    if any(other.form != first.form for other in others):
        raise NotOneGraphError("the graph differs from one pass to the next")
    if _memory(model) != before:
        raise NotOneGraphError("a pass changes numbers that the network keeps, as a counter does")
    return first


def graph_of(model: Any, objective: Objective, sample: Sample) -> SampleGraph:
    """Return the graph of one sample; NotOneGraphError if it depends on the sample's numbers."""
    x, y = sample
    xs = [Value(v, f"x_{i}") for i, v in enumerate(x, 1)]
    ys = [Value(v, f"y_{k}") for k, v in enumerate(y, 1)]
    params = model.parameters()
    try:
        with watch_reads([*params, *xs, *ys]) as lines:
            output = model(xs)
            outputs = as_outputs(output)
            loss = loss_of(objective, output, ys)
    except (TypeError, ValueError) as error:
        raise NotOneGraphError(f"with Values for the data it is refused ({error})") from None
    if lines:
        raise NotOneGraphError(f"it depends on the numbers: {lines[0]}")
    loss.label = loss.label or "L"
    return SampleGraph(xs, ys, outputs, loss, _form(params, xs + ys, [loss, *outputs]))


def _form(params: list[Value], data: list[Value], roots: list[Value]) -> list[Any]:
    names: dict[Value, Any] = {v: i for i, v in enumerate([*params, *data])}
    form: list[Any] = [*params, len(roots)]
    for root in roots:
        for v in topological_order(root):
            if v in names:
                continue
            row = v.op and (v.op.family or v.op, v.op.parameters)
            form.append((row, [names[x] for x in v.inputs]) if row else ("constant", v.data))
            names[v] = len(names)
        form.append(names[root])
    return form


def _memory(model: Any) -> list[Any]:
    """Return the plain numbers and words of a network's modules, and of what `forward` uses."""
    found: list[Any] = []
    seen: set[int] = set()
    waiting = [model]
    for x in waiting:  # which grows as we go
        if isinstance(x, (int, float, str)):
            found.append(x)
            continue
        if id(x) in seen:
            continue
        seen.add(id(x))
        if isinstance(x, dict):
            waiting += x.values()
        elif isinstance(x, (list, tuple)):
            waiting += x
        elif isinstance(x, Module):
            waiting += vars(x).values()
            waiting += _used_by(type(x).forward)
    return found


def _used_by(function: Any) -> list[Any]:
    """Return the plain numbers, lists and dicts outside of a function that it names."""
    code, outside = getattr(function, "__code__", None), getattr(function, "__globals__", {})
    names = code.co_names if code else ()
    cells = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    used = [*cells, *(outside[name] for name in names if name in outside)]
    return [x for x in used if isinstance(x, (int, float, str, list, dict))]
