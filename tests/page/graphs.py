"""Graphs to show, as functions that build them."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from functools import cache
from typing import Any

import autograd
import nn
from autograd import Value, dot, sigmoid, sin, softmax, tanh, total, trace
from nn import MLP, TwoLayerMLP


def two_layers(n_in: int, n_hidden: int, n_out: int) -> Value:
    """The textbook's network with its loss: cross-entropy, or the squared error of several."""
    net = TwoLayerMLP(n_in, n_hidden, n_out, seed=1)
    x = [Value(0.2 + 0.1 * i, f"x_{i + 1}") for i in range(n_in)]
    out = net(x)
    loss: Value
    if n_out == 1:
        loss = autograd.binary_cross_entropy(out, Value(0.8, "y"))
    else:
        loss = nn.mse_loss(out, [Value(0.5, f"y_{i + 1}") for i in range(n_out)])
    loss.label = "L"
    return loss


def deep(n_in: int, *widths: int) -> Value:
    """Several layers of tanh, and the squared error."""
    out = MLP(n_in, widths, activation="tanh", seed=1)(
        [Value(0.2 + 0.1 * i, f"x_{i + 1}") for i in range(n_in)]
    )
    out = out if isinstance(out, list) else [out]
    loss = nn.mse_loss(out, [Value(0.5, f"y_{i + 1}") for i in range(len(out))])
    loss.label = "L"
    return loss


def square_and_sine() -> Value:
    """x x + sin x: one node used three times."""
    x = Value(1.3, "x")
    return x * x + sin(x)


def chain(length: int) -> Value:
    """One operation after another."""
    v = Value(0.5, "x")
    for i in range(length):
        v = tanh(v) if i % 2 else sin(v)
    return v


def twelve_uses() -> Value:
    """A node used twelve times."""
    x = Value(0.5, "x")
    terms = [tanh(x * float(i + 2)) for i in range(6)]
    whole = terms[0]
    for term in terms[1:]:
        whole = whole + term * x
    return whole * x


def long_names() -> Value:
    """Labels with long subscripts and Chinese names."""
    rate = Value(0.1, "学习率")
    weight = Value(0.5, "w_{hidden,12}^{(3)}")
    loss = sin(rate * weight) + rate / weight
    loss.label = "L_{training,总损失}"
    return loss


def batch() -> Value:
    """Two samples that share the parameters."""
    net = TwoLayerMLP(2, 2, 1, seed=1)
    samples = [([0.5, 0.3], 0.8), ([0.1, 0.9], 0.2)]
    outputs = [net.run(x, sample=k).a_2[0] for k, (x, _) in enumerate(samples, 1)]
    losses = [
        autograd.binary_cross_entropy(a, y) for a, (_, y) in zip(outputs, samples, strict=True)
    ]
    loss: Value = total(losses) / 2
    loss.label = "L"
    return loss


def digits(pixels: int = 784) -> Value:
    """A network of ten classes, with softmax."""
    net = MLP(pixels, [10, 10], activation="sigmoid", seed=1)
    x = [Value(0.1 * (i % 7), f"x_{{{i + 1}}}") for i in range(pixels)]
    loss: Value = autograd.softmax_cross_entropy(net(x), 3)
    loss.label = "L"
    return loss


def recurrent(steps: int) -> Value:
    """A recurrent network of one unit, and the squared error of its last state."""
    rng = random.Random(1)
    w_x, w_h, b = Value(0.5, "w_x"), Value(0.8, "w_h"), Value(0.1, "b")
    h = Value(0.0, "h_0")
    for t in range(1, steps + 1):
        x = Value(round(rng.uniform(-1, 1), 2), f"x_{t}")
        h = tanh(w_x * x + w_h * h + b)
        h.label = f"h_{t}"
    loss: Value = (h - Value(0.5, "y")) ** 2
    loss.label = "L"
    return loss


def attention(tokens: int, width: int = 2) -> Value:
    """One head of attention over so many tokens."""
    rng = random.Random(2)

    def matrix(rows: int, name: str) -> list[list[Value]]:
        return [[Value(round(rng.uniform(-1, 1), 2), f"{name}_{{{i + 1}{j + 1}}}")
                 for j in range(width)] for i in range(rows)]  # fmt: skip

    def labelled(rows: list[list[Value]], name: str) -> list[list[Value]]:
        for i, row in enumerate(rows):
            for j, v in enumerate(row):
                v.label = f"{name}_{{{i + 1}{j + 1}}}"
        return rows

    x = matrix(tokens, "x")
    q, k, v = (
        labelled([[dot(column, row) for column in zip(*matrix(width, f"w^{name}"), strict=True)]
                  for row in x], name) for name in "qkv"
    )  # fmt: skip
    s = labelled([[dot(a, b) / math.sqrt(width) for b in k] for a in q], "s")
    alpha = labelled([softmax(row) for row in s], r"\alpha")
    o = labelled([[dot(row, column) for column in zip(*v, strict=True)] for row in alpha], "o")
    loss: Value = total([z * z for row in o for z in row])
    loss.label = "L"
    return loss


def long_chain() -> Value:
    """Two hundred operations, of three kinds by turns."""
    v = Value(0.5, "x")
    for i in range(200):
        v = (sin, tanh, sigmoid)[i % 3](v)
    return v


def latex_labels() -> Value:
    """Labels as people write them."""
    x, y = Value(0.4, r"\hat{W}_{\text{hidden}}"), Value(2.0, r"\frac{\partial L}{\partial \theta}")
    z, u = Value(0.3, r"\sum_{\alpha\beta}"), Value(1.0, r"\mathbf{u}^{\top}")
    loss: Value = (x * y + z) * u * Value(0.5, r"\left(z\right)") + Value(0.2, r"\mathcal{L}")
    loss.label = r"\text{total}"
    return loss


def tangle(size: int) -> Value:
    """A random graph of about so many nodes, with no names and no layers."""
    rng = random.Random(size)
    nodes = [Value(rng.uniform(-1, 1), f"x_{i}") for i in range(6)]
    while len(nodes) < size:
        a, b = rng.choice(nodes[-12:]), rng.choice(nodes[-12:])
        made = [a + b, a * b, sin(a), tanh(a + b)]
        nodes.append(made[rng.randrange(4)])
    whole: Value = total(nodes[-12:])
    return whole


GRAPHS: dict[str, Callable[[], Value]] = {
    "2-2-1": lambda: two_layers(2, 2, 1),
    "3-3-2": lambda: two_layers(3, 3, 2),
    "4-8-8-2": lambda: deep(4, 8, 8, 2),
    "x x + sin x": square_and_sine,
    "chain of 30": lambda: chain(30),
    "twelve uses": twelve_uses,
    "long names": long_names,
    "batch": batch,
    "784-10-10": digits,
    "28-10-10": lambda: digits(28),
    "recurrent, 6 steps": lambda: recurrent(6),
    "attention of 3 tokens": lambda: attention(3),
    "chain of 200": long_chain,
    "labels in LaTeX": latex_labels,
    "tangle of 100": lambda: tangle(100),
    "tangle of 1,000": lambda: tangle(1400),
    "tangle of 5,000": lambda: tangle(6000),
}


@cache
def traced(name: str) -> dict[str, Any]:
    """Return the trace of one of the graphs; large ones take a second."""
    return trace(GRAPHS[name]())
