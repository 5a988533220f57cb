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
from dataclasses import dataclass
from typing import Any

from autograd import detect_anomaly

from .callbacks import Callback
from .data import Rows, batches
from .engines import Engine, GraphEngine, NotFiniteError, Result
from .history import History


class DivergedError(ArithmeticError):
    """The loss, or a gradient, became NaN or infinite: the message names epoch, batch and node."""


@dataclass
class Training:
    """One run of `fit`, on checked data.

    engine      what computes the batches
    graph       the graph itself, to name the node where numbers fail
    validation  (X, Y), or None
    """

    model: Any
    engine: Engine
    graph: GraphEngine
    callbacks: Sequence[Callback]
    history: History
    validation: tuple[Rows, Rows] | None = None

    def run(self, epochs: int, batch_size: int, rng: random.Random | None) -> History:
        """Train; after Ctrl-C or an error the weights are those of the best epoch."""
        order = list(range(len(self.graph.X)))
        self.best, self.best_epoch, self.best_weights = math.inf, 0, self._weights()
        self.model.stop_training = False
        self._tell("on_train_begin")
        try:
            with self.engine.training():
                for epoch in range(epochs):
                    if rng:
                        rng.shuffle(order)
                    self._epoch(epoch, batches(order, batch_size))
                    if self.model.stop_training:
                        self.history.stop_reason = (
                            self.history.stop_reason or "a callback stopped it"
                        )
                        break
                else:
                    self.history.stop_reason = f"all {epochs} epochs are done"
        except BaseException as error:
            self._restore()
            if not isinstance(error, KeyboardInterrupt):
                raise
            self.history.interrupted = True
            self.history.stop_reason = f"interrupted; the weights are those {self._kept()}"
        finally:
            self.model.zero_grad()
            self.history.seconds = time.perf_counter() - self.history.begun
            self._tell("on_train_end")
        return self.history

    def _epoch(self, epoch: int, lots: Iterable[Sequence[int]]) -> None:
        self._tell("on_epoch_begin", epoch)
        self.engine.load()
        so_far, seen = Counter[str](), 0
        for batch, places in enumerate(lots, 1):
            try:
                result = self.engine.train(places)
            except ArithmeticError as error:
                self.engine.store()
                raise DivergedError(self._failure(epoch, batch, places, error)) from None
            seen += len(places)
            so_far.update(sums(self.model, result, [self.graph.Y[k] for k in places]))
            self._tell("on_train_batch_end", batch, {"loss": so_far["loss"] / seen})
        self.engine.store()
        logs = {name: x / seen for name, x in so_far.items()} | self._validated(epoch)
        score = logs.get("val_loss", logs["loss"])
        if score < self.best:
            self.best, self.best_epoch, self.best_weights = score, epoch + 1, self._weights()
        self._tell("on_epoch_end", epoch, logs)

    def _validated(self, epoch: int) -> dict[str, float]:
        if self.validation is None:
            return {}
        try:
            scores = scored(self.engine, self.model, *self.validation)
        except ArithmeticError as error:
            raise DivergedError(f"epoch {epoch + 1}, validation: {error}") from None
        return {f"val_{name}": x for name, x in scores.items()}

    # --- what went wrong, and what is kept ---

    def _failure(self, epoch: int, batch: int, places: Sequence[int], error: Exception) -> str:
        """Name the epoch, the batch and the node where a number was lost."""
        why = str(error) or "a gradient is not finite"
        try:
            mean, _ = self.graph.mean(places)
            with detect_anomaly():
                mean.backward()
        except ArithmeticError as found:
            why = str(found).splitlines()[0] or why
        return (
            f"epoch {epoch + 1}, batch {batch}: {why}; the weights are those {self._kept()}; "
            f"a smaller learning rate than {self.graph.optimizer.lr:g} may help"
        )

    def _kept(self) -> str:
        return f"of epoch {self.best_epoch}, the best" if self.best_epoch else "of the start"

    def _weights(self) -> list[float]:
        return [p.data for p in self.model.parameters()]

    def _restore(self) -> None:
        for p, x in zip(self.model.parameters(), self.best_weights, strict=True):
            p.data = x

    def _tell(self, event: str, *what: Any) -> None:
        for callback in self.callbacks:
            getattr(callback, event)(*what)


def sums(model: Any, result: Result, targets: Rows) -> dict[str, float]:
    """Return the sums over samples of the loss and of each metric."""
    pairs = list(zip(result.outputs, targets, strict=True)) if model.metrics else []
    return {"loss": result.loss} | {
        name: sum(metric(output, target, model.objective) for output, target in pairs)
        for name, metric in model.metrics.items()
    }


def scored(engine: Engine, model: Any, X: Rows, Y: Rows) -> dict[str, float]:
    """Return the mean loss and metrics of these samples."""
    result = engine.score(X, Y)
    if not math.isfinite(result.loss):
        raise NotFiniteError(f"the loss is {result.loss}")
    return {name: x / len(Y) for name, x in sums(model, result, Y).items()}
