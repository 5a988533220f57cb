"""`Model`: a network with Keras's `compile`, `fit`, `evaluate`, `predict`, `summary` and `save`.

    model = Sequential([Dense(8, activation="tanh", input_shape=(2,)), Dense(1, "sigmoid")])
    model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
    history = model.fit(X, y, epochs=50)
    history.history["loss"]

A network of one's own is a Model with a `forward` of its own.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .module import Module
from .objectives import Metric, Objective, metric_called, objective_called
from .optim import SGD, Adam, AdamW, Optimizer

if TYPE_CHECKING:
    from .callbacks import Callback
    from .history import History

OPTIMIZERS: dict[str, Callable[[Any], Optimizer]] = {
    "sgd": partial(SGD, lr=0.01),
    "adam": partial(Adam, lr=0.001),
    "adamw": partial(AdamW, lr=0.001, weight_decay=0.004),
}
"""Keras's optimisers by name, with Keras's numbers."""


class Model(Module):
    """A network that can be trained: `compile`, then `fit`, `evaluate` and `predict`.

    After `fit`, `model.history` is its History; `stop_training` may be set by a callback.
    """

    _objective: Objective | None = None
    _optimizer: Any = "sgd"
    history: History
    stop_training = False

    def compile(
        self, optimizer: Any = "sgd", loss: Any = None, metrics: Iterable[str] = ()
    ) -> None:
        """Choose how to train.

        optimizer  "sgd" (rate 0.01), "adam", "adamw" (0.001), an optimiser of this model's
                   parameters, or what makes one of them: `partial(SGD, lr=0.5)`
        loss       a name such as "categorical_crossentropy" or "mse", a loss of `nn`, or a
                   function (pred, target) of one sample
        metrics    of "accuracy", "mse", "mae"
        """
        if isinstance(optimizer, str) and optimizer not in OPTIMIZERS:
            raise ValueError(
                f"no optimizer {optimizer!r}: choose one of {', '.join(OPTIMIZERS)}, or give an "
                f"optimiser such as SGD(model.parameters(), lr=0.1)"
            )
        if not (isinstance(optimizer, (str, Optimizer)) or callable(optimizer)):
            raise TypeError(f"optimizer: expected a name or an optimiser, got {optimizer!r:.60}")
        self._objective = objective_called(loss)
        self._metrics = {name: metric_called(name) for name in metrics}
        self._optimizer = optimizer

    def fit(
        self,
        X: Any,
        y: Any,
        epochs: int = 1,
        batch_size: int = 32,
        validation_data: tuple[Any, Any] | None = None,
        callbacks: Sequence[Callback] = (),
        *,
        shuffle: bool = True,
        seed: int | None = None,
        verbose: int | str = "auto",
        compiled: bool | None = None,
        initial_epoch: int = 0,
    ) -> History:
        """Train on the samples X (rows of numbers) with the targets y; return the History.

        batch_size       samples a step; len(X) for the whole gradient of the texts
        validation_data  (X, y) to compute losses and metrics of after each epoch
        shuffle, seed    whether to draw the samples' order anew in each epoch; repeatable by seed
        verbose          0 nothing, 1 a bar, 2 a line an epoch; "auto": a bar where one can be seen
        compiled         run as a NumPy program (True), as the graph (False), or as a program where
                         one graph stands for every sample (None); the answer is the same
        initial_epoch    where to resume: epochs before it are passed over, with their shuffling

        Ctrl-C ends it with the weights of the best epoch.  A number in the data that is not finite
        is a ValueError, a loss that becomes so `DivergedError`.

        >>> from nn import Dense, Sequential
        >>> model = Sequential([Dense(1, input_shape=(1,))], seed=0)
        >>> model.compile(loss="mse")
        >>> history = model.fit([[0.0], [1.0]], [1.0, 3.0], epochs=1000, seed=0, verbose=0)
        >>> len(history.history["loss"]), history.history["loss"][-1] < 1e-4
        (1000, True)
        """
        from .training import Training

        training = Training(
            self, X, y, epochs, batch_size, validation_data, callbacks, verbose, compiled,
            initial_epoch,
        )  # fmt: skip
        return training.run(random.Random(seed) if shuffle else None)

    def evaluate(self, X: Any, y: Any, *, return_dict: bool = False) -> Any:
        """Return the mean loss of these samples, or [loss, metrics ...], or a dict of them."""
        from .training import evaluated

        scores = evaluated(self, X, y)
        if return_dict:
            return scores
        return [*scores.values()] if len(scores) > 1 else scores["loss"]

    def predict(self, X: Any) -> Any:
        """Return the outputs for each sample: a list of rows, or an array where X is one."""
        from .batch_gradients import outputs_of
        from .training_data import checked_rows

        found = outputs_of(self, checked_rows(X, "X"))
        if not hasattr(X, "__array_namespace__"):
            return found
        return X.__array_namespace__().asarray(found)

    def summary(self) -> None:
        """Print the layers, their widths and their numbers of parameters."""
        children = getattr(self, "layers", None) or [self]
        rows = [("layer", "parameters"), *((repr(m), f"{len(m.parameters()):,}") for m in children)]
        left, right = (max(len(row[i]) for row in rows) for i in (0, 1))
        lines = [f"{what:<{left}}  {count:>{right}}" for what, count in rows]
        rule = "─" * (left + 2 + right)
        total = f"{'in all':<{left}}  {len(self.parameters()):>{right},}"
        print("\n".join([lines[0], rule, *lines[1:], rule, total]))

    def save(self, path: str | Path) -> None:
        """Write the network to a JSON file; `load_model` reads one of Dense layers again."""
        from .model_files import write_model

        write_model(self, path)

    def load_weights(self, path: str | Path) -> None:
        """Set the parameters from a file that `save` wrote; its keys must be this network's."""
        from .model_files import load_parameters, read_model_file

        load_parameters(self, read_model_file(path), str(path))

    # --- what training asks of the network ---

    @property
    def objective(self) -> Objective:
        """The loss that `compile` chose."""
        if self._objective is None:
            raise ValueError('first choose how to train: model.compile("sgd", loss="mse")')
        return self._objective

    def optimizer(self) -> Optimizer:
        """Return the optimiser that `compile` chose, the same one at each `fit`."""
        if not isinstance(self._optimizer, Optimizer):
            make = OPTIMIZERS.get(self._optimizer, self._optimizer)
            self._optimizer = make(self.parameters())
        chosen: Optimizer = self._optimizer
        return chosen

    @property
    def metrics(self) -> dict[str, Metric]:
        """The metrics that `compile` chose, by name."""
        return self._metrics
