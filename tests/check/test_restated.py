r"""What is said twice: a definition that holds by those before it is a claim, any other none.

What is true of each text is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

COST = r"$J(w) = \|X w - y\|^2$ is to be least. "
FRACTION = r"Let $f(x) = \frac{x^2 + 3}{x + 1}$. "
LOG = r"The net puts out $s_j = \log \sigma_j^2$. "
CLASS = r"$p_{ik} = \frac{e^{s_{ik}}}{\sum_c e^{s_{ic}}}$ and $L_i = -\log p_{i t_i}$. "
WEIGHTS = r"$K(w) = (y - X w)^T R (y - X w)$. "


def _statuses(text: str) -> list[str]:
    return [m.status for m in check_text(text).equations[-1].members]


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (COST, r"$J(w) = (X w - y)^T (X w - y)$"),
        (COST, r"With $e = X w - y$ we have $J = e^T e$"),
        (COST, r"$J = \operatorname{tr}((X w - y)(X w - y)^T)$"),
        (FRACTION, r"By division $f(x) = x - 1 + \frac{4}{x + 1}$"),
        (LOG, r"So $\sigma_j = e^{s_j/2}$"),
        (CLASS, r"That is $L_i = -s_{i t_i} + \log \sum_c e^{s_{ic}}$"),
        ("Let $R$ be symmetric, $R$ symmetric and " + WEIGHTS,
         r"$K(w) = y^T R y - 2 w^T X^T R y + w^T X^T R X w$"),
    ],
)  # fmt: skip
def test_what_holds_by_an_earlier_definition_is_right(before: str, again: str) -> None:
    """Expanded, divided out, inverted, by another name: it is a claim, and true."""
    claim = r" $\frac{\partial J}{\partial w} = 2 X^T (X w - y)$ " if before == COST else ""
    assert _statuses(before + claim + again) == ["right", "right"]


@pytest.mark.parametrize(
    ("before", "again"),
    [
        (COST, r"$J(w) = (X w - y)^T (X w + y)$"),
        (FRACTION, r"$f(x) = x - 1 + \frac{3}{x + 1}$"),
        (LOG, r"So $\sigma_j = e^{s_j/3}$"),
        (WEIGHTS, r"$K(w) = y^T R y - 2 w^T X^T R y + w^T X^T R X w$"),
        ("If $R$ is symmetric then " + WEIGHTS,
         r"$K(w) = y^T R y - 2 w^T X^T R y + w^T X^T R X w$"),
    ],
)  # fmt: skip
def test_what_does_not_hold_is_never_called_right(before: str, again: str) -> None:
    """Another cost, another function: a name may be meant anew."""
    assert "right" not in _statuses(before + again)


def test_a_slip_in_the_same_passage_is_called_wrong() -> None:
    """The fraction is no function anew where its name stands alone: 3 for 4 is a slip."""
    text = r"$z = \frac{x^2 + 3}{x + 1}$, $\frac{dz}{dx} = \frac{x^2 + 2x - 3}{(x + 1)^2}$, "
    assert _statuses(text + r"$z = x - 1 + \frac{4}{x + 1}$") == ["right", "right"]
    assert _statuses(text + r"$z = x - 1 + \frac{3}{x + 1}$")[1] == "wrong"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Let $M$ be a matrix, where $M$ is symmetric.", "right"),
        ("The matrix is diagonal: $M = \\mathrm{diag}(m_1, \\dots, m_d)$.", "right"),
        ("Take a symmetric matrix $M$.", "right"),
        ("On a $M$ symétrique.", "right"),
        ("If $M$ is symmetric, all is simpler.", "right-if"),
        (
            r"Of \(M\) we ask no more than being square and symmetric: \(M\) is real symmetric.",
            "right",
        ),
        ("Let a matrix $M$ other than being square and symmetric be any.", "right"),
        ("Take a symmetric positive definite $M$.", "right"),
        ("Take $M$, symmetric or not.", "right-if"),
        ("", "right-if"),
    ],
)
def test_a_matrix_that_is_said_to_be_symmetric_is(said: str, status: str) -> None:
    """Only where the text says so without an if."""
    text = said + r" $q = x^T M x$, $\nabla_x q = 2 M x$"
    assert check_text(text).equations[-1].status == status


SHEET = r"""
## Several variables

If $z = f(x, y)$ and $x = g(t)$, $y = h(t)$, then
$$\frac{dz}{dt} = \frac{\partial z}{\partial x} \frac{dx}{dt}
  + \frac{\partial z}{\partial y} \frac{dy}{dt}$$

## ReLU

$y = \max(0, x)$
$$\frac{\partial L}{\partial x} = %s$$
"""


@pytest.mark.parametrize(("factor", "right"), [("", True), ("-", False), ("2", False)])
def test_what_a_section_before_makes_of_another_y_is_no_path(factor: str, right: bool) -> None:
    """L of the second section is not reached through z, which is of the y of the first."""
    claimed = factor + r"\frac{\partial L}{\partial y} \mathbb 1[x > 0]"
    assert (check_text(SHEET % claimed).equations[-1].status == "right") is right


@pytest.mark.parametrize(
    ("said", "status"),
    [
        (r"A sample of $N_p(\mu, V)$ has", "right"),
        (r"With $x_i \sim \mathcal{N}(\mu, V)$,", "right"),
        (r"With any $\mu$ and $V$,", "right-if"),
    ],
)
def test_what_a_normal_distribution_varies_by_is_symmetric(said: str, status: str) -> None:
    text = said + (
        r" $\ell(\mu) = -\frac{1}{2} \sum_{i=1}^n (x_i - \mu)^T V^{-1} (x_i - \mu)$ and "
        r"$\nabla_\mu \ell(\mu) = V^{-1} \sum_{i=1}^n (x_i - \mu)$"
    )
    assert _statuses(text)[-1] == status
    assert _statuses(text.replace(r"V^{-1} \sum", r"-V^{-1} \sum"))[-1] == "wrong"
