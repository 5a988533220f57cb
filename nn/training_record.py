"""What the page of a training shows, worked out from the epochs that were kept."""

from __future__ import annotations

import copy
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import autograd
from autograd import Plane, Value, label_text, no_grad, topological_order, view_training

from .batch_gradients import ByGraph, ByProgram, way_for
from .optim import SGD
from .sample_graph import NotOneGraphError, SampleGraph, as_outputs, graph_of, loss_of
from .training_data import Rows

WORK = 300_000  # parameters times samples of which gradients are taken at each kept epoch
MOST_NODES = 5_000  # of a graph that is shown
MOST_CLASSES = 8
SIDE, SIDE_BY_GRAPH = 40, 24  # points of the grid along each input
FURTHEST = 8.0  # log-odds: beyond them nothing changes to the eye
MARGIN = 0.08  # of the plane around the data


class TrainingRecord:
    """A network's numbers at the epochs kept, on a copy of it: the network stays as it is."""

    def __init__(self, model: Any, X: Rows, Y: Rows, numbers: dict[int, list[float]]) -> None:
        self.history = model.history
        self.model, self.X, self.Y, self.numbers = copy.deepcopy(model), X, Y, numbers
        self.parameters: list[Value] = self.model.parameters()
        self.layers = layers_of(self.model)
        optimizer = SGD(self.parameters, lr=1.0)
        self.graph = ByGraph(self.model, self.model.objective, optimizer, X, Y)
        self.way = way_for(self.graph, None)[0]
        self.count = max(1, min(len(X), WORK // max(1, len(self.parameters))))
        if isinstance(self.way, ByProgram):
            one = self.way.one
            self.program = autograd.compile(one.loss, [one.xs, one.ys], self.parameters)

    def write(self, path: Path, title: str) -> None:
        """Go through the epochs kept, and write the page."""
        plane = self._plane()
        fields: list[Rows] = []
        gradients: dict[str, list[float]] = {name: [] for name in self.layers}
        for numbers in self.numbers.values():
            for p, x in zip(self.parameters, numbers, strict=True):
                p.data = x
            for name, size in self._sizes().items():
                gradients[name].append(size)
            if plane:
                fields.append(self._field(plane))
        view_training(
            path,
            title=title or f"{type(self.model).__name__}, {len(self.parameters):,} parameters",
            curves=self.history.history,
            epochs=[epoch + 1 for epoch in self.history.epoch],
            kept=self.numbers,
            gradients=gradients,
            samples=list(zip(self.X, self.Y, strict=True)),
            plane={**plane, "fields": fields} if plane else None,
            **self._shown(),
        )

    def _sizes(self) -> dict[str, float]:
        """Return the root mean square of each layer's gradient; NaN where there is none."""
        try:
            found = self._gradients()
        except ArithmeticError:
            return dict.fromkeys(self.layers, math.nan)
        return {
            name: (sum(found[p] ** 2 for p in layer) / len(layer)) ** 0.5
            for name, layer in self.layers.items()
        }

    def _gradients(self) -> dict[Value, float]:
        """Return the derivative of the samples' mean loss by each parameter."""
        if isinstance(self.way, ByProgram):
            self.program.load()
            self.program(self.way.X[: self.count], self.way.Y[: self.count])
            self.program.backward(mean=True)
            return dict(zip(self.program.parameters, self.program.gradient.tolist(), strict=True))
        self.model.zero_grad()
        self.graph.mean(range(self.count))[0].backward()
        return {p: p.grad for p in self.parameters}

    def _shown(self) -> dict[str, Any]:
        """Return the first sample's graph and its leaves; nothing where it is too large."""
        x, y = self.X[0], self.Y[0]
        try:
            one = graph_of(self.model, self.model.objective, (x, y))
        except NotOneGraphError:  # then it is shown for this sample alone
            output = self.model(x)
            loss = loss_of(self.model.objective, output, y)
            loss.label = loss.label or "L"
            one = SampleGraph([], [], as_outputs(output), loss, [])
        if len(topological_order(one.loss)) > MOST_NODES:
            return {}
        leaves = {"parameters": self.parameters, "inputs": one.xs, "targets": one.ys}
        return {"root": one.loss, **leaves}

    # --- the plane of two inputs ---

    def _plane(self) -> Plane | None:
        """Return the plane without its fields; None where there is none to show."""
        classes = self._classes()
        if len(self.X[0]) != 2 or classes is None:
            return None
        ranges = [(min(column), max(column)) for column in zip(*self.X, strict=True)]
        rims = [MARGIN * (high - low) or 1.0 for low, high in ranges]
        if len(self.Y[0]) > 1:
            targets = [float(max(range(len(y)), key=y.__getitem__)) for y in self.Y]
        else:
            targets = [y[0] for y in self.Y]
            if classes:
                targets = [float(t == max(targets)) for t in targets]
        return {
            "names": getattr(self.model, "features", None)
            or [label_text("x_1"), label_text("x_2")],
            "low": [low - rim for (low, _), rim in zip(ranges, rims, strict=True)],
            "high": [high + rim for (_, high), rim in zip(ranges, rims, strict=True)],
            "classes": classes,
            "targets": targets,
            "side": SIDE_BY_GRAPH if isinstance(self.way, ByGraph) else SIDE,
            "fields": [],
        }

    def _classes(self) -> list[str] | None:
        """Return the classes' names, none for one quantity; None for what no plane can show."""
        width = len(self.Y[0])
        names = list(getattr(self.model, "classes", None) or [])
        if width > 1:
            one_hot = all(sorted(y) == [0.0] * (width - 1) + [1.0] for y in self.Y)
            if not one_hot or width > MOST_CLASSES:
                return None
            return names or [str(k) for k in range(width)]
        marks = sorted({y[0] for y in self.Y})
        return (names or [f"{mark:g}" for mark in marks]) if len(marks) == 2 else []

    def _field(self, plane: Plane) -> Rows:
        """Return the channels of what the network says at the points of the grid."""
        side, low, high = plane["side"], plane["low"], plane["high"]
        first, second = (
            [low[i] + (high[i] - low[i]) * k / (side - 1) for k in range(side)] for i in (0, 1)
        )
        try:
            outputs = self._outputs([[a, b] for b in second for a in first])
        except ArithmeticError:
            outputs = [[math.nan] * len(self.Y[0])] * side**2
        if not plane["classes"]:
            return [[output[0] for output in outputs]]
        if len(outputs[0]) > 1:
            rows = [log_shares(output) for output in outputs]
            return [list(channel) for channel in zip(*rows, strict=True)]
        marks = sorted({y[0] for y in self.Y})
        boundary = self.model.objective.boundary
        return [[log_odds(output[0], marks, boundary) for output in outputs]]

    def _outputs(self, X: Rows) -> Rows:
        if isinstance(self.way, ByGraph):
            with no_grad():
                return [[v.data for v in as_outputs(self.model(x))] for x in X]
        return self.way.score(X, [self.Y[0]] * len(X)).outputs


def layers_of(model: Any) -> dict[str, list[Value]]:
    """Return the parameters by layer: "layer 1", or the attribute of the network they are in."""
    found: dict[str, list[Value]] = {}
    for name, v in model.named_parameters():
        first, *rest = name.split(".")
        numbered = rest and rest[0].isdigit() and not all(part.isdigit() for part in rest)
        found.setdefault(f"{first}.{rest[0]}" if numbered else first, []).append(v)
    counts: dict[str, int] = {}
    named: dict[str, list[Value]] = {}
    for key, layer in found.items():
        first, _, place = key.partition(".")
        counts[first] = counts.get(first, 0) + 1
        word = "layer" if first == "layers" else first
        named[f"{word} {counts[first]}" if place else label_text(first)] = layer
    return named


def log_odds(output: float, marks: Sequence[float], boundary: float) -> float:
    """Return the log-odds of the second class that a lone output says: 0 on the boundary.

    The output is the log-odds where the boundary is 0, a probability of 0 to 1, or, with marks
    such as -1 and 1, a number of which the middle between them is the boundary.
    """
    if list(marks) != [0.0, 1.0]:
        low, high = marks
        return _within(2 * (output - (low + high) / 2) / (high - low))
    if boundary == 0:
        return _within(output)
    p = min(max(output, math.exp(-FURTHEST)), 1 - math.exp(-FURTHEST))
    return _within(math.log(p / (1 - p)))


def log_shares(outputs: Sequence[float]) -> list[float]:
    """Return the logarithms of the classes' probabilities: outputs that are such, or logits."""
    if min(outputs) >= 0 and abs(sum(outputs) - 1) < 1e-6:
        return [math.log(max(p, math.exp(-FURTHEST))) for p in outputs]
    top = max(outputs)
    whole = top + math.log(sum(math.exp(z - top) for z in outputs))
    return [max(z - whole, -FURTHEST) for z in outputs]


def _within(x: float) -> float:
    return max(-FURTHEST, min(FURTHEST, x)) if math.isfinite(x) else x
