r"""What notes leave unsaid, and how it is read: each text with a claim that is right and one wrong.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

GRU = r"""
$$z_t = \sigma(a^z_t), \quad a^z_t = W_z x_t + U_z h_{t-1}$$
$$r_t = \sigma(a^r_t), \quad a^r_t = W_r x_t + U_r h_{t-1}$$
$$g_t = \tanh(a^g_t), \quad a^g_t = W_g x_t + U_g (r_t \odot h_{t-1})$$
$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot g_t$$
Let $\delta_t = \partial L/\partial h_t$; $L$ depends on the step through $h_t$ alone.
"""
CELL = r"""
$$f_t = \sigma(W_f x_t + U_f h_{t-1})$$ $$i_t = \sigma(W_i x_t + U_i h_{t-1})$$
$$g_t = \tanh(W_g x_t + U_g h_{t-1})$$ $$o_t = \sigma(W_o x_t + U_o h_{t-1})$$
$$c_t = f_t \odot c_{t-1} + i_t \odot g_t$$ $$h_t = o_t \odot \tanh(c_t)$$
"""
UPSTREAM = (
    CELL
    + r"""
Given are $\partial L/\partial h_t$ and $dc_t$, what comes from the next cell state.
$$\frac{\partial L}{\partial c_t} = dc_t + \frac{\partial L}{\partial h_t} \odot o_t
\odot (1 - \tanh^2(c_t))$$
"""
)
GATES = r"""
$$f_t = \sigma(z^f_t), \quad i_t = \sigma(z^i_t)$$
$$g_t = \tanh(z^g_t), \quad o_t = \sigma(z^o_t)$$
$$c_t = f_t \odot c_{t-1} + i_t \odot g_t, \qquad h_t = o_t \odot \tanh(c_t)$$
The loss is $L$; put $\delta^k_t = \partial L/\partial z^k_t$ for $k \in \{f, i, g, o\}$.
$$\delta^f_t = \frac{\partial L}{\partial f_t} \odot f_t \odot (1 - f_t)$$
"""
STACKED = r"""
$$u_t = [h_{t-1}; x_t]$$ $$i_t = \sigma(W_i u_t + b_i)$$ $$g_t = \tanh(W_g u_t + b_g)$$
$$h_t = i_t \odot g_t$$ The loss is $L$.
"""
HINGE = r"$$L_i = \sum_{j \neq y_i} \max(0, w_j^T x_i - w_{y_i}^T x_i + \Delta)$$ "
FULL = HINGE + r"$$L = \frac{1}{n} \sum_{i=1}^n L_i + \frac{\lambda}{2} \sum_j \|w_j\|^2$$ "
NORMAL = (
    r"$$\ell(\mu, \sigma) = -\frac N2 \log(2\pi) - N \log\sigma"
    r" - \frac{1}{2\sigma^2} \sum_{n=1}^N (x_n - \mu)^2$$ With $v = \sigma^2$ "
)
SEVERAL = (
    r"Let $\Lambda = \Sigma^{-1}$. $$\ell(\mu, \Lambda) = \frac{n}{2} \log|\Lambda|"
    r" - \frac12 \sum_{i=1}^n (x_i - \mu)^\top \Lambda (x_i - \mu)$$ "
)
SHARES = (
    r"Let $S = \sum_k e^{z_k}$ and $p_i = e^{z_i}/S$, with one-hot $y$:"
    r" $$L = -\sum_i y_i \log p_i$$ "
)
ATTENTION = r"""
$S = Q K^T \in \mathbb{R}^{T \times T}$, $A = \text{softmax}(S / \sqrt{d_k})$, $Z = A V$ and
$G = \frac{\partial L}{\partial Z} \in \mathbb{R}^{T \times d_k}$, with $d_k = d / h$.
$$\frac{\partial A_{ij}}{\partial S_{ik}} = \frac{1}{\sqrt{d_k}} A_{ij} (\delta_{jk} - A_{ik})$$
"""
NETS = r"""A net of logistic units.
$net_{h1} = w_1 x_1 + w_2 x_2$, $net_{o1} = w_3 out_{h1} + w_4$ and
$E = \frac12 (t_{o1} - out_{o1})^2$.
"""
RATINGS = (
    r"$$\hat r_{ui} = \mu + b_u + b_i + q_i^T p_u$$ $$e_{ui} = r_{ui} - \hat r_{ui}$$"
    r" $$J_{ui} = e_{ui}^2 + \lambda (b_u^2 + b_i^2)$$ "
)
FACTORS = (
    r"With $e_{ij} = r_{ij} - s_{ij}$: $$e_{ij}^2 = (r_{ij} - s_{ij})^2 ="
    r" (r_{ij} - \sum_k p_{ik} q_{kj})^2$$ "
)
BALL = r"$V = \frac43 \pi r^3$, $S = 4 \pi r^2$ "
EXAMPLE = r"""
$$z_t = w x_t + u h_{t-1}$$ $$h_t = \tanh(z_t)$$ $$J = \sum_t (h_t - y_t)^2$$

## An example

Let $y = x^3$ and $J = y - 4x$, so $\frac{dJ}{dx} = 3x^2 - 4$.

## The gradient
"""
AMONG = r"""
$$z_t = W x_t + U h_{t-1} + b$$ $$h_t = \tanh(z_t)$$ $$p_t = v^T h_t$$
The loss is $J = \sum_{t=1}^T \ell_t$ with $\ell_t = \frac12 (p_t - y_t)^2$.

## Two paths

Let $y = x^3$ and $J = y - 4x$, so $\frac{dJ}{dx} = 3x^2 - 4$.
$$r_t = \frac{\partial \ell_t}{\partial h_t} = (p_t - y_t) v$$

## The gradient

Let $\delta_t = \frac{\partial J}{\partial z_t}$.
"""
ADJOINT = r"""
$$S_{ij} = \sum_k Q_{ik} K_{jk}, \quad A_{ij} = \sum_l S_{il} V_{lj}$$
A bar is the derivative of the loss, $\bar S_{ij} := \partial L/\partial S_{ij}$; $\bar A$ is given.
$$\bar V_{lj} = \sum_i S_{il} \bar A_{ij}$$
"""
SHARED = r"""
\begin{aligned}
a &= \tanh(s), & s &= W x + b
\end{aligned}
Suppose $g = \partial L/\partial a$ is given.
"""
TOLD = [
    (GRU, (r"\frac{\partial L}{\partial a^z_t} = \delta_t \odot (g_t - h_{t-1}) \odot z_t"
     r" \odot (1 - z_t)"), (r"\frac{\partial L}{\partial a^z_t} = \delta_t \odot (g_t - h_{t-1})"
     r" \odot z_t")),
    (CELL + "$$dz^f_t = df_t \\odot f_t \\odot (1 - f_t)$$\n",
     r"dz^g_t = dg_t \odot (1 - g_t^2)", r"dz^g_t = dg_t \odot g_t \odot (1 - g_t)"),
    (UPSTREAM, r"\frac{\partial L}{\partial f_t} = \frac{\partial L}{\partial c_t} \odot c_{t-1}",
     r"\frac{\partial L}{\partial f_t} = \frac{\partial L}{\partial c_t} \odot g_t"),
    (GATES, r"\delta^g_t = \frac{\partial L}{\partial g_t} \odot (1 - g_t^2)",
     r"\delta^g_t = \frac{\partial L}{\partial g_t} \odot g_t \odot (1 - g_t)"),
    (STACKED, (r"\frac{\partial L}{\partial b_i} = \sum_t \frac{\partial L}{\partial i_t} \odot i_t"
     r" \odot (1 - i_t)"), (r"\frac{\partial L}{\partial b_i} = -\sum_t \frac{\partial L}{\partial"
     r" i_t} \odot i_t \odot (1 - i_t)")),
    (HINGE, r"\nabla_{w_j} L_i = \mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0)\, x_i",
     r"\nabla_{w_j} L_i = -\mathbb{1}(w_j^T x_i - w_{y_i}^T x_i + \Delta > 0)\, x_i"),
    (FULL, r"\nabla_{w_j} L = \frac1n \sum_{i=1}^n \nabla_{w_j} L_i + \lambda w_j",
     r"\nabla_{w_j} L = \frac1n \sum_{i=1}^n \nabla_{w_j} L_i + 2 \lambda w_j"),
    (NORMAL, (r"\frac{\partial \ell}{\partial v} = -\frac{N}{2v} + \frac{1}{2 v^2} \sum_{n=1}^N"
     r" (x_n - \mu)^2"), (r"\frac{\partial \ell}{\partial v} = -\frac Nv + \frac{1}{2 v^2}"
     r" \sum_{n=1}^N (x_n - \mu)^2")),
    (SEVERAL, (r"\frac{\partial \ell}{\partial \Lambda} = \frac n2 \Sigma - \frac12 \sum_{i=1}^n"
     r" (x_i - \mu)(x_i - \mu)^\top"), (r"\frac{\partial \ell}{\partial \Lambda} = n \Sigma -"
     r" \frac12 \sum_{i=1}^n (x_i - \mu)(x_i - \mu)^\top")),
    (SHARES, r"\frac{\partial L}{\partial z_i} = p_i - y_i",
     r"\frac{\partial L}{\partial z_i} = y_i - p_i"),
    (ATTENTION, r"\frac{\partial L}{\partial V} = A^T G", r"\frac{\partial L}{\partial V} = A G"),
    (ATTENTION, (r"\frac{\partial L}{\partial S} = \frac{1}{\sqrt{d_k}} A \odot (G V^T -"
     r" [(A \odot G V^T) \mathbf{1}] \mathbf{1}^T)"), (r"\frac{\partial L}{\partial S} ="
     r" -\frac{1}{\sqrt{d_k}} A \odot (G V^T - [(A \odot G V^T) \mathbf{1}] \mathbf{1}^T)")),
    (NETS, (r"\frac{\partial E}{\partial w_3} = -(t_{o1} - out_{o1}) out_{o1} (1 - out_{o1})"
     r" out_{h1}"), r"\frac{\partial E}{\partial w_3} = -(t_{o1} - out_{o1}) out_{o1} out_{h1}"),
    (RATINGS, r"\frac{\partial J_{ui}}{\partial b_u} = -2 e_{ui} + 2 \lambda b_u",
     r"\frac{\partial J_{ui}}{\partial b_u} = -2 e_{ui} + \lambda b_u"),
    (FACTORS, r"\frac{\partial e_{ij}^2}{\partial p_{ik}} = -2 e_{ij} q_{kj}",
     r"\frac{\partial e_{ij}^2}{\partial p_{ik}} = 2 e_{ij} q_{kj}"),
    (BALL, r"\frac{dS}{dV} = \frac{2}{r}", r"\frac{dS}{dV} = 2 r"),
    (EXAMPLE, r"\frac{\partial J}{\partial w} = \sum_t \frac{\partial J}{\partial z_t} x_t",
     r"\frac{\partial J}{\partial w} = \sum_t \frac{\partial J}{\partial z_t} h_t"),
    (ADJOINT, r"\bar Q_{ik} = \sum_j \bar S_{ij} K_{jk}",
     r"\bar Q_{ik} = -\sum_j \bar S_{ij} K_{jk}"),
    (AMONG, r"\frac{\partial J}{\partial W} = \sum_t \delta_t x_t^T",
     r"\frac{\partial J}{\partial W} = \sum_t \delta_t h_t^T"),
    (SHARED, r"\frac{\partial L}{\partial W} = (g \odot (1 - a^2)) x^T",
     r"\frac{\partial L}{\partial W} = (g \odot (1 - a)) x^T"),
    (r"$y = \sigma(z)$ for a vector $z$, $z = W x$ ", r"\frac{\partial y}{\partial z} = y (1 - y)",
     r"\frac{\partial y}{\partial z} = y (1 + y)"),
    (r"$$\tilde\rho(r) = \sqrt{1 + r^2} - 1$$ ", r"\tilde\rho'(r) = \frac{r}{\sqrt{1 + r^2}}",
     r"\tilde\rho'(r) = \frac{2 r}{\sqrt{1 + r^2}}"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), TOLD)
def test_what_is_left_unsaid_is_read_as_it_is_meant(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given}\n$${claim}$$").equations[-1].status == status, claim


NO_TELLING = [
    # M, and not m: the loss of several samples is no loss of one
    (r"$z = W^T x + b$, $L = \|z - y\|^2$ ", r"\frac{\partial J}{\partial W} = X^T (Z - Y)"),
    # nothing says what is in J, which is no number
    (r"$z = J x$ ", r"\det J = l_1 l_2 \sin \theta"),
    # no sigmoid is spoken of
    (r"$net_1 = w_1 x + b$, $E = (t - out_1)^2$ ",
     r"\frac{\partial E}{\partial w_1} = -2 (t - out_1) out_1 (1 - out_1) x"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "claim"), NO_TELLING)
def test_what_may_be_meant_otherwise_has_no_verdict(given: str, claim: str) -> None:
    found = check_text(f"{given}\n$${claim}$$").equations[-1].status
    assert found not in ("right", "wrong")


@pytest.mark.parametrize(
    ("gradient", "status"),
    [
        (r"\Phi^T (\Phi w - t) + \frac{\alpha}{\beta} w", "right"),
        (r"\Phi^T (\Phi w - t) + \frac{\alpha}{2 \beta} w", "wrong"),
    ],
)
def test_what_a_norm_is_divided_by_is_a_number(gradient: str, status: str) -> None:
    r"""Greek letters in \frac{\alpha}{2\beta} \|w\|^2 are no vectors."""
    loss = r"J(w) = \frac12 \|\Phi w - t\|^2 + \frac{\alpha}{2\beta} \|w\|^2"
    known = r"$$\nabla_w \frac12 \|\Phi w - t\|^2 = \Phi^T (\Phi w - t)$$"
    report = check_text(rf"$${loss}$$ {known} $$\nabla_w J(w) = {gradient}$$")
    assert report.equations[-1].members[-1].status == status


CLASSES = [
    r"$p = \text{softmax}(z)$, $L = -\log p_y$. ",
    r"$z = W x + b$, $p = \text{softmax}(z)$, $L = -\log(p_y)$ where $y$ is the true class. ",
    (
        r"$z_k = w_k^T x + b_k$, $L = -z_y + \log \sum_k e^{z_k}$, "
        r"$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$. "
    ),
]


@pytest.mark.parametrize("before", CLASSES)
@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial z_k} = p_k - \mathbb{1}[k = y]", "right"),
        (r"\frac{\partial L}{\partial z_k} = p_k - \delta_{ky}", "right"),
        (r"\frac{\partial L}{\partial z_y} = p_y - 1", "right"),
        (r"\frac{\partial L}{\partial z_k} = \mathbb{1}[k = y] - p_k", "wrong"),
        (r"\frac{\partial L}{\partial z_y} = p_y", "wrong"),
    ],
)
def test_y_may_be_the_number_of_a_class(before: str, claim: str, status: str) -> None:
    assert check_text(f"{before}${claim}$").equations[-1].status == status


def test_y_is_no_class_beside_a_target_or_a_direction() -> None:
    text = r"$K = \frac{m}{2} (v_x^2 + v_y^2)$, $\frac{\partial K}{\partial v_y} = m v_y$"
    assert check_text(text).equations[-1].status == "right"
