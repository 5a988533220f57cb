"""An open group is a frame around its nodes, nested as the groups are; its title closes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphs import GRAPHS, traced, two_layers

import autograd
from autograd import Value, tanh, trace

LAID = """({Model, visible, framedLayout}, [trace, down]) => {
  const model = new Model(trace);
  const graph = visible(model, new Set(), () => true);
  const size = () => ({width: 100, height: 56});
  const options = {titleWidth: () => 90, down, width: Infinity};
  const found = framedLayout(graph, size, options);
  const plain = (map) => Object.fromEntries(map);
  return {nodes: plain(found.nodes), frames: plain(found.frames), lines: plain(found.edges),
          within: Object.fromEntries(graph.nodes.map(({key, frame}) => [key, frame])),
          parents: Object.fromEntries(graph.frames.map(({key, parent}) => [key, parent])),
          edges: graph.edges.map(({key, from, to}) => [key, from, to])};
}"""
NAMES = ["2-2-1", "3-3-2", "batch", "recurrent, 6 steps", "attention of 3 tokens", "4-8-8-2"]


def cells() -> Value:
    """Two calls of a block within a block, its last output used outside."""
    h, w = Value(0.1, "h_0"), Value(0.4, "w")
    with autograd.block("encoder"):
        for i in (1, 2):
            with autograd.block("cell"):
                h = tanh(w * Value(0.5 * i, f"x_{i}") + h)
    loss = (h - w) ** 2
    loss.label = "L"
    return loss


def is_inside(inner: dict[str, float], outer: dict[str, float]) -> bool:
    """Whether a box is in another."""
    return all(
        outer[at] <= inner[at] and inner[at] + inner[size] <= outer[at] + outer[size]
        for at, size in (("x", "width"), ("y", "height"))
    )


def are_apart(a: dict[str, float], b: dict[str, float]) -> bool:
    return any(
        a[at] + a[size] <= b[at] or b[at] + b[size] <= a[at]
        for at, size in (("x", "width"), ("y", "height"))
    )


def misplaced(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each node or frame with the frame to which it does not stand as it should."""
    parents = found["parents"]
    frames: dict[str, dict[str, float]] = found["frames"]

    def around(key: str | None) -> set[str]:
        keys: set[str] = set()
        while key is not None:
            keys.add(key)
            key = parents[key]
        return keys

    items = [(key, found["within"][key], box) for key, box in found["nodes"].items()]
    items += [(key, parents[key], box) for key, box in frames.items()]
    return [
        (key, frame)
        for key, within, box in items
        for frame, outer in frames.items()
        if frame != key and key not in around(frame)
        if not (is_inside(box, outer) if frame in around(within) else are_apart(box, outer))
    ]


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("name", [*NAMES, "cells"])
def test_a_frame_holds_its_nodes_and_no_other(
    js: Callable[..., Any], name: str, down: bool
) -> None:
    found = js(LAID, [trace(cells()) if name == "cells" else traced(name), down])
    assert len(found["frames"]) > 1
    assert misplaced(found) == []


def test_planted_strangers_and_runaways_are_found(js: Callable[..., Any]) -> None:
    found = js(LAID, [traced("2-2-1"), False])
    member, stranger = (
        next(key for key, frame in found["within"].items() if bool(frame) == inside)
        for inside in (True, False)
    )
    nodes = found["nodes"]
    nodes[member], nodes[stranger] = nodes[stranger], nodes[member]
    assert {key for key, _ in misplaced(found)} >= {member, stranger}


@pytest.mark.parametrize("name", NAMES)
def test_a_line_leads_from_its_node_to_its_node(js: Callable[..., Any], name: str) -> None:
    found = js(LAID, [traced(name), False])
    for key, start, end in found["edges"]:
        (x0, y0), *_, (x1, y1) = found["lines"][key]
        from_, to = found["nodes"][start], found["nodes"][end]
        assert x0 == from_["x"] + from_["width"]
        assert x1 == to["x"]
        assert from_["y"] <= y0 <= from_["y"] + from_["height"]
        assert to["y"] <= y1 <= to["y"] + to["height"]


@pytest.mark.parametrize("name", NAMES)
def test_no_line_turns_back(js: Callable[..., Any], name: str) -> None:
    found = js(LAID, [traced(name), False])
    for line in found["lines"].values():
        across = [x for x, _ in line]
        assert across == sorted(across)


def test_a_group_opens_into_a_frame_and_its_title_closes_it(opened: Callable[..., Any]) -> None:
    page = opened(GRAPHS["attention of 3 tokens"]())
    frames = page.locator(".scene .frame")
    assert frames.count() == 0  # what the page has opened by itself has none
    page.locator('.scene .node[data-key="k"]').dblclick()
    assert frames.evaluate_all("all => all.map((one) => one.dataset.key)") == ["k"]
    assert page.locator('.scene .node[data-key="k"]').count() == 0
    frames.click()
    assert frames.count() == 0
    assert page.locator('.scene .node[data-key="k"]').count() == 1


def test_it_closes_with_the_keyboard_and_says_so(opened: Callable[..., Any]) -> None:
    page = opened(GRAPHS["attention of 3 tokens"]())
    page.locator('.scene .node[data-key="k"]').click()
    page.keyboard.press("f")
    title = page.locator(".scene .frame")
    assert title.get_attribute("aria-label") == "Fold k"
    assert title.get_attribute("tabindex") == "0"
    title.focus()
    page.keyboard.press("Enter")
    assert title.count() == 0


def test_authors_blocks_have_frames_at_first_sight(opened: Callable[..., Any]) -> None:
    page = opened(cells(), link="level=foldNone", width=1400)
    keys = page.locator(".scene .frame").evaluate_all("all => all.map((one) => one.dataset.key)")
    cell = "encoder/cell"
    assert sorted(keys) == ["encoder", cell, f"{cell}/cell 1", f"{cell}/cell 2"]


def test_a_frame_is_there_again_after_a_reload(opened: Callable[..., Any]) -> None:
    page = opened(GRAPHS["attention of 3 tokens"]())
    page.locator('.scene .node[data-key="k"]').dblclick()
    page.wait_for_timeout(500)  # the address is written a moment after the last change
    assert "fold=" in page.url
    page.reload()
    page.wait_for_selector(".scene .frame")
    keys = page.locator(".scene .frame").evaluate_all("all => all.map((one) => one.dataset.key)")
    assert keys == ["k"]


def test_folding_a_small_networks_neuron_brings_no_frames(opened: Callable[..., Any]) -> None:
    page = opened(two_layers(2, 2, 1))
    page.locator(".scene .node").nth(6).click()
    page.keyboard.press("f")
    assert page.locator(".scene .group").count() == 1
    assert page.locator(".scene .frame").count() == 0
