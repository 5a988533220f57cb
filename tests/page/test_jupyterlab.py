"""The page and the lab in a live JupyterLab: a cell shows them, buttons and keys are theirs.

The server listens on this machine alone; `CHAINRULE_PICTURES=folder` keeps pictures of it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
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
LAB = """from autograd import lab
page = lab(r"$z = w x + b$, $L = (z - y)^2$ and $dL/dw = (z - y) x$")
page"""
READ = "print(page.text, page.report.ok)"


def notebook(path: Path, *sources: str) -> None:
    """Write a notebook of these cells."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
    }
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path.write_text(
        json.dumps(
            {
                "cells": [{**cell, "id": f"c{n}", "source": s} for n, s in enumerate(sources)],
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


def run_cell(page: Any, number: int, shown: str) -> None:
    """Run a cell until what it shows is seen: JupyterLab loses a run while its kernel connects."""
    late = import_module("playwright.sync_api").TimeoutError
    with suppress(late):
        page.get_by_text("| Idle").wait_for(timeout=15_000)
    found = page.locator(shown).first
    end = time.monotonic() + RUNNING
    while not found.is_visible():
        assert time.monotonic() < end
        page.locator(".jp-Cell .cm-content").nth(number).click()
        page.keyboard.press("Shift+Enter")
        with suppress(late):
            found.wait_for(timeout=15_000)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server whose folder has the notebooks `page.ipynb` and `lab.ipynb`."""
    if find_spec("jupyterlab") is None:
        missing("JupyterLab")
    tmp_path = tmp_path_factory.mktemp("jupyter")
    notebook(tmp_path / "page.ipynb", CELL)
    notebook(tmp_path / "lab.ipynb", LAB, READ)
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


@contextmanager
def opened(browser: Any, server: str, name: str) -> Iterator[Any]:
    """Open a notebook; an error in our scripts fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    context.route(lambda address: not address.startswith(server), lambda route: route.abort())
    page = context.new_page()
    page.set_default_timeout(1e3 * PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{server}lab/workspaces/{Path(name).stem}/tree/{name}")  # no tab of another one
    yield page
    context.close()
    assert not [error for error in errors if "chainrule" in error.lower()]


def keep_picture(page: Any, name: str, tmp_path: Path) -> None:
    page.screenshot(path=str(Path(os.environ.get("CHAINRULE_PICTURES", tmp_path)) / name))


def test_a_cell_shows_the_page_and_it_steps(browser: Any, server: str, tmp_path: Path) -> None:
    with opened(browser, server, "page.ipynb") as page:
        run_cell(page, 0, ".chainrule .scene .node")
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
        keep_picture(page, "jupyterlab.png", tmp_path)


def test_a_cell_is_the_lab_and_its_text_is_read_back(
    browser: Any, server: str, tmp_path: Path
) -> None:
    with opened(browser, server, "lab.ipynb") as page:
        run_cell(page, 0, ".lab .verdictcard")
        page.locator(".lab .scene .node").first.wait_for()
        assert page.locator(".lab .verdict").inner_text() == "1 judged: 1 wrong"
        page.locator(".lab .field").focus()
        page.keyboard.press("F8")  # the message stands under the side that is wrong
        message = page.locator(".lab .labmessage").bounding_box()
        side = page.locator(".lab .mark.member.wrong").first.bounding_box()
        assert 0 <= message["y"] - (side["y"] + side["height"]) < 16
        keep_picture(page, "jupyterlab-lab.png", tmp_path)
        page.keyboard.press("Alt+Enter")
        page.locator(".lab .verdict.right").wait_for()
        page.keyboard.press("Control+End")
        page.keyboard.type(" ddaabb")  # the notebook's own keys delete cells, and add them
        assert page.locator(".jp-Cell").count() == 2
        run_cell(page, 1, ".jp-RenderedText")
        said = page.locator(".jp-RenderedText").inner_text().strip()
        assert said == "$z = w x + b$, $L = (z - y)^2$ and $dL/dw = 2 * (z - y) x$ ddaabb True"
