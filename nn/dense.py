"""Keras's layers: `Dense`, and `Normalization` of the inputs.

    Sequential([Dense(10, activation="relu", input_shape=(784,)), Dense(10, activation="softmax")])

A Dense layer is a Layer of Neurons: its nodes have the seeds' names w_{i,j}^{(l)}, z_j^{(l)} and
a_j^{(l)}.  Where no `input_shape` is given, the first input tells the width.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import autograd
from autograd import Value

from .layers import Layer, Neuron, activation_called, as_list, check_width
from .module import Module


class Dense(Layer):
    """`units` neurons; the activation is that of each neuron, or "softmax" over all of them.

    Weights begin as Keras's do: uniform in +-sqrt(6 / (inputs + units)), biases at 0.
    """

    def __init__(
        self,
        units: int,
        activation: str | None = None,
        *,
        input_shape: Sequence[int] | None = None,
        seed: int | None = None,
    ) -> None:
        self.units = check_width(units, "units")
        self.activation = activation or "linear"
        if self.activation != "softmax":
            activation_called(self.activation)
        if input_shape is not None and (isinstance(input_shape, int) or len(input_shape) != 1):
            raise ValueError(f"Dense: expected input_shape=(width,), got {input_shape!r}")
        self.input_shape = input_shape
        self.neurons: list[Neuron] = []
        self._number = 1
        self._rng = None if seed is None else random.Random(seed)

    def place(self, number: int, rng: random.Random) -> None:
        """Be layer `number` of a network that draws its weights from `rng`."""
        self._number = number
        self._rng = self._rng or rng

    def build(self, n_in: int) -> None:
        """Make the neurons, for this many inputs."""
        check_width(n_in, "n_in")
        if self.input_shape and self.input_shape[0] != n_in:
            raise ValueError(f"Dense: input_shape is {self.input_shape!r}, got {n_in} inputs")
        rng = self._rng or random.Random()
        own = "linear" if self.activation == "softmax" else self.activation
        bound = (6 / (n_in + self.units)) ** 0.5
        for j in range(1, self.units + 1):
            neuron = Neuron(n_in, activation=own, rng=rng).named(self._number, j)
            for w in neuron.w:
                w.data *= bound * n_in**0.5  # a Neuron's own are in +-1/sqrt(n_in)
            self.neurons.append(neuron)

    def forward(self, x: Sequence[Value | float]) -> list[Value] | Value:
        """Return the outputs for the inputs x, a lone one as it is."""
        if not self.neurons:
            self.build(len(x) if hasattr(x, "__len__") else 1)
        if self.activation != "softmax":
            return super().forward(x)
        x = as_list(x, len(self.neurons[0].w), "Dense")
        outputs: list[Value] = autograd.softmax([neuron(x) for neuron in self.neurons])
        for neuron, a in zip(self.neurons, outputs, strict=True):
            a.label = neuron.labels[1]
        return outputs

    def __repr__(self) -> str:
        return f"Dense({self.units}, activation={self.activation!r})"


class Normalization(Module):
    """(x_i - mean_i) / deviation_i for each input: data of any units become comparable."""

    def __init__(self, mean: Sequence[float], deviation: Sequence[float]) -> None:
        self.mean, self.deviation = list(map(float, mean)), list(map(float, deviation))
        if len(self.mean) != len(self.deviation) or not self.mean:
            raise ValueError(
                f"Normalization: {len(self.mean)} means need as many deviations, "
                f"got {len(self.deviation)}"
            )
        if min(self.deviation) <= 0:
            raise ValueError("Normalization: each deviation must be above 0")

    @classmethod
    def of(cls, rows: Sequence[Sequence[float]]) -> Normalization:
        """Return what gives each feature of these rows mean 0 and standard deviation 1.

        A feature that is the same in all rows is only shifted.
        """
        columns = list(zip(*rows, strict=True))
        means = [sum(column) / len(column) for column in columns]
        spreads = [
            (sum((x - mean) ** 2 for x in column) / len(column)) ** 0.5
            for column, mean in zip(columns, means, strict=True)
        ]
        return cls(means, [spread or 1.0 for spread in spreads])

    def forward(self, x: Sequence[Value | float]) -> list[Any]:
        """Return the normalised inputs."""
        x = as_list(x, len(self.mean), "Normalization")
        return [
            (v - mean) / deviation
            for v, mean, deviation in zip(x, self.mean, self.deviation, strict=True)
        ]

    def inverse(self) -> Normalization:
        """Return what takes its outputs back to the units of its inputs."""
        pairs = list(zip(self.mean, self.deviation, strict=True))
        return Normalization([-mean / d for mean, d in pairs], [1 / d for _, d in pairs])

    def extra_repr(self) -> str:
        """Return the width."""
        return str(len(self.mean))
