"""Losses as objects, as PyTorch has them: `MSELoss()(pred, target)`."""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature
from typing import Any

from .losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    l1_loss,
    mse_loss,
    reduced,
)
from .module import Module


class Loss(Module):
    """A loss as an object: `MSELoss()(pred, target)`; it takes the options of its function."""

    function: Callable[..., Any]

    def __init__(self, **options: Any) -> None:
        signature(type(self).function).bind(None, None, **options)  # a TypeError for an unknown one
        reduced(0.0, options.get("reduction", "mean"))
        self.options = options

    def __call__(self, pred: Any, target: Any) -> Any:  # type: ignore[override]  # two inputs
        return type(self).function(pred, target, **self.options)


class MSELoss(Loss):
    """The squared error, PyTorch's `MSELoss`: `mse_loss` as a module.

    >>> from nn import MSELoss
    >>> MSELoss()([1.0, 2.0], [0.0, 0.0])
    2.5
    """

    function = staticmethod(mse_loss)


class L1Loss(Loss):
    """The absolute error, PyTorch's `L1Loss`: `l1_loss` as a module.

    >>> from nn import L1Loss
    >>> L1Loss()([1.0, -2.0], [0.0, 0.0])
    1.5
    """

    function = staticmethod(l1_loss)


class BCELoss(Loss):
    """Equation 8-11 of probabilities, PyTorch's `BCELoss`: `binary_cross_entropy` as a module.

    >>> from nn import BCELoss
    >>> BCELoss(reduction="sum")([0.5, 0.5], [1.0, 0.0])
    1.3862943611198906
    """

    function = staticmethod(binary_cross_entropy)


class BCEWithLogitsLoss(Loss):
    """Equation 8-11 of sigmoid(pred): `binary_cross_entropy_with_logits` as a module.

    >>> from nn import BCEWithLogitsLoss
    >>> BCEWithLogitsLoss(pos_weight=3.0)(0.0, 1.0)
    2.0794415416798357
    """

    function = staticmethod(binary_cross_entropy_with_logits)


class CrossEntropyLoss(Loss):
    """-log softmax(pred)[target], PyTorch's `CrossEntropyLoss`: `cross_entropy` as a module.

    >>> from nn import CrossEntropyLoss
    >>> CrossEntropyLoss()([0.0, 0.0], 1)
    0.6931471805599453
    """

    function = staticmethod(cross_entropy)
