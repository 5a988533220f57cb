r"""Convolutions by their indices: what counts from 0, how far, what a layer is the input of.

Of y_i = \sum_k w_k x_{i+k} the gradient by w_k is \sum_i g_i x_{i+k}, by x_j \sum_i g_i w_{j-i}.
"""

from __future__ import annotations

import pytest

from autograd import check_text

LAYERS = (
    r"$$z^{l+1}_i = \sum_{m=0}^{M-1} v^{l+1}_m a^l_{i+m} + c^{l+1}, \quad a^l_i = \tanh(z^l_i)$$ "
    r"$$\delta^l_i = \frac{\partial E}{\partial z^l_i}$$ "
    r"$$\frac{\partial E}{\partial c^{l+1}} = \sum_i \delta^{l+1}_i$$ "
)
INDEXED = [
    # of three layers the first is as long as what lies behind it reaches
    (LAYERS, r"\frac{\partial E}{\partial v^{l+1}_m} = \sum_i \delta^{l+1}_i a^l_{i+m}",
     r"\frac{\partial E}{\partial v^{l+1}_m} = \sum_i \delta^{l+1}_i a^l_{i-m}"),
    (LAYERS, r"\delta^l_i = (1 - (a^l_i)^2) \sum_m \delta^{l+1}_{i-m} v^{l+1}_m",
     r"\delta^l_i = \sum_m \delta^{l+1}_{i-m} v^{l+1}_m"),
    # a sum that begins at 0 says from where the letter counts in all that it counts
    (LAYERS, r"\delta^l_i = (1 - (a^l_i)^2) \sum_{m=0}^i \delta^{l+1}_m v^{l+1}_{i-m}",
     r"\delta^l_i = (1 - (z^l_i)^2) \sum_{m=0}^i \delta^{l+1}_m v^{l+1}_{i-m}"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), INDEXED)
def test_gradients_of_convolutions(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given}\n$${claim}$$").equations[-1].status == status, claim


OPEN = [
    # L is how long a layer is, which no one says, and not the number of the last
    (LAYERS, r"\frac{\partial E}{\partial c^{l+1}} = \sum_{i=0}^{L-M} \delta^{l+1}_i"),
]


@pytest.mark.parametrize(("given", "claim"), OPEN)
def test_what_is_not_said_of_a_convolution_has_no_verdict(given: str, claim: str) -> None:
    assert check_text(f"{given}\n$${claim}$$").equations[-1].status not in ("right", "wrong")
