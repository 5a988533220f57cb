"""What the command line says of words that are nearly right, and how a shell completes them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from chainrule.commands import main
from chainrule.commands.parsing import nearest

COMPLETE = """
source "$1"
shift
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_shtab_chainrule
printf '%s\\n' "${COMPREPLY[@]}"
"""


def refused(*arguments: str, capsys: pytest.CaptureFixture[str]) -> str:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    (line,) = capsys.readouterr().err.splitlines()
    return line


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        ("inspct", "inspect"),
        ("veiw", "view"),
        ("--versoin", "--version"),
        ("check notes.md --formt json", "--format"),
        ("check notes.md --srict", "--strict"),
        ("check notes.md -f jsn", "json"),
        ("train data.csv --epoch=3 --hiden=4", "--hidden"),
        ("view --languag=zh --lectur", None),  # argparse takes a beginning for the whole
        ("quiz --level 1 --anwsers no", "--answers"),
        ("inspect --loss bec", "bce"),
        ("--completion bsh", "bash"),
    ],
)
def test_what_was_meant_is_said(
    arguments: str, meant: str | None, capsys: pytest.CaptureFixture[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    if meant is None:
        assert main(arguments.split()) == 0
        return
    if "--completion" in arguments:
        pytest.importorskip("shtab")
    assert f"; did you mean {meant}? (see chainrule" in refused(*arguments.split(), capsys=capsys)


@pytest.mark.parametrize(
    "arguments", ["zzz", "inspect --zzzzzz", "inspect extra", "check a -f xml2"]
)
def test_what_is_like_nothing_is_not_guessed_at(
    arguments: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "did you mean" not in refused(*arguments.split(), capsys=capsys)


def test_an_option_is_refused_by_its_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert refused("view", "--zzz", capsys=capsys).endswith("(see chainrule view --help)")


def test_the_nearest_word_is_one_at_most() -> None:
    assert nearest("explian", ["explain", "inspect"]) == ["explain"]
    assert nearest("q", ["explain", "inspect"]) == []


# --- completion ---


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (["ch"], ["check"]),
        (["check", "--s"], ["--strict"]),
        (["check", "--format", "j"], ["json", "junit"]),
        (["train", "da"], ["data.csv"]),
        (["quiz", "--level", ""], ["1", "2", "3"]),
    ],
)
def test_bash_completes_commands_options_choices_and_files(
    typed: list[str], offered: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    pytest.importorskip("shtab")
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit, match="0"):
        main(["--completion", "bash"])
    Path("completion.sh").write_text(capsys.readouterr().out)
    Path("data.csv").touch()
    command = [bash, "-c", COMPLETE, "bash", "completion.sh", "chainrule", *typed]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    assert found.stdout.split() == offered


@pytest.mark.parametrize("shell", ["zsh", "tcsh"])
def test_other_shells_have_theirs(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    with pytest.raises(SystemExit, match="0"):
        main(["--completion", shell])
    assert "explain" in capsys.readouterr().out


def test_without_shtab_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "shtab", None)
    line = refused("--completion", "bash", capsys=capsys)
    assert "pip install chainrule[completion]" in line
