r"""What is said at one time, z_3 = V s_3; losses applied to what they are of, E_t(y_t, p_t)."""

from __future__ import annotations

import pytest

from autograd import check_text

NET = r"""$s_t = \tanh(U x_t + W s_{t-1})$, $p_t = \mathrm{softmax}(V s_t)$.
$$E_t(y_t, p_t) = -y_t \log p_t$$
$$E(y, p) = \sum_t E_t(y_t, p_t)$$
where $z_3 = V s_3$ and $y_t$ is one-hot.
$$\frac{\partial E_3}{\partial z_3} = p_3 - y_3$$
"""


def statuses(claim: str, text: str = NET) -> list[str]:
    return [m.status for m in check_text(f"{text}$${claim}$$").equations[-1].members]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial E_3}{\partial V} = (p_3 - y_3) \otimes s_3", "right"),
        (r"\frac{\partial E_3}{\partial V} = (y_3 - p_3) \otimes s_3", "wrong"),
        ((r"\frac{\partial E_3}{\partial V} = \frac{\partial E_3}{\partial p_3} "
         r"\frac{\partial p_3}{\partial z_3} \frac{\partial z_3}{\partial V}"), "right"),
        (r"\frac{\partial E}{\partial W} = \sum_t \frac{\partial E_t}{\partial W}", "right"),
        (r"\frac{\partial E_3}{\partial s_3} = V^T (p_3 - y_3)", "right"),
        (r"\frac{\partial E_3}{\partial s_3} = V^T (y_3 - p_3)", "wrong"),
    ],
)  # fmt: skip
def test_a_number_stands_for_each_time(claim: str, status: str) -> None:
    assert statuses(claim)[-1] == status


def test_what_is_said_at_one_time_of_something_else_is_of_that_time() -> None:
    text = NET.replace("z_3 = V s_3", "z_3 = 2 V s_3")
    assert statuses(r"\frac{\partial E_3}{\partial s_3} = V^T (p_3 - y_3)", text)[-1] == "right"
    assert statuses(r"\frac{\partial z_3}{\partial s_3} = V", text)[-1] != "right"


@pytest.mark.parametrize(("sign", "status"), [("-", "right"), ("", "not right")])
def test_the_sum_of_a_loss_may_be_written_without_a_transpose(sign: str, status: str) -> None:
    text = NET.replace(
        "= \\sum_t E_t(y_t, p_t)", f"= \\sum_t E_t(y_t, p_t) = {sign}\\sum_t y_t \\log p_t"
    )
    found = next(e for e in check_text(text).equations if e.latex.startswith("E(y, p)"))
    assert (found.members[-1].status == "right") == (status == "right")
