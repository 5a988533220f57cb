"""Places in a text as a browser counts them: in UTF-16 code units, not in characters."""

from __future__ import annotations

from itertools import accumulate

LAST_OF_PLANE = 0xFFFF
"""The last character that takes one code unit; those after it take two."""


class Places:
    """The places of one text, and of its lines."""

    def __init__(self, text: str) -> None:
        wide = [0, *accumulate(ord(character) > LAST_OF_PLANE for character in text)]
        self._wide = wide if wide[-1] else None
        starts = [0, *(i + 1 for i, character in enumerate(text) if character == "\n")]
        self._lines = [*starts, len(text) + 1]

    def of(self, place: tuple[int, int]) -> list[int]:
        """Return where a part of the text begins and ends."""
        return [at + self._wide[at] if self._wide else at for at in place]

    def of_line(self, number: int) -> list[int]:
        """Return where a line begins and ends, the first being 1."""
        at = min(max(number, 1), len(self._lines) - 1)
        return self.of((self._lines[at - 1], self._lines[at] - 1))
