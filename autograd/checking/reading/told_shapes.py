r"""Read the shapes that a text tells in words, as people who write arrays do.

    told_shapes("`x` and `dout` are `(N, D)`", ...)      x and dout: N by D
    told_shapes("# X: (m, n), y of shape (m,)", ...)     X: m by n, y: a vector of m

A pair after "is" may be a point: there sizes are capitals.  A vector is a row where the text
multiplies it from the left, or reduces arrays along axis 0, else a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .chains import Domain
from .cursor import ReadError
from .parser import read
from .tree import Name

_NAMES = r"`?[A-Za-z]\w*`?(?:(?:,\s*|\s+and\s+|,\s*and\s+)`?[A-Za-z]\w*`?)*"
_SIZE = r"[A-Za-z]\w*|\d{1,3}"
_TOLD = re.compile(
    rf"(?P<names>{_NAMES})(?:\.shape)?(?P<verb>\s+(?:is|are)(?:\s+of\s+shape)?\s+"
    rf"|\s+(?:has|have|with|of|in)\s+(?:the\s+)?shape\s+|:\s*(?:shape\s*)?|\s*==?\s*)"
    rf"`?\(\s*(?P<first>{_SIZE})\s*,\s*(?P<second>{_SIZE})?\s*\)`?"
)
_CAPITAL = re.compile(r"[A-Z]\w?")
_NAME = re.compile(r"[A-Za-z]\w*")
_FROM_LEFT = re.compile(r"(?<![\w.])[a-z]\w* @ [A-Z]|axis\s*=\s*0|\brow vectors?\b", re.IGNORECASE)
_FROM_RIGHT = re.compile(r"(?<![\w.])[A-Z]\w* @ [a-z]\w*(?!\w*\.T)")


def told_shapes(text: str, *words: frozenset[str]) -> Iterator[Domain]:
    """Yield the shapes that a text tells of names; `words` are as for `read_formulas`."""
    rows = bool(_FROM_LEFT.search(text)) and not _FROM_RIGHT.search(text)
    for told in _TOLD.finditer(text):
        sizes = [size for size in (told["first"], told["second"]) if size]
        shape = "shape" in told[0] or (told["verb"].lstrip()[:1] == ":" and not _is_point(sizes))
        if told["verb"].strip() in ("=", "==") and ".shape" not in told[0]:
            continue
        if not shape and not (any(map(_CAPITAL.fullmatch, sizes)) and _is_size(sizes)):
            continue
        if len(sizes) == 1 and rows:
            sizes = ["1", *sizes]
        line = 1 + text.count("\n", 0, told.start())
        for name in _NAME.findall(re.sub(r"\band\b", " ", told["names"])):
            if re.fullmatch(r"d[A-Za-z]\w*", name):  # dout is as out is
                continue
            for each in _steps(name, text):
                try:
                    tree = read(each, *words)
                except ReadError:
                    continue
                if isinstance(tree, Name):
                    yield Domain(tree, tuple(sizes), line)


def _is_size(sizes: list[str]) -> bool:
    return all(size.isdigit() or _CAPITAL.fullmatch(size) for size in sizes)


def _is_point(sizes: list[str]) -> bool:
    return all(size.isdigit() for size in sizes)


def _steps(name: str, text: str) -> set[str]:
    """Return a name, and what it is called a step before and after: h, h_prev, h_next."""
    others = {f"{name}_{step}" for step in ("prev", "next", "old", "new")}
    return {name} | {other for other in others if re.search(rf"\b{other}\b", text)}
