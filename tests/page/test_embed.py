"""A page made to be embedded: in an iframe the graph and the steps alone, in any size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from graphs import two_layers
from test_accessibility import violations

from autograd import view
from chainrule.commands import main

Framed = Callable[..., Any]


@pytest.fixture
def framed(browser: Any, tmp_path: Path) -> Iterator[Framed]:
    """Return the frame of a page that is embedded in another one, with these sizes in pixels."""
    pages: list[Any] = []

    def frame(width: int, height: int, link: str = "") -> Any:
        view(two_layers(2, 2, 1), tmp_path / "graph.html", embed=True)
        host = tmp_path / "host.html"
        host.write_text(
            f'<!doctype html><title>notes</title><iframe src="graph.html#{link}" '
            f'style="width: {width}px; height: {height}px; border: 0"></iframe>'
        )
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        pages.append(page)
        page.goto(host.as_uri())
        page.frame_locator("iframe").locator(".scene .node").first.wait_for()
        return page.frames[1]

    yield frame
    for page in pages:
        page.close()


@pytest.mark.parametrize(("width", "height"), [(760, 420), (340, 420), (760, 260), (1200, 700)])
def test_it_fits_the_frame(framed: Framed, width: int, height: int) -> None:
    frame = framed(width, height, "step=17")
    size = "({ scrollWidth, scrollHeight }) => [scrollWidth, scrollHeight]"
    assert frame.locator("html").evaluate(size) == [width, height]
    for shown in (".scene", ".buttons", ".scrub", ".stepline"):
        assert frame.locator(shown).is_visible()
    for hidden in (".side", ".search", ".level"):
        assert not frame.locator(hidden).is_visible()
    foot = frame.locator(".transport").bounding_box()
    assert foot["y"] + foot["height"] <= height + 20
    boxes = frame.locator(".scene .node .face").evaluate_all(
        "all => all.map((one) => one.getBoundingClientRect()).map((box) => [box.left, box.right])"
    )
    assert max(right for _, right in boxes) <= width


def test_it_follows_the_size_of_the_frame(framed: Framed) -> None:
    frame = framed(400, 300)
    before = frame.locator(".scene").bounding_box()["width"]
    frame.page.locator("iframe").evaluate("(frame) => { frame.style.width = '900px'; }")
    frame.wait_for_function("() => document.querySelector('.scene').clientWidth > 800")
    assert frame.locator(".scene").bounding_box()["width"] > before
    right = "all => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    assert frame.locator(".scene .node .face").evaluate_all(right) > 500


def test_a_card_opens_where_something_is_chosen(framed: Framed) -> None:
    frame = framed(760, 420)
    frame.locator(".scene .node.root").click()
    assert frame.locator(".side").is_visible()
    frame.page.keyboard.press("Escape")
    assert not frame.locator(".side").is_visible()


def test_it_can_be_stepped_through(framed: Framed) -> None:
    frame = framed(760, 420)
    frame.locator(".scrub").focus()
    frame.locator(".buttons .tool").nth(3).click()
    assert frame.locator(".counter").text_content().startswith("1 / ")


def test_by_itself_it_is_the_whole_page(framed: Framed) -> None:
    frame = framed(760, 420)
    with frame.page.expect_popup() as opened:
        frame.locator(".zooms a").click()
    page = opened.value
    page.wait_for_selector(".scene .node")
    assert page.locator(".search").is_visible()
    assert page.locator(".side").is_visible()
    page.close()


def test_axe_finds_nothing(framed: Framed) -> None:
    assert violations(framed(760, 420, "step=17&node=8")) == []


def test_the_command_says_what_to_write(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["view", "--embed", "-o", "a graph.html"]) == 0
    page, snippet = capsys.readouterr().out.splitlines()
    assert page == "Page: a graph.html"
    assert snippet.startswith('<iframe src="a%20graph.html" title=')
    assert '"embed": true' in Path("a graph.html").read_text("utf-8")
