"""`chainrule check` of many files: what a keeper of a repository of notes runs, also in CI."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import autograd
from autograd.checking import many, processes
from autograd.checking.report.result import Report
from chainrule.commands import main
from chainrule.found_files import is_excluded

ROOT = Path(__file__).parent.parent
RIGHT = "# Squares\n\n$$L = w^2$$\n\n$$\\frac{dL}{dw} = 2 w$$\n"
WRONG = "$$L = w^2$$\n\n$$\\frac{dL}{dw} = 3 w$$\n"
CELLS = {"cells": [{"cell_type": "markdown", "source": WRONG}], "nbformat": 4}


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course's repository: one mistake in the notes, one in a notebook, one broken file."""
    files: dict[str, str | bytes] = {
        "notes/one.md": RIGHT,
        "notes/two.md": WRONG,
        "notes/deep/three.tex": "\\[L = w^2\\]\n\\[dL/dw = 2 w\\]\n\\input{part}\n",
        "notes/deep/part.tex": "\\[dL/dw = w + w\\]\n",
        "lesson.ipynb": json.dumps(CELLS),
        "README.md": "No formula here.\n",
        "notes/broken.md": b"\xff\xfe$L$",
        "node_modules/foreign.md": WRONG,
        ".hidden/secret.md": WRONG,
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["check", *argv])
    out, err = capsys.readouterr()
    return code, out, err


def run(argv: list[str], **more: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
    return subprocess.run(
        [sys.executable, "-m", "chainrule", *argv],
        capture_output=True, text=True, env=environment, timeout=120, **more,
    )  # fmt: skip


# --- which files ---


def test_a_folder_is_searched_but_not_where_others_wrote(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, _ = ran(["."], capsys)
    assert code == 1
    for name in ("one.md", "two.md", "three.tex", "lesson.ipynb"):
        assert name in out
    assert "foreign" not in out
    assert "secret" not in out


def test_what_is_taken_in_is_checked_as_a_part_only(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(["notes/deep", "--all"], capsys)
    assert code == 0
    assert "part.tex, line 1" in out
    assert "1 file: 1 all right." in out


def test_globs_are_expanded_where_no_shell_does(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(["notes/**/*.tex"], capsys)
    assert code == 0
    assert "three.tex" in out


def test_excluded_files_and_folders_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(
        [".", "--exclude", "notes/two.md", "--exclude", "deep/", "--exclude", "*.ipynb",
         "--exclude", "broken*", "--allow-empty"], capsys,
    )  # fmt: skip
    assert code == 0
    assert "2 files: 1 all right, 1 without an equation." in out


def test_standard_input() -> None:
    done = run(["check", "-"], input=WRONG)
    assert done.returncode == 1
    assert "-: 1 equation judged: 1 wrong." in done.stdout
    done = run(["check", "-"], input="\udcff", errors="surrogateescape")
    assert (done.returncode, done.stderr) == (
        2, "chainrule: standard input: not text in UTF-8 (invalid start byte)\n"
    )  # fmt: skip
    latex = run(["check", "-", "--as", "tex"], input="\\[L = w^2\\] \\[dL/dw = 2w\\]")
    assert latex.returncode == 0


# --- exit codes, one line each ---


def test_a_file_without_an_equation_is_said_and_is_no_green_zero(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = ran(["notes/one.md", "README.md"], capsys)
    assert code == 2
    assert "? README.md: no equation was found in it\n" in out
    assert err.count("\n") == 1
    assert "--allow-empty" in err
    assert ran(["notes/one.md", "README.md", "--allow-empty"], capsys)[0] == 0


def test_one_broken_file_is_one_line_and_the_others_are_checked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = ran(["notes/broken.md", "gone.md", "notes/one.md"], capsys)
    assert code == 2
    assert "? notes/broken.md: not a text file in UTF-8 (invalid start byte)\n" in out
    assert "? gone.md: No such file or directory\n" in out
    assert "✓ notes/one.md" in out
    assert "3 files: 1 all right, 2 not checked to the end." in out
    assert err.count("\n") == 1


def test_allow_empty_lets_no_broken_file_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(["notes/broken.md", "notes/one.md", "--allow-empty"], capsys)[0] == 2


def test_a_mistake_weighs_more_than_a_file_that_is_broken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, _, err = ran(["notes/broken.md", "notes/two.md"], capsys)
    assert (code, err) == (1, "")


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        ([], "what is to be checked?"),
        (["notes/*.docx"], "no file is called so"),
        ([".hidden"], ""),
        (["node_modules", "--exclude", "node_modules"], "every file is excluded"),
        (["--exlude", "x", "."], "did you mean --exclude?"),
        (["-f", "junitt", "."], "did you mean junit?"),
    ],
)
def test_what_is_typed_wrong_is_one_line(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = main(["check", *argv])
    except SystemExit as left:
        code = int(str(left.code))
    assert code == (2 if said else 1)
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == bool(said)


# --- what other programs read ---


def test_json_holds_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = ran(["notes", "-f", "json"], capsys)
    found = json.loads(out)
    assert (code, found["ok"], found["version"]) == (1, False, 1)
    faults = {file["source"]: file["fault"] for file in found["files"]}
    assert faults["notes/one.md"] == ""
    assert faults["notes/broken.md"].startswith("not a text file")


def test_annotations_of_many_files(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran([".", "-f", "github"], capsys)
    lines = out.splitlines()
    assert any(x.startswith("::error file=notes/two.md,line=3,title=2%3A wrong::") for x in lines)
    assert any(x.startswith("::error file=lesson.ipynb,title=2%3A wrong (cell 1") for x in lines)
    assert "::error file=README.md,title=not checked::no equation was found in it" in lines


def test_junit_has_a_suite_for_each_file(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran([".", "-f", "junit"], capsys)
    suites = ElementTree.fromstring(out.encode())
    names = {suite.get("name"): suite.get("errors") for suite in suites}
    assert names["notes/broken.md"] == "1"
    assert names["notes/one.md"] == "0"
    assert suites.get("failures") == "2"
    assert int(suites.get("tests", "0")) == len(suites.findall("testsuite/testcase"))


def test_sarif_tells_of_files_that_were_not_checked(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran([".", "-f", "sarif"], capsys)
    (one,) = json.loads(out)["runs"]
    assert {result["ruleId"] for result in one["results"]} == {"wrong"}
    told = one["invocations"][0]["toolExecutionNotifications"]
    assert {x["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for x in told} == {
        "README.md", "notes/broken.md"
    }  # fmt: skip


@pytest.mark.parametrize("form", ["md", "html"])
def test_pages_hold_all_files(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran([".", "-f", form], capsys)
    for name in ("one.md", "two.md", "lesson.ipynb", "broken.md"):
        assert name in out


# --- [tool.chainrule] ---


def settle(text: str) -> None:
    Path("pyproject.toml").write_text(f"[tool.chainrule]\n{text}\n")


def test_defaults_stand_in_pyproject(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    settle('files = ["notes"]\nexclude = ["broken.md", "two.md"]')
    assert ran([], capsys)[0] == 0
    monkeypatch.chdir("notes/deep")
    assert ran([], capsys)[0] == 0
    settle_here = Path("../../pyproject.toml")
    settle_here.write_text('[tool.chainrule]\nformat = "json"\nallow-empty = true\n')
    code, out, _ = ran([".", "../../README.md"], capsys)
    assert code == 0
    assert json.loads(out)["files"]
    assert ran(["../../README.md", "--no-allow-empty"], capsys)[0] == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('exclud = ["a"]', "has no exclud; did you mean exclude?"),
        ("strict = 1", "strict: expected true or false"),
        ('exclude = "a"', "exclude: expected a list of texts"),
        ('format = "pdf"', "format: expected text, json"),
        ("= 3", "pyproject.toml: "),
    ],
)
def test_what_is_wrong_with_the_table_is_one_line(
    text: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(text)
    code, _, err = ran(["notes/one.md"], capsys)
    assert code == 2
    assert said in err
    assert err.count("\n") == 1


# --- processes ---


def _length(path: str) -> int:
    return len(path)


def _killed(path: str) -> int:
    if path == "bad":
        os.kill(os.getpid(), signal.SIGKILL)
    return len(path)


def test_work_is_shared_and_its_order_stays() -> None:
    items = ["x" * n for n in range(9)]
    moved: list[int] = []
    assert processes.each(_length, items, 2, lambda _: -1, lambda: moved.append(1)) == list(
        range(9)
    )
    assert len(moved) == 9


def test_what_kills_its_process_costs_only_itself() -> None:
    items = ["a", "bad", "bb", "ccc", "dddd"]
    assert processes.each(_killed, items, 2, lambda _: -1, lambda: None) == [1, -1, 2, 3, 4]


def test_planted_fault_of_the_checker_is_one_line_of_that_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def planted(*_: object) -> Report:
        raise AssertionError("planted")

    monkeypatch.setattr(many, "check_document", planted)
    (report,) = autograd.check_files(["notes/one.md"])
    assert "a mistake of chainrule's own" in report.fault


def test_the_processes_find_what_one_finds() -> None:
    Path("more").mkdir()
    for n in range(6):
        Path(f"more/{n}.md").write_text(WRONG if n % 3 else RIGHT)
    paths = sorted(map(str, Path("more").iterdir()))
    one, two = (autograd.check_files(paths, jobs=jobs).render("json") for jobs in (1, 2))
    assert one == two


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent otherwise there")
@pytest.mark.parametrize("command", [["check"], ["mark", "--key", "key.md"]])
def test_ctrl_c_is_one_line_and_130_and_leaves_no_process(command: list[str]) -> None:
    """Sent to the whole group, as a terminal does."""
    Path("key.md").write_text(RIGHT)
    Path("many").mkdir()
    notes = (ROOT / "notebooks" / "layers.md").read_text(encoding="utf-8")
    for n in range(60):
        Path(f"many/{n}.md").write_text(notes, encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-m", "chainrule", *command, "many", "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    time.sleep(3)
    os.killpg(child.pid, signal.SIGINT)
    out, err = child.communicate(timeout=30)
    assert (child.returncode, err) == (130, "chainrule: interrupted\n")
    assert "Traceback" not in out
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)


# --- in CI ---


def test_the_github_action_annotates_what_is_wrong() -> None:
    """The script of its last step, with the inputs that GitHub would hand to it."""
    action = (ROOT / "action.yml").read_text(encoding="utf-8")
    script = textwrap.dedent(action.rpartition("run: |\n")[2])
    inputs = {"FILES": "notes/*.md lesson.ipynb", "ARGUMENTS": "--allow-empty", "SARIF": "s.json"}
    done = subprocess.run(
        ["bash", "-e", "-c", script], capture_output=True, text=True, timeout=120,
        env={**os.environ, "PYTHONPATH": str(ROOT), "CHAINRULE_PYTHON": sys.executable, **inputs},
    )  # fmt: skip
    assert done.returncode == 1
    assert "::error file=notes/two.md,line=3," in done.stdout
    assert json.loads(Path("s.json").read_text())["version"] == "2.1.0"
    for name in inputs:
        assert f"{name}: ${{{{ inputs.{name.lower()} }}}}" in action


def test_the_pre_commit_hook_runs_a_command_that_there_is() -> None:
    """pre-commit calls `entry` with the files that were changed, a README without maths too."""
    hooks = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    entry = re.search(r"^  entry: chainrule (.*)$", hooks, re.MULTILINE)
    assert entry is not None
    assert run([*entry[1].split(), "README.md", "notes/one.md"]).returncode == 0
    assert run([*entry[1].split(), "README.md", "notes/two.md"]).returncode == 1


@pytest.mark.parametrize(
    ("pattern", "excluded"),
    [
        ("one.md", True), ("*.md", True), ("notes", True), ("notes/", True), ("deep", True),
        ("notes/*/one.md", True), ("notes/deep", True), ("[n-z]*", True), ("deep/one.md", False),
        ("*.tex", False), ("one", False), ("not", False),
    ],
)  # fmt: skip
def test_what_a_pattern_excludes(pattern: str, excluded: bool) -> None:
    assert is_excluded("notes/deep/one.md", [pattern]) == excluded
