"""The lab's widget, run as a notebook runs it: in an element of another page, with a kernel."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from test_accessibility import violations

from autograd.checking.grading.exercises import drawn_exercise
from autograd.marking.page import cell_module, page_style
from autograd.marking.service import answer

NEURON = "$$z = w x + b$$\n$$a = \\sigma(z)$$\n$$L = (a - y)^2$$\n"
WRONG = NEURON + "$$\\frac{dL}{dw} = (a - y) \\sigma'(z) x$$\n"
RIGHT = WRONG.replace("= (a - y) \\sigma", "= 2 (a - y) \\sigma")
RENDER = """async ([source, style, traits, width]) => {
  document.documentElement.lang = "en";
  document.head.append(Object.assign(document.createElement("style"), { textContent: style }));
  document.body.innerHTML = "<main><h1>A notebook</h1><p>Some text above it.</p>"
    + "<div style='padding-left: 80px'><div id='cell'></div></div></main>";
  document.getElementById("cell").style.width = `${width}px`;
  const listeners = {};
  const tell = (event, given) => (listeners[event] ?? []).forEach((listener) => listener(given));
  globalThis.model = {
    saved: {},
    get: (name) => traits[name],
    set: (name, value) => ((traits[name] = value), tell(`change:${name}`)),
    on: (event, listener) => (listeners[event] ??= []).push(listener),
    off: (event, gone) => (listeners[event] = listeners[event].filter((one) => one !== gone)),
    send: ({ id, request, text }) =>
      request
        ? kernel(request).then((answer) => tell("msg:custom", { id, answer }))
        : (model.saved = { text }),
  };
  globalThis.pressed = [];
  document.addEventListener("keydown", (event) => pressed.push(event.key));
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const { default: widget } = await import(address);
  globalThis.end = widget.render({ model, el: document.getElementById("cell") });
}"""
Cell = Callable[..., Any]


@pytest.fixture
def cell(page: Any) -> Iterator[Cell]:
    """Show the lab in a cell: `cell(text, width=1200, language="en")`; the page is returned."""
    page.expose_function("kernel", answer)

    def shown(text: str, *, width: int = 1200, language: str = "en") -> Any:
        page.set_viewport_size({"width": width + 120, "height": 900})
        traits = {"text": text, "kind": "md", "language": language}
        page.evaluate(RENDER, [cell_module(), page_style(), traits, width])
        page.locator(".verdictcard").first.wait_for(state="attached")
        return page

    yield shown
    assert page.requests == []


def verdict(page: Any, words: str) -> None:
    page.wait_for_function(
        "(words) => document.querySelector('.verdict').textContent === words", arg=words
    )


def test_it_has_the_editor_the_verdicts_and_the_graph(cell: Cell) -> None:
    page = cell(WRONG)
    verdict(page, "1 judged: 1 wrong")
    page.locator(".scene .node").first.wait_for()
    box = page.locator(".lab").bounding_box()
    assert (box["width"], box["height"]) == (1200, 640)
    assert page.locator(".labhead-bar .lessons, .labhead-bar .sharelink").count() == 0
    assert page.evaluate("() => document.documentElement.lang") == "en"


def test_what_is_typed_is_marked_and_read_back(cell: Cell) -> None:
    page = cell(WRONG)
    page.locator(".equations .mend").click()
    verdict(page, "All 1 judged equations are right.")
    page.wait_for_function("(text) => model.saved.text === text", arg=RIGHT)
    page.keyboard.press("Control+z")
    verdict(page, "1 judged: 1 wrong")
    page.wait_for_function("(text) => model.saved.text === text", arg=WRONG)


def test_a_text_that_python_sets_is_shown(cell: Cell) -> None:
    page = cell(WRONG)
    page.evaluate("(text) => model.set('text', text)", RIGHT)
    verdict(page, "All 1 judged equations are right.")
    assert page.input_value(".field") == RIGHT
    page.evaluate("() => end()")
    page.evaluate("(text) => model.set('text', text)", WRONG)  # nobody listens any more
    assert page.input_value(".field") == RIGHT


def test_the_message_stands_at_its_side_of_the_equation(cell: Cell) -> None:
    """Also where what the cell stands in is moved, as notebooks move their cells."""
    page = cell(WRONG)
    verdict(page, "1 judged: 1 wrong")
    page.evaluate("() => { document.querySelector('main').style.transform = 'translateY(60px)'; }")
    page.locator(".field").focus()
    page.keyboard.press("F8")
    message = page.locator(".labmessage").bounding_box()
    side = page.locator(".mark.member.wrong").first.bounding_box()
    assert 0 <= message["y"] - (side["y"] + side["height"]) < 16
    assert abs(message["x"] - side["x"]) < 40
    page.keyboard.press("Escape")
    assert page.locator(".labmessage").is_hidden()


def test_the_notebooks_keys_are_left_alone(cell: Cell) -> None:
    page = cell(WRONG)
    page.locator(".field").focus()
    for key in ("a", "Shift+Enter", "F8"):
        page.keyboard.press(key)
    assert page.evaluate("() => pressed") == []
    page.locator("main > h1").click()
    page.keyboard.press("a")
    assert page.evaluate("() => pressed") == ["a"]  # planted


def test_in_a_narrow_cell_there_are_tabs(cell: Cell) -> None:
    page = cell(WRONG, width=700)
    assert page.locator(".labtabs").is_visible()
    assert page.locator(".graphpane").is_hidden()
    page.locator(".labtab[data-id=graph]").click()
    page.locator(".scene .node").first.wait_for()
    assert page.locator(".field").is_hidden()


def test_a_sheet_is_marked_in_chinese(cell: Cell) -> None:
    page = cell(drawn_exercise((2, 3, 1), 7, "zh").sheet, language="zh")
    verdict(page, "0 / 8 分")
    assert page.locator(".lab").get_attribute("lang") == "zh-CN"
    assert page.locator(".exercisecard [data-id=other]").count() == 0  # a cell keeps no progress
    page.locator(".question").first.click()
    page.keyboard.type("a_2 - y")
    verdict(page, "1 / 8 分")


def test_a_kernel_that_is_gone_is_said(cell: Cell) -> None:
    page = cell(WRONG)
    verdict(page, "1 judged: 1 wrong")
    page.clock.install()
    page.evaluate("() => { model.send = () => {}; }")
    page.locator(".field").press("x")
    page.clock.fast_forward(1000)
    page.clock.fast_forward(31_000)
    page.wait_for_function(
        "() => document.querySelector('.verdict').textContent.includes('does not answer')"
    )


@pytest.mark.parametrize("width", [1200, 700])
def test_axe_finds_nothing(cell: Cell, width: int) -> None:
    page = cell(WRONG, width=width)
    verdict(page, "1 judged: 1 wrong")
    assert violations(page) == []
    page.evaluate("() => document.querySelector('.field').removeAttribute('aria-label')")
    assert violations(page) != []  # planted
