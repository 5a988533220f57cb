"""Checks in a process of their own: one that takes too long is ended, and said to be."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

LIMIT = 5.0
"""Seconds for one answer."""
PATIENCE = 60.0
"""Seconds for a process to start."""
START = (
    "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN); "  # Ctrl-C is for the server
    "from autograd.marking.__main__ import main, Path; main({path})"
)


class CheckProcess:
    """A process that answers the requests of `autograd.marking`, one after another.

    path  the file that is edited
    """

    def __init__(self, limit: float = LIMIT, path: Path | None = None) -> None:
        self.limit, self.path = limit, path
        self._turn = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._is_ended = False

    def ask(self, request: Any) -> dict[str, Any]:
        """Return the answer; {"late": the limit in seconds} where there is none in time."""
        with self._turn:
            if self._is_ended:  # it waited while another was answered
                return {"late": self.limit}
            process = self._process or self._started()
            answer = self._line(process, json.dumps(request), self.limit)
            if answer is None:
                return {"late": self.limit}
            found: dict[str, Any] = json.loads(answer)
            return found

    def start(self) -> None:
        """Start the process, so that the first request need not wait for it."""
        with self._turn:
            if self._process is None and not self._is_ended:
                self._started()

    def end(self) -> None:
        """End the process for good: what is asked from now on starts none."""
        self._is_ended = True
        self.close()

    def close(self) -> None:
        """End the process; the next request starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.wait()
            for stream in filter(None, (process.stdin, process.stdout)):
                with suppress(OSError):  # what was still to be written has no reader
                    stream.close()

    def _started(self) -> subprocess.Popen[str]:
        path = f"Path({str(self.path)!r})" if self.path else ""
        begin = START.format(path=path)
        start = f"import sys; sys.path[:] = {sys.path!r}; {begin}"  # not the user's folder first
        command = [sys.executable, "-c", start]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        if self._is_ended:  # while it was being started
            self.close()
            raise OSError("the checks have ended")
        empty = json.dumps(
            {"do": "check", "text": "$y = x$"}
        )  # what is imported at the first check
        if self._line(self._process, empty, PATIENCE) is None:
            raise OSError("the process that checks does not start")
        return self._process

    def _line(self, process: subprocess.Popen[str], request: str, limit: float) -> str | None:
        """Return the answer to a line; None, and no process is left, if there is none in time."""
        assert process.stdin is not None
        assert process.stdout is not None
        timer = threading.Timer(limit, process.kill)
        timer.start()
        try:
            process.stdin.write(f"{request}\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except OSError:
            answer = ""
        finally:
            timer.cancel()
        if not answer.endswith("\n"):
            self.close()
            return None
        return answer
