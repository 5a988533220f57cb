r"""Names whose meaning notes leave to their readers: each note right throughout, and with slips.

The derivatives are those of the textbooks (Bishop, ch. 3 and 4; Goodfellow et al., ch. 5 and 6).
"""

from __future__ import annotations

import pytest

from autograd import check_text

BINARY = r"""$\hat y = \sigma(w^Tx + b)$. For $n$ samples
$$L = -\sum_{i=1}^n \left[y_i\log\hat y_i + (1-y_i)\log(1-\hat y_i)\right]$$
$$\frac{\partial L}{\partial w} = \sum_{i=1}^n (\hat y_i - y_i)x_i$$
$$\frac{\partial L}{\partial b} = \sum_{i=1}^n (\hat y_i - y_i)$$
"""
CLASSES = r"""$p_k = \frac{e^{w_k^Tx}}{\sum_j e^{w_j^Tx}}$. Of $n$ samples
$$L = -\sum_{i=1}^n\sum_{k=1}^K y_{ik}\log p_{ik}$$
$$\nabla_{w_k}L = \sum_{i=1}^n(p_{ik}-y_{ik})x_i$$
"""
CALLED = r"""Modell: $f(x) = w^Tx + b$, Fehler:
$$E = \frac12\sum_{i}(f(x_i) - y_i)^2$$
$$\nabla_w E = \sum_i (f(x_i) - y_i)x_i$$
$$\frac{\partial E}{\partial b} = \sum_i (f(x_i) - y_i)$$
"""
ABOVE = r"""$z^{(i)} = Wx^{(i)} + b$, $\hat y^{(i)} = \mathrm{softmax}(z^{(i)})$,
$$J = -\frac1N\sum_{i=1}^N\sum_{k} y_{k}^{(i)}\log \hat y_{k}^{(i)}$$
$$\frac{\partial J}{\partial z_{k}^{(i)}} = \frac1N(\hat y_{k}^{(i)}-y_{k}^{(i)})$$
$$\frac{\partial J}{\partial W} = \frac1N\sum_i(\hat y^{(i)}-y^{(i)})(x^{(i)})^T$$
"""
ENTRIES = r"""$z = Wx + b$, $a = \mathrm{softmax}(z)$, $L = -\sum_i y_i\log a_i$.
$$\frac{\partial L}{\partial z_i} = a_i - y_i$$
$$\frac{\partial L}{\partial W_{ij}} = (a_i-y_i)x_j$$
"""
PREDICTED = r"""$J = \frac{1}{2n}\sum_{i=1}^n (y_i - (wx_i + b))^2$.
$$\frac{\partial J}{\partial w} = -\frac1n\sum_i (y_i - \hat y_i)x_i$$
$$\frac{\partial J}{\partial b} = \frac1n\sum_i (\hat y_i - y_i)$$
"""
RATINGS = r"""$$e_{ij} = r_{ij} - \sum_{k=1}^K p_{ik}q_{kj}$$
$$\frac{\partial}{\partial p_{ik}} e_{ij}^2 = -2(r_{ij} - \hat r_{ij}) q_{kj} = -2e_{ij}q_{kj}$$
"""
WRONG_CLASS = r"""Of one example with scores $s = Wx$ and correct class $y$:
$$L = \sum_{j\ne y}\max(0, s_j - s_y + 1)$$
$$\frac{\partial L}{\partial s_j} = 1[s_j - s_y + 1 > 0], \quad j \neq y$$
$$\frac{\partial L}{\partial s_y} = -\sum_{j\ne y} 1[s_j - s_y + 1 > 0]$$
$$\frac{\partial L}{\partial w_j} = 1[s_j - s_y + 1 > 0]\, x, \quad j \neq y$$
"""
START = r"""$h_t = w h_{t-1} + u x_t$, $h_0 = 0$, $L = \frac12(h_3 - y)^2$.
$$\frac{\partial L}{\partial w} = (h_3 - y)(h_2 + w h_1)$$
"""
VECTORS = r"""$h_t = \tanh(W h_{t-1} + U x_t)$ with $h_0 = \vec 0$ and $L = \frac12 \|h_2 - y\|^2$.
$$\frac{\partial L}{\partial W} = ((h_2 - y) \odot (1 - h_2^2)) h_1^T$$
"""
NUMBERED = r"""$$y_1 = w_1x_1+w_2x_2$$ $$y_2 = w_1x_2+w_2x_3$$
Let $\delta_i = \partial L/\partial y_i$.
$$\frac{\partial L}{\partial w_1} = \delta_1x_1+\delta_2x_2$$
$$\frac{\partial L}{\partial x_2} = \delta_1w_2+\delta_2w_1$$
"""
GATES = r"""$$z_t = \sigma(W_z x_t + U_z h_{t-1})$$ $$r_t = \sigma(W_r x_t + U_r h_{t-1})$$
$$\tilde h_t = \tanh(W x_t + U(r_t\odot h_{t-1}))$$
$$h_t = (1-z_t)\odot h_{t-1} + z_t\odot\tilde h_t$$
Let $\delta_h = \partial L/\partial h_t$.
$$\frac{\partial L}{\partial z_t} = \delta_h\odot(\tilde h_t - h_{t-1})$$
Let $\delta_{\tilde h} = \delta_h \odot z_t\odot(1-\tilde h_t^2)$. Then
$$\frac{\partial L}{\partial r_t} = (U^T\delta_{\tilde h})\odot h_{t-1}$$
$$\frac{\partial L}{\partial W} = \delta_{\tilde h}x_t^T$$
"""
SUMMED = r"""$\ell(\mu, \sigma) = - n\log\sigma - \frac{1}{2\sigma^2} \sum_{i=1}^n (x_i - \mu)^2$
$$\frac{\partial}{\partial \mu} \ell(\mu, \sigma)
  = \frac{1}{\sigma^2} \left( \sum_{i=1}^n x_i - \sum_{i=1}^n \mu \right)
  = \frac{1}{\sigma^2} \left( \sum_{i=1}^n x_i - n \mu \right)$$
"""
PARTS = r"""$\hat y = Xw$, $L_{data} = \frac1n\|\hat y - y\|^2$, $L = L_{data} + \lambda \|w\|^2$.
$$\frac{\partial L_{data}}{\partial w} = \frac2n X^T(\hat y - y)$$
$$\frac{\partial L}{\partial w} = \frac2n X^T(\hat y - y) + 2\lambda w$$
"""
MARGINS = r"""$s_{ij} = \sum_{k} X_{ik}W_{kj}$, $m_{ij} = s_{ij} - s_{iy_i} + 1$,
$h_{ij} = \max(0,m_{ij})$, $L = \frac{1}{N}\sum_i\sum_{j\neq y_i} h_{ij}$.

With $G_{ij} = \mathbb{1}(m_{ij} > 0)$ for $j\neq y_i$, and
$G_{iy_i} = -\sum_{j\neq y_i}\mathbb{1}(m_{ij} > 0)$,
$$\frac{\partial L}{\partial s_{ij}} = \frac1N G_{ij}$$
$$\frac{\partial L}{\partial W} = \frac1N X^TG$$
"""
BESIDE = r"""$y = x + W_2\,\mathrm{ReLU}(W_1x)$ $g = \partial L/\partial y$. With $h = W_1 x$:
$$\frac{\partial L}{\partial x} = g + W_1^T\left((W_2^Tg)\odot 1[h>0]\right)$$
$$\frac{\partial L}{\partial W_2} = g\,\mathrm{ReLU}(h)^T$$
"""
ARM = r"""$$x = l_1\cos\theta_1 + l_2\cos(\theta_1+\theta_2)$$
$$y = l_1\sin\theta_1 + l_2\sin(\theta_1+\theta_2)$$
$$\frac{\partial x}{\partial\theta_1} = -l_1s_1 - l_2s_{12}$$
$$\frac{\partial y}{\partial\theta_1} = l_1c_1 + l_2c_{12}$$
"""
TEACHER = r"""$p_i = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}$, $L = -\sum_i q_i\log p_i$ with $q$ another
distribution. $$\frac{\partial L}{\partial z_i} = \frac1T(p_i - q_i)$$
"""
NOTES = {
    ARM: [
        ("-l_1s_1 - l_2s_{12}", "-l_1s_1 + l_2s_{12}"),
        ("l_1c_1 + l_2c_{12}", "l_1c_1 + l_2c_2"),
    ],
    TEACHER: [("(p_i - q_i)", "(q_i - p_i)")],
    BESIDE: [("= g + W_1^T", "= W_1^T"), (r"g\,\mathrm{ReLU}(h)^T", r"\mathrm{ReLU}(h)\,g^T")],
    SUMMED: [(r"x_i - n \mu", r"x_i - 2n \mu"), (r"- \sum_{i=1}^n \mu", r"+ \sum_{i=1}^n \mu")],
    PARTS: [(r"2\lambda w", r"\lambda w"), (r"+ 2\lambda", r"- 2\lambda")],
    MARGINS: [("X^TG", "G^TX"), (r"= \frac1N G_{ij}", "= G_{ij}")],
    BINARY: [(r"(\hat y_i - y_i)x_i", r"(y_i - \hat y_i)x_i"), ("- y_i)$", "+ y_i)$")],
    CLASSES: [("(p_{ik}-y_{ik})", "(y_{ik}-p_{ik})")],
    CALLED: [("- y_i)x_i", "+ y_i)x_i"), (r"b} = \sum", r"b} = 2\sum")],
    ABOVE: [(r"\frac1N(", "("), (r"(\hat y^{(i)}-y^{(i)})(", r"(y^{(i)}-\hat y^{(i)})(")],
    ENTRIES: [("(a_i-y_i)x_j", "(a_j-y_j)x_i")],
    PREDICTED: [(r"= -\frac1n", r"= \frac1n"), (r"= \frac1n\sum_i", r"= \sum_i")],
    RATINGS: [("= -2(", "= 2("), ("= -2e_{ij}q_{kj}", "= -2e_{ij}p_{ik}")],
    WRONG_CLASS: [(r"= -\sum_{j\ne y} 1", r"= \sum_{j\ne y} 1"), (r"0]\, x", r"0]\, w_j")],
    START: [("h_2 + w h_1", "h_2 + w^2 h_1")],
    VECTORS: [("(1 - h_2^2)", "(1 - h_1^2)")],
    NUMBERED: [(r"\delta_1w_2+\delta_2w_1", r"\delta_1w_1+\delta_2w_2")],
    GATES: [(r"(\tilde h_t - h_{t-1})", r"(h_{t-1} - \tilde h_t)"), ("(U^T", "(W^T")],
}


def _statuses(text: str) -> list[str]:
    equations = check_text(text).equations
    return [member.status for equation in equations for member in equation.members]


@pytest.mark.parametrize("text", NOTES)
def test_what_all_readers_know_is_known(text: str) -> None:
    assert set(_statuses(text)) <= {
        "right",
        "definition",
        "not-a-claim",
        "says-nothing",
        "set-aside",
    }
    assert "right" in _statuses(text)


@pytest.mark.parametrize(
    ("text", "old", "new"), [(text, *slip) for text, slips in NOTES.items() for slip in slips]
)
def test_a_slip_is_wrong(text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    assert "wrong" in _statuses(text.replace(old, new))


def test_of_two_things_a_prediction_is_open() -> None:
    text = r"""$E_1 = (y - ax)^2$, $E_2 = (y - bx^2)^2$
$$\frac{\partial E_1}{\partial a} = -2(y - \hat y)x$$"""
    assert _statuses(text)[-1] == "unknown-name"


def test_a_start_of_an_example_is_none_of_the_rule() -> None:
    r"""Beside w = 0.5 it is one of the numbers that are put in: the rule has h_0."""
    text = rf"""{START.replace("$h_0 = 0$, ", "")}
With $w = 0.5$, $u = 1$ and $h_0 = 0$, $x_1 = 1$: $h_1 = 1$."""
    assert _statuses(text)[5] != "right"


@pytest.mark.parametrize(("sign", "status"), [("-", "right-if"), ("+", "wrong")])
def test_a_side_that_is_supposed_in_words_is_a_condition(sign: str, status: str) -> None:
    text = rf"""$J = \frac{{\lambda}}{{2}}\|w\|^2 + \frac1n\sum_i \max(0, 1 - y_i(w^Tx_i + b))$.

If $y_i(w^T x_i + b) < 1$ for every $i$:
$$\frac{{\partial J}}{{\partial w}} = \lambda w {sign} \frac1n\sum_i y_i x_i$$"""
    assert _statuses(text)[-1] == status


def test_what_is_defined_of_one_case_alone_is_open_elsewhere() -> None:
    text = r"""$s_{ij} = \sum_{k} X_{ik}W_{kj}$, $m_{ij} = s_{ij} - s_{iy_i} + 1$ and
$L = \frac{1}{N}\sum_i\sum_{j\neq y_i} \max(0,m_{ij})$. For $j\neq y_i$ let
$G_{ij} = \mathbb{1}(m_{ij} > 0)$.

$$\frac{\partial L}{\partial W} = \frac1N X^T G$$"""
    assert _statuses(text)[-1] not in ("right", "wrong")


@pytest.mark.parametrize(("said", "status"), [("2x", "right-if"), ("3x", "wrong")])
def test_what_words_set_to_one_is_a_condition(said: str, status: str) -> None:
    text = rf"""$y = a x^2 + b$. For now we ignore the parameters ($a = 1$, $b=0$). Then
$$\frac{{dy}}{{dx}} = {said}$$"""
    assert check_text(text).equations[-1].members[-1].status == status
