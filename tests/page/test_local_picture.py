"""The local derivative as a picture: a tangent, contours with their gradient, a slider."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from autograd import Value, log, maximum, sigmoid

Opened = Callable[..., Any]
TANGENT = """() => {
  const [, x1, y1, x2, y2] = document.querySelector(".nearby .tangent").getAttribute("d")
    .match(/M(\\S+) (\\S+)L(\\S+) (\\S+)/).map(Number);
  return (y2 - y1) / (x2 - x1); }"""


def labelled(z: Value) -> Value:
    z.label = "L"
    return z


def move(page: Any, at: int, number: float) -> None:
    page.locator(".nearby input").nth(at).evaluate(
        "(input, x) => { input.value = x; input.dispatchEvent(new Event('input')); }", number
    )


def told(page: Any) -> list[str]:
    numbers = page.locator(".nearby .terms > math").all_text_contents()
    return [text.split("=")[1].replace("−", "-") for text in numbers]


def slope_of_sigmoid(x: float) -> float:
    return 1 / (2 + math.exp(x) + math.exp(-x))


def test_a_tangent_has_the_slope_of_the_local_derivative(opened: Opened) -> None:
    page = opened(labelled(sigmoid(Value(0.4, "x"))), link="node=1")
    assert told(page) == [f"{slope_of_sigmoid(0.4):.4g}"]
    flat = page.evaluate(TANGENT)
    move(page, 0, 2.0)
    assert told(page) == [f"{slope_of_sigmoid(2.0):.4g}"]
    ratio = slope_of_sigmoid(2.0) / slope_of_sigmoid(0.4)
    assert page.evaluate(TANGENT) / flat == pytest.approx(ratio, rel=0.02)
    label = page.locator(".nearby > svg").get_attribute("aria-label")
    assert label == "At x = 2: L = 0.8808, local derivative 0.105"


def test_the_point_follows_the_graph_s_own_numbers(opened: Opened) -> None:
    page = opened(labelled(sigmoid(Value(0.4, "x"))), link="node=1&panel=change")
    page.evaluate("() => chainrulePage.leaves.set(0, 1.5)")
    page.keyboard.press("c")
    assert told(page) == [f"{slope_of_sigmoid(1.5):.4g}"]
    assert page.locator(".nearby input").input_value() == "1.5"


def test_a_key_moves_the_point(opened: Opened) -> None:
    page = opened(labelled(sigmoid(Value(0.4, "x"))), link="node=1&step=1")
    page.locator(".nearby input").focus()
    page.keyboard.press("ArrowRight")
    assert float(page.locator(".nearby input").input_value()) == pytest.approx(0.4 + 3 / 50)
    assert page.evaluate("() => chainrulePage.state.step") == 1


def test_two_uses_of_one_input_are_one_curve(opened: Opened) -> None:
    x = Value(3.0, "x")
    page = opened(labelled(x * x), link="node=1")
    assert page.locator(".nearby input").count() == 1
    assert told(page) == ["6"]


def test_a_number_without_a_label_is_not_moved(opened: Opened) -> None:
    page = opened(labelled(Value(3.0, "x") * 0.5), link="node=2")
    assert page.locator(".nearby .curve").count() == 1
    assert told(page) == ["0.5"]


def test_a_gradient_is_perpendicular_to_its_level(opened: Opened) -> None:
    page = opened(labelled(Value(2.03, "x") * Value(0.52, "y")), link="node=2")
    assert told(page) == ["0.52", "2.03"]
    assert page.locator(".nearby .level").count() > 5
    arrow, level = page.evaluate(
        """() => {
          const numbers = (name) => [...document.querySelector(name).getAttribute("d")
            .matchAll(/[ML](\\S+) ([\\d.-]+)/g)].map(([, x, y]) => [Number(x), Number(y)]);
          const [from, to] = numbers(".nearby .tangent");
          const own = numbers(".nearby .level.here");
          const pairs = own.flatMap((point, i) => (i % 2 ? [] : [[point, own[i + 1]]]));
          const far = ([[x, y]]) => Math.hypot(x - from[0], y - from[1]);
          const [a, b] = pairs.sort((one, other) => far(one) - far(other))[0];
          return [[to[0] - from[0], to[1] - from[1]], [b[0] - a[0], b[1] - a[1]]]; }"""
    )
    cosine = sum(a * b for a, b in zip(arrow, level, strict=True))
    assert abs(cosine) < 0.1 * math.hypot(*arrow) * math.hypot(*level)
    assert arrow[1] < 0 < arrow[0]  # up and to the right, where the product grows


def test_a_pole_and_the_end_of_the_domain_break_the_lines(opened: Opened) -> None:
    page = opened(labelled(1 / Value(0.5, "x")), link="node=2")
    assert page.locator(".nearby .curve").get_attribute("d").count("M") == 2
    page = opened(labelled(log(Value(0.5, "x"))), link="node=1")
    move(page, 0, -1.0)
    assert told(page) == ["NaN"]
    assert page.locator(".nearby .point").get_attribute("visibility") == "hidden"
    move(page, 0, 2.0)
    assert told(page) == ["0.5"]
    page = opened(labelled(Value(0.5, "x") / Value(0.7, "y")), link="node=2")
    d = page.locator(".nearby .level.here").get_attribute("d")
    ys = [float(part.split()[1].split("M")[0]) for part in d.replace("L", "M").split("M")[1:]]
    assert max(ys) - min(ys) > 100  # the level through the point, and none along y = 0
    assert max(ys.count(y) for y in ys) < 10


@pytest.mark.parametrize("case", ["leaf", "three", "not yet"])
def test_where_there_is_no_picture(opened: Opened, case: str) -> None:
    xs = [Value(float(i), f"x_{i}") for i in range(3)]
    root = labelled(maximum(*xs) if case == "three" else xs[0] * xs[1])
    link = {"leaf": "node=0", "three": "node=3", "not yet": "node=2&step=0"}[case]
    assert not opened(root, link=link).locator(".nearby").count()


def test_level_lines_of_a_plane(js: Any) -> None:
    lines = js("({ levelLines }) => levelLines([[0, 1, 2], [0, 1, 2]], 0.5)")
    assert lines == [[[0.5, 0], [0.5, 1]]]
    assert js("({ levelLines }) => levelLines([[0, 1, 2], [0, 1, 2]], 0.5, 0.5)") == []
