r"""Losses and layers of recent papers, as their readers derive them; each with slips.

The derivatives were worked out by hand; each text is right from end to end.
"""

from __future__ import annotations

import pytest

from autograd import check_text

FOCAL = r"""For a positive example $p = \sigma(x)$ and $$FL(p) = -(1 - p)^\gamma \log p$$
$$\frac{dFL}{dp} = \gamma (1-p)^{\gamma-1} \log p - \frac{(1-p)^\gamma}{p}$$
$$\frac{dFL}{dx} = (1-p)^\gamma (\gamma p \log p + p - 1)$$"""
CONTRAST = r"""Similarities $s_j = q^T k_j / \tau$,
$L = -\log \frac{e^{s_0}}{\sum_{j=0}^{K} e^{s_j}}$,
$p_j = \frac{e^{s_j}}{\sum_l e^{s_l}}$.
$$\frac{\partial L}{\partial s_0} = p_0 - 1$$
$$\frac{\partial L}{\partial q} = \frac{1}{\tau} \left( \sum_{j=0}^K p_j k_j - k_0 \right)$$"""
ROOT = r"""$$y_i = \frac{x_i}{r} g_i, \qquad r = \sqrt{\frac{1}{n} \sum_{j=1}^n x_j^2 + \epsilon}$$
$$\frac{\partial r}{\partial x_j} = \frac{x_j}{n r}$$
$$\frac{\partial y_i}{\partial x_j} = g_i \left(
\frac{\delta_{ij}}{r} - \frac{x_i x_j}{n r^3} \right)$$
$$\frac{\partial L}{\partial g_i} = \frac{\partial L}{\partial y_i} \frac{x_i}{r}$$"""
LOW_RANK = r"""$h = W_0 x + \frac{\alpha}{r} B A x$ and $\delta = \frac{\partial L}{\partial h}$.
$$\frac{\partial L}{\partial B} = \frac{\alpha}{r} \delta (A x)^T$$
$$\frac{\partial L}{\partial A} = \frac{\alpha}{r} B^T \delta x^T$$"""
HUBER = r"""Let $r = y - f$.
$$\rho(r) = \begin{cases} \frac{1}{2} r^2 & |r| \le \delta \\
\delta |r| - \frac{1}{2}\delta^2 & |r| > \delta \end{cases}$$
$$\frac{\partial \rho}{\partial f} = -\max(-\delta, \min(r, \delta))$$"""
SCALED = r"""$w = \frac{g}{\|v\|} v$, $y = w^T x + b$.
$$\nabla_g L = \frac{\nabla_w L \cdot v}{\|v\|}$$
$$\nabla_v L = \frac{g}{\|v\|} \nabla_w L - \frac{g \nabla_g L}{\|v\|^2} v$$"""

RANKED = r"""For user $u$ and items $i$, $j$: $\hat{x}_{uij} = p_u^T q_i - p_u^T q_j$,
$$L = -\ln \sigma(\hat{x}_{uij}) + \lambda (\|p_u\|^2 + \|q_i\|^2 + \|q_j\|^2)$$
$$\frac{\partial L}{\partial p_u} = -(1 - \sigma(\hat{x}_{uij})) (q_i - q_j) + 2 \lambda p_u$$
$$\frac{\partial L}{\partial q_i} = -(1 - \sigma(\hat{x}_{uij})) p_u + 2 \lambda q_i$$
$$\frac{\partial L}{\partial q_j} = (1 - \sigma(\hat{x}_{uij})) p_u + 2 \lambda q_j$$"""
TRIPLET = r"""Triplet: $L = \max(0, \|a - p\|^2 - \|a - n\|^2 + m)$. Where $L > 0$,
$$\frac{\partial L}{\partial a} = 2 (n - p), \quad \frac{\partial L}{\partial n} = 2 (a - n)$$"""


def statuses(text: str) -> list[str]:
    report = check_text(text)
    return [e.status for e in report.equations if e.status not in ("definition", "set-aside")]


@pytest.mark.parametrize(
    ("text", "right", "slip"),
    [
        (FOCAL, "p + p - 1", "p + p"),
        (FOCAL, r"\gamma (1-p)^{\gamma-1}", r"(1-p)^{\gamma-1}"),
        (CONTRAST, "= p_0 - 1", "= p_0"),
        (CONTRAST, "- k_0", "+ k_0"),
        (ROOT, "x_j}{n r}", "x_j}{r}"),
        (ROOT, r"{\partial y_i} \frac{x_i}{r}", r"{\partial y_i} x_i"),
        (LOW_RANK, r"B^T \delta x^T", r"B^T \delta"),
        (HUBER, r"= -\max", r"= \max"),
        (SCALED, r"\nabla_w L - ", r"\nabla_w L + "),
        (RANKED, "(q_i - q_j)", "(q_j - q_i)"),
        (RANKED, r"= (1 - \sigma", r"= -(1 - \sigma"),
        (TRIPLET, "2 (n - p)", "2 (a - p)"),
        (TRIPLET, "2 (a - n)", "-2 (a - n)"),
    ],
)
def test_recent_losses_are_read_and_their_slips_found(text: str, right: str, slip: str) -> None:
    assert set(statuses(text)) == {"right"}
    assert right in text
    found = statuses(text.replace(right, slip))
    assert "right" in found or len(found) == 1
    assert set(found) - {"right"} == {"wrong"}
