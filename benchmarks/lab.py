"""The lab's speed in Chromium: `python benchmarks/lab.py`.

Needs playwright, Chromium and npm.  For the local lab and for the folder (from loopback; at the
first visit, the second, and later, when the browser has kept what it compiled; each the median of
five new profiles): from opening to typing, to the first verdict; then, on a page of twelve
equations, from a key press to the verdict on it (the median of 20), and the longest gap between two
frames meanwhile.  Last the sizes: all that is downloaded, and what is ours as a server sends it
(deflated); and how busy the machine was.
"""

from __future__ import annotations

import os
import shutil
import statistics
import tempfile
import threading
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from chainrule.laboratory.folder import build
from chainrule.laboratory.server import LabServer

KEYS = 20
TYPED = """async (count) => {
  const { editor } = chainruleLab;
  const times = [], gaps = [];
  let last = performance.now(), going = true;
  const frame = (now) => {
    gaps.push(now - last);
    last = now;
    if (going) requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
  for (let i = 0; i < count; i++) {
    const begin = performance.now();
    editor.replace([editor.text.length, editor.text.length], "x");
    while (chainruleLab.checked !== editor.text) await new Promise((next) => setTimeout(next, 2));
    times.push(performance.now() - begin);
    await new Promise((next) => setTimeout(next, 150));
  }
  going = false;
  gaps.sort((a, b) => a - b);
  return { times, longest: gaps.at(-1), usual: gaps[gaps.length >> 1] };
}"""


WAITED = 3000
"""Milliseconds after a verdict in which the browser keeps what it compiled."""
KEPT = "() => performance.getEntriesByName('chainrule-kept').length"
PROFILES = 5
VISITS = ("first", "second", "third", "fourth")


class Quiet(SimpleHTTPRequestHandler):
    """A plain web server that says nothing."""

    def log_message(self, *_: Any) -> None: ...


@contextmanager
def serving(server: Any) -> Iterator[Any]:
    """Serve in a thread."""
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Opening(NamedTuple):
    """Seconds from opening to typing, and to the first verdict."""

    typing: float
    verdict: float

    def __str__(self) -> str:
        return f"typing {self.typing:.2f} s, verdict {self.verdict:.2f} s"


def opening(page: Any, address: str) -> Opening:
    """Return how long it takes to typing and to the first verdict."""
    begin = time.perf_counter()
    page.goto(address)
    page.wait_for_selector(".field")
    typing = time.perf_counter() - begin
    page.wait_for_function("() => globalThis.chainruleLab?.marks", timeout=120_000)
    return Opening(typing, time.perf_counter() - begin)


def visits(page: Any, address: str) -> Iterator[Opening]:
    """Open the folder's page again and again, the browser being given time between."""
    for _ in VISITS:
        yield opening(page, address)
        page.wait_for_function(KEPT)
        page.wait_for_timeout(WAITED)


def median(openings: Iterable[Opening]) -> Opening:
    """Return the median of each time."""
    return Opening(*map(statistics.median, zip(*openings, strict=True)))


def typing(page: Any) -> str:
    """Return how long a verdict takes after a key press, and whether frames were late."""
    page.wait_for_timeout(1000)
    found = page.evaluate(TYPED, KEYS)
    median, longest = statistics.median(found["times"]), max(found["times"])
    return (
        f"a key to its verdict {median:.0f} ms (longest {longest:.0f}); "
        f"frames every {found['usual']:.0f} ms, the longest gap {found['longest']:.0f} ms"
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as work, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        with serving(LabServer(None)) as server:
            server.checks.start()
            page = browser.new_context().new_page()
            print("local, first visit:   ", opening(page, server.address))
            print("local, again:         ", opening(page, server.address))
            print("local:                ", typing(page))
        folder = Path(work) / "lab"
        begin = time.perf_counter()
        build(folder)
        print(f"folder: built in {time.perf_counter() - begin:.1f} s")
        handler = partial(Quiet, directory=str(folder))
        with serving(ThreadingHTTPServer(("127.0.0.1", 0), handler)) as server:
            address = f"http://127.0.0.1:{server.server_port}/"
            browser.close()
            found = []
            for profile in range(PROFILES):
                context = playwright.chromium.launch_persistent_context(
                    Path(work) / f"{profile}", executable_path=program, args=["--no-sandbox"]
                )
                page = context.new_page()
                found.append([*visits(page, address)])
                if profile == PROFILES - 1:
                    print("folder:               ", typing(page))
                context.close()
            for visit, openings in zip(VISITS, zip(*found, strict=True), strict=True):
                print(f"folder, {visit + ' visit:':14}", median(openings))
        paths = [path for path in folder.rglob("*") if path.is_file()]
        ours = [path for path in paths if path.parent.name != "pyodide"]
        total = sum(path.stat().st_size for path in paths)
        sent = sum(len(zlib.compress(path.read_bytes(), 9)) for path in ours)
        print(f"sizes: {total / 1e6:.1f} MB in all, ours {sent / 1e3:.0f} KB deflated")
    print(f"load of the last minute: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
