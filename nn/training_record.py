"""What the page of a training asks of a network at the epochs that were kept."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import autograd
from autograd import Value, label_text, no_grad, view_training

from .batch_gradients import ByGraph, ByProgram, way_for
from .optim import SGD
from .sample_graph import NotOneGraphError, SampleGraph, as_outputs, graph_of, loss_of
from .training_data import Rows

Numbers = Sequence[float]
WORK = 300_000  # parameters times samples of which gradients are taken at each kept epoch
SIDE, SIDE_BY_GRAPH = 40, 24  # points of the plane's grid along each input


class TrainingRecord:
    """A network's numbers at the epochs kept, on a copy of it: the network stays as it is."""

    def __init__(self, model: Any, X: Rows, Y: Rows, numbers: dict[int, list[float]]) -> None:
        self.history = model.history
        self.model, self.X, self.Y, self.numbers = copy.deepcopy(model), X, Y, numbers
        self.parameters: list[Value] = self.model.parameters()
        optimizer = SGD(self.parameters, lr=1.0)
        self.graph = ByGraph(self.model, self.model.objective, optimizer, X, Y)
        self.way = way_for(self.graph, None)[0]
        self.count = max(1, min(len(X), WORK // max(1, len(self.parameters))))
        if isinstance(self.way, ByProgram):
            one = self.way.one
            self.program = autograd.compile(one.loss, [one.xs, one.ys], self.parameters)

    def write(self, path: Path, title: str) -> None:
        """Write the page."""
        one = self._one_sample()
        view_training(
            path,
            title=title or f"{type(self.model).__name__}, {len(self.parameters):,} parameters",
            curves=self.history.history,
            epochs=[epoch + 1 for epoch in self.history.epoch],
            kept=self.numbers,
            layers=layers_of(self.model),
            gradient=self.gradient,
            outputs=self.outputs,
            samples=list(zip(self.X, self.Y, strict=True)),
            root=one.loss,
            parameters=self.parameters,
            inputs=one.xs,
            targets=one.ys,
            features=getattr(self.model, "features", ()),
            classes=getattr(self.model, "classes", ()),
            boundary=self.model.objective.boundary,
            side=SIDE_BY_GRAPH if isinstance(self.way, ByGraph) else SIDE,
        )

    def gradient(self, numbers: Numbers) -> Numbers:
        """Return the derivative of the samples' mean loss by each parameter."""
        self._set(numbers)
        if isinstance(self.way, ByProgram):
            self.program.load()
            self.program(self.way.X[: self.count], self.way.Y[: self.count])
            self.program.backward(mean=True)
            found = dict(zip(self.program.parameters, self.program.gradient.tolist(), strict=True))
            return [found[p] for p in self.parameters]
        self.model.zero_grad()
        self.graph.mean(range(self.count))[0].backward()
        return [p.grad for p in self.parameters]

    def outputs(self, numbers: Numbers, X: Any) -> Rows:
        """Return the network's outputs for rows of inputs."""
        self._set(numbers)
        if isinstance(self.way, ByGraph):
            with no_grad():
                return [[v.data for v in as_outputs(self.model(x))] for x in X]
        return self.way.score(X, [self.Y[0]] * len(X)).outputs

    def _set(self, numbers: Numbers) -> None:
        for p, x in zip(self.parameters, numbers, strict=True):
            p.data = x

    def _one_sample(self) -> SampleGraph:
        """Return the first sample's graph; one that can stand for no other has no data to set."""
        x, y = self.X[0], self.Y[0]
        try:
            return graph_of(self.model, self.model.objective, (x, y))
        except NotOneGraphError:
            output = self.model(x)
            loss = loss_of(self.model.objective, output, y)
            loss.label = loss.label or "L"
            return SampleGraph([], [], as_outputs(output), loss, [])


def layers_of(model: Any) -> dict[str, list[int]]:
    """Return the places of the parameters by layer: "layer 1", or the network's attribute."""
    found: dict[str, list[int]] = {}
    for i, (name, _) in enumerate(model.named_parameters()):
        first, *rest = name.split(".")
        numbered = rest and rest[0].isdigit() and not all(part.isdigit() for part in rest)
        found.setdefault(f"{first}.{rest[0]}" if numbered else first, []).append(i)
    counts: dict[str, int] = {}
    named: dict[str, list[int]] = {}
    for key, layer in found.items():
        first, _, place = key.partition(".")
        counts[first] = counts.get(first, 0) + 1
        word = "layer" if first == "layers" else first
        named[f"{word} {counts[first]}" if place else label_text(first)] = layer
    return named
