"""`fit`: the loop that one would write with an optimiser, with what one would forget.

    for epoch in range(epochs):
        for batch in batches(shuffled(samples)):
            optimizer.zero_grad()
            loss = mean of the losses of the batch
            loss.backward()
            optimizer.step()

What is added: data that are checked, a loss that is watched, losses and metrics of each epoch,
callbacks, and an end that leaves good weights also after Ctrl-C.
"""

from __future__ import annotations

import math
import random
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from operator import index
from typing import Any

from autograd import detect_anomaly

from .batch_gradients import (
    BY_GRAPH,
    WORTH_COMPILING,
    ByGraph,
    NotFiniteError,
    Result,
    Way,
    way_for,
)
from .callbacks import Callback, EarlyStopping
from .history import History
from .progress import Bar, Lines, progress_for
from .sample_graph import as_outputs
from .training_data import Rows, batches, checked_rows, checked_targets
from .training_page import TrainingPage

OURS = (Callback, EarlyStopping, History, TrainingPage, Bar, Lines)
"""Callbacks that change nothing of the network."""


class DivergedError(ArithmeticError):
    """The loss, or a gradient, became NaN or infinite: the message names epoch, batch and node."""


class Training:
    """One run of `fit`; see `Model.fit` for the arguments.

    graph  the graph itself, to name the node where numbers fail
    way    what computes the batches: the graph, or a program
    """

    def __init__(
        self,
        model: Any,
        X: Any,
        y: Any,
        epochs: int,
        batch_size: int,
        validation_data: tuple[Any, Any] | None,
        callbacks: Sequence[Callback],
        verbose: int | str,
        compiled: bool | None,
        initial_epoch: int,
    ) -> None:
        self.epochs = whole_number(epochs, "epochs")
        self.batch_size = whole_number(batch_size, "batch_size")
        self.first = whole_number(initial_epoch, "initial_epoch", 0)
        self.model, self.compiled = model, compiled
        self.history = model.history = History()
        samples = checked_samples(model, X, y)
        self.validation = None
        if validation_data is not None:
            self.validation = checked_samples(model, *validation_data, name="validation ")
        self.graph = ByGraph(model, model.objective, model.optimizer(), *samples)
        self.way, self.history.engine = way_for(self.graph, compiled, outputs=bool(model.metrics))
        shown = progress_for(verbose, self.epochs, -(-len(self.graph.X) // self.batch_size))
        self.callbacks = [self.history, *callbacks, shown]
        self.strangers = [c for c in callbacks if type(c) not in OURS]
        self.each_batch = any(
            type(c).on_train_batch_end is not Callback.on_train_batch_end for c in self.strangers
        )
        for callback in self.callbacks:
            callback.set_model(model)
            callback.set_samples(*samples)

    def run(self, rng: random.Random | None) -> History:
        """Train; after Ctrl-C or an error the weights are those of the best epoch."""
        order = list(range(len(self.graph.X)))
        self.best, self.best_epoch, self.best_weights = math.inf, 0, self._weights()
        self.model.stop_training = False
        self._call("on_train_begin")
        try:
            with ExitStack() as self.stack:
                self.stack.enter_context(self.way.training())
                for epoch in range(self.epochs):
                    if rng:
                        rng.shuffle(order)
                    if epoch >= self.first:
                        self._epoch(epoch, batches(order, self.batch_size))
                    if self.model.stop_training:
                        self.history.stop_reason = (
                            self.history.stop_reason or "a callback stopped it"
                        )
                        break
                else:
                    self.history.stop_reason = f"all {self.epochs} epochs are done"
        except BaseException as error:
            self._restore()
            if not isinstance(error, KeyboardInterrupt):
                raise
            self.history.interrupted = True
            self.history.stop_reason = f"interrupted; the weights are those {self._kept()}"
        finally:
            self.model.zero_grad()
            self.history.seconds = time.perf_counter() - self.history.begun
            self._call("on_train_end")
        return self.history

    def _epoch(self, epoch: int, lots: Iterable[Sequence[int]]) -> None:
        self._call("on_epoch_begin", epoch)
        self._see_changes(epoch)
        so_far, seen = Counter[str](), 0
        for number, batch in enumerate(lots, 1):
            try:
                result = self.way.train(batch)
            except ArithmeticError as error:
                self.way.store()
                raise DivergedError(self._failure(epoch, number, batch, error)) from None
            seen += len(batch)
            so_far.update(sums(self.model, result, [self.graph.Y[k] for k in batch]))
            if self.each_batch:
                self.way.store()
            self._call("on_train_batch_end", number, {"loss": so_far["loss"] / seen})
            if self.each_batch:
                self._see_changes(epoch)
        self.way.store()
        logs = {name: x / seen for name, x in so_far.items()} | self._validated(epoch)
        score = logs.get("val_loss", logs["loss"])
        if score < self.best:
            self.best, self.best_epoch, self.best_weights = score, epoch + 1, self._weights()
        self._call("on_epoch_end", epoch, logs)

    def _see_changes(self, epoch: int) -> None:
        """Take the parameters from their Values, and the graph where a program no longer stands.

        A callback may have changed a number or a Value of the network; ours do not.
        """
        if self.strangers and (why := self.way.outdated()):
            if self.compiled:
                raise ValueError(f"compiled: {why}")
            self.stack.close()  # the optimiser goes on with the Values
            self.way = self.graph
            self.history.engine += f"; {BY_GRAPH} from epoch {epoch + 1} on ({why})"
        self.way.load()

    def _validated(self, epoch: int) -> dict[str, float]:
        if self.validation is None:
            return {}
        try:
            scores = scored(self.way, self.model, *self.validation)
        except ArithmeticError as error:
            raise DivergedError(f"epoch {epoch + 1}, validation: {error}") from None
        return {f"val_{name}": x for name, x in scores.items()}

    # --- what went wrong, and what is kept ---

    def _failure(self, epoch: int, number: int, batch: Sequence[int], error: Exception) -> str:
        """Name the epoch, the batch and the node where a number was lost."""
        why = str(error) or "a gradient is not finite"
        try:
            mean, _ = self.graph.mean(batch)
            with detect_anomaly():
                mean.backward()
        except ArithmeticError as found:
            why = str(found).splitlines()[0] or why
        return (
            f"epoch {epoch + 1}, batch {number}: {why}; the weights are those {self._kept()}; "
            f"a smaller learning rate than {self.graph.optimizer.lr:g} may help"
        )

    def _kept(self) -> str:
        return f"of epoch {self.best_epoch}, the best" if self.best_epoch else "of the start"

    def _weights(self) -> list[float]:
        return [p.data for p in self.model.parameters()]

    def _restore(self) -> None:
        for p, x in zip(self.model.parameters(), self.best_weights, strict=True):
            p.data = x

    def _call(self, event: str, *arguments: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, event)(*arguments)


def whole_number(n: Any, name: str, least: int = 1) -> int:
    """Return a whole number from `least` up, NumPy's too; else a ValueError."""
    try:
        found = index(n)
    except TypeError:
        found = least - 1
    if found < least or isinstance(n, bool):
        raise ValueError(f"{name} must be a whole number from {least} up, got {n!r}")
    return found


def checked_samples(model: Any, X: Any, y: Any, name: str = "") -> tuple[Rows, Rows]:
    """Return inputs and targets as rows that suit the network."""
    rows = checked_rows(X, f"{name}X")
    width = len(as_outputs(model(rows[0])))  # makes the weights of layers that wait for a width
    return rows, checked_targets(y, len(rows), width, model.objective, f"{name}y")


def evaluated(model: Any, X: Any, y: Any) -> dict[str, float]:
    """Return the mean loss and metrics of these samples; see Model.evaluate."""
    X, Y = checked_samples(model, X, y)
    graph = ByGraph(model, model.objective, model.optimizer(), X, Y)
    way = way_for(graph, None)[0] if len(X) >= WORTH_COMPILING else graph
    return scored(way, model, X, Y)


def scored(way: Way, model: Any, X: Rows, Y: Rows) -> dict[str, float]:
    """Return the mean loss and metrics of these samples."""
    result = way.score(X, Y)
    if not math.isfinite(result.loss):
        raise NotFiniteError(f"the loss is {result.loss}")
    return {name: x / len(Y) for name, x in sums(model, result, Y).items()}


def sums(model: Any, result: Result, targets: Rows) -> dict[str, float]:
    """Return the sums over samples of the loss and of each metric."""
    pairs = list(zip(result.outputs, targets, strict=True)) if model.metrics else []
    return {"loss": result.loss} | {
        name: sum(metric(output, target, model.objective) for output, target in pairs)
        for name, metric in model.metrics.items()
    }
