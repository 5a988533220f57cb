"""The moving SVG of both passes in a browser: what is seen when, and the still."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from autograd import Value, animate

PACE = 2.0
Playing = Callable[..., Any]
SEEN = """() => [...document.querySelectorAll("text")]
  .filter((text) => {
    for (let one = text; one; one = one.parentElement)
      if (getComputedStyle(one).opacity === "0") return false;
    return true;
  }).map((text) => text.textContent.trim()).filter(Boolean)"""
SEEK = """(seconds) => document.getAnimations().forEach((one) => {
  one.pause();
  one.currentTime = 1000 * seconds;
})"""


@pytest.fixture
def playing(browser: Any, tmp_path: Path) -> Iterator[Playing]:
    """Open the passes of z = w x, L = z + w at w = 0.5, x = 4: dL/dw = 1 + 4."""
    pages: list[Any] = []

    def opening(motion: bool = True) -> Any:
        w, x = Value(0.5, "w"), Value(4.0, "x")
        z = w * x
        root = z + w
        z.label, root.label = "z", "L"
        file = animate(root, tmp_path / "passes.svg", pace=PACE)
        page = browser.new_page(reduced_motion="no-preference" if motion else "reduce")
        pages.append(page)
        page.goto(file.as_uri())
        return page

    yield opening
    for page in pages:
        page.close()


def seen(page: Any, step: float) -> list[str]:
    page.evaluate(SEEK, step * PACE)
    found: list[str] = page.evaluate(SEEN)
    return found


def test_values_come_first_then_gradients(playing: Playing) -> None:
    """Steps: z, L, the seed, then L gives to z, to w; z gives to w, to x."""
    page = playing()
    start = seen(page, 0.5)
    assert {"0.5", "4"} <= set(start)
    assert "2.5" not in start
    assert not [text for text in start if text.startswith("∂ ")]
    assert "z = w x = 2" in start
    computed = seen(page, 1.9)
    assert {"2", "2.5"} <= set(computed)
    backward = seen(page, 2.5)
    assert "∂ 1" in backward
    assert "∂L/∂L = 1" in backward
    assert [text for text in seen(page, 5.5) if "of 2" in text] == ["∂ 1 (1 of 2)"]
    end = seen(page, 7.5)
    assert {"∂ 5", "∂ 0.5", "∂ 1"} <= set(end)
    assert not [text for text in end if "of 2" in text]


def test_a_number_travels_against_its_edge(playing: Playing) -> None:
    """Of z to w: the upstream 1 leaves z on the right and is the product 4 when it meets w."""
    page = playing()
    place = """() => [...document.querySelectorAll(".token")]
      .filter((one) => getComputedStyle(one).opacity === "1")
      .map((one) => [one.textContent, one.getBoundingClientRect().left])"""
    found = []
    for step in (5.05, 5.3, 5.5, 5.75):
        page.evaluate(SEEK, step * PACE)
        found += page.evaluate(place)
    said, lefts = [text for text, _ in found], [left for _, left in found]
    assert said == ["1", "1", "4", "4"]
    assert lefts == sorted(lefts, reverse=True)


def test_without_motion_it_is_the_whole_picture(playing: Playing) -> None:
    page = playing(motion=False)
    assert page.evaluate("() => document.getAnimations().length") == 0
    found = page.evaluate(SEEN)
    assert {"∂ 5", "∂ 0.5", "∂ 1", "2.5"} <= set(found)
    assert not [text for text in found if "of 2" in text or ("=" in text and "∂L/∂w" in text)]
