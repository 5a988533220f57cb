r"""What is only differentiated by, z of \sigma(w x + b); and the two cases of a softmax.

The truth was worked out by hand; each kind has a slip.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

ROWS = r"""$s = CE(y, \hat{y}) = -\sum_i y_i \log \hat{y}_i$, $\hat{y} = softmax(\theta)$.
$$\frac{\partial s}{\partial \theta} = \hat{y} - y$$
Let $h = sigmoid(x W_1 + b_1)$, $\hat{y} = softmax(h W_2 + b_2)$, all the vectors being rows."""
CASES = r"""$y$ is one-hot with $y_k = 1$: $L = -\sum_i y_i \log p_i = -\log p_k$ with
$p_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$."""


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial z} = (\hat{y} - y) \hat{y} (1 - \hat{y})", "right"),
        (r"\frac{\partial L}{\partial z} = (y - \hat{y}) \hat{y} (1 - \hat{y})", "wrong"),
        (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} x", "right"),
        (r"\frac{\partial L}{\partial w} = \frac{\partial L}{\partial z} w", "wrong"),
    ],
)
def test_the_one_input(claim: str, status: str) -> None:
    text = r"$\hat{y} = \sigma(w x + b)$, $L = \frac12 (\hat{y} - y)^2$"
    assert _last(f"{text} $${claim}$$") == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial z_2} = (p - y) \odot p \odot (1 - p)", "right"),
        (r"\frac{\partial L}{\partial z_2} = (p - y) \odot p \odot (1 + p)", "wrong"),
        (r"\frac{\partial L}{\partial W_2} = \frac{\partial L}{\partial z_2} h^T", "right"),
        (r"\frac{\partial L}{\partial z_1} = W_2^T g \odot h \odot (1-h)", "right"),
        (r"\frac{\partial L}{\partial z_1} = W_2^T g \odot h \odot (1+h)", "wrong"),
    ],
)  # fmt: skip
def test_numbered_inputs(claim: str, status: str) -> None:
    text = r"""$h = \sigma(W_1 x + b_1)$, $p = \sigma(W_2 h + b_2)$, $L = \frac12 \|p - y\|^2$"""
    claim = claim.replace(" g ", r" \frac{\partial L}{\partial z_2} ")
    assert _last(f"{text} $${claim}$$") == status


def test_what_may_be_of_either_is_left_open() -> None:
    text = r"$h = \sigma(V x)$, $p = \tanh(U h)$, $L = \frac12 \|p - y\|^2$"
    assert _last(rf"{text} $$\frac{{\partial L}}{{\partial z}} = p - y$$") == "unknown-name"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial s}{\partial z_2} = \hat{y} - y", "right"),
        (r"\frac{\partial s}{\partial z_2} = y - \hat{y}", "wrong"),
        (r"\frac{\partial s}{\partial h} = (\hat{y} - y) W_2^T", "right"),
        (r"\frac{\partial s}{\partial W_2} = h^T (\hat{y} - y)", "right"),
        (r"\frac{\partial s}{\partial W_2} = (\hat{y} - y)^T h", "wrong"),
        (r"\frac{\partial s}{\partial z_1} = ((\hat{y} - y) W_2^T) \odot h \odot (1 - h)", "right"),
    ],
)
@pytest.mark.parametrize("hot", ["", "Only the entry $k$ of $y$ is 1, $y_k = 1$. "])
def test_rows_whose_entries_are_summed(claim: str, status: str, hot: str) -> None:
    r"""softmax(\theta), and later softmax(h W_2 + b_2): \theta is z_2."""
    report = check_text(rf"{hot}{ROWS} $${claim}$$")
    statuses = [e.members[-1].status for e in report.equations if r"\partial" in e.latex]
    assert statuses == ["right", status]


@pytest.mark.parametrize(
    ("first", "second", "statuses"),
    [
        ("p_k - 1", "p_i", ["right", "right"]),
        ("p_k + 1", "p_i", ["wrong", "right"]),
        ("p_k - 1", "-p_i", ["right", "wrong"]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_two_cases_beside_each_other(
    first: str, second: str, statuses: list[str], turned: bool
) -> None:
    of = [rf"$\frac{{\partial L}}{{\partial s_k}} = {first}$",
          rf"$\frac{{\partial L}}{{\partial s_i}} = {second}$"]  # fmt: skip
    if turned:
        of, statuses = of[::-1], statuses[::-1]
    report = check_text(f"{CASES} So {of[0]} and {of[1]}.")
    assert [e.members[-1].status for e in report.equations[-2:]] == statuses


@pytest.mark.parametrize(("claimed", "status"), [("p_k(1 - p_k)", "right"), ("-p_k p_k", "wrong")])
def test_a_condition_of_what_is_written_with_its_other_letter(claimed: str, status: str) -> None:
    text = rf"{CASES} For $i = k$ $$\frac{{\partial p_k}}{{\partial s_k}} = {claimed}$$"
    assert _last(text) == status
