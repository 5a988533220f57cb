"""`chainrule mark`, `chainrule exercise`: what a teacher of a class runs, by hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from autograd import exercise
from chainrule import many_files
from chainrule.commands import main, marking

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A class of five: all right, a slip, one missing, a broken file, a blank sheet."""
    monkeypatch.chdir(tmp_path)
    drawn = exercise([2, 3, 1], 7)
    homework = tmp_path / "homework"
    homework.mkdir()
    (tmp_path / "key.md").write_text(drawn.key)
    (homework / "anna.md").write_text(drawn.key)
    (homework / "ben.md").write_text(drawn.key.replace("= a_2 - y", "= a_2 + y"))
    lines = [line for line in drawn.key.splitlines() if r"\tag{4}" not in line]
    (homework / "cleo.md").write_text("\n".join(lines))
    (homework / "dirk.md").write_bytes(b"\xff\xfe")
    (homework / "emil.md").write_text(drawn.sheet)
    return tmp_path


def ran(argv: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    try:
        code = main(argv)
    except SystemExit as left:
        code = int(str(left.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_the_table_has_a_row_a_student_and_one_broken_file_is_a_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = ran(["mark", "homework", "--key", "key.md"], capsys)
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line[:1].isalpha()}
    assert rows["anna"] == [*"11111111", "8/8"]
    assert rows["ben"] == [*"01111111", "7/8"]
    assert rows["cleo"] == [*"111-1111", "7/8"]
    assert rows["emil"] == [*"--------", "0/8"]
    assert "✗ dirk: not a text file in UTF-8 (invalid start byte)\n" in out
    assert (code, err) == (2, "chainrule: 1 of 5 homeworks could not be marked\n")


def test_all_marked_is_0_whatever_the_marks(capsys: pytest.CaptureFixture[str]) -> None:
    assert ran(["mark", "homework/[abce]*.md", "--key", "key.md"], capsys)[0] == 0


def test_latex_and_notebooks_are_homeworks_too(capsys: pytest.CaptureFixture[str]) -> None:
    key = Path("key.md").read_text()
    inside = key[key.index("$$z_1") :].replace("point each. Put", "point each.\n\nPut")
    Path("more").mkdir()
    Path("more/fritz.tex").write_text("\\section{Mine}\n" + inside)
    cells = [{"cell_type": "markdown", "source": part} for part in key.split("\n\n")]
    Path("more/gina.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}))
    Path("more/hans.txt").write_text(key)
    code, out, _ = ran(["mark", "more", "--key", "key.md"], capsys)
    assert code == 0
    assert out.count("8/8") == 3


def test_the_key_among_the_homeworks_is_no_homework(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = ran(["mark", ".", "--key", "key.md", "--exclude", "dirk*"], capsys)
    assert out.endswith("4 homeworks: 5.5 of 8 points on average.\n")


def test_csv_and_pages(capsys: pytest.CaptureFixture[str]) -> None:
    ran(["mark", "homework", "--key", "key.md", "--csv", "m.csv", "--pages", "out"], capsys)
    with open("m.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [(row["student"], row["points"], row["1"]) for row in rows] == [
        ("anna", "8", "1"), ("ben", "7", "0"), ("cleo", "7", "1"), ("dirk", "", ""),
        ("emil", "0", "0"),
    ]  # fmt: skip
    assert rows[3]["remarks"].startswith("not a text file")
    assert sorted(path.stem for path in Path("out").iterdir()) == [
        "anna", "ben", "cleo", "dirk", "emil"
    ]  # fmt: skip
    page = Path("out/ben.html").read_text(encoding="utf-8")
    assert "7 of 8 points" in page
    assert "http" not in page.replace("http-equiv", "")


def test_processes_and_runs_give_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    found = {ran(["mark", "homework", "--key", "key.md", "--jobs", jobs], capsys) for jobs in "122"}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["mark", "homework"], "required: --key"),
        (["mark", "--key", "key.md"], "required: FILE"),
        (["mark", "homework", "--key", "gone.md"], "gone.md: No such file"),
        (["mark", "homework", "--key", "homework/emil.md"], "emil.md: equation 1 (line 18) cannot"),
        (["mark", "key.md", "--key", "key.md"], "no homework but the key itself"),
        (["mark", "nothing/*.md", "--key", "key.md"], "no file is called so"),
        (["mark", "-", "--key", "key.md"], "standard input is not read"),
        (["mark", "homework", "--key", "key.md", "--csv", "no/m.csv"], "no such place for a file"),
        (["mark", "homework", "--key", "key.md", "--pages", "key.md"], "place for a folder"),
        (["mark", "homework", "--kye", "key.md"], "required: --key"),
        (["exercise", "--network", "2"], "expected widths such as 2-3-1"),
        (["exercise", "--network", "2-x-1"], "--network"),
        (["exercise", "--seed", "one"], "--seed"),
        (["exercise", "-o", "a.md", "--key", "a.md"], "that is the sheet"),
        (["exercise", "-o", "no/a.md"], "no such place for a file"),
        (["exercize"], "did you mean exercise?"),
    ],
)
def test_what_is_typed_wrong_is_one_line(
    argv: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = ran(argv, capsys)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_names_that_are_too_long_for_the_table_are_told_below_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    forward = "$$z = w x + b$$ $$L = (z - y)^2$$\n"
    slopes = {"z": "1", "w": "x", "b": "1", "x": "w"}
    text = forward + "\n".join(
        rf"$$\frac{{dL}}{{d{by}}} = 2 (z - y) {inner} \tag{{the derivative by {by}}}$$"
        for by, inner in slopes.items()
    )
    Path("long.md").write_text(text)
    Path("one.md").write_text(text)
    _, out, _ = ran(["mark", "one.md", "--key", "long.md"], capsys)
    assert "questions: 1 the derivative by z, 2 the derivative by w" in out
    assert max(map(len, out.splitlines()[:2])) <= 80


def test_a_narrow_terminal_gets_the_table_in_parts_and_loses_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = exercise([2, 3, 3, 3, 3, 3, 2], 3)
    Path("long.md").write_text(drawn.key)
    Path("one.md").write_text(drawn.key)
    for module in (marking, many_files):
        monkeypatch.setattr(module, "width", lambda: 60)
    _, out, _ = ran(["mark", "one.md", "--key", "long.md"], capsys)
    heads = [line.split()[1:] for line in out.splitlines() if line.startswith("student")]
    assert [head for part in heads for head in part] == [*map(str, range(1, 25)), "points"]
    assert max(map(len, out.splitlines())) <= 60
    assert "…" not in out
