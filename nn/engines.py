"""How the losses and gradients of a batch are computed: two ways, one answer.

GraphEngine    records the batch's graph node by node, and sweeps back over it
ProgramEngine  runs the graph of one sample as a NumPy program on the whole batch (extra `fast`)

They agree to 1e-12.  `engine_for` takes the second where one graph stands for every sample, and
says why where it does not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any, NamedTuple, Protocol

import autograd
from autograd import Value, no_grad, total

from .data import Rows
from .objectives import Objective
from .optim import SGD, Adam, Optimizer, Vector
from .recording import NotOneGraphError, Recording, as_outputs, loss_of, recorded


class Result(NamedTuple):
    """What a pass over a batch gives: the sum of the samples' losses, each sample's outputs."""

    loss: float
    outputs: Rows


class Engine(Protocol):
    """Computes batches: lists of places of samples in the rows X of inputs and Y of targets."""

    def training(self) -> AbstractContextManager[None]:
        """Be ready for `train`; what it changes reaches the parameters' Values by `store`."""

    def train(self, places: Sequence[int]) -> Result:
        """Take one step down the gradient of the batch's mean loss; the result before it."""

    def load(self) -> None:
        """Take the parameters from their Values."""

    def store(self) -> None:
        """Bring the parameters' Values up to date."""

    def score(self, X: Rows, Y: Rows) -> Result:
        """Compute the losses and outputs of these samples, and change nothing."""


class NotFiniteError(ArithmeticError):
    """A loss or a gradient is NaN or infinite."""


class GraphEngine:
    """Each batch is a graph, recorded anew: any code can be trained."""

    def __init__(
        self, model: Any, objective: Objective, optimizer: Optimizer, X: Rows, Y: Rows
    ) -> None:
        self.model, self.objective, self.optimizer = model, objective, optimizer
        self.X, self.Y = X, Y

    def training(self) -> AbstractContextManager[None]:
        """See Engine."""
        return nullcontext()

    def load(self) -> None:
        """See Engine: the Values are what is used."""

    def store(self) -> None:
        """See Engine: they are up to date."""

    def train(self, places: Sequence[int]) -> Result:
        """See Engine."""
        mean, outputs = self.mean(places)
        self.optimizer.zero_grad()
        mean.backward()
        if not math.isfinite(mean.data + sum(p.grad for p in self.optimizer.params)):
            raise NotFiniteError
        self.optimizer.step()
        return Result(mean.data * len(places), outputs)

    def mean(self, places: Sequence[int]) -> tuple[Value, Rows]:
        """Return the node of the batch's mean loss, and the outputs."""
        losses, outputs = self._record([self.X[k] for k in places], [self.Y[k] for k in places])
        return total(losses) / len(losses), outputs

    def score(self, X: Rows, Y: Rows) -> Result:
        """See Engine."""
        losses, outputs = self._record(X, Y)
        return Result(sum(loss.data for loss in losses), outputs)

    def _record(self, X: Rows, Y: Rows) -> tuple[list[Value], Rows]:
        losses, outputs = [], []
        for x, y in zip(X, Y, strict=True):
            output = self.model(x)
            outputs.append([v.data for v in as_outputs(output)])
            losses.append(loss_of(self.objective, output, y))
        return losses, outputs


class ProgramEngine:
    """One program for every sample, on arrays; the optimiser steps the vector of all parameters."""

    def __init__(
        self, recording: Recording, optimizer: Optimizer, X: Rows, Y: Rows, *, outputs: bool
    ) -> None:
        self.recording, self.optimizer, self.outputs = recording, optimizer, outputs
        self.params = list(optimizer.params)
        arguments = [recording.xs, recording.ys]
        self.scorer = autograd.compile([recording.loss, *recording.outputs], arguments, self.params)
        self.xp = self.scorer.weights.__array_namespace__()
        self.X, self.Y = self.xp.asarray(X), self.xp.asarray(Y)

    @contextmanager
    def training(self) -> Iterator[None]:
        """See Engine."""
        r = self.recording
        self.trainer = autograd.compile(r.loss, [r.xs, r.ys], self.params)
        self.vector = Vector(self.trainer.parameters, self.trainer.weights, self.trainer.gradient)
        place = {p: i for i, p in enumerate(self.trainer.parameters)}
        self.order = self.xp.asarray([place[p] for p in self.scorer.parameters])
        with self.optimizer.stepping(self.vector):
            yield

    def load(self) -> None:
        """See Engine."""
        self.trainer.load()

    def store(self) -> None:
        """See Engine."""
        self.trainer.store()

    def train(self, places: Sequence[int]) -> Result:
        """See Engine."""
        X, Y = self.X[places], self.Y[places]
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
        """See Engine."""
        self.scorer.load()
        found = self.scorer(self.xp.asarray(X), self.xp.asarray(Y))
        return Result(float(found[:, 0].sum()), found[:, 1:].tolist())


def engine_for(
    graph: GraphEngine, compiled: bool | None, *, outputs: bool = False
) -> tuple[Engine, str]:
    """Return the engine to compute these samples with, and in words which it is and why.

    `compiled` asks for one of them; then a ValueError says why the program cannot be had.
    `outputs` tells whether `train` is to give the samples' outputs too.
    """
    if compiled is False:
        return graph, "the graph itself"
    X, Y, optimizer = graph.X, graph.Y, graph.optimizer
    try:
        if type(optimizer) not in (SGD, Adam):
            raise NotOneGraphError(f"{type(optimizer).__name__} may not step arrays")
        places = (0, len(X) // 2, len(X) - 1)  # three passes, also of a lone sample
        recording = recorded(graph.model, graph.objective, [(X[k], Y[k]) for k in places])
        program = ProgramEngine(recording, optimizer, X, Y, outputs=outputs)
        return program, "a NumPy program, compiled from the graph of one sample"
    except (NotOneGraphError, ImportError) as error:
        if compiled:
            raise ValueError(f"compiled: {error}") from None
        return graph, f"the graph itself ({error})"


SUM = Objective("sum of the outputs", lambda output, _: total(as_outputs(output)))
WORTH_COMPILING = 100  # samples


def outputs_of(model: Any, X: Rows) -> Rows:
    """Return the outputs for each row of inputs; many rows at once where a program can."""
    if len(X) >= WORTH_COMPILING:
        try:
            recording = recorded(model, SUM, [(x, [0.0]) for x in (X[0], X[-1])])
            program = autograd.compile(recording.outputs, [recording.xs], model.parameters())
            found: Rows = program(program.weights.__array_namespace__().asarray(X)).tolist()
            return found
        except (NotOneGraphError, ImportError):
            pass
    with no_grad():
        return [[v.data for v in as_outputs(model(x))] for x in X]
