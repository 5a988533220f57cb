r"""A:B for \operatorname{tr}(A^T B), where a text says so, and the rows of \eqalign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .tree import Inner, Name
from .walked import names

_SAID = re.compile(
    r"(?<![A-Za-z])[A-Z]\s*:\s*[A-Z]\s*&?=\s*&?[^=]{0,60}?(?:\btr|Tr|\\sum)", re.DOTALL
)
_EQALIGN = re.compile(r"\\eqalign(?:no)?\s*\{")
_CR = re.compile(r"\\cr(?![A-Za-z])")
_BOUNDARY = re.compile(r"\\(?:\\|cr|quad|qquad|implies)|(?<!\\)[=+\-&,;]")
_OPENING, _CLOSING = "([{", ")]}"


def with_colons(texts: Sequence[str]) -> list[str]:
    r"""Return formulas with \langle A, B \rangle for A:B where one of them says what that is."""
    laid_out = [aligned(text) for text in texts]
    if not any(_SAID.search(text) for text in laid_out):
        return laid_out
    return [_as_products(text) for text in laid_out]


def aligned(text: str) -> str:
    r"""Return a formula with the rows of \eqalign{a &= b \cr c &= d}."""
    while begun := _EQALIGN.search(text):
        end = _closing(text, begun.end())
        inside = _CR.sub(r"\\\\ ", text[begun.end() : end])
        text = text[: begun.start()] + " " * len(begun[0]) + inside + " " + text[end + 1 :]
    return text


def _closing(text: str, place: int) -> int:
    """Return where the brace closes that is open at a place, the end if it does not."""
    depth = 1
    for at in range(place, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if not depth:
            return at
    return len(text)


def _as_products(text: str) -> str:
    place = text.find(":")
    while place >= 0:
        if text[place + 1 : place + 2] != "=":
            start, end = _begin(text, place), _end(text, place + 1)
            left, right = text[start:place].strip(), text[place + 1 : end].strip()
            lead = text[start : start + len(text[start:place]) - len(text[start:place].lstrip())]
            if left and right and ":" not in left + right:
                made = rf"{lead} \langle {left}, {right} \rangle "
                text = text[:start] + made + text[end:]
                place = start + len(made) - 1
        place = text.find(":", place + 1)
    return text


def _begin(text: str, place: int) -> int:
    """Return where the factors begin that end at a place."""
    start, depth = 0, 0
    marks = {m.end() for m in _BOUNDARY.finditer(text, 0, place)}
    for at in range(place, 0, -1):
        if not depth and at in marks:
            return at
        depth += (text[at - 1] in _CLOSING) - (text[at - 1] in _OPENING)
        if depth < 0:
            return at
    return start


def _end(text: str, place: int) -> int:
    """Return where the factors end that begin at a place."""
    depth = 0
    marks = {m.start() for m in _BOUNDARY.finditer(text, place)}
    for at in range(place, len(text)):
        if not depth and at in marks:
            return at
        depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
        if depth < 0:
            return at
    return len(text)


def without_small_changes(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas, those set aside that are of small changes only: d\phi = 2 M : dM.

    So it is where one of them has a product that is a number: there dM is no gradient.
    """
    changes = [f for f in formulas if f.trees and all(map(_changes, f.trees))]
    if not any(isinstance(p, Inner) for p in parts_in(changes)):
        return list(formulas)
    return [replace(f, aside="a relation of small changes") if f in changes else f
            for f in formulas]  # fmt: skip


def _changes(tree: Any) -> bool:
    return any(isinstance(n, Name) and n.base[:1] == "d" and len(n.base) > 1 for n in names(tree))
