"""What training makes small, and what it tells of: losses and metrics by their Keras names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from . import losses
from .loss_modules import Loss

Numbers = Sequence[float]


@dataclass(frozen=True)
class Objective:
    """A loss `function(pred, target)` of one sample, and what its targets and outputs mean.

    name      what it is called in messages
    classes   the targets are the numbers of classes, 0 to n - 1, given to it as one-hot rows
    shares    the targets are rows of probabilities: from 0 up, with the sum 1
    boundary  of a network with one output, where class 1 begins
    """

    name: str
    function: Callable[[Any, Any], Any]
    classes: bool = False
    shares: bool = False
    boundary: float = 0.5


OBJECTIVES = {
    objective.name: objective
    for objective in (
        Objective("mean_squared_error", losses.mse_loss),
        Objective("mean_absolute_error", losses.l1_loss),
        Objective("half_squared_error", losses.half_squared_error),
        Objective("binary_crossentropy", losses.binary_cross_entropy),
        Objective(
            "binary_crossentropy_with_logits",
            losses.binary_cross_entropy_with_logits,
            boundary=0.0,
        ),
        Objective("categorical_crossentropy", losses.categorical_crossentropy, shares=True),
        Objective("sparse_categorical_crossentropy", losses.categorical_crossentropy, classes=True),
        Objective("cross_entropy", losses.cross_entropy, classes=True),
    )
}
SHORT = {"mse": "mean_squared_error", "mae": "mean_absolute_error", "acc": "accuracy"}


def objective_called(loss: Any) -> Objective:
    """Return the objective of a Keras name, of one of nn's losses, or of a function of one's own.

    A function is given one sample's outputs (a lone one as it is, several as a list) and its
    targets in the same form.  The mean over a batch is over its samples, with class weights too
    (as Keras has it; PyTorch divides by the sum of the weights).
    """
    if isinstance(loss, str):
        name = SHORT.get(loss, loss)
        if name not in OBJECTIVES:
            raise ValueError(f"no loss {loss!r}: choose one of {', '.join(OBJECTIVES)}")
        return OBJECTIVES[name]
    if not callable(loss):
        raise TypeError(f"loss: expected a name or a function (pred, target), got {loss!r:.60}")
    if isinstance(loss, Loss):
        return _with_options(objective_called(type(loss).function), loss.options)
    for objective in OBJECTIVES.values():
        if objective.function is loss and not objective.shares:
            return objective
    return Objective(getattr(loss, "__name__", type(loss).__name__), loss)


def _with_options(objective: Objective, options: dict[str, Any]) -> Objective:
    """Return the loss of one sample with the options of its object.

    A class's weight multiplies a sample's loss: its own mean would take it out again.
    """
    if not options:
        return objective
    if options.get("reduction") == "none":
        raise ValueError('loss: reduction="none" gives no single number to make small')
    if "weight" in options and objective.classes:
        options = {**options, "reduction": "sum"}
    return replace(objective, function=partial(objective.function, **options))


def accuracy(output: Numbers, target: Numbers, objective: Objective) -> float:
    """1 where the largest output is the target's; of a lone output, where the side is right."""
    if len(output) == 1:
        return float((output[0] > objective.boundary) == (target[0] > 0.5))
    return float(_largest(output) == _largest(target))


def squared_error(output: Numbers, target: Numbers, _: Objective) -> float:
    """Mean of (output - target)^2."""
    return sum((o - t) ** 2 for o, t in zip(output, target, strict=True)) / len(output)


def absolute_error(output: Numbers, target: Numbers, _: Objective) -> float:
    """Mean of |output - target|."""
    return sum(abs(o - t) for o, t in zip(output, target, strict=True)) / len(output)


Metric = Callable[[Numbers, Numbers, Objective], float]
METRICS: dict[str, Metric] = {
    "accuracy": accuracy,
    "mean_squared_error": squared_error,
    "mean_absolute_error": absolute_error,
}


def metric_called(name: str) -> Metric:
    """Return the metric of that name: of one sample's outputs and targets, and the objective."""
    full = SHORT.get(name, name)
    if full not in METRICS:
        raise ValueError(f"no metric {name!r}: choose one of {', '.join(METRICS)}")
    return METRICS[full]


def _largest(numbers: Numbers) -> int:
    return max(range(len(numbers)), key=numbers.__getitem__)
