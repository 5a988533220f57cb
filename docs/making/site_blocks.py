"""The blocks of code in a page: run one after another, and what they print written into the page.

    python docs/making/site_blocks.py docs/how-to/*.md     write what they print today

A block with a title is a file (```markdown title="notes.md").  In a block of `console` each line
`$ command` is run in the folder of these files, and what follows is what it prints.  Blocks of
`python` of one page share their names; what they print stands in comments behind the prints, and
what comes after that in a block of `text`.  A block of `sh` installs something, and is not run.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any, NamedTuple

from chainrule.commands import main

ROOT = Path(__file__).parents[2]
_BLOCK = re.compile(
    r'^(?P<fence>`{3,})(?P<language>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^(?P=fence)$',
    re.DOTALL | re.MULTILINE,
)
_SAID = re.compile(r"^(?P<code>.*\bprint\(.*\))  # (?P<said>.*)$", re.MULTILINE)
_TIMES = {r"\bin \d+\.\d+s\b": "in 0.01s", r"\(\d+\.\d s\)": "(0.1 s)"}
SHOWN = ("markdown", "latex", "csv", "html", "toml", "yaml", "python")
"""What a file may be written in."""


class Block(NamedTuple):
    """A block of code in a page: its language, its title, its text, where the text stands."""

    language: str
    title: str
    body: str
    start: int
    end: int


def blocks(page: str) -> list[Block]:
    """Return the blocks of a page in Markdown."""
    return [
        Block(m["language"], m["title"] or "", m["body"], *m.span("body"))
        for m in _BLOCK.finditer(page)
    ]


def run(page: str) -> list[tuple[Block, str]]:
    """Run the blocks of a page; return each with the text that it should have."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            return list(_each(blocks(page)))
        finally:
            os.chdir(before)


def _each(found: list[Block]) -> Iterator[tuple[Block, str]]:
    names: dict[str, Any] = {"__name__": "__main__"}
    printed: list[str] = []
    for block in found:
        if block.title:
            path = Path(block.title)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
        elif block.language == "console":
            yield block, _console(block.body)
        elif block.language == "python":
            output = io.StringIO()
            with redirect_stdout(output):
                exec(compile(block.body, "page", "exec"), names)
            text, printed = _with_comments(block.body, output.getvalue())
            yield block, text
        elif block.language == "text" and printed:
            yield block, "".join(f"{line.rstrip()}\n" for line in printed)
            printed = []


def _with_comments(source: str, printed: str) -> tuple[str, list[str]]:
    """Return a source with what it prints in its comments, and the lines printed after those."""
    lines = printed.rstrip("\n").splitlines()
    text = _SAID.sub(lambda m: f"{m['code']}  # {lines.pop(0) if lines else ''}", source)
    return text, lines


def _console(body: str) -> str:
    commands = [line for line in body.splitlines() if line.startswith("$ ")]
    told = []
    for line in commands:
        output = _printed(shlex.split(line[2:]))
        for time, shown in _TIMES.items():
            output = re.sub(time, shown, output)
        told.append("\n".join([line, *(x.rstrip() for x in output.rstrip("\n").splitlines())]))
    return "\n".join(told) + "\n"


def _printed(words: list[str]) -> str:
    """Return what a command prints: ours in this process, Python's in one of its own."""
    if words[0] == "chainrule":
        output = io.StringIO()
        with redirect_stdout(output), redirect_stderr(output), suppress(SystemExit):
            main(words[1:])
        return output.getvalue()
    command = {"pytest": [sys.executable, "-m", "pytest"], "python": [sys.executable]}[words[0]]
    given = {"PYTHONPATH": str(ROOT), "COLUMNS": "72", "PYTHONDONTWRITEBYTECODE": "1",
             "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
             "PYTEST_ADDOPTS": "-p no:cacheprovider --no-header -p pytest_chainrule"}  # fmt: skip
    return subprocess.run(
        [*command, *words[1:]], capture_output=True, text=True, env={**os.environ, **given}
    ).stdout


def written(page: str) -> str:
    """Return a page with what its blocks print."""
    for block, text in reversed(run(page)):
        page = page[: block.start] + text + page[block.end :]
    return page


if __name__ == "__main__":
    os.environ["COLUMNS"] = "80"
    for name in sys.argv[1:]:
        path = Path(name)
        path.write_text(written(path.read_text("utf-8")), encoding="utf-8")
