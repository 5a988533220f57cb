"""Worked examples: numbers for names, and what is computed from them."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

GIVEN = "$x = 2$, $w = 0.5$, $b = 0.1$, $y = 1$.\n\n$z = wx + b = 0.5 \\cdot 2 + 0.1 = 1.1$\n\n"
NETWORK = GIVEN + "$a = \\sigma(1.1) = 0.7503$\n\n$L = (a - y)^2 = (0.7503 - 1)^2 = 0.0624$\n\n"


def last(text: str) -> tuple[str, list[str]]:
    equation = check_text(text).equations[-1]
    return equation.status, [e.text for m in equation.members for e in m.explanations]


def test_numbers_for_names_are_no_nodes() -> None:
    # 2 (0.750260 - 1) 0.750260 (1 - 0.750260) 2 = -0.187165, by hand
    assert last(NETWORK + r"$\frac{\partial L}{\partial w} = 2(a-y)a(1-a)x$")[0] == "right"


def test_a_number_is_judged_at_the_point_that_the_document_gives() -> None:
    claim = r"$\frac{\partial L}{\partial b} = 2(a-y)a(1-a) = "
    assert last(NETWORK + claim + "-0.0936$")[0] == "right"
    assert last(NETWORK + claim + "-0.0835$") == ("wrong", ["it is -0.0936"])


def test_a_number_may_follow_from_rounded_ones() -> None:
    status, said = last(NETWORK + r"$\frac{\partial L}{\partial a} = 2(a-y) = -0.4994$")
    assert status == "right"
    assert said == ["right from the numbers as printed, but with those put right it is -0.4995"]


@pytest.mark.parametrize(("number", "status"), [("1.1", "definition"), ("1.2", "wrong")])
def test_arithmetic_within_a_chain_is_judged(number: str, status: str) -> None:
    text = GIVEN.replace("= 1.1", f"= {number}")
    equation = check_text(text).equations[-1]
    assert equation.members[-1].status == ("right" if status == "definition" else status)


def test_without_numbers_for_the_leaves_a_number_is_not_judged() -> None:
    text = r"$z = w x + b$, $L = z^2$, $\frac{\partial L}{\partial w} = 2 z x = 0.25$"
    assert last(text) == ("no-valid-point", ["the document gives no numbers for w, x, b"])


LAYERS = (
    r"$$z_1 = w_1 x + b_1, \quad a_1 = \sigma(z_1), \quad z_2 = w_2 a_1 + b_2$$ "
    r"$$w_1 = 0.4, \quad x = 1, \quad b_1 = 0, \quad w_2 = 0.7, \quad b_2 = 0.3$$ "
    r"$$a_1 = \sigma(0.4) \approx 0.5987$$ "  # 0.598688
)


@pytest.mark.parametrize(
    ("sum_", "status"),
    [("0.7 \\cdot 0.5987 + 0.3", "right"), ("0.7 \\cdot 0.5986 + 0.3", "wrong"),
     ("0.7 \\cdot 0.5987 + 0.2", "wrong")],
)  # fmt: skip
def test_a_result_that_was_rounded_may_be_used_as_it_is_printed(sum_: str, status: str) -> None:
    assert last(LAYERS + rf"$$z_2 = {sum_} \approx 0.7191$$")[0] == status


def test_printed_numbers_do_not_tell_that_the_equations_are_misread() -> None:
    line = r"$$z = w x + b$$ $$L = (z - y)^2$$ "
    printed = "".join(rf"$$\frac{{dL}}{{dw}} = {k}.25$$ " for k in range(6))
    assert last(line + printed + r"$$\frac{dL}{db} = z - y$$")[0] == "wrong"
