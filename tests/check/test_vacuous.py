"""A claim that holds is right only if it was tried on enough to tell it from others."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

BATCH = r"""
$\hat y = \sigma(w_1 x_1 + w_2 x_2 + b)$ and $E = (\hat y - y)^2$. Over many,
$$C = \frac{1}{2m} \sum_i (\hat y_i - y_i)^2.$$
$$\frac{\partial C}{\partial b} = %s$$
"""


@pytest.mark.parametrize(
    "claimed",
    [
        r"\frac1m \sum_i (\hat y_i - y_i) \hat y_i (1 - \hat y_i)",
        r"\frac1m (\hat y_i - y_i) \hat y_i (1 - \hat y_i)",  # the sum is forgotten
        r"\frac1m \sum_i (\hat y_i - y_i) \hat y_i (1 - \hat y_j)",
    ],
)
def test_with_one_sample_no_sum_is_told_from_its_term(claimed: str) -> None:
    """One output is all that the equations have: what its i-th is, is not said."""
    last = check_text(BATCH % claimed).equations[-1].members[-1]
    assert last.status != "right"


STEPS = r"""
$$h_t = \tanh(U x_t + W h_{t-1} + b)$$
$$y_t = V h_t + c$$
$$\frac{\partial L}{\partial h_t} = V^T \frac{\partial L}{\partial y_t}$$
$$\frac{\partial L}{\partial V} = \sum_t \frac{\partial L}{\partial y_t} h_t^T$$
$$\frac{\partial L}{\partial c} = %s$$
"""


@pytest.mark.parametrize(
    ("claimed", "right"),
    [
        (r"\sum_t \frac{\partial L}{\partial y_t}", True),
        (r"\frac{\partial L}{\partial y_t}", False),
        (r"2 \sum_t \frac{\partial L}{\partial y_t}", False),
    ],
)
def test_a_sum_over_steps_is_tried_with_several(claimed: str, right: bool) -> None:
    """What is summed over steps has several: of dL/dh_t the path through the next is forgotten."""
    equations = check_text(STEPS % claimed).equations
    assert equations[2].members[-1].status == "wrong"
    assert (equations[-1].members[-1].status == "right") is right


PARTS = r"""
$z = \mu + \sigma \epsilon$, $K = \frac12(\mu^2 + \sigma^2)$, $R = (x - \hat x)^2$, $L = R + K$.
$$\frac{\partial L}{\partial \mu} = %s$$
"""


@pytest.mark.parametrize("sign", ["", "-", "2"])
def test_a_derivative_that_no_equation_leads_to_proves_nothing(sign: str) -> None:
    r"""\hat x is not said to depend on z: as read, dR/dz is 0, whatever stands before it."""
    claimed = sign + r"\frac{\partial R}{\partial z} + \mu"
    last = check_text(PARTS % claimed).equations[-1].members[-1]
    assert last.status == "unknown-name"
    assert "no equation that was read leads" in last.explanations[0].text


def test_a_pure_chain_needs_no_equations_between() -> None:
    text = r"""$E = \frac12 (t - o)^2$
    $$\frac{\partial E}{\partial w} = \frac{\partial E}{\partial o}
      \frac{\partial o}{\partial z} \frac{\partial z}{\partial w}$$"""
    assert check_text(text).equations[-1].members[-1].status == "right"
