r"""Documents that the one evaluator judges; what is true of each is worked out by hand."""

from __future__ import annotations

import random
import sys

import pytest

from autograd.checking import check_text
from autograd.checking.meaning.drawn import apart

SOFTMAX = r"$p_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$ "
BATCH = (
    r"$\mu = \frac1n \sum_i x_i$, $v = \frac1n \sum_i (x_i - \mu)^2$, "
    r"$\hat x_i = (x_i - \mu)/\sqrt{v + \varepsilon}$, $y_i = g \hat x_i + h$ "
)
SQUARES = r"$E(w) = \frac{1}{n} \|t - A w\|^2$ "
CASES = [
    (r"$f(x) = x^2$ ", r"$f'(2) = 4$", "right"),
    (r"$f(x) = x^2$ ", r"$f'(x) = 3x$", "wrong"),
    (SOFTMAX, r"$\frac{\partial p_i}{\partial s_j} = p_i(\delta_{ij} - p_j)$", "right"),
    (SOFTMAX, r"$\frac{\partial p_i}{\partial s_j} = p_i (1 - p_j)$", "wrong"),
    (BATCH, (r"$\frac{\partial L}{\partial g} ="
     r" \sum_i \frac{\partial L}{\partial y_i} \hat x_i$"), "right"),
    (BATCH, r"$\frac{\partial L}{\partial h} = \frac{\partial L}{\partial y_i}$", "wrong"),
    (SQUARES, r"$\nabla E = -\frac{2}{n} A^T (t - A w)$", "right"),
    (r"$L = (a - y)^2$ ", r"$\frac{\partial L}{\partial a} = 2 (a - y) + \kappa$", "unknown-name"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "claim", "status"), CASES)
def test_claims_of_strangers(given: str, claim: str, status: str) -> None:
    assert check_text(given + claim).equations[-1].status == status


def test_points_are_the_same_where_words_have_32_bits() -> None:
    """A browser's Python hashes a float otherwise; the numbers are those of CPython on 64 bits."""
    drawn = [apart(rng).random() for rng in [random.Random(3)] for _ in range(3)]
    assert drawn == [0.2497674909814347, 0.9321887292867723, 0.5451888316590842]
    if sys.hash_info.width == 64:
        plain = [
            random.Random(rng.random()).random() for rng in [random.Random(3)] for _ in range(3)
        ]
        assert drawn == plain
