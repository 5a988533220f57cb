"""`block`: the author's own parts of a graph, in the trace, in copies, for modules."""

from __future__ import annotations

import copy

import pytest

import autograd
import nn
from autograd import Value, tanh, trace


def groups(root: Value) -> dict[str, list[str]]:
    return {node["name"]["text"]: node["group"] for node in trace(root)["nodes"]}


def test_nodes_recorded_inside_are_in_the_block() -> None:
    x = Value(0.5, "x")
    with autograd.block("encoder"):
        h = tanh(x)
        h.label = "h"
    L = h * h
    assert groups(L) == {"x": [], "h": ["encoder"], "v₂": []}


def test_blocks_nest_and_repetitions_are_numbered() -> None:
    @autograd.block("cell")
    def cell(x: Value) -> Value:
        return tanh(x)

    with autograd.block("encoder"):
        v = cell(cell(Value(0.5, "x")))
    paths = list(groups(v * 1.0).values())
    assert paths[1:3] == [["encoder", "cell", "cell 1"], ["encoder", "cell", "cell 2"]]


def test_repetitions_are_numbered_as_they_were_called() -> None:
    # the graph is walked from its root, and comes to the second call's product first
    x = Value(0.5, "x")
    with autograd.block("cell"):
        h = tanh(x)
    with autograd.block("cell"):
        z = x * 2.0 + h
    found = groups(z * 1.0)
    assert [path for path in found.values() if path] == [
        ["cell", "cell 2"],
        ["cell", "cell 2"],
        ["cell", "cell 1"],
        ["cell", "cell 2"],
    ]


def test_a_copy_is_in_the_same_blocks() -> None:
    with autograd.block("encoder"):
        h = tanh(Value(0.5, "x"))
    assert groups(copy.deepcopy(h) * 1.0) == groups(h * 1.0)


def test_a_module_names_its_block() -> None:
    class Encoder(nn.Module):
        block_name = "encoder"

        def forward(self, x: Value) -> Value:
            return tanh(x)

    assert ["encoder"] in groups(Encoder()(Value(0.5, "x")) * 1.0).values()


@pytest.mark.parametrize("name", ["", "  ", 3])
def test_a_block_has_a_name(name: object) -> None:
    with pytest.raises(TypeError, match="block: the name must be a str"), autograd.block(name):  # type: ignore[arg-type]
        pass
