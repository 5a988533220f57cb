"""Files are read only where they end, and written whole or not at all."""

from __future__ import annotations

import errno
import os
import resource
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from autograd import read_text, write_whole


def test_written_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, "∂L\n")
    assert path.read_bytes() == "∂L\n".encode()
    write_whole(str(path), b"\xef\xbb\xbfone\r\ntwo")
    assert read_text(str(path)) == "one\ntwo"
    assert os.listdir(tmp_path) == ["a.txt"]


def test_a_new_file_has_the_usual_mode_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    new, usual = tmp_path / "new", tmp_path / "usual"
    usual.write_text("")
    write_whole(new, "")
    assert new.stat().st_mode == usual.stat().st_mode
    new.chmod(0o640)
    write_whole(new, "x")
    assert stat.S_IMODE(new.stat().st_mode) == 0o640


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "model.json").write_text("old")
    link = tmp_path / "latest.json"
    link.symlink_to("model.json")
    write_whole(link, "new")
    assert link.is_symlink()
    assert (tmp_path / "model.json").read_text() == "new"


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(errno.ENOSPC, "No space left")])
def test_what_fails_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    path = tmp_path / "model.json"
    path.write_text("old")

    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(type(fault)) as raised:
        write_whole(path, "new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["model.json"]
    if isinstance(raised.value, OSError):
        assert raised.value.filename == str(path)


FULL = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from autograd import write_whole
write_whole(sys.argv[1], "x" * 5000)
"""


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "model.json"
    path.write_text("old")
    run = subprocess.run([sys.executable, "-c", FULL, path], capture_output=True, text=True)
    assert "File too large" in run.stderr
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["model.json"]


def test_what_is_no_regular_file_is_written_to_and_stays() -> None:
    write_whole("/dev/null", "text")
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_what_has_no_end_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    for path in ("/dev/zero", tmp_path / "pipe", tmp_path / "link"):
        with pytest.raises(ValueError, match="not a regular file"):
            read_text(path)
    with pytest.raises(IsADirectoryError):
        read_text(tmp_path)


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(2**34)  # which takes no room
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ValueError, match="16,384 MB, the largest file that is read has 64 MB"):
        read_text(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000  # kilobytes


def test_what_is_no_text_is_named(tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\xff")
    with pytest.raises(ValueError, match=r"picture.csv: not a text file in UTF-8"):
        read_text(path)
