"""Sections that are numbered alike and give one name several meanings: Rule 1, Rule 2, ...

Each is about something else, as exercises are, so that B of one is not that of another.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from .chains import Formula, Unread
from .tree import Call, Derivative, Name, Number

_NUMBERED = re.compile(
    r"[\s#*_]*(?P<word>[^\W\d_]{2,12})[ ]*[.#]?[ ]*"
    r"(?:\d{1,2}|[A-F]|[IVX]{1,4}|[一二三四五六七八九])"
    r"(?![^\W_])"
)


def alternatives(
    text: str, starts: Sequence[int], found: Sequence[tuple[Formula, int, int]]
) -> set[int]:
    """Return the numbers of the headings that stand over such a section.

    starts  where the headings begin
    found   the formulas, each with its place
    """
    words: dict[str, list[int]] = {}
    for number, start in enumerate(starts):
        if numbered := _NUMBERED.match(text, start):
            words.setdefault(numbered["word"].lower(), []).append(number)
    said: dict[int, set[str]] = {}
    for formula, start, _ in found:
        trees = [member.tree for member in formula.members[:2]]
        match trees:
            case [Name(base=of) | Call(function=of), right] if not isinstance(
                right, (Unread, Derivative, Number)
            ):
                said.setdefault(bisect_right(starts, start) - 1, set()).add(of)
    return {
        number for group in words.values() if len(group) > 1 and _differ(group, said)
        for number in group
    }  # fmt: skip


def _differ(group: Sequence[int], said: dict[int, set[str]]) -> bool:
    """Whether several of some sections say what a name is."""
    heads = [name for number in group for name in said.get(number, ())]
    return len(set(heads)) < len(heads)
