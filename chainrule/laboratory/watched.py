"""The file that the lab edits: read, written back whole, and seen when it changes on the disk."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import autograd

KINDS = {".md": "md", ".markdown": "md", ".tex": "tex", ".txt": "txt"}
"""The suffix of a file -> how its text is read."""
LOOKS = 0.3
"""Seconds between two looks at the file."""


class Version(NamedTuple):
    """The text of the file, and what tells it from any other version."""

    text: str
    mark: str


class WatchedFile:
    """A file of text; one that is not there is empty until it is written."""

    def __init__(self, path: Path) -> None:
        if path.suffix.lower() not in KINDS:
            raise ValueError(f"{path}: expected a .md, .tex or .txt file")
        if not path.absolute().parent.is_dir():
            raise ValueError(f"{path}: there is no folder {path.parent}")
        self.path, self.kind = path, KINDS[path.suffix.lower()]
        self._turn = Lock()
        self.read()

    def read(self) -> Version:
        """Return the file as it is on the disk."""
        text = autograd.read_text(self.path) if self.path.exists() else ""
        return Version(text, hashlib.sha256(text.encode()).hexdigest())

    def write(self, text: str, seen: str) -> Version | None:
        """Write the text if the file is still the version that was seen; None if it is not.

        The line ends of the file stay those that it has.
        """
        with self._turn:
            if self.read().mark != seen:
                return None
            ends = "\r\n" if self._has_returns() else "\n"
            autograd.write_whole(self.path, text.replace("\n", ends).encode())
            return self.read()

    def changed(self, seen: str, patience: float) -> Version | None:
        """Return the version that is another than the one seen; None after some seconds."""
        end = time.monotonic() + patience
        stamp = None
        while True:
            there = self._stamp()
            if there != stamp:
                stamp, found = there, self.read()
                if found.mark != seen:
                    return found
            if time.monotonic() >= end:
                return None
            time.sleep(LOOKS)

    def _stamp(self) -> tuple[int, int] | None:
        if not self.path.exists():
            return None
        there = self.path.stat()
        return there.st_mtime_ns, there.st_size

    def _has_returns(self) -> bool:
        return self.path.exists() and b"\r\n" in self.path.read_bytes()
