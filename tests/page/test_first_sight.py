"""Graphs which a stranger could not read at first sight, each as it is to be seen now."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from typing import Any

import pytest
from graphs import deep, latex_labels, tangle, twelve_uses

import autograd
from autograd import Value, dot, softmax, total

Opened = Callable[..., Any]
NAMES = "all => all.map((node) => node.querySelector('.title, .name').textContent)"


def heads(count: int, tokens: int = 2) -> Value:
    """Attention of several heads, each a call of the author's block "head"."""
    rng = random.Random(3)

    def weight(name: str) -> Value:
        return Value(round(rng.uniform(-1, 1), 2), name)

    x = [[weight(f"x_{{{t}{i}}}") for i in (1, 2)] for t in range(1, tokens + 1)]
    outputs: list[Value] = []
    for _ in range(count):
        with autograd.block("head"):
            q, k, v = (
                [[dot([weight(""), weight("")], row) for _ in (1, 2)] for row in x] for _ in "qkv"
            )
            for query in q:
                alpha = softmax([dot(query, key) / math.sqrt(2) for key in k])
                outputs += [dot(alpha, column) for column in zip(*v, strict=True)]
    loss = total([o * o for o in outputs])
    loss.label = "L"
    return loss


def test_a_node_used_twelve_times_is_seen_with_its_uses(opened: Opened) -> None:
    page = opened(twelve_uses())
    assert page.locator(".scene .group").count() == 0
    assert page.locator('.scene [data-key^="0>"].edge').count() == 12


def test_a_run_without_names_is_a_part_with_a_number(opened: Opened) -> None:
    page = opened(tangle(100))
    names = page.locator(".scene .group").evaluate_all(NAMES)
    assert names == [f"part {i}" for i in range(1, len(names) + 1)]
    page.evaluate("() => chainrulePage.change({ language: 'zh' })")
    assert page.locator(".scene .group").evaluate_all(NAMES)[0] == "部分 1"


def test_what_fits_into_one_row_is_in_one_row(opened: Opened) -> None:
    page = opened(latex_labels())
    columns = page.locator(".scene .node.inner").evaluate_all(
        "all => all.map((node) => node.getBoundingClientRect()).map(({x, y}) => [x, y])"
    )
    across, heights = zip(*columns, strict=True)
    assert list(across) == sorted(across)  # from left to right
    assert max(heights) - min(heights) < 20


CROSSED = """() => {
  const numbers = [...document.querySelectorAll(".scene .label text")].filter(
    (text) => text.textContent && text.getBoundingClientRect().width);
  const lines = [...document.querySelectorAll(".scene .edge .line")];
  const onScreen = (line, at) => line.getPointAtLength(at).matrixTransform(line.getScreenCTM());
  return numbers.filter((text) => {
    const box = text.getBoundingClientRect();
    return lines.some((line) => Array.from({length: 200}, (_, i) =>
      onScreen(line, line.getTotalLength() * i / 199)).some(({x, y}) =>
        x > box.left + 2 && x < box.right - 2 && y > box.top + 4 && y < box.bottom - 4));
  }).map((text) => text.textContent);
}"""


def test_in_a_broken_picture_no_line_goes_through_a_number(opened: Opened) -> None:
    page = opened(deep(4, 8, 8, 2), width=390)
    assert page.evaluate(CROSSED) == []
    page.evaluate(
        """() => { const line = document.querySelector(".scene .edge .line");
          const {x, y} = line.getPointAtLength(line.getTotalLength() / 2);
          const text = [...document.querySelectorAll(".scene .label text")].find(
            (one) => one.textContent && one.getBoundingClientRect().width);
          text.setAttribute("x", x); text.setAttribute("y", y + 4); }"""
    )
    assert len(page.evaluate(CROSSED)) == 1  # planted


@pytest.mark.parametrize("count", [2, 4])
def test_heads_are_the_parts_of_attention(opened: Opened, count: int) -> None:
    page = opened(heads(count))
    names = [name for name in page.locator(".scene .group").evaluate_all(NAMES) if "head" in name]
    assert names in (["head"], [f"head {i}" for i in range(1, count + 1)])
    if names == ["head"]:
        assert page.locator(".scene .group .count").text_content() == f"head × {count}"
