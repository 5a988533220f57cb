r"""NumPy's sums along an axis beside formulas in indices; what is true of each by hand.

The gradient of the shift is the upstream gradient summed over the batch; of the scale, with \hat x.
"""

from __future__ import annotations

from autograd import check_text

NORMALISED = r"""
Batch normalisation, for the column $j$ of a batch:

$$\mu_j = \frac{1}{N} \sum_{i=1}^N x_{i,j}, \qquad
\sigma^2_j = \frac{1}{N} \sum_{i=1}^N (x_{i,j} - \mu_j)^2$$

$$\hat{x}_{i,j} = \frac{x_{i,j} - \mu_j}{\sqrt{\sigma^2_j + \epsilon}}$$

$$y_{i,j} = \gamma_j \hat{x}_{i,j} + \beta_j$$
"""
CODE = "\n`dbeta = np.sum(dy, axis=0)`\n"
RIGHT = r"$$\frac{\partial L}{\partial \gamma_j} = \sum_{i=1}^N dy_{i,j} \hat{x}_{i,j}$$"
PLANTED = r"$$\frac{\partial L}{\partial \gamma_j} = \sum_{i=1}^N dy_{i,j} x_{i,j}$$"


def said(*parts: str) -> list[str]:
    report = check_text("\n".join((NORMALISED, *parts)))
    return [e.status for e in report.equations if e.status != "definition"]


def test_an_axis_in_code_does_not_move_the_indices_of_the_formulas() -> None:
    assert said(CODE, RIGHT) == ["right", "right"]
    assert said(CODE, RIGHT, PLANTED) == ["right", "right", "wrong"]


def test_a_sum_along_an_axis_is_neither_a_row_nor_a_column() -> None:
    half = "\n`dbeta = 0.5 * np.sum(dy, axis=0)`\n"
    assert said(RIGHT, CODE, half) == ["right", "right", "wrong"]
    assert said(RIGHT, "\n`dbeta = np.sum(dy, axis=1)`\n") == ["right", "wrong"]
