"""The four workloads, each written twice: for `autograd` and for micrograd.

Where the two sides can share a line they do; where they cannot, they stand one above the other.
Parameters are drawn by micrograd and copied, so that both sides compute the same numbers. Samples
are plain floats on both sides.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from micrograd.engine import Value as MicrogradValue
from micrograd.nn import MLP, Layer

from autograd import (
    Value,
    affine,
    binary_cross_entropy,
    softmax_cross_entropy,
    total,
)

CHAIN_NODES = 100_000
SEED = 1986

Step = Callable[[], Sequence[float]]
"""One unit of work; it gives the numbers in which the two sides have to agree."""


@dataclass(frozen=True)
class Workload:
    """One row of the table.

    make         -> (our step, micrograd's step)
    goal         how many times faster than micrograd we want to be
    goal_without_collector    the same with the cycle collector off
    steps        how many steps make one timed run
    parts, unit  into how many parts a step's time is divided for show, and what a part is called
    """

    letter: str
    title: str
    make: Callable[[], tuple[Step, Step]]
    goal: float
    goal_without_collector: float
    steps: int
    parts: int = 1
    unit: str = "step"


# --- A: a chain ---------------------------------------------------------------------------------


def chain(value: Any) -> tuple[Any, ...]:
    """Return x, c, d and the last node of x*c + d, repeated until it has 100,000 nodes."""
    x, c, d = value(1.0), value(0.9999), value(0.0001)
    z = x
    for _ in range(CHAIN_NODES // 2):
        z = z * c + d
    return x, c, d, z


def differentiated_chain(value: Any) -> tuple[Any, ...]:
    """Return the chain after its backward sweep."""
    nodes = chain(value)
    nodes[-1].backward()
    return nodes


def make_chain() -> tuple[Step, Step]:
    """A: forward and backward; the same lines on both sides."""

    def ours() -> Sequence[float]:
        x, c, d, z = differentiated_chain(Value)
        return z.data, x.grad, c.grad, d.grad

    def theirs() -> Sequence[float]:
        x, c, d, z = differentiated_chain(MicrogradValue)
        return z.data, x.grad, c.grad, d.grad

    return ours, theirs


# --- networks -----------------------------------------------------------------------------------

Neuron = tuple[list[Value], Value]


def copied(layer: Layer) -> list[Neuron]:
    """Return the weights and the bias of each neuron of a micrograd layer as our Values."""
    return [([Value(w.data) for w in n.w], Value(n.b.data)) for n in layer.neurons]


def parameters(*layers: list[Neuron]) -> list[Value]:
    """Return all weights and biases of our layers."""
    return [p for layer in layers for w, b in layer for p in (*w, b)]


def descend(loss: Any, params: Sequence[Any], rate: float) -> Sequence[float]:
    """Backward and one step of gradient descent, for either side; return the loss."""
    for p in params:
        p.grad = 0.0
    loss.backward()
    for p in params:
        p.data -= rate * p.grad
    return (loss.data,)


def micrograd_exp(x: MicrogradValue) -> MicrogradValue:
    """e^x, as micrograd would have it."""
    out = MicrogradValue(math.exp(x.data), (x,), "exp")

    def _backward() -> None:
        x.grad += out.data * out.grad

    out._backward = _backward
    return out


def micrograd_log(x: MicrogradValue) -> MicrogradValue:
    """log x, as micrograd would have it."""
    out = MicrogradValue(math.log(x.data), (x,), "log")

    def _backward() -> None:
        x.grad += out.grad / x.data

    out._backward = _backward
    return out


def micrograd_sigmoid(x: MicrogradValue) -> MicrogradValue:
    """1 / (1 + e^-x) as one node, as micrograd would have it."""
    out = MicrogradValue(1 / (1 + math.exp(-x.data)), (x,), "sigmoid")

    def _backward() -> None:
        x.grad += out.data * (1 - out.data) * out.grad

    out._backward = _backward
    return out


# --- B: a 2-2-1 network of sigmoids ---------------------------------------------------------------


def make_sigmoid_network() -> tuple[Step, Step]:
    """B: sigmoids, binary cross-entropy, one sample."""
    random.seed(SEED)
    their_hidden, their_last = Layer(2, 2, nonlin=False), Layer(2, 1, nonlin=False)
    their_parameters = their_hidden.parameters() + their_last.parameters()
    our_hidden, our_last = copied(their_hidden), copied(their_last)
    our_parameters = parameters(our_hidden, our_last)
    x, y, rate = [0.5, 0.3], 0.8, 0.1

    def ours() -> Sequence[float]:
        hidden = [affine(w, x, b).sigmoid() for w, b in our_hidden]
        ((w, b),) = our_last
        a = affine(w, hidden, b).sigmoid()
        loss = binary_cross_entropy(a, y)
        return descend(loss, our_parameters, rate)

    def theirs() -> Sequence[float]:
        hidden = [micrograd_sigmoid(z) for z in their_hidden(x)]
        a = micrograd_sigmoid(their_last(hidden))
        loss = -(y * micrograd_log(a) + (1 - y) * micrograd_log(1 - a))
        return descend(loss, their_parameters, rate)

    return ours, theirs


# --- C: 2-16-16-1 on the moons --------------------------------------------------------------------


def moons(count: int) -> tuple[list[list[float]], list[float]]:
    """Return the points of two interleaved half circles, with noise, and their classes -1, 1."""
    rng = random.Random(SEED)
    points, classes = [], []
    for i in range(count):
        angle = rng.uniform(0, math.pi)
        x, y = math.cos(angle), math.sin(angle)
        if i % 2:
            x, y = 1 - x, 0.5 - y
        points.append([x + rng.gauss(0, 0.1), y + rng.gauss(0, 0.1)])
        classes.append(1.0 if i % 2 else -1.0)
    return points, classes


def our_mlp(layers: Sequence[list[Neuron]], x: Sequence[Any]) -> list[Any]:
    """Return the outputs of our network: relu in every layer but the last, as micrograd's MLP."""
    *hidden, last = layers
    for layer in hidden:
        x = [affine(w, x, b).relu() for w, b in layer]
    return [affine(w, x, b) for w, b in last]


def make_moons() -> tuple[Step, Step]:
    """C: relus, hinge loss, one epoch over the full batch."""
    random.seed(SEED)
    their_network = MLP(2, [16, 16, 1])
    their_parameters = their_network.parameters()
    our_layers = [copied(layer) for layer in their_network.layers]
    our_parameters = parameters(*our_layers)
    points, classes = moons(100)
    share, rate = 1 / len(points), 0.05

    def ours() -> Sequence[float]:
        scores = [our_mlp(our_layers, x)[0] for x in points]
        losses = [(1 - y * score).relu() for y, score in zip(classes, scores, strict=True)]
        return descend(total(losses) * share, our_parameters, rate)

    def theirs() -> Sequence[float]:
        scores = [their_network(x) for x in points]
        losses = [(1 - y * score).relu() for y, score in zip(classes, scores, strict=True)]
        return descend(sum(losses) * share, their_parameters, rate)

    return ours, theirs


# --- D: 784-10-10 -------------------------------------------------------------------------------


def make_digits() -> tuple[Step, Step]:
    """D: relu, softmax and cross-entropy, one sample of 784 pixels."""
    random.seed(SEED)
    their_network = MLP(784, [10, 10])
    their_parameters = their_network.parameters()
    our_layers = [copied(layer) for layer in their_network.layers]
    our_parameters = parameters(*our_layers)
    pixels, digit, rate = [random.random() for _ in range(784)], 3, 0.001

    def ours() -> Sequence[float]:
        logits = our_mlp(our_layers, pixels)
        loss = softmax_cross_entropy(logits, digit)
        return descend(loss, our_parameters, rate)

    def theirs() -> Sequence[float]:
        powers = [micrograd_exp(z) for z in their_network(pixels)]
        loss = -micrograd_log(powers[digit] / sum(powers))
        return descend(loss, their_parameters, rate)

    return ours, theirs


WORKLOADS = (
    Workload("A", "chain of x*c + d", make_chain, 5, 2.2, 1, CHAIN_NODES, "node"),
    Workload("B", "2-2-1 sigmoid, BCE", make_sigmoid_network, 5, 4, 500),
    Workload("C", "2-16-16-1, 100 moons", make_moons, 25, 7, 1, unit="epoch"),
    Workload("D", "784-10-10, softmax", make_digits, 40, 15, 3),
)
