"""Layers: micrograd's Neuron, Layer and MLP; PyTorch's Linear, Sequential and activations.

The outputs of a layer are a list of Values; a layer of one neuron gives that Value itself.
Weights begin uniform in +-1/sqrt(n_in), biases at 0; a `seed` makes them repeatable.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import autograd
from autograd import Value, affine

from .model import Model
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


def check_width(width: object, name: str) -> int:
    """Return a number of neurons or inputs: a whole number from 1 up."""
    if not isinstance(width, int) or isinstance(width, bool) or width < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, got {width!r}")
    return width


class Neuron(Module):
    """z = w_1 x_1 + ... + w_n x_n + b, then the activation: relu, or none if not `nonlin`."""

    def __init__(
        self,
        n_in: int,
        nonlin: bool = True,
        *,
        activation: str = "",
        rng: random.Random | None = None,
    ) -> None:
        check_width(n_in, "n_in")
        rng = rng or random.Random()
        bound = n_in**-0.5
        self.w = [Value(rng.uniform(-bound, bound), f"w_{i}") for i in range(1, n_in + 1)]
        self.b = Value(0.0, "b")
        self.activation = activation or ("relu" if nonlin else "linear")
        self._activate = activation_called(self.activation)
        self.labels = ("z", "a")

    def named(self, layer: int, j: int) -> Neuron:
        """Label this neuron's nodes as neuron j of a layer, as the seeds do: w_{i,j}^{(l)}."""
        for i, w in enumerate(self.w, 1):
            w.label = f"w_{{{i},{j}}}^{{({layer})}}"
        self.b.label = f"b_{j}^{{({layer})}}"
        self.labels = (f"z_{j}^{{({layer})}}", f"a_{j}^{{({layer})}}")
        return self

    def forward(self, x: Sequence[Value | float]) -> Value:
        """Return the activation for the inputs x."""
        if len(x) != len(self.w):
            raise ValueError(f"Neuron: expected {len(self.w)} inputs, got {len(x)}")
        z: Value = affine(self.w, x, self.b)
        z.label = self.labels[0]
        self._z = self._a = z
        if self._activate is not None:
            self._a = self._activate(z)
            self._a.label = self.labels[1]
        return self._a

    @property
    def z(self) -> Value:
        """The node z of the last pass."""
        return self._z

    @property
    def a(self) -> Value:
        """The node a of the last pass, which is z where there is no activation."""
        return self._a

    def extra_repr(self) -> str:
        """Return the widths and the activation."""
        return f"{len(self.w)}, activation={self.activation!r}"


class Layer(Module):
    """`n_out` neurons with the same inputs; a list of outputs, or the one."""

    def __init__(
        self,
        n_in: int,
        n_out: int,
        nonlin: bool = True,
        *,
        activation: str = "",
        rng: random.Random | None = None,
        number: int = 1,
    ) -> None:
        check_width(n_out, "n_out")
        self.neurons = [
            Neuron(n_in, nonlin, activation=activation, rng=rng).named(number, j)
            for j in range(1, n_out + 1)
        ]

    def forward(self, x: Sequence[Value | float]) -> list[Value] | Value:
        """Return the neurons' outputs for the inputs x."""
        x = as_list(x, len(self.neurons[0].w), type(self).__name__)
        out = [neuron(x) for neuron in self.neurons]
        return out if len(out) > 1 else out[0]

    @property
    def delta(self) -> list[float]:
        """dC/dz_j of the last pass, once `backward()` was called on its C: text 002's delta."""
        return [neuron.z.grad for neuron in self.neurons]

    def __repr__(self) -> str:
        first = self.neurons[0]
        return f"Layer({len(first.w)}, {len(self.neurons)}, activation={first.activation!r})"


class MLP(Model):
    """Layers one after another: `MLP(2, [16, 16, 1])` as in micrograd; the last is linear."""

    def __init__(
        self,
        n_in: int,
        n_outs: Sequence[int],
        *,
        activation: str = "relu",
        last: str = "linear",
        seed: int | None = None,
    ) -> None:
        if not isinstance(n_outs, (list, tuple)) or not n_outs:
            raise ValueError(
                f"MLP: expected a list with the width of at least one layer, got {n_outs!r}"
            )
        rng = random.Random(seed)
        widths = [n_in, *n_outs]
        self.layers = [
            Layer(a, b, activation=last if i == len(n_outs) else activation, rng=rng, number=i)
            for i, (a, b) in enumerate(zip(widths, n_outs, strict=False), 1)
        ]

    def forward(self, x: Any) -> Any:
        """Return the last layer's output."""
        for layer in self.layers:
            x = layer(x)
        return x


class Linear(Module):
    """y_j = sum_i weight[j][i] x_i + bias[j], with PyTorch's names and shapes."""

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, *, seed: int | None = None
    ) -> None:
        check_width(in_features, "in_features")
        check_width(out_features, "out_features")
        rng, bound = random.Random(seed), in_features**-0.5
        self.weight = [
            [Value(rng.uniform(-bound, bound), f"w_{{{j},{i}}}") for i in range(1, in_features + 1)]
            for j in range(1, out_features + 1)
        ]
        self.bias = [Value(0.0, f"b_{j}") for j in range(1, out_features + 1)] if bias else []

    def forward(self, x: Sequence[Value | float]) -> list[Value] | Value:
        """Return the outputs for the inputs x."""
        x = as_list(x, len(self.weight[0]), "Linear")
        biases: Sequence[Value | float] = self.bias or [0.0] * len(self.weight)
        out = [affine(w, x, b) for w, b in zip(self.weight, biases, strict=True)]
        return out if len(out) > 1 else out[0]

    def extra_repr(self) -> str:
        """Return the widths."""
        return f"{len(self.weight[0])}, {len(self.weight)}, bias={bool(self.bias)}"


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
    """max(x, 0)."""

    name = "relu"


class Sigmoid(Activation):
    """1 / (1 + e^-x)."""

    name = "sigmoid"


class Tanh(Activation):
    """tanh x."""

    name = "tanh"


class Softmax(Module):
    """e^x_i / sum_j e^x_j over the list of inputs."""

    def forward(self, x: Sequence[Value | float]) -> list[Value]:
        """Return the list of probabilities."""
        return autograd.softmax(x)


def as_list(x: Any, width: int, who: str) -> list[Any]:
    """Return the inputs as a list of `width`, a lone number as a list of one."""
    given = list(x) if hasattr(x, "__iter__") else [x]
    if len(given) != width:
        raise ValueError(f"{who}: expected {width} inputs, got {len(given)}")
    return given
