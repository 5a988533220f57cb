"""The browsers that the page is tested in: what is said where one is missing; a headless Firefox.

Playwright drives no Firefox of Debian's; Firefox itself listens on a socket (Marionette), and is
spoken to here without any driver.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
FIREFOX = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
PATIENCE = 60.0  # seconds for Firefox to start


def missing(what: str) -> NoReturn:
    """Skip for want of a browser, or fail where one is required."""
    reason = f"{what} is missing: the page is tested in Chromium, through playwright, and Firefox"
    if os.environ.get("CHAINRULE_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


class Firefox:
    """A headless Firefox: `go(address)`, `run("return 1 + 1")`."""

    def __init__(self, profile: Path) -> None:
        profile.mkdir()
        settings = 'user_pref("marionette.port", 0);\nuser_pref("ui.prefersReducedMotion", 1);\n'
        (profile / "user.js").write_text(settings, "utf-8")
        self.process = subprocess.Popen(
            [str(FIREFOX), "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        port, begin = profile / "MarionetteActivePort", time.monotonic()
        while not (port.exists() and port.read_text()):
            assert time.monotonic() - begin < PATIENCE
            assert self.process.poll() is None
            time.sleep(0.1)
        self.socket = socket.create_connection(("127.0.0.1", int(port.read_text())), PATIENCE)
        self.stream = self.socket.makefile("rb")
        self.answer()
        self.ask("WebDriver:NewSession", {})

    def answer(self) -> Any:
        """Read one message: its length, a colon, JSON."""
        digits = b""
        while (one := self.stream.read(1)) != b":":
            assert one
            digits += one
        return json.loads(self.stream.read(int(digits)))

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """Send a command; return its result."""
        message = json.dumps([0, 1, command, parameters]).encode()
        self.socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.answer()
        assert error is None, error
        return result

    def go(self, address: str) -> None:
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """Return what a script returns in the page."""
        parameters: dict[str, object] = {"script": script, "args": [], "sandbox": None}
        return self.ask("WebDriver:ExecuteScript", parameters)["value"]

    def waits_for(self, condition: str, seconds: int = 10) -> bool:
        """Whether a condition comes true within some seconds."""
        for _ in range(10 * seconds):
            if self.run(f"return Boolean({condition})"):
                return True
            time.sleep(0.1)
        return False

    def close(self) -> None:
        self.stream.close()
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)
