"""The trace: plain data that agrees with the engine, and that computes the same by itself."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oracles import FIRST_OF_LAST, PROGRAMS, ROWS, Program, points, spoken

import autograd
from autograd import TABLE, Op, Value, affine, grad, label, logsumexp, op, prod, total, trace
from autograd.engine.value import record
from autograd.showing.expression_trees import entry
from nn import MLP, Linear, Sequential, Tanh, TwoLayerMLP, cross_entropy, worked_example


def computed(tree: Any, z: float, xs: list[float], shared: list[Any]) -> float:
    """The number of a tree, by the rows' own functions of floats."""
    if isinstance(tree, str):
        return z if tree == "z" else float(tree)
    if not isinstance(tree, list):
        return float(tree)
    name, *inputs = tree
    if name == "x":
        return xs[inputs[0]]
    if name == "s":
        return computed(shared[inputs[0]], z, xs, shared)
    return float(TABLE[name].forward(*[computed(t, z, xs, shared) for t in inputs]))


def named(**numbers: float) -> list[Value]:
    return [Value(x, name) for name, x in numbers.items()]


def by_name(data: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The nodes of a trace by their names as text."""
    return {node["name"]["text"]: node for node in data["nodes"]}


def worked() -> tuple[Value, dict[Value, str]]:
    net, x, y = worked_example()
    inspection = net.inspect(x, y)
    return inspection.root, inspection.equations


# --- what is in it ---


def test_it_is_plain_data_with_a_format_and_a_version() -> None:
    (x,) = named(x=2.0)
    data = trace(x * x + x.sin())
    assert (data["format"], data["version"]) == ("chainrule-trace", 1)
    assert json.loads(json.dumps(data, allow_nan=False)) == data


def test_inputs_come_before_users_with_their_repetitions() -> None:
    (x,) = named(x=2.0)
    nodes = trace(x * x + x.sin())["nodes"]
    assert [node["inputs"] for node in nodes] == [[], [0, 0], [0], [1, 2]]
    assert nodes[1]["partials"] == [2.0, 2.0]


@given(PROGRAMS)
def test_values_adjoints_and_partials_are_the_engines(program: Program) -> None:
    leaves = [Value(x, f"x_{i}") for i, x in enumerate(program.leaves)]
    root = program.run(leaves)[-1]
    nodes = autograd.topological_order(root)
    found = {v["name"]["text"]: v for v in trace(root)["nodes"]}
    for v, gradient in zip(nodes, grad(root, nodes), strict=True):
        if v.label:
            node = found[autograd.label_text(v.label)]
            assert node["value"] == v.data
            assert node["adjoint"] == pytest.approx(gradient, rel=1e-12, abs=1e-15)


def test_a_number_without_a_label_is_a_constant_and_a_node_without_one_a_letter() -> None:
    (x,) = named(x=2.0)
    nodes = trace(x * 1.5e-7 - 0.25)["nodes"]
    assert [node["name"]["text"] for node in nodes] == ["x", "c₁", "v₂", "c₃", "v₄"]
    assert [nodes[i]["formula"]["text"] for i in (1, 3)] == ["1.5 · 10⁻⁷", "0.25"]
    assert nodes[2]["formula"]["text"] == "x · 1.5 · 10⁻⁷"
    assert trace(Value(1.0, "v_1") * 2)["nodes"][-1]["name"]["text"] == "u₂"


def test_formulas_and_local_derivatives_are_in_the_names_of_the_graph() -> None:
    nodes = by_name(trace(worked()[0]))
    assert nodes["z₁,₁"]["formula"]["text"] == "w₁,₁₁ x₁ + w₁,₂₁ x₂ + b₁,₁"
    assert nodes["a₂"]["formula"] == {
        "text": "σ(z₂)",
        "latex": r"\sigma(z_{2})",
        "mathml": "<mrow><mi>σ</mi><mo>&#x2061;</mo><mo>(</mo><msub><mi>z</mi><mn>2</mn></msub>"
        "<mo>)</mo></mrow>",
    }
    assert [local["text"] for local in nodes["a₂"]["locals"]] == ["a₂ (1 - a₂)"]
    assert nodes["L"]["locals"][0]["latex"] == r"-\frac{y}{a_{2}} + \frac{1 - y}{1 - a_{2}}"
    assert nodes["y"]["formula"]["text"] == "0.8"


def test_long_sums_are_written_with_dots_and_long_derivatives_by_their_name() -> None:
    xs = [Value(0.1, f"x_{{{i}}}") for i in range(1, 31)]
    long = trace(total(xs))["nodes"][-1]["formula"]
    assert long["text"] == "x₁ + x₂ + x₃ + … + x₂₉ + x₃₀"
    assert long["latex"].count(r"\dots") == 1
    product = autograd.prod(xs)
    product.label = "t"
    assert trace(product)["nodes"][-1]["locals"][0]["text"] == "∂t/∂x₁"


def test_what_only_carries_precision_is_not_drawn() -> None:
    (node,) = [v for v in trace(worked()[0])["nodes"] if v["name"]["text"] == "L"]
    assert (len(node["inputs"]), node["drawn"]) == (3, 2)


def test_numbers_that_json_has_not_are_strings() -> None:
    x, y = Value(math.inf, "x"), Value(0.0, "y")
    nodes = by_name(trace(x * y))
    assert nodes["x"]["value"] == "Infinity"
    assert nodes["v₂"]["value"] == "NaN"
    assert nodes["y"]["adjoint"] == "Infinity"


def test_a_partial_that_does_not_exist_matters_only_where_it_is_used() -> None:
    root = Value(0.0, "x").sqrt()
    with pytest.raises(autograd.DomainError, match="derivative of sqrt"):
        trace(root)
    assert by_name(trace(root * 0.0))["v₁"]["partials"] == ["NaN"]


@pytest.mark.parametrize("bad", [1.0, "x", None, [Value(1.0)]])
def test_what_is_no_graph_is_refused(bad: Any) -> None:
    with pytest.raises(TypeError, match="trace: expected a Value, got"):
        trace(bad)


def test_the_depth_of_a_graph_is_no_limit() -> None:
    node = Value(1.0, "x")
    for _ in range(3_000):
        node = node * 1.001
    assert len(trace(node)["nodes"]) == 6_001


# --- the steps ---


def test_steps_are_in_the_textbooks_order() -> None:
    root, _ = worked()
    data = trace(root)
    names = [node["name"]["text"] for node in data["nodes"]]
    backward = [names[s["input"]] for s in data["steps"] if s["pass"] == "backward"]
    assert backward[:8] == ["a₂", "y", "z₂", "w₂,₁₁", "w₂,₂₁", "b₂", "a₁,₁", "a₁,₂"]
    assert backward[8:12] == ["z₁,₁", "z₁,₂", "w₁,₁₁", "w₁,₂₁"]
    forward = [names[s["node"]] for s in data["steps"] if s["pass"] == "forward"]
    assert forward == ["z₁,₁", "z₁,₂", "a₁,₁", "a₁,₂", "z₂", "a₂", "L"]


@given(PROGRAMS)
def test_steps_add_up_to_the_gradients(program: Program) -> None:
    root = program.run([Value(x, f"x_{i}") for i, x in enumerate(program.leaves)])[-1]
    data = trace(root)
    totals = {data["root"]: 1.0}
    for step in data["steps"]:
        if step["pass"] == "backward":
            assert step["upstream"] == totals[step["node"]]  # it is complete before it is used
            assert step["contribution"] == step["upstream"] * step["local"]
            assert step["before"] == totals.get(step["input"], 0.0)
            totals[step["input"]] = step["after"]
    assert totals == {i: v["adjoint"] for i, v in enumerate(data["nodes"])}


# --- the trees ---


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_a_row_is_computed_from_its_trees(row: Op) -> None:
    for inputs in points(row, 5):
        xs = list(inputs)
        found = entry(row, len(xs))
        z = row.forward(*xs)
        shared = found["shared"]
        assert computed(found["forward"], z, xs, shared) == pytest.approx(z, rel=1e-13)
        exact = row.partials(z, *xs)
        trees = [computed(tree, z, xs, shared) for tree in found["partials"]]
        assert trees == pytest.approx(list(exact), rel=1e-12, abs=1e-300)


def test_a_planted_wrong_tree_is_seen() -> None:
    row = Op("planted", "$x", "$x", lambda x: x**3, lambda _, x: (3 * x,))
    found = entry(row, 1)
    slope = computed(found["partials"][0], 8.0, [2.0], found["shared"])
    assert computed(found["forward"], 0.0, [2.0], []) == 8.0
    assert slope != pytest.approx(12.0)


def test_trees_are_made_of_built_in_rows_alone() -> None:
    names: set[str] = set()
    for row in ROWS:
        stack = [entry(row, len(points(row, 1)[0]))]
        while stack:
            tree = stack.pop()
            if isinstance(tree, dict):
                stack += [tree["forward"], *tree["partials"], *tree["shared"]]
            elif isinstance(tree, list):
                names.add(tree[0])
                stack += [t for t in tree[1:] if isinstance(t, list)]
    assert names <= {row.name for row in TABLE.values() if row.built_in} | {"x", "s"}


@pytest.mark.parametrize("many", [prod, logsumexp, lambda xs: autograd.maximum(*xs)])
def test_a_row_of_many_inputs_has_trees_of_linear_size(many: Callable[..., Value]) -> None:
    def size(n: int) -> int:
        data = trace(many([Value(1.0 + i / n, f"x_{i}") for i in range(n)]))
        return len(json.dumps(data["operations"]))

    assert size(400) < 3 * size(200)


def test_a_users_own_row_is_a_tree_where_its_function_takes_formulas() -> None:
    @op(partials=lambda _, x: (3 * x**2,))
    def cube(x: float) -> float:
        return x**3

    @op(partials=lambda _, x: (math.cos(x),))
    def closed(x: float) -> float:
        return math.sin(x)

    @op(partials=lambda *_: (1.0,))
    def branching(x: float) -> float:
        return x if x else 1.0

    (x,) = named(x=2.0)
    rows = trace(cube(x) + closed(x) + branching(x))["operations"]
    assert rows["cube"]["forward"] == ["power", ["x", 0], 3.0]
    assert rows["cube"]["partials"] == [["mul", 3.0, ["power", ["x", 0], 2.0]]]
    assert (rows["closed"]["forward"], rows["closed"]["partials"]) == (None, None)
    assert rows["branching"]["forward"] is None


def test_rows_of_one_name_have_keys_of_their_own() -> None:
    (x,) = named(x=2.0)
    data = trace(total([x**2, x**3, affine([x], [x], x), affine([x, x], [x, x], x)]))
    assert len(data["operations"]) == 5
    used = {node["op"] for node in data["nodes"]} - {None}
    assert used == set(data["operations"])
    assert {row["symbol"] for row in data["operations"].values()} == {"x²", "x³", "Σ"}


# --- layers and neurons ---


def groups(root: Value) -> dict[str, list[str]]:
    """The paths of a graph's groups, and the names of the nodes in them."""
    found: dict[str, list[str]] = {}
    for node in trace(root)["nodes"]:
        found.setdefault("/".join(node["group"]), []).append(node["name"]["text"])
    return found


def test_the_two_layer_network_has_its_layers_and_neurons() -> None:
    found = groups(worked()[0])
    assert found["inputs"] == ["x₁", "x₂"]
    assert found["layer 1/neuron 1"] == ["w₁,₁₁", "w₁,₂₁", "b₁,₁", "z₁,₁", "a₁,₁"]
    assert found["layer 1/neuron 2"] == ["w₁,₁₂", "w₁,₂₂", "b₁,₂", "z₁,₂", "a₁,₂"]
    assert found["layer 2/neuron 1"] == ["w₂,₁₁", "w₂,₂₁", "b₂", "z₂", "a₂"]
    assert found[""] == ["y", "L"]


@pytest.mark.parametrize(
    "network",
    [
        lambda: MLP(3, [4, 2], activation="tanh", seed=1),
        lambda: Sequential(Linear(3, 4, seed=1), Tanh(), Linear(4, 2, seed=2)),
    ],
    ids=["MLP", "Sequential"],
)
def test_any_network_is_grouped_by_its_structure(network: Callable[[], Any]) -> None:
    xs = [Value(random.Random(i).uniform(-1, 1), f"x_{i}") for i in range(1, 4)]
    loss = cross_entropy(network()(xs), 1)
    found = groups(loss)
    assert found["inputs"] == ["x₁", "x₂", "x₃"]
    assert [len(found[f"layer 1/neuron {j}"]) for j in (1, 2, 3, 4)] == [3 + 1 + 2] * 4
    assert [len(found[f"layer 2/neuron {j}"]) for j in (1, 2)] == [4 + 1 + 1] * 2
    assert len(found[""]) == 1


def test_neurons_are_numbered_as_their_labels_are_and_not_as_the_loss_uses_them() -> None:
    """A cross-entropy has the target's logit as its first input."""
    loss = cross_entropy(MLP(2, [12], activation="tanh", seed=1)([0.1, 0.2]), 5)
    found = groups(loss)
    for j in (1, 2, 10, 12):
        assert found[f"layer 1/neuron {j}"][-1] == autograd.label_text(f"z_{j}^{{(1)}}")


def test_samples_have_nodes_of_their_own_and_parameters_in_common() -> None:
    net, x, y = worked_example()
    found = groups(net.inspect([x, [0.1, 0.2]], [y, 0.4]).root)
    assert found["layer 1/neuron 2"] == ["w₁,₁₂", "w₁,₂₂", "b₁,₂"]
    assert found["sample 2/layer 1/neuron 2"] == ["z₁,₂⁽²⁾", "a₁,₂⁽²⁾"]
    assert found["sample 1/inputs"] == ["x₁⁽¹⁾", "x₂⁽¹⁾"]


def test_a_graph_without_neurons_has_no_groups() -> None:
    (x,) = named(x=2.0)
    assert set(groups(x * x + x.sin())) == {""}


def test_hand_made_neurons_are_told_by_their_labels() -> None:
    x, w, v, b = named(x=0.5, w_1=0.3, w_2=-0.2, b_1=0.1)
    z_1 = w * x + b
    a_1 = z_1.tanh()
    z_2 = v * a_1
    a_2 = z_2.sigmoid()
    label(z_1=z_1, a_1=a_1, z_2=z_2, a_2=a_2)
    found = groups((a_2 - 1) ** 2)
    assert found["layer 1/neuron 1"] == ["w₁", "v₂", "b₁", "z₁", "a₁"]
    assert found["layer 2/neuron 1"][:3] == ["w₂", "z₂", "a₂"]


# --- equation numbers ---


def test_the_numbers_of_the_texts_equations_come_from_the_network() -> None:
    root, equations = worked()
    numbers = {node["name"]["text"]: node["equation"] for node in trace(root, equations)["nodes"]}
    assert numbers["a₂"] == "8-12"
    assert numbers["z₂"] == "8-13"
    assert numbers["w₂,₂₁"] == "8-14"
    assert numbers["b₁,₂"] == "8-19"
    assert numbers["L"] == "8-11"
    assert numbers["x₁"] is None
    net = TwoLayerMLP(1, 1, seed=1)
    assert net.equations[net.w_1[0][0]] == "8-18"


# --- MathML ---


def elements(markup: str) -> ElementTree.Element:
    return ElementTree.fromstring(f"<math>{markup}</math>")


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_the_text_of_every_row_is_for_people(row: Op) -> None:
    inputs = [Value(x, f"x_{i}") for i, x in enumerate(points(row, 1)[0])]
    if row.name in FIRST_OF_LAST:
        inputs[0] = FIRST_OF_LAST[row.name](inputs[-1])
    for node in trace(record(row, tuple(inputs)))["nodes"]:
        for written in (node["name"], node["formula"], *node["locals"]):
            assert "\\" not in written["text"]  # sinh(x), and not \\sinh(x)


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_mathml_of_every_row_is_well_formed(row: Op) -> None:
    inputs = [Value(x, f"x_{i}") for i, x in enumerate(points(row, 1)[0])]
    if row.name in FIRST_OF_LAST:
        inputs[0] = FIRST_OF_LAST[row.name](inputs[-1])
    for node in trace(record(row, tuple(inputs)))["nodes"]:
        for written in (node["name"], node["formula"], *node["locals"]):
            assert len(elements(written["mathml"])) == 1


@given(st.text(st.characters(min_codepoint=32, exclude_categories=["Cs", "Cn", "Co", "Cc"])))
def test_mathml_of_any_label_is_well_formed(text: str) -> None:
    node = Value(2.0, text) * Value(3.0, text)
    for written in (node_["formula"] for node_ in trace(node)["nodes"]):
        elements(written["mathml"])


@pytest.mark.parametrize(
    ("name", "mathml"),
    [
        ("w_2", "<msub><mi>w</mi><mn>2</mn></msub>"),
        ("z_1^{(2)}", ("<msubsup><mi>z</mi><mn>1</mn><mrow><mo>(</mo><mn>2</mn><mo>)</mo></mrow>"
         "</msubsup>")),
        (r"\theta", "<mi>θ</mi>"),
        ("loss", "<mi>loss</mi>"),
        ("损失", "<mtext>损失</mtext>"),
        ("R&D", "<mrow><mi>R</mi><mo>&amp;</mo><mi>D</mi></mrow>"),
    ],
)  # fmt: skip
def test_a_label_is_maths_in_mathml(name: str, mathml: str) -> None:
    assert trace(Value(2.0, name))["nodes"][0]["name"]["mathml"] == mathml
