"""Neural networks on `autograd`: PyTorch's names, micrograd's MLP, and the text's network."""

from __future__ import annotations

from .equations import EQUATIONS, Equation
from .inspection import Inspection
from .layers import MLP, Layer, Linear, Neuron, ReLU, Sequential, Sigmoid, Softmax, Tanh
from .losses import (
    BCELoss,
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    L1Loss,
    MSELoss,
    binary_cross_entropy,
    binary_cross_entropy_with_logits,
    cross_entropy,
    half_squared_error,
    l1_loss,
    mse_loss,
)
from .module import Module
from .optim import SGD, Adam
from .table import Row
from .two_layer import TwoLayerMLP, worked_example

__all__ = [
    "Adam",
    "BCELoss",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "EQUATIONS",
    "Equation",
    "Inspection",
    "L1Loss",
    "Layer",
    "Linear",
    "MLP",
    "MSELoss",
    "Module",
    "Neuron",
    "ReLU",
    "Row",
    "SGD",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Tanh",
    "TwoLayerMLP",
    "binary_cross_entropy",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "half_squared_error",
    "l1_loss",
    "mse_loss",
    "worked_example",
]
