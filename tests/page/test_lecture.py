"""Lecture mode: the graph, one formula and the teacher's words, for a hall."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graphs import deep, recurrent, two_layers
from test_story import IN_SIGHT

Opened = Callable[..., Any]
NOTES = {
    0: "Two inputs, one output.",
    "z_2": "It sums what it is given.",
    "dL/dz_2": "What is left is a minus y.",
}
REST = (".tools", ".side", ".figcaption", ".zooms", ".map", ".card")
SMALLEST = """() => {
  const { scale } = chainrulePage.parts.viewport.view;
  const sizes = [...document.querySelectorAll(".scene .node :is(.value, .gradient)")].map(
    (text) => parseFloat(getComputedStyle(text).fontSize) * scale);
  return Math.min(...sizes); }"""


def go_to(page: Any, kind: str, name: str) -> None:
    page.evaluate(
        """([kind, name]) => {
          const { steps, nodes } = chainrulePage.model;
          const at = steps.findIndex((step) => step.pass === kind &&
            nodes[step.input ?? step.node].label === name);
          chainrulePage.passes.goTo(at + 1); }""",
        [kind, name],
    )


def test_it_opens_before_the_first_step_with_the_graph_and_nothing_else(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), lecture=True)
    assert page.evaluate("() => [chainrulePage.state.step, chainrulePage.frame.overview]") == [
        0, False,
    ]  # fmt: skip
    for part in REST:
        assert not page.locator(part).locator("visible=true").count()
    row = page.locator(".transport > .row")
    assert row.evaluate("(row) => getComputedStyle(row).opacity") == "0"
    assert page.locator(".scene .node .value").first.is_visible()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_formula_and_the_step_are_large(opened: Opened, size: tuple[int, int]) -> None:
    width, height = size
    page = opened(two_layers(2, 2, 1), width=width, height=height, lecture=True)
    go_to(page, "backward", "z_{1,1}")
    size_of = "(m) => parseFloat(getComputedStyle(m).fontSize)"
    font = page.locator(".stepline math").first.evaluate(size_of)
    assert font >= height / 20
    assert page.evaluate(SMALLEST) >= height / 40  # as on slides
    line = page.locator(".stepline").bounding_box()
    assert line["y"] + line["height"] <= height


def test_the_camera_goes_near_and_has_the_step_in_sight(opened: Opened) -> None:
    page = opened(recurrent(6), lecture=True, link="level=foldNone")
    whole = page.evaluate("() => chainrulePage.parts.viewport.view.scale")
    for _ in range(90):
        page.keyboard.press("PageDown")
        assert page.evaluate(IN_SIGHT)
    assert page.evaluate("() => chainrulePage.parts.viewport.view.scale") > whole
    page.keyboard.press("Home")
    assert page.evaluate("() => chainrulePage.parts.viewport.view.scale") == pytest.approx(whole)


def test_the_teacher_s_words_stand_at_their_steps(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), lecture=True, notes=NOTES)
    note = page.locator(".note")
    assert note.inner_text() == NOTES[0]
    assert page.inner_text(".stepline") == ""
    page.keyboard.press("ArrowRight")
    assert not note.is_visible()
    go_to(page, "forward", "z_2")
    assert note.inner_text() == NOTES["z_2"]
    go_to(page, "backward", "z_2")
    assert note.inner_text() == NOTES["dL/dz_2"]
    page.keyboard.press("m")
    assert note.inner_text() == NOTES["dL/dz_2"]  # a reader has them too
    page.keyboard.press("Home")
    page.evaluate("() => chainrulePage.change({ stepped: false })")
    assert not note.is_visible()


def test_a_key_a_button_and_the_link_open_and_leave_it(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="step=5")
    lecture = page.locator(".chainrule.lecture")
    page.keyboard.press("m")
    assert lecture.count() == 1
    page.wait_for_function("() => location.hash.includes('lecture=1')")
    assert page.evaluate("() => chainrulePage.state.step") == 5
    page.keyboard.press("Escape")
    assert lecture.count() == 0
    page.click(".tool.enter")
    page.mouse.move(200, 780)
    page.click(".tool.leave")
    assert lecture.count() == 0
    assert opened(two_layers(2, 2, 1), link="lecture=1").locator(".chainrule.lecture").count() == 1
    page = opened(two_layers(2, 2, 1), lecture=True)
    page.keyboard.press("Escape")
    page.wait_for_function("() => location.hash.includes('lecture=0')")
    shut = opened(two_layers(2, 2, 1), lecture=True, link="lecture=0")
    assert shut.locator(".chainrule.lecture").count() == 0
    assert shut.evaluate("() => chainrulePage.frame.overview")


def test_the_controls_can_be_had_with_the_keyboard(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), lecture=True)
    page.locator(".transport .forward").focus()
    row = page.locator(".transport > .row")
    assert row.evaluate("(row) => getComputedStyle(row).opacity") == "1"


def test_the_page_is_as_it_was_after_a_lecture(opened: Opened) -> None:
    page = opened(deep(4, 8, 8, 2), link="step=60")
    before = page.locator(".scene .node").count()
    page.keyboard.press("m")
    page.keyboard.press("m")
    assert page.locator(".scene .node").count() == before
    assert page.locator(".tools").is_visible()
    assert page.evaluate(IN_SIGHT)
