"""How the losses and gradients of a batch are computed: two ways, one answer.

ByGraph    records the batch's graph node by node, and sweeps back over it
ByProgram  runs the graph of one sample as a NumPy program on the whole batch (extra `fast`)

They agree to 1e-12.  `way_for` takes the second where one graph stands for every sample, and says
why where it does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple, Protocol

import autograd
from autograd import Value, no_grad, total

from .objectives import Objective
from .optim import SGD, Adam, AdamW, Optimizer, Vector
from .sample_graph import (
    NotOneGraphError,
    SampleGraph,
    as_outputs,
    graph_of,
    graph_of_samples,
    loss_of,
)
from .training_data import Rows


class Result(NamedTuple):
    """What a pass over a batch gives: the sum of the samples' losses, each sample's outputs."""

    loss: float
    outputs: Rows


class Way(Protocol):
    """Computes batches: lists of indices of samples in the rows X of inputs and Y of targets."""

    def training(self) -> AbstractContextManager[None]:
        """Be ready for `train`; what it changes reaches the parameters' Values by `store`."""

    def train(self, batch: Sequence[int]) -> Result:
        """Take one step down the gradient of the batch's mean loss; the result before it."""

    def load(self) -> None:
        """Take the parameters from their Values."""

    def store(self) -> None:
        """Bring the parameters' Values up to date."""

    def score(self, X: Rows, Y: Rows) -> Result:
        """Compute the losses and outputs of these samples, and change nothing."""

    def outdated(self) -> str:
        """Say why it no longer computes what the network does; "" if it does."""


class NotFiniteError(ArithmeticError):
    """A loss or a gradient is NaN or infinite."""


class ByGraph:
    """Each batch is a graph, recorded anew: any code can be trained."""

    def __init__(
        self, model: Any, objective: Objective, optimizer: Optimizer, X: Rows, Y: Rows
    ) -> None:
        self.model, self.objective, self.optimizer = model, objective, optimizer
        self.X, self.Y = X, Y

    def training(self) -> AbstractContextManager[None]:
        """Do nothing: a graph is always ready."""
        return nullcontext()

    def load(self) -> None:
        """Do nothing: the Values are what is used."""

    def store(self) -> None:
        """Do nothing: the Values are up to date."""

    def train(self, batch: Sequence[int]) -> Result:
        """Record, differentiate and step; a NotFiniteError, and no step, without finite numbers."""
        mean, outputs = self.mean(batch)
        self.optimizer.zero_grad()
        mean.backward()
        if not math.isfinite(mean.data + sum(p.grad for p in self.optimizer.params)):
            raise NotFiniteError
        self.optimizer.step()
        return Result(mean.data * len(batch), outputs)

    def mean(self, batch: Sequence[int]) -> tuple[Value, Rows]:
        """Return the node of the batch's mean loss, and the outputs."""
        losses, outputs = self._record([self.X[k] for k in batch], [self.Y[k] for k in batch])
        return total(losses) / len(losses), outputs

    def score(self, X: Rows, Y: Rows) -> Result:
        """Record these samples and read their losses and outputs."""
        losses, outputs = self._record(X, Y)
        return Result(sum(loss.data for loss in losses), outputs)

    def outdated(self) -> str:
        """Return "": it is recorded anew each time."""
        return ""

    def _record(self, X: Rows, Y: Rows) -> tuple[list[Value], Rows]:
        losses, outputs = [], []
        for x, y in zip(X, Y, strict=True):
            output = self.model(x)
            outputs.append([v.data for v in as_outputs(output)])
            losses.append(loss_of(self.objective, output, y))
        return losses, outputs


class ByProgram:
    """One program for every sample, on arrays; the optimiser steps the vector of all parameters."""

    def __init__(self, graph: ByGraph, *, outputs: bool) -> None:
        self.graph, self.optimizer, self.outputs = graph, graph.optimizer, outputs
        X, Y = graph.X, graph.Y
        self.samples = [(X[k], Y[k]) for k in (0, len(X) // 2, -1)]  # three, also of a lone one
        self.one = one = graph_of_samples(graph.model, graph.objective, self.samples)
        self.params = list(self.optimizer.params)
        self.scorer = autograd.compile([one.loss, *one.outputs], [one.xs, one.ys], self.params)
        self.xp = self.scorer.weights.__array_namespace__()
        self.X, self.Y = self.xp.asarray(X), self.xp.asarray(Y)

    @contextmanager
    def training(self) -> Iterator[None]:
        """Compile the step, and let the optimiser step the program's vector inside."""
        one: SampleGraph = self.one
        self.trainer = autograd.compile(one.loss, [one.xs, one.ys], self.params)
        self.vector = Vector(self.trainer.parameters, self.trainer.weights, self.trainer.gradient)
        index = {p: i for i, p in enumerate(self.trainer.parameters)}
        self.order = self.xp.asarray([index[p] for p in self.scorer.parameters])
        with self.optimizer.stepping(self.vector):
            yield

    def load(self) -> None:
        """Take the program's weights from the Values."""
        self.trainer.load()

    def store(self) -> None:
        """Bring the Values up to date with the program's weights."""
        self.trainer.store()

    def train(self, batch: Sequence[int]) -> Result:
        """Run the program and step; a NotFiniteError before the step if a number is not finite."""
        X, Y = self.X[batch], self.Y[batch]
        losses = self.trainer(X, Y)
        self.trainer.backward(mean=True)
        if not all(self.xp.isfinite(found).all() for found in (losses, self.vector.grad)):
            raise NotFiniteError
        outputs: Rows = []
        if self.outputs:
            self.scorer.weights[:] = self.trainer.weights[self.order]
            outputs = self.scorer(X, Y)[:, 1:].tolist()
        self.optimizer.step()
        return Result(float(losses.sum()), outputs)

    def score(self, X: Rows, Y: Rows) -> Result:
        """Run the program of losses and outputs, with the weights of the Values."""
        self.scorer.load()
        found = self.scorer(self.xp.asarray(X), self.xp.asarray(Y))
        return Result(float(found[:, 0].sum()), found[:, 1:].tolist())

    def outdated(self) -> str:
        """Record one sample anew, and say how it differs from the program's; "" if it does not."""
        try:
            now = graph_of(self.graph.model, self.graph.objective, self.samples[0])
        except NotOneGraphError as error:
            return str(error)
        return "" if now.form == self.one.form else "a callback changed what the network computes"


def way_for(graph: ByGraph, compiled: bool | None, *, outputs: bool = False) -> tuple[Way, str]:
    """Return what computes these samples, and in words which way it is and why.

    `compiled` asks for one of them; then a ValueError says why the program cannot be had.
    `outputs` tells whether `train` is to give the samples' outputs too.
    """
    if compiled is False:
        return graph, BY_GRAPH
    try:
        if type(graph.optimizer) not in (SGD, Adam, AdamW):
            raise NotOneGraphError(f"{type(graph.optimizer).__name__} may not step arrays")
        program = ByProgram(graph, outputs=outputs)
        return program, "a NumPy program, compiled from the graph of one sample"
    except (NotOneGraphError, ImportError) as error:
        if compiled:
            raise ValueError(f"compiled: {error}") from None
        return graph, f"{BY_GRAPH} ({error})"


BY_GRAPH = "the graph itself"
SUM = Objective("sum of the outputs", lambda output, _: total(as_outputs(output)))
WORTH_COMPILING = 100  # samples


def outputs_of(model: Any, X: Rows) -> Rows:
    """Return the outputs for each row of inputs; many rows at once where a program can."""
    if len(X) >= WORTH_COMPILING:
        try:
            one = graph_of_samples(model, SUM, [(x, [0.0]) for x in (X[0], X[-1])])
            program = autograd.compile(one.outputs, [one.xs], model.parameters())
            found: Rows = program(program.weights.__array_namespace__().asarray(X)).tolist()
            return found
        except (NotOneGraphError, ImportError):
            pass
    with no_grad():
        return [[v.data for v in as_outputs(model(x))] for x in X]
