"""Activations: by their Keras names, and as PyTorch's modules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import autograd
from autograd import Value

from .module import Module

ACTIVATIONS: dict[str, Callable[[Any], Any] | None] = {
    "linear": None,
    "relu": autograd.relu,
    "leaky_relu": autograd.leaky_relu,
    "sigmoid": autograd.sigmoid,
    "tanh": autograd.tanh,
    "softplus": autograd.softplus,
    "silu": autograd.silu,
    "gelu": autograd.gelu,
}


def activation_called(name: str) -> Callable[[Any], Any] | None:
    """Return the activation of that name, None for "linear"; a ValueError lists the names."""
    if name not in ACTIVATIONS:
        raise ValueError(f"no activation {name!r}: choose one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]


class Activation(Module):
    """A function of each input by itself."""

    name = "linear"

    def forward(self, x: Any) -> Any:
        """Return the function of x, or of each in a list."""
        f = activation_called(self.name)
        if f is None:
            return x
        return [f(v) for v in x] if isinstance(x, (list, tuple)) else f(x)


class ReLU(Activation):
    """max(x, 0), of a number or of each in a list.

    >>> from nn import ReLU
    >>> ReLU()([-1.0, 2.0])
    [0.0, 2.0]
    """

    name = "relu"


class Sigmoid(Activation):
    """1 / (1 + e^-x), of a number or of each in a list.

    >>> from nn import Sigmoid
    >>> Sigmoid()(0.0)
    0.5
    """

    name = "sigmoid"


class Tanh(Activation):
    """tanh x, of a number or of each in a list.

    >>> from nn import Tanh
    >>> Tanh()([0.0])
    [0.0]
    """

    name = "tanh"


class Softmax(Module):
    """e^x_i / sum_j e^x_j over the list of inputs.

    >>> from nn import Softmax
    >>> Softmax()([0.0, 0.0])
    [0.5, 0.5]
    """

    def forward(self, x: Sequence[Value | float]) -> list[Value]:
        """Return the list of probabilities."""
        return autograd.softmax(x)
