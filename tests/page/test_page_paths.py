"""Paths in the page are those of `autograd.paths`."""

from __future__ import annotations

from collections.abc import Callable
from itertools import accumulate, islice
from typing import Any

import pytest
from graphs import GRAPHS, square_and_sine, two_layers

import autograd
from autograd import Value, sin, trace
from autograd.formulas.named_graph import NamedGraph

FOUND = """({Model, pathsTo}, [trace, id, max]) => {
  const paths = pathsTo(new Model(trace), id);
  return {count: paths.count, total: paths.total, flow: [...paths.flow], list: paths.list(max)};
}"""


@pytest.mark.parametrize("name", ["2-2-1", "3-3-2", "x x + sin x", "twelve uses", "batch"])
def test_they_are_pythons(js: Callable[..., Any], name: str) -> None:
    root = GRAPHS[name]()
    nodes = NamedGraph(root).nodes
    place = {v: i for i, v in enumerate(nodes)}
    for i, v in enumerate(nodes):
        want = autograd.paths(root, v)
        got = js(FOUND, [trace(root), i, 20])
        assert got["count"] == want.count
        assert got["total"] == pytest.approx(want.total, rel=1e-12)
        first = list(accumulate((len(node.inputs) for node in nodes), initial=0))
        flow = {first[place[node]] + slot: x for (node, slot), x in want.flow.items()}
        assert dict(got["flow"]) == pytest.approx(flow, rel=1e-12, abs=1e-300)
        listed = [
            ([place[node] for node in path.nodes], list(path.slots), path.product)
            for path in islice(want, 20)
        ]
        assert [(p["nodes"], p["slots"], p["product"]) for p in got["list"]] == [
            (nodes, slots, pytest.approx(product, rel=1e-12)) for nodes, slots, product in listed
        ]


def test_factors_multiply_and_products_add_up(js: Callable[..., Any]) -> None:
    root = square_and_sine()
    got = js(FOUND, [trace(root), 0, 10])
    assert [p["factors"] for p in got["list"]] == [
        [1, 1.3], [1, 1.3], [1, pytest.approx(0.26749882862458735)]
    ]  # fmt: skip
    assert sum(p["product"] for p in got["list"]) == pytest.approx(got["total"])


def test_more_paths_than_anyone_can_list(js: Callable[..., Any]) -> None:
    v = x = Value(0.9, "x")
    for _ in range(100):
        v = sin(v + v)
    got = js(FOUND, [trace(v), 0, 3])
    want = autograd.paths(v, x)
    assert got["count"] == float(want.count) == 2.0**100
    assert got["total"] == pytest.approx(want.total, rel=1e-12)
    assert len(got["list"]) == 3


def test_the_root_has_one_path_to_itself(js: Callable[..., Any]) -> None:
    data = trace(two_layers(2, 2, 1))
    got = js(FOUND, [data, data["root"], 5])
    assert (got["count"], got["total"], got["flow"]) == (1, 1, [])
    assert got["list"] == [{"nodes": [data["root"]], "slots": [], "factors": [], "product": 1}]
