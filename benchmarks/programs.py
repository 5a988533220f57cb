"""What `compiled.py` measures: the same steps of training here, by hand, and in other libraries.

A side is a function that takes one step of gradient descent and returns the losses of before it,
or their mean; all sides begin with the same parameters and compute in float64.  Peers that are not
installed are left out.
"""

from __future__ import annotations

import importlib.util
import math
import random
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

import autograd
from autograd import Value, affine, relu, sigmoid, softmax_cross_entropy, total

Step = Callable[[], Any]
Sides = dict[str, Step]
RATE = 1e-3
SEED = 1986


def is_installed(module: str) -> bool:
    """Return whether a peer can be had."""
    return importlib.util.find_spec(module) is not None


def values(name: str, numbers: Any) -> Any:
    """Return a list of Values, or a list of such lists, labelled w_1, w_2 or w_{1,1}, w_{1,2}."""
    if np.ndim(numbers) == 1:
        return [Value(float(x), f"{name}_{i}") for i, x in enumerate(numbers, 1)]
    return [
        [Value(float(x), f"{name}_{{{i},{j}}}") for j, x in enumerate(row, 1)]
        for i, row in enumerate(numbers, 1)
    ]


class Layers:
    """Weights (n_out, n_in) and biases (n_out) of some layers, drawn at random."""

    def __init__(self, *widths: int) -> None:
        rng = np.random.default_rng(SEED)
        self.drawn = [
            (rng.normal(size=(n_out, n_in)) / math.sqrt(n_in), rng.normal(size=n_out) / 10)
            for n_in, n_out in pairwise(widths)
        ]
        self.inputs = values("x", np.zeros(widths[0]))

    def graph(self, activation: Callable[[Any], Any]) -> list[Value]:
        """Return the outputs of one sample; no activation in the last layer."""
        layer = self.inputs
        for k, (w, b) in enumerate(self.drawn, 1):
            rows, biases = values(f"W{k}", w), values(f"b{k}", b)
            layer = [affine(row, layer, c) for row, c in zip(rows, biases, strict=True)]
            layer = [activation(z) for z in layer] if k < len(self.drawn) else layer
        return layer

    def arrays(self) -> list[Any]:
        """Return W, b, ... as NumPy code has them: (n_in, n_out) and (n_out)."""
        return [x for w, b in self.drawn for x in (w.T.copy(), b.copy())]


def digits_graph() -> tuple[Value, list[Value], list[Value]]:
    """Return the loss of 784-10-10, relu and softmax, its inputs and its targets."""
    layers = Layers(784, 10, 10)
    ys = values("y", np.eye(10)[3])
    loss: Value = softmax_cross_entropy(layers.graph(relu), ys)
    return loss, layers.inputs, ys


def digits(batch: int) -> Sides:
    """784-10-10: relu, softmax and cross-entropy over one-hot targets."""
    rng = np.random.default_rng(SEED)
    X, classes = rng.random((batch, 784)), rng.integers(0, 10, batch)
    Y, every = np.eye(10)[classes], np.arange(batch)
    layers = Layers(784, 10, 10)
    loss, xs, ys = digits_graph()
    program = autograd.compile(loss, [xs, ys])
    W1, b1, W2, b2 = layers.arrays()

    def by_hand() -> Any:
        z1 = X @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        e = np.exp(z2 - z2.max(axis=1, keepdims=True))
        p = e / e.sum(axis=1, keepdims=True)
        losses = -np.log(p[every, classes])
        p[every, classes] -= 1
        p /= batch
        dW2, db2 = a1.T @ p, p.sum(axis=0)
        dz1 = (p @ W2.T) * (z1 > 0)
        dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
        for w, dw in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2)):
            w -= RATE * dw
        return losses

    sides = {"ours": lambda: program.descend(X, Y, rate=RATE), "numpy": by_hand}
    if is_installed("torch"):
        sides["torch"] = torch_step(layers, X, classes, "cross_entropy")
    return sides


def moons() -> Sides:
    """2-16-16-1: relu and hinge loss, 100 points."""
    rng = np.random.default_rng(SEED)
    X, y = rng.normal(size=(100, 2)), np.where(np.arange(100) % 2, 1.0, -1.0)
    layers = Layers(2, 16, 16, 1)
    target = Value(1.0, "y")
    program = autograd.compile(relu(1 - target * layers.graph(relu)[0]), [layers.inputs, target])
    W1, b1, W2, b2, W3, b3 = layers.arrays()

    def by_hand() -> Any:
        z1 = X @ W1 + b1
        a1 = np.maximum(z1, 0)
        z2 = a1 @ W2 + b2
        a2 = np.maximum(z2, 0)
        margins = 1 - y * (a2 @ W3 + b3)[:, 0]
        losses = np.maximum(margins, 0)
        dz3 = (-y * (margins > 0) / len(X))[:, None]
        dW3, db3 = a2.T @ dz3, dz3.sum(axis=0)
        dz2 = (dz3 @ W3.T) * (z2 > 0)
        dW2, db2 = a1.T @ dz2, dz2.sum(axis=0)
        dz1 = (dz2 @ W2.T) * (z1 > 0)
        dW1, db1 = X.T @ dz1, dz1.sum(axis=0)
        for w, dw in ((W1, dW1), (b1, db1), (W2, dW2), (b2, db2), (W3, dW3), (b3, db3)):
            w -= RATE * dw
        return losses

    sides = {"ours": lambda: program.descend(X, y, rate=RATE), "numpy": by_hand}
    if is_installed("torch"):
        sides["torch"] = torch_step(layers, X, y, "hinge")
    return sides


def torch_step(layers: Layers, X: Any, y: Any, loss: str) -> Step:
    """Return the step in PyTorch, eager on the CPU, with as little around it as can be."""
    import torch
    from torch.nn import functional

    parameters = [torch.tensor(x, requires_grad=True) for w, b in layers.drawn for x in (w, b)]
    inputs, targets = torch.tensor(X), torch.tensor(y)

    def step() -> Any:
        z = functional.linear(inputs, *parameters[:2])
        for w, b in zip(parameters[2::2], parameters[3::2], strict=True):
            z = functional.linear(functional.relu(z), w, b)
        if loss == "cross_entropy":
            mean = functional.cross_entropy(z, targets)
        else:
            mean = functional.relu(1 - targets * z[:, 0]).mean()
        slopes = torch.autograd.grad(mean, parameters)
        with torch.no_grad():
            for p, slope in zip(parameters, slopes, strict=True):
                p.sub_(slope, alpha=RATE)
        return mean.item()

    return step


def one_sample() -> Sides:
    """2-2-1: sigmoids and binary cross-entropy, one sample, in plain Python."""
    x_1, x_2, y = 0.5, 0.3, 0.8
    layers = Layers(2, 2, 1)
    target = Value(y, "y")
    loss = autograd.binary_cross_entropy(sigmoid(layers.graph(sigmoid)[0]), target)
    program = autograd.compile(loss, [*layers.inputs, target], arrays=False)
    parameters = [float(x) for w, b in layers.drawn for x in (*w.ravel(), *b)]
    exp, log = math.exp, math.log

    def by_hand() -> float:
        w_11, w_12, w_21, w_22, b_1, b_2, v_1, v_2, c = parameters
        a_1 = 1 / (1 + exp(-(w_11 * x_1 + w_12 * x_2 + b_1)))
        a_2 = 1 / (1 + exp(-(w_21 * x_1 + w_22 * x_2 + b_2)))
        a = 1 / (1 + exp(-(v_1 * a_1 + v_2 * a_2 + c)))
        d = a - y
        d_1, d_2 = d * v_1 * a_1 * (1 - a_1), d * v_2 * a_2 * (1 - a_2)
        parameters[:] = [
            w_11 - RATE * d_1 * x_1, w_12 - RATE * d_1 * x_2,
            w_21 - RATE * d_2 * x_1, w_22 - RATE * d_2 * x_2,
            b_1 - RATE * d_1, b_2 - RATE * d_2,
            v_1 - RATE * d * a_1, v_2 - RATE * d * a_2, c - RATE * d,
        ]  # fmt: skip
        return -(y * log(a) + (1 - y) * log(1 - a))

    ours = partial(program.descend, x_1, x_2, y, rate=RATE)
    sides: Sides = {"ours": ours, "by hand": by_hand}
    if is_installed("micrograd"):
        sides["micrograd"] = micrograd_step(layers, [x_1, x_2], y)
    if is_installed("xad"):
        sides["xad"] = xad_step(layers, [x_1, x_2], y)
    return sides


def xad_step(layers: Layers, x: Sequence[float], y: float) -> Step:
    """Return the step of 2-2-1 in XAD: its adjoint mode records a tape in C++."""
    from xad.adj_1st import Real, Tape
    from xad.math import exp, log

    numbers = [float(v) for w, b in layers.drawn for v in (*w.ravel(), *b)]

    def step() -> float:
        with Tape() as tape:
            parameters = [Real(v) for v in numbers]
            for v in parameters:
                tape.registerInput(v)
            tape.newRecording()
            w_11, w_12, w_21, w_22, b_1, b_2, v_1, v_2, c = parameters
            a_1 = 1 / (1 + exp(-(w_11 * x[0] + w_12 * x[1] + b_1)))
            a_2 = 1 / (1 + exp(-(w_21 * x[0] + w_22 * x[1] + b_2)))
            a = 1 / (1 + exp(-(v_1 * a_1 + v_2 * a_2 + c)))
            loss = -(y * log(a) + (1 - y) * log(1 - a))
            tape.registerOutput(loss)
            loss.derivative = 1.0
            tape.computeAdjoints()
            numbers[:] = [v - RATE * p.derivative for v, p in zip(numbers, parameters, strict=True)]
            return float(loss.value)

    return step


def micrograd_step(layers: Layers, x: Sequence[float], y: float) -> Step:
    """Return the step of 2-2-1 in micrograd, with a sigmoid and a logarithm as it would have."""
    from micrograd.engine import Value as Theirs
    from workloads import descend, micrograd_log, micrograd_sigmoid

    drawn = [
        ([[Theirs(float(v)) for v in row] for row in w], [Theirs(float(v)) for v in b])
        for w, b in layers.drawn
    ]
    parameters = [v for w, b in drawn for row in (*w, b) for v in row]

    def step() -> Any:
        layer: Any = x
        for w, b in drawn:
            layer = [
                micrograd_sigmoid(sum((v * u for v, u in zip(row, layer, strict=True)), c))
                for row, c in zip(w, b, strict=True)
            ]
        (a,) = layer
        loss = -(y * micrograd_log(a) + (1 - y) * micrograd_log(1 - a))
        return descend(loss, parameters, RATE)

    return step


OPERATIONS: tuple[Callable[[Any, Any], Any], ...] = (
    lambda x, y: x + y,
    lambda x, y: x - y,
    lambda x, y: autograd.tanh(x * y),
    lambda x, y: x / (2 + y * y),
    lambda x, _: autograd.tanh(x),
    lambda x, _: sigmoid(x),
    lambda x, _: autograd.sin(x),
    lambda x, _: autograd.exp(-x * x),
    lambda x, y: affine([x, 0.5], [y, x], 0.1),
)


def irregular(count: int) -> tuple[Value, list[Value]]:
    """Return the root and the leaves of a graph of about `count` nodes without any structure."""
    rng = random.Random(SEED)
    leaves = [Value(rng.uniform(-1, 1), f"q_{i}") for i in range(20)]
    nodes = list(leaves)
    while len(nodes) < count:
        nodes.append(rng.choice(OPERATIONS)(rng.choice(nodes[-200:]), rng.choice(nodes[-200:])))
    return total(nodes[-200:]), leaves


def points_of_a_derivation(count: int) -> Step:
    """Return the step that gives 2-2-1 with all its derivatives, each leaf drawn at random."""
    layers = Layers(2, 2, 1)
    target = Value(0.8, "y")
    loss = autograd.binary_cross_entropy(sigmoid(layers.graph(sigmoid)[0]), target)
    leaves = [v for v in autograd.topological_order(loss) if v.op is None]
    program = autograd.compile(loss, leaves, [])
    points = np.random.default_rng(SEED).uniform(0.1, 0.9, (count, len(leaves)))

    def step() -> Any:
        losses = program(points)
        return losses, [program.grad(v) for v in leaves]

    return step
