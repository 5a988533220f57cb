"""What the README and the notebooks show is what happens."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

import pytest

from chainrule.commands import main

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("source", blocks("python"))
def test_python_prints_what_its_comments_say(source: str) -> None:
    said = re.findall(r"print\(.*?\)\s+# (.*)", source)
    assert said
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(source, "README.md", "exec"), {})
    assert printed.getvalue().splitlines() == said


def test_the_main_job_prints_the_table_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["inspect"]) == 0
    assert capsys.readouterr().out == blocks("text")[0]


@pytest.mark.parametrize("place", [1, 2])
def test_the_check_says_what_is_shown(
    place: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    command, shown = blocks("text")[place].split("\n", 1)
    assert main(command.split()[2:]) == 1
    assert capsys.readouterr().out == shown


def test_each_shell_block_is_one_command() -> None:
    assert len(blocks("sh")) == 2
    assert all(len(block.splitlines()) == 1 for block in blocks("sh"))
