"""A large graph opens as a readable picture; folding loses no edge and no contribution."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from graphs import GRAPHS, chain, traced

from autograd import Value, sin, total, trace

Seen = Callable[[str], Any]
SEEN = """({Model, defaultFolds, visible}, [trace, folded]) => {
  const model = new Model(trace);
  const folds = folded ? new Set(folded) : defaultFolds(model);
  return {folds: [...folds], ...visible(model, folds)};
}"""
GROUPS = "({Model, groupsOf}, trace) => [...groupsOf(new Model(trace)).values()]"


def contributions(data: dict[str, Any]) -> float:
    """Return the sum over all edges that are drawn of adjoint times local derivative."""
    return sum(
        node["adjoint"] * p for node in data["nodes"] for p in node["partials"][: node["drawn"]]
    )


@pytest.fixture(scope="module")
def seen_at_first(js: Callable[..., Any]) -> Seen:
    """What is seen at first of one of the graphs; of large ones it takes a second."""
    return cache(lambda name: js(SEEN, [traced(name), None]))


@pytest.mark.parametrize("name", GRAPHS)
def test_at_first_about_sixty_are_seen(seen_at_first: Seen, name: str) -> None:
    data = traced(name)
    seen = seen_at_first(name)
    assert len(seen["nodes"]) <= 60
    if len(data["nodes"]) <= 60:
        assert seen["folds"] == []


@pytest.mark.parametrize("name", GRAPHS)
def test_every_node_is_seen_once_and_edges_join_what_is_seen(
    seen_at_first: Seen, name: str
) -> None:
    data = traced(name)
    seen = seen_at_first(name)
    members = Counter(i for node in seen["nodes"] for i in node["members"])
    assert members == Counter(range(len(data["nodes"])))
    keys = {node["key"] for node in seen["nodes"]}
    assert all({edge["from"], edge["to"]} <= keys for edge in seen["edges"])
    assert len({edge["key"] for edge in seen["edges"]}) == len(seen["edges"])


@pytest.mark.parametrize("name", ["twelve uses", "2-2-1"])
def test_unfolded_it_is_the_graph(js: Callable[..., Any], name: str) -> None:
    data = traced(name)
    seen = js(SEEN, [data, []])
    assert [node["id"] for node in seen["nodes"]] == list(range(len(data["nodes"])))
    uses = [(edge["uses"][0]["node"], edge["uses"][0]["slot"]) for edge in seen["edges"]]
    slots = [(i, s) for i, node in enumerate(data["nodes"]) for s in range(node["drawn"])]
    assert sorted(uses) == slots
    for edge in seen["edges"]:
        (use,) = edge["uses"]
        assert edge["local"] == data["nodes"][use["node"]]["partials"][use["slot"]]
    assert sum(e["contribution"] for e in seen["edges"]) == pytest.approx(contributions(data))


def test_both_edges_of_a_square_are_seen(js: Callable[..., Any]) -> None:
    x = Value(3.0, "x")
    seen = js(SEEN, [trace(x * x), []])
    assert [(e["key"], e["from"], e["to"]) for e in seen["edges"]] == [
        ("0>1/0", "0", "1"), ("0>1/1", "0", "1")
    ]  # fmt: skip


def test_a_folded_edge_carries_the_sum(js: Callable[..., Any]) -> None:
    data = traced("2-2-1")
    labels = {node["label"]: node for node in data["nodes"]}
    groups = [g for g in js(GROUPS, data) if g["depth"] == 1]
    keys = [g["key"] for g in groups]
    assert keys == ["layer 1/neuron 1", "layer 1/neuron 2", "layer 2/neuron 1"]
    seen = js(SEEN, [data, keys])
    edges = {(e["from"], e["to"]): e for e in seen["edges"]}
    into_second = edges["layer 1/neuron 1", "layer 2/neuron 1"]
    assert into_second["contribution"] == pytest.approx(labels["a_{1,1}"]["adjoint"])
    assert into_second["local"] == pytest.approx(0.6 * 0 + labels["w_{2,11}"]["value"])
    boxes = {node["key"]: node for node in seen["nodes"]}
    for key, label in (("layer 1/neuron 1", "a_{1,1}"), ("layer 2/neuron 1", "a_2")):
        assert boxes[key]["kind"] == "group"
        assert boxes[key]["value"] == labels[label]["value"]
        assert boxes[key]["adjoint"] == labels[label]["adjoint"]


def test_a_network_of_digits_is_its_neurons(seen_at_first: Seen) -> None:
    seen = seen_at_first("784-10-10")
    names = [node["key"] for node in seen["nodes"] if node["kind"] == "group"]
    neurons = [f"layer {i}/neuron {j}" for i in (1, 2) for j in range(1, 11)]
    assert set(neurons) < set(names)
    (inputs,) = set(names) - set(neurons)
    box = next(node for node in seen["nodes"] if node["key"] == inputs)
    assert len(box["members"]) == 784


def test_unfolding_a_neuron_shows_its_weights_as_one(js: Callable[..., Any]) -> None:
    data = traced("28-10-10")
    folds = js(SEEN, [data, None])["folds"]
    folds.remove("layer 1/neuron 1")
    seen = js(SEEN, [data, folds])
    assert len(seen["nodes"]) <= 60
    inside = [node["key"] for node in seen["nodes"] if node["key"].startswith("layer 1/neuron 1/")]
    assert len(inside) == 1


@pytest.mark.parametrize("name", ["tangle of 100", "tangle of 1,000"])
def test_runs_of_a_graph_without_groups_make_no_cycle(js: Callable[..., Any], name: str) -> None:
    data = traced(name)
    for depth in (0, 1, 2):
        folded = [g["key"] for g in js(GROUPS, data) if g["depth"] == depth]
        seen = js(SEEN, [data, folded])
        waiting = Counter(edge["to"] for edge in seen["edges"])
        ready = [node["key"] for node in seen["nodes"] if not waiting[node["key"]]]
        for key in ready:
            for edge in seen["edges"]:
                if edge["from"] == key:
                    waiting[edge["to"]] -= 1
                    if not waiting[edge["to"]]:
                        ready.append(edge["to"])
        assert len(ready) == len(seen["nodes"])


def test_groups_are_nested_and_small_enough_to_open(js: Callable[..., Any]) -> None:
    data = trace(chain(2000))
    groups = {g["key"]: g for g in js(GROUPS, data)}
    for group in groups.values():
        children = [g for g in groups.values() if g["parent"] == group["key"]]
        assert len(children) <= 12
        if group["parent"]:
            assert set(group["members"]) <= set(groups[group["parent"]]["members"])
        if not children:
            assert len(group["members"]) <= 24


def test_revealed_unfolds_what_hides_a_node(js: Callable[..., Any]) -> None:
    data = traced("28-10-10")
    place = [node["label"] for node in data["nodes"]].index("b_3^{(1)}")
    seen = js(
        """({Model, defaultFolds, revealed, visible}, [trace, id]) => {
          const model = new Model(trace);
          const {nodes} = visible(model, revealed(model, defaultFolds(model), id));
          return nodes.some((node) => node.kind === "node" && node.id === id);
        }""",
        [data, place],
    )
    assert seen


def test_many_inputs_of_one_node(js: Callable[..., Any]) -> None:
    xs = [Value(0.01 * i, f"x_{{{i}}}") for i in range(200)]
    seen = js(SEEN, [trace(sin(total(xs))), None])
    assert [node["name"]["text"] for node in seen["nodes"]][:1] == ["x₀ … x₁₉₉"]
    assert len(seen["nodes"]) == 3


def test_five_thousand_nodes_fold_and_lay_out_within_a_second(js: Callable[..., Any]) -> None:
    data = traced("tangle of 5,000")
    assert len(data["nodes"]) > 4500
    spent = js(
        """({Model, defaultFolds, visible, layout}, trace) => {
          const start = performance.now();
          const model = new Model(trace);
          const graph = visible(model, defaultFolds(model));
          layout(graph, () => ({width: 80, height: 46}));
          return performance.now() - start;
        }""",
        data,
    )
    assert spent < 1000  # milliseconds; about 50 on a laptop
