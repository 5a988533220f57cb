"""A file that takes too long is one line of the result, and never keeps the others waiting.

What takes for ever is a loop, in place of the reading of one file.
"""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from autograd import check_files, mark_files
from autograd.checking import many, time_limit
from autograd.checking.grading import classroom
from autograd.checking.reading.document import read_file
from autograd.checking.time_limit import limited
from chainrule.commands import main

KEY = "$L = (w x - y)^2$ and $dL/dw = 2 (w x - y) x$\n"
SHORT = 0.05

forks = pytest.mark.skipif(sys.platform != "linux", reason="the loop is not in other processes")


def for_ever(_: object) -> str:
    while True:
        try:
            pass
        except Exception:  # what the checker does with the mistakes of a formula
            return "swallowed"


def late(item: object) -> str:
    return f"{item} took too long"


def in_a_thread(seconds: float, work: Callable[[object], str]) -> list[str]:
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.append(limited(seconds, work, late, "it")))
    thread.start()
    thread.join()
    return found


def test_what_takes_too_long_is_stopped_in_the_main_thread_and_in_others() -> None:
    assert limited(SHORT, for_ever, late, "it") == "it took too long"
    assert in_a_thread(SHORT, for_ever) == ["it took too long"]


def test_what_is_done_in_time_is_returned_and_the_alarm_is_taken_back() -> None:
    if sys.platform != "win32":
        before = signal.getsignal(signal.SIGALRM)
    for seconds in (0, 60):
        assert limited(seconds, str, late, 5) == "5"
        assert in_a_thread(seconds, str) == ["it"]
    if sys.platform != "win32":
        assert signal.getsignal(signal.SIGALRM) == before
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there are no alarms")
def test_a_stop_that_is_held_back_is_made_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "AGAIN", SHORT)

    def deaf(item: object) -> str:
        try:
            return for_ever(item)
        except BaseException:
            return for_ever(item)

    assert limited(SHORT, deaf, late, "it") == "it took too long"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Five homeworks, of which the second never ends."""
    monkeypatch.chdir(tmp_path)
    Path("key.md").write_text(KEY)
    Path("work").mkdir()
    for name in "abcde":
        Path(f"work/{name}.md").write_text(KEY)

    def read(path: Path, **how: bool) -> Any:
        return for_ever(path) if path.name == "b.md" else read_file(path, **how)

    for module in (classroom, many):
        monkeypatch.setattr(module, "read_file", read)


@forks
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("jobs", [1, 2])
def test_one_file_of_many_is_one_fault(jobs: int) -> None:
    paths = sorted(Path("work").iterdir())
    marks = mark_files(paths, "key.md", jobs=jobs, timeout=0.5)
    told = "took longer than 0.5 s; not marked"
    assert [one.fault for one in marks] == ["", told, "", "", ""]
    assert [float(one) for one in marks] == [1, 0, 1, 1, 1]
    reports = check_files(paths, jobs=jobs, timeout=0.5)
    assert [report.fault for report in reports] == [
        "",
        "took longer than 0.5 s; not checked",
        *[""] * 3,
    ]


@forks
@pytest.mark.usefixtures("folder")
def test_the_limit_of_a_repository_stands_in_its_table(capsys: pytest.CaptureFixture[str]) -> None:
    Path("pyproject.toml").write_text("[tool.chainrule]\ntimeout = 1\n")
    with suppress(SystemExit):
        main(["check", "work"])
    out, err = capsys.readouterr()
    assert "? work/b.md: took longer than 1 s; not checked\n" in out
    assert err == "chainrule: 1 of 5 files could not be checked to the end\n"


@forks
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("command", "told"),
    [
        (["mark", "work", "--key", "key.md"], "✗ b: took longer than 0.5 s; not marked\n"),
        (["check", "work"], "? work/b.md: took longer than 0.5 s; not checked\n"),
    ],
)
def test_on_the_command_line_it_is_one_line(
    command: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = set()
    for jobs in "12":
        try:
            code = main([*command, "--timeout", "0.5", "--jobs", jobs])
        except SystemExit as left:
            code = int(str(left.code))
        out, err = capsys.readouterr()
        assert code == 2
        assert told in out
        assert "1 of 5" in err
        found.add(out)
    assert len(found) == 1
