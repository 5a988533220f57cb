"""Layers and networks, against PyTorch in double precision with the same weights."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import required

from autograd import Value, total
from nn import MLP, Layer, Linear, Module, Neuron, ReLU, Sequential, Sigmoid, Softmax, Tanh
from nn.activations import ACTIVATIONS

X = [0.7, -1.3, 0.4]


def numbers(values: Any) -> Any:
    """The data of a Value, of a list of them, or of a list of lists."""
    return [numbers(v) for v in values] if isinstance(values, list) else values.data


def slopes(values: Any) -> Any:
    return [slopes(v) for v in values] if isinstance(values, list) else values.grad


def rows_of(layer: Layer | Linear) -> tuple[list[list[Value]], list[Value]]:
    """The weights of a layer, a row for each neuron, and the biases."""
    if isinstance(layer, Linear):
        return layer.weight, layer.bias
    return [n.w for n in layer.neurons], [n.b for n in layer.neurons]


def assert_agrees_with_torch(
    model: Module, layers: list[Layer] | list[Linear], functions: list[str], last: Any = None
) -> None:
    """Compare the outputs, and the gradients of sum_k (k + 1) output_k by all that goes in."""
    torch = required("torch")

    def tensor(given: Any) -> Any:
        return torch.tensor(given, dtype=torch.float64, requires_grad=True)

    rng = random.Random(1)
    for p in model.parameters():  # biases too, which begin at 0
        p.data = rng.uniform(-1, 1)
    x = [Value(v) for v in X[: len(rows_of(layers[0])[0][0])]]
    out = model(x)
    total([(k + 1) * v for k, v in enumerate(out if isinstance(out, list) else [out])]).backward()

    a = inputs = tensor(numbers(x))
    pairs: list[tuple[Any, Any]] = [(x, inputs)]
    for layer, name in zip(layers, functions, strict=True):
        weights, biases = rows_of(layer)
        w, b = tensor(numbers(weights)), tensor(numbers(biases))
        a = w @ a + b
        a = a if name == "linear" else getattr(torch.nn.functional, name)(a)
        pairs += [(weights, w), (biases, b)]
    a = last(torch)(a) if last else a
    (a * torch.arange(1, len(a) + 1)).sum().backward()

    def close(ours: Any, theirs: Any) -> None:
        found = torch.tensor(ours, dtype=torch.float64)
        torch.testing.assert_close(found, theirs, rtol=1e-13, atol=1e-15)

    close(numbers(out if isinstance(out, list) else [out]), a.detach())
    for ours, theirs in pairs:
        close(slopes(ours), theirs.grad)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_layer_is_pytorchs(name: str) -> None:
    layer = Layer(3, 4, activation=name)
    assert_agrees_with_torch(layer, [layer], [name])


@pytest.mark.parametrize("nonlin", [True, False])
def test_nonlin_is_relu_or_nothing_as_in_micrograd(nonlin: bool) -> None:
    layer = Layer(2, 3, nonlin)
    assert_agrees_with_torch(layer, [layer], ["relu" if nonlin else "linear"])


def test_micrograds_mlp_is_relu_but_for_its_last_layer() -> None:
    model = MLP(2, [16, 16, 1])
    assert_agrees_with_torch(model, model.layers, ["relu", "relu", "linear"])


def test_an_mlp_has_the_activations_that_it_is_given() -> None:
    model = MLP(3, [4, 2, 3], activation="tanh", last="sigmoid")
    assert_agrees_with_torch(model, model.layers, ["tanh", "tanh", "sigmoid"])


def test_linear_is_pytorchs() -> None:
    linear = Linear(3, 2)
    assert_agrees_with_torch(linear, [linear], ["linear"])


@pytest.mark.parametrize(("module", "name"), [(ReLU, "relu"), (Sigmoid, "sigmoid"), (Tanh, "tanh")])
def test_sequential_applies_its_modules_in_order(module: type[Module], name: str) -> None:
    first, second = Linear(3, 4), Linear(4, 1)
    model = Sequential(first, module(), second, Sigmoid())
    assert_agrees_with_torch(model, [first, second], [name, "sigmoid"])


def test_softmax_is_pytorchs() -> None:
    linear = Linear(2, 3)
    model = Sequential(linear, Softmax())
    assert_agrees_with_torch(model, [linear], ["linear"], lambda torch: torch.nn.Softmax(dim=0))


def test_the_comparison_catches_another_activation() -> None:
    layer = Layer(3, 4, activation="tanh")
    required("torch")
    with pytest.raises(AssertionError, match="not close"):
        assert_agrees_with_torch(layer, [layer], ["sigmoid"])


# --- micrograd's interface ------------------------------------------------------------------


def test_micrograds_names_work() -> None:
    model = MLP(2, [16, 16, 1])
    assert len(model.parameters()) == 2 * 16 + 16 + 16 * 16 + 16 + 16 + 1
    out = model([1.0, -2.0])
    assert isinstance(out, Value)
    out.backward()
    model.zero_grad()
    neuron = model.layers[0].neurons[0]
    assert [w.grad for w in neuron.w] == [0.0, 0.0]
    assert neuron.b in model.parameters()


def test_a_layer_of_one_neuron_gives_its_value_and_a_wider_one_a_list() -> None:
    assert isinstance(Layer(2, 1)([1.0, 2.0]), Value)
    assert [type(v) for v in Layer(2, 3)([1.0, 2.0])] == [Value] * 3


@pytest.mark.parametrize(
    "model",
    [MLP(3, [4, 4, 2], activation="tanh", seed=1), Sequential(Linear(3, 2, seed=1), Tanh())],
    ids=["MLP", "Sequential"],
)
def test_every_parameter_has_a_gradient(model: Module) -> None:
    total(model(X)).backward()
    assert all(p.grad for p in model.parameters())


def test_nodes_are_labelled_as_in_text_002() -> None:
    model = MLP(2, [2, 1], activation="sigmoid", last="sigmoid")
    first, second = (layer.neurons for layer in model.layers)
    assert [w.label for n in first for w in n.w] == [
        "w_{1,1}^{(1)}", "w_{2,1}^{(1)}", "w_{1,2}^{(1)}", "w_{2,2}^{(1)}"]  # fmt: skip
    assert [n.b.label for n in first] == ["b_1^{(1)}", "b_2^{(1)}"]
    assert [w.label for w in second[0].w] == ["w_{1,1}^{(2)}", "w_{2,1}^{(2)}"]
    a = model([0.5, 0.3])
    (z,) = a.inputs
    assert (a.label, z.label) == ("a_1^{(2)}", "z_1^{(2)}")
    assert {v.label for v in z.inputs} >= {"a_1^{(1)}", "a_2^{(1)}", "b_1^{(2)}"}


# --- inputs ---------------------------------------------------------------------------------


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3), st.integers(0, 99))
def test_inputs_as_numbers_and_as_values_agree_to_the_last_bit(x: list[float], seed: int) -> None:
    model = MLP(3, [2, 1], activation="tanh")
    rng = random.Random(seed)
    for p in model.parameters():
        p.data = rng.uniform(-1, 1)
    results = []
    for given_x in (x, [Value(v) for v in x]):
        model.zero_grad()
        out = model(given_x)
        out.backward()
        results.append([out.data, *(p.grad for p in model.parameters())])
    assert results[0] == results[1]


@pytest.mark.parametrize(
    ("model", "who"),
    [
        (Neuron(2), "Neuron"),
        (Layer(2, 3), "Layer"),
        (MLP(2, [3, 1]), "Layer"),
        (Linear(2, 3), "Linear"),
        (Sequential(Linear(2, 3), Tanh()), "Linear"),
    ],
    ids=["Neuron", "Layer", "MLP", "Linear", "Sequential"],
)
@pytest.mark.parametrize("x", [[1.0], [1.0, 2.0, 3.0], []], ids=len)
def test_inputs_of_another_width_are_refused(model: Module, who: str, x: list[float]) -> None:
    with pytest.raises(ValueError, match=f"{who}: expected 2 inputs, got {len(x)}"):
        model(x)


def test_layers_that_do_not_fit_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="Linear: expected 4 inputs, got 3"):
        Sequential(Linear(2, 3), Linear(4, 1))([1.0, 2.0])


@pytest.mark.parametrize("width", [0, -1, 2.5, True, "3", None])
@pytest.mark.parametrize(
    ("make", "name"),
    [
        (lambda n: Neuron(n), "n_in"),
        (lambda n: Layer(2, n), "n_out"),
        (lambda n: MLP(2, [3, n]), "n_out"),
        (lambda n: Linear(n, 2), "in_features"),
        (lambda n: Linear(2, n), "out_features"),
    ],
    ids=["Neuron", "Layer", "MLP", "Linear in", "Linear out"],
)
def test_a_width_is_a_whole_number_from_1_up(make: Any, name: str, width: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 1 up, got {width!r}"):
        make(width)


@pytest.mark.parametrize("widths", [[], 3, None], ids=str)
def test_an_mlp_has_at_least_one_layer(widths: Any) -> None:
    with pytest.raises(ValueError, match="list with the width of at least one layer, got"):
        MLP(2, widths)


def test_an_unknown_activation_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="no activation 'swish': choose one of linear, relu,"):
        MLP(2, [1], last="swish")


# --- weights --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [lambda seed: MLP(3, [4, 2], seed=seed), lambda seed: Linear(3, 4, seed=seed)],
    ids=["MLP", "Linear"],
)
def test_a_seed_makes_the_weights_repeatable(make: Callable[[int], Module]) -> None:
    assert make(7).state_dict() == make(7).state_dict()
    assert make(7).state_dict() != make(8).state_dict()


def test_weights_leave_the_random_numbers_of_the_program_alone() -> None:
    before = random.getstate()
    MLP(3, [4, 2])
    Linear(3, 2)
    assert random.getstate() == before


def test_weights_begin_within_one_over_the_root_of_the_inputs_and_biases_at_0() -> None:
    for weights, biases in map(rows_of, (Linear(16, 50, seed=1), Layer(16, 50))):
        sizes = [abs(w.data) for row in weights for w in row]
        assert 0.24 < max(sizes) <= 0.25
        assert {b.data for b in biases} == {0.0}
