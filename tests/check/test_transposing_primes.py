r"""Primes that are transposes, X'X and W' \delta, and those that are derivatives or other names."""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.transposing_primes import transposes

TRANSPOSES = (
    (r"\hat\beta = (X'X)^{-1} X'y",), (r"(y - X\beta)' \Omega^{-1} (y - X\beta)",), (r"x_i'\beta",),
    (r"\delta_1 = W_2' \delta_2 \odot \sigma'(z_1)",), (r"\mathbf{x}^{\prime} \mathbf{w}",),
    (r"s_j = q'k_j", r"\frac{\partial L}{\partial q} = p"), (r"\left(W^{(2)}\right)' \delta",),
    (r"\frac{\partial L}{\partial W} = \delta h_{t-1}'",),
    (r"\frac{\partial^2 J}{\partial\beta\,\partial\beta'} = X'X",),
)  # fmt: skip
OTHERS = (
    ("(uv)' = u'v + uv'",), (r"\frac{d}{dx} (F G) = F'G + FG'",), (r"\frac{u'v - uv'}{v^2}",),
    ("F'(x) = f(x)",), ("y'y = x",), ("y'' + y' = 0",), (r"x' = x - \eta g", "W'x"),
    (r"\sum_{j'} X'X",), (r"\frac{dL}{dx} = y' \frac{\partial L}{\partial y}",),
    ("h' = f'(g(x)) g'(x)",),
)  # fmt: skip


@pytest.mark.parametrize("formulas", TRANSPOSES)
def test_a_prime_that_multiplies_is_a_transpose(formulas: tuple[str, ...]) -> None:
    assert transposes(formulas)


@pytest.mark.parametrize("formulas", OTHERS)
def test_a_prime_that_may_be_a_derivative_is_none(formulas: tuple[str, ...]) -> None:
    assert not transposes(formulas)


NETWORK = r"""$z_1 = W_1 x + b_1$, $h = \sigma(z_1)$, $z_2 = W_2 h + b_2$
and $\delta_2 = \partial L/\partial z_2$.

$$\frac{\partial L}{\partial W_2} = \delta_2 h'$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial L}{\partial z_1} = W_2' \delta_2 \odot \sigma'(z_1)", "right"),
        (r"\frac{\partial L}{\partial z_1} = W_2' \delta_2 \odot \sigma(z_1)", "wrong"),
        (r"\frac{\partial L}{\partial W_1} = (W_2' \delta_2 \odot \sigma'(z_1)) x'", "right"),
        (r"\frac{\partial L}{\partial h} = -W_2' \delta_2", "wrong"),
    ],
)
def test_the_prime_of_a_function_stays_its_derivative(claim: str, status: str) -> None:
    assert check_text(f"{NETWORK}$${claim}$$").equations[-1].status == status
