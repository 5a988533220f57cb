"""Each notebook runs, and prints what its committed outputs show."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def printed(notebook: Any) -> list[str]:
    """What each code cell printed, or showed as HTML."""
    return [
        "".join(
            output.get("text") or output.get("data", {}).get("text/html", "")
            for output in cell.outputs
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def test_there_are_notebooks() -> None:
    assert NOTEBOOKS


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # Jupyter's
def test_runs_and_prints_what_is_committed(path: Path) -> None:
    committed = nbformat.read(path, as_version=4)
    assert any(printed(committed)), "the outputs are not committed"
    fresh = nbformat.read(path, as_version=4)
    NotebookClient(fresh, timeout=120, kernel_name="python3").execute()
    assert printed(fresh) == printed(committed)
