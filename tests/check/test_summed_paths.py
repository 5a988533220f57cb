r"""The chain rule as a sum over paths, whose derivatives are each through one equation alone.

By hand, for c_i = x_i - \mu, u_i = c_i s with \mu the mean and s = 1 / (1 + \mu^2): u_i is of x_i
directly, and through \mu and s. A sum that counts these apart has \partial u_i/\partial x_i = s.
"""

from __future__ import annotations

import pytest

from autograd import check_text

FORWARD = r"""
$$\mu = \frac{1}{n} \sum_{i=1}^n x_i, \quad s = \frac{1}{1 + q},
\quad q = \frac{1}{n} \sum_{i=1}^n x_i^4,
\quad u_i = (x_i - \mu) s$$
$$\frac{\partial L}{\partial \mu} = -s \sum_{i=1}^n \frac{\partial L}{\partial u_i}$$
"""
SUM = r"""
$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial u_i}
\frac{\partial u_i}{\partial x_i}
+ \frac{\partial L}{\partial \mu} \frac{\partial \mu}{\partial x_i}
SIGN \frac{\partial L}{\partial s} \frac{\partial s}{\partial x_i}$$
"""
DIRECT = r"$$\frac{\partial u_i}{\partial x_i} = s$$"


@pytest.mark.parametrize(("sign", "status"), [("+", "right"), ("-", "wrong")])
def test_each_path_is_counted_once(sign: str, status: str) -> None:
    report = check_text(FORWARD + SUM.replace("SIGN", sign))
    assert [e.status for e in report.equations][-2:] == ["right", status]


def test_the_link_of_such_a_sum_is_a_direct_derivative() -> None:
    report = check_text(FORWARD + SUM.replace("SIGN", "+") + DIRECT)
    assert [e.status for e in report.equations][-3:] == ["right"] * 3


def test_without_such_a_sum_it_is_the_whole_derivative() -> None:
    report = check_text(FORWARD + DIRECT)
    assert report.equations[-1].status != "right"


def test_a_slip_in_a_direct_derivative_is_not_called_right() -> None:
    slip = DIRECT.replace("= s", "= 2 s")
    report = check_text(FORWARD + SUM.replace("SIGN", "+") + slip)
    assert report.equations[-1].status in ("wrong", "no-valid-point")
