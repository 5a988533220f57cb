"""The first view: before any click, all is there, nothing overlaps, nothing is cut off."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from graphs import chain, square_and_sine, twelve_uses, two_layers

from autograd import Value, tanh

WIDTHS = {390: 844, 1024: 768, 1920: 1080}


def long_names() -> Value:
    """Long subscripts, Chinese labels, hats, and words."""
    x = Value(2.0, "x_{输入,特征一}")
    w = Value(-1.5, "损失权重")
    theta = Value(0.5, r"\theta_{hidden,layer number 12}^{(long)}")
    z = w * theta + x
    guess = tanh(z)
    guess.label = r"\hat{y}"
    loss = guess * Value(0.1, "a very long label in words")
    loss.label = "总损失_{平均}"
    return loss


GRAPHS: dict[str, Callable[[], Value]] = {
    "2-2-1": lambda: two_layers(2, 2, 1),
    "3-3-2": lambda: two_layers(3, 3, 2),
    "x x + sin x": square_and_sine,
    "a chain of 30": lambda: chain(30),
    "used 12 times": twelve_uses,
    "long names": long_names,
}

FAULTS = Path(__file__).with_name("faults.js").read_text("utf-8")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", GRAPHS)
def test_nothing_overlaps_and_nothing_is_cut_off(
    opened: Callable[..., Any], name: str, width: int
) -> None:
    page = opened(GRAPHS[name](), width=width, height=WIDTHS[width])
    assert page.evaluate(FAULTS) == []


def test_planted_overlap_is_seen(opened: Callable[..., Any]) -> None:
    page = opened(square_and_sine())
    page.evaluate(
        """() => { const [a, b] = document.querySelectorAll(".scene .node");
                   a.setAttribute("transform", b.getAttribute("transform")); }"""
    )
    assert any(" over " in fault for fault in page.evaluate(FAULTS))


@pytest.mark.parametrize("width", [1280, 1920])
def test_every_node_has_name_value_and_gradient_and_every_edge_its_derivative(
    opened: Callable[..., Any], width: int
) -> None:
    root = two_layers(2, 2, 1)
    root.backward()
    page = opened(root, width=width, height=900)
    assert page.locator(".scene .node").count() == 19
    assert page.locator(".scene .node .name:visible").count() == 19
    assert all(page.locator(".scene .node .value").all_text_contents())
    gradients = page.locator(".scene .node text.gradient:not(.del)").all_text_contents()
    assert len(gradients) == 19
    assert all(gradients)
    assert page.locator(".scene .edge").count() == 20
    assert page.locator(".scene .label text:visible").count() == 20


def test_both_edges_of_a_square_are_drawn(opened: Callable[..., Any]) -> None:
    page = opened(square_and_sine())
    lines = page.locator(".scene .edge .line").evaluate_all(
        "all => all.map((line) => line.getAttribute('d'))"
    )
    assert len(lines) == len(set(lines)) == 5
    assert page.locator(".scene .label text").all_text_contents().count("1.3") == 2


def test_columns_follow_the_data(opened: Callable[..., Any]) -> None:
    page = opened(two_layers(2, 2, 1), link="level=foldNone")
    middles = page.evaluate(
        """() => Object.fromEntries([...document.querySelectorAll(".scene .node")].map((node) => {
             const { left, right } = node.querySelector(".face").getBoundingClientRect();
             return [node.getAttribute("aria-label").split(" = ")[0], (left + right) / 2];
           }))"""
    )
    order = ["x₁", "z₁,₁", "a₁,₁", "z₂", "a₂", "L"]
    assert sorted(order, key=middles.__getitem__) == order
    assert abs(middles["z₁,₁"] - middles["z₁,₂"]) < 1


def test_a_legend_says_what_the_numbers_are(opened: Callable[..., Any]) -> None:
    page = opened(two_layers(2, 2, 1))
    assert "on each edge the local derivative" in page.locator(".figcaption").inner_text()


def test_large_graphs_open_folded(opened: Callable[..., Any]) -> None:
    page = opened(two_layers(20, 12, 3))
    assert 1 < page.locator(".scene .node").count() <= 60
    assert page.locator(".scene .node.group").count() > 0
