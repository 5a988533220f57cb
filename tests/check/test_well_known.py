r"""Derivations that everybody knows, in the notation in which they are known.

All equations of each are right (worked by hand; they stand in courses and papers); each is
tried with slips in it, too, and none of these may be called right.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

LOGISTIC = r"""
Let $h_\theta(x) = g(\theta^T x)$ where $g(z) = \frac{1}{1+e^{-z}}$. The log likelihood is
$$\ell(\theta) = \log L(\theta)
  = \sum_{i=1}^m y^{(i)} \log h(x^{(i)}) + (1 - y^{(i)}) \log (1 - h(x^{(i)}))$$
Take one training example $(x, y)$ alone:
$$\frac{\partial}{\partial \theta_j} \ell(\theta)
  = \left( y \frac{1}{g(\theta^T x)} - (1-y) \frac{1}{1-g(\theta^T x)} \right)
    \frac{\partial}{\partial \theta_j} g(\theta^T x)
  = (y (1 - g(\theta^T x)) - (1-y) g(\theta^T x)) x_j = (y - h_\theta(x)) x_j$$
"""
CLASSES = r"""
$$P(y^{(i)} = k | x^{(i)}; \theta) = \frac{\exp(\theta^{(k)\top} x^{(i)})}{
  \sum_{j=1}^K \exp(\theta^{(j)\top} x^{(i)})}$$
$$J(\theta) = - \left[ \sum_{i=1}^{m} \sum_{k=1}^{K} 1\left\{y^{(i)} = k\right\} \log
  \frac{\exp(\theta^{(k)\top} x^{(i)})}{\sum_{j=1}^K \exp(\theta^{(j)\top} x^{(i)})}\right]$$
$$\nabla_{\theta^{(k)}} J(\theta) = - \sum_{i=1}^{m} \left[ x^{(i)} \left( 1\{ y^{(i)} = k\}
  - P(y^{(i)} = k | x^{(i)}; \theta) \right) \right]$$
"""
NORMALISED = r"""
$$\mu_\mathcal{B} \leftarrow \frac{1}{m} \sum_{i=1}^m x_i$$
$$\sigma^2_\mathcal{B} \leftarrow \frac{1}{m} \sum_{i=1}^m (x_i - \mu_\mathcal{B})^2$$
$$\hat{x}_i \leftarrow \frac{x_i - \mu_\mathcal{B}}{\sqrt{\sigma^2_\mathcal{B} + \epsilon}}$$
$$y_i \leftarrow \gamma \hat{x}_i + \beta$$
$$\frac{\partial \ell}{\partial \hat{x}_i} = \frac{\partial \ell}{\partial y_i} \cdot \gamma$$
$$\frac{\partial \ell}{\partial \sigma^2_\mathcal{B}} = \sum_{i=1}^m
  \frac{\partial \ell}{\partial \hat{x}_i} \cdot (x_i - \mu_\mathcal{B}) \cdot \frac{-1}{2}
  (\sigma^2_\mathcal{B} + \epsilon)^{-3/2}$$
$$\frac{\partial \ell}{\partial x_i} = \frac{\partial \ell}{\partial \hat{x}_i} \cdot
  \frac{1}{\sqrt{\sigma^2_\mathcal{B} + \epsilon}} + \frac{\partial \ell}{\partial
  \sigma^2_\mathcal{B}} \cdot \frac{2(x_i - \mu_\mathcal{B})}{m} + \frac{\partial \ell}{\partial
  \mu_\mathcal{B}} \cdot \frac{1}{m}$$
$$\frac{\partial \ell}{\partial \gamma} = \sum_{i=1}^m
  \frac{\partial \ell}{\partial y_i} \cdot \hat{x}_i$$
"""
MEMORY = r"""
$$f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)$$
$$i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$$
$$\tilde{C}_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)$$
$$C_t = f_t * C_{t-1} + i_t * \tilde{C}_t$$
$$o_t = \sigma(W_o [h_{t-1}, x_t] + b_o)$$
$$h_t = o_t * \tanh(C_t)$$
$$do_t = dh_t * \tanh(C_t)$$
$$df_t = dC_t * C_{t-1}$$
$$di_t = dC_t * \tilde{C}_t$$
$$d\tilde{C}_t = dC_t * i_t$$
"""
WORDS = r"""
$\hat y_o = p(o|c) = \frac{\exp(u_o^T v_c)}{\sum_{w=1}^W \exp(u_w^T v_c)}$ and
$J = -\sum_i y_i \log \hat y_i$.
$$\frac{\partial J}{\partial v_c} = -u_o + \sum_{w=1}^W \hat y_w u_w$$
$$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$
$$\frac{\partial J}{\partial u_w} = \hat y_w v_c, \quad w \neq o$$
$$\frac{\partial J}{\partial u_o} = (\hat y_o - 1) v_c$$
"""
CURVES = r"""
Let $y = \frac{x}{x^2+1}$. Then $y' = \frac{1 - x^2}{(x^2+1)^2}$.

For $x^2 + y^2 = 25$: $\frac{dy}{dx} = -\frac{x}{y}$.
"""
ATTENTION = r"""
$S = QK^T/\sqrt{d}$, $P = \text{softmax}(S)$ row-wise, $O = PV$. Given $dO$:
$$dV = P^T dO$$
$$dP = dO V^T$$
$$dS_{ij} = P_{ij}(dP_{ij} - \sum_k P_{ik} dP_{ik})$$
$$dQ = dS K / \sqrt d$$
$$dK = dS^T Q / \sqrt d$$
"""
RATINGS = r"""
We predict $\hat r_{ui} = \mu + b_u + b_i + q_i^T p_u$; let $e_{ui} = r_{ui} - \hat r_{ui}$. Of one
rating $L = e_{ui}^2 + \lambda (b_u^2 + b_i^2 + \|q_i\|^2 + \|p_u\|^2)$:
$$\frac{\partial L}{\partial b_u} = -2 e_{ui} + 2\lambda b_u$$
$$\frac{\partial L}{\partial p_u} = -2 e_{ui} q_i + 2 \lambda p_u$$
$$\frac{\partial L}{\partial q_i} = -2 e_{ui} p_u + 2 \lambda q_i$$
"""
TEXTS = {
    "logistic": LOGISTIC, "classes": CLASSES, "normalised": NORMALISED, "memory": MEMORY,
    "words": WORDS, "curves": CURVES, "attention": ATTENTION, "ratings": RATINGS,
}  # fmt: skip
SLIPS = [
    ("logistic", r"(y - h_\theta(x)) x_j", r"(h_\theta(x) - y) x_j"),
    ("logistic", "- (1-y) g(", "+ (1-y) g("),
    ("classes", r"J(\theta) = - \sum_{i=1}^{m} \left[ x", r"J(\theta) = \sum_{i=1}^{m} \left[ x"),
    ("classes", r"  - P(y^{(i)} = k |", r"  + P(y^{(i)} = k |"),
    ("normalised", r"\frac{-1}{2}", r"\frac{1}{2}"),
    ("normalised", "^{-3/2}", "^{-1/2}"),
    ("normalised", r"\frac{2(x_i - \mu_\mathcal{B})}{m}", r"2(x_i - \mu_\mathcal{B})"),
    ("normalised", r"y_i} \cdot \hat{x}_i$$", r"y_i} \cdot x_i$$"),
    ("memory", r"df_t = dC_t * C_{t-1}", r"df_t = dC_t * C_t"),
    ("memory", r"d\tilde{C}_t = dC_t * i_t", r"d\tilde{C}_t = dC_t * f_t"),
    ("words", r"= -u_o + \sum", r"= u_o + \sum"),
    ("words", r"U(\hat y - y)", r"U(y - \hat y)"),
    ("words", r"(\hat y_o - 1) v_c", r"\hat y_o v_c"),
    ("curves", r"-\frac{x}{y}", r"\frac{x}{y}"),
    ("curves", r"\frac{1 - x^2}", r"\frac{1 + x^2}"),
    ("attention", "dP = dO V^T", "dP = dO V"),
    ("attention", "dS^T Q", "dS Q"),
    ("attention", r"\sum_k P_{ik} dP_{ik}", r"\sum_k P_{ik}"),
    ("ratings", r"-2 e_{ui} q_i", r"2 e_{ui} q_i"),
    ("ratings", r"+ 2\lambda b_u$", r"+ \lambda b_u$"),
]

OPEN = (r"U(y - \hat y)",)
"""Slips that are left open: U is the matrix of the words only in what holds."""


@pytest.mark.parametrize("name", TEXTS)
def test_all_of_it_is_right(name: str) -> None:
    report = check_text(TEXTS[name])
    judged = [e for e in report.equations if any(m.status == "right" for m in e.members)]
    bad = [m for e in report.equations for m in e.members if m.status in ("wrong", "right-if")]
    assert len(judged) >= TEXTS[name].count("partial") // 12
    assert judged
    assert not bad


@pytest.mark.parametrize(("name", "right", "slip"), SLIPS)
def test_no_slip_is_right(name: str, right: str, slip: str) -> None:
    assert TEXTS[name].count(right) == 1
    good, bad = (check_text(text) for text in (TEXTS[name], TEXTS[name].replace(right, slip)))
    before, after = (
        sum(m.status == "right" for e in report.equations for m in e.members)
        for report in (good, bad)
    )
    assert after < before
    if slip not in OPEN:
        assert any(m.status in ("wrong", "right-if") for e in bad.equations for m in e.members)
