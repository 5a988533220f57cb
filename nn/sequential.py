"""`Sequential`: modules one after another, as PyTorch and as Keras write it; micrograd's `MLP`."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

from autograd import no_grad

from .dense import Dense
from .layers import Layer
from .model import Model
from .module import Module


class Sequential(Model):
    """Modules one after another: `Sequential(Linear(2, 3), Tanh())`, or a list of Dense layers.

    Dense layers are numbered from 1, and drawn from `seed` unless they have one of their own.
    `features` and `classes` may name the inputs and outputs; `save` keeps them.

    >>> from nn import Linear, Sequential, Tanh
    >>> net = Sequential(Linear(2, 3, seed=0), Tanh(), Linear(3, 1, seed=1))
    >>> len(net.parameters())
    13

    A TypeError for what is no module; widths that do not fit are a ValueError at the first input.
    """

    def __init__(self, *modules: Module | Sequence[Module], seed: int | None = None) -> None:
        lists = [part if isinstance(part, (list, tuple)) else [part] for part in modules]
        given: list[Any] = [module for part in lists for module in part]
        for module in given:
            if not isinstance(module, Module):
                raise TypeError(f"Sequential: expected modules, got {module!r:.60}")
        self.layers: list[Any] = given
        self.features: list[str] = []
        self.classes: list[str] = []
        rng = random.Random(seed)
        dense = [m for m in given if isinstance(m, Dense)]
        for number, layer in enumerate(dense, 1):
            layer.enter(number, rng)
        if dense and dense[0] is given[0] and dense[0].input_shape:
            with no_grad():
                self([0.0] * dense[0].input_shape[0])  # the layers make their weights

    def forward(self, x: Any) -> Any:
        """Return the last module's output."""
        for module in self.layers:
            x = module(x)
        return x


class MLP(Sequential):
    """Layers one after another: `MLP(2, [16, 16, 1])` as in micrograd; the last is linear.

    >>> from nn import MLP
    >>> net = MLP(2, [4, 1], activation="tanh", seed=0)
    >>> [len(layer.neurons) for layer in net.layers], net.parameters()[0].label
    ([4, 1], 'w_{1,1}^{(1)}')

    A ValueError for widths that are no whole numbers from 1 up.
    """

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
        activations = [activation] * (len(n_outs) - 1) + [last]
        below = [n_in, *n_outs]
        super().__init__(
            [
                Layer(n, n_out, activation=name, rng=rng, number=number)
                for number, (n, n_out, name) in enumerate(
                    zip(below, n_outs, activations, strict=False), 1
                )
            ]
        )
