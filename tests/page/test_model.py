"""The page computes what Python computes: values, partials and gradients, after any slider move."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from graphs import GRAPHS, digits, square_and_sine, tangle, two_layers
from oracles import ROWS, points, spoken

import autograd
from autograd import Value, central_difference, log, op, sin, trace
from autograd.formulas.named_graph import NamedGraph

LARGE = ("784-10-10", "28-10-10", "tangle of 1,000", "tangle of 5,000")
MOVED = """({Model}, [trace, moves]) => {
  const model = new Model(trace);
  const outcomes = moves.map(([id, x]) => model.setLeaf(id, x));
  return {
    outcomes, value: [...model.value], adjoint: [...model.adjoint],
    partials: model.partials.map((p) => [...p]), steps: model.stepsNow(), live: model.live,
  };
}"""


def nodes_of(root: Value) -> list[Value]:
    """Return the Values in the trace's order."""
    return NamedGraph(root).nodes


def assert_same(js: Callable[..., Any], root: Value, moves: dict[int, float]) -> None:
    """Assert that the page's numbers are Python's after the moves, to 1e-12 of the terms."""
    before = trace(root)
    got = js(MOVED, [before, list(moves.items())])
    assert all(outcome["ok"] for outcome in got["outcomes"]), got["outcomes"]
    nodes = nodes_of(root)
    for place, x in moves.items():
        nodes[place].data = x
    root.forward()
    want = trace(root)
    terms = [1e-300] * len(nodes)
    for node, adjoint in zip(want["nodes"], got["adjoint"], strict=True):
        for x, p in zip(node["inputs"], node["partials"], strict=True):
            terms[x] += abs(adjoint * p) if adjoint else 0.0
    for i, node in enumerate(want["nodes"]):
        inputs = [abs(want["nodes"][x]["value"]) for x in node["inputs"]]
        scale = max([abs(node["value"]), *inputs])
        assert got["value"][i] == pytest.approx(node["value"], rel=1e-12, abs=1e-15 * scale)
        error = abs(got["adjoint"][i] - node["adjoint"])
        assert error <= 1e-12 * max(terms[i], abs(node["adjoint"]))
        for p, q in zip(got["partials"][i], node["partials"], strict=True):
            assert (math.isnan(p) and q == "NaN") or p == pytest.approx(q, rel=1e-12, abs=1e-15)


# --- every row ---


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_every_row_of_the_table(js: Callable[..., Any], row: Any) -> None:
    first, second = points(row, 2)
    leaves = [Value(x, f"p_{i}") for i, x in enumerate(first)]
    y = row(*leaves)
    root = y * y + sin(y)
    if row.auxiliary:  # a sigmoid's own input has to move with it
        return assert_same(js, root, {})
    places = {v: i for i, v in enumerate(nodes_of(root))}
    moves = {places[v]: x for v, x in zip(leaves, second, strict=True)}
    return assert_same(js, root, moves)


@pytest.mark.parametrize("name", [name for name in GRAPHS if name not in LARGE])
def test_every_graph_after_every_slider_moved(js: Callable[..., Any], name: str) -> None:
    root = GRAPHS[name]()
    places = [i for i, v in enumerate(nodes_of(root)) if not v.inputs][:40]
    assert_same(js, root, {i: 0.3 + 0.4 * math.sin(i) for i in places})


@pytest.mark.parametrize("z", [-1000.0, -691.0, -689.0, -40.0, 0.0, 40.0, 689.0, 691.0, 1000.0])
@pytest.mark.parametrize("y", [0.0, 0.8, 1.0])
def test_saturated_cross_entropy(js: Callable[..., Any], z: float, y: float) -> None:
    logit = Value(0.5, "z")
    root = autograd.binary_cross_entropy(autograd.sigmoid(logit), y)
    assert_same(js, root, {0: z})


@pytest.mark.parametrize("far", [-1000.0, -40.0, 40.0, 1000.0])
def test_saturated_softmax(js: Callable[..., Any], far: float) -> None:
    zs = [Value(x, f"z_{i}") for i, x in enumerate((0.5, -0.2, 0.1))]
    root = autograd.softmax_cross_entropy(zs, 1) + autograd.softmax(zs)[0] + autograd.logsumexp(zs)
    assert_same(js, root, {0: far})


def test_a_users_own_operation(js: Callable[..., Any]) -> None:
    @op(partials=lambda _, x, y: (2 * x * y, x * x))
    def volume(x: Any, y: Any) -> Any:
        return x * x * y

    assert_same(js, volume(Value(2.0, "x"), Value(3.0, "y")), {0: 1.5, 1: -2.0})


def test_planted_wrong_partial_is_caught(js: Callable[..., Any]) -> None:
    @op(partials=lambda z, _: (z * 1.0000001,))
    def wrong(x: float) -> float:
        return math.exp(x)

    root = wrong(Value(0.5, "x"))
    data = trace(root)
    data["operations"]["wrong"]["forward"] = ["exp", ["x", 0]]
    got = js(MOVED, [data, [[0, 0.7]]])
    assert got["adjoint"][0] != pytest.approx(math.exp(0.7), rel=1e-12)


# --- errors ---


def test_a_domain_error_names_the_node_and_changes_nothing(js: Callable[..., Any]) -> None:
    x, y = Value(2.0, "x"), Value(3.0, "y")
    root = log(x) * y
    got = js(MOVED, [trace(root), [[0, -1.0]]])
    (outcome,) = got["outcomes"]
    assert (outcome["ok"], outcome["reason"]) == (False, "domain")
    assert trace(root)["nodes"][outcome["node"]]["op"] == "log"
    assert outcome["message"] == "log: outside its domain"
    assert got["value"] == [n["value"] for n in trace(root)["nodes"]]
    assert got["adjoint"] == [n["adjoint"] for n in trace(root)["nodes"]]


def test_a_derivative_that_does_not_exist_is_an_error_too(js: Callable[..., Any]) -> None:
    got = js(MOVED, [trace(Value(4.0, "x") ** 0.5), [[0, 0.0], [0, 9.0]]])
    assert [outcome["ok"] for outcome in got["outcomes"]] == [False, True]
    assert got["adjoint"][0] == pytest.approx(1 / 6, rel=1e-15)


def test_zero_times_an_infinite_partial_is_zero(js: Callable[..., Any]) -> None:
    x = Value(4.0, "x")
    got = js(MOVED, [trace(autograd.sqrt(x) * 0.0 + x), [[0, 0.0]]])
    assert got["outcomes"][0]["ok"]
    assert got["adjoint"][0] == 1.0
    assert [s["contribution"] for s in got["steps"] if s["pass"] == "backward"] == [1, 1, 0, 0, 0]


def test_what_cannot_be_computed_in_the_page_says_so(js: Callable[..., Any]) -> None:
    @op(partials=lambda _, x: (math.cos(x),))
    def opaque(x: float) -> float:
        return math.sin(x)

    got = js(MOVED, [trace(opaque(Value(1.0, "x"))), [[0, 2.0]]])
    assert not got["live"]
    assert got["outcomes"][0]["reason"] == "frozen"
    assert got["value"] == [1.0, math.sin(1.0)]


# --- the passes ---


def test_steps_are_pythons(js: Callable[..., Any]) -> None:
    data = trace(two_layers(2, 2, 1))
    got = js(MOVED, [data, []])["steps"]
    assert [{k: v for k, v in step.items() if v is not None} for step in got] == data["steps"]


def test_running_totals_end_in_the_gradients(js: Callable[..., Any]) -> None:
    data = trace(GRAPHS["twelve uses"]())
    got = js(MOVED, [data, [[0, 0.9]]])
    last = {s["input"]: s["after"] for s in got["steps"] if s["pass"] == "backward"}
    assert last == pytest.approx({i: got["adjoint"][i] for i in last}, rel=1e-12)


def test_the_state_after_some_steps(js: Callable[..., Any]) -> None:
    root = square_and_sine()  # x, v_1 = x x, v_2 = sin x, v_3
    data = trace(root)
    states = js(
        """({Model}, trace) => {
          const model = new Model(trace);
          return Array.from({length: trace.steps.length + 1}, (_, k) => {
            const {known, seen, total} = model.stateAt(k);
            return [[...known].join(""), [...seen].join(""), total[0]];
          });
        }""",
        data,
    )
    x = 1.3
    assert [known for known, _, _ in states] == ["1000", "1100", "1110", *["1111"] * 7]
    assert [seen for _, seen, _ in states[3:]] == [
        "0000", "0002", "0202", "0222", "1222", "1222", "2222",
    ]  # fmt: skip
    assert [total for _, _, total in states[7:]] == pytest.approx([x, 2 * x, 2 * x + math.cos(x)])


def test_nudge_approaches_the_gradient_and_changes_nothing(js: Callable[..., Any]) -> None:
    root = two_layers(2, 2, 1)
    data = trace(root)
    nudged, same = js(
        """({Model}, trace) => {
          const model = new Model(trace);
          const before = [...model.value, ...model.adjoint].join();
          const found = trace.nodes.map((_, id) => model.nudge(id, 1e-5));
          return [found, before === [...model.value, ...model.adjoint].join()];
        }""",
        data,
    )
    assert same
    for v, node, ratio in zip(nodes_of(root), data["nodes"], nudged, strict=True):
        assert ratio == pytest.approx(node["adjoint"], rel=1e-3, abs=1e-5)
        assert ratio == pytest.approx(central_difference(root, v), rel=1e-3, abs=1e-5)


def test_nudge_out_of_the_domain_is_not_a_number(js: Callable[..., Any]) -> None:
    data = trace(log(Value(1.0, "x")))
    assert math.isnan(js("({Model}, trace) => new Model(trace).nudge(0, -2)", data))


def test_descent_is_gradient_descent(js: Callable[..., Any]) -> None:
    w, x = Value(0.5, "w"), Value(2.0, "x")
    root = (w * x - 3) ** 2  # dL/dw = 2 (w x - 3) x = -8
    data = trace(root)
    losses, back = js(
        """({Model}, trace) => {
          const model = new Model(trace);
          const losses = [model.descend(0.1, [0]), model.descend(0.1, [0])];
          model.reset();
          return [losses, [...model.value]];
        }""",
        data,
    )
    assert losses[0] == pytest.approx((1.3 * 2 - 3) ** 2)
    assert back == [n["value"] for n in data["nodes"]]


def test_descent_into_an_error_changes_nothing(js: Callable[..., Any]) -> None:
    data = trace(-log(Value(0.1, "x")) * -1.0)  # the slope is 10: a step of 1 leads below 0
    loss, value = js(
        """({Model}, trace) => {
          const model = new Model(trace);
          return [model.descend(1, [0]), model.value[0]];
        }""",
        data,
    )
    assert math.isnan(loss)
    assert value == 0.1


def test_a_lone_leaf(js: Callable[..., Any]) -> None:
    got = js(MOVED, [trace(Value(2.0, "x")), [[0, 3.0]]])
    assert (got["value"], got["adjoint"]) == ([3.0], [1.0])


@pytest.mark.parametrize("build", [lambda: tangle(1400), lambda: digits(40)])
def test_a_slider_tick_is_fast(js: Callable[..., Any], build: Callable[[], Value]) -> None:
    data = trace(build())
    assert len(data["nodes"]) > 500
    median = js(
        """({Model}, trace) => {
          const model = new Model(trace);
          const times = Array.from({length: 41}, (_, i) => {
            const start = performance.now();
            model.setLeaf(0, 0.01 * i);
            return performance.now() - start;
          });
          return times.sort((a, b) => a - b)[20];
        }""",
        data,
    )
    assert median < 8  # milliseconds; about 1 on a laptop
