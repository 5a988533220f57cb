"""The errands of a student, a teacher, the keeper of a repository, an engineer; see `errands`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest
from errands import ERRANDS, NEURON, Desk

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", ERRANDS)
def test_errand(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if name == "engineer" and find_spec("numpy") is None:
        pytest.skip("NumPy is not installed")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    ERRANDS[name](Desk(tmp_path))


def test_the_student_begins_with_the_example_of_the_readme() -> None:
    assert NEURON.strip() in (ROOT / "README.md").read_text(encoding="utf-8")


def test_planted_command_that_fails_is_seen(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="exit"):
        Desk(tmp_path).run("-c", "import sys; sys.exit('exit')")
