"""`pytest notes/backprop.md`: every equation is a test, and its failure is the diagnosis."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograd.checking import plugin  # here, or each inner run would import it anew

pytest_plugins = ["pytester"]

NOTES = r"""# One neuron

$$z = w x + b$$
$$L = \frac12 (z - y)^2$$
$$\frac{\partial L}{\partial z} = z - y \tag{1}$$
$$\frac{\partial L}{\partial w} = (y - z) x \tag{2}$$
$$\frac{\partial L}{\partial b} = (z - ) \tag{3}$$
$$w := w - \eta \frac{\partial L}{\partial w} \tag{4}$$
"""


@pytest.fixture
def run(pytester: pytest.Pytester):  # type: ignore[no-untyped-def]  # a closure over pytester
    notes = pytester.mkdir("notes")
    (notes / "backprop.md").write_text(NOTES, encoding="utf-8")
    (pytester.path / "README.md").write_text("$2 + 2 = 5$", encoding="utf-8")

    def pytest_run(*arguments: str) -> pytest.RunResult:
        return pytester.runpytest("-p", "pytest_chainrule", *arguments)

    return pytest_run


# --- what fails, and how it is told ---


def test_each_equation_is_right_wrong_or_claims_nothing(run) -> None:
    run("notes/backprop.md").assert_outcomes(passed=3, failed=2, skipped=1)


def test_failure_is_the_diagnosis_without_a_traceback(run) -> None:
    ran = run("notes/backprop.md")
    ran.stdout.fnmatch_lines(
        [
            "✗ 2  wrong, line 6",
            "* because y - z should be z - y",
            "* put right: *",
            "notes/backprop.md:6: wrong",
            "FAILED notes/backprop.md::2 - wrong: y - z should be z - y",
        ]
    )
    ran.stdout.no_fnmatch_line("*plugin.py*")
    ran.stdout.no_fnmatch_line("*Traceback*")


def test_unreadable_place_has_a_caret(run) -> None:
    ran = run("notes/backprop.md::3")
    ran.assert_outcomes(failed=1)
    ran.stdout.fnmatch_lines(["* expected a number, a name or a bracket, found )", "*(z - )", "*^"])


def test_slip_of_the_forward_pass_is_told_with_each_equation_it_spoils(
    run, pytester: pytest.Pytester
) -> None:
    derivation = Path(__file__).parents[2] / "notebooks" / "derivation.md"
    (pytester.path / "book.md").write_bytes(derivation.read_bytes())
    ran = run("book.md::8-17")
    ran.stdout.fnmatch_lines(["The forward pass looks wrong.", "*put right z_2 = w_2 ? a_1 + b_2"])


def test_one_line_a_failure_points_at_the_equation(run) -> None:
    ran = run("--tb=line", "notes/backprop.md::2")
    ran.stdout.fnmatch_lines(["*backprop.md:6: wrong: y - z should be z - y"])


def test_planted_fault_of_the_checker_itself_has_a_traceback(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "equation_as_text", None)
    run("notes/backprop.md::2").stdout.fnmatch_lines(["*TypeError*"])


# --- which tests there are ---


@pytest.mark.parametrize("argument", ["notes/backprop.md::2", "./notes/backprop.md::2"])
def test_one_equation_is_selected_by_its_id(run, argument: str) -> None:
    run(argument).assert_outcomes(failed=1)


def test_selection_by_keyword(run) -> None:
    run("notes/backprop.md", "-k", "3 or 4").assert_outcomes(failed=1, skipped=1, deselected=4)


def test_collecting_lists_the_ids_in_order_and_judges_nothing(
    run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plugin, "check_document", None)
    ran = run("notes/backprop.md", "--collect-only", "-q")
    listed = [line for line in ran.outlines if "::" in line]
    assert listed == [f"notes/backprop.md::{name}" for name in ("1#2", "2#2", "1", "2", "3", "4")]


def test_ids_can_be_selected_whatever_the_tag(run, pytester: pytest.Pytester) -> None:
    tags = ("a b", "a::b", "c[1]", "c[1]", "d/e", "(5)")
    text = "".join(rf"$$0.1 + 0.2 = 0.3 \tag{{{tag}}}$$" + "\n" for tag in tags)
    (pytester.path / "tags.md").write_text(text, encoding="utf-8")
    ran = run("tags.md", "--collect-only", "-q")
    listed = [line for line in ran.outlines if "::" in line]
    assert len(set(listed)) == len(tags)
    run(*listed).assert_outcomes(passed=len(tags))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("notes.tex", r"\begin{align} 0.1 + 0.2 &= 0.4 \end{align}"),
        ("notes.txt", "so 0.1 + 0.2 = 0.4"),
        ("NOTES.MD", "$0.1 + 0.2 = 0.4$"),
    ],
)
def test_other_kinds_of_files(run, pytester: pytest.Pytester, name: str, text: str) -> None:
    (pytester.path / name).write_text(text, encoding="utf-8")
    run(name).assert_outcomes(failed=1)


# --- nobody's README is collected by surprise ---


@pytest.mark.parametrize("arguments", [[], ["."], ["notes"], ["notes", "--collect-only"]])
def test_files_that_are_not_named_are_no_tests(run, arguments: list[str]) -> None:
    ran = run(*arguments)
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED
    ran.stdout.no_fnmatch_line("*.md*")


def test_files_can_be_listed_in_the_configuration(run, pytester: pytest.Pytester) -> None:
    pytester.makeini("[pytest]\nchainrule_files = notes/*.md\n")
    run().assert_outcomes(passed=3, failed=2, skipped=1)


def test_text_of_doctests_stays_one(run, pytester: pytest.Pytester) -> None:
    (pytester.path / "tour.txt").write_text("0.1 + 0.2 = 0.4\n\n>>> 1 + 1\n2\n", encoding="utf-8")
    run("tour.txt").assert_outcomes(passed=1)


def test_file_that_is_no_text_is_an_error_of_one_line(run, pytester: pytest.Pytester) -> None:
    (pytester.path / "picture.md").write_bytes(b"\x89PNG\xff")
    ran = run("picture.md")
    ran.assert_outcomes(errors=1)
    ran.stdout.fnmatch_lines(["*picture.md: not a text file in UTF-8*"])
    ran.stdout.no_fnmatch_line("*Traceback*")


# --- what it costs ---


def test_without_a_derivation_our_packages_are_not_imported(tmp_path: Path) -> None:
    program = (
        "import sys, pytest; pytest.main(['-q', '-p', 'pytest_chainrule']); "
        "print('autograd' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split()[-1] == "False"


def test_pytest_finds_the_plugin_where_chainrule_is_installed() -> None:
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    assert '[project.entry-points.pytest11]\npytest_chainrule = "pytest_chainrule"\n' in project
    packages = '["autograd", "nn", "chainrule", "chainrule_command.py", "pytest_chainrule.py"]'
    assert f"packages = {packages}" in project


# --- with --chainrule ---


def test_with_chainrule_all_documents_are_collected_but_those_excluded(
    pytester: pytest.Pytester,
) -> None:
    cells = {"cells": [{"cell_type": "markdown", "source": "$2 + 2 = 5$"}], "nbformat": 4}
    (pytester.path / "lesson.ipynb").write_text(json.dumps(cells))
    (pytester.path / "one.md").write_text("$2 + 2 = 4$\n\n<!-- chainrule: skp -->")
    (pytester.path / "notes.txt").write_text("$2 + 2 = 5$")
    (pytester.path / "book.tex").write_text("\\input{part}")
    (pytester.path / "part.tex").write_text("$2 + 2 = 4$")
    (pytester.path / "draft.md").write_text("$2 + 2 = 5$")
    (pytester.path / "pyproject.toml").write_text('[tool.chainrule]\nexclude = ["draft*"]')
    ran = pytester.runpytest("-p", "pytest_chainrule", "--chainrule")
    ran.assert_outcomes(passed=2, failed=2)
    ran.stdout.fnmatch_lines(["*lesson.ipynb: cell 1, line 1: wrong", "*did you mean skip?"])
    assert pytester.runpytest("-p", "pytest_chainrule").ret == pytest.ExitCode.NO_TESTS_COLLECTED
