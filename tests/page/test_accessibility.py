"""axe-core finds nothing, in any state of the page; every node and every edge can be heard."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from typing import Any

import pytest
from graphs import deep, two_layers

import autograd

Opened = Callable[..., Any]
STATES = {
    "first sight": "",
    "a step": "step=17",
    "paths": "step=20&panel=paths",
    "change": "panel=change",
    "quiz": "panel=quiz",
    "table": "panel=table",
    "a card": "node=4",
    "an edge": "edge=10/0",
    "folded": "step=60&level=layer",
    "frames": "step=17&fold=layer+2&frame=layer+1|layer+1/neuron+1",
    "lecture": "step=17&lecture=1",
}
RUN = """async () => {
  const { violations } = await axe.run(document, { resultTypes: ["violations"] });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}"""


def violations(page: Any) -> list[str]:
    """Return what axe-core finds."""
    pytest.importorskip("axe_playwright_python")
    if not page.evaluate("() => 'axe' in globalThis"):
        page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found: list[str] = page.evaluate(RUN)
    return found


@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing(opened: Opened, name: str) -> None:
    """Nor in the dark, nor where the reader's system chooses the colours."""
    root = deep(4, 8, 8, 2) if name == "folded" else two_layers(2, 2, 1)
    page = opened(root, link=STATES[name])
    if name == "quiz":
        page.click(".quizpanel .primary, .panel .primary")
    assert violations(page) == []
    page.emulate_media(color_scheme="dark")
    assert violations(page) == []
    page.emulate_media(color_scheme="light", forced_colors="active")
    assert violations(page) == []


def test_planted_colours_are_found(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), dark=True)
    assert violations(page) == []
    page.evaluate("() => { document.querySelector('.counter').style.color = '#444'; }")
    (fault,) = violations(page)
    assert fault.startswith("color-contrast")


def test_planted_button_without_a_name_is_found(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    page.evaluate("() => document.querySelector('.panel').append(document.createElement('button'))")
    assert any(fault.startswith("button-name") for fault in violations(page))


def test_forced_colours_keep_the_tab_and_the_slider(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    page.emulate_media(forced_colors="active")
    assert violations(page) == []
    width = "(tab) => parseFloat(getComputedStyle(tab).borderBottomWidth)"
    chosen = page.locator('.tab[aria-selected="true"]').evaluate(width)
    other = page.locator('.tab[aria-selected="false"]').first.evaluate(width)
    assert chosen > other
    track = page.locator(".scrub").evaluate("(scrub) => getComputedStyle(scrub).forcedColorAdjust")
    assert track == "none"


def test_forced_colours_keep_what_colour_means(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="level=foldNone")
    page.evaluate(
        """() => { const { model, selection } = chainrulePage;
          selection.node(model.nodes.findIndex(({ label }) => label === "a_2")); }"""
    )
    own = "(element) => getComputedStyle(element).forcedColorAdjust"
    page.emulate_media(forced_colors="active")
    for place in (".stage", ".swatch.plus", ".swatch.minus", ".nearby > svg"):
        assert page.locator(place).first.evaluate(own) == "none"


def test_every_edge_is_spoken(opened: Opened) -> None:
    root = two_layers(2, 2, 1)
    a_2 = root.inputs[0]
    (local,), upstream = a_2.partials, autograd.partial(root, a_2)
    page = opened(root, link="level=foldNone")
    edges = page.locator(".scene .edge")
    assert edges.count() == 20
    names = edges.evaluate_all("all => all.map((edge) => edge.getAttribute('aria-label'))")
    told = f"edge from z₂ to a₂, local derivative {local:.4g}, upstream {upstream:.4g}"
    assert told.replace("-", "−") in names
    page.locator(".scene .node.root").focus()
    page.keyboard.press("e")
    told = page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    assert told.startswith("edge from ")
    assert told.split("edge from ")[1].split(",")[0].endswith("to L")


def test_buttons_are_large_enough_for_a_finger(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), width=390)
    sizes = page.locator(".zooms button:visible, .transport .tool:visible").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.width, box.height])"
    )
    assert min(min(size) for size in sizes) >= 40
