"""Every planted mistake is detected, explained, and its repair is right."""

from __future__ import annotations

import re

import pytest
from mistakes import MISTAKES
from planted import Mistake, table
from reports import report_of

from autograd.checking import check_text
from autograd.checking.report.result import Member

SIZES = re.compile(r"\d ?x ?\d|\d\.\d{3}")


def judged(text: str) -> Member:
    """Return the last member of the document's claim."""
    (equation,) = (e for e in report_of(text).equations if e.id == "claim")
    return equation.members[-1]


@pytest.fixture(scope="module")
def found() -> list[tuple[Mistake, Member]]:
    return [(mistake, judged(mistake.text)) for mistake in MISTAKES]


def test_planted_mistakes_are_enough_and_all_different() -> None:
    assert len(MISTAKES) >= 60
    assert len({(m.network, m.left, m.formula, m.kind) for m in MISTAKES}) == len(MISTAKES)


def test_every_mistake_is_detected(found: list[tuple[Mistake, Member]]) -> None:
    missed = [m.formula for m, member in found if member.status not in ("wrong", "right-if")]
    assert missed == []


def test_right_explanation_comes_first(found: list[tuple[Mistake, Member]]) -> None:
    shown, first, three = table(found)
    assert first >= 0.95, shown
    assert three >= 0.97, shown


def test_every_repair_is_right_when_checked_again(found: list[tuple[Mistake, Member]]) -> None:
    failed = []
    repairs = 0
    for mistake, member in found:
        for repair in dict.fromkeys(e.repair for e in member.explanations if e.repair):
            repairs += 1
            status = judged(mistake.network + mistake.claim(repair)).status
            if status != "right":
                failed.append((mistake.formula, repair, status))
    assert failed == []
    assert repairs >= len(found)


def test_no_sentence_speaks_of_the_test_network(found: list[tuple[Mistake, Member]]) -> None:
    """Neither of its sizes nor of numbers that its points happen to have."""
    told = [e.text for _, member in found for e in member.explanations]
    assert [text for text in told if SIZES.search(text)] == []


def test_table_notices_a_wrong_explanation(found: list[tuple[Mistake, Member]]) -> None:
    confused = [(m._replace(expect=frozenset({"no such kind"})), member) for m, member in found]
    assert table(confused)[1:] == (0.0, 0.0)


def test_what_nothing_explains_is_said_to_be_unexplained_with_a_witness() -> None:
    member = judged(MISTAKES[0]._replace(formula=r"\tan(a_2^3 + y w_1) - 0.123").text)
    assert [e.kind for e in member.explanations] == ["unexplained"]
    assert member.witness is not None
    assert member.witness.claimed != pytest.approx(member.witness.true)


def test_repair_is_in_the_notation_of_the_input() -> None:
    slip = next(m for m in MISTAKES if m.formula == r"(a_2 - y) w_2 \sigma'(z_2)")
    assert judged(slip.text).explanations[0].repair == r"(a_2 - y) w_2 \sigma'(z_1)"


@pytest.mark.parametrize(
    ("claim", "repair"),
    [
        (
            r"\left.\frac{dL}{da}\right|_{x=2} = \left. 2 x^2 \right|_{x=2}",
            r"\left. x^2 \right|_{x=2}",
        ),
        (r"\frac{dL}{dx} = 2 \left.\frac{\partial L}{\partial a}\right|_{a=1}", r"\frac{a}{x}"),
        (r"\frac{dL}{da} = 2 x^2|_{x=3}", ""),
        (r"\frac{dL}{da} = -\left. 2 x^2 \right|_{x=3, a=2}", ""),
    ],
)
def test_the_names_of_a_point_are_no_values_to_be_mended(claim: str, repair: str) -> None:
    report = check_text(f"$L = a x^2$ ${claim}$")
    (told,) = (e.explanations for e in report.equations[1].members if e.status == "wrong")
    assert any(repair in one.repair for one in told)
