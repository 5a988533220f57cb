"""`quiz`: questions whose answers are the engine's, the same sheet from the same seed."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

import autograd
from autograd import Quiz, Value, formula, quiz, topological_order
from chainrule.commands import main
from nn import TwoLayerMLP


def line() -> Value:
    """L = z^2, z = w x + b at w = 2, x = 3, b = -1: z = 5, dL/dz = 10, dL/dw = 30, dL/db = 10."""
    return formula("z = w x + b; L = z**2", w=2, x=3, b=-1)


def node(root: Value, label: str) -> Value:
    return next(v for v in topological_order(root) if v.label == label)


def answers(sheet: Quiz) -> dict[str, float]:
    return {question.asked.text: question.answer for question in sheet.questions}


def network(seed: int = 1) -> Value:
    root: Value = TwoLayerMLP(2, 3, 1, seed=seed).inspect([0.5, 0.3], 0.8).root
    return root


# --- what is asked ---


def test_level_one_asks_for_values_and_local_derivatives() -> None:
    sheet = quiz(line(), level=1, count=100)
    assert answers(sheet) == {
        "z": 5.0, "∂z/∂v₂": 1.0, "∂z/∂b": 1.0, "L": 25.0, "∂L/∂z": 10.0,
    }  # fmt: skip


def test_level_two_asks_for_contributions() -> None:
    x = Value(2.0, "u")
    root = x * x + x
    root.label = "L"
    sheet = quiz(root, [x], level=2, count=100)
    assert [question.answer for question in sheet.questions] == [1.0, 2.0, 2.0]
    assert "contribute" in str(sheet.questions[0].told[0]) + str(sheet.questions[0].told[2])


def test_level_three_asks_for_whole_gradients() -> None:
    found = answers(quiz(line(), level=3, count=100))
    assert (found["∂L/∂w"], found["∂L/∂b"], found["∂L/∂z"]) == (30.0, 10.0, 10.0)


@pytest.mark.parametrize("level", [2, 3])
def test_answers_are_the_engines(level: int) -> None:
    root = network()
    root.backward()
    sums: dict[str, float] = {}
    for v in topological_order(root):
        if v.label and v is not root:
            sheet = quiz(root, [v], level=level, count=100)
            sums[v.label] = sum(question.answer for question in sheet.questions)
            assert sums[v.label] == pytest.approx(v.grad, rel=1e-12)
    assert len(sums) > 15


def test_a_sum_over_uses_is_worked_out() -> None:
    x = Value(2.0, "u")
    root = x * x + autograd.sin(x)
    root.label = "L"
    (question,) = quiz(root, [x], level=3).questions
    *_, terms, total = (side.text for side in question.working)
    assert terms == "2 + 2 + (-0.4161)"
    assert total == "3.584"


def test_data_are_not_asked_for_unless_they_are_named() -> None:
    root = network()
    assert not [name for name in answers(quiz(root, level=3, count=100)) if "/∂x" in name]
    assert list(answers(quiz(root, [node(root, "x_1")], level=3))) == ["∂L/∂x₁"]


def test_without_labels_the_nodes_that_are_computed_are_asked_for() -> None:
    x = Value(2.0)
    root = autograd.sin(x) * 3.0
    assert [question.answer for question in quiz(root, level=3).questions] == [3.0]


# --- which questions ---


def test_the_same_seed_gives_the_same_sheet() -> None:
    first, second, other = (quiz(network(), seed=seed, level=3) for seed in (5, 5, 6))
    assert first.to_html() == second.to_html()
    assert first.to_text() != other.to_text()
    assert len(first.questions) == 8


def test_questions_come_in_the_order_of_the_passes() -> None:
    sheet = quiz(network(), seed=3, level=2, count=6)
    assert [q.steps[0] for q in sheet.questions] == sorted(q.steps[0] for q in sheet.questions)


def test_what_cannot_be_asked_is_said() -> None:
    root = line()
    with pytest.raises(ValueError, match="level must be 1, 2 or 3"):
        quiz(root, level=4)
    with pytest.raises(ValueError, match="count must be a whole number from 1"):
        quiz(root, count=0)
    with pytest.raises(ValueError, match="is not in the graph"):
        quiz(root, [Value(1.0)])
    with pytest.raises(ValueError, match="nothing to ask of these nodes at level 1"):
        quiz(root, [node(root, "w")], level=1)
    with pytest.raises(ValueError, match="at most 120 nodes"):
        quiz(TwoLayerMLP(9, 9, 3).inspect([0.1] * 9, [0.1] * 3).root)


# --- how it is written ---


def test_text_has_the_questions_then_the_answers() -> None:
    sheet = quiz(line(), level=3, count=2, seed=1, title="Homework 3")
    text = sheet.to_text()
    assert text.startswith("Homework 3 (sheet 1)\n")
    assert "* L = z²" in text
    assert "2. What is the gradient ∂L/∂w?\n\n   ∂L/∂w = ____________\n" in text
    assert text.rstrip().endswith("2. ∂L/∂w = ∂L/∂v₂ · ∂v₂/∂w = ∂L/∂v₂ · x = 10 · 3 = 30")
    assert str(sheet) == text


def test_questions_do_not_give_the_answers_away() -> None:
    sheet = quiz(line(), level=3, count=3)
    assert "30" not in sheet.to_text("questions")
    assert "30" in sheet.to_text("answers")
    assert "____" not in sheet.to_text("answers")
    assert "30" not in re.sub(r"<svg.*</svg>|<style>.*?</style>", "", sheet.to_html("questions"),
                              flags=re.DOTALL)  # fmt: skip
    drawn = re.search(r"<svg.*</svg>", sheet.to_html("questions"), re.DOTALL)
    assert drawn is not None
    assert ">∂ ............<" in drawn[0]
    assert not re.search(r">∂ [\d−]", drawn[0])
    with pytest.raises(ValueError, match="part must be one of both, questions, answers"):
        sheet.to_text("all")


def test_values_are_asked_for_at_level_one_alone() -> None:
    assert "z = 5" not in quiz(line(), level=1).to_text("questions")
    assert "z = 5" in quiz(line(), level=2).to_text("questions")


def test_markdown_has_its_formulas_in_latex() -> None:
    text = quiz(line(), level=3, count=1, title="a_b").to_markdown()
    assert text.startswith("# a\\_b (sheet 0)\n")
    assert r"$\frac{\partial L}{\partial" in text


def test_a_page_of_html_is_whole() -> None:
    sheet = quiz(network(), level=2, title="<One> & two")
    page = sheet.to_html()
    assert "<title>&lt;One&gt; &amp; two (sheet 0)</title>" in page
    for maths in re.findall(r"<math>.*?</math>", page):
        ElementTree.fromstring(maths)
    assert page.count('class="blank"') == 8
    assert sheet._repr_html_() in page


# --- the interactive page, and the command ---


def test_the_page_asks_the_same_questions(tmp_path: Path) -> None:
    root = line()
    sheet = quiz(root, level=3, count=2, seed=1)
    steps = autograd.trace(root)["steps"]
    file = sheet.write_page(tmp_path / "quiz.html")
    assert file.exists()
    asked = [steps[one["step"]] for one in sheet.page_questions()]
    names = {i: v["name"]["text"] for i, v in enumerate(autograd.trace(root)["nodes"])}
    assert [f"∂L/∂{names[step['input']]}" for step in asked] == list(answers(sheet))
    with pytest.raises(ValueError, match="level 2 or 3"):
        quiz(root, level=1).write_page(tmp_path / "quiz.html")


def test_the_command_writes_a_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        main(["quiz", "--seed", "7", "--level", "3", "-o", "sheet.html", "--page", "q.html"]) == 0
    )
    assert capsys.readouterr().out == (
        "Worksheet: sheet.html, 8 questions, sheet 7\nPage: q.html\n"
    )
    assert Path("sheet.html").read_text("utf-8").startswith("<!doctype html>")
    formula_and_numbers = ["z = w x + b; (z - y)^2", "w=0.5", "x=2", "b=1", "y=3"]
    options = ["--nodes", "w", "--level", "3", "--answers", "only"]
    assert main(["quiz", *formula_and_numbers, *options]) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("= (-2) · 2 = -4")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--nodes", "q"], "--nodes q: no such node"),
        (["-o", "sheet.docx"], "expected .html, .md or .txt"),
        (["-o", "nowhere/sheet.md"], "there is no such place"),
        (["--page", "q.txt"], "--page q.txt: expected .html"),
        (["--level", "1", "--page", "q.html"], "level 2 or 3"),
        (["--widths", "20-20-4"], "at most 120 nodes"),
    ],
)
def test_bad_input_is_one_line(
    options: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    assert main(["quiz", *options]) == 2
    (only,) = capsys.readouterr().err.splitlines()
    assert said in only
    assert json.dumps(sorted(p.name for p in tmp_path.iterdir())) == "[]"
