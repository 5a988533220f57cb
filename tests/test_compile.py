"""A compiled graph computes what the graph computes: for every row, network, batch and point."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy
import oracles
import pytest
from compiled_programs import differences, run_graph
from hypothesis import given, strategies
from oracles import PROGRAMS, ROWS, Program, points, spoken

import autograd
from autograd import (
    DomainError,
    Op,
    Value,
    affine,
    binary_cross_entropy,
    dot,
    label,
    log,
    maximum,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    sqrt,
    tanh,
    total,
)

every_row = pytest.mark.parametrize("row", ROWS, ids=spoken)


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
    if row.name in oracles.FIRST_OF_LAST or not others:
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
    @autograd.op(partials=lambda _, x: (3 * x**2,))
    def cube(x: float) -> float:
        return x**3

    x, w = Value(1.5, "x"), Value(0.5, "w")
    assert not differences(sigmoid(cube(x * w)), [x], [[0.5], [-2.0]])


def test_own_row_whose_partials_only_floats_can_read() -> None:
    @autograd.op(partials=lambda _, x: (math.cos(x) if x > 0 else 1.0,))
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
    assert not program._call.by_graph
    for i, sample in enumerate(samples):
        run_graph(root, [z, target], sample, [z, w, target])
        assert single(*map(float, sample)) == pytest.approx(root.data, rel=1e-14, abs=1e-307)
        single.backward()
        assert single.gradient == pytest.approx([w.grad], rel=1e-13, abs=1e-307)
        assert got[i] == pytest.approx(root.data, rel=1e-14, abs=1e-307)
        assert slopes[i] == pytest.approx(z.grad, rel=1e-13, abs=1e-307)


# --- the checker can fail ---


@contextmanager
def planted(row: Op, form: Callable[..., Any]) -> Iterator[None]:
    """Give a row another branch-free form."""
    before = row.branch_free
    object.__setattr__(row, "branch_free", form)
    try:
        yield
    finally:
        object.__setattr__(row, "branch_free", before)


@pytest.mark.parametrize(
    ("row", "form"),
    [
        (sigmoid, lambda x: 0.5 * (1 + autograd.tanh(x / 2)) * (1 + 1e-11)),
        (autograd.heaviside, lambda x: x * 0.0 + 1.0),
    ],
    ids=["sigmoid", "heaviside"],
)
def test_planted_form_is_caught(row: Op, form: Callable[..., Any]) -> None:
    """A form that is right in the middle, but not where it is saturated or to the last digits."""
    x = Value(1.0, "x")
    with planted(row, form):
        assert differences(sigmoid(x) + relu(x), [x], [[-0.5], [2.0]])
    assert not differences(sigmoid(x) + relu(x), [x], [[-0.5], [2.0]])


def test_planted_partial_is_differentiated_as_it_stands() -> None:
    """The program has its derivatives from the row and from nowhere else: a wrong one shows."""
    row = Op("planted", "planted($x)", "", math.tanh, lambda z, _: (1 + z * z,))
    x = Value(0.5, "x")
    root = row(x) * 2.0
    assert not differences(root, [x], [[0.5], [-1.0]])
    program = autograd.compile(root, [x])
    program([0.5])
    assert program.grad(x)[0] != pytest.approx(autograd.central_difference(root, x), rel=1e-3)


def test_row_that_looks_linear_is_not_taken_for_linear() -> None:
    """Straight through: the derivative of rounding is said to be 1."""
    row = Op("rounded", "round($x)", "", lambda x: float(round(x)), lambda *_: (1.0,))
    x = Value(0.7, "x")
    assert not differences(row(x * 3.0) + x, [x], [[0.5], [1.4]])


# --- what is found ---


def calls(program: Any, function: str) -> int:
    """Return how often the source calls a function of arrays."""
    return program.source.count(f"    {function}(")


def test_layers_become_matrix_products() -> None:
    xs, zs, _ = network([5, 4, 3], relu)
    ys = [Value(0.0, f"y_{i}") for i in range(1, 4)]
    root = LOSSES["squared error"](zs, ys)
    program = autograd.compile(root, [xs, ys])
    assert {name: w.shape for name, w in program.matrices.items()} == {
        "W_1": (4, 5),
        "b_1": (4,),
        "W_2": (3, 4),
        "b_2": (3,),
    }
    forward = program.source[program.source.index("def forward") :]
    assert forward.count("dot(W_1, X, ") == forward.count("dot(W_2, A_1, ") == 1
    assert "dot(dZ_1, X.T, dW_1)" in forward
    assert len(forward.splitlines()) < 30  # and not 5 * 4 + 4 * 3 of anything


def test_as_many_lines_for_a_wide_layer_as_for_a_narrow_one() -> None:
    def lines(width: int) -> int:
        xs, zs, _ = network([3, width, 2], sigmoid)
        ys = [Value(0.0, f"y_{i}") for i in range(1, 3)]
        return len(autograd.compile(softmax_cross_entropy(zs, ys), [xs, ys]).source.splitlines())

    assert lines(3) == lines(20)


def test_tied_weights_are_one_matrix() -> None:
    """A recurrent layer: the same matrix at each step, its gradient the sum over the steps."""
    rng = random.Random(0)
    w = [[Value(rng.gauss(0, 1), f"w_{{{i},{j}}}") for j in range(3)] for i in range(3)]
    xs = [Value(0.1, f"x_{i}") for i in range(3)]
    layer = xs
    for _ in range(4):
        layer = [tanh(dot(row, layer)) for row in w]
    root = total(layer)
    assert not differences(root, xs, [[0.1, 0.2, -0.3], [1.0, -1.0, 0.5]])
    assert autograd.compile(root, [xs]).matrices["W"].shape == (3, 3)


LISTING = """\
m samples: a row for each node, a column for each sample
inputs      X (2, m), y (m)
parameters  W_1 (3, 2), b_1 (3), W_2 (1, 3), b_2 (1)

forward
    Z_1 = W_1 @ X + b_1
    A_1 = tanh(Z_1)
    z_2 = W_2 @ A_1 + b_2
    t = z_2 - y
    L = t**2

backward
    dz_2 = 2 * t
    dW_2 = dz_2 @ A_1.T
    db_2 = sum(dz_2, "samples")
    dA_1 = W_2.T * dz_2
    dZ_1 = dA_1 * (1 - A_1**2)
    dW_1 = dZ_1 @ X.T
    db_1 = sum(dZ_1, "samples")"""


def regression() -> tuple[Value, list[Value], Value]:
    """Return the squared error of 2-3-1 with its inputs and its target."""
    xs, (z,), _ = network([2, 3, 1], tanh)
    for v in [z, *z.inputs]:
        if v.op is None:
            v.label = v.label.replace("{2,1}", "2").replace("_{2,1", "_{2,")
    z.label, y = "z_2", Value(0.3, "y")
    root = (z - y) ** 2
    label(L=root)
    return root, xs, y


def test_listing_reads_as_backprop_by_hand() -> None:
    root, xs, y = regression()
    assert str(autograd.compile(root, [xs, y])) == LISTING


def test_listing_of_straight_line_code() -> None:
    x, w = Value(1.0, "x"), Value(2.0, "w")
    z = w * x
    root = sigmoid(z)
    label(z=z, a=root)
    assert str(autograd.compile(root, [x], arrays=False)).splitlines() == [
        "forward",
        "    z = w * x",
        "    a = sigmoid(z)",
        "",
        "backward",
        "    dz = a * (1 - a)",
        "    dw = x * dz",
    ]


def test_long_formulas_are_divided() -> None:
    x = Value(0.5, "x")
    z = x
    for _ in range(1500):
        z = tanh(z * 0.9 + x)
    program = autograd.compile(z, [x])
    assert max(map(len, str(program).splitlines())) < 100_000
    assert program([0.5])[0] == pytest.approx(z.data, rel=1e-12)
    assert autograd.compile(z, [x], arrays=False)(0.5) == pytest.approx(z.data, rel=1e-12)


# --- names ---

HOSTILE = [
    "x); import os; os.abort() #",
    "__import__('os').abort()",
    "a\n    b = 1",
    "lambda", "None", "def", "weights", "gradient", "forward", "exp", "copyto", "m", "ones", "t1",
    "1 + 1", "'", "\\", "\ufb01", "fi", "\u03b8", r"\theta", "d w", "dw", "w", "_", "t",
]  # fmt: skip


@pytest.mark.parametrize("arrays", [True, False])
def test_a_label_is_never_code(arrays: bool) -> None:
    leaves = [Value(0.1 * i, name) for i, name in enumerate(HOSTILE, 1)]
    root = autograd.exp(total([v * w for v, w in zip(leaves, leaves[::-1], strict=True)]))
    root.label = "exp(-1)"
    program = autograd.compile(root, [leaves[0]], arrays=arrays)
    assert float(program([0.1])[0] if arrays else program(0.1)) == pytest.approx(root.data)
    program.backward()
    root.backward()
    for v in program.parameters:
        assert program.grad(v.label) == pytest.approx(v.grad)
    for label_ in HOSTILE[:3]:
        assert label_ not in program.source + str(program)


def test_node_by_label_or_itself() -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y])
    program([[0.1, 0.2], [0.3, 0.4]], [0.0, 1.0])
    assert program.value("L").shape == program.grad("z_2").shape == (2,)
    assert program.value(["x_1", y]).tolist() == [[0.1, 0.0], [0.3, 1.0]]
    with pytest.raises(KeyError, match="no node 'z_9': there are "):
        program.value("z_9")
    with pytest.raises(KeyError, match=r"Value\(1.0, grad=0.0\) is not a node of this program"):
        program.value(Value(1.0))
    xs[0].label = "y"
    twice = autograd.compile(root, [xs, y])
    with pytest.raises(KeyError, match="2 nodes are called 'y': ask with the node itself"):
        twice.value("y")


# --- numbers that are not fine ---


def test_domain_error_names_sample_and_node() -> None:
    x, w = Value(1.0, "x"), Value(2.0, "w")
    root = log(x * w)
    root.label = "L"
    with pytest.raises(DomainError, match=r"sample 2: L = log\(-6.0\): outside its domain"):
        autograd.compile(root, [x], [w])([1.0, 2.0, -3.0])
    with pytest.raises(DomainError, match=r"sample 0: L = log\(-6.0\): outside its domain"):
        autograd.compile(root, [x], [w], arrays=False)(-3.0)


def test_error_that_does_not_reach_the_root_is_told() -> None:
    """1 / e^1000 is 0 to an array, and an overflow to the graph."""
    x = Value(1.0, "x")
    program = autograd.compile(1 / autograd.exp(x), [x])
    with pytest.raises(DomainError, match=r"sample 1: exp\(x = 1000.0\): the result is too large"):
        program([1.0, 1000.0])


@pytest.mark.parametrize("arrays", [True, False])
def test_derivative_that_does_not_exist(arrays: bool) -> None:
    x = Value(1.0, "x")
    program = autograd.compile(sqrt(x), [x], arrays=arrays)
    program([0.0] if arrays else 0.0)
    with pytest.raises(DomainError, match=r"sample 0: the derivative of sqrt\(x = 0.0\): division"):
        program.grad(x)


def test_derivative_of_0_passes_nothing_on() -> None:
    x, w = Value(1.0, "x"), Value(0.0, "w")
    assert not differences(sqrt(x) * w, [x, w], [[0.0, 0.0], [4.0, 0.5]])


@pytest.mark.parametrize("x", [math.nan, math.inf, -math.inf, 1e200, 1e308])
def test_what_is_not_finite_is_as_in_the_graph(x: float) -> None:
    v, w = Value(1.0, "x"), Value(1.0, "w")
    for root in (v * v + w, relu(v) * 2 + w, maximum(v, w), v * v * 0.0 + v, abs(v) - w):
        assert not differences(root, [v], [[0.5], [x]], [w])


# --- arguments ---


def test_ways_to_give_the_samples() -> None:
    root, xs, y = regression()
    X, Y = numpy.array([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]]), numpy.array([0.0, 1.0, 0.5])
    wanted = autograd.compile(root, [xs, y])(X, Y)
    flat = autograd.compile(root, [*xs, y])
    for given_ in (
        (X[:, 0], X[:, 1], Y),
        (numpy.column_stack([X, Y]),),
        ({"x_1": X[:, 0], "x_2": X[:, 1], "y": Y},),
    ):
        assert flat(*given_) == pytest.approx(wanted, rel=1e-14)
    assert autograd.compile(root, [xs, y])(X.tolist(), Y.tolist()) == pytest.approx(wanted)
    straight = autograd.compile(root, [xs, y], arrays=False)
    assert [straight(x, t) for x, t in zip(X, Y, strict=True)] == pytest.approx(wanted)


def test_samples_that_do_not_fit_are_refused() -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y])
    for arguments, message in [
        (
            ([[1.0, 2.0]],),
            r"3 columns \(x_1, x_2, y\), got shape \(1, 2\)",
        ),
        (([[1.0, 2.0]], [1.0], [1.0]), r"expected 2 arrays \(x_1, x_2, y\), got 3"),
        (([[1.0, 2.0]], [1.0, 2.0]), r"as many samples in each array, got \[1, 2\]"),
        (([[1.0, 2.0, 3.0]], [1.0]), r"2 columns \(x_1, x_2\), got shape \(1, 3\)"),
        (([[1.0, 2.0]], 1.0), r"one number for each sample for 'y', got an array of shape \(\)"),
        ((numpy.empty((0, 4)),), r"got shape \(0, 4\)"),
        (({"x_1": [1.0], "y": [1.0]},), "got none for 'x_2'"),
    ]:
        with pytest.raises(ValueError, match=message):
            program(*arguments)
    straight = autograd.compile(root, [xs, y], arrays=False)
    with pytest.raises(ValueError, match=r"expected 2 numbers \(x_1, x_2\), got \[1.0\]"):
        straight([1.0], 2.0)


def test_what_cannot_be_compiled_is_refused() -> None:
    x, w = Value(1.0, "x"), Value(2.0, "w")
    z = x * w
    for arguments, error, message in [
        ((z, x), TypeError, "inputs must be a list, got Value"),
        ((z, [1.0]), TypeError, "inputs must be a list of Values, got 1.0"),
        ((z, [x], [2.0]), TypeError, "parameters must be Values, got float 2.0"),
        ((1.0, [x]), TypeError, "root must be a list of Values, got 1.0"),
        (([], [x]), ValueError, "there is no root"),
        ((z, []), ValueError, "there must be an input"),
        ((z, [z]), ValueError, "inputs must be leaves, but "),
        ((z, [x, x]), ValueError, "'x' is twice in inputs"),
        ((z, [x], [x, w]), ValueError, "'x' is an input and a parameter"),
    ]:
        with pytest.raises(error, match=message):
            autograd.compile(*arguments)  # type: ignore[call-overload]  # that is the point


def test_without_numpy_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("runtime", "array_code", "program"):  # which need it
        monkeypatch.delattr(autograd.compiling, name, raising=False)
        monkeypatch.delitem(sys.modules, f"autograd.compiling.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)
    x = Value(1.0, "x")
    with pytest.raises(ImportError, match=r"pip install chainrule\[fast\]"):
        autograd.compile(x * x, [x])
    assert autograd.compile(x * x, [x], arrays=False)(3.0) == 9.0


# --- weights ---


@pytest.mark.parametrize("arrays", [True, False])
def test_weights_are_loaded_changed_and_stored(arrays: bool) -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y], arrays=arrays)
    sample = ([[0.1, 0.2]], [0.5]) if arrays else ([0.1, 0.2], 0.5)
    before = float(numpy.sum(program(*sample)))
    assert list(program.weights) == [v.data for v in program.parameters]
    program.weights[0] += 1.0
    after = float(numpy.sum(program(*sample)))
    assert after != before
    program.store()
    run_graph(root, [*xs, y], [0.1, 0.2, 0.5], [])
    assert root.data == pytest.approx(after, rel=1e-14)
    program.parameters[0].data -= 1.0
    program.load()
    assert float(numpy.sum(program(*sample))) == pytest.approx(before, rel=1e-14)


@pytest.mark.parametrize("arrays", [True, False])
def test_descent_goes_down_the_mean_gradient(arrays: bool) -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y], arrays=arrays)
    other = autograd.compile(root, [xs, y])
    X, Y = numpy.array([[0.1, 0.2], [0.3, -0.4]])[: 2 if arrays else 1], numpy.array([0.5, 1.0])
    Y = Y[: len(X)]
    for _ in range(3):
        losses = other(X, Y)
        other.backward(mean=True)
        other.weights -= 0.1 * other.gradient
        got = program.descend(X, Y, rate=0.1) if arrays else program.descend(X[0], Y[0], rate=0.1)
        assert numpy.ravel(got) == pytest.approx(losses, rel=1e-13)
    place = {v: i for i, v in enumerate(program.parameters)}
    assert [program.weights[place[v]] for v in other.parameters] == pytest.approx(other.weights)


def test_mean_and_sum_of_the_gradient() -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y])
    program([[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], [0.0, 1.0, 0.5])
    program.backward()
    summed = program.gradient.copy()
    for _ in range(2):
        program.backward(mean=True)
        assert program.gradient == pytest.approx(summed / 3, rel=1e-14)
        assert program.grad("b_{1,1}") == pytest.approx(summed[program.parameters.index(
            next(v for v in program.parameters if v.label == "b_{1,1}"))])  # fmt: skip
    program.backward()
    assert program.gradient == pytest.approx(summed, rel=1e-14)


def test_batches_of_any_size_by_turns() -> None:
    root, xs, y = regression()
    program = autograd.compile(root, [xs, y])
    rng = numpy.random.default_rng(0)
    X, Y = rng.normal(size=(40, 2)), rng.normal(size=40)
    whole = program(X, Y)
    for m in [1, 7, 40, 3, 2, 5, 6, 8, 9, 10, 11, 7, 1]:
        assert program(X[:m], Y[:m]) == pytest.approx(whole[:m], rel=1e-13)
        program.backward()
        assert program.gradient == pytest.approx(
            sum_of_gradients(root, [*xs, y], program.parameters, X[:m], Y[:m]), rel=1e-11
        )


def sum_of_gradients(
    root: Value, inputs: Sequence[Value], parameters: Sequence[Value], X: Any, Y: Any
) -> list[float]:
    found = numpy.zeros(len(parameters))
    for x, y in zip(X, Y, strict=True):
        run_graph(root, inputs, [*x, y], parameters)
        found += [v.grad for v in parameters]
    return found.tolist()


def test_several_roots() -> None:
    xs, zs, _ = network([2, 3, 2], tanh)
    program = autograd.compile(zs, [xs])
    got = program([[0.1, 0.2], [0.3, 0.4]])
    assert got.shape == (2, 2)
    for x, row in zip([[0.1, 0.2], [0.3, 0.4]], got, strict=True):
        for v, number in zip(xs, x, strict=True):
            v.data = number
        assert [z.forward().data for z in zs] == pytest.approx(row, rel=1e-13)
    with pytest.raises(ValueError, match="a program of several roots has no gradient"):
        program.backward()
    with pytest.raises(RuntimeError, match="call the program first"):
        autograd.compile(zs[0], [xs]).backward()


def test_unlabelled_nodes_can_be_kept() -> None:
    x, w = Value(1.0, "x"), Value(2.0, "w")
    hidden = x * w
    root = tanh(hidden)
    for keep in ([], [hidden]):
        program = autograd.compile(root, [x], keep=keep)
        program([1.0, 2.0])
        assert program.value(hidden).tolist() == [2.0, 4.0]
        assert bool(program._call._values) is not bool(
            keep
        )  # else the graph has computed it, slowly
        assert program.grad(hidden) == pytest.approx([1 - math.tanh(2) ** 2, 1 - math.tanh(4) ** 2])


def test_graph_and_its_values_are_left_alone() -> None:
    root, xs, y = regression()
    before = [(v.data, v.grad, v.label) for v in autograd.topological_order(root)]
    program = autograd.compile(root, [xs, y])
    program.descend([[0.1, 0.2]], [0.5], rate=0.1)
    program.grad(xs[0])
    assert [(v.data, v.grad, v.label) for v in autograd.topological_order(root)] == before


def test_agrees_with_pytorch() -> None:
    torch = oracles.required("torch")
    xs, zs, _ = network([6, 5, 4], tanh)
    ys = [Value(0.0, f"y_{i}") for i in range(4)]
    program = autograd.compile(softmax_cross_entropy(zs, ys), [xs, ys])
    rng = numpy.random.default_rng(1)
    X, classes = rng.normal(size=(9, 6)) * 30, rng.integers(0, 4, 9)
    w1, b1, w2, b2 = [
        torch.tensor(program.matrices[name].copy(), requires_grad=True)
        for name in ("W_1", "b_1", "W_2", "b_2")
    ]
    z = torch.tanh(torch.tensor(X) @ w1.T + b1) @ w2.T + b2
    losses = torch.nn.functional.cross_entropy(z, torch.tensor(classes), reduction="none")
    losses.mean().backward()
    assert program(X, numpy.eye(4)[classes]) == pytest.approx(losses.detach().numpy(), rel=1e-12)
    program.backward(mean=True)
    wanted = torch.cat([v.grad.reshape(-1) for v in (w1, b1, w2, b2)]).numpy()
    assert program.gradient == pytest.approx(wanted, rel=1e-10, abs=1e-14)
