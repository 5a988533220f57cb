r"""Arrays in plain text, as code has them: W1[i][j], b2[0], x = [1, 2] and results in numbers.

The numbers of each are worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

NET = """
    z1[i] = sum_j W1[i][j] * x[j] + b1[i]        i in 0..1, j in 0..2
    a1[i] = max(z1[i], 0)
    yhat  = sum_i W2[0][i] * a1[i] + b2[0]
    L     = (yhat - y)^2

Backward:

    dL/dyhat     = 2*(yhat - y)
    dL/db2[0]    = 2*(yhat - y)
    dL/dW2[0][i] = dL/dyhat * a1[i]
    dL/da1[i]    = dL/dyhat * W2[0][i]
    dL/dz1[i]    = dL/da1[i] * (1 if z1[i] > 0 else 0)

With x = [1, 2, -1], target y = 2, W1 = [[1, 1, 1], [0, -1, 2]], b1 = [0, 1],
W2 = [[3, 1]], b2 = [-1]:

    z1 = [2, -3]
    yhat = 5
"""
CONVOLUTION = """
    y[i] = sum_{k=0}^{K-1} w[k] * x[i+k] + b         i = 0 .. N-K

    dL/dw[k] = sum_{i=0}^{N-K} dL/dy[i] * x[i+k]
    dL/dx[n] = sum_{k=0}^{K-1} dL/dy[n-k] * w[k]

Check: x = [1, 0, 2, 1, 1], w = [1, -1], b = 1, L = 0.5 * sum_i y[i]^2

    y = [2, -1, 2, 1]
"""
CLAIMS = [
    (NET, "dL/dW1[i][j] = dL/dz1[i] * x[j]", "dL/dW1[i][j] = dL/dz1[j] * x[i]"),
    (NET, "dL/dx[j] = sum_i dL/dz1[i] * W1[i][j]", "dL/dx[j] = sum_i dL/da1[i] * W1[i][j]"),
    (NET, "dL/dW2 = [[12, 0]]", "dL/dW2 = [[12, -18]]"),
    (NET, "dL/dW1 = [[18, 36, -18], [0, 0, 0]]", "dL/dW1 = [[18, 36, 18], [0, 0, 0]]"),
    (NET, "dL/dx = [18, 18, 18]", "dL/dx = [18, 12, 18]"),
    (CONVOLUTION, "dL/dw = [7, 1]", "dL/dw = [7, 3]"),
    (CONVOLUTION, "dL/dx = [2, -3, 3, -1, -1]", "dL/dx = [2, 3, 3, -1, -1]"),
]


@pytest.mark.parametrize(("text", "right", "wrong"), CLAIMS)
def test_a_claim_about_arrays_is_right_and_a_planted_one_wrong(
    text: str, right: str, wrong: str
) -> None:
    """A number in the name of an array, as in W1, is no index; entries count from 0."""
    for claim, status in ((right, "right"), (wrong, "wrong")):
        report = check_text(f"{text}    {claim}\n", kind="txt")
        assert report.equations[-1].latex == claim
        assert report.equations[-1].status == status


@pytest.mark.parametrize("text", [NET, CONVOLUTION])
def test_what_leads_to_them_is_right(text: str) -> None:
    assert {e.status for e in check_text(text, kind="txt").equations} <= {"right", "definition"}


def test_arrays_that_are_longer_than_their_indices_reach_say_nothing() -> None:
    """x has an entry more than y and w reach: of which the numbers are is not known."""
    text = """
    y[i] = sum_{k=0}^{K-1} w[k] * x[i+k]

x = [1, 2, 3, 4, 5], w = [1, 2], L = sum_i y[i] * t[i], t = [1, 1]

    dL/dw = [3, 5]
"""
    assert check_text(text, kind="txt").equations[-1].status == "no-valid-point"
