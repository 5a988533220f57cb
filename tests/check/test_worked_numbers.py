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
