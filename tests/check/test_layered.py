"""Planted mistakes about layers are detected, explained and mended; right forms are not accused."""

from __future__ import annotations

import re

import pytest
from layered_forms import FORMS
from layered_mistakes import MISTAKES
from planted import Mistake, table
from reports import report_of

from autograd.checking import check_text
from autograd.checking.meaning.model import Model
from autograd.checking.report.result import Equation, Member, Report

SIZES = re.compile(r"\d ?x ?\d|\d\.\d{3}")


def claimed(text: str) -> Equation:
    """Return the document's claim, judged."""
    return claim_in(report_of(text))


def claim_in(report: Report) -> Equation:
    (equation,) = (e for e in report.equations if e.id == "claim")
    return equation


@pytest.fixture(scope="module")
def found() -> list[tuple[Mistake, Member]]:
    return [(mistake, claimed(mistake.text).members[-1]) for mistake in MISTAKES]


def test_planted_mistakes_are_enough_and_all_different() -> None:
    assert len(MISTAKES) >= 70
    assert len({(m.network, m.left, m.formula) for m in MISTAKES}) == len(MISTAKES)
    assert len({m.network for m in MISTAKES}) >= 6


def test_every_mistake_is_detected(found: list[tuple[Mistake, Member]]) -> None:
    """But for a text's one gradient that is turned: gradients may be rows there."""
    missed = [(m, member) for m, member in found if member.status not in ("wrong", "right-if")]
    said = {e.text for _, member in missed for e in member.explanations}
    assert said <= {"whether gradients are rows or columns is not said"}
    assert {m.kind for m, _ in missed} <= {"superfluous transpose", "transposed as a whole"}
    assert len(missed) == 4


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
            status = claimed(mistake.network + mistake.claim(repair)).status
            if status != "right":
                failed.append((mistake.left, mistake.formula, repair, status))
    assert failed == []
    assert repairs >= 0.75 * len(found)  # that it is another derivative has none


def test_no_sentence_speaks_of_the_test_network(found: list[tuple[Mistake, Member]]) -> None:
    """Neither of its sizes nor of numbers that its points happen to have."""
    told = [e.text for _, member in found for e in member.explanations]
    assert [text for text in told if SIZES.search(text)] == []


def test_table_notices_a_wrong_explanation(found: list[tuple[Mistake, Member]]) -> None:
    confused = [(m._replace(expect=frozenset({"no such kind"})), member) for m, member in found]
    assert table(confused)[1:] == (0.0, 0.0)


def test_right_forms_are_enough() -> None:
    assert len(FORMS) >= 60
    assert len(set(FORMS)) == len(FORMS)


@pytest.mark.parametrize("shift", [0, 1000, 2000])
@pytest.mark.parametrize(("network", "form"), FORMS, ids=[form for _, form in FORMS])
def test_right_form_is_right_at_every_point(
    network: str, form: str, shift: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    points = Model.points
    monkeypatch.setattr(
        Model, "points", lambda self, seed=1, *more: points(self, seed + shift, *more)
    )
    report = check_text(rf"{network}$${form} \tag{{claim}}$$")
    assert claim_in(report).status == "right"
