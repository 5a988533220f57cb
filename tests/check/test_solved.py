r"""What follows where derivatives are set to zero, and what stands around it in notes on matrices.

Truths were worked out by hand: the gradient of \|Xw - y\|^2 + c \|w\|^2 is 2 X^T (Xw - y) + 2 c w.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, RIGHT_IF, WRONG

RIDGE = r"""
Let $X$ be the data and $y$ the targets. The cost is
$$J(w) = (Xw - y)^T (Xw - y) + c\, w^T w$$
$$\frac{\partial J}{\partial w} = 2 X^T (Xw - y) + 2 c w$$
"""
MARGIN = r"""
$$L(w, b, \xi, \alpha, \mu) = \frac{1}{2} w^T w + C \sum_{i=1}^n \xi_i
  - \sum_{i=1}^n \alpha_i (y_i (w^T x_i + b) - 1 + \xi_i) - \sum_{i=1}^n \mu_i \xi_i$$
$$\frac{\partial L}{\partial w} = w - \sum_{i=1}^n \alpha_i y_i x_i$$
$$\frac{\partial L}{\partial b} = -\sum_{i=1}^n \alpha_i y_i$$
$$\frac{\partial L}{\partial \xi_i} = C - \alpha_i - \mu_i$$
Setting all three to zero gives
"""
NORMAL = r"""
$$\ell(\mu, v) = -\frac{n}{2} \log v - \frac{1}{2v} \sum_{i=1}^n (x_i - \mu)^2$$
$$\frac{\partial \ell}{\partial \mu} = \frac{1}{v} \sum_{i=1}^n (x_i - \mu)$$
$$\frac{\partial \ell}{\partial v} = -\frac{n}{2v} + \frac{1}{2v^2} \sum_{i=1}^n (x_i - \mu)^2$$
Setting these to zero,
"""


def last(text: str) -> list[tuple[str, str]]:
    """Return the statuses and conditions of what the last equation of a text claims."""
    members = check_text(text).equations[-1].members
    return [(m.status, m.condition) for m in members if m.relation]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (RIDGE, r"Set it to zero: $(X^T X + c I) w = X^T y$."),
        (RIDGE, r"Set it to zero, so $w = (X^T X + c I)^{-1} X^T y$."),
        (RIDGE, r"Setting to zero gives $\hat w = (X^T X + c I)^{-1} X^T y$."),
        (RIDGE, r"The minimum is at $w^\star = (X^T X + c I)^{-1} X^T y$."),
        (RIDGE, "令其为 0，得 $w^* = (X^T X + c I)^{-1} X^T y$。"),
        (MARGIN, r"$$w = \sum_{i=1}^n \alpha_i y_i x_i$$"),
        (MARGIN, r"$$\sum_{i=1}^n \alpha_i y_i = 0$$"),
        (MARGIN, r"$$C = \alpha_i + \mu_i$$"),
        (NORMAL, r"$\hat\mu = \frac{1}{n} \sum_{i=1}^n x_i$"),
        (NORMAL, r"$\hat v = \frac{1}{n} \sum_{i=1}^n (x_i - \hat\mu)^2$"),
    ],
)
def test_what_follows_from_a_zero_gradient_is_right_there(text: str, claim: str) -> None:
    assert all(status == RIGHT_IF and "= 0" in where for status, where in last(text + claim))


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        (RIDGE, r"Set it to zero: $(X^T X + c I) w = 2 X^T y$."),
        (RIDGE, r"Set it to zero, so $w = (X^T X - c I)^{-1} X^T y$."),
        (RIDGE, r"Setting to zero gives $\hat w = (X^T X + 2 c I)^{-1} X^T y$."),
        (MARGIN, r"$$w = -\sum_{i=1}^n \alpha_i y_i x_i$$"),
        (MARGIN, r"$$\sum_{i=1}^n \alpha_i = 0$$"),
        (MARGIN, r"$$C = \alpha_i - \mu_i$$"),
        (NORMAL, r"$\hat\mu = \frac{2}{n} \sum_{i=1}^n x_i$"),
        (NORMAL, r"$\hat v = \sum_{i=1}^n (x_i - \hat\mu)^2$"),
    ],
)
def test_what_does_not_follow_is_not_right(text: str, claim: str) -> None:
    assert all(status not in (RIGHT, RIGHT_IF) for status, _ in last(text + claim))


def test_a_solution_is_no_forward_equation() -> None:
    """w is not (X^T X + c I)^{-1} X^T y where the gradient is taken, or it would be 0."""
    claim = r"Set it to 0: $w = (X^T X + c I)^{-1} X^T y$."
    statuses = [e.status for e in check_text(RIDGE + claim).equations]
    assert statuses[-2:] == [RIGHT, RIGHT_IF]
    slip = RIDGE.replace("+ 2 c w", "+ c w") + claim
    assert check_text(slip).equations[-2].status == WRONG


def test_the_dual_holds_where_all_three_are_zero() -> None:
    dual = r"""$$L = \sum_{i=1}^n \alpha_i
      - \frac12 \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^T x_j$$"""
    ((status, where),) = last(MARGIN + dual)
    assert (status, where.count("= 0")) == (RIGHT_IF, 3)
    ((status, _),) = last(MARGIN + dual.replace(r"\frac12", ""))
    assert status not in (RIGHT, RIGHT_IF)


def test_numbers_beside_a_product_of_vectors_are_numbers() -> None:
    r"""y_i is a number in \alpha_i y_i x_i^T x_j, and so the loss is."""
    dual = r"""$$L_{dual} = \sum_{i=1}^n \alpha_i
      - \frac12 \sum_{i=1}^n \sum_{j=1}^n \alpha_i \alpha_j y_i y_j x_i^T x_j$$
      $$\frac{\partial L_{dual}}{\partial \alpha_k} = 1 - y_k \sum_{i=1}^n \alpha_i y_i x_i^T x_k$$
      """
    assert [e.status for e in check_text(MARGIN + dual).equations][1:4] == [RIGHT] * 3
    assert check_text(MARGIN + dual).equations[-1].status == RIGHT
    assert check_text(MARGIN + dual.replace("1 - y_k", "1 + y_k")).equations[-1].status == WRONG


def test_a_loss_is_a_number() -> None:
    """The targets Y are a vector in (Xw - Y)^T (Xw - Y), whatever their letter."""
    text = r"""$$J(w) = (Xw - Y)^T (Xw - Y) + c\, w^T w$$
        $$\frac{\partial\, w^T X^T X w}{\partial w} = 2 X^T X w$$
        $$\frac{\partial\, c w^T w}{\partial w} = 2 c w$$
        $$\frac{\partial J}{\partial w} = 2 X^T X w - 2 X^T Y + 2 c w$$
        $$\frac{\partial^2 J}{\partial w \partial w^T} = 2 X^T X + 2 c I$$"""
    assert [e.status for e in check_text(text).equations][1:] == [RIGHT] * 4
    slip = text.replace("+ 2 c w$$", "+ c w$$")
    assert [e.status for e in check_text(slip).equations][1:] == [RIGHT, RIGHT, WRONG, RIGHT]


def test_a_derivative_is_taken_of_all_of_a_quadratic_form() -> None:
    text = r"""$$f = a^T X w + w^T M w$$
        $$\frac{\partial}{\partial w} w^T M w = (M + M^T) w$$
        $$\frac{\partial}{\partial w} a^T X w = X^T a$$"""
    assert [e.status for e in check_text(text).equations][1:] == [RIGHT] * 2
    slip = text.replace("= X^T a", "= X a")
    assert check_text(slip).equations[-1].status == WRONG


def test_zeros_that_are_asked_for_are_no_sign_of_a_misreading() -> None:
    """= 0 behind each derivative holds nowhere, and the slip is wrong all the same."""
    text = r"""$$F = \frac12 u^2 + \frac12 v^2 + \frac12 z^2 - 3 u v - z$$ Set them to zero:
        $$\frac{\partial F}{\partial u} = u - 3 v = 0$$
        $$\frac{\partial F}{\partial v} = v - 3 u = 0$$
        $$\frac{\partial F}{\partial z} = z + 1 = 0$$"""
    statuses = [[m.status for m in e.members][1] for e in check_text(text).equations]
    assert statuses[1:] == [RIGHT, RIGHT, WRONG]


def test_a_derivative_that_is_zero_is_no_condition_of_itself() -> None:
    r"""\sum_k x_k \partial L / \partial x_k = 0 is no news where the derivatives are zero."""
    text = r"""$L = \sum_k (x_k^2 - c_k x_k)$. $$\frac{\partial L}{\partial x_k} = 2 x_k - c_k$$
At the optimum it vanishes, and $\sum_k x_k \frac{\partial L}{\partial x_k} = 0$."""
    assert check_text(text).equations[-1].status != "right-if"
