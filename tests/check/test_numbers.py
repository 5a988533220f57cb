"""Printed arithmetic: right to half a unit of the last digit, from these numbers and the true."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.report.result import Equation, Member

PRINTED = r"""
$$0.5\cdot 0.5 + 0.3\cdot 0.2 + 0.1 = 0.31 \tag{z1_1}$$
$$0.5\cdot 0.3 + 0.3\cdot 0.4 + 0.2 = 0.29 \tag{z1_2}$$
$$\sigma(0.31) \approx 0.57 \tag{h1}$$
$$\sigma(0.29) \approx 0.57 \tag{h2}$$
$$0.6\cdot 0.57 + 0.7\cdot 0.57 + 0.3 = 0.71 \tag{z2}$$
$$\sigma(0.71) \approx 0.67 \tag{a2}$$
$$(0.8-0.67)^2 \approx 0.017 \tag{loss}$$
$$2 (0.67 - 0.8) \sigma'(0.71) \approx -0.05 \tag{d2}$$
$$-0.05\cdot 0.57 \approx -0.03 \tag{gW2_1}$$
$$-0.05\cdot 0.57 \approx -0.04 \tag{gW2_2}$$
"""


@pytest.fixture(scope="module")
def printed() -> dict[str, Equation]:
    return {e.id: e for e in check_text(PRINTED).equations}


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("z1_1", "0.41"),
        ("z1_2", "0.47"),
        ("h1", "0.60"),
        ("z2", "1.09"),
        ("d2", "-0.02"),
        ("gW2_2", "-0.01"),
    ],
)
def test_wrong_number_is_told_with_the_right_one(
    printed: dict[str, Equation], name: str, right: str
) -> None:
    last = printed[name].members[-1]
    assert last.status == "wrong"
    assert last.explanations[0].kind == "arithmetic"
    assert last.explanations[0].repair == right
    assert right in last.explanations[0].text


def test_value_by_the_numbers_as_printed_is_told_too(printed: dict[str, Equation]) -> None:
    told = printed["z2"].members[-1].explanations[0].text
    assert "1.04" in told  # 0.6 0.57 + 0.7 0.57 + 0.3 = 1.041
    assert "1.09" in told


@pytest.mark.parametrize(
    ("name", "true"),
    [("h2", "0.62"), ("a2", "0.75"), ("loss", "0.003"), ("gW2_1", "-0.01")],
)
def test_what_follows_from_a_wrong_number_is_told(
    printed: dict[str, Equation], name: str, true: str
) -> None:
    """The true values are those of the network: a1 0.601, 0.615, a2 0.7486, L 0.0026."""
    last = printed[name].members[-1]
    assert last.status == "right"
    assert [(e.kind, e.repair) for e in last.explanations] == [("follows", true)]


@pytest.mark.parametrize(
    ("formula", "status"),
    [
        (r"\frac{1}{3} \approx 0.33", "right"),
        (r"\frac{1}{3} = 0.333", "right"),
        (r"\frac{2}{3} \approx 0.66", "wrong"),
        (r"0.5 \cdot 0.25 \approx 0.13", "right"),  # 0.125, a half either way
        (r"0.5 \cdot 0.25 \approx 0.12", "right"),
        (r"0.5 \cdot 0.25 \approx 0.11", "wrong"),
        (r"\sigma(0) = 0.5", "right"),
        (r"-2 \cdot 0.3 = -0.6", "right"),
        (r"-2 \cdot 0.3 = 0.6", "wrong"),
        (r"2 + 2 = 4", "right"),
        (r"2 + 2 = 5", "wrong"),
        (r"0.5 \cdot 0.5 = 0", "wrong"),
        (r"0.5 \cdot 0.5 \approx 0", "right"),
        (r"0.5 - 0.5 = 0", "right"),
        (r"\ln(1.1) \approx 0.09533", "no-valid-point"),  # three terms of the series
        (r"\ln(1.1) = 0.09533", "wrong"),
        (r"0.25^8 \approx 1.5 \times 10^{-5}", "right"),  # 1.526e-5
        (r"0.25^8 \approx 1.6 \times 10^{-5}", "wrong"),
        (r"\ln(1.1) \approx 0.0943", "wrong"),
    ],
)
def test_half_a_unit_of_the_last_digit(formula: str, status: str) -> None:
    (equation,) = check_text(f"$${formula}$$").equations
    assert equation.members[-1].status == status


def test_steps_between_are_judged_exactly() -> None:
    (equation,) = check_text(r"$$0.5 \cdot 0.6 + 1 = 0.3 + 1 = 1.3 = 2.6 / 2$$").equations
    assert [m.status for m in equation.members] == ["right"] * 4
    (equation,) = check_text(r"$$0.5 \cdot 0.6 + 1 = 0.4 + 1 = 1.4$$").equations
    assert [m.status for m in equation.members] == ["right", "wrong", "right"]
    assert equation.breaks_at == 1


def test_right_results_are_not_corrected() -> None:
    text = r"""$$0.5 \cdot 0.62 = 0.31$$ $$\sigma(0.31) \approx 0.58$$"""
    assert [m.explanations for e in check_text(text).equations for m in e.members] == [[]] * 4


def test_a_number_given_anew_holds_from_there_on() -> None:
    """At x = 2 it is 4 + 3, at x = 5 it is 25 + 3; what is given last is no claim."""
    text = r"""$f = x^2 + 3$, at $x = 2$ $$f = %s$$ and at $x = 5$ $$f = %s$$"""
    for first, second, wrong in (("7.0", "28.0", []), ("28.0", "28.0", [2]), ("7.0", "7.0", [4])):
        equations = check_text(text % (first, second)).equations
        assert [i for i, e in enumerate(equations) if e.status == "wrong"] == wrong


def test_the_last_of_many_digits_may_be_lost_in_rounded_results() -> None:
    r"""\sigma(1.150808) is 0.7596583: one off in the sixth digit is left open, three are wrong."""
    text = r"""$z = 1.150808$ $$a = \frac{1}{1 + e^{-z}}$$ $$a = %s$$"""
    found = [
        check_text(text % n).equations[-1].status for n in ("0.759658", "0.759659", "0.759661")
    ]
    assert found == ["right", "no-valid-point", "wrong"]


def last_of(text: str) -> Member:
    return check_text(text).equations[-1].members[-1]


def test_author_may_have_carried_more_digits_than_are_printed() -> None:
    # sigma(1.1) = 0.7502601, (0.7502601 - 1)^2 = 0.0623700, but (0.75 - 1)^2 = 0.0625
    first = r"$$\sigma(1.1) = 0.75$$"
    for number, status in (("0.06237", "right"), ("0.06250", "right"), ("0.06240", "wrong")):
        assert last_of(first + rf"$$(0.75 - 1)^2 = {number}$$").status == status


def test_rounding_alone_is_not_told_as_a_mistake() -> None:
    assert last_of(r"$$\sigma(1.1) = 0.75$$ $$(0.75 - 1)^2 = 0.0625$$").explanations == []


GIVEN = r"""
$x = 2$, $w = 0.5$, $b = 0.1$, $y = 1$
$$z = w x + b = 0.5 \cdot 2 + 0.1 = 1.1$$
$$a = \sigma(z) = \sigma(1.1) = 0.7503$$
$$L = (a - y)^2$$
"""


@pytest.mark.parametrize(
    ("computed", "status"),
    [
        (r"2 (0.7503 - 1) \cdot 0.7503 \cdot 0.2497 \cdot 2 = -0.1871", "right"),
        ("-0.4995 * 0.1874 * 2 = -0.1872", "right"),
        ("2 (0.7603 - 1) * 0.7503 * 0.2497 * 2 = -0.1796", "wrong"),  # 0.7603 for 0.7503
        ("-0.1872", "right"),
        ("-0.1871", "wrong"),
    ],
)
def test_computation_may_use_rounded_numbers(computed: str, status: str) -> None:
    # dL/dw = 2 (a - y) a (1 - a) x = -0.18717 at a = 0.7502601
    text = GIVEN + rf"$$\frac{{\partial L}}{{\partial w}} = {computed}$$"
    assert check_text(text).equations[-1].status == status


def test_report_counts_what_holds_without_the_numbers() -> None:
    text = GIVEN + r"$$\frac{\partial L}{\partial a} = 2 (a - y) = 2 (0.7503 - 1) = -0.4994$$"
    report = check_text(text)
    assert (report.claims, report.readings["per sample"], report.ok) == (1, 1, True)


@pytest.mark.parametrize(
    ("printed", "status"), [("0.5987", "right"), ("0.6987", "wrong"), ("-0.5987", "wrong")]
)
def test_a_printed_result_is_no_ground_for_itself(printed: str, status: str) -> None:
    """sigma(0.4) = 0.598688 (mpmath): E = 0.0805 follows from a = 0.5987 only."""
    text = rf"$x = 0.4$, $y = 1$, $a = \sigma(x)$, $E = \frac12 (y - a)^2$. Then $a = {printed}$."
    last = check_text(text).equations[-1].members[-1]
    assert last.status == status


def test_what_follows_from_a_printed_result_is_right_by_it() -> None:
    text = r"""$x = 0.4$, $y = 1$, $a = \sigma(x)$, $E = \frac12 (y - a)^2$.
    $a = 0.7$ and so $E = 0.045$."""
    *_, a, e = check_text(text).equations
    assert a.members[-1].status == "wrong"
    assert e.members[-1].status == "right"
    assert e.members[-1].explanations[0].kind == "follows"


@pytest.mark.parametrize(
    ("step", "status"),
    [("(1 - 0.0635) \\times 0.7", "right"),  # 0.252^2 = 0.063504
     ("(1 - 0.0653) \\times 0.7", "wrong"), ("(1 + 0.0635) \\times 0.7", "wrong"),
     ("(1 - 0.0635) \\times 0.6", "wrong")],
)  # fmt: skip
def test_a_step_may_have_a_number_rounded_that_is_new_in_it(step: str, status: str) -> None:
    equation = check_text(rf"$$(1 - 0.252^2) \times 0.7 = {step}$$").equations[0]
    assert equation.status == status
