"""Small things that a reader stumbles over: letters cut off, controls that look alike, words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphs import two_layers

import autograd
from autograd import Value, maximum, minimum

Opened = Callable[..., Any]


def gate(f: Callable[..., Value] = maximum) -> Value:
    x, y = Value(2.0, "x"), Value(0.5, "y")
    root = f(x * y, x, 3.0) - Value(0.2, "f")
    root.label = "f_1"
    return root


@pytest.mark.parametrize("place", [".brand", ".card .definition"])
def test_no_letter_is_cut_off(opened: Opened, place: str) -> None:
    page = opened(gate(), link="node=5")
    element = page.locator(place)

    def seen() -> bytes:
        box = element.bounding_box()
        picture: bytes = page.screenshot(clip={**box, "y": box["y"] - 4, "height": 60})
        return picture

    whole = seen()
    element.evaluate("(element) => { element.style.overflow = 'visible'; }")
    assert seen() == whole
    element.evaluate("(e) => { e.style.overflow = 'hidden'; e.style.paddingBlock = 0; }")
    cut = seen()
    element.evaluate("(element) => { element.style.overflow = 'visible'; }")
    assert seen() != cut  # planted


def test_play_and_step_do_not_look_alike(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    look = "(b) => [getComputedStyle(b).backgroundColor, b.querySelector('path').getAttribute('d')]"
    play, step = (
        page.locator(f".transport .{name}").evaluate(look) for name in ("play", "forward")
    )
    assert play[0] != step[0]
    assert play[1] != step[1]


@pytest.mark.parametrize(("f", "word"), [(maximum, "largest"), (minimum, "smallest")])
def test_an_extreme_is_told_in_words(opened: Opened, f: Any, word: str) -> None:
    page = opened(gate(f), link="node=4")
    told = " ".join(page.inner_text(".card").replace("\xa0", " ").split())
    assert told.count(f"is the {word}, else 0") == 3
    assert "sign" not in told
    page.evaluate("() => chainrulePage.change({ language: 'zh' })")
    assert {"largest": "最大", "smallest": "最小"}[word] in page.inner_text(".card")
    assert word not in page.inner_text(".card")


def test_at_first_sight_an_example_of_this_graph_is_told(opened: Opened) -> None:
    root = two_layers(2, 2, 1)
    a_2 = root.inputs[0]
    (local,), upstream = a_2.partials, autograd.partial(root, a_2)
    page = opened(root)
    told = page.locator(".guide .example").text_content().replace("−", "-")
    assert f"({upstream:.4g})×{local:.4g}={upstream * local:.4g}" in told
    page.keyboard.press("ArrowRight")
    assert not page.locator(".guide").count()


def test_the_step_s_formula_is_clear_of_the_controls(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="step=18")
    buttons, formula, words = (
        page.locator(f".transport {place}").bounding_box()
        for place in (".buttons", ".stepline math >> nth=0", ".narration")
    )
    assert formula["y"] >= buttons["y"] + buttons["height"] + 16
    assert words["y"] + words["height"] > 0.85 * 800  # the lower third is used


def test_the_lines_of_draw_s_caption_are_of_one_font() -> None:
    source = autograd.draw(gate()).source
    caption = source.split("label=<", 1)[1].split("> labelloc", 1)[0]
    assert "∂ = ∂f₁/∂node; on each edge" in caption
    assert "<FONT" not in caption
