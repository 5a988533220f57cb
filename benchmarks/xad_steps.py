"""The four workloads in XAD, a C++ engine with a tape: the same numbers, in its own idiom."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from micrograd.nn import MLP, Layer
from workloads import CHAIN_NODES, SEED, Step, moons
from xad.adj_1st import Real, Tape
from xad.math import exp, log

Drawn = list[list[tuple[list[float], float]]]
"""For each layer, for each neuron its weights and its bias."""


def differentiated(numbers: Sequence[float], of: Callable[[list[Any]], Any]) -> list[float]:
    """Return a function's value at these numbers, and its derivatives by them."""
    with Tape() as tape:
        inputs = [Real(v) for v in numbers]
        for v in inputs:
            tape.registerInput(v)
        tape.newRecording()
        root = of(inputs)
        tape.registerOutput(root)
        root.derivative = 1.0
        tape.computeAdjoints()
        return [root.value, *[v.derivative for v in inputs]]


def chain() -> Step:
    """A."""

    def last(inputs: list[Any]) -> Any:
        z, c, d = inputs
        for _ in range(CHAIN_NODES // 2):
            z = z * c + d
        return z

    return lambda: differentiated([1.0, 0.9999, 0.0001], last)


def drawn(layers: Sequence[Layer]) -> Drawn:
    """Return the numbers of micrograd's layers."""
    return [[([w.data for w in n.w], n.b.data) for n in layer.neurons] for layer in layers]


def descent(layers: Drawn, rate: float, loss: Callable[[Callable[..., Any]], Any]) -> Step:
    """Return the step down the gradient of a loss, which is given the network as a function."""
    numbers = [v for layer in layers for w, b in layer for v in (*w, b)]

    def of(inputs: list[Any]) -> Any:
        given = iter(inputs)
        network = [[([next(given) for _ in w], next(given)) for w, _ in layer] for layer in layers]

        def outputs(x: Any, activation: Callable[[Any], Any], last: Callable[[Any], Any]) -> Any:
            for i, layer in enumerate(network):
                act = last if i == len(network) - 1 else activation
                x = [act(sum((v * u for v, u in zip(w, x, strict=True)), b)) for w, b in layer]
            return x

        return loss(outputs)

    def step() -> Sequence[float]:
        root, *slopes = differentiated(numbers, of)
        numbers[:] = [v - rate * g for v, g in zip(numbers, slopes, strict=True)]
        return (root,)

    return step


def relu(x: Any) -> Any:
    """Return x where it is positive, else 0."""
    return x if x > 0 else 0.0 * x


def sigmoid(x: Any) -> Any:
    """Return 1 / (1 + e^-x)."""
    return 1 / (1 + exp(-x))


def itself(x: Any) -> Any:
    """Return x."""
    return x


def sigmoid_network() -> Step:
    """B."""
    random.seed(SEED)
    layers = drawn([Layer(2, 2), Layer(2, 1)])
    y = 0.8

    def loss(network: Callable[..., Any]) -> Any:
        (a,) = network([0.5, 0.3], sigmoid, sigmoid)
        return -(y * log(a) + (1 - y) * log(1 - a))

    return descent(layers, 0.1, loss)


def moons_network() -> Step:
    """C."""
    random.seed(SEED)
    layers = drawn(MLP(2, [16, 16, 1]).layers)
    points, classes = moons(100)

    def loss(network: Callable[..., Any]) -> Any:
        scores = [network(x, relu, itself)[0] for x in points]
        losses = [relu(1 - y * score) for y, score in zip(classes, scores, strict=True)]
        return sum(losses) * (1 / len(points))

    return descent(layers, 0.05, loss)


def digits_network() -> Step:
    """D."""
    random.seed(SEED)
    layers = drawn(MLP(784, [10, 10]).layers)
    pixels = [random.random() for _ in range(784)]

    def loss(network: Callable[..., Any]) -> Any:
        powers = [exp(z) for z in network(pixels, relu, itself)]
        return -log(powers[3] / sum(powers))

    return descent(layers, 0.001, loss)


STEPS = {"A": chain, "B": sigmoid_network, "C": moons_network, "D": digits_network}
