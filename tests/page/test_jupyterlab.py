"""The page in a live JupyterLab: a cell shows it, its buttons and its keys step, the theme is kept.

The server listens on this machine alone; `CHAINRULE_PICTURES=folder` keeps a picture of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from browsers import missing

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60.0  # seconds for the server to start, and for its page to do what it is asked
RUNNING = 180.0  # seconds for a cell to show its page
CELL = """from autograd import view
from nn import mse_loss, worked_example
net, x, y = worked_example()
L = mse_loss(net(x), y)
L.label = "L"
view(L)"""


def notebook(path: Path) -> None:
    """Write a notebook of one cell."""
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "outputs": [], "source": CELL}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.write_text(
        json.dumps(
            {
                "cells": [{**cell, "execution_count": None}],
                "metadata": {"kernelspec": kernel},
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        ),
        "utf-8",
    )


def written_address(folder: Path) -> str:
    """Return the address that the server has written into `folder`, "" before it is all there."""
    for path in folder.glob("jpserver-*.json"):
        with suppress(json.JSONDecodeError):
            return str(json.loads(path.read_text("utf-8"))["url"])
    return ""


def run_first_cell(page: Any) -> None:
    """Run the first cell until its page shows: JupyterLab loses a run while its kernel connects."""
    node = page.locator(".chainrule .scene .node").first
    end = time.monotonic() + RUNNING
    while not node.is_visible():
        assert time.monotonic() < end
        page.locator(".jp-Cell .cm-content").first.click()
        page.keyboard.press("Shift+Enter")
        with suppress(import_module("playwright.sync_api").TimeoutError):
            node.wait_for(timeout=15_000)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a server whose folder has the notebook `page.ipynb`."""
    if find_spec("jupyterlab") is None:
        missing("JupyterLab")
    notebook(tmp_path / "page.ipynb")
    kinds = ("CONFIG", "RUNTIME", "DATA")
    places = {f"JUPYTER_{kind}_DIR": str(tmp_path / kind) for kind in kinds}
    places |= {"IPYTHONDIR": str(tmp_path / "ipython"), "PYTHONPATH": str(ROOT)}
    settings = {"ip": "127.0.0.1", "port": "0", "root_dir": str(tmp_path), "allow_root": "True"}
    process = subprocess.Popen(
        [sys.executable, "-m", "jupyterlab", "--no-browser", "--IdentityProvider.token=",
         "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
         *(f"--ServerApp.{name}={value}" for name, value in settings.items())],
        env={**os.environ, **places},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        begin = time.monotonic()
        while not (address := written_address(tmp_path / "RUNTIME")):
            assert time.monotonic() - begin < PATIENCE
            assert process.poll() is None
            time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def test_a_cell_shows_the_page_and_it_steps(browser: Any, server: str, tmp_path: Path) -> None:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.route(lambda address: not address.startswith(server), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(1e3 * PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server}lab/tree/page.ipynb")
    run_first_cell(page)
    count = page.locator(".chainrule .counter")
    for _ in range(3):
        page.locator(".chainrule .transport .forward").click()
    assert count.text_content().split(" / ")[0] == "3"
    page.keyboard.press("ArrowRight")  # the notebook's own keys move among cells
    assert count.text_content().split(" / ")[0] == "4"
    assert page.locator(".chainrule .scene .node.computing").count() == 1
    box = page.locator(".chainrule .stage").bounding_box()
    assert box["width"] > 400
    assert box["height"] > 200
    folder = Path(os.environ.get("CHAINRULE_PICTURES", tmp_path))
    page.screenshot(path=str(folder / "jupyterlab.png"))
    context.close()
    assert not [error for error in errors if "chainrule" in error.lower()]
