"""Slips that people make are explained as a teacher would, with a formula that is then right.

Each derivative was worked out by hand; the wrong ones differ from it in the slip that is named.
"""

from __future__ import annotations

from typing import NamedTuple

import pytest
from mistakes import FORKED, SIGMOID, TANH

from autograd.checking import check_text
from autograd.checking.mending.trial import close
from autograd.checking.report.result import Member


class Slip(NamedTuple):
    """A wrong formula, and what its first explanation has to say."""

    forward: str
    left: str
    formula: str
    says: str


L_X, L_W, L_Z, L_W1 = (rf"\frac{{\partial L}}{{\partial {x}}}" for x in ("x", "w", "z_1", "w_1"))
Y_X = r"\frac{dy}{dx}"
RIDGE = "$z = w x + b$\n$L = (z - y)^2 + \\lambda w^2$\n"
P_S, E_R = r"\frac{\partial p_i}{\partial s_j}", r"\frac{\partial E}{\partial r}"
SHARES = "$p_i = \\frac{e^{s_i}}{\\sum_j e^{s_j}}$\n"
RECURRENT = "$s_t = \\tanh(u x_t + r s_{t-1})$\n$E = \\sum_t (s_t - d_t)^2$\n"
NORMED = r"""
$\mu = \frac{1}{n} \sum_i x_i$, $v = \frac{1}{n} \sum_i (x_i - \mu)^2$,
$\hat x_i = (x_i - \mu)/\sqrt{v + \varepsilon}$, $y_i = g \hat x_i + h$
"""
LEAST = "$E(w) = \\frac{1}{n} \\|t - A w\\|^2$\n"
SLIPS = [
    Slip(SIGMOID, L_Z, "(a_2 - y) w_2 z_1 (1 - z_1)", "z_1 (1 - z_1) should be (a_1 (1 - a_1))"),
    Slip(SIGMOID, L_Z, "(a_2 - y) w_2 (1 - a_1^2)", "is the slope of tanh, that of sigma is"),
    Slip(TANH, L_W1, "(z_2 - y) w_2 a_1 (1 - a_1) x", "is the slope of sigma, that of tanh is"),
    Slip(TANH, L_W1, "(z_2 - y) w_2 z_1 (1 - z_1) x", "should be (1 - a_1^2), the slope"),
    Slip(FORKED, L_X, "(a - y) v (1 - h^2) u", "x → z → a → L, one of 2, is not counted: the term"),
    Slip(FORKED, L_X, "(a - y) (w + v (1 - h^2))", "the factor u is missing beside v (1 - h^2)"),
    Slip(FORKED, L_X, "(a - y) (w + v u)", "the factor (1 - h^2) is missing beside v u"),
    Slip(RIDGE, L_W, "2 (z - y) x", r"is missing, which is \frac{\partial}{\partial w}"),
    Slip(RIDGE, L_W, r"2 (z - y) x + \lambda w", r"the factor 2 is missing beside \lambda w"),
    Slip(RIDGE, L_W, r"(z - y) x + 2 \lambda w", "the factor 2 is missing beside (z - y) x"),
    Slip("$y = x^2 \\sin(x)$\n", Y_X, r"2 x \sin(x)", "half of the product rule is forgotten"),
    Slip("$y = x^2 \\sin(x)$\n", Y_X, r"x^2 \cos(x)", "the term"),
    Slip("$y = \\sqrt{1 + x^3}$\n", Y_X, r"\frac{1}{2 \sqrt{1 + x^3}}", "the inner derivative"),
    Slip("$y = \\sin(x^2)$\n", Y_X, r"\cos(x^2)", "inner derivative"),
    Slip("$y = e^{2x} / x$\n", Y_X, r"\frac{x e^{2x} - e^{2x}}{x^2}",
         "the factor 2 is missing beside x e^{2x}"),
    Slip("$y = \\log(x) + \\frac{c^2}{2 x^2}$\n", Y_X, r"-\frac{c^2}{x^3}",
         r"the term + \frac{1}{x} is missing"),
    Slip(SHARES, P_S, "p_i (1 - p_j)", "this is the diagonal"),
    Slip(RECURRENT, r"\frac{\partial E}{\partial s_t}", "2 (s_t - d_t)",
         "a path is not counted: the term +"),
    Slip(RECURRENT, E_R, r"\sum_t \frac{\partial E}{\partial s_t} (1 - s_t^2) s_t",
         "s_t should be s_{t-1}"),
    Slip(RECURRENT, E_R, r"\sum_t \frac{\partial E}{\partial s_t} (1 - s_t) s_{t-1}",
         "s_t should be s_t^2"),
    Slip(NORMED, r"\frac{\partial L}{\partial h}", r"\frac{\partial L}{\partial y_i}",
         "the sum over i is missing"),
    Slip(NORMED, r"\frac{\partial L}{\partial g}", r"\sum_i \frac{\partial L}{\partial y_i} x_i",
         "x_i should be"),
    Slip(LEAST, r"\nabla E", r"\frac{2}{n} A^T (t - A w)", "t - A w should be A w - t"),
    Slip(LEAST, r"\nabla E", r"\frac{2}{n} A (A w - t)", "A must be transposed"),
    Slip("$y = x^2 \\sin(x)$\n", Y_X, r"2 x \cos(x)", "not the product of the derivatives"),
    Slip("$y = \\frac{x^2}{\\sin(x)}$\n", Y_X, r"\frac{2 x}{\cos(x)}", "not the quotient of the"),
    Slip("$y = (1 + x^2)^{-3/2}$\n", Y_X, r"-3 x (1 + x^2)^{-3/2}", "should be -5/2"),
]  # fmt: skip


def judged(slip: Slip, formula: str = "") -> Member:
    """Return the member that claims a formula."""
    claim = rf"$${slip.left} = {formula or slip.formula} \tag{{claim}}$$"
    (equation,) = (e for e in check_text(slip.forward + claim).equations if e.id == "claim")
    return equation.members[-1]


@pytest.mark.parametrize("slip", SLIPS, ids=[slip.formula for slip in SLIPS])
def test_first_explanation_names_the_slip_and_puts_it_right(slip: Slip) -> None:
    member = judged(slip)
    assert member.status == "wrong"
    assert slip.says in member.explanations[0].text
    repairs = [e.repair for e in member.explanations if e.repair]
    assert repairs
    for repair in repairs:
        assert judged(slip, repair).status == "right", repair


def test_where_nothing_explains_a_mistake_the_smallest_part_is_named() -> None:
    """For i = j the formula is nonsense, else it is right."""
    cases = r"\begin{cases} \tan(p_i) + p_j^3 & i = j \\ -p_i p_j & i \ne j \end{cases}"
    slip = Slip(SHARES, P_S, cases, "")
    (explanation,) = judged(slip).explanations
    assert explanation.kind == "part"
    assert r"in place of \tan(p_i) + p_j^3 it would be right" in explanation.text


def test_planted_wrong_saying_is_noticed() -> None:
    assert SLIPS[0].says not in judged(SLIPS[1]).explanations[0].text


def test_numbers_agree_only_where_both_are_known() -> None:
    assert close([1.0, float("nan")], [1.0, 2.0])
    assert not close([1.0, 3.0], [1.0, 2.0])
    assert not close([float("nan")], [1.0])
