r"""Braces around halves of fractions, arrays within matrices, states as rows that are turned."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, WRONG

ROOT = r"$$s = u^2 + 3 t^2, \qquad r = \sqrt{s}$$"
"""By hand: dr/du = u / r, dr/dt = 3 t / r."""


@pytest.mark.parametrize(
    "slope",
    [
        r"{{\partial{r}} \over {\partial{u}}}",
        r"{\partial r \over {\partial u}}",
        r"\frac{{\partial{r}}}{{\partial{u}}}",
        r"\frac{{d r}}{{d u}}",
        r"{{\mathrm{d} r} \over {\mathrm{d} u}}",
    ],
)
def test_braces_around_a_half_of_a_derivative_say_nothing(slope: str) -> None:
    """They had made a quotient of names of it."""
    for claimed, status in ((r"{u \over r}", RIGHT), (r"{{2 u} \over r}", WRONG)):
        found = check_text(f"{ROOT}\n$${slope} = {claimed}$$").equations[-1]
        assert found.members[-1].status == status


STATE = r"""The state is $\vec{s} = [a, b, \phi]^T$; with speed $c$ and step $h$

$$\vec{g} = \begin{bmatrix} { \begin{array}{c} {a + c h \cos(\phi)}
\cr {b + c h \sin(\phi)} \cr \phi
\end{array} } \end{bmatrix}$$

$$J = {{\partial{\vec{g}}} \over {\partial{\vec{s}}}} = \begin{bmatrix} { \begin{array}{ccc}
1 & 0 & %s \cr 0 & 1 & {c h \cos(\phi)} \cr 0 & 0 & 1 \end{array} } \end{bmatrix}$$
"""


@pytest.mark.parametrize(
    ("entry", "status"),
    [(r"-c h \sin(\phi)", RIGHT), (r"c h \sin(\phi)", WRONG), (r"-c \sin(\phi)", WRONG)],
)
def test_an_array_in_a_matrix_is_the_matrix(entry: str, status: str) -> None:
    r"""And a, b, \phi are numbers: [a, b, \phi]^T is the column of three."""
    report = check_text(STATE % entry)
    assert report.equations[-1].members[-1].status == status
    rows = {row.name: row for row in report.names}
    assert rows["a"].shape == rows[r"\phi"].shape == ""


PICTURES = r"""
<img src="https://render.githubusercontent.com/render/math?math=p = \frac{a %%2B b}{2}">
<img src='https://render.githubusercontent.com/render/math?math=\frac{\partial p}{\partial a} = %s'>
"""


@pytest.mark.parametrize(("claimed", "status"), [(r"\frac{1}{2}", RIGHT), ("2", WRONG)])
def test_the_address_of_a_picture_may_have_spaces_between_quotes(claimed: str, status: str) -> None:
    assert check_text(PICTURES % claimed).equations[-1].members[-1].status == status


DELTAS = (r"\frac{\delta}{\delta x} y", r"\delta y / \delta x", "δy/δx",
          r"\frac{\delta \mathbf{y}}{\delta \mathbf{x}}")  # fmt: skip


@pytest.mark.parametrize("derivative", DELTAS)
@pytest.mark.parametrize(("slope", "status"), [("6 x", "right"), ("3 x", "wrong")])
def test_delta_is_partial_in_every_fraction(derivative: str, slope: str, status: str) -> None:
    report = check_text(f"$$y = 3 x^2$$\n\n$${derivative} = {slope}$$")
    assert report.equations[-1].status == status


def test_a_delta_that_is_a_quantity_stays_one() -> None:
    text = (
        r"$$y = \frac{\delta x}{\delta + x}$$ $$\frac{dy}{dx} = \frac{\delta^2}{(\delta + x)^2}$$"
    )
    assert check_text(text).equations[-1].status == "right"
