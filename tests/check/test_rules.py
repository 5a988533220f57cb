r"""Functions given by rules: their derivatives, their values at entries, where they hold.

What is true of each text is worked out by hand; each has a claim that is right and a planted one.
"""

from __future__ import annotations

import pytest

from autograd import check_text

HUBER = r"""
Let $\delta > 0$. For a residual $r$ put
$$\rho(r) = \begin{cases} \frac12 r^2 & \text{if } |r| \le \delta, \\
\delta (|r| - \frac12 \delta) & \text{otherwise} \end{cases}$$
$\psi(r) = \max(-\delta, \min(\delta, r))$. With $r_i = y_i - x_i^T \theta$ the criterion is
$C(\theta) = \sum_{i=1}^n \rho(r_i)$.
"""
SMOOTH = HUBER + r"Smooth: $\tilde\rho(r) = \delta^2 (\sqrt{1 + (r/\delta)^2} - 1)$. "
FOCAL = r"$p = \sigma(x)$, $FL^+ = -\alpha (1-p)^\gamma \log p$. "
BOTH = FOCAL + r"$FL^- = -(1-\alpha) p^\gamma \log(1-p)$. "
WEIGHTED = r"$E = \frac12 (y - X b)^T W (y - X b)$ with $W = \mathrm{diag}(w_1, \dots, w_n)$. "
ROOTS = r"$f(x) = (\sqrt{a^2} + \sqrt{b^2} + \sqrt{c^2}) x$. $f'(x) = a + b + c$"


def _status(text: str) -> str:
    return str(check_text(text).equations[-1].status)


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        (HUBER, r"$\rho'(r) = \psi(r)$", r"$\rho'(r) = \max(0, \min(\delta, r))$"),
        (HUBER, r"$\nabla C(\theta) = -\sum_{i=1}^n \psi(r_i) x_i$",
         r"$\nabla C(\theta) = \sum_{i=1}^n \psi(r_i) x_i$"),
        (HUBER, r"$\nabla^2 C(\theta) = \sum_{i : |r_i| < \delta} x_i x_i^T$",
         r"$\nabla^2 C(\theta) = 2 \sum_{i : |r_i| < \delta} x_i x_i^T$"),
        (SMOOTH, r"$\tilde\rho'(r) = \frac{r}{\sqrt{1 + (r/\delta)^2}}$",
         r"$\tilde\rho'(r) = \frac{2 r}{\sqrt{1 + (r/\delta)^2}}$"),
        (SMOOTH, r"$\tilde\rho''(r) = (1 + (r/\delta)^2)^{-3/2}$",
         r"$\tilde\rho''(r) = (1 + (r/\delta)^2)^{-1/2}$"),
        (FOCAL, r"$\frac{dFL^+}{dx} = \alpha (1-p)^\gamma (\gamma p \log p + p - 1)$",
         r"$\frac{dFL^+}{dx} = \alpha (1-p)^\gamma (\gamma p \log p + p + 1)$"),
        (BOTH, r"$\frac{dFL^-}{dx} = (1-\alpha) p^\gamma (p - \gamma (1-p) \log(1-p))$",
         r"$\frac{dFL^-}{dx} = (1-\alpha) p^\gamma (p + \gamma (1-p) \log(1-p))$"),
        (WEIGHTED, r"$\nabla_b E = -X^T W (y - X b)$", r"$\nabla_b E = X^T W (y - X b)$"),
    ],
)  # fmt: skip
def test_a_claim_that_is_right_and_one_that_is_wrong(text: str, right: str, wrong: str) -> None:
    """The r of a rule is a number, be r_i an entry elsewhere; FL is one name, FL^+ another."""
    assert _status(text + right) == "right"
    assert _status(text + wrong) == "wrong"


def test_what_holds_for_the_numbers_in_the_same_sentence() -> None:
    """The cross-entropy's slope is that of the focal loss without focus, and only then."""
    when = FOCAL + r"Check: when $\gamma = 0$, $\alpha = 1$ we get $\frac{dFL^+}{dx} = p - 1$"
    member = check_text(when).equations[-1].members[1]
    assert (member.status, member.condition) == ("right-if", r"\gamma = 0, \alpha = 1")
    assert _status(when.replace("p - 1", "p + 1")) == "wrong"
    apart = FOCAL + r"We start when $\gamma = 0$, $\alpha = 1$. Then $\frac{dFL^+}{dx} = p - 1$"
    assert _status(apart) == "wrong"


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        ("Let $a > 0$, $b > 0$ and $c > 0$. ", True),
        ("", False),
        ("If $a > 0$, $b > 0$ and $c > 0$, all is simple. ", False),
        ("Let $a > 0$, $b > 0$ and $c > 0$, later $a < 0$, $b < 0$, $c < 0$. ", False),
    ],
)
def test_what_a_text_says_to_be_positive_is(said: str, is_right: bool) -> None:
    """The root of a square is its number where that is positive."""
    assert (_status(said + ROOTS) == "right") is is_right


def test_pairs_of_capitals_are_one_name_where_neither_is_a_name() -> None:
    """The product of X and W is none."""
    text = r"$Z = X W$, $\frac{\partial XW}{\partial X} = W$"
    assert [m.reading for m in check_text(text).equations[1].members] == ["d(X * W, X)", "W"]
