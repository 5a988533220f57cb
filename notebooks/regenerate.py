"""Run the notebooks and keep what they print: `python notebooks/regenerate.py [NAME ...]`.

With `--pictures` it makes those of the README anew: page.png, which needs the extra `browser`,
and two_layer_network.svg.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
STEPS = 17
"""How many steps of the page are taken: into the middle of the backward pass."""


def run(path: Path) -> None:
    """Run a notebook and write its outputs into the file."""
    import nbformat
    from nbclient import NotebookClient

    notebook: Any = nbformat.read(path, as_version=4)
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)  # times, which differ in every run
        if "outputs" in cell:
            cell.outputs = _joined(cell.outputs)
    nbformat.write(notebook, path)


def _joined(outputs: list[Any]) -> list[Any]:
    """Return the outputs with what is printed in one piece, however it arrived."""
    found: list[Any] = []
    for output in outputs:
        if found and output.get("name") and output.get("name") == found[-1].get("name"):
            found[-1].text += output.text
        else:
            found.append(output)
    return found


def picture(path: Path) -> None:
    """Write the picture of the page of the two-layer network, at z_{1,1}."""
    from playwright.sync_api import sync_playwright

    from autograd import view
    from nn import worked_example

    net, x, y = worked_example()
    inspection = net.inspect(x, y)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as browsers:
        page_file = Path(folder, "page.html")
        view(inspection.root, page_file, equations=inspection.equations, language="en")
        browser = browsers.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": 1240, "height": 800}, device_scale_factor=2)
        page.goto(page_file.as_uri())
        for _ in range(STEPS):
            page.keyboard.press("ArrowRight")
        page.wait_for_timeout(1500)
        page.screenshot(path=path)
        browser.close()


def main() -> None:
    """Run the notebooks that are named, else all."""
    parser = argparse.ArgumentParser(description="Run the notebooks and keep what they print.")
    parser.add_argument("names", metavar="NAME", nargs="*", help="without them all")
    parser.add_argument("--pictures", action="store_true", help="make the pictures, nothing else")
    arguments = parser.parse_args()
    if arguments.pictures:
        picture(FOLDER / "page.png")
        command = ["inspect", "-o", str(FOLDER / "two_layer_network.svg")]
        subprocess.run([sys.executable, "-m", "chainrule", *command], check=True)
        return
    for path in sorted(FOLDER.glob("*.ipynb")):
        if not arguments.names or path.stem in arguments.names:
            print(path.name)
            run(path)


if __name__ == "__main__":
    main()
