"""Exercises in the lab: drawn, written into, marked in place, found again at the next visit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from lab_pages import Opened, marked, opening_in, serving, settle, text_of, typed
from test_accessibility import violations

from autograd.checking.grading.exercises import drawn_exercise
from chainrule.laboratory.server import LabServer

DRAWN = drawn_exercise((2, 3, 1), 7)
ANSWERED = {"1": "a_2 + y", "2": r"\frac{\partial L}{\partial a_2} \tanh'(z_2)", "5": r"\frac{"}
"""One that is wrong (it is a_2 - y), one that is right, one that cannot be read."""
CHINESE = drawn_exercise((2, 3, 1), 7, "zh").sheet


def filled(sheet: str) -> str:
    for tag, right in ANSWERED.items():
        sheet = sheet.replace(rf"= \qquad \tag{{{tag}}}", rf"= {right} \tag{{{tag}}}")
    return sheet


@pytest.fixture(scope="module")
def server() -> Iterator[LabServer]:
    with serving() as found:
        yield found


@pytest.fixture
def opened(browser: Any, server: LabServer) -> Iterator[Opened]:
    with opening_in(browser, server) as opening:
        yield opening


def begun(page: Any, network: str = "2-3-1", seed: int = 7) -> None:
    """Begin an exercise as a reader does."""
    page.select_option(".lessons", "exercises")
    page.locator(".exercises select").select_option(network)
    page.locator(".exercises .seed").fill(str(seed))
    page.locator(".exercises form .primary").click()
    page.wait_for_function("() => chainruleLab.marks?.exercise")
    settle(page)


def points(page: Any) -> str:
    found: str = page.locator(".verdict").inner_text()
    return found


def fields(page: Any) -> list[str]:
    """Return what a screen reader says of each question."""
    found: list[str] = page.locator(".question").evaluate_all(
        "all => all.map((one) => one.getAttribute('aria-label'))"
    )
    return found


def test_an_exercise_is_drawn_and_its_first_answer_is_where_one_types(opened: Opened) -> None:
    page = opened(None)
    begun(page)
    assert text_of(page) == DRAWN.sheet
    assert points(page) == "0 of 8 points"
    assert fields(page)[0] == "1: dL/da_2, not answered yet, 0 of 1 points"
    page.keyboard.type("a_2 - y")
    settle(page)
    assert r"{\partial a_2} = a_2 - y \tag{1}" in text_of(page)
    assert points(page) == "1 of 8 points"
    assert fields(page)[0] == "1: dL/da_2, right, 1 of 1 points"


def test_answers_are_marked_where_they_stand(opened: Opened) -> None:
    page = opened(filled(DRAWN.sheet))
    assert points(page) == "1 of 8 points"
    states = [words.split(", ")[1] for words in fields(page)]
    missing = "not answered yet"
    assert states[:6] == ["wrong", "right", missing, missing, "to be looked at", missing]
    assert "".join(marked(page, "wrong")) == "a_2 + y"
    cards = page.locator(".verdictcard")
    assert "the sign of y is wrong" in cards.nth(0).inner_text()
    assert "1/1" in cards.nth(1).inner_text()
    assert cards.nth(2).locator(".blank").count() == 1
    assert cards.count() == 8 + 5  # the forward pass comes last
    assert page.locator(".scene .node").count() > 10


def test_what_is_asked_for_is_not_in_the_page(opened: Opened) -> None:
    """No repair either: the reader is to find it."""
    page = opened(filled(DRAWN.sheet))
    assert page.locator(".verdicts .repair, .verdicts .mend").count() == 0
    page.locator(".field").focus()
    page.keyboard.press("F8")
    assert page.locator(".labmessage").is_visible()
    assert page.locator(".labmessage .mend").count() == 0
    page.keyboard.press("Alt+Enter")
    settle(page)
    assert text_of(page) == filled(DRAWN.sheet)
    said = page.evaluate("() => JSON.stringify({ ...chainruleLab.marks, names: [] })")
    assert "a_2 - y" not in said.replace("(a_2 - y)^2", "")
    planted = opened(filled(DRAWN.sheet).replace("a_2 + y", "a_2 - y"))
    assert "<mo>−</mo><mi>y</mi>" in planted.evaluate("() => chainruleLab.marks.equations[5]"
                                                      ".members[1].maths")  # fmt: skip


def test_a_question_leads_to_where_it_is_written(opened: Opened) -> None:
    page = opened(filled(DRAWN.sheet))
    page.locator(".question").nth(2).focus()
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.className") == "field"
    page.keyboard.type(r"\frac{\partial L}{\partial z_2} a_1")
    settle(page)
    assert points(page) == "2 of 8 points"
    page.locator(".question").first.click()
    place = (
        "() => [chainruleLab.editor.field.selectionStart, chainruleLab.marks.equations[5].place]"
    )
    caret, (start, end) = page.evaluate(place)
    assert start <= caret <= end


def test_progress_is_kept_in_this_browser_and_found_again(opened: Opened) -> None:
    page = opened(None)
    begun(page, "2-2-1", 3)
    page.keyboard.type("0 a_2")
    settle(page)
    begun(page)
    page.keyboard.type("a_2 - y")
    settle(page)
    page.wait_for_timeout(1000)
    page.reload()
    page.wait_for_function("() => globalThis.chainruleLab?.marks?.exercise")
    assert points(page) == "1 of 8 points"
    page.select_option(".lessons", "exercises")
    rows = page.locator(".begun li")
    assert rows.locator(".title").all_inner_texts() == ["2-3-1, seed 7", "2-2-1, seed 3"]
    assert "1 of 8 points" in rows.first.inner_text()
    rows.nth(1).locator(".mend").click()
    settle(page)
    assert "= 0 a_2 \\tag{1}" in text_of(page)
    page.locator(".exercisecard [data-id=again]").click()
    page.wait_for_function("() => !chainruleLab.editor.text.includes('0 a_2')")
    page.keyboard.press("Control+z")
    assert "= 0 a_2 \\tag{1}" in text_of(page)
    page.locator(".exercisecard [data-id=other]").click()
    rows.first.locator(".link").click()
    assert rows.locator(".title").all_inner_texts() == ["2-3-1, seed 7"]
    kept = page.evaluate("() => Object.keys(JSON.parse(localStorage['chainrule-lab-exercises']))")
    assert kept == ["2-3-1/7"]


def test_it_goes_by_keyboard_and_is_left_with_escape(opened: Opened) -> None:
    page = opened("$$y = x$$")
    page.select_option(".lessons", "exercises")
    assert page.locator(".exercises").is_visible()
    page.keyboard.press("Escape")
    assert page.locator(".exercises").is_hidden()
    assert text_of(page) == "$$y = x$$"
    page.select_option(".lessons", "exercises")
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("7")
    page.keyboard.press("Enter")
    page.wait_for_function("() => chainruleLab.marks?.exercise")
    assert text_of(page) == DRAWN.sheet


def test_a_full_sheet_is_said_to_be_right_and_a_changed_forward_pass_is_remarked(
    opened: Opened,
) -> None:
    whole = DRAWN.key.replace("# Key", "# Exercise")
    page = opened(whole)
    assert points(page) == "8 of 8 points: all right."
    assert page.locator("p.sr[role=status]").first.inner_text() == "8 of 8 points: all right."
    page.evaluate("(text) => chainruleLab.load(text, 'md')", whole.replace("x + b_1", "x - b_1"))
    settle(page)
    assert points(page) == "8 of 8 points"
    assert "the forward pass differs" in page.locator(".remark").inner_text()


def test_in_chinese(opened: Opened) -> None:
    page = opened(None, locale="zh-CN")
    begun(page)
    assert text_of(page) == CHINESE
    assert points(page) == "0 / 8 分"
    assert fields(page)[0] == "1：dL/da_2，尚未作答，0 / 1 分"
    typed(page, "x")
    assert points(page) == "0 / 8 分"


def test_any_other_text_has_no_questions(opened: Opened) -> None:
    page = opened(DRAWN.sheet.replace("# Exercise", "# My exercise"))
    assert page.locator(".exercisecard").is_hidden()
    assert "could not be read" in points(page)


@pytest.mark.parametrize(
    "options", [{}, {"dark": True}, {"locale": "zh-CN"}, {"width": 390}], ids=str
)
def test_axe_finds_nothing(opened: Opened, options: dict[str, Any]) -> None:
    page = opened(filled(DRAWN.sheet), **options)
    if options.get("width"):
        page.locator(".labtab[data-id=verdicts]").click()
    assert violations(page) == []
    page.select_option(".lessons", "exercises")
    assert page.locator(".begun li").count() == 1
    assert violations(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= options.get("width", 1440)
    page.evaluate(
        "() => { const one = document.querySelector('.seed'); one.closest('form').append(one); }"
    )
    assert violations(page) != []  # planted
