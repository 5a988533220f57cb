"""Callbacks of training, with Keras's names: what is done at each epoch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .training_data import Rows

Logs = Mapping[str, float]


class Callback:
    """The base: `self.model` is the network in training, epochs count from 0.

    The parameters' Values are up to date at the end of each epoch.
    """

    model: Any = None

    def set_model(self, model: Any) -> None:
        """Be told which network is trained."""
        self.model = model

    def set_samples(self, X: Rows, Y: Rows) -> None:
        """Be told the samples: rows of inputs and of targets, as they have been checked."""

    def on_train_begin(self) -> None:
        """Do this before the first epoch."""

    def on_epoch_begin(self, epoch: int) -> None:
        """Do this before each epoch."""

    def on_train_batch_end(self, batch: int, logs: Logs) -> None:
        """Do this after each batch; `logs` holds the loss of the epoch so far."""

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Do this after each epoch; `logs` holds its losses and metrics."""

    def on_train_end(self) -> None:
        """Do this at the end, also of a training that was interrupted."""


class EarlyStopping(Callback):
    """Stop when it no longer pays.

    EarlyStopping(patience=5)       when `monitor` has not improved for 5 epochs (by min_delta)
    EarlyStopping(threshold=1e-6)   when no parameter changed by more than that in an epoch:
                                    the rule of texts 001 and 002

    `monitor` is by default the validation's loss.  What has "acc" in its name is best when large,
    all else when small.  `restore_best_weights` takes the weights of its best epoch at the end,
    however it came.

    >>> from nn import Dense, EarlyStopping, Sequential
    >>> net = Sequential([Dense(1, input_shape=(1,))], seed=0)
    >>> net.compile(loss="mse")
    >>> stopping = EarlyStopping(threshold=1e-6)
    >>> history = net.fit([[0.0], [1.0]], [1.0, 3.0], 9999, callbacks=[stopping], verbose=0)
    >>> len(history.epoch) < 9999
    True
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int | None = None,
        *,
        threshold: float | None = None,
        restore_best_weights: bool = False,
    ) -> None:
        for name, x in (("min_delta", min_delta), ("patience", patience), ("threshold", threshold)):
            if x is not None and not x >= 0:
                raise ValueError(f"EarlyStopping: {name} must be a number from 0 up, got {x!r}")
        self.monitor, self.min_delta, self.threshold = monitor, min_delta, threshold
        self.patience = 0 if patience is None and threshold is None else patience
        self.restore_best_weights = restore_best_weights

    def on_train_begin(self) -> None:
        """Forget what an earlier training found."""
        self._best, self._since = float("inf"), 0
        self._weights = self._best_weights = self._parameters()

    def _parameters(self) -> list[float]:
        return [p.data for p in self.model.parameters()]

    def on_epoch_end(self, epoch: int, logs: Logs) -> None:
        """Stop where it no longer pays; a ValueError if `monitor` is not among the logs."""
        if self.threshold is not None:
            before, self._weights = self._weights, self._parameters()
            change = max(abs(a - b) for a, b in zip(self._weights, before, strict=True))
            if change < self.threshold:
                self._stop(
                    f"no parameter changed by as much as {self.threshold:g} in epoch {epoch + 1}"
                )
        if self.patience is not None:
            self._watch(self.patience, logs)

    def _watch(self, patience: int, logs: Logs) -> None:
        if self.monitor not in logs:
            hint = ": it needs validation_data" if self.monitor.startswith("val_") else ""
            raise ValueError(
                f"EarlyStopping: there is no {self.monitor!r}{hint} (there is {', '.join(logs)})"
            )
        score = -logs[self.monitor] if "acc" in self.monitor else logs[self.monitor]
        if score < self._best - self.min_delta:
            self._best, self._since = score, 0
            self._best_weights = self._parameters()
            return
        self._since += 1
        if self._since >= patience:
            epochs = f"{self._since} epoch{'s' * (self._since > 1)}"
            self._stop(f"{self.monitor} has not improved for {epochs}")

    def on_train_end(self) -> None:
        """Take the weights of the best epoch, if that is wanted."""
        if self.restore_best_weights:
            for p, x in zip(self.model.parameters(), self._best_weights, strict=True):
                p.data = x

    def _stop(self, reason: str) -> None:
        self.model.stop_training = True
        self.model.history.stop_reason = reason
