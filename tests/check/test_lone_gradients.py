r"""Gradients that are not said of what, \nabla_Z, and products of functions of one matrix."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import RIGHT, WRONG

LAYER = r"""$$Z = X W + b, \quad A = \sigma(Z)$$
$$\nabla_Z = \nabla_A \odot A \odot (1 - A)$$
$$\nabla_W = X^T \nabla_Z$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_X = \nabla_Z W^T", RIGHT),
        (r"\nabla_Z = \frac{\partial L}{\partial Z} = A \odot (1 - A) \odot \nabla_A", RIGHT),
        (r"\nabla_Z = \nabla_A \odot A", WRONG),
        (r"\nabla_X = -\nabla_Z W^T", WRONG),
    ],
)
def test_a_lone_gradient_is_that_of_the_loss(claim: str, status: str) -> None:
    r"""By hand: dX = dZ W^T; \nabla_Z W^T is a product there."""
    assert check_text(f"{LAYER}$${claim}$$").equations[-1].members[-1].status == status


def test_a_gradient_of_something_stays_one() -> None:
    text = r"$$J = \frac12 \|A x - b\|^2$$ $$\nabla_x J = A^T (A x - b)$$"
    assert check_text(text).equations[-1].members[-1].status == RIGHT


SWISH = r"""$$H = X B^T, \quad S = H \sigma(H), \quad Y = S C^T$$
$$\frac{\partial L}{\partial S} = \frac{\partial L}{\partial Y} C$$
$$\frac{\partial L}{\partial C} = (\frac{\partial L}{\partial Y})^T S$$
"""


@pytest.mark.parametrize(
    ("slope", "status"),
    [
        (r"\sigma(H) + H \sigma(H) (1 - \sigma(H))", RIGHT),
        (r"\sigma(H) + H \sigma(H)", WRONG),
    ],
)
def test_a_matrix_times_its_sigmoid_is_taken_entry_by_entry(slope: str, status: str) -> None:
    """By hand: (h s(h))' = s(h) + h s(h) (1 - s(h)) for each entry."""
    claim = (
        rf"\frac{{\partial L}}{{\partial H}} = \frac{{\partial L}}{{\partial S}} \odot [{slope}]"
    )
    assert check_text(f"{SWISH}$${claim}$$").equations[-1].members[-1].status == status


ATTENTION = r"""$$S = Q K^T, \quad P = \text{softmax}(S), \quad O = P V$$
$$\nabla_V = P^T \nabla_O, \quad \nabla_P = \nabla_O V^T$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_Q = \nabla_S K", RIGHT),
        (r"\nabla_K = \nabla_S^T Q", RIGHT),
        (r"\nabla_K = -\nabla_S^T Q", WRONG),
        (r"\nabla_Q = 2 \nabla_S K", WRONG),
    ],
)
def test_a_lone_gradient_stands_before_what_it_is_multiplied_with(claim: str, status: str) -> None:
    """By hand: dQ = dS K, dK = dS^T Q."""
    assert check_text(f"{ATTENTION}$${claim}$$").equations[-1].members[-1].status == status
