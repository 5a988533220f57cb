"""A forward equation with which next to nothing holds is left out, and nothing is wrong then."""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.report.result import Report

FORWARD = r"$$z = W x + b$$ $$a = z \odot z$$ %s Given $\frac{\partial L}{\partial a}$:"
MISREAD = r"$$s = W a^T x \odot b$$"
"""No shapes fit it."""
CLAIMS = r"""
$$\frac{\partial L}{\partial z} = 2 \frac{\partial L}{\partial a} \odot z$$
$$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial z} x^T$$
$$\frac{\partial L}{\partial b} = \frac{\partial L}{\partial z}$$
$$\frac{\partial L}{\partial x} = %s \frac{\partial L}{\partial z}$$
"""


def checked(misread: str, matrix: str) -> Report:
    return check_text(FORWARD % misread + CLAIMS % matrix)


def statuses(report: Report) -> list[str]:
    return [equation.members[-1].status for equation in report.equations[-4:]]


def test_what_holds_without_it_is_right() -> None:
    report = checked(MISREAD, "W^T")
    assert statuses(report) == ["right"] * 4
    assert any("is left out" in said for said in report.conventions)


@pytest.mark.parametrize(("misread", "status"), [("", "wrong"), (MISREAD, "no-valid-point")])
def test_what_does_not_hold_without_it_is_left_open(misread: str, status: str) -> None:
    assert statuses(checked(misread, "W")) == ["right"] * 3 + [status]


def test_nothing_is_left_out_where_most_holds() -> None:
    report = checked("", "W")
    assert not any("is left out" in said for said in report.conventions)


def test_a_forward_equation_is_not_left_out_to_make_a_forgotten_path_right() -> None:
    """The mean is forgotten in one claim: that is wrong, and stays so."""
    text = r"""$\mu = \frac1n \sum_i x_i$, $u_i = x_i - \mu$, $L = \sum_i u_i^3$
    $$\frac{\partial L}{\partial u_i} = 3 u_i^2$$
    $$\frac{\partial L}{\partial x_i} = 3 u_i^2$$"""
    assert [e.members[-1].status for e in check_text(text).equations[-2:]] == ["right", "wrong"]


def test_zeros_are_not_right_for_what_leads_to_them_was_left_out() -> None:
    text = r"$z = w x$, $L = (z - y)^2$"
    zeros = "".join(rf"$$\frac{{dL}}{{d{by}}} = 0$$" for by in "zwx")
    assert not any(e.members[-1].status == "right" for e in check_text(text + zeros).equations)


def test_what_was_left_out_is_not_said_to_have_no_slope() -> None:
    r"""\partial s/\partial x is 0 only where nothing says what s is."""
    text = FORWARD % MISREAD + CLAIMS % "W^T" + r"$$\frac{\partial s}{\partial x} = 0$$"
    assert check_text(text).equations[-1].members[-1].status == "no-valid-point"


@pytest.mark.parametrize(("others", "status"), [("z w x y", "no-valid-point"), ("", "wrong")])
def test_no_number_is_wrong_where_next_to_nothing_holds(others: str, status: str) -> None:
    """dL/dw is 2 (3 * 2 - 1) * 2 = 20 at these numbers."""
    text = r"$x = 2$, $w = 3$, $y = 1$, $z = w x$, $L = (z - y)^2$."
    wrong = "".join(
        rf"$$\frac{{dL}}{{d{by}}} = \sin(z + {n} y) = \cos(w x - {n})$$"
        for n, by in enumerate(others.split(), 3)
    )
    found = check_text(text + wrong + r"$$\frac{dL}{dw} = 2 (z - y) x = 7$$")
    assert found.equations[-1].members[-1].status == status
