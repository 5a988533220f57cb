r"""Recurrent nets and attention as notes write them: each text with a right claim and a wrong one.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

GATES = r"""
$$\Gamma_f^{<t>} = \sigma(W_f [a^{<t-1>}, x^{<t>}] + b_f)$$
$$\Gamma_u^{<t>} = \sigma(W_u [a^{<t-1>}, x^{<t>}] + b_u)$$
$$\Gamma_o^{<t>} = \sigma(W_o [a^{<t-1>}, x^{<t>}] + b_o)$$
$$\tilde c^{<t>} = \tanh(W_c [a^{<t-1>}, x^{<t>}] + b_c)$$
$$c^{<t>} = \Gamma_u^{<t>} \odot \tilde c^{<t>} + \Gamma_f^{<t>} \odot c^{<t-1>}$$
$$a^{<t>} = \Gamma_o^{<t>} \odot \tanh(c^{<t>})$$
Here $[a, x]$ is stacked, and $dX$ is short for $\partial L/\partial X$.
"""
PROJECTED = r"""
A repeated index is summed.
$$S^{ij} = \frac{1}{\sqrt{d_k}} Q^{ia} K^{ja}$$ $$A^{ij} = \text{softmax}_j(S^{ij})$$
$$O^{ib} = A^{ij} V^{jb}$$
with $Q^{ia} = X^{ic} W_Q^{ca}$, $K^{ja} = X^{jc} W_K^{ca}$, $V^{jb} = X^{jc} W_V^{cb}$.
"""
UNROLLED = r"""
$$s_t = \tanh(U x_t + W s_{t-1})$$ $$\hat y_t = \mathrm{softmax}(V s_t)$$
$$E_t = -y_t^T \log \hat y_t$$ where $y_t$ is one-hot.
"""
CASES = [
    # the third of what is there at each time, and no third entry
    (UNROLLED, r"\frac{\partial E_3}{\partial V} = (\hat y_3 - y_3) s_3^T",
     r"\frac{\partial E_3}{\partial V} = (y_3 - \hat y_3) s_3^T"),
    # f, u and o are names of gates, though each stands on both sides of its equation
    (GATES, r"d\Gamma_o^{<t>} = da^{<t>} \odot \tanh(c^{<t>})",
     r"d\Gamma_o^{<t>} = -da^{<t>} \odot \tanh(c^{<t>})"),
    (GATES, (r"\frac{\partial L}{\partial b_o} = \sum_t d\Gamma_o^{<t>} \odot \Gamma_o^{<t>}"
     r" \odot (1 - \Gamma_o^{<t>})"),
     (r"\frac{\partial L}{\partial b_o} = -\sum_t d\Gamma_o^{<t>} \odot \Gamma_o^{<t>}"
     r" \odot (1 - \Gamma_o^{<t>})")),
    # c alone above a name would be a power; beside another index it is one
    (PROJECTED, r"\frac{\partial L}{\partial W_Q^{cd}} = X^{ic} \frac{\partial L}{\partial Q^{id}}",
     r"\frac{\partial L}{\partial W_Q^{cd}} = -X^{ic} \frac{\partial L}{\partial Q^{id}}"),
    (PROJECTED, r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial O} V^T",
     r"\frac{\partial L}{\partial A} = \frac{\partial L}{\partial O} V"),
    # the number of an equation
    (r"$$y = W x \qquad(式1)$$ $$L = \frac{1}{2} \|y - t\|^2 \qquad（公式 2）$$",
     r"\frac{\partial L}{\partial W} = (y - t) x^T",
     r"\frac{\partial L}{\partial W} = (t - y) x^T"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "right", "wrong"), CASES)
def test_a_right_claim_is_right_and_a_wrong_one_wrong(text: str, right: str, wrong: str) -> None:
    assert check_text(f"{text}\n$${right}$$").equations[-1].status == "right"
    assert check_text(f"{text}\n$${wrong}$$").equations[-1].status == "wrong"
