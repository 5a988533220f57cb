"""Keras's layers and summary; delta layer by layer; what a network is as JSON."""

from __future__ import annotations

import json
import math
import random
from pathlib import Path
from typing import Any

import pytest
from oracles import required

import autograd
import nn
from autograd import Value
from nn import (
    MLP,
    Dense,
    Layer,
    Linear,
    Normalization,
    Sequential,
    TwoLayerMLP,
    deltas,
    deltas_by_recursion,
    load_model,
)

X = [0.3, -0.7]


def network(*activations: str) -> Sequential:
    layers = [Dense(3 + k, activation, input_shape=None if k else (2,))
              for k, activation in enumerate(activations)]  # fmt: skip
    return Sequential(layers, seed=0)


# --- Dense ---


@pytest.mark.parametrize("activation", [*nn.activations.ACTIVATIONS, "softmax"])
def test_a_dense_layer_is_pytorchs(activation: str) -> None:
    torch = required("torch")
    net = network(activation)
    rng = random.Random(0)
    for p in net.parameters():
        p.data = rng.uniform(-2, 2)
    layer = net.layers[0]
    w = torch.tensor([[w.data for w in n.w] for n in layer.neurons], dtype=torch.float64)
    b = torch.tensor([n.b.data for n in layer.neurons], dtype=torch.float64)
    z = w @ torch.tensor(X, dtype=torch.float64) + b
    functions: dict[str, Any] = {"linear": lambda z: z, "softmax": lambda z: torch.softmax(z, 0)}
    function = functions.get(activation) or getattr(torch.nn.functional, activation)
    expected = function(z)
    assert [v.data for v in net(X)] == pytest.approx(expected.tolist(), rel=1e-14)


@pytest.mark.parametrize(("n_in", "units"), [(784, 10), (2, 300)])
def test_weights_begin_as_kerass(n_in: int, units: int) -> None:
    layer = Sequential([Dense(units, input_shape=(n_in,))], seed=0).layers[0]
    drawn = [w.data for neuron in layer.neurons for w in neuron.w]
    bound = math.sqrt(6 / (n_in + units))
    assert 0.97 * bound < max(drawn) < bound
    assert -bound < min(drawn) < -0.97 * bound
    assert {neuron.b.data for neuron in layer.neurons} == {0.0}


def test_nodes_have_the_seeds_names() -> None:
    net = network("tanh", "softmax")
    a = net(X)
    assert [v.label for v in a] == [f"a_{j}^{{(2)}}" for j in range(1, 5)]
    labels = {v.label for v in autograd.topological_order(a[0])}
    assert {"w_{1,1}^{(1)}", "b_3^{(1)}", "z_3^{(1)}", "a_3^{(1)}", "w_{3,4}^{(2)}",
            "z_4^{(2)}"} <= labels  # fmt: skip


def test_widths_follow_from_the_first_input() -> None:
    net = Sequential([Dense(4, "relu"), Dense(1)], seed=0)
    assert net.parameters() == []
    net([0.1, 0.2, 0.3])
    assert len(net.parameters()) == 3 * 4 + 4 + 4 + 1


def test_a_seed_makes_the_weights_repeatable() -> None:
    def weights(seed: int) -> list[float]:
        net = Sequential([Dense(4, "relu", input_shape=(2,)), Dense(1)], seed=seed)
        return [p.data for p in net.parameters()]

    assert weights(0) == weights(0) != weights(1)


def test_a_layer_may_have_a_seed_of_its_own() -> None:
    def first_and_second(seed: int) -> list[float]:
        net = Sequential([Dense(1, input_shape=(1,), seed=5), Dense(1)], seed=seed)
        return [layer.neurons[0].w[0].data for layer in net.layers]

    (a, b), (c, d) = first_and_second(0), first_and_second(1)
    assert a == c
    assert b != d


@pytest.mark.parametrize(
    ("make", "kind", "complaint"),
    [
        (lambda: Dense(0), ValueError, "units must be a whole number from 1 up, got 0"),
        (lambda: Dense(2, "swish"), ValueError, "no activation 'swish': choose one of linear"),
        (lambda: Dense(2, input_shape=3), ValueError, r"expected input_shape=\(width,\), got 3"),
        (lambda: Dense(2, input_shape=(3,))([1.0]), ValueError, r"input_shape is \(3,\), got 1"),
        (lambda: Sequential([Dense(2), "relu"]), TypeError, "expected modules, got 'relu'"),
        (lambda: network("relu")([1.0]), ValueError, "expected 2 inputs, got 1"),
        (lambda: network("softmax")([1.0]), ValueError, "Dense: expected 2 inputs, got 1"),
    ],
)
def test_what_does_not_fit_is_refused(make: Any, kind: type, complaint: str) -> None:
    with pytest.raises(kind, match=complaint):
        make()


# --- Normalization ---


def test_normalised_features_have_mean_0_and_deviation_1() -> None:
    rng = random.Random(0)
    rows = [[rng.gauss(5, 3), rng.gauss(-100, 0.1), 7.0] for _ in range(50)]
    columns = list(zip(*map(Normalization.of(rows), rows), strict=True))
    for column in columns[:2]:
        assert math.fsum(column) / 50 == pytest.approx(0, abs=1e-12)
        assert math.fsum(x * x for x in column) / 50 == pytest.approx(1)
    assert set(columns[2]) == {0.0}  # the same in all rows: only shifted


def test_its_inverse_takes_back() -> None:
    layer = Normalization([3.0, -2.0], [0.5, 10.0])
    assert layer.inverse()(layer([1.25, 7.5])) == pytest.approx([1.25, 7.5], rel=1e-15)


def test_its_gradient_is_one_over_the_deviation() -> None:
    x = Value(2.0)
    (z,) = Normalization([1.0], [4.0])([x])
    z.backward()
    assert (z.data, x.grad) == (0.25, 0.25)


@pytest.mark.parametrize(
    ("mean", "deviation", "complaint"),
    [([1.0], [1.0, 2.0], "1 means need as many"), ([1.0], [0.0], "must be above 0")],
)
def test_bad_scales_are_refused(mean: Any, deviation: Any, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        Normalization(mean, deviation)


# --- summary ---


def test_the_summary_counts_the_parameters(capsys: pytest.CaptureFixture[str]) -> None:
    model = Sequential([Dense(10, "relu", input_shape=(784,)), Dense(10, "softmax")])
    model.summary()
    lines = capsys.readouterr().out.splitlines()
    counts = [line.split()[-1] for line in lines if line[-1].isdigit()]
    assert counts == ["7,850", "110", "7,960"]  # as Keras prints


def test_the_summary_of_any_network(capsys: pytest.CaptureFixture[str]) -> None:
    TwoLayerMLP(2, 3).summary()
    assert capsys.readouterr().out.splitlines()[-1].split() == ["in", "all", "13"]


# --- delta, text 002 ---

Y = [0.9, 0.1, 0.4, 0.7, 0.2]


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "softplus"])
def test_delta_at_the_nodes_is_that_of_the_recursion(depth: int, activation: str) -> None:
    rng = random.Random(depth)
    layers = [Layer(3, 3, activation=activation, rng=rng, number=n + 2) for n in range(depth)]
    net = Sequential(layers)
    nn.half_squared_error(net([0.1, 0.7, 0.3]), Y[:3]).backward()
    found, recursion = deltas(net), deltas_by_recursion(net)
    assert len(found) == depth
    for at_nodes, by_recursion in zip(found, recursion, strict=True):
        assert by_recursion == pytest.approx(at_nodes, rel=1e-12)


def test_delta_of_the_last_layer_is_text_002s() -> None:
    net = MLP(3, [4, 2], activation="sigmoid", last="sigmoid", seed=0)
    a = net([0.1, 0.7, 0.3])
    nn.half_squared_error(a, Y[:2]).backward()
    by_text = [(v.data - y) * v.data * (1 - v.data) for v, y in zip(a, Y, strict=False)]
    assert net.layers[-1].delta == pytest.approx(by_text, rel=1e-12)


def test_delta_of_a_softmax_layer_is_text_003s_output_minus_truth() -> None:
    net = network("sigmoid", "softmax")
    a = net(X)
    nn.categorical_crossentropy(a, [0.0, 0.0, 1.0, 0.0]).backward()
    assert net.layers[-1].delta == pytest.approx(
        [a[0].data, a[1].data, a[2].data - 1, a[3].data], rel=1e-12
    )
    assert deltas_by_recursion(net)[0] == pytest.approx(deltas(net)[0], rel=1e-12)


def test_delta_times_input_is_the_weights_derivative() -> None:
    """Text 002: dC/dw^(l) = delta^(l) a^(l-1), and dC/dtheta^(l) = delta^(l)."""
    net = network("tanh", "sigmoid")
    nn.half_squared_error(net(X), Y[:4]).backward()
    below, above = net.layers
    for neuron, delta in zip(above.neurons, above.delta, strict=True):
        assert neuron.b.grad == pytest.approx(delta, rel=1e-14)
        for w, lower in zip(neuron.w, below.neurons, strict=True):
            assert w.grad == pytest.approx(delta * lower.a.data, rel=1e-14)


def test_the_recursion_catches_a_wrong_weight() -> None:
    net = network("tanh", "sigmoid")
    nn.half_squared_error(net(X), Y[:4]).backward()
    net.layers[1].neurons[0].w[0].data += 1e-6
    assert deltas_by_recursion(net)[0] != pytest.approx(deltas(net)[0], rel=1e-9)


def test_delta_is_of_layers_alone() -> None:
    with pytest.raises(TypeError, match="nothing but Dense, or Layers"):
        deltas(Sequential(Linear(2, 2)))


# --- as JSON ---


def saved(tmp_path: Path) -> tuple[Sequential, Path, dict[str, Any]]:
    net = Sequential([Normalization([1, 2], [3, 4]), Dense(3, "tanh"), Dense(2, "softmax")], seed=0)
    net(X)
    net.features, net.classes = ["a", "b"], ["no", "yes"]
    path = tmp_path / "net.json"
    net.save(path)
    return net, path, json.loads(path.read_text())


def test_what_is_saved_is_loaded_to_the_last_bit(tmp_path: Path) -> None:
    net, path, _ = saved(tmp_path)
    again = load_model(path)
    assert [v.data for v in again(X)] == [v.data for v in net(X)]
    assert again.state_dict() == net.state_dict()
    assert (again.features, again.classes) == (["a", "b"], ["no", "yes"])


def test_any_networks_weights_can_be_saved_and_loaded(tmp_path: Path) -> None:
    net, other = TwoLayerMLP(2, 3, seed=0), TwoLayerMLP(2, 3, seed=1)
    net.save(tmp_path / "net.json")
    other.load_weights(tmp_path / "net.json")
    assert other.state_dict() == net.state_dict()
    with pytest.raises(ValueError, match="it holds parameters only; use load_weights"):
        load_model(tmp_path / "net.json")


def test_a_feature_that_cannot_be_squared_is_named() -> None:
    with pytest.raises(ValueError, match="Normalization: feature 2 is too large to be squared"):
        Normalization.of([[1.0, 1e308], [2.0, -1e308]])


SPOILT: dict[str, tuple[Any, str]] = {
    "no JSON": ("{", r"net.json, line 1: Expecting property name"),
    "no object": ([], 'expected "format": "chainrule model 1"'),
    "another format": ({"format": "x"}, 'expected "format": "chainrule model 1"'),
    "an unknown key": ({"more": 1}, r"missing keys \[\], unexpected \['more'\]"),
    "a missing key": ({"inputs": ...}, r"missing keys \['inputs'\], unexpected \[\]"),
    "an unknown layer": ({"layers": [{"type": "Conv"}]}, "layer 1: expected a type of Dense, Norm"),
    "an unknown setting": (
        {"layers": [{"type": "Dense", "units": 2, "activation": "tanh", "bias": 1}]},
        r"layer 1: missing keys \[\], unexpected \['bias'\]",
    ),
    "another width": ({"layers": [{"type": "Dense", "units": 2, "activation": "tanh"}]},
                      "its layers have 6 parameters, it holds 17"),
    "no parameters": ({"parameters": []}, "the parameters must be an object"),
    "a missing parameter": ({"parameters": {}}, "its layers have 17 parameters, it holds 0"),
    "a bad number": ({"parameters": {"layers.1.neurons.0.w.0": "1"}}, "is '1', not a finite num"),
    "nan": ({"parameters": {"layers.1.neurons.0.w.0": math.nan}}, "is nan, not a finite number"),
}  # fmt: skip


@pytest.mark.parametrize("kind", SPOILT)
def test_a_spoilt_file_is_refused_with_the_reason(kind: str, tmp_path: Path) -> None:
    _, path, data = saved(tmp_path)
    spoilt, complaint = SPOILT[kind]
    if isinstance(spoilt, dict) and spoilt.get("format") is None:
        spoilt = {key: x for key, x in {**data, **spoilt}.items() if x is not ...}
    path.write_text(spoilt if isinstance(spoilt, str) else json.dumps(spoilt))
    with pytest.raises(ValueError, match=complaint):
        load_model(path)


def test_a_file_that_does_not_fit_changes_nothing(tmp_path: Path) -> None:
    _, path, _ = saved(tmp_path)
    net = network("tanh")
    before = net.state_dict()
    with pytest.raises(ValueError, match="missing keys"):
        net.load_weights(path)
    assert net.state_dict() == before
