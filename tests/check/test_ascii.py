r"""Notes without markup: a prime for a transpose, grad and hess, inverses, a Σ over all, words.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

RIDGE = """
Least squares, ' is the transpose.

  f(w) = (X w - y)'(X w - y)
       = w'X'X w - 2 y'X w + y'y

Write A = X'X + lambda I, and

  g(w) = ||X w - y||^2 + lambda ||w||^2
"""
ENCODER = """
  encoder gives μ and s, with s = log σ², so σ = exp(s/2)
  z = μ + σ·ε          ε is drawn once
  KL = 0.5·Σ (σ² + μ² − 1 − s)

  dKL/dμ = μ
"""
COVARIANCE = """
  S = Σ⁻¹
  q = (x − m)ᵀ Σ (x − m)
"""
PENDULUM = """
  T = 2 pi sqrt(L/g)
      dT/dL = pi / sqrt(g L)
  Solving for g instead, g = 4 pi^2 L / T^2:
"""
ARM = """
Beacon at (bx, by); the hand at
    x = L1*cos(q1)
    y = L1*sin(q1)
The sensor reads
    d = sqrt((bx-x)^2 + (by-y)^2)
    a = atan2(by-y, bx-x)
"""
DECODER = """
  m = W z + c
  R = ‖x − m‖² / 2
  dR/dz = Wᵀ (m − x)
  z = μ + t
  L = R + β·‖μ‖² / 2.  Write g for dR/dz. Then
"""
CLAIMS = [
    (ARM, "dd/dx = -(bx-x)/d", "dd/dx = (bx-x)/d"),
    (ARM, "da/dx = (by-y)/d^2", "da/dx = (by-y)/d"),
    (ARM, "dd/dq1 = dd/dx * dx/dq1 + dd/dy * dy/dq1", "dd/dq1 = dd/dx * dx/dq1"),
    (DECODER, "dL/dμ = g + β μ", "dL/dμ = g − β μ"),
    (RIDGE, "grad f(w) = 2 X'(X w - y)", "grad f(w) = X'(X w - y)"),
    (RIDGE, "hess g(w) = 2 (X'X + lambda I)", "hess g(w) = 2 X'X + lambda I"),
    (RIDGE, "grad_w (a'w) = a", "grad_w (a'w) = w"),
    (RIDGE, "grad_w (w'M w) = (M + M') w", "grad_w (w'M w) = (M - M') w"),
    (RIDGE, "grad g(w) = 2 A w - 2 X'y", "grad g(w) = 2 A w - X'y"),
    (ENCODER, "dKL/ds = 0.5·(exp(s) − 1)", "dKL/ds = exp(s) − 1"),
    (ENCODER, "dKL/dσ = σ − 1/σ", "dKL/dσ = σ + 1/σ"),
    (PENDULUM, "dg/dT = -8 pi^2 L / T^3", "dg/dT = -4 pi^2 L / T^3"),
    (PENDULUM, "dT/dg = -T/(2 g)", "dT/dg = T/(2 g)"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), CLAIMS)
def test_a_claim_in_plain_text_is_right_and_a_planted_one_wrong(
    text: str, right: str, wrong: str
) -> None:
    """Of s = log σ² and σ = e^(s/2) that one holds which is not differentiated by."""
    for claim, status in ((right, "right"), (wrong, "wrong")):
        report = check_text(f"{text}\n  {claim}\n", kind="txt")
        assert report.equations[-1].latex == claim
        assert report.equations[-1].status == status


def test_a_sigma_that_stands_elsewhere_too_is_a_name() -> None:
    """Then Σ (x − m) is a covariance times a vector, no sum."""
    report = check_text(COVARIANCE + "  dq/dx = 2 Σ (x − m)\n", kind="txt")
    assert "sum" not in report.equations[1].members[1].reading


def test_a_small_change_is_no_derivative() -> None:
    """dJ = tr(G^T dW) says what G is; it was called wrong, since dJ/dJ is 1."""
    text = r"$$J = \|X W - Y\|_F^2$$ so $\mathrm dJ = \mathrm{tr}((2 X^T (X W - Y))^T \mathrm dW)$."
    assert check_text(text).equations[-1].status != "wrong"


def test_a_size_that_is_compared_is_no_index() -> None:
    """n is the number of rows in the inverse, though p > n was said."""
    text = r"""$X$ is $n \times p$, $r = y - X w$, and $F = \frac{1}{2n} \|y - X w\|^2$. If $p > n$:
$$\hat w = (X^T X + n\lambda I)^{-1} X^T y$$
$$\frac{d\hat w}{d\lambda} = -n (X^T X + n\lambda I)^{-1} \hat w$$"""
    assert check_text(text).equations[-1].status != "wrong"


def test_a_sum_stands_before_bars() -> None:
    r"""\Sigma_j |w_j| is a sum, no covariance times a number."""
    text = "```\nR = λ Σⱼ|wⱼ|\n∂R/∂wⱼ = %s\n```"
    found = [check_text(text % c).equations[-1].status for c in ("λ·sign(wⱼ)", "-λ·sign(wⱼ)")]
    assert found == ["right", "wrong"]
