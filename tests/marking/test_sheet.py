"""The sheet of an exercise: known by its first line, marked as `autograd.mark` marks it."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

import autograd
from autograd.checking.grading.exercises import drawn_exercise
from autograd.checking.grading.sheet_words import LANGUAGES, Drawing, drawing_of
from autograd.marking.service import answer, answer_json

NETWORKS = [(2, 2, 1), (2, 3, 1), (3, 4, 2), (2, 3, 3, 1)]
ANSWER = re.compile(r"= (.*?) \\tag\{(\d+)\}")


def sheet_of(widths: tuple[int, ...] = (2, 3, 1), seed: int = 7, language: str = "en") -> str:
    request = {"do": "exercise", "network": list(widths), "seed": seed, "language": language}
    return str(answer(request)["text"])


def answers_of(widths: tuple[int, ...] = (2, 3, 1), seed: int = 7) -> dict[str, str]:
    """Return what the key says: tag -> right side."""
    key = drawn_exercise(widths, seed).key
    return {tag: right for right, tag in ANSWER.findall(key)}


def filled(sheet: str, answers: dict[str, str]) -> str:
    """Return a sheet with these answers in it."""
    for tag, right in answers.items():
        sheet = sheet.replace(rf"= \qquad \tag{{{tag}}}", rf"= {right} \tag{{{tag}}}")
    return sheet


def marks_of(text: str) -> dict[str, Any]:
    found: dict[str, Any] = answer({"do": "check", "text": text})["marks"]
    return found


def states(marks: dict[str, Any]) -> list[str]:
    return [question["state"] for question in marks["exercise"]["questions"]]


# --- which exercise it is ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("seed", [-3, 0, 7, 999_999_999])
@pytest.mark.parametrize("widths", NETWORKS)
def test_a_sheet_says_what_it_was_drawn_from(
    widths: tuple[int, ...], seed: int, language: str
) -> None:
    drawn = drawn_exercise(widths, seed, language)
    assert drawing_of(drawn.sheet) == Drawing(widths, seed)
    assert drawing_of(drawn.key) is None
    assert re.findall(r"\$\$.*?\$\$", drawn.key) == re.findall(
        r"\$\$.*?\$\$", autograd.exercise(widths, seed).key
    )


@pytest.mark.parametrize(
    "text",
    ["", "# Notes", "Exercise: a 2-3-1 network (seed 7)", "# Exercise: a 2-3 network (seed 7)",
     "# Exercise: a 2-300-1 network (seed 7)", "# Exercise: a 2-0-1 network (seed 7)",
     "# Exercise: a 2-3-1 network (seed 7) and more", "# Exercise: a 2-3-1 network (seed seven)",
     "words\n# Exercise: a 2-3-1 network (seed 7)"],
)  # fmt: skip
def test_any_other_text_is_no_sheet(text: str) -> None:
    assert drawing_of(text) is None
    assert "exercise" not in marks_of(f"{text}\n$$y = x$$")


@pytest.mark.parametrize(
    "wrong",
    [{"network": [2, 300, 1], "seed": 1}, {"network": [2], "seed": 1}, {"network": "2-3-1"},
     {"network": [2, 3, 1], "seed": 1.5}, {"network": [2, 3, 1], "seed": 10**12},
     {"network": [2, True, 1], "seed": 1}, {"network": [2, 3, 1], "seed": 1, "language": "fr"}],
)  # fmt: skip
def test_what_asks_for_no_exercise_is_an_error(wrong: dict[str, Any]) -> None:
    assert list(answer({"do": "exercise", **wrong})) == ["error"]


# --- how it is marked ---


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("widths", NETWORKS)
def test_a_blank_sheet_has_no_points_and_nothing_that_is_wrong(
    widths: tuple[int, ...], language: str
) -> None:
    marks = marks_of(sheet_of(widths, 1, language))
    assert set(states(marks)) == {"missing"}
    assert marks["exercise"]["points"] == "0"
    assert {e["mark"] for e in marks["equations"]} == {"·"}
    assert not any(m["told"] for e in marks["equations"] for m in e["members"])


@pytest.mark.parametrize("widths", NETWORKS)
def test_the_answers_of_the_key_have_all_points(widths: tuple[int, ...]) -> None:
    marks = marks_of(filled(sheet_of(widths, 3, "zh"), answers_of(widths, 3)))
    assert set(states(marks)) == {"right"}
    assert marks["ok"]
    assert marks["exercise"]["points"] == marks["exercise"]["of"]


SPOILT: dict[str, dict[str, str]] = {
    "a sign": {"1": "a_2 + y"},
    "a factor": {"3": r"2 \frac{\partial L}{\partial z_2} a_1"},
    "not carried to its end": {"2": r"\frac{\partial L}{\partial z_2}"},
    "another name": {"4": r"\frac{\partial L}{\partial q_2}"},
    "what follows": {"1": "a_2 + y", "2": r"(a_2 + y) \tanh'(z_2)"},
    "a chain": {"2": r"(a_2 - y) \tanh'(z_2) = (a_2 - y) (1 - a_2)"},
    "what cannot be read": {"5": r"\frac{"},
    "left out": {"8": r"\qquad"},
}


@pytest.mark.parametrize("name", SPOILT)
def test_points_are_those_of_mark(name: str) -> None:
    key = drawn_exercise((2, 3, 1), 7).key
    text = filled(sheet_of(), {**answers_of(), **SPOILT[name]})
    theirs = autograd.mark(text, key)
    marks = marks_of(text)
    assert states(marks) == [mark.state for mark in theirs.marks]
    assert float(marks["exercise"]["points"]) == pytest.approx(float(theirs), abs=0.01)
    assert not marks["ok"]  # planted: each is spoilt
    for question in marks["exercise"]["questions"]:
        signs = {marks["equations"][n]["mark"] for n in question["equations"]}
        assert signs == {question["mark"]}
        if question["state"] not in ("right", "missing"):
            members = [m for n in question["equations"] for m in marks["equations"][n]["members"]]
            assert any(member["told"] for member in members)


def test_what_follows_from_a_slip_is_told_and_keeps_its_points() -> None:
    slip = {"1": "a_2 + y", "2": r"(a_2 + y) \tanh'(z_2)"}
    marks = marks_of(filled(sheet_of(), {**answers_of(), **slip}))
    first, second, *_ = marks["exercise"]["questions"]
    assert (first["state"], second["state"], second["points"]) == ("wrong", "carried", "1")
    (n,) = second["equations"]
    side = marks["equations"][n]["members"][1]
    assert side["mark"] == "~"
    assert side["told"] == [["", "follows from what stands there for dL/da_2"]]


def test_another_forward_pass_is_remarked() -> None:
    text = filled(sheet_of(), answers_of()).replace("z_1 = W_1 x + b_1", "z_1 = W_1 x - b_1")
    marks = marks_of(text)
    assert "the forward pass differs" in marks["exercise"]["remarks"][0]
    assert not marks["ok"]


def test_no_comment_keeps_an_answer_from_being_marked() -> None:
    text = filled(sheet_of(), {**answers_of(), "1": "a_2 + y"})
    head, rest = text.split(r"$$\frac{\partial L}{\partial a_2}", 1)
    skipped = f"{head}<!-- chainrule: skip -->\n$$\\frac{{\\partial L}}{{\\partial a_2}}{rest}"
    assert states(marks_of(skipped)) == states(marks_of(text))


def said_of(text: str) -> str:
    """Return all that is said of a text, as it is sent."""
    marks = json.loads(answer_json(json.dumps({"do": "check", "text": text})))["marks"]
    return json.dumps({**marks, "names": []})


@pytest.mark.parametrize("widths", NETWORKS)
def test_the_key_is_in_no_answer(widths: tuple[int, ...]) -> None:
    """Neither in the sheet, nor in what is said of it, nor in what is said of wrong answers."""
    sheet, key = sheet_of(widths, 5), answers_of(widths, 5)
    asked = {right: tag for tag, right in key.items() if "'(" in right}  # those by each z
    full = marks_of(filled(sheet, key))["equations"]
    maths = [e["members"][1]["maths"] for e in full if e["id"] in asked.values()]
    assert len(maths) == len(asked) == len(widths) - 1
    spellings = [json.dumps(x)[1:-1] for x in (*asked, *maths)]
    assert not any(right in sheet for right in asked)
    for text in (sheet, filled(sheet, dict.fromkeys(key, "x + 1"))):
        said = said_of(text)
        assert not [spelling for spelling in spellings if spelling in said]
    said = said_of(filled(sheet, key))
    assert [spelling for spelling in spellings if spelling in said]  # planted
    assert answer({"do": "graph", "text": sheet})["graph"] is not None
