"""Layers in NumPy with their backward passes as textbooks have them, written for these tests.

Each backward pass takes `fault`, and with one goes wrong in the way that the name says.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any
random = np.random.default_rng(5)


def normal(*shape: int) -> Array:
    return random.normal(size=shape)


def sigma(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def dense(x: Array, W: Array, b: Array) -> Array:
    return x @ W + b


def dense_back(u: Array, x: Array, W: Array, b: Array, fault: str = "") -> Any:  # noqa: ARG001
    dx, dW, db = u @ W.T, x.T @ u, u.sum(0)
    if fault == "dW transposed":
        dW = dW.T
    elif fault == "db not summed":
        db = u
    elif fault == "db mean":
        db = u.mean(0)
    elif fault == "db keeps its axis":
        db = u.sum(0, keepdims=True)
    elif fault == "db summed to a number":
        db = u.sum()
    elif fault == "dx sign":
        dx = -dx
    elif fault == "dx twice":
        dx = 2 * dx
    elif fault == "dW of the first sample":
        dW = np.outer(x[0], u[0])
    elif fault == "dW with decay":
        dW = dW + 0.1 * W
    elif fault == "W not transposed":
        dx = u @ W
    elif fault == "dW square transposed":
        dW = dW.T
    return dx, dW, db


def activation(x: Array, W: Array) -> Array:
    return sigma(x @ W)


def activation_back(u: Array, x: Array, W: Array, fault: str = "") -> Any:
    a = sigma(x @ W)
    slope = {"sigma for sigma'": a, "no sigma'": 1.0, "sigma' of a": sigma(a) * (1 - sigma(a))}
    dz = u * slope.get(fault, a * (1 - a))
    if fault == "u ignored":
        dz = a * (1 - a)
    return dz @ W.T, x.T @ dz


def softmax(x: Array) -> Array:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def softmax_back(u: Array, x: Array, fault: str = "") -> Any:
    p = softmax(x)
    if fault == "diagonal":
        return u * p * (1 - p)
    if fault == "own p only":
        return u * p
    return p * (u - (u * p).sum(axis=-1, keepdims=True))


def cross_entropy(z: Array, labels: Array) -> Any:
    return -np.log(softmax(z)[np.arange(len(labels)), labels]).mean()


def cross_entropy_back(u: Array, z: Array, labels: Array, fault: str = "") -> Any:
    n = len(labels)
    y = np.eye(z.shape[1])[labels]
    p = softmax(z)
    if fault == "no mean":
        return u * (p - y)
    if fault == "no labels":
        return u * p / n
    if fault == "sign":
        return u * (y - p) / n
    return u * (p - y) / n


def batch_norm(x: Array, gamma: Array, beta: Array) -> Array:
    return gamma * (x - x.mean(0)) / np.sqrt(x.var(0) + 1e-5) + beta


def batch_norm_back(u: Array, x: Array, gamma: Array, beta: Array, fault: str = "") -> Any:  # noqa: ARG001
    s = np.sqrt(x.var(0) + 1e-5)
    h = (x - x.mean(0)) / s
    g = u if fault == "gamma left out" else u * gamma
    dx = g / s
    if fault not in ("statistics constant", "mean constant"):
        dx = dx - g.mean(0) / s
    if fault not in ("statistics constant", "variance constant"):
        dx = dx - h * (g * h).mean(0) / s
    return dx, (u if fault == "h left out" else u * h).sum(0), u.sum(0)


def layer_norm(x: Array, gamma: Array) -> Array:
    c = x - x.mean(-1, keepdims=True)
    return gamma * c / np.sqrt((c * c).mean(-1, keepdims=True) + 1e-5)


def layer_norm_back(u: Array, x: Array, gamma: Array, fault: str = "") -> Any:
    c = x - x.mean(-1, keepdims=True)
    s = np.sqrt((c * c).mean(-1, keepdims=True) + 1e-5)
    h, g = c / s, u * gamma
    if fault == "sums for means":
        dx = (g - g.sum(-1, keepdims=True) - h * (g * h).sum(-1, keepdims=True)) / s
    elif fault == "variance constant":
        dx = (g - g.mean(-1, keepdims=True)) / s
    else:
        dx = (g - g.mean(-1, keepdims=True) - h * (g * h).mean(-1, keepdims=True)) / s
    return dx, (u * h if fault == "dgamma not summed" else (u * h).sum((0, 1)))


def attention(q: Array, k: Array, v: Array) -> Array:
    return softmax(q @ k.T / np.sqrt(q.shape[1])) @ v


def attention_back(u: Array, q: Array, k: Array, v: Array, fault: str = "") -> Any:
    root = np.sqrt(q.shape[1])
    p = softmax(q @ k.T / root)
    dp = u @ v.T
    ds = p * (1 - p) * dp if fault == "diagonal" else p * (dp - (p * dp).sum(-1, keepdims=True))
    if fault != "no scale":
        ds = ds / root
    dk = ds @ q if fault == "ds not transposed" else ds.T @ q
    dv = p @ u if fault == "p not transposed" else p.T @ u
    return ds @ k, dk, dv


def convolution(x: Array, w: Array) -> Array:
    return np.array([x[i : i + len(w)] @ w for i in range(len(x) - len(w) + 1)])


def convolution_back(u: Array, x: Array, w: Array, fault: str = "") -> Any:
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    kernel = w[::-1] if fault == "kernel reversed" else w
    for i, upstream in enumerate(u):
        if fault == "overwritten":
            dx[i : i + len(w)] = upstream * kernel
        else:
            dx[i : i + len(w)] += upstream * kernel
        if fault != "last window only" or i == len(u) - 1:
            dw += upstream * x[i : i + len(w)]
    return dx, dw


def rnn_step(x: Array, h: Array, Wx: Array, Wh: Array, b: Array) -> Array:
    return np.tanh(x @ Wx + h @ Wh + b)


def rnn_step_back(
    u: Array, x: Array, h: Array, Wx: Array, Wh: Array, b: Array, fault: str = ""
) -> Any:
    a = rnn_step(x, h, Wx, Wh, b)
    slope = {"no tanh'": 1.0, "1 - a": 1 - a, "1 - h^2": 1 - h * h}.get(fault, 1 - a * a)
    dz = u * slope
    dh = dz @ (Wh if fault == "Wh not transposed" else Wh.T)
    return dz @ Wx.T, dh, x.T @ dz, (a if fault == "next for previous" else h).T @ dz, dz.sum(0)


def embedding(table: Array, words: Array) -> Array:
    return table[words]


def embedding_back(u: Array, table: Array, words: Array, fault: str = "") -> Any:
    d = np.zeros_like(table)
    if fault == "repeats lost":
        d[words] += u
    else:
        np.add.at(d, words, u)
    return d, None


def residual(x: Array, W: Array) -> Array:
    return x + np.tanh(x @ W)


def residual_back(u: Array, x: Array, W: Array, fault: str = "") -> Any:
    dz = u * (1 - np.tanh(x @ W) ** 2)
    return dz @ W.T + (0 if fault == "no direct path" else u), x.T @ dz


def relu(x: Array) -> Array:
    return np.maximum(x, 0)


def relu_back(u: Array, x: Array, fault: str = "") -> Any:
    if fault == "u changed":
        u[x <= 0] = 0
        return u
    if fault == "mask of u":
        return u * (u > 0)
    return u if fault == "no mask" else u * (x > 0)


def squared_error(p: Array, y: Array) -> Any:
    return ((p - y) ** 2).mean()


def squared_error_back(u: Array, p: Array, y: Array, fault: str = "") -> Any:
    d = 2 * (p - y) / p.size
    if fault == "no 2":
        d = d / 2
    return u * d, -u * d


def binary_cross_entropy(a: Array, y: Array) -> Any:
    return -(y * np.log(a) + (1 - y) * np.log(1 - a)).mean()


def binary_cross_entropy_back(u: Array, a: Array, y: Array, fault: str = "") -> Any:
    d = (a - y) / a.size
    return u * (d if fault == "of the logit" else d / (a * (1 - a))), None


def gate(x: Array, g: Array) -> Array:
    return x * g


def gate_back(u: Array, x: Array, g: Array, fault: str = "") -> Any:
    if fault == "x for g":
        return u * x, u * x
    return u * g, (u * x if fault != "dg sign" else -u * x)
