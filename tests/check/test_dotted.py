r"""Columns with dots, sums without an index, rows x_i before w_j, w_{dk} beside w_k."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, WRONG

UNIT = r"$$s = \sum_{j=1}^{D} w_j x_j + b, \qquad L = \frac12 (s - y)^2$$"
"""By hand: dL/dw_j = (s - y) x_j."""
KNOWN = (
    r"$$\frac{\partial L}{\partial b} = s - y$$ $$\frac{\partial L}{\partial w_j} = (s - y) x_j$$"
)


def last(text: str) -> str:
    """Return the status of the last member of the last equation of a text."""
    return check_text(text).equations[-1].members[-1].status


COLUMNS = [
    r"\begin{bmatrix} (s - y) %s_1 \\ \vdots \\ (s - y) %s_D \end{bmatrix}",
    r"\begin{pmatrix} (s - y) %s_1 \\ (s - y) %s_2 \\ \vdots \\ (s - y) %s_D \end{pmatrix}",
    r"\left[ (s - y) %s_1, (s - y) %s_2, \dots, (s - y) %s_D \right]^T",
    r"\left( (s - y) %s_1, \ldots, (s - y) %s_D \right)^\top",
]


@pytest.mark.parametrize("column", COLUMNS)
def test_a_column_with_dots_is_one_over_a_letter(column: str) -> None:
    """With x for the entry it is the gradient, with w it is not."""
    for name, status in (("x", RIGHT), ("w", WRONG)):
        claimed = column.replace("%s", name)
        assert last(rf"{UNIT}{KNOWN}$$\frac{{\partial L}}{{\partial w}} = {claimed}$$") == status


def test_a_gradient_is_the_column_of_its_entries() -> None:
    slopes = r"\begin{bmatrix} %s{\partial w_1} \\ \vdots \\ %s{\partial w_D} \end{bmatrix}"
    right = slopes.replace("%s", r"\frac{\partial L}")
    wrong = slopes.replace("%s", r"-\frac{\partial L}")
    for claimed, status in ((right, RIGHT), (wrong, WRONG)):
        assert last(rf"{UNIT}{KNOWN}$$\nabla_w L = {claimed}$$") == status


GRID = r"""$$p = A x$$
$$\frac{\partial p}{\partial x} = \begin{bmatrix} a_1 & \cdots & a_n \\ \vdots & \ddots & \vdots \\
c_1 & \cdots & c_n \end{bmatrix} = %s$$"""


def test_a_grid_with_dots_is_the_jacobian() -> None:
    """The other layout is none that the grid has."""
    assert judged_grid("A") == [RIGHT, RIGHT]
    assert judged_grid("A^T") != [RIGHT, RIGHT]


def judged_grid(claimed: str) -> list[str]:
    """Return what is said of the grid and of what it is claimed to be."""
    text = GRID % claimed
    for row, number in (("a", "1"), ("c", "m")):
        for column in ("1", "n"):
            slope = rf"\frac{{\partial p_{number}}}{{\partial x_{column}}}"
            text = text.replace(f"{row}_{column}", slope)
    return [m.status for m in check_text(text).equations[-1].members][1:]


LAYER = r"""$$z = W x + b$$ $$\delta = \frac{\partial L}{\partial z}$$
$$\frac{\partial L}{\partial W_{ij}} = \delta_i x_j$$
$$\frac{\partial L}{\partial W} =
\begin{bmatrix} \delta_1 \\ \delta_2 \\ \vdots \\ \delta_m \end{bmatrix}
\begin{bmatrix} x_1 & x_2 & \dots & x_n \end{bmatrix} = %s$$
"""
OUTER = r"""\begin{bmatrix} %s & %s & \dots & %s \\ %s & %s & \dots & %s \\
\vdots & \vdots & \ddots & \vdots \\ %s & %s & \dots & %s \end{bmatrix}"""


def test_an_outer_product_is_written_out() -> None:
    r"""By hand: the entry in row k and column q is \delta_k x_q; turned it is wrong."""
    entries = [rf"\delta_{k} x_{q}" for k in "12m" for q in "12n"]
    assert last(LAYER % (OUTER % tuple(entries))) == RIGHT
    turned = [rf"\delta_{k} x_{q}" for q in "12n" for k in "12m"]
    assert last(LAYER % (OUTER % tuple(turned))) == WRONG


def test_dots_that_are_not_explained_give_no_verdict() -> None:
    claimed = r"\begin{bmatrix} (s - y) x_1 \\ \vdots \\ (s - y) x_2^2 \end{bmatrix}"
    assert last(rf"{UNIT}$$\frac{{\partial L}}{{\partial w}} = {claimed}$$") not in (RIGHT, WRONG)


def test_a_list_of_names_says_what_entries_are_called() -> None:
    """It is no claim, and its names stay leaves."""
    text = rf"$w = [w_1, \dots, w_D]^T$ and $x = (x_1, \dots, x_D)$. {UNIT}"
    assert last(rf"{text}$$\frac{{\partial L}}{{\partial w}} = (s - y) x$$") == RIGHT


NORM = r"""$$m = \frac{1}{N}\sum_i u_i, \quad r_i = u_i - m, \quad o_i = a r_i + c$$
$$\frac{dl}{dr_i} = a \frac{dl}{do_i}$$"""


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        (r"\frac{dl}{dc} = \sum\frac{dl}{do_i} \frac{do_i}{dc} = \sum\frac{dl}{do_i}", RIGHT),
        (r"\frac{dl}{da} = \sum\frac{dl}{do_i} r_i", RIGHT),
        (r"\frac{dl}{da} = \sum\frac{dl}{do_i} (-r_i)", WRONG),
        (r"\frac{dl}{da} = \sum\frac{dl}{do_i}", WRONG),
    ],
)
def test_a_sum_without_an_index_is_over_the_letter_in_it(claimed: str, status: str) -> None:
    r"""It had been called wrong for want of one: \sum dl/do_i."""
    assert last(f"{NORM}$${claimed}$$") == status


HINGE = r"""$$L_i = \sum_{j \neq y_i} \max(0, x_i w_j - x_i w_{y_i} + 1)$$
$$\nabla_{w_{y_i}} L_i = -\sum_{j \neq y_i} 1(x_i w_j - x_i w_{y_i} + 1 > 0) x_i^T$$
"""


@pytest.mark.parametrize(
    ("claimed", "right"),
    [
        (r"\frac{\partial L_i}{\partial w_k} = 1(x_i w_k - x_i w_{y_i} + 1 > 0) x_i^T", True),
        (r"\frac{\partial L_i}{\partial w_{dk}} = 1(x_i w_k - x_i w_{y_i} + 1 > 0) x_{id}", True),
        (r"\frac{\partial L_i}{\partial w_k} = 1(x_i w_k - x_i w_{y_i} + 1 > 0) w_k", False),
        (
            r"\frac{\partial L_i}{\partial w_k} = 2 \cdot 1(x_i w_k - x_i w_{y_i} + 1 > 0) x_i^T",
            False,
        ),
    ],
)
def test_what_stands_before_a_weight_is_a_row(claimed: str, right: bool) -> None:
    r"""The text never says so in words: x_i w_j is a number, and x_i^T a column."""
    assert (last(rf"{HINGE}$${claimed}, \quad k \neq y_i$$") == RIGHT) is right


def test_a_factor_before_a_vector_is_no_row() -> None:
    r"""The \alpha_i of \alpha_i x_i, and x_i beside x_i^T w, stay what they are."""
    text = r"$$z_i = x_i^T w, \quad L = \frac12 \sum_i (z_i - y_i)^2$$"
    assert last(rf"{text}$$\nabla_w L = \sum_i (z_i - y_i) x_i$$") == RIGHT


def test_a_number_that_each_entry_is_may_be_meant_so() -> None:
    r"""\mu = (x_1 + ... + x_D) / D: \partial\mu/\partial x = 1/D may be of each entry."""
    text = r"""$$m = \frac{1}{D}\sum_{j=1}^D x_j, \quad v = \frac1D \sum_{j=1}^D (x_j - m)^2$$
$$\frac{\partial m}{\partial x_j} = \frac{1}{D}$$
$$\frac{\partial v}{\partial x} = \frac{2}{D} (x - m)$$
$$\frac{\partial v}{\partial x_j} = \frac{2}{D} (x_j - m)$$
$$\frac{\partial m}{\partial x} = \frac{1}{D}$$"""
    assert last(text) not in (RIGHT, WRONG)
