"""What the project's own files say of each other is true: versions, steps of CI, the history."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest

import autograd

ROOT = Path(__file__).parents[1]


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


STEPS = set(re.findall(r"^step_(\w+)\(\)", text(".ci/run"), re.MULTILINE))


def test_ci_runs_every_step_but_coverage() -> None:
    found = re.search(r"\$\{@:-([\w ]+)\}", text(".ci/run"))
    assert found
    assert set(found[1].split()) == STEPS - {"coverage"}


@pytest.mark.parametrize(
    "path", ["CONTRIBUTING.md", ".github/workflows/ci.yml", ".github/workflows/release.yml"]
)
def test_the_steps_that_are_named_exist(path: str) -> None:
    named = [n for line in re.findall(r"\.ci/run([a-z_ ]*)", text(path)) for n in line.split()]
    named = [name for name in named if name in STEPS or "_" in name]
    assert named
    assert set(named) <= STEPS


def test_the_public_workflow_tries_every_python_that_is_supported() -> None:
    oldest = re.search(r'requires-python = ">=3\.(\d+)"', text("pyproject.toml"))
    tried = re.search(r"python: \[(.*)\]", text(".github/workflows/ci.yml"))
    assert oldest
    assert tried
    versions = [int(v) for v in re.findall(r'"3\.(\d+)"', tried[1])]
    assert versions == list(range(int(oldest[1]), 15))
    assert set(re.findall(r"\w+-latest", text(".github/workflows/ci.yml"))) == {
        "ubuntu-latest", "macos-latest", "windows-latest"
    }  # fmt: skip


def test_the_changelog_has_a_section_for_this_version() -> None:
    heads = re.findall(r"^## (.*)$", text("CHANGELOG.md"), re.MULTILINE)
    assert heads[0].split()[0] == autograd.__version__
    assert re.findall(r"^### (.*)$", text("CHANGELOG.md"), re.MULTILINE)


def test_what_is_public_is_said_alike() -> None:
    said = [
        re.sub(r"\s+", " ", text(path).partition("## What is public")[2]).strip()
        for path in ("CONTRIBUTING.md", "docs/reference/changes.md")
    ]
    assert said[0] == said[1] != ""


# --- the history of the benchmarks ---


@pytest.fixture
def history(monkeypatch: pytest.MonkeyPatch) -> Any:
    pytest.importorskip("rich")
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    import history as module

    yield module
    for name in ("history", "engine", "measure"):
        sys.modules.pop(name, None)


def test_a_measurement_is_added_to_the_history(history: Any, tmp_path: Path) -> None:
    timed = {"ours": 0.5, "theirs": 2.0, "ratio": 4.0}
    figures = {
        "python": "3.12.1",
        "machine": "x, 2 cores",
        "workloads": {"A": {"default_collection": timed}},
    }
    path = tmp_path / "history.csv"
    for day in ("2026-01-01", "2026-01-02"):
        history.extend(path, history.rows_of(figures, day, "abc"))
    rows = history.read(path)
    assert [row["date"] for row in rows] == ["2026-01-01", "2026-01-02"]
    assert rows[0]["ratio"] == "4.00"
    assert tuple(rows[0]) == history.COLUMNS


def test_the_history_can_be_read(history: Any) -> None:
    rows = history.read(history.FILE)
    assert {row["workload"] for row in rows} == set("ABCD")
    assert all(float(row["ratio"]) > 0 for row in rows)
