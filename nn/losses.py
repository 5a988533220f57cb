"""Losses `(pred, target)` in PyTorch's terms: numbers, lists, or lists of lists of samples.

All but `half_squared_error` and `categorical_crossentropy` are means: over the elements, or in
`cross_entropy` over the samples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograd import TABLE, Value, absolute, dot, log, softmax_cross_entropy, total
from autograd import binary_cross_entropy as _bce
from autograd import binary_cross_entropy_with_logits as _bce_with_logits

from .module import Module


def mse_loss(pred: Any, target: Any) -> Value:
    """Mean of (pred - target)^2."""
    return _mean([(p - y) ** 2 for p, y in _pairs(pred, target, "mse_loss")])


def l1_loss(pred: Any, target: Any) -> Value:
    """Mean of |pred - target|."""
    return _mean([absolute(p - y) for p, y in _pairs(pred, target, "l1_loss")])


def half_squared_error(pred: Any, target: Any) -> Value:
    """(1/2) sum of (pred - target)^2: the cost C of text 002."""
    terms = [(p - y) ** 2 for p, y in _pairs(pred, target, "half_squared_error")]
    loss: Value = 0.5 * (total(terms) if len(terms) > 1 else terms[0])
    return loss


def binary_cross_entropy(pred: Any, target: Any) -> Value:
    """Mean of -(y log p + (1 - y) log(1 - p)), equation 8-11; from the logit if p is a sigmoid."""
    pairs = _pairs(pred, target, "binary_cross_entropy")
    return _mean([_bce(p, y) for p, y in pairs])


def binary_cross_entropy_with_logits(pred: Any, target: Any) -> Value:
    """Mean of the binary cross-entropy of sigmoid(pred)."""
    pairs = _pairs(pred, target, "binary_cross_entropy_with_logits")
    return _mean([_bce_with_logits(z, y) for z, y in pairs])


def cross_entropy(pred: Any, target: Any) -> Value:
    """Mean over samples of -log softmax(logits)[target].

    `pred` is one list of logits, or a list of them; `target` the index of the true class (or
    a list of probabilities) for each.
    """
    if not _is_list(pred):
        raise TypeError(f"cross_entropy: expected a list of logits, got {pred!r:.60}")
    pred = list(pred)
    if not pred:
        raise ValueError("cross_entropy: there are no logits")
    if not isinstance(pred[0], (list, tuple)):
        pred, target = [pred], [target]
    given = len(target) if hasattr(target, "__len__") else "one"
    if len(pred) != given:
        raise ValueError(f"cross_entropy: {len(pred)} samples need as many targets, got {given}")
    return _mean([softmax_cross_entropy(z, y) for z, y in zip(pred, target, strict=True)])


def categorical_crossentropy(pred: Sequence[Any], target: Any) -> Value:
    """-(y_1 log p_1 + ... + y_n log p_n) of one sample's probabilities, as Keras has it.

    Where they are a softmax it is computed from the logits: so it is right where one rounds to 0.
    """
    logits = _logits(pred)
    if logits:
        loss: Value = softmax_cross_entropy(logits, target)
        return loss
    pairs = [(p, y) for p, y in _pairs(pred, target, "categorical_crossentropy")]
    used = [(p, y) for p, y in pairs if isinstance(y, Value) or y != 0]
    return -dot([y for _, y in used], [log(p) for p, _ in used])  # type: ignore[no-any-return]


def _logits(pred: Sequence[Any]) -> list[Value]:
    """Return the z of which these nodes are the softmax; [] if they are not one."""
    if not all(isinstance(p, Value) and p.op is TABLE["softmax"] for p in pred):
        return []
    zs = [p.inputs[0] for p in pred]  # each component is about its first input
    each = [(z, *zs[:i], *zs[i + 1 :]) for i, z in enumerate(zs)]
    return zs if [p.inputs for p in pred] == each else []


def _mean(terms: list[Any]) -> Value:
    mean: Value = total(terms) / len(terms) if len(terms) > 1 else terms[0]
    return mean


def _pairs(pred: Any, target: Any, name: str) -> Iterator[tuple[Any, Any]]:
    """Yield the numbers of both sides, side by side; a ValueError where their shapes differ."""
    pred, target = _as_list(pred), _as_list(target)
    if len(pred) != len(target):
        raise ValueError(f"{name}: pred has {len(pred)} elements and target {len(target)}")
    if not pred:
        raise ValueError(f"{name}: nothing to compare")
    for p, y in zip(pred, target, strict=True):
        if _is_list(p) or _is_list(y):
            yield from _pairs(p, y, name)
        else:
            yield p, y


def _is_list(x: Any) -> bool:
    return hasattr(x, "__iter__") and not isinstance(x, str)  # of which each part is a str again


def _as_list(x: Any) -> list[Any]:
    return list(x) if _is_list(x) else [x]


class Loss(Module):
    """A loss as an object: `MSELoss()(pred, target)`."""

    function: Callable[[Any, Any], Value]

    def __call__(self, pred: Any, target: Any) -> Value:  # type: ignore[override]  # two inputs
        return type(self).function(pred, target)


class MSELoss(Loss):
    """See `mse_loss`."""

    function = staticmethod(mse_loss)


class L1Loss(Loss):
    """See `l1_loss`."""

    function = staticmethod(l1_loss)


class BCELoss(Loss):
    """See `binary_cross_entropy`."""

    function = staticmethod(binary_cross_entropy)


class BCEWithLogitsLoss(Loss):
    """See `binary_cross_entropy_with_logits`."""

    function = staticmethod(binary_cross_entropy_with_logits)


class CrossEntropyLoss(Loss):
    """See `cross_entropy`."""

    function = staticmethod(cross_entropy)
