r"""Losses that a text tells in words only: each right from end to end, and with a slip.

That the slopes are these is known from the textbooks (Goodfellow et al., ch. 6): a - y for a
sigmoid with binary cross-entropy and for a softmax with cross-entropy; the squares were worked
out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

NEURON = r"""A neuron: $z = w_1x_1 + w_2x_2 + b$, $a = \sigma(z)$. The loss is binary
cross-entropy with label $y$.
$$\frac{\partial L}{\partial a} = -\frac ya + \frac{1-y}{1-a}$$
$$\frac{\partial L}{\partial z} = a - y$$
$$\frac{\partial L}{\partial w_1} = x_1(a-y)$$
"""
STEPS = r"""At each step $h_t = \tanh(W_x x_t + W_h h_{t-1} + b)$, $o_t = V h_t + c$ and
$\hat y_t = \text{softmax}(o_t)$. The loss is the sum of the cross-entropies over all time steps.
$$\frac{\partial L}{\partial o_t} = \hat y_t - y_t$$
$$\frac{\partial L}{\partial V} = \sum_t (\hat y_t - y_t) h_t^T$$
$$\frac{\partial L}{\partial c} = \sum_t (\hat y_t - y_t)$$
"""
LAYERS = r"""$Z^{[1]} = W^{[1]}X + b^{[1]}$, $A^{[1]} = \tanh(Z^{[1]})$,
$Z^{[2]} = W^{[2]}A^{[1]} + b^{[2]}$, $A^{[2]} = \sigma(Z^{[2]})$.
The cost $J$ is the mean binary cross-entropy over the $m$ examples.
$$dZ^{[2]} = A^{[2]} - Y$$
$$dW^{[2]} = \frac1m dZ^{[2]} A^{[1]T}$$
$$dZ^{[1]} = W^{[2]T} dZ^{[2]} * (1 - (A^{[1]})^2)$$
"""
LONE = r"""$Z = WX+b$, $A=\sigma(Z)$; the loss is the binary cross-entropy
averaged over the $m$ examples.
$$dZ = A - Y$$
$$dW = \frac1m dZ X^T$$
"""
BATCH = r"""$Z_1 = XW_1 + b_1$, $H = \tanh(Z_1)$, $Z_2 = HW_2 + b_2$, $P = \mathrm{softmax}(Z_2)$.
The loss is the average cross-entropy over the $N$ rows, with one-hot labels $Y$.
$$\frac{\partial L}{\partial Z_2} = \frac{1}{N}(P - Y)$$
$$\frac{\partial L}{\partial W_2} = \frac1N H^T(P - Y)$$
"""
TARGET_T = r"""Como función de coste usamos la entropía cruzada, con $t$ el vector objetivo, y
$a = Wx + b$, $y = \text{softmax}(a)$.
$$\frac{\partial E}{\partial a} = y - t$$
$$\frac{\partial E}{\partial W} = (y - t)x^T$$
"""
CHINESE = r"""$z_1 = W_1x + b_1$，$a_1 = \mathrm{ReLU}(z_1)$，$z_2 = W_2a_1+b_2$，
$\hat y = \mathrm{softmax}(z_2)$。损失函数采用交叉熵损失。
$$\frac{\partial L}{\partial z_2} = \hat y - y$$
$$\frac{\partial L}{\partial a_1} = W_2^T(\hat y - y)$$
"""
SQUARES = r"""$z = wx+b$, $a = \sigma(z)$. We train with the squared error loss and target $t$.
$$\frac{\partial E}{\partial a} = a - t$$
$$\frac{\partial E}{\partial z} = (a-t)a(1-a)$$
$$\frac{\partial E}{\partial w} = (a-t)a(1-a)x$$
"""
TWICE = r"""Le réseau : $h = \tanh(Wx+b)$, $\hat y = v^Th+c$. La perte est l'erreur quadratique.
$$\frac{\partial L}{\partial\hat y} = 2(\hat y - y)$$
$$\frac{\partial L}{\partial v} = 2(\hat y-y)h$$
$$\frac{\partial L}{\partial b} = 2(\hat y-y)v\odot(1-h^2)$$
"""
NOTES = {
    NEURON: [(r"-\frac ya +", r"-\frac ya -"), ("x_1(a-y)", "x_1(y-a)")],
    STEPS: [("h_t^T", "h_{t-1}^T"), (r"o_t} = \hat y_t - y_t", r"o_t} = y_t - \hat y_t")],
    LAYERS: [("(1 - (A^{[1]})^2)", "(1 - A^{[1]})"), ("= A^{[2]} - Y", "= Y - A^{[2]}")],
    LONE: [("A - Y", "Y - A"), ("dZ X^T", "dZ^T X")],
    BATCH: [("H^T(P - Y)", "H^T(Y - P)"), (r"\frac{1}{N}(P - Y)", "(P - Y)")],
    TARGET_T: [("= y - t", "= t - y"), ("(y - t)x^T", "x(y - t)^T")],
    CHINESE: [("W_2^T", "W_2"), (r"z_2} = \hat y - y", r"z_2} = y - \hat y")],
    SQUARES: [("= (a-t)a(1-a)$", "= (a-t)a$"), ("(1-a)x", "x"), ("= a - t", "= t - a")],
    TWICE: [("(1-h^2)", "(1-h)"), (r"2(\hat y-y)h", r"(\hat y-y)h")],
}


def _statuses(text: str) -> list[str]:
    equations = check_text(text).equations
    return [member.status for equation in equations for member in equation.members]


@pytest.mark.parametrize("text", NOTES)
def test_what_is_told_is_right(text: str) -> None:
    assert set(_statuses(text)) <= {"right", "definition"}
    assert "right" in _statuses(text)


@pytest.mark.parametrize(
    ("text", "old", "new"), [(text, *slip) for text, slips in NOTES.items() for slip in slips]
)
def test_a_slip_is_wrong(text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    assert "wrong" in _statuses(text.replace(old, new))


@pytest.mark.parametrize(
    "said",
    [
        "Other courses prefer another one.",  # which loss is not said at all
        "The loss is cross-entropy. Later we add regularisation.",
        "The loss is the cross-entropy; others take the mean squared error loss.",
    ],
)
def test_what_is_not_told_is_open(said: str) -> None:
    text = rf"""$z = w^Tx + b$, $p = \sigma(z)$. {said}
$$\frac{{\partial J}}{{\partial z}} = y - p$$"""
    assert _statuses(text)[-1] == "unknown-name"
