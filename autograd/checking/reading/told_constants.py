r"""Constants that a text names: "a constant baseline $b$", "$c$ is a constant", "常数 $c$".

They are numbers, and names of the derivation, though no forward equation has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .chains import Domain
from .cursor import ReadError
from .parser import read
from .tree import Name

_OPEN, _CLOSE = r"(?:\$|\\\()\s*", r"\s*(?:\$|\\\))"
_NAME = r"(\\?[A-Za-z]+(?:_\w)?)"
_TOLD = (
    re.compile(
        rf"\b(?:constant|constante|Konstante[n]?|baseline)\s(?:(?:baseline|number|scalar)\s)?"
        rf"{_OPEN}{_NAME}{_CLOSE}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"{_OPEN}{_NAME}{_CLOSE}\s*(?:is|being|be|est|ist)\s(?:an?\s|any\s|une?\s|eine\s)?"
        r"(?:constant|constante|Konstante)\b(?!\s(?:vector|matrix|function|vektor))",
        re.IGNORECASE,
    ),
    re.compile(rf"常[数量]\s*{_OPEN}{_NAME}{_CLOSE}"),
    re.compile(rf"{_OPEN}{_NAME}{_CLOSE}\s*(?:是|为)?(?:一个)?(?:常[数量]|不依赖)"),
)
_HELD = re.compile(
    r"(?:视|把|将|固定|保持|\b(?:treat|regard|hold|keep|fix)\w*)\s*\Z", re.IGNORECASE
)
"""What is only held, while something else varies, may be a matrix."""


def told_constants(text: str, *words: frozenset[str]) -> Iterator[Domain]:
    """Yield the numbers that a text says to be constants; `words` are as for `read_formulas`."""
    for pattern in _TOLD:
        for told in pattern.finditer(text):
            if _HELD.search(text[max(0, told.start() - 16) : told.start()]):
                continue
            try:
                tree = read(told[1], *words)
            except ReadError:
                continue
            if isinstance(tree, Name):
                yield Domain(tree, (), 1 + text.count("\n", 0, told.start()))
