"""How formulas about layers are read: superscripts, sums over an axis, numbers too large."""

from __future__ import annotations

import pytest
from networks import BISHOP, NIELSEN

from autograd.checking import check_text

ROWS = """
Z1 = X @ W1 + b1
H = tanh(Z1)
Z2 = H @ W2 + b2
loss = 0.5 * np.sum((Z2 - Y)**2)
dZ2 = Z2 - Y
"""


def last(text: str, kind: str = "md") -> tuple[str, list[str]]:
    equation = check_text(text, kind=kind).equations[-1]
    return equation.status, [e.kind for m in equation.members for e in m.explanations]


def test_a_number_above_is_a_layer_where_letters_above_are() -> None:
    claim = r"$$\delta^2 = ((w^3)^T \delta^3) \odot \sigma'(z^2)$$"
    assert last(NIELSEN + claim)[0] == "right"
    assert last(NIELSEN + claim.replace("z^2", "z^3"))[0] == "wrong"
    assert last(NIELSEN + "$$a^1 = x$$")[0] == "definition"


@pytest.mark.parametrize(("axis", "status"), [("0", "right"), ("1", "wrong")])
def test_sum_over_the_samples_in_the_rows(axis: str, status: str) -> None:
    # b2 is added to every row of Z2, so that its gradient is the sum of the rows
    assert last(f"{ROWS}db2 = np.sum(dZ2, axis={axis}, keepdims=True)\n", "txt")[0] == status


def test_missing_sum_behind_a_minus_sign() -> None:
    claim = r"$$\frac{\partial E}{\partial z_j} = -(t_k - y_k) v_{kj}$$"
    assert last(BISHOP + claim) == ("wrong", ["missing sum"])


def test_derivative_that_is_0_may_be_for_want_of_an_equation() -> None:
    text = r"$a = w x$, $b = w y$, $L = a^2$, $\frac{\partial L}{\partial b} = x$"
    assert last(text) == ("unknown-name", ["unknown-name"])


@pytest.mark.parametrize(
    "text",
    [
        r"$$a^{(99999999999)} = g(z^{(99999999999)})$$",
        r"$$w_{99999999,1}^{(2)} = z_1^{(2)}$$",
        r"$$C = \sum_{i=1}^{10000000000} a_i^{(L)}$$",
        r"$$z^{(L-999999999)} = w^{(l)}$$",
    ],
)
def test_large_numbers_build_no_large_network(text: str) -> None:
    assert check_text(NIELSEN + text).equations
