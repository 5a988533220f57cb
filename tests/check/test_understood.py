"""How names were understood is told: what each is, its shape, its indices."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

ATTENTION = (
    r"$$S = Q K^T / \sqrt{d}, \quad Q \in \mathbb{R}^{n \times d}$$ "
    r"$$\frac{\partial L}{\partial Q} = \frac{\partial L}{\partial S} K / \sqrt{d}$$"
)
TIME = r"$$h_t = \tanh(W h_{t-1} + U x_t)$$ $$J = \sum_t h_t^T h_t$$ $$f(u, v) = u v$$"
ROWS = [
    (ATTENTION, "Q", "a matrix, any", 2, ()),
    (ATTENTION, "S", "a matrix, defined", 2, ()),
    (ATTENTION, "d", "a number, any", 0, ()),
    (TIME, "h", "a vector, defined", 2, ("t",)),
    (TIME, "x", "a vector, any", 2, ("t",)),
    (TIME, "J", "a number, defined", 0, ()),
    (TIME, "t", "a layer or a step", 0, ()),
    (TIME, "f", "a function of u, v", 0, ()),
]


@pytest.mark.parametrize(("text", "name", "role", "axes", "indices"), ROWS)
def test_name_is_told(text: str, name: str, role: str, axes: int, indices: tuple[str, ...]) -> None:
    (row,) = (row for row in check_text(text).names if row.name == name)
    assert (row.role, row.indices) == (role, indices)
    assert len(row.shape.split(" x ")) == max(axes, 1)
    assert bool(row.shape) == bool(axes)


def test_sizes_that_were_tried_are_told_and_differ() -> None:
    report = check_text(ATTENTION)
    assert set(report.sizes) == {"n", "d"}
    assert report.sizes["n"] != report.sizes["d"]
    table = report.render("names")
    assert table.splitlines()[0].split() == ["name", "role", "shape", "indices"]
    assert f"n = {report.sizes['n']}" in table


def test_names_that_two_equations_share_stand_in_one_row() -> None:
    names = [row.name for row in check_text(ATTENTION + TIME).names]
    assert len(names) == len(set(names))
