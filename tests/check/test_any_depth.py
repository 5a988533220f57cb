"""Text 002, a network of any depth: what is wrong with the page, established by hand.

With w^{(l)} of n_l rows and n_{l-1} columns, as z^{(l)} = w^{(l)} a^{(l-1)} + theta^{(l)} says,

    delta^{(l-1)} = (w^{(l)T} delta^{(l)}) (.) g'(z^{(l-1)}),  dC/dw^{(l)} = delta^{(l)} a^{(l-1)T}

and dC/dtheta^{(l)} = delta^{(l)}: the page lacks every transpose, and once it is a layer off.  Its
network in numbers feeds the inputs x_i to the third layer, which gets a_i^{(2)}.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from reports import report_of

from autograd.checking import check_text
from autograd.checking.report.result import Equation, Report

DATA = Path(__file__).parent / "data"
RIGHT = ["a1(2)", "a2(2)", "a3(2)", "dθ(L)", "δ(L)", "sθ(L)", "sθ(L-1)", "sθ(l)", "gz"]
TRANSPOSES = [
    "dw(L)", "dθ(L-1)", "δ(L-1)", "rec(L-1)", "rec(L-2)", "rec(l-1)", "sw(L)",
    "sw(L-1)", "sw(L-2)", "sw(l)", "sθ3(L-1)", "sw3(l-1)", "sw3(L-1)", "sθ3(l-1)",
]  # fmt: skip


@pytest.fixture(scope="module")
def report() -> Report:
    entries = (DATA / "equations.txt").read_text(encoding="utf-8").split("\n\n")[1:]
    pairs = [entry.splitlines()[:2] for entry in entries if entry.startswith("002/")]
    return report_of("\n\n".join(rf"$${latex} \tag{{{name[4:]}}}$$" for name, latex in pairs))


def named(report: Report, name: str) -> Equation:
    (found,) = (e for e in report.equations if e.id == name)
    return found


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_is_found_right(report: Report, name: str) -> None:
    assert named(report, name).status in ("right", "definition")


@pytest.mark.parametrize("name", TRANSPOSES)
def test_every_missing_transpose_is_found_and_put_right(report: Report, name: str) -> None:
    equation = named(report, name)
    assert equation.status == "wrong"
    wrong = [member for member in equation.members if member.status == "wrong"]
    assert [member.explanations[0].kind for member in wrong] == ["transpose"] * len(wrong)
    assert all(member.explanations[0].repair for member in wrong)
    mended = equation.latex
    for member in wrong:
        mended = mended.replace(member.text, member.explanations[0].repair)
    forward = [named(report, name).latex for name in ("act", "mat", "C")]
    again = check_text("\n\n".join(f"$${latex}$$" for latex in [*forward, mended]))
    assert again.equations[-1].status == "right"


def test_what_lacks_two_transposes_among_five_factors_is_not_explained(report: Report) -> None:
    equation = named(report, "dw(L-1)")
    assert equation.status == "no-valid-point"
    assert "it may be misread" in equation.members[-1].explanations[0].text


@pytest.mark.parametrize("name", ["a1(3)", "a2(3)"])
def test_inputs_of_the_first_layer_in_the_second_are_found(report: Report, name: str) -> None:
    equation = named(report, name)
    assert (equation.status, equation.breaks_at) == ("wrong", 2)
    assert equation.members[2].explanations[0].text == "x should be a^{(2)}"


def test_the_bias_of_another_layer_is_found(report: Report) -> None:
    explanations = named(report, "sθ(L-2)").members[1].explanations
    assert [e.kind for e in explanations] == ["other derivative", "wrong name"]
    assert explanations[1].repair == r"\delta^{(L-2)}"


def test_the_entries_are_said_to_have_their_indices_the_other_way_round(report: Report) -> None:
    assert report.conventions == ["the two indices of w are column and row"]
