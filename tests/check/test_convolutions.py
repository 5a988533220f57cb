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
STEPS = (
    r"$$u_i = \sum_{k=0}^{K-1} v_k x_{S \cdot i + k}$$ "
    r"$$\frac{\partial u_i}{\partial v_0} = x_{Si}$$ "
)
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
ARRAYS = (
    r"A convolution as networks have it, the kernel not flipped: $Y = X * K + b$, the loss is $E$, "
    r"$G = \frac{\partial E}{\partial Y}$. $$\frac{\partial E}{\partial b} = \sum_{i,j} G_{ij}$$ "
)
DEEP = (
    r"卷积（互相关）：$z^l = a^{l-1} \otimes W^l + b^l$，$a^l = \tanh(z^l)$，"
    r"$\delta^l = \frac{\partial E}{\partial z^l}$。"
)
ENTRIES = (
    DEEP
    + r"""
$$z_{11} = a_{11} w_{11} + a_{12} w_{12} + a_{21} w_{21} + a_{22} w_{22} + b$$
$$z_{12} = a_{12} w_{11} + a_{13} w_{12} + a_{22} w_{21} + a_{23} w_{22} + b$$
The others are similar. $\nabla a_{ij}$ denotes $\frac{\partial E}{\partial a_{ij}}$.
$$\nabla a_{11} = \delta_{11} w_{11}$$ $$\nabla a_{12} = \delta_{11} w_{12} + \delta_{12} w_{11}$$
$$\nabla a_{13} = \delta_{12} w_{12}$$ $$\nabla a_{32} = \delta_{21} w_{22} + \delta_{22} w_{21}$$
$$\frac{\partial E}{\partial b} = \delta_{11} + \delta_{12} + \delta_{21} + \delta_{22}$$
"""
)
KERNEL = r"\frac{\partial E}{\partial W^l_{12}} = a_{12} \delta_{11} + a_{13} "
MIDDLE = r"\nabla a_{22} = \delta_{11} w_{22} + "
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
    # whole arrays: what is passed on is turned, and has zeros around
    (ARRAYS, r"\frac{\partial E}{\partial K} = X * G", r"\frac{\partial E}{\partial K} = 2 X * G"),
    (ARRAYS, r"\frac{\partial E}{\partial X} = G * \mathrm{rot180}(K)",
     r"\frac{\partial E}{\partial X} = -G * \mathrm{rot180}(K)"),
    (DEEP, r"\delta^{l-1} = \delta^l \otimes rot180(W^l) \odot (1 - (a^{l-1})^2)",
     r"\delta^{l-1} = 2 \delta^l \otimes rot180(W^l) \odot (1 - (a^{l-1})^2)"),
    (DEEP, r"\frac{\partial E}{\partial W^l} = a^{l-1} \otimes \delta^l",
     r"\frac{\partial E}{\partial W^l} = -a^{l-1} \otimes \delta^l"),
    # entries written out, two of four "similar"
    (ENTRIES, MIDDLE + r"\delta_{12} w_{21} + \delta_{21} w_{12} + \delta_{22} w_{11}",
     MIDDLE + r"\delta_{12} w_{12} + \delta_{21} w_{21} + \delta_{22} w_{11}"),
    (ENTRIES, r"\nabla a_{33} = \delta_{22} w_{22}", r"\nabla a_{33} = \delta_{22} w_{11}"),
    (ENTRIES, KERNEL + r"\delta_{12} + a_{22} \delta_{21} + a_{23} \delta_{22}",
     KERNEL + r"\delta_{12} + a_{22} \delta_{21} + a_{33} \delta_{22}"),
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
    # with a stride y is another, of which it is not clear where it is meant
    (
        r"$$y_i = \sum_k w_k x_{i+k}$$ $$y_i = \sum_k w_k x_{s i+k}$$ ",
        r"\frac{\partial y_i}{\partial w_k} = x_{s i + k}",
    ),
    # whether the kernel is flipped, no one says; and not turned it is another's
    (
        r"The convolution $Y = X * K$ has the loss $E$, $G = \frac{\partial E}{\partial Y}$. ",
        r"\frac{\partial E}{\partial K} = X * G",
    ),
    (
        r"The convolution $Y = X * K$ has the loss $E$, $G = \frac{\partial E}{\partial Y}$. ",
        r"\frac{\partial E}{\partial X} = G * K",
    ),
    # of a stride of 1 alone
    (STRIDE, r"s = 1$$, so that $$\frac{\partial E}{\partial x_m} = \sum_k v_k g_{m-k}"),
    # L is how long a layer is, which no one says, and not the number of the last
    (LAYERS, r"\frac{\partial E}{\partial c^{l+1}} = \sum_{i=0}^{L-M} \delta^{l+1}_i"),
]


@pytest.mark.parametrize(("given", "claim"), OPEN)
def test_what_is_not_said_of_a_convolution_has_no_verdict(given: str, claim: str) -> None:
    assert check_text(f"{given}\n$${claim}$$").equations[-1].status not in ("right", "wrong")
