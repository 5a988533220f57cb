"""A compiled graph computes what the graph computes: for every row, network, batch and point."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy
import oracles
import pytest
from hypothesis import given, strategies
from oracles import PROGRAMS, ROWS, Program, points, spoken

import autograd
from autograd import (
    Op,
    Value,
    affine,
    binary_cross_entropy,
    dot,
    label,
    maximum,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    tanh,
    total,
)

TOLERANCE = 1e-12
every_row = pytest.mark.parametrize("row", ROWS, ids=spoken)


# --- the checker: what a program and its graph differ in ---


def differences(
    root: Value, inputs: Sequence[Value], samples: Any, parameters: Any = None
) -> list[str]:
    """Run a graph sample by sample and as both kinds of program; return where they differ.

    Compared are the root, the derivative by every input, and the sums of those by the parameters.
    """
    batch = autograd.compile(root, list(inputs), parameters)
    single = autograd.compile(root, list(inputs), parameters, arrays=False)
    leaves = [*inputs, *batch.parameters]
    slopes = {v: [] for v in leaves}
    roots, sums = [], [0.0] * len(batch.parameters)
    found = []
    for i, sample in enumerate(samples):
        run_graph(root, inputs, sample, leaves)
        roots.append(root.data)
        for v in leaves:
            slopes[v].append(v.grad)
        found += differ(f"root, sample {i}, straight", single(*map(float, sample)), root.data)
        single.backward()
        for v in leaves:
            found += differ(f"d{v.label}, sample {i}, straight", single.grad(v), v.grad)
        if parameters is None or parameters:
            wanted = [v.grad for v in single.parameters]
            found += differ(f"gradient, sample {i}, straight", single.gradient, wanted)
    found += differ("root", batch(numpy.array(samples, dtype=float)), roots)
    batch.backward()
    for v in inputs:
        found += differ(f"d{v.label}", batch.grad(v), slopes[v])
    for v in batch.parameters:
        found += differ(
            f"d{v.label}", batch.grad(v), math.fsum(slopes[v]), sum(map(abs, slopes[v]))
        )
        found += differ(f"d{v.label}, each", batch.grad(v, per_sample=True), slopes[v])
    return found


def run_graph(root: Value, inputs: Sequence[Value], sample: Any, leaves: Sequence[Value]) -> None:
    for v, x in zip(inputs, sample, strict=True):
        v.data = float(x)
    for v in leaves:
        v.grad = 0.0
    root.forward()
    root.backward()


def differ(what: str, got: Any, wanted: Any, size: float = 0.0) -> list[str]:
    got, wanted = numpy.asarray(got, dtype=float), numpy.asarray(wanted, dtype=float)
    size = max(
        1.0, size, float(numpy.max(numpy.abs(wanted), initial=0.0, where=numpy.isfinite(wanted)))
    )
    close = numpy.isclose(got, wanted, rtol=TOLERANCE, atol=TOLERANCE * size, equal_nan=True)
    return [] if got.shape == wanted.shape and close.all() else [f"{what}: {got}, not {wanted}"]


def leaves_of(row: Op) -> list[Value]:
    return [Value(x, f"q_{i}") for i, x in enumerate(points(row, 1)[0])]


# --- every row ---


@every_row
def test_row_of_inputs(row: Op) -> None:
    inputs = leaves_of(row)
    assert not differences(row(*inputs), inputs, points(row, 7))


@every_row
def test_row_of_inputs_and_parameters(row: Op) -> None:
    """The last inputs are shared by all samples; those of a row about a sigmoid go together."""
    first, *others = inputs = leaves_of(row)
    if row.name in oracles.OF_SIGMOID or not others:
        return
    samples = [sample[:1] for sample in points(row, 7)]
    assert not differences(row(*inputs), [first], samples, others)


@every_row
def test_row_inside_a_graph(row: Op) -> None:
    inputs = leaves_of(row)
    inner = row(*[v * 1.0 for v in inputs])
    root = tanh(inner) * 0.5 + inner * inputs[0]
    assert not differences(root, inputs, points(row, 5))


def test_own_row_is_compiled_without_more_code() -> None:
    @autograd.op(partials=lambda z, x: (3 * x**2,))
    def cube(x: float) -> float:
        return x**3

    x, w = Value(1.5, "x"), Value(0.5, "w")
    assert not differences(sigmoid(cube(x * w)), [x], [[0.5], [-2.0]])


def test_own_row_whose_partials_only_floats_can_read() -> None:
    @autograd.op(partials=lambda z, x: (math.cos(x) if x > 0 else 1.0,))
    def bent(x: float) -> float:
        return math.sin(x) if x > 0 else x

    x, w = Value(1.5, "x"), Value(0.5, "w")
    assert not differences(sigmoid(bent(x * w)), [x], [[0.5], [-2.0]])


# --- random programs ---


@given(PROGRAMS, strategies.integers(1, 3), strategies.integers(0, 2**32))
def test_random_program(program: Program, shared: int, seed: int) -> None:
    leaves = [Value(x, f"q_{i}") for i, x in enumerate(program.leaves)]
    root = program.run(leaves)[-1]
    inputs, parameters = leaves[:shared], leaves[shared:]
    rng = random.Random(seed)
    samples = [[rng.uniform(-1, 1) for _ in inputs] for _ in range(rng.choice([1, 2, 5]))]
    assert not differences(root, inputs, samples, parameters)


def layered(rng: random.Random) -> tuple[Value, list[Value], list[Value]]:
    """Return a root, inputs and parameters: layers that share weights, skip, mix and reduce."""
    xs = [Value(rng.uniform(-1, 1), f"x_{i}") for i in range(rng.randint(1, 4))]
    parameters: list[Value] = []

    def parameter() -> Value:
        if parameters and rng.random() < 0.1:
            return rng.choice(parameters)
        parameters.append(Value(rng.uniform(-1, 1), f"w_{len(parameters)}"))
        return parameters[-1]

    layer = xs
    for _ in range(rng.randint(1, 4)):
        width, kind = rng.randint(1, 4), rng.randrange(6)
        if kind < 2:
            rows = [[parameter() for _ in layer] for _ in range(width)]
            layer = [affine(row, layer, parameter()) for row in rows]
        elif kind == 2:
            layer = [rng.choice((tanh, sigmoid, relu))(v) for v in layer]
        elif kind == 3:
            layer = [v * u for v, u in zip(layer, rng.sample(layer, len(layer)), strict=True)]
        elif kind == 4:
            layer = softmax(layer)
        else:
            layer = [*layer, total(layer) / 2, maximum(*layer, *xs)][-4:]
    root = dot(layer, [parameter() for _ in layer]) + total([w * w for w in parameters]) * 0.1
    return root, xs, parameters


@pytest.mark.parametrize("seed", range(60))
def test_random_layers(seed: int) -> None:
    rng = random.Random(seed)
    root, xs, parameters = layered(rng)
    samples = [[rng.uniform(-1, 1) for _ in xs] for _ in range(4)]
    assert not differences(root, xs, samples, parameters)


# --- networks ---

ACTIVATIONS = [
    sigmoid,
    tanh,
    relu,
    autograd.leaky_relu,
    autograd.softplus,
    autograd.silu,
    autograd.gelu,
]
LOSSES: dict[str, Callable[[Sequence[Value], Sequence[Value]], Any]] = {
    "squared error": lambda zs, ys: total([(z - y) ** 2 for z, y in zip(zs, ys, strict=True)]) / 2,
    "absolute error": lambda zs, ys: total([abs(z - y) for z, y in zip(zs, ys, strict=True)]),
    "hinge": lambda zs, ys: total([relu(1 - y * z) for z, y in zip(zs, ys, strict=True)]),
    "binary cross-entropy": lambda zs, ys: total(
        [binary_cross_entropy(sigmoid(z), y) for z, y in zip(zs, ys, strict=True)]
    ),
    "with logits": lambda zs, ys: total(
        [autograd.binary_cross_entropy_with_logits(z, y) for z, y in zip(zs, ys, strict=True)]
    ),
    "cross-entropy": softmax_cross_entropy,
    "cross-entropy of one class": lambda zs, _: softmax_cross_entropy(zs, 1),
}


def network(
    widths: Sequence[int], activation: Callable[[Value], Value], seed: int = 0
) -> tuple[list[Value], list[Value], list[Value]]:
    """Return inputs, outputs and parameters, labelled as in the texts."""
    rng = random.Random(seed)
    xs = layer = [Value(0.1, f"x_{i}") for i in range(1, widths[0] + 1)]
    parameters = []
    for number, width in enumerate(widths[1:], 1):
        w = [
            [Value(rng.gauss(0, 0.5), f"w_{{{number},{i}{j}}}") for i in range(1, len(layer) + 1)]
            for j in range(1, width + 1)
        ]
        b = [Value(rng.gauss(0, 0.5), f"b_{{{number},{j}}}") for j in range(1, width + 1)]
        zs = [affine(row, layer, c) for row, c in zip(w, b, strict=True)]
        layer = [activation(z) for z in zs] if number + 1 < len(widths) else zs
        for j in range(width):
            zs[j].label, layer[j].label = f"z_{{{number},{j + 1}}}", f"a_{{{number},{j + 1}}}"
        parameters += [v for row in w for v in row] + b
    return xs, layer, parameters


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", ACTIVATIONS, ids=lambda f: getattr(f, "name", "leaky_relu"))
def test_network(activation: Callable[[Value], Value], loss: str) -> None:
    xs, zs, parameters = network([3, 4, 3], activation)
    ys = [Value(0.0, f"y_{i}") for i in range(1, 4)]
    root = LOSSES[loss](zs, ys)
    label(L=root)
    rng = numpy.random.default_rng(0)
    samples = numpy.hstack([rng.normal(size=(5, 3)), rng.dirichlet([1, 1, 1], 5)])
    assert not differences(root, [*xs, *ys], samples, parameters)


SATURATED = [0.0, 1e-300, 1.0, 36.0, 40.0, 689.0, 691.0, 709.0, 745.0, 1000.0]


@pytest.mark.parametrize("y", [0.0, 0.3, 1.0])
@pytest.mark.parametrize(
    "loss",
    [
        lambda z, y: binary_cross_entropy(sigmoid(z), y),
        autograd.binary_cross_entropy_with_logits,
        lambda z, y: softmax_cross_entropy([z, z * -0.5, y], [y, 1 - y, 0.1]),
        lambda z, y: autograd.logsumexp([z, y, -z]),
        lambda z, y: softmax([z, y, -z])[0],
        lambda z, y: sigmoid(z) * y + autograd.softplus(z) + autograd.silu(-z),
    ],
    ids=["bce", "with logits", "cross-entropy", "logsumexp", "softmax", "activations"],
)
def test_saturated_inputs(loss: Callable[..., Value], y: float) -> None:
    """Everything is exact to some ulps, relative to itself, and no warning is given."""
    z, w, target = Value(0.0, "z"), Value(1.0, "w"), Value(y, "y")
    root = loss(z * w, target)
    samples = numpy.array([[sign * x, y] for x in SATURATED for sign in (1, -1)])
    program = autograd.compile(root, [z, target], [w])
    single = autograd.compile(root, [z, target], [w], arrays=False)
    got = program(samples)
    slopes = program.grad(z)
    assert not program._exact
    for i, sample in enumerate(samples):
        run_graph(root, [z, target], sample, [z, w, target])
        assert single(*map(float, sample)) == pytest.approx(root.data, rel=1e-14, abs=1e-307)
        single.backward()
        assert single.gradient == pytest.approx([w.grad], rel=1e-13, abs=1e-307)
        assert got[i] == pytest.approx(root.data, rel=1e-14, abs=1e-307)
        assert slopes[i] == pytest.approx(z.grad, rel=1e-13, abs=1e-307)
