"""The picture of the lab in its page: `python docs/making/site_pictures.py` (extra `browser`)."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import site_blocks
from playwright.sync_api import sync_playwright

DOCS = Path(__file__).parents[1]


def lab(target: Path) -> None:
    """Write the picture of the lab with the derivation of the first tutorial in it."""
    page = (DOCS / "tutorial" / "first-derivation.md").read_text("utf-8")
    derivation = next(b.body for b in site_blocks.blocks(page) if b.title == "neuron.md")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "neuron.md")
        file.write_text(derivation, encoding="utf-8")
        command = [sys.executable, "-u", "-m", "chainrule", "lab", "--no-open", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            address = server.stdout.readline().split()[-1]
            try:
                photographed(address, target)
            finally:
                server.terminate()


def photographed(address: str, target: Path) -> None:
    """Write the picture of a page, its equations marked, the path of one of them in the graph."""
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 720})
        page.goto(address)
        page.locator("p.verdict").get_by_text("3 judged").wait_for()
        page.locator(".scene .node").first.wait_for()
        page.locator(".verdictcard.wrong .chainbutton").nth(1).click()
        page.mouse.move(0, 0)
        page.wait_for_timeout(1000)
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    lab(DOCS / "assets" / "lab.png")
