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
    """dL/dh_t is that of one step here; what is summed over steps is so for several."""
    equations = check_text(STEPS % claimed).equations
    assert equations[2].members[-1].status == "right"
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


KERNEL = r"""
Input $x \in \mathbb{R}^{N}$, kernel $w \in \mathbb{R}^{K}$, bias $b$.
$$y_i = \sum_{k=0}^{K-1} w_k\, x_{i+k} + b, \qquad i = 0, \dots, N-K$$
* $\frac{\partial y_i}{\partial x_j} = %s$ if $0 \le j-i < K$, else $0$
"""


@pytest.mark.parametrize(("claimed", "right"), [("w_{j-i}", True), ("w_{i-j}", False)])
def test_an_entry_that_is_not_there_is_not_passed_over(claimed: str, right: bool) -> None:
    """w_{i-j} has an entry for i = j alone, where both hold."""
    last = check_text(KERNEL % claimed).equations[-1].members[-1]
    assert (last.status == "right") is right


CELL = r"""
$$f_t = \sigma(W_f h_{t-1} + U_f x_t), \quad o_t = \sigma(W_o h_{t-1} + U_o x_t)$$
$$g_t = \tanh(W_g h_{t-1} + U_g x_t)$$
$$c_t = f_t \odot c_{t-1} + g_t, \qquad h_t = o_t \odot \tanh(c_t)$$
"""
LATER = r"""
$$\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial h_t} \odot o_t \odot
  (1 - \tanh^2(c_t)) + \frac{\partial L}{\partial c_{t+1}} \odot f_{t+1}$$
"""
LAST = r"""
$$\frac{\partial L}{\partial c_t} = \frac{\partial L}{\partial h_t} \odot o_t \odot
  (1 - \tanh^2(c_t))$$
"""


def test_a_step_taken_alone_is_told() -> None:
    """The path through c_{t+1} is left out, which holds of the last step and of no other."""
    report = check_text(CELL + LAST)
    assert report.equations[-1].status == "right"
    assert "the step is taken alone, with nothing after it" in report.conventions


def test_a_step_is_not_taken_alone_where_a_claim_has_the_next() -> None:
    ending = r"$$\frac{\partial L}{\partial %s} = \frac{\partial L}{\partial o_T} \odot o_T$$"
    for wrong in (LAST, ending % "o_t"):
        report = check_text(CELL + LATER + wrong)
        assert [e.status == "right" for e in report.equations[-2:]] == [True, False]
        assert not any("alone" in said for said in report.conventions)
