r"""Diagonal matrices told by their entries, and matrices whose entries are numbers.

The Hessian of the log-likelihood of logistic regression is -X^T S X with S = diag(p (1 - p)).
"""

from __future__ import annotations

import pytest

from autograd import check_text

LIKELIHOOD = r"""$p_i = \sigma(w^T x_i)$, $\ell(w) = \sum_i y_i \log p_i + (1 - y_i) \log(1 - p_i)$

$$\nabla \ell(w) = X^T (y - p)$$

"""
HESSIAN = r"$$\nabla^2 \ell(w) = -X^T S X$$ "
TOLD = [
    r"where $S = \operatorname{diag}(p_i (1 - p_i))$.",
    r"where $S = \mathrm{diag}(p_1 (1 - p_1), \ldots, p_n (1 - p_n))$.",
    r"where $S$ is the diagonal matrix with $S_{ii} = p_i (1 - p_i)$.",
    "其中 $S$ 是对角矩阵，$S_{ii} = p_i (1 - p_i)$。",
]


def last(text: str) -> str:
    judged = [e.status for e in check_text(text).equations if e.status != "definition"]
    return judged[-1]


@pytest.mark.parametrize("told", TOLD)
def test_a_diagonal_matrix_is_told_by_its_entries(told: str) -> None:
    assert last(LIKELIHOOD + HESSIAN + told) == "right"
    assert last(LIKELIHOOD + HESSIAN.replace("-X^T", "X^T") + told) == "wrong"


def test_entries_stand_in_a_claim_too() -> None:
    claim = r"$$\nabla^2 \ell(w) = -X^T \operatorname{diag}(p_i (1 - p_i)) X$$"
    assert last(LIKELIHOOD + claim) == "right"
    assert last(LIKELIHOOD + claim.replace("(1 - p_i)", "(1 + p_i)")) != "right"


def test_a_lone_name_in_a_diagonal_may_be_a_vector() -> None:
    text = r"$h_t = \tanh(W h_{t-1})$ $$\frac{\partial h_t}{\partial h_{t-1}} = D W$$"
    told = r" with $D = \operatorname{diag}(1 - h_t^2)$"
    assert last(text + told) == "right"


@pytest.mark.parametrize(
    "listed", [r"r_1, \ldots, r_n", r"r_0, \ldots, r_{n-1}", r"r_0, \dots, r_n"]
)
def test_names_that_are_listed_are_a_whole_vector(listed: str) -> None:
    text = rf"$J(w) = \frac12 (y - Xw)^T R (y - Xw)$, where $R = \mathrm{{diag}}({listed})$. "
    assert last(text + r"$$\nabla_w J = -X^T R (y - X w)$$") == "right"
    assert last(text + r"$$\nabla_w J = X^T R (y - X w)$$") == "wrong"


def test_features_are_the_rows_of_their_capital() -> None:
    text = r"""$y_n = \sigma(w^T \phi_n)$,
$E(w) = -\sum_{n=1}^N \{t_n \ln y_n + (1 - t_n) \ln (1 - y_n)\}$
$$\nabla E(w) = \Phi^T (y - t)$$
$$\nabla \nabla E(w) = \Phi^T R \Phi$$
where $R$ is diagonal with $R_{nn} = y_n (1 - y_n)$."""
    assert [e.status for e in check_text(text).equations[2:4]] == ["right", "right"]
    slip = check_text(text.replace("(y - t)", "(t - y)"))
    assert slip.equations[2].status == "wrong"


ARM = r"""$$x = l_1 \cos q_1 + l_2 \cos(q_1 + q_2), \quad y = l_1 \sin q_1 + l_2 \sin(q_1 + q_2)$$
$$J = \begin{bmatrix} \frac{\partial x}{\partial q_1} & \frac{\partial x}{\partial q_2} \\
\frac{\partial y}{\partial q_1} & \frac{\partial y}{\partial q_2} \end{bmatrix} =
\begin{bmatrix} -l_1 s_1 - l_2 s_{12} & -l_2 s_{12} \\ l_1 c_1 + l_2 c_{12} & l_2 c_{12}
\end{bmatrix}$$
with $s_1 = \sin q_1$, $c_1 = \cos q_1$, $s_{12} = \sin(q_1 + q_2)$, $c_{12} = \cos(q_1 + q_2)$.
"""


def test_the_jacobian_of_an_arm_is_a_grid_of_numbers() -> None:
    members = check_text(ARM).equations[2].members
    assert members[-1].status == "right"
    slip = ARM.replace("-l_1 s_1 - l_2 s_{12}", "-l_1 s_1 + l_2 s_{12}")
    assert check_text(slip).equations[2].members[-1].status == "wrong"
    # l_1 l_2 sin(q_2), by the sine of a difference
    assert last(ARM + r"$\det J = l_1 l_2 \sin q_2$") == "right"
    assert last(ARM + r"$\det J = l_1 l_2 \cos q_2$") == "wrong"
