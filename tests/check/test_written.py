r"""Ways to write what is meant: each in a text with a claim that is right and one that is wrong.

What is true of each is worked out by hand, by the chain rule.
"""

from __future__ import annotations

import pytest

from autograd import check_text

TANH = r" $$h_t = \tanh(s_t)$$ The loss is $L$; put $\delta_t = \partial L/\partial s_t$. "
JOINED = r"$$s_t = W \cdot [h_{t-1}, x_t] + b$$" + TANH
JOINED_ROWS = r"$$s_t = [x_t, h_{t-1}] W + b$$" + TANH
ROW = r"""
$$S = Q K^T$$ $$P = \text{softmax}(S)$$ $$O = P V$$ The loss is $L$.
Take row $i$ and call it $p = P_{i,:}^\top$, $s = S_{i,:}^\top$.
"""
ENTRIES = r"$$S[i,j] = \sum_k Q[i,k] K[j,k]$$ The loss is $L$. "
COLUMNS = (
    r"$$Z = W X + b \mathbf{1}^T$$ The loss is $L$; put $\delta = \frac{\partial L}{\partial Z}$. "
)
SOFTMAX = r"$$A_{ij} = \mathrm{softmax}_j(S_{ij})$$ "
PRIMED = r"$$p_j = \frac{e^{z_j}}{\sum_{j'} e^{z_{j'}}}$$ "
BATCH = r"$$Y = X W + b$$ The loss is $L$, and $G = \frac{\partial L}{\partial Y}$. "
OVER = r"$z = w x + b$, $L = {(z - y)^2 \over 2}$. "
UNITS = r"""
$$net_{h1} = w_1 x_1 + w_2 x_2$$ $$out_{h1} = \sigma(net_{h1})$$
$$net_{h2} = w_3 x_1 + w_4 x_2$$ $$out_{h2} = \sigma(net_{h2})$$
$$net_{o1} = w_5 out_{h1} + w_6 out_{h2}$$ $$out_{o1} = \sigma(net_{o1})$$
$$E = \frac12 (t_{o1} - out_{o1})^2$$
"""
ONLY_OUTPUTS = r"""
$$out_{o1} = \sigma(net_{o1})$$ $$out_{o2} = \sigma(net_{o2})$$
$$E = \frac12 (t_{o1} - out_{o1})^2 + \frac12 (t_{o2} - out_{o2})^2$$
"""
CLASS_AT_STEP = (
    r"$$\hat y^{(t)}_k = \frac{e^{o^{(t)}_k}}{\sum_j e^{o^{(t)}_j}}$$"
    r" $$L = -\sum_t \log \hat y^{(t)}_{y^{(t)}}$$ "
)
TAU = r"""
$$h^{(t)} = \tanh(W h^{(t-1)} + U x^{(t)})$$ $$o^{(t)} = V h^{(t)}$$
$$L = \frac12 \sum_t \|o^{(t)} - y^{(t)}\|^2$$ for $t = 1, \dots, \tau$.
"""
DOTS = r"$$J(w) = \frac1m ((y_1 - w x_1)^2 + (y_2 - w x_2)^2 + \cdots + (y_m - w x_m)^2)$$ "
COORDINATES = r"$$J = \frac12 \|y - \sum_k b_k x_k\|_2^2$$ "
LEFT = r"x_j^T (y - \sum_{k \neq j} b_k x_k)"
OBJECTIVE = r"$$\min_w J(w) := \frac12 \|X w - y\|^2$$ "
GATE = r"""
$$z_t = \sigma(W_z x_t + U_z h_{t-1})$$ $$g_t = \tanh(W_g x_t + U_g h_{t-1})$$
$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot g_t$$
The loss is $L$, and $\delta_{h_t} = \partial L/\partial h_t$.
$$\delta_{g_t} = \delta_{h_t} \odot z_t \odot (1 - g_t^2)$$
"""
ERROR = r"""
$$p^t = \frac{1}{1 + e^{-z^t}}$$ $$z^t = w x^t$$ $$e^t = p^t - y^t$$
$$J = \frac12 \sum_t (e^t)^2$$
"""
LAST = r"""
$$h^t = \tanh(W x^t + U h^{t-1})$$ $$y^t = u^T h^t$$ $$e^t = y^t - d^t$$
$$J = \frac12 \sum_t (e^t)^2$$ for $t = 1, \dots, T$. $$Q^t = \frac{\partial J}{\partial h^t}$$
"""
WORKED = (
    r"$a = \sigma(z)$, $z = w x$ and $L = (a - y)^2$. With two samples"
    r" $$\frac{\partial L}{\partial a} = [0.2, -0.2]$$ "
)
WRITTEN = [
    (JOINED, r"\frac{\partial L}{\partial W} = \sum_t \delta_t [h_{t-1}, x_t]^T",
     r"\frac{\partial L}{\partial W} = -\sum_t \delta_t [h_{t-1}, x_t]^T"),
    (JOINED_ROWS, r"\frac{\partial L}{\partial W} = \sum_t [x_t, h_{t-1}]^T \delta_t",
     r"\frac{\partial L}{\partial W} = \sum_t [x_t, h_t]^T \delta_t"),
    (ROW, r"\frac{\partial L}{\partial V} = P^T \frac{\partial L}{\partial O}",
     r"\frac{\partial L}{\partial V} = P \frac{\partial L}{\partial O}"),
    (ROW, (r"\frac{\partial L}{\partial S_{ij}} = P_{ij} (\frac{\partial L}{\partial P_{ij}} -"
     r" \sum_k \frac{\partial L}{\partial P_{ik}} P_{ik})"),
     (r"\frac{\partial L}{\partial S_{ij}} = P_{ij} (\frac{\partial L}{\partial P_{ij}} +"
     r" \sum_k \frac{\partial L}{\partial P_{ik}} P_{ik})")),
    (ENTRIES, (r"\frac{\partial L}{\partial K[j,k]} ="
     r" \sum_i \frac{\partial L}{\partial S[i,j]} Q[i,k]"),
     (r"\frac{\partial L}{\partial K[j,k]} = \sum_i \frac{\partial L}{\partial S[j,i]} Q[i,k]")),
    (COLUMNS, r"\frac{\partial L}{\partial b} = \sum_i \delta_{:,i}",
     r"\frac{\partial L}{\partial b} = -\sum_i \delta_{:,i}"),
    (COLUMNS, r"\frac{\partial L}{\partial W} = \sum_i \delta_{:,i} X_{:,i}^T",
     r"\frac{\partial L}{\partial W} = -\sum_i \delta_{:,i} X_{:,i}^T"),
    (SOFTMAX, r"\frac{\partial A_{ij}}{\partial S_{ik}} = A_{ij} (\delta_{jk} - A_{ik})",
     r"\frac{\partial A_{ij}}{\partial S_{ik}} = A_{ij} (\delta_{jk} - A_{ij})"),
    (PRIMED, r"\frac{\partial p_j}{\partial z_k} = p_j (\delta_{jk} - p_k)",
     r"\frac{\partial p_j}{\partial z_k} = p_j (\delta_{jk} + p_k)"),
    (BATCH, r"\frac{\partial L}{\partial b} = \sum_B G",
     r"\frac{\partial L}{\partial b} = -\sum_B G"),
    (OVER, r"{\partial L \over \partial w} = (z - y) x",
     r"{\partial L \over \partial w} = {(z - y) x \over 2}"),
    (UNITS, (r"\frac{\partial E}{\partial w_3} = (out_{o1} - t_{o1}) out_{o1} (1 - out_{o1}) w_6"
     r" out_{h2} (1 - out_{h2}) x_1"), (r"\frac{\partial E}{\partial w_3} = (out_{o1} - t_{o1})"
     r" out_{o1} (1 - out_{o1}) w_5 out_{h2} (1 - out_{h2}) x_1")),
    (ONLY_OUTPUTS, (r"\frac{\partial E}{\partial net_{o1}} = (out_{o1} - t_{o1}) out_{o1}"
     r" (1 - out_{o1})"), r"\frac{\partial E}{\partial net_{o1}} = (out_{o1} - t_{o1}) out_{o1}"),
    (CLASS_AT_STEP, (r"\frac{\partial L}{\partial o^{(t)}_k} ="
     r" \hat y^{(t)}_k - \mathbb{1}[k = y^{(t)}]"), (r"\frac{\partial L}{\partial o^{(t)}_k} ="
     r" \hat y^{(t)}_k + \mathbb{1}[k = y^{(t)}]")),
    # only at the last step nothing comes from the next
    (TAU, r"\nabla_{h^{(\tau)}} L = V^T \nabla_{o^{(\tau)}} L",
     r"\nabla_{h^{(t)}} L = V^T \nabla_{o^{(t)}} L"),
    (DOTS, r"\frac{dJ}{dw} = -\frac2m \sum_{i=1}^m (y_i - w x_i) x_i",
     r"\frac{dJ}{dw} = -\frac2m \sum_{i=1}^m (y_i - w x_i)"),
    (COORDINATES, rf"\frac{{\partial J}}{{\partial b_j}} = (\|x_j\|_2^2 b_j - {LEFT})",
     rf"\frac{{\partial J}}{{\partial b_j}} = (\|x_j\|_2^2 b_j + {LEFT})"),
    (OBJECTIVE, r"\nabla J(w) = X^T (X w - y)", r"\nabla J(w) = 2 X^T (X w - y)"),
    (GATE, r"\delta_{z_t} = \delta_{h_t} \odot (g_t - h_{t-1}) \odot z_t \odot (1 - z_t)",
     r"\delta_{z_t} = \delta_{h_t} \odot (g_t + h_{t-1}) \odot z_t \odot (1 - z_t)"),
    (ERROR, r"\frac{\partial J}{\partial w} = \sum_t e^t p^t (1 - p^t) x^t",
     r"\frac{\partial J}{\partial w} = -\sum_t e^t p^t (1 - p^t) x^t"),
    (LAST, r"Q^T = u e^T", r"Q^T = -u e^T"),
    (r"$y = x^n$ ", r"\frac{\partial y}{\partial n} = x^n \ln x",
     r"\frac{\partial y}{\partial n} = n x^n \ln x"),
    # what an example prints for two samples makes no vector of the numbers in the formulas
    (WORKED, r"\frac{\partial L}{\partial w} = 2 (a - y) a (1 - a) x",
     r"\frac{\partial L}{\partial w} = 2 (a - y) a x"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), WRITTEN)
def test_what_is_written_otherwise_means_the_same(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given}\n$${claim}$$").equations[-1].status == status, claim


@pytest.mark.parametrize("shown", ["```math {} ```", r"\\( {} \\)", r"\\[ {} \\]"])
def test_formulas_are_found_between_other_signs_too(shown: str) -> None:
    given = shown.format("L = (w x - y)^2") + "\n\n"
    for right, status in ((" x", "right"), ("", "wrong")):
        claim = shown.format(r"\frac{dL}{dw} = 2 (w x - y)" + right)
        assert [e.status for e in check_text(given + claim).equations] == ["definition", status]
