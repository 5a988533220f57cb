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


ROWS = r"""$X = [0.5, 1.5]$, $y = 0.9$, $W_1 = \begin{bmatrix}0.4 & 0.3 \\ 0.2 & 0.6\end{bmatrix}$,
$b_1 = [0.1, 0.2]$, $W_2 = [0.7, -0.5]$, $b_2 = 0.3$.

$z_1 = X W_1 + b_1$, $a_1 = \sigma(z_1)$, $z_2 = a_1 W_2^T + b_2$, $\hat{y} = \sigma(z_2)$,
$L = \frac{1}{2}(\hat{y} - y)^2$

$\delta_2 = \frac{\partial L}{\partial z_2}$

"""


def test_names_are_what_their_values_are() -> None:
    """X is a row where its value is a list, and z_2 a number since b_2 is one."""
    weights = r"$\frac{\partial L}{\partial W_2} = \delta_2 \cdot a_1$"
    assert last(ROWS + weights)[0] == "right"
    assert last(ROWS + weights.replace("cdot a_1", "cdot X"))[0] == "wrong"
    # (0.589837 - 0.9) 0.589837 (1 - 0.589837) (0.645656, 0.777300), by hand
    numbers = weights.replace("a_1$", r"a_1 \approx [-0.0484, -0.0583]$")
    assert last(ROWS + numbers)[0] == "right"
    assert last(ROWS + numbers.replace("583", "538"))[0] == "wrong"
    # of what is taken entry by entry the diagonal is meant: sigma'(0.6), sigma'(1.25)
    slope = r"$\frac{\partial a_1}{\partial z_1} = \sigma'(z_1) \approx [0.2288, 0.1731]$"
    assert last(ROWS + slope) == ("right", [])
    assert last(ROWS + slope.replace("0.1731", "0.1931"))[0] == "wrong"


def test_a_number_of_what_is_not_known_is_open() -> None:
    text = r"$J = \sum_u p_q(u) R(u)$ $$\nabla_q J \approx 0.3 + 7.38 = 7.68$$"
    found = [m.status for m in check_text(text).equations[-1].members]
    assert found[1:] == ["unknown-name", "right"]
    slip = check_text(text.replace("7.68", "7.86")).equations[-1]
    assert [m.status for m in slip.members][1:] == ["unknown-name", "wrong"]
