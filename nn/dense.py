"""Keras's layers: `Dense`, and `Normalization` of the inputs.

    Sequential([Dense(10, activation="relu", input_shape=(784,)), Dense(10, activation="softmax")])

A Dense layer is a Layer of Neurons: its nodes have the seeds' names w_{i,j}^{(l)}, z_j^{(l)} and
a_j^{(l)}.  Where no `input_shape` is given, the first input tells the width.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from autograd import Value

from .layers import Layer, as_list, check_width
from .module import Module


class Dense(Layer):
    """`units` neurons; the activation is that of each neuron, or "softmax" over all of them.

    Weights begin as Keras's do: uniform in +-sqrt(6 / (inputs + units)), biases at 0.

    >>> from nn import Dense
    >>> layer = Dense(2, "softmax", input_shape=(3,), seed=0)
    >>> round(sum(p.data for p in layer([0.1, 0.2, 0.3])), 12)
    1.0

    A ValueError for a width that is no whole number from 1 up, an activation that is not known, and
    inputs of another length.
    """

    def __init__(
        self,
        units: int,
        activation: str | None = None,
        *,
        input_shape: Sequence[int] | None = None,
        seed: int | None = None,
    ) -> None:
        check_width(units, "units")
        if input_shape is not None and (isinstance(input_shape, int) or len(input_shape) != 1):
            raise ValueError(f"Dense: expected input_shape=(width,), got {input_shape!r}")
        self.input_shape = input_shape
        rng = None if seed is None else random.Random(seed)
        super().__init__(None, units, activation=activation or "linear", rng=rng)

    def enter(self, number: int, rng: random.Random) -> None:
        """Be layer `number` of a network that draws its weights from `rng`."""
        self._number = number
        self._rng = self._rng or rng

    def build(self, n_in: int) -> None:
        """Make the neurons, for this many inputs."""
        if self.input_shape and self.input_shape[0] != n_in:
            raise ValueError(f"Dense: input_shape is {self.input_shape!r}, got {n_in} inputs")
        super().build(n_in)
        bound = (6 / (n_in + self.units)) ** 0.5
        for neuron in self.neurons:
            for w in neuron.w:
                w.data *= bound * n_in**0.5  # a Neuron's own are in +-1/sqrt(n_in)

    def config(self) -> dict[str, Any]:
        """Return what a file keeps of it beside its parameters."""
        return {"type": "Dense", "units": self.units, "activation": self.activation}

    def __repr__(self) -> str:
        return f"Dense({self.units}, activation={self.activation!r})"


class Normalization(Module):
    """(x_i - mean_i) / deviation_i for each input: data of any units become comparable.

    >>> from nn import Normalization
    >>> Normalization([1.0, 2.0], [2.0, 4.0])([3.0, 2.0])
    [1.0, 0.0]

    A ValueError where there is not a deviation above 0 for each mean, and for inputs of another
    length.
    """

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
        means, spreads = [], []
        for i, column in enumerate(zip(*rows, strict=True), 1):
            means.append(sum(column) / len(column))
            try:
                spread = (sum((x - means[-1]) ** 2 for x in column) / len(column)) ** 0.5
            except OverflowError:
                raise ValueError(
                    f"Normalization: feature {i} is too large to be squared: take another unit"
                ) from None
            spreads.append(spread or 1.0)
        return cls(means, spreads)

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

    def config(self) -> dict[str, Any]:
        """Return what a file keeps of it."""
        return {"type": "Normalization", "mean": self.mean, "deviation": self.deviation}

    def extra_repr(self) -> str:
        """Return the width."""
        return str(len(self.mean))
