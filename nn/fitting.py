"""`fit`, `evaluate` and `predict` of a Model, from the user's data to the loop and back."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from .callbacks import Callback
from .data import Rows, checked_rows, checked_targets
from .engines import WORTH_COMPILING, GraphEngine, engine_for, outputs_of
from .history import History
from .progress import progress_for
from .recording import as_outputs
from .training import Training, scored


def fit(
    model: Any,
    X: Any,
    y: Any,
    epochs: int,
    batch_size: int,
    validation_data: tuple[Any, Any] | None,
    callbacks: Sequence[Callback],
    *,
    shuffle: bool,
    seed: int | None,
    verbose: int | str,
    compiled: bool | None,
) -> History:
    """See Model.fit."""
    for name, n in (("epochs", epochs), ("batch_size", batch_size)):
        if not isinstance(n, int) or n < 1:
            raise ValueError(f"{name} must be a whole number from 1 up, got {n!r}")
    history = model.history = History()
    X, Y = _checked(model, X, y)
    validation = None
    if validation_data is not None:
        validation = _checked(model, *validation_data, name="validation ")
    graph = GraphEngine(model, model.objective, model.optimizer(), X, Y)
    engine, how = engine_for(graph, compiled, outputs=bool(model.metrics))
    history.engine = how
    shown = progress_for(verbose, epochs, -(-len(X) // batch_size))
    told = [history, *callbacks, shown]
    for callback in told:
        callback.set_model(model)
    training = Training(model, engine, graph, told, history, validation)
    return training.run(epochs, batch_size, random.Random(seed) if shuffle else None)


def evaluate(model: Any, X: Any, y: Any) -> dict[str, float]:
    """See Model.evaluate."""
    X, Y = _checked(model, X, y)
    graph = GraphEngine(model, model.objective, model.optimizer(), X, Y)
    engine = engine_for(graph, None)[0] if len(X) >= WORTH_COMPILING else graph
    return scored(engine, model, X, Y)


def predict(model: Any, X: Any) -> Any:
    """See Model.predict."""
    found = outputs_of(model, checked_rows(X, "X"))
    if not hasattr(X, "__array_namespace__"):
        return found
    return X.__array_namespace__().asarray(found)


def _checked(model: Any, X: Any, y: Any, name: str = "") -> tuple[Rows, Rows]:
    """Return inputs and targets as rows that suit the network."""
    rows = checked_rows(X, f"{name}X")
    width = len(as_outputs(model(rows[0])))  # makes the weights of layers that wait for a width
    return rows, checked_targets(y, len(rows), width, model.objective, f"{name}y")
