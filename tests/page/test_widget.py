"""The widget's module, run as a notebook runs it: in an element of another page."""

from __future__ import annotations

import json
from typing import Any

import pytest
from graphs import two_layers

from autograd.showing.page import module, style
from autograd.showing.trace_data import trace

RENDER = """async ([source, style, trace]) => {
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  document.body.innerHTML = "<h1>A notebook</h1><div id='cell' style='width: 700px'></div>";
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  const traits = { trace, language: "en" };
  const model = { get: (name) => traits[name] };
  widget.render({ model, el: document.getElementById("cell") });
}"""


@pytest.fixture
def cell(page: Any) -> Any:
    """A page in which the widget of a network is shown in a cell of 700 pixels."""
    data = json.dumps(trace(two_layers(2, 2, 1)))
    page.evaluate(RENDER, [module(), style(), data])
    return page


def test_widget_shows_the_graph_in_its_cell(cell: Any) -> None:
    assert cell.locator("#cell .scene .node.group").count() == 3  # too narrow for all 19 nodes
    box = cell.locator("#cell .chainrule").bounding_box()
    assert box["width"] == 700
    assert box["height"] == 640


def test_widget_leaves_the_address_and_the_notebook_s_keys_alone(cell: Any) -> None:
    address = cell.url
    cell.keyboard.press("Home")
    assert cell.locator(".counter").inner_text() == "0 / 28"
    cell.locator(".tool.last").click()
    assert cell.locator(".counter").inner_text() == "28 / 28"
    cell.locator(".tool.first").click()
    cell.wait_for_timeout(400)
    assert cell.locator(".counter").inner_text() == "0 / 28"
    assert cell.url == address


def test_keys_work_once_the_widget_has_the_focus(cell: Any) -> None:
    cell.locator(".scene .node").first.click()
    cell.keyboard.press("Home")
    assert cell.locator(".counter").inner_text() == "0 / 28"
