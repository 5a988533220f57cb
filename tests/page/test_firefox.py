"""The page in Firefox, where there is one: it is drawn, stepped through, heard by its keys.

Playwright drives no Firefox of Debian's; Firefox itself listens on a socket (Marionette), which is
spoken to here without any driver.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from graphs import two_layers

import autograd
from autograd import Value
from autograd.showing.viewing import view

PROGRAM = next(filter(None, map(shutil.which, ("firefox-esr", "firefox"))), None)
PATIENCE = 60.0  # seconds for Firefox to start
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(PROGRAM is None, reason="Firefox is missing"),
]


class Firefox:
    """A headless Firefox: `go(address)`, `run("return 1 + 1")`."""

    def __init__(self, profile: Path) -> None:
        profile.mkdir()
        settings = 'user_pref("marionette.port", 0);\nuser_pref("ui.prefersReducedMotion", 1);\n'
        (profile / "user.js").write_text(settings, "utf-8")
        self.process = subprocess.Popen(
            [str(PROGRAM), "--headless", "--no-remote", "--marionette", "--profile", str(profile)],
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

    def waits_for(self, condition: str) -> bool:
        """Whether a condition comes true within ten seconds."""
        for _ in range(100):
            if self.run(f"return Boolean({condition})"):
                return True
            time.sleep(0.1)
        return False

    def close(self) -> None:
        self.stream.close()
        self.socket.close()
        self.process.terminate()
        self.process.wait(20)


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    browser = Firefox(tmp_path_factory.mktemp("firefox") / "profile")
    yield browser
    browser.close()


DRAWN = "document.querySelector('.scene .node')"


def test_it_is_drawn_and_stepped_through(firefox: Firefox, tmp_path: Path) -> None:
    root: Value = two_layers(2, 2, 1)
    file = view(root, tmp_path / "page.html")
    firefox.go(f"{file.as_uri()}#level=foldNone")
    assert firefox.waits_for(DRAWN)
    assert firefox.run("return document.querySelectorAll('.scene .node').length") == 19
    press = """document.body.dispatchEvent(
        new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
        return document.querySelector(".counter").textContent"""
    assert [firefox.run(press) for _ in range(3)] == ["1 / 28", "2 / 28", "3 / 28"]
    firefox.run("chainrulePage.passes.goTo(28)")
    gradients = firefox.run("return [...chainrulePage.model.adjoint]")
    ours = [node["adjoint"] for node in autograd.trace(root)["nodes"]]
    assert gradients == pytest.approx(ours, rel=1e-12)
    width = firefox.run("return document.querySelector('.card math').getBoundingClientRect().width")
    assert width > 5  # MathML is set


def test_a_formula_is_read_and_a_lecture_is_held(firefox: Firefox, tmp_path: Path) -> None:
    file = autograd.view_formula(tmp_path / "formula.html", r"\hat{y} = σ(w₁ x² + b); ŷ - 2")
    firefox.go(f"{file.as_uri()}#lecture=1")
    assert firefox.waits_for(DRAWN)
    assert firefox.run("return document.querySelectorAll('.lecture .scene .node').length") > 5
    assert firefox.run("return document.querySelector('.refused').textContent") == ""


def test_planted_page_that_does_not_run_is_seen(firefox: Firefox, tmp_path: Path) -> None:
    file = view(two_layers(2, 2, 1), tmp_path / "page.html")
    file.write_text(file.read_text("utf-8").replace('unpacked("code")', 'unpack("code")'), "utf-8")
    firefox.go(file.as_uri())
    time.sleep(1)
    assert not firefox.run(f"return Boolean({DRAWN})")
