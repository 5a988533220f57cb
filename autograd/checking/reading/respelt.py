"""A text with parts of it written in another way, and where what is left of it stood.

Respelt("a<sub>1</sub>b", [(1, 6, "_"), (7, 13, "")]).text     "a_1b"

Lines stay lines: no edit takes or makes one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple


class Edit(NamedTuple):
    """What is written instead of a part of a text."""

    start: int
    end: int
    text: str


class Respelt:
    """A text after edits, of which none may begin within another: then the first one counts."""

    def __init__(self, given: str, edits: Iterable[Edit]) -> None:
        parts, done, length = [], 0, 0
        self._begins, self._owns = [0], [0]
        for one in sorted(edits):
            if one.start < done:
                continue
            for part, own in ((given[done : one.start], done), (one.text, one.start)):
                self._add(length, own)
                parts.append(part)
                length += len(part)
            done = one.end
        self._add(length, done)
        self._add(length + len(given) - done, len(given))
        self.text = "".join([*parts, given[done:]])

    def _add(self, begin: int, own: int) -> None:
        self._begins.append(begin)
        self._owns.append(own)

    def own(self, place: int) -> int:
        """Return where a place of this text was in the one that was given."""
        number = bisect_right(self._begins, place) - 1
        at = self._owns[number] + place - self._begins[number]
        return min([at, *self._owns[number + 1 : number + 2]])
