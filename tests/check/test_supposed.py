r"""Cases with a line of their own, names that end a chain, and what "if p = ..." gives anew."""

from __future__ import annotations

import pytest

from autograd import check_text

SOFTMAX = r"""
The network ends in $o_k = \frac{e^{s_k}}{\sum_{l=1}^K e^{s_l}} = q_k$, with
$E = -\sum_{k=1}^K t_k \log q_k$ and one-hot $t$.

FIRST

$$\frac{\partial o_k}{\partial s_m} = SAME$$

SECOND

$$\frac{\partial o_k}{\partial s_m} = OTHER$$

Hence $\frac{\partial E}{\partial s_m} = SLOPE$.
"""
SIGMOID = r"""
The output is $h = \sigma(u) = r$ and $C = -y \log r - (1-y)\log(1-r)$, so
$\frac{\partial C}{\partial u} = SLOPE$. If the output is linear, $h = u$, with
$C = \frac12(u-y)^2$ we get $\frac{\partial C}{\partial u} = LINEAR$.
"""
GIVEN = {"FIRST": "1. $k = m$", "SECOND": "2. $k \\neq m$", "SAME": "q_k (1 - q_k)",
         "OTHER": "-q_k q_m", "SLOPE": "q_m - t_m"}  # fmt: skip


def _judged(text: str, **said: str) -> list[str]:
    for name, formula in said.items():
        text = text.replace(name, formula)
    found = [equation.status for equation in check_text(text).equations]
    return [status for status in found if status in ("right", "wrong", "right-if")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("1. $k = m$", "2. $k \\neq m$"),
        ("**Case 1: $k = m$**", "**Case 2: $k \\ne m$**"),
        ("- $k = m$:", "- $k \\neq m$:"),
    ],
)
def test_a_condition_on_a_line_of_its_own_is_of_what_follows(first: str, second: str) -> None:
    assert _judged(SOFTMAX, **{**GIVEN, "FIRST": first, "SECOND": second}) == ["right"] * 3


@pytest.mark.parametrize(
    ("place", "slip"), [("SAME", "q_k (1 + q_k)"), ("OTHER", "q_k q_m"), ("SLOPE", "q_m + t_m")]
)
def test_a_slip_under_such_a_condition_is_called_wrong(place: str, slip: str) -> None:
    assert sorted(_judged(SOFTMAX, **{**GIVEN, place: slip})) == ["right", "right", "wrong"]


def test_a_name_at_the_end_of_a_chain_is_what_stands_before_it() -> None:
    assert _judged(SIGMOID, SLOPE="r - y", LINEAR="u - y")[0] == "right"
    assert _judged(SIGMOID, SLOPE="r + y", LINEAR="u - y")[0] == "wrong"


def test_a_name_that_was_used_before_is_no_name_of_what_stands_before_it() -> None:
    text = r"Let $z = w x + r$ and $h = \sigma(z) = r$. Then $\frac{\partial h}{\partial w} = r$."
    assert "right" not in _judged(text)


def test_another_case_that_an_if_supposes_is_not_called_wrong() -> None:
    assert "wrong" not in _judged(SIGMOID, SLOPE="r - y", LINEAR="u - y")


@pytest.mark.parametrize("body", ["W x + b", "x + v", r"w_0 + \sum_{j=1}^n w_j x_j"])
def test_a_display_that_defines_s_is_no_case(body: str) -> None:
    """Only of indices is an equation that has its line to itself a case."""
    text = f"$$s = {body}$$\n$$\\frac{{\\partial s}}{{\\partial x_i}} = 0$$"
    assert next(e.latex for e in check_text(text).equations) == f"s = {body}"


@pytest.mark.parametrize(
    "said",
    [
        "For $j = i$: ${first}$, for $j \\ne i$: ${second}$.",
        "If $j = i$: ${first}$; if $j \\ne i$: ${second}$.",
        "If $j = i$ then ${first}$, if $j \\ne i$ then ${second}$.",
        "${first}$ if $j = i$, and ${second}$ if $j \\ne i$.",
        "We have ${first}$ for $j = i$ and, for $j \\ne i$, ${second}$.",
    ],
)
def test_a_case_in_a_sentence_is_of_what_it_leads_to(said: str) -> None:
    before = r"$p_i = \frac{e^{o_i}}{\sum_k e^{o_k}}$" + "\n\n"
    slope = r"\frac{\partial p_j}{\partial o_i} = "

    def found(first: str, second: str) -> list[str]:
        text = said.replace("{first}", slope + first).replace("{second}", slope + second)
        return [e.status for e in check_text(before + text).equations[-2:]]

    assert found("p_i (1 - p_i)", "-p_j p_i") == ["right", "right"]
    assert found("p_i (1 - p_i)", "p_j p_i") == ["right", "wrong"]
