r"""What `declare` says: `x: vector(n)`, `W: matrix(n, d)`, `m samples`, `g = sigmoid`.

declared("x, w: vector(n)", words)    the names and their sizes
used("common.md", folder, seen)       the file whose definitions are used
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TypeAlias

from .chains import Domain, Formula, Unread
from .cursor import ReadError
from .directives import Directive
from .notation import FUNCTIONS
from .parser import read, read_formulas
from .tree import Name

Words: TypeAlias = tuple[frozenset[str], frozenset[str], frozenset[str]]
"""The labels that a document applies as functions, its words, and the runs that are products."""
KINDS = {"scalar": 0, "vector": 1, "matrix": 2}
"""What a name may be declared to be, and how many sizes that has."""
_NAME = r"\\?[A-Za-z]\w*(?:\^?\{[^{}]*\}|[_^]\{[^{}]*\})*"
_SAMPLES = re.compile(r"([A-Za-z])\s+samples")
_KIND = re.compile(r"(?P<names>[^:=]+):\s*(?P<kind>[a-z]+)\s*(?:\(\s*(?P<sizes>[^()]*)\))?")
_FUNCTION = re.compile(rf"({_NAME})\s*=\s*(\\?[A-Za-z_]\w*)")
_SIZE = re.compile(r"\d{1,3}|[A-Za-z]\w*(?:_\{\w+\})?")


def declared(
    argument: str, words: Words
) -> Iterator[tuple[tuple[Formula, ...], tuple[Domain, ...], str]]:
    """Yield what each part between semicolons says: formulas, sizes, the letter of the samples.

    A ValueError says what cannot be read.
    """
    for part in filter(None, (part.strip() for part in argument.split(";"))):
        if samples := _SAMPLES.fullmatch(part):
            yield (), (), samples[1]
        elif lies := _KIND.fullmatch(part):
            yield (), tuple(_domains(lies["names"], lies["kind"], lies["sizes"])), ""
        elif "=" in part:
            (formula,) = read_formulas(_equation(part), 1, *words)[:1]
            unread = [m.tree for m in formula.members if isinstance(m.tree, Unread)]
            if unread or len(formula.members) < 2:
                raise ValueError(f"{part}: {unread[0].message if unread else 'no equation'}")
            yield (formula,), (), ""
        else:
            raise ValueError(f"{part}: expected x: vector(n), m samples, or g = sigmoid")


def equation_of(directive: Directive) -> str:
    """Return the equations that a declaration holds, as they are read; "" if none."""
    parts = (part.strip() for part in directive.argument.split(";"))
    return ", ".join(_equation(part) for part in parts if "=" in part)


def _equation(part: str) -> str:
    """Return g(z) = sigmoid(z) for g = sigmoid."""
    bare = _FUNCTION.fullmatch(part)
    known = bare is not None and bare[2] in FUNCTIONS
    return f"{bare[1]}(z) = {bare[2]}(z)" if bare and known else part


def _domains(names: str, kind: str, sizes: str | None) -> Iterator[Domain]:
    if kind not in KINDS:
        raise ValueError(f"{names.strip()}: {kind}: expected scalar, vector(n) or matrix(n, d)")
    found = tuple(x.strip() for x in (sizes or "").split(",") if x.strip())
    if len(found) != KINDS[kind] or not all(map(_SIZE.fullmatch, found)):
        expected = {0: "scalar", 1: "vector(n)", 2: "matrix(n, d)"}[KINDS[kind]]
        raise ValueError(f"{names.strip()}: expected {expected}")
    for name in names.split(","):
        try:
            tree = read(name.strip())
        except ReadError as error:
            raise ValueError(f"{name.strip()}: {error.message}") from None
        if not isinstance(tree, Name):
            raise ValueError(f"{name.strip()}: expected a name")
        yield Domain(tree, found)


def used(name: str, folder: Path | None, seen: frozenset[Path]) -> Path:
    """Return the file of that name; it lies in the folder, or below where we work.

    A ValueError says why it is not read.
    """
    if folder is None:
        raise ValueError("a text by itself has no folder to look in")
    path = (folder / name).resolve()
    if not any(path.is_relative_to(root.resolve()) for root in (folder, Path())):
        raise ValueError("it leads out of the folder")
    if path in seen:
        raise ValueError("it uses this file in its turn")
    return path
