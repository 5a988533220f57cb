"""The page in Firefox: it is drawn, stepped through, heard by its keys."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from browsers import Firefox
from graphs import two_layers
from test_lab_page import RIGHT, WRONG, serving

import autograd
from autograd import Value
from autograd.showing.viewing import view

pytestmark = pytest.mark.slow


DRAWN = "document.querySelector('.scene .node')"


def test_it_is_drawn_and_stepped_through(firefox: Firefox, tmp_path: Path) -> None:
    root: Value = two_layers(2, 2, 1)
    file = view(root, tmp_path / "page.html")
    firefox.go(f"{file.as_uri()}#level=foldNone")
    assert firefox.waits_for(DRAWN)
    assert firefox.run("return document.querySelectorAll('.scene .node').length") == 19
    press = """document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        return document.querySelector(".counter").textContent"""
    assert [firefox.run(press) for _ in range(3)] == ["1 / 28", "2 / 28", "3 / 28"]
    firefox.run("chainrulePage.passes.goTo(28)")
    gradients = firefox.run("return [...chainrulePage.model.adjoint]")
    ours = [node["adjoint"] for node in autograd.trace(root)["nodes"]]
    assert gradients == pytest.approx(ours, rel=1e-12)
    width = firefox.run("return document.querySelector('.card math').getBoundingClientRect().width")
    assert width > 5  # MathML is set


def test_a_formula_is_read_and_a_lecture_is_held(firefox: Firefox, tmp_path: Path) -> None:
    file = autograd.view_formula(tmp_path / "formula.html", r"\hat{y} = σ(w₁ x² + b); ŷ - 2")
    firefox.go(f"{file.as_uri()}#lecture=1")
    assert firefox.waits_for(DRAWN)
    assert firefox.run("return document.querySelectorAll('.lecture .scene .node').length") > 5
    assert firefox.run("return document.querySelector('.refused').textContent") == ""


def test_the_lab_marks_mends_and_takes_back(firefox: Firefox) -> None:
    with serving() as server:
        firefox.go(server.address)
        assert firefox.waits_for("globalThis.chainruleLab?.lessons.length")
        firefox.run(f"chainruleLab.load({WRONG!r}, 'md')")
        assert firefox.waits_for("document.querySelector('.mark.member.wrong')")
        assert firefox.waits_for("document.querySelector('.graphpage .scene .node')")
        firefox.run("document.querySelector('.equations .mend').click()")
        assert firefox.waits_for("chainruleLab.marks.ok")
        assert firefox.run("return chainruleLab.editor.text") == RIGHT
        firefox.run("document.execCommand('undo')")
        assert firefox.waits_for("!chainruleLab.marks.ok")
        assert firefox.run("return chainruleLab.editor.text") == WRONG


def test_an_exercise_is_drawn_and_marked(firefox: Firefox) -> None:
    with serving() as server:
        firefox.go(server.address)
        assert firefox.waits_for("globalThis.chainruleLab?.lessons.length")
        firefox.run("chainruleLab.exercises.open()")
        firefox.run("document.querySelector('.exercises .seed').value = 7")
        firefox.run("document.querySelector('.exercises form').requestSubmit()")
        assert firefox.waits_for("chainruleLab.marks?.exercise")
        firefox.run(
            "const { editor, editor: { field } } = chainruleLab;"
            "editor.replace([field.selectionStart, field.selectionEnd], 'a_2 - y')"
        )
        assert firefox.waits_for("chainruleLab.marks.exercise.points === '1'")
        heights = "['.field', '.drawn'].map((one) => document.querySelector(one).offsetHeight)"
        field, drawn = firefox.run(f"return {heights}")
        assert field == drawn


def test_planted_page_that_does_not_run_is_seen(firefox: Firefox, tmp_path: Path) -> None:
    file = view(two_layers(2, 2, 1), tmp_path / "page.html")
    file.write_text(file.read_text("utf-8").replace('unpacked("code")', 'unpack("code")'), "utf-8")
    firefox.go(file.as_uri())
    time.sleep(1)
    assert not firefox.run(f"return Boolean({DRAWN})")
