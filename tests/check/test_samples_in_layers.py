r"""Samples beside each other in the matrices of a deep network, and the cost by single samples.

With J the mean over m columns and dZ the derivative of m J, as the course that made this notation
known has it: dZ^{[L]} = A^{[L]} - Y, dW = dZ A^T / m, db the mean of the columns of dZ.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

NET = r"""
The examples are columns, $A^{[0]} = X$, and for every layer
$$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}, \qquad A^{[l]} = \sigma(Z^{[l]})$$
$$J = -\frac{1}{m} \sum_{i=1}^{m} \left[ y^{(i)} \log a^{[L](i)}
  + (1 - y^{(i)}) \log (1 - a^{[L](i)}) \right]$$
"""
CLAIMS = r"""
$$dA^{[L]} = -\frac{Y}{A^{[L]}} + \frac{1 - Y}{1 - A^{[L]}}$$
$$dZ^{[L]} = A^{[L]} - Y$$
$$dW^{[l]} = \frac{1}{m} dZ^{[l]} A^{[l-1]T}$$
$$db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l](i)}$$
$$dA^{[l-1]} = W^{[l]T} dZ^{[l]}$$
$$dz^{[L](i)} = a^{[L](i)} - y^{(i)}$$
$$db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dz^{[l](i)}$$
"""
SAME = r"""
$$\frac{\partial J}{\partial Z^{[L]}} = \frac{1}{m} (A^{[L]} - Y)$$
$$\frac{\partial J}{\partial W^{[l]}} = \frac{\partial J}{\partial Z^{[l]}} A^{[l-1]T}$$
"""


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members]


def test_single_samples_are_columns_of_the_matrices() -> None:
    assert _statuses(NET + CLAIMS).count("right") == 7 + 7
    assert _statuses(NET + SAME).count("right") == 2 + 2


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        ("= A^{[L]} - Y", "= Y - A^{[L]}"),
        (r"\frac{1}{m} dZ^{[l]} A^{[l-1]T}", r"dZ^{[l]} A^{[l-1]T}"),
        (r"$$db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l](i)}$$",
         r"$$db^{[l]} = \frac{1}{m} \sum_{i=1}^{m} dZ^{[l-1](i)}$$"),
        ("= W^{[l]T} dZ^{[l]}", "= -W^{[l]T} dZ^{[l]}"),
        ("= a^{[L](i)} - y^{(i)}", "= a^{[L](i)} + y^{(i)}"),
    ],
)  # fmt: skip
def test_a_slip_is_wrong(written: str, slip: str) -> None:
    assert written in CLAIMS
    found = _statuses(NET + CLAIMS.replace(written, slip))
    assert found.count("wrong") + found.count("right-if") == 1, found


def test_what_is_not_the_gradient_of_the_mean_is_not_right() -> None:
    r"""Beside \partial J/\partial Z with its 1/m, a weight's gradient has no further one."""
    text = NET + SAME.replace(r"{\partial Z^{[l]}} A", r"{\partial Z^{[l]}} \frac{1}{m} A")
    assert _statuses(text)[-1] != "right"
