"""Files: read only where they end, and written whole or not at all."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike

LARGEST = 2**26
"""Bytes of the largest file that is read: 64 MB."""


def read_text(path: str | PathLike[str]) -> str:
    """Return the text of a file in UTF-8, without a byte order mark; all line ends are line feeds.

    A ValueError names a file that is not text, is larger than 64 MB, or has no end that one could
    wait for: a device, a pipe.
    """
    there = os.stat(path)
    if stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(21, "Is a directory", os.fspath(path))
    if not stat.S_ISREG(there.st_mode):
        raise ValueError(f"{os.fspath(path)}: not a regular file")
    if there.st_size > LARGEST:
        raise ValueError(
            f"{os.fspath(path)}: {there.st_size / 2**20:,.0f} MB, the largest file that is read "
            f"has {LARGEST // 2**20} MB"
        )
    try:
        with open(path, encoding="utf-8-sig") as file:
            return file.read()
    except UnicodeDecodeError as error:
        raise ValueError(f"{os.fspath(path)}: not a text file in UTF-8 ({error.reason})") from None


def write_whole(path: str | PathLike[str], content: str | bytes) -> None:
    """Write a file so that at any moment the old one is there or the new one, each whole.

    The text (as UTF-8) or the bytes go to a new file beside it, which then takes its name: a full
    disk, an interrupt or a crash leaves the old file.  A link stays a link, and the file's mode
    stays; what is no regular file (a terminal, /dev/null) is written to directly, and so is a file
    in a folder that takes no new ones.
    """
    data = content.encode() if isinstance(content, str) else content
    target = os.path.realpath(path)
    try:
        mode = os.stat(target).st_mode if os.path.exists(target) else None
        if mode is not None and not stat.S_ISREG(mode):
            _write(target, os.O_WRONLY, data)
        else:
            _replace(target, mode, data)
    except OSError as error:
        error.filename, error.filename2 = os.fspath(path), None
        raise


def _replace(target: str, mode: int | None, data: bytes) -> None:
    """Have a new file take the place of this one, whose mode it keeps."""
    beside = f"{target}.{os.getpid()}.{os.urandom(4).hex()}.new"
    try:
        _write(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, data)
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, target)
    except BaseException as error:
        with suppress(OSError):
            os.unlink(beside)
        if not isinstance(error, PermissionError) or mode is None:
            raise
        _write(target, os.O_WRONLY | os.O_TRUNC, data)


def _write(path: str, how: int, data: bytes) -> None:
    """Open a file, write all of the data to it, and wait until the disk has it."""
    with open(os.open(path, how | getattr(os, "O_BINARY", 0), 0o666), "wb") as file:
        file.write(data)
        file.flush()
        with suppress(OSError):  # a terminal cannot be waited for
            os.fsync(file.fileno())
