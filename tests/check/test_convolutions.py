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
SIZED = "Layer $l$ has length $N$, counted from 0. " + LAYERS
STRIDE = (
    r"$$u_i = \sum_{k=0}^{K-1} v_k x_{is+k} + c$$ with $g_i = \frac{\partial E}{\partial u_i}$, so "
    r"$$\frac{\partial E}{\partial c} = \sum_i g_i$$ "
)
STEPS = r"$$u_i = \sum_{k=0}^{K-1} v_k x_{S \cdot i + k}$$ $$\frac{\partial u_i}{\partial v_0} = x_{Si}$$ "
PAIRS = r"$p_i = \max(z_{2i}, z_{2i+1})$ and $q_i = \frac{z_{2i} + z_{2i+1}}{2}$. "
CHANNELS = (
    STRIDE
    + "\n\n**2. Several channels**\n\n"
    + r"$$u_{o,i} = \sum_c \sum_{k=0}^{K-1} v_{o,c,k} x_{c,i+k}$$"
)
WINDOW = (
    r"$$U[i,j] = \sum_{h=0}^{R-1} \sum_{w=0}^{C-1} X[i+h, j+w] \cdot V[h,w] + c$$ "
    r"$$\frac{\partial E}{\partial c} = \sum_i \sum_j \frac{\partial E}{\partial U[i,j]}$$ "
)
SLOPE = r"\frac{\partial E}{\partial X[p,q]} = "
INDEXED = [
    # a stride that is left open
    (STRIDE, r"\frac{\partial E}{\partial v_k} = \sum_i g_i x_{is+k}",
     r"\frac{\partial E}{\partial v_k} = -\sum_i g_i x_{is+k}"),
    (STRIDE, r"\frac{\partial E}{\partial x_m} = \sum_i g_i v_{m-is}",
     r"\frac{\partial E}{\partial x_m} = 2 \sum_i g_i v_{m-is}"),
    (STEPS, r"\frac{\partial u_i}{\partial v_k} = x_{S \times i + k}",
     r"\frac{\partial u_i}{\partial v_k} = x_{S \times k + i}"),
    # every other one
    (PAIRS, r"\frac{\partial q_i}{\partial z_{2i}} = \frac12",
     r"\frac{\partial q_i}{\partial z_{2i}} = 1"),
    (PAIRS, r"\frac{\partial p_i}{\partial z_{2i+1}} = \mathbb{1}[z_{2i+1} > z_{2i}]",
     r"\frac{\partial p_i}{\partial z_{2i+1}} = 2 \cdot \mathbb{1}[z_{2i+1} > z_{2i}]"),
    # what g is of u_i, it is of u_{o,i}
    (CHANNELS, r"\frac{\partial E}{\partial v_{o,c,k}} = \sum_i g_{o,i} x_{c,i+k}",
     r"\frac{\partial E}{\partial v_{o,c,k}} = -\sum_i g_{o,i} x_{c,i+k}"),
    (CHANNELS, r"\frac{\partial E}{\partial x_{c,m}} = \sum_o \sum_k v_{o,c,k} g_{o,m-k}",
     r"\frac{\partial E}{\partial x_{c,m}} = \sum_k v_{o,c,k} g_{o,m-k}"),
    # the entries of arrays, as code has them
    (WINDOW, r"\frac{\partial U[i,j]}{\partial V[h,w]} = X[i+h, j+w]",
     r"\frac{\partial U[i,j]}{\partial V[h,w]} = X[i+w, j+h]"),
    (WINDOW, SLOPE + r"\sum_i \sum_j \frac{\partial E}{\partial U[i,j]} V[p-i, q-j]",
     SLOPE + r"2 \sum_i \sum_j \frac{\partial E}{\partial U[i,j]} V[p-i, q-j]"),
    # the size of a layer, which is another for each
    (SIZED, r"\frac{\partial E}{\partial v^{l+1}_m} = \sum_{i=0}^{N-M} \delta^{l+1}_i a^l_{i+m}",
     r"\frac{\partial E}{\partial v^{l+1}_m} = \sum_{i=0}^{M-1} \delta^{l+1}_i a^l_{i+m}"),
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
    # of a stride of 1 alone
    (STRIDE, r"s = 1$$, so that $$\frac{\partial E}{\partial x_m} = \sum_k v_k g_{m-k}"),
    # L is how long a layer is, which no one says, and not the number of the last
    (LAYERS, r"\frac{\partial E}{\partial c^{l+1}} = \sum_{i=0}^{L-M} \delta^{l+1}_i"),
]


@pytest.mark.parametrize(("given", "claim"), OPEN)
def test_what_is_not_said_of_a_convolution_has_no_verdict(given: str, claim: str) -> None:
    assert check_text(f"{given}\n$${claim}$$").equations[-1].status not in ("right", "wrong")
