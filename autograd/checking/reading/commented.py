r"""Derivations in the comments of code, read as the lines of text that they are.

/**                             blank
 *  dW = da @ x.T               dW = da @ x.T
 */                             blank
void step(float *x) { ... }     blank
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .respelt import Edit

_FENCE = re.compile(
    r"^ {0,9}(?P<fence>`{3,20}|~{3,20})[^\n]*\n(?P<code>.*?)^ {0,9}(?P=fence)[ \t]*$",
    re.DOTALL | re.MULTILINE,
)
_COMMENT = re.compile(
    r"/\*.*?\*/|(?P<quotes>\"{3}|'{3}).*?(?P=quotes)|^[ \t]*(?://|#)[^\n]*",
    re.DOTALL | re.MULTILINE,
)
_MARKS = re.compile(r"/\*+!?|\*+/|\"{3}|'{3}|^[ \t]*(?:\*(?!\w)|//+[/!]?|#+)", re.MULTILINE)
_EQUATION = re.compile(r"^[ \t]*(?:\*|//+|#+)?[ \t]*[A-Za-z][^\s=]* *=(?!=)", re.MULTILINE)
_INK = re.compile(r"[^\n]+")
FEW = 3
"""So many lines of the comments at least begin as equations do, and more than of the code."""


def uncommented(text: str) -> Iterator[Edit]:
    """Yield what is blanked so that the comments of such code stand by themselves."""
    for fence in _FENCE.finditer(text):
        comments = list(_COMMENT.finditer(text, *fence.span("code")))
        inside = sum(len(_EQUATION.findall(comment[0])) for comment in comments)
        if inside < FEW or 2 * inside <= len(_EQUATION.findall(fence["code"])):
            continue
        place = fence.start()
        for comment in comments:
            yield from _blanked(text, place, comment.start())
            for mark in _MARKS.finditer(text, *comment.span()):
                yield from _blanked(text, *mark.span())
            place = comment.end()
        yield from _blanked(text, place, fence.end())


def _blanked(text: str, start: int, end: int) -> Iterator[Edit]:
    """Yield spaces for what stands between two places, line by line."""
    for match in _INK.finditer(text, start, end):
        yield Edit(*match.span(), " " * len(match[0]))
