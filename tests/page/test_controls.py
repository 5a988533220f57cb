"""Every control does what it says; all numbers on the page are those of the engine."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from graphs import square_and_sine, two_layers

from autograd import Value, binary_cross_entropy, paths
from nn import TwoLayerMLP
from nn.two_layer import worked_example

Opened = Callable[..., Any]
STATE = "() => JSON.parse(JSON.stringify(chainrulePage.state))"


def book() -> tuple[Value, dict[str, Value]]:
    """The worked example of the text and its nodes by label; gradients are set."""
    net, x, y = worked_example()
    loss = binary_cross_entropy(net(x), Value(y, "y"))
    loss.label = "L"
    loss.backward()
    nodes = {v.label: v for v in net.parameters()}
    return loss, nodes | {label: net[label] for label in ("a_2", "z_2", "x_1")}


def state(page: Any) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(STATE)
    return found


def node(page: Any, name: str) -> Any:
    return page.locator(f'.scene .node[aria-label^="{name} ="]')


def number(text: str) -> float:
    return float(unicodedata.normalize("NFKC", text).replace("−", "-").replace("×10", "e"))


def numbers(found: Any) -> list[float]:
    return [number(text) for text in found.all_text_contents()]


# --- stepping ---


def test_steps_go_forward_and_back_and_to_both_ends(opened: Opened) -> None:
    page = opened(book()[0])
    last = page.evaluate("() => chainrulePage.model.steps.length")
    page.click(".tool.first")
    assert state(page)["step"] == 0
    page.click(".tool.forward")
    page.click(".tool.forward")
    assert state(page)["step"] == 2
    page.click(".transport .tool.back")
    assert state(page)["step"] == 1
    page.click(".tool.last")
    assert state(page)["step"] == last
    assert page.locator(".tool.forward").get_attribute("aria-disabled") == "true"


def test_backward_step_shows_local_times_upstream_and_the_running_total(opened: Opened) -> None:
    loss, nodes = book()
    page = opened(loss)
    page.click(".tool.last")
    told = page.locator(".narration").inner_text()
    assert re.search(r"receives .* × .* = .* from", told)
    before = page.locator(".running").inner_text()
    page.evaluate("() => chainrulePage.passes.goTo(17)")
    shown = page.locator(".stepline .contribution").text_content()
    assert number(shown) == pytest.approx(-0.00738776, rel=1e-3)
    assert before
    assert nodes["a_2"].grad == pytest.approx(-0.27289, rel=1e-4)


def test_running_total_before_and_after(opened: Opened) -> None:
    x = Value(1.3, "x")
    page = opened(x * x)
    page.click(".tool.last")
    page.click(".transport .tool.back")
    assert page.locator(".running .gap").count() == 1  # the first contribution comes to nothing yet
    page.click(".tool.forward")
    assert "it was 1.3, now it is 2.6" in page.locator(".narration").inner_text()
    assert page.locator(".running .gap").count() == 0


def test_not_computed_yet_does_not_look_like_zero(opened: Opened) -> None:
    x, zero = Value(0.0, "x"), Value(0.0, "c")
    page = opened(x * zero)
    page.click(".tool.first")
    root = page.locator(".scene .node.root")
    assert root.locator(".value").text_content() == ""
    assert root.locator(".blank").first.get_attribute("visibility") is None
    assert "not computed yet" in root.get_attribute("aria-label")
    page.click(".tool.forward")
    assert root.locator(".value").text_content() == "0"
    assert root.locator(".blank").first.get_attribute("visibility") == "hidden"


def test_scrubbing(opened: Opened) -> None:
    page = opened(book()[0])
    page.locator(".scrub").fill("9")
    assert state(page)["step"] == 9
    assert page.locator(".counter").inner_text() == "9 / 28"


def test_play_and_pause(opened: Opened) -> None:
    page = opened(book()[0])
    page.locator(".speed").select_option("4")
    page.click(".tool.play")
    page.wait_for_timeout(900)
    page.click(".tool.play")
    stopped = state(page)
    assert 0 < stopped["step"] < 10
    assert not stopped["playing"]
    page.wait_for_timeout(500)
    assert state(page)["step"] == stopped["step"]


# --- cards ---


def test_card_of_a_node_sums_over_its_uses(opened: Opened) -> None:
    page = opened(square_and_sine())
    node(page, "x").click()
    card = page.locator(".card")
    assert card.locator(".sum .names").count() == 3
    assert card.locator(".sum .numbers").first.text_content() == "1×1.3"
    assert numbers(card.locator(".result.gradient")) == [2.867]  # 2 x + cos x


def test_equation_numbers_of_the_text(opened: Opened) -> None:
    loss, nodes = book()
    page = opened(loss, equations={nodes["z_2"]: "8-13"})
    node(page, "z₂").click()
    assert "(8-13)" in page.locator(".card .sum").inner_text()


def test_pointing_at_a_term_lights_its_edge(opened: Opened) -> None:
    page = opened(square_and_sine())
    node(page, "x").click()
    page.locator(".sum .term").nth(1).hover()
    assert page.locator(".scene .edge.lit").count() == 1
    page.mouse.move(5, 5)
    assert page.locator(".scene .edge.lit").count() == 0


def test_card_of_an_edge_has_local_upstream_and_product(opened: Opened) -> None:
    loss, nodes = book()
    page = opened(loss)
    page.evaluate("() => chainrulePage.selection.use(chainrulePage.model.root, 0)")
    page.locator(".label text", has_text="0.1882").click()
    a = nodes["a_2"]
    expected = [a.data * (1 - a.data), a.grad, nodes["z_2"].grad]
    assert numbers(page.locator(".card .part .result")) == pytest.approx(expected, rel=1e-3)


def test_copying_latex(opened: Opened) -> None:
    loss, nodes = book()
    page = opened(loss, equations={nodes["z_2"]: "8-13"})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    node(page, "z₂").click()
    page.locator('[data-id="copy"]').click()
    page.wait_for_selector(".notice.shown")
    latex = page.evaluate("() => navigator.clipboard.readText()")
    assert latex.startswith(
        r"\frac{\partial L}{\partial z_{2}} = \frac{\partial L}{\partial a_{2}}"
    )
    assert r"(-0.27289) \cdot 0.188174 = -0.0513507 \tag{8-13}" in latex


# --- paths ---


def test_paths_list_their_products_and_draw_the_flow(opened: Opened) -> None:
    loss, nodes = book()
    page = opened(loss)
    node(page, "x₁").click()
    page.click('.tab[data-panel="paths"]')
    expected = [path.product for path in paths(loss, nodes["x_1"])]
    assert numbers(page.locator(".pathlist .result")) == pytest.approx(expected, rel=1e-3)
    assert page.locator(".scene .edge.flow").count() == 8
    assert page.locator(".scene .edge.flow.minus").count() == 8
    widths = page.locator(".scene .edge.flow .line").evaluate_all(
        "all => all.map((line) => parseFloat(getComputedStyle(line).strokeWidth))"
    )
    assert max(widths) == 5.5
    assert min(widths) < 4
    page.locator(".path").first.hover()
    assert page.locator(".scene .edge.lit").count() == 5


# --- changing numbers ---


def test_slider_recomputes_both_passes_and_keeps_the_place(opened: Opened) -> None:
    net = TwoLayerMLP(2, 2, seed=1)
    x = [Value(0.5, "x_1"), Value(0.3, "x_2")]
    loss = binary_cross_entropy(net(x), Value(1.0, "y"))
    loss.label = "L"
    page = opened(loss, link="step=20&panel=change")
    page.locator('[aria-label="w₂,₁₁"][type="number"]').fill("0.9")
    page.locator('[aria-label="w₂,₁₁"][type="number"]').press("Tab")
    net.parameters()  # the same move, in Python
    net["w_{2,11}"].data = 0.9
    loss.forward()
    loss.backward()
    found = page.evaluate("() => [...chainrulePage.model.adjoint]")
    names = page.evaluate("() => chainrulePage.model.nodes.map((node) => node.label)")
    for label in ("w_{1,11}", "b_{1,2}", "w_{2,21}", "b_2"):
        assert found[names.index(label)] == pytest.approx(net[label].grad, rel=1e-12)
    assert state(page)["step"] == 20


def test_dragging_a_slider(opened: Opened) -> None:
    page = opened(square_and_sine(), link="panel=change")
    slider = page.locator(".leafrow input[type=range]").first
    slider.evaluate("(slider) => { slider.value = 2; slider.dispatchEvent(new Event('input')); }")
    assert node(page, "x").get_attribute("aria-label").startswith("x = 2,")


def test_leaving_the_domain_is_said_and_changes_nothing(opened: Opened) -> None:
    x = Value(0.5, "x")
    page = opened(x.log(), link="panel=change")
    field = page.locator('.leafrow [type="number"]')
    field.fill("-1")
    field.press("Enter")
    field.press("Tab")
    assert "log" in page.locator(".changepanel .message").inner_text()
    assert page.evaluate("() => chainrulePage.model.value[0]") == 0.5


def test_nudging_approaches_the_gradient(opened: Opened) -> None:
    page = opened(square_and_sine(), link="panel=change&node=0")
    errors = [
        abs(error) for error in numbers(page.locator(".nudges tbody tr:not(.total) td:last-child"))
    ]
    assert errors[0] > 0.1
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 1e-5


def test_gradient_descent_lowers_the_loss_and_draws_it(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="panel=change")
    before = page.evaluate("() => chainrulePage.model.value[chainrulePage.model.root]")
    page.locator('[data-id="rate"]').fill("0.3")
    page.locator('[data-id="descend"]').click()
    page.locator('[data-id="descendTen"]').click()
    assert page.evaluate("() => chainrulePage.model.value[chainrulePage.model.root]") < before
    assert "after 11 steps" in page.locator(".loss").inner_text()
    assert len(page.locator(".sparkline polyline").get_attribute("points").split()) == 12
    page.locator('[data-id="reset"]').click()
    assert page.evaluate("() => chainrulePage.model.value[chainrulePage.model.root]") == before


# --- folding ---


def test_folding_by_level_and_one_by_one(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    level = page.locator(".level")
    level.select_option("layer")
    groups = page.locator(".scene .node.group")
    assert groups.count() == 2
    level.select_option("neuron")
    assert groups.count() == 3
    groups.first.dblclick()
    assert groups.count() == 2
    level.select_option("foldNone")
    assert groups.count() == 0
    node(page, "z₂").click()
    page.keyboard.press("f")
    assert groups.count() == 1
    page.keyboard.press("f")
    assert groups.count() == 0


def test_a_folded_edge_carries_the_summed_contribution(opened: Opened) -> None:
    root = two_layers(2, 2, 1)
    root.backward()
    page = opened(root, link="level=layer")
    shown = page.locator('.scene .label[data-key*="layer 1>"] text').first.text_content()
    expected = page.evaluate(
        """() => { const { model, graph } = chainrulePage;
                   const edge = graph.edges.find(({ key }) => key.startsWith("layer 1>"));
                   return edge.uses.reduce((sum, { node, slot }) =>
                     sum + model.adjoint[node] * model.partials[node][slot], 0); }"""
    )
    assert number(shown.removeprefix("Σ")) == pytest.approx(expected, rel=1e-3)


# --- the quiz ---


def test_quiz_hides_asks_judges_and_goes_on(opened: Opened) -> None:
    page = opened(square_and_sine(), link="panel=quiz")
    page.locator('[data-id="start"]').click()
    assert node(page, "x").locator("text.gradient:not(.del)").text_content() in ("", "?")
    asked = state(page)["step"]
    page.locator(".answer").fill("-1")
    page.locator('[data-id="check"]').click()
    assert "sign" in page.locator(".feedback.wrong").inner_text()
    page.locator(".answer").fill("1")
    page.keyboard.press("Enter")
    assert page.locator(".feedback.right").count() == 1
    assert state(page)["step"] == asked + 1
    while page.locator(".answer").count():
        page.locator('[data-id="show"]').click()
    assert "0 of 5 right" in page.locator(".score").inner_text()


def test_quiz_takes_formulas(opened: Opened) -> None:
    page = opened(square_and_sine(), link="panel=quiz")
    page.evaluate(
        """() => { const { model } = chainrulePage;
          const k = model.steps.findIndex((step) => step.pass === "backward" && step.input === 0);
          const quiz = { right: 0, asked: 0, missed: false, feedback: null };
          chainrulePage.change({ step: k, quiz }); }"""
    )
    page.locator(".answer").fill("2 x")
    page.locator('[data-id="check"]').click()
    assert page.locator(".feedback.wrong").count() == 1
    local = page.evaluate("() => chainrulePage.frame.steps[chainrulePage.state.step].local")
    page.locator(".answer").fill("x" if local == 1.3 else "cos(x)")
    page.locator('[data-id="check"]').click()
    assert page.locator(".feedback.right").count() == 1


# --- text, search, looks ---


def test_table_says_the_same(opened: Opened) -> None:
    root = square_and_sine()
    page = opened(root, link="panel=table")
    rows = page.locator(".tablepanel table").first.locator("tbody tr")
    assert rows.count() == 4
    assert number(rows.first.locator("td").nth(2).text_content()) == 1.3
    assert page.locator(".tablepanel table").nth(1).locator("tbody tr").count() == 5
    page.locator('.tablepanel [data-id^="step-"]').first.click()
    assert page.locator(".tablepanel .gap").count() > 0


def test_search_finds_and_dims_the_rest(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    page.fill(".search", "w_1")
    assert page.locator(".scene .node.found").count() == 4
    assert page.locator(".scene .node.dim").count() == 15
    assert page.locator(".found").first.inner_text() == "4 found"
    page.keyboard.press("Enter")
    assert state(page)["selected"]["kind"] == "node"


def test_search_opens_folded_groups(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1), link="level=layer")
    page.fill(".search", "z_2")
    page.keyboard.press("Enter")
    assert node(page, "z₂").count() == 1


def test_zoom_pan_and_fit(opened: Opened) -> None:
    page = opened(two_layers(2, 2, 1))
    view = "() => ({...chainrulePage.parts.viewport.view})"
    first = page.evaluate(view)
    box = page.locator(".stage").bounding_box()
    page.mouse.move(box["x"] + 200, box["y"] + 20)
    page.mouse.wheel(0, -200)
    assert page.evaluate(view) == first  # the wheel alone scrolls the page
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(50)
    zoomed = page.evaluate(view)
    assert zoomed["scale"] > first["scale"]
    page.mouse.down()
    page.mouse.move(box["x"] + 260, box["y"] + 50)
    page.mouse.up()
    panned = page.evaluate(view)
    assert panned["x"] - zoomed["x"] == pytest.approx(60)
    page.locator(".zooms button").nth(2).click()
    assert page.evaluate(view) == first


def test_light_dark_and_the_reader_s_own_wish(opened: Opened) -> None:
    page = opened(square_and_sine(), dark=True)
    paper = "() => getComputedStyle(document.querySelector('.chainrule')).backgroundColor"
    dark = page.evaluate(paper)
    page.click(".tool.theme")
    light = page.evaluate(paper)
    assert dark != light
    assert page.locator(".chainrule").get_attribute("data-theme") == "light"
    assert opened(square_and_sine()).evaluate(paper) == light


def test_chinese(opened: Opened) -> None:
    page = opened(square_and_sine())
    page.locator(".language").select_option("zh")
    assert page.locator('.tab[data-panel="paths"]').inner_text() == "路径"
    assert page.locator(".chainrule").get_attribute("lang") == "zh-CN"
    assert opened(square_and_sine(), locale="zh-CN").locator(".tab").first.inner_text() == "节点"
    assert opened(square_and_sine(), language="zh").locator(".tab").first.inner_text() == "节点"


def test_reduced_motion(opened: Opened) -> None:
    """With motion the gradient sets out from the output; without, the contribution stands there."""
    moving = """() => { chainrulePage.passes.goTo(chainrulePage.model.steps.length - 1);
      return document.querySelector(".token").getAttribute("transform"); }"""
    later = "() => document.querySelector('.token').getAttribute('transform')"
    still = opened(square_and_sine())
    assert still.evaluate(moving) == still.evaluate(later)
    page = opened(square_and_sine(), motion=True)
    first = page.evaluate(moving)
    page.wait_for_timeout(1500)
    assert page.evaluate(later) != first
    assert page.evaluate(later) == still.evaluate(later)


# --- taking away ---


@pytest.mark.parametrize(
    ("item", "suffix", "start"),
    [(0, "svg", b"<svg"), (1, "png", b"\x89PNG"), (2, "tex", b"\\begin{align*}")],
)
def test_exports(opened: Opened, tmp_path: Path, item: int, suffix: str, start: bytes) -> None:
    page = opened(two_layers(2, 2, 1))
    page.click(".menu summary")
    with page.expect_download() as downloading:
        page.locator(".menu .items button").nth(item).click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    assert file.name == f"L.{suffix}"
    assert file.read_bytes().startswith(start)
    assert page.requests == []


def test_exported_svg_stands_by_itself(opened: Opened) -> None:
    from xml.etree import ElementTree

    page = opened(two_layers(2, 2, 1), dark=True)
    page.click(".menu summary")
    with page.expect_download() as downloading:
        page.locator(".menu .items button").first.click()
    text = Path(downloading.value.path()).read_text("utf-8")
    picture = ElementTree.fromstring(text)
    assert "var(" not in text
    assert "http://www.w3.org/2000/svg" in picture.tag
    assert "−0.0" in text


def test_link_restores_the_state(opened: Opened) -> None:
    root = two_layers(2, 2, 1)
    page = opened(
        root, link="step=12&node=5&panel=paths&level=neuron&set=0:0.75&lang=zh&theme=dark"
    )
    page.wait_for_timeout(400)
    found = state(page)
    assert (found["step"], found["panel"], found["level"]) == (12, "paths", "neuron")
    assert found["selected"] == {"kind": "node", "id": 5}
    assert (found["language"], found["theme"]) == ("zh", "dark")
    assert page.evaluate("() => chainrulePage.model.value[0]") == 0.75
    link = page.evaluate("() => location.hash")
    assert all(
        part in link for part in ("step=12", "node=5", "panel=paths", "level=neuron", "theme=dark")
    )
    assert opened(root, link=link.removeprefix("#")).evaluate(STATE)["step"] == 12


@pytest.mark.parametrize(
    "link", ["step=999", "node=-1&edge=7/7", "set=0:x,9:1", "fold=nothing&panel=<b>", "%%%"]
)
def test_nonsense_in_the_link_is_passed_over(opened: Opened, link: str) -> None:
    assert opened(square_and_sine(), link=link).locator(".scene .node").count() == 4


# --- safety ---


def test_labels_are_text_whatever_they_hold(opened: Opened) -> None:
    x = Value(1.0, "</script><script>globalThis.broken = 1</script>")
    y = Value(2.0, "<img src=x onerror='globalThis.broken = 1'>")
    root = x * y
    root.label = "${alert(1)}`\\u2028 & \" '"
    page = opened(root, title="</title><script>globalThis.broken = 1</script>")
    for panel in ("card", "paths", "change", "quiz", "table"):
        page.click(f'.tab[data-panel="{panel}"]')
    page.locator(".scene .node").first.click()
    assert page.evaluate("() => globalThis.broken ?? null") is None
    assert page.locator("img").count() == 0
    assert page.requests == []


def test_page_asks_nothing_of_the_network(opened: Opened) -> None:
    page = opened(two_layers(3, 3, 2))
    page.click(".tool.first")
    page.click(".tool.play")
    page.wait_for_timeout(300)
    assert page.requests == []


def test_a_graph_that_cannot_be_recomputed_says_so(opened: Opened) -> None:
    import math

    from autograd import op

    @op(partials=lambda _, x: (math.cos(float(x)),))
    def closed(x: float) -> float:
        return math.sin(x)

    page = opened(closed(Value(0.5, "x")), link="panel=change")
    assert "closed" in page.locator(".changepanel .message").first.inner_text()
    assert page.locator(".leafrow input[type=range]").is_disabled()
    assert page.locator('[data-id="descend"]').is_disabled()


def test_state_is_plain_data(opened: Opened) -> None:
    assert json.dumps(state(opened(square_and_sine())))
