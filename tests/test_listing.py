"""`chainrule functions`: every function that is read, at any width."""

from __future__ import annotations

import pytest

from autograd import TABLE, functions_read
from autograd.checking.reading.notation import FUNCTIONS
from chainrule.commands import main


def test_every_spelling_that_is_read_is_listed() -> None:
    listed = {s for name, spellings, _ in functions_read() for s in (name, *spellings)}
    assert listed == set(FUNCTIONS)


def test_derivatives_are_those_of_the_rows() -> None:
    """From a table of derivatives: that of atan is 1/(1 + x^2)."""
    found = {f.name: f.derivative for f in functions_read()}
    assert found["atan"] == "1 / (1 + x * x)"
    assert found["sin"] == "cos(x)"
    assert [f for f in found if f in TABLE and TABLE[f].is_unary and not found[f]] == []


@pytest.mark.parametrize("columns", [60, 100])
def test_the_table_loses_nothing_however_narrow(
    columns: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["functions"]) == 0
    told = capsys.readouterr().out
    assert max(map(len, told.splitlines())) <= columns
    assert "…" not in told
    words = set(told.replace(",", " ").split())
    assert {name for name in FUNCTIONS if len(name) <= 12} <= words


def test_words_choose(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["functions", "arctan"]) == 0
    assert "atanh" in (told := capsys.readouterr().out)
    assert "sigmoid" not in told
    assert main(["functions", "nonsense"]) == 2
    assert "no function is spelt nonsense" in capsys.readouterr().err


def test_help_of_check_points_to_the_page(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    told = capsys.readouterr().out
    assert "chainrule functions" in told
    assert told.count("what-the-checker-reads.md") == 1
