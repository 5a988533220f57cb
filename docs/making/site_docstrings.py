"""The project's docstrings as Markdown: columns become lists, examples become code.

x    what it is        -> a definition list
>>> f(2)               -> a block of code, with what it prints
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import griffe

_COLUMN = re.compile(r"(?P<name>[^\s>].{0,60}?)(?<![.;:?!]) {2,}(?P<said>\S.*)")


class Docstrings(griffe.Extension):
    """Rewrites each docstring as it is read from the source."""

    def on_instance(self, *, obj: griffe.Object, **_: Any) -> None:
        """Rewrite the docstring of a module, class, function or attribute."""
        if obj.docstring:
            obj.docstring.value = as_markdown(obj.docstring.value)


def as_markdown(text: str) -> str:
    """Return a docstring of this project as Markdown."""
    return "\n\n".join(_rewritten(text.split("\n\n")))


def _rewritten(parts: list[str]) -> Iterator[str]:
    waiting: list[str] = []  # parts of one example
    for part in parts:
        lines = part.splitlines()
        if lines and (lines[0].startswith(">>>") or (waiting and lines[0].startswith("..."))):
            waiting.append(part)
            continue
        if waiting:
            yield _code(waiting)
            waiting = []
        yield _columns(lines) if lines and _is_columns(lines) else part
    if waiting:
        yield _code(waiting)


def _code(parts: list[str]) -> str:
    text = "\n\n".join(parts).replace("<BLANKLINE>", "")
    return f"```pycon\n{text}\n```"


def _is_columns(lines: list[str]) -> bool:
    """Whether each line is a name and what it is, or goes on with that, indented."""
    return _COLUMN.fullmatch(lines[0]) is not None and all(
        line.startswith("  ") or _COLUMN.fullmatch(line) for line in lines
    )


def _columns(lines: list[str]) -> str:
    found: list[list[str]] = []
    for line in lines:
        if (match := _COLUMN.fullmatch(line)) and not line.startswith(" "):
            found.append([f"`{match['name']}`:", match["said"]])
        else:
            found[-1].append(line.strip())
    return "\n".join(f"* {' '.join(words)}" for words in found)
