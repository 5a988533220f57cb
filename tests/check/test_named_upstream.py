r"""An upstream gradient by its short name, dy, in an abbreviation beside the forward equations.

By hand: with c_1 the mean of \hat x_k \gamma_k dy_k and c_2 that of \gamma_k dy_k, the gradient of
a layer normalisation is (\gamma_j dy_j - (\hat x_j c_1 + c_2)) r; planted is a sign.
"""

from __future__ import annotations

from autograd import check_text

LAYER = r"""
$$\mu = \frac{1}{N} \sum_j x_j, \qquad \sigma^2 = \frac{1}{N} \sum_j (x_j - \mu)^2$$
$$r = \frac{1}{\sqrt{\sigma^2 + \epsilon}}$$ $$\hat{x}_j = (x_j - \mu) \cdot r$$
$$y_j = \hat{x}_j \gamma_j + \beta_j$$
Let $dy_j$ be short for $\frac{\partial L}{\partial y_j}$.
$$\frac{\partial L}{\partial \gamma_j} = dy_j \hat{x}_j$$
$$\frac{\partial L}{\partial \beta_j} = dy_j$$
$$\frac{\partial L}{\partial \hat{x}_j} = dy_j \gamma_j$$
$$\frac{\partial \mu}{\partial x_j} = \frac{1}{N}$$
Put $c_1 = \frac{1}{N} \sum_k \hat{x}_k \gamma_k \, dy_k$ and
$c_2 = \frac{1}{N} \sum_k \gamma_k \, dy_k$.
"""


def said(claim: str) -> tuple[set[str], str]:
    *before, last = [e.status for e in check_text(LAYER + claim).equations]
    return set(before), last


def test_an_abbreviation_may_speak_of_an_upstream_gradient() -> None:
    right = r"$$dx_j = \left( \gamma_j \, dy_j - (\hat{x}_j c_1 + c_2) \right) \cdot r$$"
    assert said(right) == ({"definition", "right"}, "right")


def test_a_wrong_sign_before_an_abbreviation_is_found() -> None:
    planted = r"$$dx_j = \left( \gamma_j \, dy_j - (\hat{x}_j c_1 - c_2) \right) \cdot r$$"
    assert said(planted) == ({"definition", "right"}, "wrong")
