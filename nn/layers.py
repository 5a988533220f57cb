"""Layers: micrograd's Neuron and Layer; PyTorch's Linear.

A layer is neurons with the same inputs; its outputs are a list of Values, a lone one that Value
itself.  Weights begin uniform in +-1/sqrt(n_in), biases at 0; a `seed` makes them repeatable.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import autograd
from autograd import Value, affine

from .activations import activation_called
from .module import Module


def check_width(width: object, name: str) -> int:
    """Return a number of neurons or inputs: a whole number from 1 up."""
    if not isinstance(width, int) or isinstance(width, bool) or width < 1:
        raise ValueError(f"{name} must be a whole number from 1 up, got {width!r}")
    return width


def is_list(x: Any) -> bool:
    """Whether it has parts; a str has none, of which each would be a str again."""
    return hasattr(x, "__iter__") and not isinstance(x, str)


def as_list(x: Any, width: int, who: str) -> list[Any]:
    """Return the inputs as a list of `width`, a lone number as a list of one."""
    given = list(x) if hasattr(x, "__iter__") else [x]
    if len(given) != width:
        raise ValueError(f"{who}: expected {width} inputs, got {len(given)}")
    return given


class Neuron(Module):
    """z = w_1 x_1 + ... + w_n x_n + b, then the activation: relu, or none if not `nonlin`.

    >>> from nn import Neuron
    >>> neuron = Neuron(2, activation="tanh")
    >>> [parameter.label for parameter in neuron.parameters()]
    ['w_1', 'w_2', 'b']

    A ValueError for a width that is no whole number from 1 up, an activation that is not known, and
    inputs of another length.
    """

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
        self.b: Any = Value(0.0, "b")
        self.activation = activation or ("relu" if nonlin else "linear")
        self._activate = activation_called(self.activation)
        self.labels = ("z", "a")

    @classmethod
    def over(cls, w: list[Value], b: Value | float) -> Neuron:
        """Return a linear neuron with these weights and this bias, the Values themselves."""
        neuron = cls.__new__(cls)
        neuron.w, neuron.b, neuron.activation, neuron._activate = w, b, "linear", None
        neuron.labels = ("", "")
        return neuron

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

    def took(self, a: Value) -> None:
        """Have this node for a: an activation that is not of this neuron's z alone."""
        self._a, a.label = a, self.labels[1]

    def extra_repr(self) -> str:
        """Return the widths and the activation."""
        return f"{len(self.w)}, activation={self.activation!r}"


class Layer(Module):
    """`n_out` neurons with the same inputs; a list of outputs, or the one.

    The activation is that of each neuron, or "softmax" over all of them.  Without `n_in` the first
    input tells it.

    >>> from nn import Layer
    >>> layer = Layer(3, 2, activation="tanh")
    >>> len(layer.parameters()), len(layer([0.1, 0.2, 0.3]))
    (8, 2)

    Its ValueErrors are those of Neuron.
    """

    def __init__(
        self,
        n_in: int | None,
        n_out: int,
        nonlin: bool = True,
        *,
        activation: str = "",
        rng: random.Random | None = None,
        number: int = 1,
    ) -> None:
        self.units = check_width(n_out, "n_out")
        self.activation = activation or ("relu" if nonlin else "linear")
        if self.activation != "softmax":
            activation_called(self.activation)
        self.neurons: list[Neuron] = []
        self._rng, self._number = rng, number
        if n_in is not None:
            self.build(n_in)

    def build(self, n_in: int) -> None:
        """Make the neurons, for this many inputs."""
        check_width(n_in, "n_in")
        own = "linear" if self.activation == "softmax" else self.activation
        rng = self._rng or random.Random()
        self.neurons = [
            Neuron(n_in, activation=own, rng=rng).named(self._number, j)
            for j in range(1, self.units + 1)
        ]

    def _neurons(self) -> Sequence[Neuron]:
        return self.neurons

    def forward(self, x: Any) -> list[Value] | Value:
        """Return the neurons' outputs for the inputs x."""
        neurons = self._neurons()
        if not neurons:
            self.build(len(x) if hasattr(x, "__len__") else 1)
            neurons = self._neurons()
        x = as_list(x, len(neurons[0].w), type(self).__name__)
        out = [neuron(x) for neuron in neurons]
        if self.activation == "softmax":
            out = autograd.softmax(out)
            for neuron, a in zip(neurons, out, strict=True):
                neuron.took(a)
            return out
        return out if len(out) > 1 else out[0]

    @property
    def delta(self) -> list[float]:
        """dC/dz_j of the last pass, once `backward()` was called on its C: text 002's delta."""
        return [neuron.z.grad for neuron in self._neurons()]

    def __repr__(self) -> str:
        n_in = len(self.neurons[0].w) if self.neurons else None
        return f"Layer({n_in}, {self.units}, activation={self.activation!r})"


class Linear(Layer):
    """y_j = sum_i weight[j][i] x_i + bias[j], with PyTorch's names and shapes.

    `weight` has out_features rows of in_features numbers, `bias` out_features numbers, or none.
    Weights begin uniform in +-1/sqrt(in_features), biases at 0.

    >>> from nn import Linear
    >>> layer = Linear(3, 2, seed=0)
    >>> len(layer.weight), len(layer.weight[0]), len(layer.bias)
    (2, 3, 2)

    A ValueError for a width that is no whole number from 1 up, and for inputs of another length.
    """

    def __init__(
        self, in_features: int, out_features: int, bias: bool = True, *, seed: int | None = None
    ) -> None:
        check_width(in_features, "in_features")
        check_width(out_features, "out_features")
        super().__init__(in_features, out_features, activation="linear", rng=random.Random(seed))
        self.weight = [neuron.w for neuron in self.neurons]
        self.bias = [neuron.b for neuron in self.neurons] if bias else []
        for j, row in enumerate(self.weight, 1):
            for i, w in enumerate(row, 1):
                w.label = f"w_{{{j},{i}}}"
        for j, b in enumerate(self.bias, 1):
            b.label = f"b_{j}"
        del self.neurons  # its parameters have PyTorch's names alone
        self._views: list[Neuron] = []

    def _neurons(self) -> Sequence[Neuron]:
        """Return a neuron over each row of `weight`, made anew where a row or bias is another."""
        biases = self.bias or [0.0] * len(self.weight)
        if [(n.w, n.b) for n in self._views] != [*zip(self.weight, biases, strict=True)]:
            self._views = [Neuron.over(*pair) for pair in zip(self.weight, biases, strict=True)]
        return self._views

    def __repr__(self) -> str:
        return f"Linear({len(self.weight[0])}, {len(self.weight)}, bias={bool(self.bias)})"
