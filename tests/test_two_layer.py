"""The text's network: its numbers, its names, its shapes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from autograd import Value, binary_cross_entropy, grad
from nn import TwoLayerMLP, worked_example

# The reference values of claims.md: textbook formulas, confirmed with mpmath.
EXAMPLE = {
    "z_{1,1}": 0.41, "z_{1,2}": 0.47,
    "a_{1,1}": 0.6010878788483698, "a_{1,2}": 0.6153837563911821,
    "z_2": 1.0914213567828495, "a_2": 0.7486492778542029,
}  # fmt: skip
SQUARED = {
    "L": 0.0026368966648948637, "z_2": -0.01932569398859654, "b_2": -0.01932569398859654,
    "w_{2,11}": -0.011616440406878184, "w_{2,21}": -0.011892718161569026,
    "a_{1,1}": -0.011595416393157924, "a_{1,2}": -0.013527985792017578,
    "z_{1,1}": -0.00278036332976357, "z_{1,2}": -0.0032018928099207316,
    "b_{1,1}": -0.00278036332976357, "b_{1,2}": -0.0032018928099207316,
    "w_{1,11}": -0.001390181664881785, "w_{1,12}": -0.0016009464049603658,
    "w_{1,21}": -0.0008341089989290709, "w_{1,22}": -0.0009605678429762195,
}  # fmt: skip
CROSS_ENTROPY = {
    "L": 0.5077689303527823, "a_2": -0.2728902430568144,
    "z_2": -0.05135072214579717, "b_2": -0.05135072214579717,
    "w_{2,11}": -0.03086629665194923, "w_{2,21}": -0.031600400287480526,
    "a_{1,1}": -0.0308104332874783, "a_{1,2}": -0.035945505502058016,
    "z_{1,1}": -0.007387763921714717, "z_{1,2}": -0.008507819078574038,
    "b_{1,1}": -0.007387763921714717, "b_{1,2}": -0.008507819078574038,
    "w_{1,11}": -0.0036938819608573585, "w_{1,12}": -0.004253909539287019,
    "w_{1,21}": -0.002216329176514415, "w_{1,22}": -0.0025523457235722114,
}  # fmt: skip
WIDTH_ONE = {
    "z_1": -0.05, "a_1": 0.4875026035157896, "z_2": 0.44125182246105277, "a_2": 0.6085572745230613,
}  # fmt: skip
WIDTH_ONE_SLOPES = {
    "L": 0.4966642468704573, "w_2": -0.19082934779732413, "a_1": -0.2740099078338571,
    "z_1": -0.06845968074323595, "w_1": -0.03422984037161798,
}  # fmt: skip


def width_one() -> TwoLayerMLP:
    return TwoLayerMLP.from_weights([[0.3]], [-0.2], [[0.7]], [0.1])


def close(truth: float) -> Any:
    return pytest.approx(truth, rel=1e-12)


def assert_slopes(net: TwoLayerMLP, loss: Value, expected: dict[str, float]) -> None:
    labels = [label for label in expected if label != "L"]
    assert loss.data == close(expected["L"])
    found = grad(loss, [net[label] for label in labels])
    assert dict(zip(labels, found, strict=True)) == {k: close(expected[k]) for k in labels}


# --- numbers --------------------------------------------------------------------------------


def test_the_worked_example_has_the_reference_values() -> None:
    net, x, _ = worked_example()
    net(x)
    assert {label: net[label].data for label in EXAMPLE} == {k: close(EXAMPLE[k]) for k in EXAMPLE}


def test_the_worked_example_has_the_reference_derivatives_of_the_squared_error() -> None:
    net, x, y = worked_example()
    assert_slopes(net, (net(x) - y) ** 2, SQUARED)


def test_the_worked_example_has_the_reference_derivatives_of_the_cross_entropy() -> None:
    net, x, y = worked_example()
    assert_slopes(net, binary_cross_entropy(net(x), y), CROSS_ENTROPY)


def test_the_network_of_width_one_has_the_reference_values() -> None:
    net = width_one()
    loss = binary_cross_entropy(net(0.5), 1.0)
    assert {k: net[k].data for k in WIDTH_ONE} == {k: close(WIDTH_ONE[k]) for k in WIDTH_ONE}
    assert_slopes(net, loss, WIDTH_ONE_SLOPES)


def test_backward_fills_the_gradient_of_every_parameter() -> None:
    net, x, y = worked_example()
    binary_cross_entropy(net(x), y).backward()
    assert [p.grad for p in net.parameters()] == [
        close(CROSS_ENTROPY[p.label]) for p in net.parameters()
    ]


def test_taken_at_its_word_the_text_gives_z_2_from_x() -> None:
    """z_2 = w_2 x + b_2 = 0.6 0.5 + 0.7 0.3 + 0.3."""
    net, x, _ = worked_example()
    assert net.run(x, as_printed=True).z_2[0].data == close(0.81)


# --- names ----------------------------------------------------------------------------------


def labels(net: TwoLayerMLP, x: Any) -> dict[str, list[str]]:
    """The labels of the parameters and of the nodes of a forward pass."""
    parameters = [p.label for p in net.parameters()]
    return {
        "parameters": parameters,
        **{name: [v.label for v in vs] for name, vs in net.run(x)._asdict().items()},
    }


def test_nodes_of_width_one_have_the_texts_names() -> None:
    assert labels(width_one(), 0.5) == {
        "parameters": ["w_1", "b_1", "w_2", "b_2"],
        "x": ["x"], "z_1": ["z_1"], "a_1": ["a_1"], "z_2": ["z_2"], "a_2": ["a_2"],
    }  # fmt: skip


def test_nodes_of_a_wider_network_have_indices() -> None:
    assert labels(worked_example()[0], [0.5, 0.3]) == {
        "parameters": ["w_{1,11}", "w_{1,12}", "w_{1,21}", "w_{1,22}", "b_{1,1}", "b_{1,2}",
                       "w_{2,11}", "w_{2,21}", "b_2"],
        "x": ["x_1", "x_2"], "z_1": ["z_{1,1}", "z_{1,2}"], "a_1": ["a_{1,1}", "a_{1,2}"],
        "z_2": ["z_2"], "a_2": ["a_2"],
    }  # fmt: skip


def test_indices_from_10_up_are_kept_apart_by_commas() -> None:
    found = labels(TwoLayerMLP(1, 12, 2), [0.5])
    assert found["parameters"][:3] == ["w_{1,1,1}", "w_{1,1,2}", "w_{1,1,3}"]
    assert found["parameters"][11] == "w_{1,1,12}"
    assert found["z_1"][11] == "z_{1,12}"


@pytest.mark.parametrize("widths", [(1, 1, 1), (3, 3, 2), (11, 2, 1), (1, 12, 12), (12, 11, 10)])
def test_no_two_nodes_have_the_same_name(widths: tuple[int, int, int]) -> None:
    found = labels(TwoLayerMLP(*widths), [0.5] * widths[0])
    every = [label for names in found.values() for label in names]
    assert len(set(every)) == len(every)


def test_a_samples_nodes_are_marked_with_its_number() -> None:
    run = worked_example()[0].run([0.5, 0.3], 3)
    assert [v.label for nodes in run for v in nodes] == [
        "x_1^{(3)}", "x_2^{(3)}", "z_{1,1}^{(3)}", "z_{1,2}^{(3)}",
        "a_{1,1}^{(3)}", "a_{1,2}^{(3)}", "z_2^{(3)}", "a_2^{(3)}",
    ]  # fmt: skip


def test_inputs_that_have_names_keep_them() -> None:
    net = worked_example()[0]
    price = Value(0.5, "price")
    net([price, 0.3])
    assert net["price"] is price


# --- the network as a function --------------------------------------------------------------


def test_one_output_is_a_value_and_several_are_a_list() -> None:
    assert isinstance(TwoLayerMLP(2, 2)([0.5, 0.3]), Value)
    outputs = TwoLayerMLP(2, 2, 3)([0.5, 0.3])
    assert isinstance(outputs, list)
    assert [v.label for v in outputs] == ["a_{2,1}", "a_{2,2}", "a_{2,3}"]


def test_one_input_may_be_a_number_or_a_list() -> None:
    assert width_one()(0.5).data == width_one()([0.5]).data


def test_inputs_as_numbers_and_as_values_agree() -> None:
    net, x, _ = worked_example()
    assert net(x).data == net([Value(v) for v in x]).data


def test_a_node_is_found_by_its_label() -> None:
    net, x, _ = worked_example()
    a_2 = net(x)
    assert net["a_2"] is a_2
    assert net["z_2"] is a_2.inputs[0]
    assert net["w_{1,21}"] is net.w_1[1][0]


def test_the_nodes_found_are_those_of_the_last_call() -> None:
    net, x, y = worked_example()
    net([9.0, 9.0])
    a_2 = net(x)
    net.inspect([7.0, 7.0], y)  # which computes passes of its own
    assert net["a_2"] is a_2


def test_parameters_are_found_before_any_call() -> None:
    assert width_one()["w_2"].data == 0.7


def test_a_label_that_is_not_there_is_refused_with_those_that_are() -> None:
    net = width_one()
    net(0.5)
    with pytest.raises(KeyError, match=r"no node 'z_3': there are w_1, b_1, w_2, b_2, x, z_1"):
        net["z_3"]


@pytest.mark.parametrize("x", [[0.5], [0.5, 0.3, 0.1], 0.5, []])
def test_inputs_of_another_width_are_refused(x: Any) -> None:
    count = len(x) if isinstance(x, list) else 1
    with pytest.raises(ValueError, match=f"TwoLayerMLP: expected 2 inputs, got {count}"):
        worked_example()[0](x)


# --- making one -----------------------------------------------------------------------------


def test_a_seed_makes_the_weights_repeatable() -> None:
    assert TwoLayerMLP(3, 4, 2, seed=5).state_dict() == TwoLayerMLP(3, 4, 2, seed=5).state_dict()
    assert TwoLayerMLP(3, 4, 2, seed=5).state_dict() != TwoLayerMLP(3, 4, 2, seed=6).state_dict()


def test_weights_begin_small_and_biases_at_0() -> None:
    net = TwoLayerMLP(4, 25, 3, seed=0)
    assert all(abs(w.data) <= 1 / math.sqrt(4) for row in net.w_1 for w in row)
    assert all(abs(w.data) <= 1 / math.sqrt(25) for row in net.w_2 for w in row)
    assert {b.data for b in (*net.b_1, *net.b_2)} == {0.0}


def test_the_state_goes_into_another_network() -> None:
    one, other = TwoLayerMLP(2, 3, seed=1), TwoLayerMLP(2, 3, seed=2)
    other.load_state_dict(one.state_dict())
    assert other([0.5, 0.3]).data == one([0.5, 0.3]).data


def test_repr_tells_the_widths() -> None:
    assert repr(TwoLayerMLP(3, 4, 2)) == "TwoLayerMLP(3, 4, 2)"


@pytest.mark.parametrize(
    ("widths", "name"), [((0, 2, 1), "n_in"), ((2, 1.5, 1), "n_hidden"), ((2, 2, -1), "n_out")]
)
def test_a_width_is_a_whole_number_from_1_up(widths: Any, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} must be a whole number from 1 up"):
        TwoLayerMLP(*widths)


GOOD: dict[str, Any] = {"w_1": [[1, 2], [3, 4]], "b_1": [1, 2], "w_2": [[1], [2]], "b_2": [1]}


def test_weights_may_be_numpy_arrays_or_tuples() -> None:
    np = pytest.importorskip("numpy")
    arrays = {name: np.array(numbers) for name, numbers in GOOD.items()}
    tuples = {"w_1": ((1, 2), (3, 4)), "b_1": (1, 2), "w_2": ((1,), (2,)), "b_2": (1,)}
    state = TwoLayerMLP.from_weights(**GOOD).state_dict()
    assert TwoLayerMLP.from_weights(**arrays).state_dict() == state
    assert TwoLayerMLP.from_weights(**tuples).state_dict() == state


@pytest.mark.parametrize(
    ("name", "bad", "message"),
    [
        ("w_1", [[1, 2], [3]], r"w_1: expected 2 rows of 2 numbers, got rows of \[2, 1\]"),
        ("w_1", [[1, 2, 3]], r"w_1: expected 1 rows of 2 numbers, got rows of \[3\]"),
        ("w_2", [[1], [2], [3]], r"w_2: expected 2 rows of 1 numbers, got rows of \[1, 1, 1\]"),
        ("w_2", [[1, 2], [3, 4]], r"w_2: expected 2 rows of 1 numbers"),
        ("w_1", [], "w_1|n_in"),
        ("b_1", [], "b_1|n_hidden"),
        ("b_2", [], "b_2|n_out"),
        ("w_1", [1, 2], "w_1"),
        ("w_1", [2, 2], "w_1"),
        ("w_1", 3, "w_1"),
        ("b_1", 3, "b_1"),
        ("w_2", [1, 2], "w_2"),
        ("w_1", {"aa": [1, 2], "bb": [3, 4]}, "w_1"),
        ("w_1", "ab", "w_1"),
    ],
    ids=str,
)
def test_weights_of_another_shape_are_refused_by_name(name: str, bad: Any, message: str) -> None:
    assert TwoLayerMLP.from_weights(**GOOD).n_hidden == 2
    with pytest.raises(ValueError, match=message):
        TwoLayerMLP.from_weights(**{**GOOD, name: bad})
