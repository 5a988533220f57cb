"""The page at first sight, and the story of the two passes: legible, in sight, in one direction."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from graphs import GRAPHS, attention, deep, latex_labels, recurrent, square_and_sine, two_layers

import autograd
from autograd import Value, tanh, view

Opened = Callable[..., Any]
SMALLEST = """() => {
  const { scale } = chainrulePage.parts.viewport.view;
  const shown = [...document.querySelectorAll(".scene text")].filter(
    (text) => text.textContent && text.getBoundingClientRect().width,
  );
  const spans = shown.filter((text) => !text.classList.contains("formula"));
  return Math.min(...spans.map((text) => parseFloat(getComputedStyle(text).fontSize))) * scale;
}"""
GO = """(part) => {
  const { steps } = chainrulePage.model;
  const seed = steps.findIndex(({ pass }) => pass === "seed");
  chainrulePage.passes.goTo(seed + 1 + Math.round((steps.length - seed - 1) * part));
}"""
IN_SIGHT = """() => {
  const { current } = chainrulePage.frame;
  const stage = document.querySelector(".stage").getBoundingClientRect();
  const key = chainrulePage.keyOf.get(current.input ?? current.node);
  const face = chainrulePage.parts.scene.elementOf(key).querySelector(".face");
  const box = face.getBoundingClientRect();
  return box.left >= stage.left && box.right <= stage.right &&
         box.top >= stage.top && box.bottom <= stage.bottom;
}"""


# --- at first sight ---


@pytest.mark.parametrize("name", [name for name in GRAPHS if name != "tangle of 5,000"])
def test_every_text_is_nine_pixels_high(opened: Opened, name: str, tmp_path: Path) -> None:
    file = view(GRAPHS[name](), tmp_path / "graph.html")
    for width in (1280, 390):
        page = opened(file, width=width)
        assert page.evaluate(SMALLEST) >= 9
        inside = page.evaluate(
            """() => { const { view } = chainrulePage.parts.viewport;
              return view.content.width * view.scale <= view.width + 1 &&
                     view.content.height * view.scale <= view.height + 1; }"""
        )
        assert page.locator(".map").is_visible() == (not inside)


def parts(page: Any) -> set[str]:
    return {title.split(",")[0] for title in page.locator(".scene .node.group").evaluate_all(
        "all => all.map((node) => node.getAttribute('aria-label'))")}  # fmt: skip


def test_a_recurrent_network_is_its_time_steps(opened: Opened) -> None:
    page = opened(recurrent(6))
    assert parts(page) == {f"step {i}" for i in range(1, 7)} | {"parameters"}


def test_attention_is_its_queries_keys_and_values(opened: Opened) -> None:
    page = opened(attention(3))
    assert {"q", "k", "v", "s", "α", "x₁", "x₂", "x₃", "o₁", "o₂", "o₃"} <= parts(page)
    page.evaluate("() => chainrulePage.folds.toggle('q')")
    assert {"q₁", "q₂", "q₃"} <= parts(page)


UNDER = """() => {
  const box = (element) => element.getBoundingClientRect();
  const sheets = [...document.querySelectorAll(".scene .node .face")].map(box);
  const meets = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 &&
    a.top + a.height / 4 < b.bottom && b.top < a.bottom - a.height / 4;
  return [...document.querySelectorAll(".scene .label text")]
    .filter((text) => text.textContent && box(text).width)
    .filter((text) => sheets.some((sheet) => meets(box(text), sheet)))
    .map((text) => text.textContent); }"""


@pytest.mark.parametrize("name", ["784-10-10", "attention of 3 tokens", "4-8-8-2", "chain of 30"])
def test_no_number_is_hidden_by_a_stack(opened: Opened, name: str) -> None:
    page = opened(GRAPHS[name]())
    assert page.evaluate(UNDER) == []
    page.evaluate(
        """() => { const text = [...document.querySelectorAll(".scene .label text")].find(
            (one) => one.textContent && one.getBoundingClientRect().width);
          const node = document.querySelector(".scene .node").getAttribute("transform");
          const [x, y] = node.match(/-?[0-9.]+/g).map(Number);
          text.setAttribute("x", x); text.setAttribute("y", y + 20); }"""
    )
    assert page.evaluate(UNDER) != []  # planted


def test_the_caption_tells_of_sums_where_there_are_any(opened: Opened) -> None:
    assert "what they contribute together" in opened(attention(3)).inner_text(".figcaption")
    assert "Σ" not in opened(square_and_sine()).inner_text(".figcaption")


def test_a_sum_that_cancels_is_nothing(opened: Opened) -> None:
    page = opened(attention(3))
    texts = page.locator(".scene .label text").all_text_contents()
    assert "Σ 0" in texts  # what reaches the scores of a row of a softmax cancels
    assert not any("×10⁻¹" in text for text in texts)


def test_a_layer_that_is_folded_says_what_is_in_it(opened: Opened) -> None:
    page = opened(deep(4, 8, 8, 2))
    assert "neuron × 8" in page.locator(".scene .node.group .count").all_text_contents()


def test_an_author_s_blocks_are_the_parts(opened: Opened) -> None:
    @autograd.block("cell")
    def cell(h: Value, x: Value) -> Value:
        return tanh(h * x + x)

    with autograd.block("encoder"):
        h = Value(0.1, "h_0")
        for t in range(9):
            h = cell(h, Value(0.1 * t, f"x_{t}"))
    root = (h - Value(0.3, "y")) ** 2
    page = opened(root)
    assert parts(page) & {"encoder", "cell", "cell 1"}
    page.evaluate("() => chainrulePage.folds.toLevel('foldNone')")
    page.evaluate("() => chainrulePage.folds.toggle('encoder/cell')")
    assert "encoder · cell × 9" in page.locator(".scene .node.group .count").all_text_contents()


def test_labels_are_set_as_maths(opened: Opened) -> None:
    page = opened(latex_labels())
    names = page.locator(".scene .name").all_text_contents()
    told = page.inner_text(".brand") + page.inner_text(".panel") + "".join(names)
    assert not any(c in told for c in "\\{}")
    assert {"W\u0302hidden", "∑αβ", "(z)", "ℒ", "𝐮⊤", "total"} <= set(names)


def test_it_opens_before_the_first_step_with_all_numbers(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    assert page.locator(".counter").inner_text() == "0 / 28"
    assert "All done" not in page.inner_text(".transport")
    assert all(page.locator(".scene .node .value").all_text_contents())
    page.keyboard.press("ArrowRight")
    assert page.locator(".counter").inner_text() == "1 / 28"
    assert "How to read this" not in page.inner_text(".panel")


# --- the camera ---


def test_the_camera_follows_the_step_when_zoomed_in(opened: Opened) -> None:
    page = opened(recurrent(6), link="level=foldNone")
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("+")
    for _ in range(60):
        page.keyboard.press("ArrowRight")
        assert page.evaluate(IN_SIGHT)


def test_it_stops_when_the_reader_moves_the_figure(opened: Opened) -> None:
    page = opened(recurrent(6), link="level=foldNone&step=20")
    box = page.locator(".stage").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + box["height"] - 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 600, box["y"] + 60, steps=3)
    page.mouse.up()
    view = "() => [chainrulePage.parts.viewport.view.x, chainrulePage.parts.viewport.view.y]"
    moved = page.evaluate(view)
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    assert page.evaluate(view) == moved
    page.click(".follow")
    assert page.evaluate(IN_SIGHT)
    assert not page.locator(".follow").is_visible()


def test_a_step_inside_a_fold_is_told_at_its_frame(opened: Opened) -> None:
    page = opened(deep(4, 8, 8, 2), link="step=150")
    step = page.evaluate("() => chainrulePage.frame.current")
    name = page.evaluate("(id) => chainrulePage.model.nodes[id].name.text", step["input"])
    assert page.locator(".scene .node.receiving .count").text_content().endswith(name)
    assert page.locator(".card").get_attribute("data-node") == str(step["input"])


def test_a_card_of_another_node_makes_room_for_the_step_s(opened: Opened) -> None:
    page = opened(square_and_sine())
    page.locator(".scene .node.root").click()
    page.keyboard.press("ArrowRight")
    assert page.locator(".card").get_attribute("data-node") == "1"


# --- the gradient travels ---


@pytest.mark.parametrize("motion", [False, True])
def test_a_contribution_goes_from_the_output_to_the_input(opened: Opened, motion: bool) -> None:
    page = opened(square_and_sine(), motion=motion)
    page.evaluate(GO, 1)
    token = "() => document.querySelector('.token').getBoundingClientRect().x"
    start = page.evaluate(token)
    page.wait_for_timeout(1300)
    step = page.evaluate("() => chainrulePage.frame.current")
    assert page.locator(".token").text_content() == f"{step['contribution']:.4g}"
    if motion:
        assert page.evaluate(token) < start
    heads = page.evaluate(
        """() => { const edge = document.querySelector(".edge.active");
          const [back, on] = [".back", ".arrow"].map((name) => edge.querySelector(name));
          return [back, on].map((head) => getComputedStyle(head).display !== "none"); }"""
    )
    assert heads == [True, False]


def test_partial_sums_say_so(opened: Opened) -> None:
    page = opened(square_and_sine())
    total = len(page.evaluate("() => chainrulePage.model.steps"))
    page.evaluate("(k) => chainrulePage.passes.goTo(k)", total - 1)
    x = page.locator(".scene .node.leaf")
    assert x.locator(".del").text_content() == "∂ 2 of 3"
    assert "…" not in x.text_content()
    assert "2 of 3 arrived" in page.inner_text(".panel")
    assert "2 of 3 contributions have arrived" in page.inner_text(".narration")
    assert "2 of 3 arrived" in x.get_attribute("aria-label")


def test_edges_carry_the_size_of_the_gradient(opened: Opened) -> None:
    page = opened(recurrent(6))
    widths = page.evaluate(
        """() => [1, 2, 3, 4, 5].map((t) => {
          const key = `steps/step ${t}>steps/step ${t + 1}`;
          const line = document.querySelector(`.edge[data-key="${key}"] .line`);
          return parseFloat(getComputedStyle(line).strokeWidth); })"""
    )
    assert widths == sorted(widths)  # it vanishes on its way back
    assert widths[0] < widths[-1] - 0.5


# --- numbers of edges ---

STRUCK = """() => [...document.querySelectorAll(".scene .label text")].filter((text) => {
  if (!text.textContent || !text.getBoundingClientRect().width) return false;
  const key = text.parentNode.dataset.key;
  const line = document.querySelector(`.edge[data-key="${CSS.escape(key)}"] .line`);
  const { x, y, width, height } = text.getBBox();
  const total = line.getTotalLength();
  return Array.from({ length: 200 }, (_, i) => line.getPointAtLength((total * i) / 199)).some(
    (p) => p.x > x + 1 && p.x < x + width - 1 && p.y > y + height / 4 && p.y < y + height * 0.78,
  );
}).map((text) => text.textContent)"""


@pytest.mark.parametrize("name", ["2-2-1", "3-3-2", "x x + sin x", "recurrent, 6 steps"])
def test_a_number_stands_beside_its_edge(opened: Opened, name: str) -> None:
    page = opened(GRAPHS[name]())
    assert page.evaluate(STRUCK) == []
    text = page.locator(".scene .label text").first
    line = page.locator(".scene .edge .line").first
    middle = line.evaluate(
        "(l) => { const p = l.getPointAtLength(l.getTotalLength() / 2); return [p.x, p.y]; }"
    )
    text.evaluate("(t, [x, y]) => { t.setAttribute('x', x); t.setAttribute('y', y + 4); }", middle)
    assert len(page.evaluate(STRUCK)) == 1  # planted


# --- paths, and paper ---


def test_the_caption_says_what_the_numbers_of_the_edges_are(opened: Opened) -> None:
    page = opened(square_and_sine())
    assert "local derivative" in page.inner_text(".figcaption")
    page.click('.tab[data-panel="paths"]')
    caption = page.inner_text(".figcaption")
    assert "the sum of the paths" in caption
    assert "local derivative" not in caption


def test_paths_do_not_run_into_each_other(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="panel=paths&level=foldNone&node=3", width=1280)
    lines = page.locator(".path > span").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({top, bottom}) => [top, bottom])"
    )
    assert all(above[1] <= below[0] + 1 for above, below in pairwise(lines))


def test_on_paper_it_is_light_whole_and_without_controls(opened: Opened) -> None:
    page = opened(recurrent(6), link="step=58", dark=True, width=794)
    page.emulate_media(media="print")
    assert page.locator(".chainrule").evaluate("(e) => getComputedStyle(e).color") == (
        "rgb(29, 28, 26)"
    )
    for control in (".tools", ".zooms", ".scrub", ".tabs", ".buttons"):
        assert not page.locator(control).is_visible()
    stage = page.locator(".stage").bounding_box()
    for box in page.locator(".scene .node").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map(({left, right}) => [left, right])"
    ):
        assert stage["x"] - 1 <= box[0] < box[1] <= stage["x"] + stage["width"] + 1
    assert page.locator(".stepline").is_visible()
    caption, formula = (
        page.locator(place).bounding_box() for place in (".figcaption", ".stepline > math >> nth=0")
    )
    assert formula["y"] - caption["y"] - caption["height"] < 60
    assert page.locator(".printed table").count() == 2
    page.emulate_media(media="screen")
    page.wait_for_function("() => !document.querySelector('.printed table')")


@pytest.mark.parametrize("steps", [1, 12])
def test_on_paper_the_tables_go_on_over_as_many_pages_as_they_need(
    opened: Opened, steps: int
) -> None:
    """A row is some 25 pixels high, a page 1,123."""
    page = opened(recurrent(steps))
    rows = page.evaluate(
        "() => chainrulePage.model.nodes.length + chainrulePage.model.steps.length / 2"
    )
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert rows / 45 < pages < 3 + rows / 25


def test_a_number_without_a_label_is_a_constant_with_a_name(opened: Opened) -> None:
    page = opened(Value(2.0, "x") * 0.3)
    total = len(page.evaluate("() => chainrulePage.model.steps"))
    page.evaluate("(k) => chainrulePage.passes.goTo(k)", total)
    assert "the gradient of c₁ receives" in page.inner_text(".narration")
    assert "∂0.3" not in page.locator(".stepline").text_content()
    assert page.locator(".scene .node.leaf .name").all_text_contents() == ["x", "0.3"]
    assert "0.3" in page.inner_text(".card .definition")


def test_the_picture_of_draw_has_the_page_s_colours(opened: Opened) -> None:
    page = opened(square_and_sine())
    source = autograd.draw(square_and_sine()).source
    for name in ("ink", "soft", "value", "gradient", "leaf", "line"):
        colour = page.locator(".chainrule").evaluate(
            "(page, name) => getComputedStyle(page).getPropertyValue(`--${name}`).trim()", name
        )
        assert colour in source
    assert "<I>x</I> · <I>x</I>" in source
