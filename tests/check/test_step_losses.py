r"""Losses of steps that no equation gives, L = \sum_t L_t; errors \delta^o_t beside \delta_t."""

from __future__ import annotations

import pytest

from autograd import check_text

OPEN = r"""$z_t = W h_{t-1} + U x_t + b$, $h_t = \tanh(z_t)$, $o_t = V h_t + c$, and the loss is
$%s$.
$$\frac{\partial L_t}{\partial h_t} = V^T \frac{\partial L_t}{\partial o_t}$$
$$\frac{\partial L_t}{\partial z_t} = \frac{\partial L_t}{\partial h_t} \odot (1 - h_t^2)$$
"""
ERRORS = r"""$z_t = W h_{t-1} + U x_t + b$, $h_t = f(z_t)$, $o_t = V h_t + c$,
$L = \sum_t L_t$, $L_t = \frac12 \|o_t - y_t\|^2$.
Let $\delta^o_t = \frac{\partial L_t}{\partial o_t}$ and
$\delta_t = \frac{\partial L}{\partial z_t}$.
$$\frac{\partial L}{\partial U} = \sum_t \delta_t x_t^T$$
"""


def last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize("total", [r"L = \sum_{t=1}^T L_t", r"L = \frac{1}{T} \sum_{t=1}^T L_t",
                                   r"L = \sum_{t=1}^{T} L_t(o_t, y_t)"])  # fmt: skip
@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"%s \sum_{t=1}^T \frac{\partial L_t}{\partial o_t} h_t^T", "right"),
        (r"%s \sum_{t=1}^T \frac{\partial L_t}{\partial o_t} h_{t-1}^T", "wrong"),
        (r"%s \sum_{t=1}^T \frac{\partial L_t}{\partial V}", "right"),
    ],
)
def test_the_loss_of_each_step_may_be_any(total: str, claim: str, status: str) -> None:
    mean = r"\frac{1}{T}" if "frac" in total else ""
    claim = rf"\frac{{\partial L}}{{\partial V}} = {claim % mean}"
    found = last(f"{OPEN % total}$${claim}$$")
    assert found == status or (status == "wrong" and found not in ("right", "right-if"))


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (
            r"V^T \frac{\partial L_t}{\partial o_t} + W^T \frac{\partial L}{\partial z_{t+1}}",
            "right",
        ),
        (
            r"V^T \frac{\partial L_t}{\partial o_t} - W^T \frac{\partial L}{\partial z_{t+1}}",
            "wrong",
        ),
        (r"V^T \frac{\partial L_t}{\partial o_t}", "wrong"),
    ],
)
def test_what_comes_later_is_counted_too(claim: str, status: str) -> None:
    text = OPEN % r"L = \sum_t L_t" + rf"$$\frac{{\partial L}}{{\partial h_t}} = {claim}$$"
    assert last(text) == status


def test_a_loss_of_a_step_that_is_given_keeps_its_name() -> None:
    text = OPEN % r"L = \sum_t L_t$, $L_t = \frac12 \|o_t - y_t\|^2"
    assert last(text + r"$$\frac{\partial L}{\partial V} = \sum_t (o_t - y_t) h_t^T$$") == "right"
    assert last(text + r"$$\frac{\partial L}{\partial V} = \sum_t (y_t - o_t) h_t^T$$") == "wrong"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\delta^o_t = o_t - y_t", "right"),
        (r"\delta^o_t = y_t - o_t", "wrong"),
        (r"\delta_t = (V^T \delta^o_t + W^T \delta_{t+1}) \odot f'(z_t)", "right"),
        (r"\frac{\partial L}{\partial V} = \sum_t \delta^o_t h_t^T", "right"),
        (
            (
                r"\delta_t = \begin{cases} V^T \delta^o_t \odot f'(z_t) & \text{if } t = T, \\ "
                r"(V^T \delta^o_t + W^T \delta_{t+1}) \odot f'(z_t) & \text{if } t < T. \end{cases}"
            ),
            "right",
        ),
    ],
)
def test_a_letter_above_delta_is_of_its_name(claim: str, status: str) -> None:
    assert last(f"{ERRORS}$${claim}$$") == status
