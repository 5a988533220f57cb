"""Losses `(pred, target)` in PyTorch's terms: numbers, lists, or lists of lists of samples.

All but `half_squared_error` and `categorical_crossentropy` are means: over the elements, or in
`cross_entropy` over the samples.  `reduction="sum"` gives the sum of the terms instead, "none"
the terms themselves, in the form of `pred`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from autograd import TABLE, Value, absolute, dot, log, softmax_cross_entropy, softplus, total
from autograd import binary_cross_entropy as _bce
from autograd import binary_cross_entropy_with_logits as _bce_with_logits

from .layers import is_list

REDUCTIONS = ("mean", "sum", "none")


def mse_loss(pred: Any, target: Any, *, reduction: str = "mean") -> Any:
    """(pred - target)^2, element by element; a ValueError if their lengths differ.

    >>> from nn import mse_loss
    >>> mse_loss([1.0, 2.0], [0.0, 0.0]), mse_loss([1.0, 2.0], [0.0, 0.0], reduction="none")
    (2.5, [1.0, 4.0])
    """
    return reduced(_terms(lambda p, y: (p - y) ** 2, "mse_loss", pred, target), reduction)


def l1_loss(pred: Any, target: Any, *, reduction: str = "mean") -> Any:
    """|pred - target|, element by element; a ValueError if their lengths differ.

    >>> from nn import l1_loss
    >>> l1_loss([1.0, -2.0], [0.0, 0.0])
    1.5
    """
    return reduced(_terms(lambda p, y: absolute(p - y), "l1_loss", pred, target), reduction)


def half_squared_error(pred: Any, target: Any) -> Value:
    """(1/2) sum of (pred - target)^2: the cost C of text 002.

    A ValueError if their lengths differ.

    >>> from nn import half_squared_error
    >>> half_squared_error([1.0, 2.0], [0.0, 0.0])
    2.5
    """
    terms = _terms(lambda p, y: (p - y) ** 2, "half_squared_error", pred, target)
    loss: Value = 0.5 * reduced(terms, "sum")
    return loss


def binary_cross_entropy(
    pred: Any, target: Any, weight: Any = 1.0, *, reduction: str = "mean"
) -> Any:
    """-(y log p + (1 - y) log(1 - p)), equation 8-11; from the logit if p is a sigmoid.

    `weight` multiplies the terms: one number, a number for each column, or for each element.

    A ValueError if lengths differ, a DomainError for p outside of 0 to 1.

    >>> from nn import binary_cross_entropy
    >>> binary_cross_entropy([0.5, 0.5], [1.0, 0.0])
    0.6931471805599453
    """
    name = "binary_cross_entropy"
    terms = _terms(lambda p, y, w: _times(w, _bce(p, y)), name, pred, target, weight)
    return reduced(terms, reduction)


def binary_cross_entropy_with_logits(
    pred: Any,
    target: Any,
    weight: Any = 1.0,
    pos_weight: Any = 1.0,
    *,
    reduction: str = "mean",
) -> Any:
    """The binary cross-entropy of sigmoid(pred).

    `weight` multiplies the terms and `pos_weight` the part of those whose target is 1: one number,
    a number for each column, or for each element.

    A ValueError if lengths differ.

    >>> from nn import binary_cross_entropy_with_logits
    >>> binary_cross_entropy_with_logits([0.0, 1000.0], [1.0, 1.0], reduction="none")
    [0.6931471805599453, 0.0]
    """

    def term(z: Any, y: Any, w: Any, of_ones: Any) -> Any:
        plain = isinstance(of_ones, (int, float)) and of_ones == 1
        if plain:
            return _times(w, _bce_with_logits(z, y))
        return _times(w, of_ones * y * softplus(-z) + (1 - y) * softplus(z))

    name = "binary_cross_entropy_with_logits"
    return reduced(_terms(term, name, pred, target, weight, pos_weight), reduction)


def cross_entropy(
    pred: Any, target: Any, weight: Sequence[Any] | None = None, *, reduction: str = "mean"
) -> Any:
    """-log softmax(logits)[target] of each sample.

    `pred` is one list of logits, or a list of them; `target` the index of the true class (or
    a list of probabilities) for each.  `weight` has a number for each class; the mean of samples
    with indices is then their weighted mean, as in PyTorch.

    A ValueError where there is not a target for each sample, or a weight for each class.

    >>> from nn import cross_entropy
    >>> cross_entropy([[0.0, 0.0], [1000.0, 0.0]], [1, 0])
    0.34657359027997264
    """
    if not is_list(pred):
        raise TypeError(f"cross_entropy: expected a list of logits, got {pred!r:.60}")
    pred = list(pred)
    if not pred:
        raise ValueError("cross_entropy: there are no logits")
    lone = not isinstance(pred[0], (list, tuple))
    if lone:
        pred, target = [pred], [target]
    given = len(target) if hasattr(target, "__len__") else "one"
    if len(pred) != given:
        raise ValueError(f"cross_entropy: {len(pred)} samples need as many targets, got {given}")
    if weight is None:
        terms = [softmax_cross_entropy(z, y) for z, y in zip(pred, target, strict=True)]
        return reduced(terms[0] if lone else terms, reduction)
    if len(weight) != len(pred[0]):
        raise ValueError(f"cross_entropy: {len(weight)} weights for {len(pred[0])} classes")
    pairs = [_weighted(z, y, weight) for z, y in zip(pred, target, strict=True)]
    terms = [term for term, _ in pairs]
    if reduction == "mean":
        return reduced(terms, "sum") / sum(w for _, w in pairs)
    return reduced(terms[0] if lone else terms, reduction)


def _weighted(z: Sequence[Any], y: Any, weight: Sequence[Any]) -> tuple[Any, Any]:
    """Return a sample's weighted cross-entropy, and its own weight in a mean."""
    if is_list(y):
        return softmax_cross_entropy(z, [w * p for w, p in zip(weight, y, strict=True)]), 1.0
    term = softmax_cross_entropy(z, y)
    return _times(weight[int(y)], term), weight[int(y)]


def categorical_crossentropy(pred: Sequence[Any], target: Any) -> Value:
    """-(y_1 log p_1 + ... + y_n log p_n) of one sample's probabilities, as Keras has it.

    Where they are a softmax it is computed from the logits: so it is right where one rounds to 0.

    A ValueError if their lengths differ.

    >>> from nn import categorical_crossentropy
    >>> categorical_crossentropy([0.5, 0.5], [0.0, 1.0])
    0.6931471805599453
    """
    logits = _logits(pred)
    if logits:
        loss: Value = softmax_cross_entropy(logits, target)
        return loss
    pairs = _flat(_terms(lambda p, y: (p, y), "categorical_crossentropy", pred, target))
    used = [(p, y) for p, y in pairs if isinstance(y, Value) or y != 0]
    return -dot([y for _, y in used], [log(p) for p, _ in used])  # type: ignore[no-any-return]


def _logits(pred: Sequence[Any]) -> list[Value]:
    """Return the z of which these nodes are the softmax; [] if they are not one."""
    if not all(isinstance(p, Value) and p.op is TABLE["softmax"] for p in pred):
        return []
    zs = [p.inputs[0] for p in pred]  # each component is about its first input
    each = [(z, *zs[:i], *zs[i + 1 :]) for i, z in enumerate(zs)]
    return zs if [p.inputs for p in pred] == each else []


# --- terms, and what becomes of them ---


def _terms(f: Callable[..., Any], name: str, pred: Any, target: Any, *weights: Any) -> Any:
    """Return f of each number and its target and weights, in the form of `pred`.

    A ValueError where the shapes of the two differ, or where there is nothing.
    """
    if not (is_list(pred) or is_list(target)):
        return f(pred, target, *weights)
    pred, target = _as_list(pred), _as_list(target)
    if len(pred) != len(target):
        raise ValueError(f"{name}: pred has {len(pred)} elements and target {len(target)}")
    if not pred:
        raise ValueError(f"{name}: nothing to compare")
    shares = [_shares(w, pred, name) for w in weights]
    return [_terms(f, name, *each) for each in zip(pred, target, *shares, strict=True)]


def _shares(weight: Any, pred: Sequence[Any], name: str) -> Sequence[Any]:
    """Return the weight of each part of `pred`; numbers for columns are the same in all rows."""
    if not is_list(weight) or (is_list(pred[0]) and not is_list(weight[0])):
        return [weight] * len(pred)
    if len(weight) != len(pred):
        raise ValueError(f"{name}: {len(weight)} weights for {len(pred)} elements")
    return list(weight)


def reduced(terms: Any, reduction: str) -> Any:
    """Return the mean or the sum of the terms, or the terms."""
    if reduction not in REDUCTIONS:
        raise ValueError(f"reduction must be one of {', '.join(REDUCTIONS)}, got {reduction!r}")
    if reduction == "none":
        return terms
    flat = list(_flat(terms))
    if len(flat) == 1:
        return flat[0]
    return total(flat) / len(flat) if reduction == "mean" else total(flat)


def _flat(terms: Any) -> Iterator[Any]:
    if isinstance(terms, list):
        for term in terms:
            yield from _flat(term)
    else:
        yield terms


def _times(weight: Any, term: Any) -> Any:
    return term if isinstance(weight, (int, float)) and weight == 1 else weight * term


def _as_list(x: Any) -> list[Any]:
    return list(x) if is_list(x) else [x]
