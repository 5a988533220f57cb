"""One thing has one name wherever a user reads it: docs/reference/words.md says which."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs/reference/words.md"
SPEAKING = ("autograd/showing", "autograd/checking/report", "autograd/formulas", "chainrule", "nn")
"""The packages whose texts are read by users: not docstrings, which speak of code."""


def others() -> list[str]:
    """Return the words that are not used, from the last column of the table."""
    rows = [line.strip("|").split("|") for line in TABLE.read_text("utf-8").splitlines()
            if line.startswith("| ")]  # fmt: skip
    return [word.strip() for row in rows[1:] for word in row[-1].split(",")]


def pattern(words: list[str]) -> re.Pattern[str]:
    """Return what finds one of the words; Chinese has no space around it."""
    found = [
        re.escape(word) if not word.isascii() else rf"\b{re.escape(word)}s?\b" for word in words
    ]
    return re.compile("|".join(found), re.IGNORECASE)


def of_python(source: str) -> Iterator[str]:
    """Yield the sentences of a module: its strings of several words, but for docstrings."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str) and " " in node.value.strip():
            yield node.value


def of_page(source: str) -> Iterator[str]:
    """Yield the sentences of a module of the page: its strings, English of several words or not."""
    for text in re.findall(r'"((?:[^"\\\n]|\\.)*)"', source):
        if " " in text or not text.isascii():
            yield text


def of_notebook(source: str) -> Iterator[str]:
    """Yield the cells in words."""
    for cell in json.loads(source)["cells"]:
        if cell["cell_type"] == "markdown":
            yield "".join(cell["source"])


def texts() -> Iterator[tuple[str, str]]:
    """Yield all that a user reads, each with its file."""
    python = [path for folder in SPEAKING for path in (ROOT / folder).rglob("*.py")]
    page = (ROOT / "autograd/showing/page").rglob("*.js")
    written = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    written = [path for path in written if path != TABLE and "making" not in path.parts]
    for paths, sentences in (
        (python, of_python),
        (page, of_page),
        ((ROOT / "notebooks").glob("*.ipynb"), of_notebook),
        (written, lambda text: [text]),
    ):
        for path in paths:
            for text in sentences(path.read_text("utf-8")):
                yield str(path.relative_to(ROOT)), text


def test_one_thing_has_one_name() -> None:
    unused = pattern(others())
    found = [
        f"{path}: {match[0]!r} in {' '.join(text[max(match.start() - 30, 0) :][:90].split())!r}"
        for path, text in texts()
        for match in unused.finditer(text)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("sentences", "planted"),
    [
        (of_python, 'print("The adjoint of a node")'),
        (of_page, 'const WORDS = { local: ["its local gradients", "…"] };'),
        (of_page, 'const WORDS = { gradient: ["gradient", "伴随"] };'),
        (of_notebook, '{"cells": [{"cell_type": "markdown", "source": ["Collapse it."]}]}'),
    ],
)
def test_planted_synonyms_are_found(sentences: object, planted: str) -> None:
    assert callable(sentences)
    assert [text for text in sentences(planted) if pattern(others()).search(text)]


def test_docstrings_and_keys_may_speak_of_code() -> None:
    source = '"""The adjoint."""\ndef f():\n    """An adjoint of f."""\n    return {"adjoint": 1}\n'
    assert not [text for text in of_python(source) if pattern(others()).search(text)]
