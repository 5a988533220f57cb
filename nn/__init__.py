"""Neural networks on `autograd`: PyTorch's names, Keras's training, the text's network.

It is a part of chainrule, as `autograd` is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .activations import ReLU, Sigmoid, Softmax, Tanh
from .callbacks import Callback, EarlyStopping
from .dense import Dense, Normalization
from .equations import EQUATIONS, Equation
from .inspection import Inspection
from .layers import Layer, Linear, Neuron
from .loss_modules import BCELoss, BCEWithLogitsLoss, CrossEntropyLoss, L1Loss, MSELoss
from .losses import (
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    categorical_crossentropy,
    cross_entropy,
    half_squared_error,
    l1_loss,
    mse_loss,
)
from .model import Model
from .module import Module
from .optim import SGD, Adam, AdamW, clip_grad_norm_
from .partials_table import Row
from .sequential import MLP, Sequential
from .training_page import TrainingPage
from .two_layer import TwoLayerMLP, worked_example

if TYPE_CHECKING:
    from .delta import deltas, deltas_by_recursion
    from .history import History
    from .model_loading import load_model
    from .training import DivergedError

_LATER = {
    "DivergedError": "training",
    "History": "history",
    "deltas": "delta",
    "deltas_by_recursion": "delta",
    "load_model": "model_loading",
}
"""What is loaded when it is asked for, so that `import nn` stays quick."""

__all__ = [
    "Adam",
    "AdamW",
    "BCELoss",
    "BCEWithLogitsLoss",
    "Callback",
    "CrossEntropyLoss",
    "Dense",
    "DivergedError",
    "EQUATIONS",
    "EarlyStopping",
    "Equation",
    "History",
    "Inspection",
    "L1Loss",
    "Layer",
    "Linear",
    "MLP",
    "MSELoss",
    "Model",
    "Module",
    "Neuron",
    "Normalization",
    "ReLU",
    "Row",
    "SGD",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "TrainingPage",
    "TwoLayerMLP",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "categorical_crossentropy",
    "clip_grad_norm_",
    "cross_entropy",
    "deltas",
    "deltas_by_recursion",
    "half_squared_error",
    "l1_loss",
    "load_model",
    "mse_loss",
    "worked_example",
]


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'nn' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f".{_LATER[name]}", __name__), name)
