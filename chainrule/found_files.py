"""The files that arguments name: files, folders with all below them, globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

SUFFIXES = (".md", ".markdown", ".tex", ".ipynb")
"""What is looked for in a folder."""
LEFT_OUT = ("node_modules", "venv", "env", "__pycache__", "site-packages", "build", "dist")
"""Folders that hold what others wrote; so do those whose name begins with a dot."""


def is_one_file(arguments: Sequence[str]) -> bool:
    """Whether the arguments are a single file, and no folder, glob, or standard input."""
    return len(arguments) == 1 and not (
        arguments[0] == "-" or _is_glob(arguments[0]) or os.path.isdir(arguments[0])
    )


def found_files(
    arguments: Iterable[str], excluded: Sequence[str] = (), suffixes: Sequence[str] = SUFFIXES
) -> list[str]:
    """Return the files of the arguments in order, each once; "-" stays as it is.

    A ValueError names a folder or a glob in which there is nothing to be read.
    """
    found: dict[str, None] = {}
    for argument in arguments:
        if os.path.isdir(argument):
            here = list(_below(argument, suffixes))
            what = ", ".join(suffixes)
            wanting = f"{argument}: there is no file in it that could be read ({what})"
        elif _is_glob(argument):
            matches = sorted(glob.glob(argument, recursive=True))
            here = [path for path in matches if os.path.isfile(path)]
            wanting = f"{argument}: no file is called so"
        else:
            here, wanting = [argument], ""
        if not here:
            raise ValueError(wanting)
        found.update(dict.fromkeys(here))
    return [path for path in found if not is_excluded(path, excluded)]


def _is_glob(argument: str) -> bool:
    return not os.path.lexists(argument) and any(sign in argument for sign in "*?[")


def _below(folder: str, suffixes: Sequence[str]) -> Iterator[str]:
    """Yield the files below a folder, in order, without those of hidden and foreign folders."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if f[0] != "." and f not in LEFT_OUT)
        for name in sorted(names):
            if name.lower().endswith(tuple(suffixes)) and name[0] != ".":
                yield os.path.normpath(os.path.join(here, name))


def is_excluded(path: str, patterns: Sequence[str]) -> bool:
    """Whether a pattern is about a file or a folder above it: its name, or with / its path."""
    parts = Path(os.path.relpath(path)).parts if path != "-" else (path,)
    while parts[0] == "..":  # of a file elsewhere the names alone
        parts = parts[1:]
    paths = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    return any(
        fnmatch(place, pattern.rstrip("/"))
        for pattern in patterns
        for place in (paths if "/" in pattern.rstrip("/") else parts)
    )
