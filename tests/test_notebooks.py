"""Each notebook runs, and prints what its committed outputs show."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    """Return a notebook."""
    import nbformat  # three seconds, of each worker where it stood above

    return nbformat.read(path, as_version=4)


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
    from nbclient import NotebookClient

    committed = read(path)
    assert any(printed(committed)), "the outputs are not committed"
    fresh = read(path)
    NotebookClient(fresh, timeout=120, kernel_name="python3").execute()
    assert printed(fresh) == printed(committed)


# --- they run where nothing is installed yet ---


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_first_cell_installs(path: Path) -> None:
    code = [c.source for c in read(path).cells if c.cell_type == "code"]
    assert "import chainrule" in code[0]
    assert "%pip install" in code[0]


# --- exercises ---

SOLUTIONS = {
    "three_mistakes": ["3 x^2 + 1", "w 2 x + 2 x u", "2 (w x_1 - y_1) x_1 + 2 (w x_2 - y_2) x_2"],
    "vanishing_and_exploding": [
        r"w^2 \sigma'(w h) \sigma'(w x)",
        r"1 + w (1 - \tanh^2(w x))",
        "2 w h_0",
    ],
    "train_and_watch": ["(z - y) x", "a - y", r"(w x - y) x + \lambda w"],
}
ANSWER = re.compile(r"^answer = r?\"(.*)\"$", re.MULTILINE)


def exercises(path: Path) -> list[str]:
    """Return the cells that hold an answer to be changed."""
    cells = read(path).cells
    return [c.source for c in cells if c.cell_type == "code" and ANSWER.search(c.source)]


def marked(source: str) -> str:
    """Return what a cell prints, after the imports of its notebook."""
    told = io.StringIO()
    with redirect_stdout(told):
        exec("from autograd import *; from nn import half_squared_error\n" + source, {})
    return told.getvalue()


@pytest.mark.parametrize("name", SOLUTIONS)
def test_each_exercise_finds_the_mistake_and_accepts_the_answer(name: str) -> None:
    """The answers are derived by hand, with the chain rule."""
    sources = exercises(Path(__file__).parents[1] / "notebooks" / f"{name}.ipynb")
    for source, answer in zip(sources, SOLUTIONS[name], strict=True):
        assert "1 wrong" in marked(source)
        found = ANSWER.search(source)
        assert found
        right = f'{source[: found.start()]}answer = r"{answer}"{source[found.end() :]}'
        assert "1 right" in marked(right)
