r"""What is said of one gate, "and so on"; what arrives from the step after, as words tell."""

from __future__ import annotations

import pytest

from autograd import check_text

CELL = r"""$f_t = \sigma(W_f s_t + b_f)$, $i_t = \sigma(W_i s_t + b_i)$,
$o_t = \sigma(W_o s_t + b_o)$, $g_t = \tanh(W_g s_t + b_g)$,
$c_t = f_t \odot c_{t-1} + i_t \odot g_t$, $h_t = o_t \odot \tanh c_t$.

$L$ is the loss, $\delta h_t = \partial L/\partial h_t$, and %s.

$$\delta c_t = \frac{\partial L}{\partial c_t}$$
$$\delta c_t = \Gamma + \delta h_t \odot o_t \odot (1 - \tanh^2 c_t)$$
With $a_f = W_f s_t + b_f$, and so on,
$$\frac{\partial L}{\partial a_f} = \delta c_t \odot c_{t-1} \odot f_t \odot (1 - f_t)$$
"""
TOLD = [
    r"$\Gamma$ is the part of $\partial L/\partial c_t$ that comes from the next step",
    r"$\Gamma$ the gradient from the following time step",
    r"$\Gamma$ 是从下一时刻传来的梯度",
    r"$\Gamma$ la part de $\partial L/\partial c_t$ venant du pas suivant",
]


def said(text: str) -> dict[str, str]:
    found = check_text(text).equations
    return {e.latex.replace(" ", ""): e.members[-1].status for e in found}


@pytest.mark.parametrize("told", TOLD)
def test_a_gradient_from_the_next_step_is_one_by_its_words(told: str) -> None:
    found = said(CELL % told)
    assert found[r"\deltac_t=\Gamma+\deltah_t\odoto_t\odot(1-\tanh^2c_t)"] == "right"


def test_another_name_is_not() -> None:
    found = said(CELL % r"$\Gamma$ is a constant")
    assert found[r"\deltac_t=\Gamma+\deltah_t\odoto_t\odot(1-\tanh^2c_t)"] != "right"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"a_o} = \delta h_t \odot \tanh(c_t) \odot o_t \odot (1 - o_t)", "right"),
        (r"a_i} = \delta c_t \odot g_t \odot i_t \odot (1 - i_t)", "right"),
        (r"a_g} = \delta c_t \odot i_t \odot (1 - g_t^2)", "right"),
        (r"a_i} = \delta c_t \odot i_t \odot i_t \odot (1 - i_t)", "wrong"),
        (r"a_g} = \delta c_t \odot i_t \odot (1 - g_t)", "wrong"),
    ],
)
def test_what_is_said_of_one_gate_is_meant_of_all(claim: str, status: str) -> None:
    text = CELL % TOLD[0]
    found = check_text(rf"{text}$$\frac{{\partial L}}{{\partial {claim}$$").equations[-1]
    assert found.members[-1].status == status
