"""A whole run by the keyboard alone, and what a screen reader is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphs import two_layers

Opened = Callable[..., Any]


def state(page: Any, name: str) -> Any:
    return page.evaluate("(name) => chainrulePage.state[name]", name)


def press(page: Any, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


@pytest.fixture
def page(opened: Opened) -> Any:
    """The two-layer network, nothing in focus."""
    return opened(two_layers(2, 2, 1))


def test_a_full_run(page: Any) -> None:
    press(page, "Home")
    count = page.evaluate("() => chainrulePage.model.steps.length")
    told = []
    for _ in range(count):
        press(page, "ArrowRight")
        told.append(page.locator(".narration").inner_text())
    assert len(set(told)) == count
    assert "All done" in told[-1]
    press(page, "ArrowLeft", "ArrowLeft")
    assert state(page, "step") == count - 2
    press(page, "End")
    assert state(page, "step") == count


def test_play_and_pause_with_space(page: Any) -> None:
    page.evaluate("() => document.activeElement.blur()")
    press(page, " ")
    assert state(page, "playing")
    press(page, " ")
    assert not state(page, "playing")


def test_walking_from_node_to_node_and_edge_to_edge(page: Any) -> None:
    press(page, "n")
    assert state(page, "selected")["id"] == 0
    press(page, "n", "n", "b")
    assert state(page, "selected")["id"] == 1
    assert page.evaluate("() => document.activeElement.getAttribute('data-key')") == "1"
    press(page, "e")
    assert state(page, "selected")["kind"] == "use"
    assert page.locator(".scene .edge.chosen").count() == 1
    press(page, "Escape")
    assert state(page, "selected") is None


@pytest.mark.parametrize(
    ("key", "panel"),
    [("p", "paths"), ("v", "change"), ("z", "quiz"), ("t", "table"), ("c", "card")],
)
def test_panels(page: Any, key: str, panel: str) -> None:
    press(page, key)
    assert state(page, "panel") == panel
    assert page.locator(f'.tab[data-panel="{panel}"]').get_attribute("aria-selected") == "true"


def test_tabs_move_with_arrows(page: Any) -> None:
    page.locator('.tab[data-panel="card"]').focus()
    press(page, "ArrowRight")
    assert state(page, "panel") == "paths"
    assert page.evaluate("() => document.activeElement.dataset.panel") == "paths"


def test_quiz_by_keyboard(page: Any) -> None:
    press(page, "z")
    page.locator('[data-id="start"]').focus()
    press(page, "Enter")
    page.locator(".answer").focus()
    page.keyboard.type("0.5")
    press(page, "Enter")
    assert page.locator(".feedback").count() == 1
    page.locator(".answer").focus()
    page.keyboard.type("np")  # letters typed into a field are no commands
    assert state(page, "panel") == "quiz"


def test_sliders_move_with_arrows(page: Any) -> None:
    press(page, "v")
    page.locator(".leafrow input[type=range]").first.focus()
    before = page.evaluate("() => chainrulePage.model.value[0]")
    step = state(page, "step")
    press(page, "ArrowRight")
    assert page.evaluate("() => chainrulePage.model.value[0]") > before
    assert state(page, "step") == step


def test_zoom_search_looks_and_fold(page: Any) -> None:
    scale = "() => chainrulePage.parts.viewport.view.scale"
    first = page.evaluate(scale)
    press(page, "+", "+", "-")
    assert page.evaluate(scale) > first
    press(page, "0")
    assert page.evaluate(scale) == first
    press(page, "/")
    page.keyboard.type("z_2")
    assert state(page, "query") == "z_2"
    press(page, "Enter")
    assert (
        page.evaluate("() => chainrulePage.model.nodes[chainrulePage.state.selected.id].label")
        == "z_2"
    )
    press(page, "Escape")
    assert state(page, "query") == ""
    page.evaluate("() => document.activeElement.blur()")
    press(page, "d")
    assert state(page, "theme") == "dark"
    press(page, "l")
    assert state(page, "language") == "zh"


def test_help_lists_the_keys(page: Any) -> None:
    page.keyboard.press("?")
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    assert dialog.locator("kbd").count() > 20
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert state(page, "help") is False


def test_the_focus_stays_on_a_control_that_is_drawn_anew(page: Any) -> None:
    press(page, "n")
    page.locator('[data-id="close"]').focus()
    press(page, "ArrowLeft")  # a step: the card is drawn anew
    assert page.evaluate("() => document.activeElement.dataset.id") == "close"


def test_what_a_screen_reader_is_told(page: Any) -> None:
    assert page.locator(".narration").get_attribute("aria-live") == "polite"
    assert "Graph of L: 19 nodes, 20 edges" in page.locator(".scene").get_attribute("aria-label")
    for button in page.locator("button").all():
        name = button.get_attribute("aria-label") or button.text_content()
        assert name.strip(), button.evaluate("(element) => element.outerHTML")
    for control in page.locator("input, select").all():
        named = control.get_attribute("aria-label") or control.evaluate(
            "(e) => e.closest('label')?.innerText"
        )
        assert named, control.evaluate("(element) => element.outerHTML")
    nodes = page.locator('.scene .node[tabindex="0"]')
    assert nodes.count() == 1  # one stop of the Tab key for the whole graph
