"""Sheets with all questions first and the answers after them: an answer is about its question.

An answer, and each of its points, has the section of the question with its number.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from .context import Heading

_QUESTIONS = re.compile(
    r"[#\s*\\a-z{]*?(?:questions|exercises|problems|exercices|aufgaben|ejercicios|题目|习题|问题)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_ANSWERS = re.compile(
    r"[#\s*\\a-z{]*?(?:answers|solutions|r[ée]ponses|corrig[ée]s?|l[öo]sungen|soluciones|答案|解答)\W*$",
    re.IGNORECASE | re.MULTILINE,
)
_ITEM = re.compile(r"^ {0,3}(\d{1,2})[.)](?=\s)", re.MULTILINE)
_POINT = re.compile(r"^(?:\t| {2,8})[*+-] ", re.MULTILINE)
_INSIDE = 98
"""The level of what is below all headings of a text."""


def paired(text: str, headings: Sequence[Heading]) -> tuple[list[Heading], dict[int, int]]:
    """Return the headings with those of the questions and answers, and the section of each answer.

    Without two such lists the headings are those that were given, and no section is another.
    """
    lists = []
    for begins in (_QUESTIONS, _ANSWERS):
        found = [i for i, h in enumerate(headings) if begins.match(text, h.start)]
        if len(found) != 1:
            return list(headings), {}
        ends = [h.start for h in headings[found[0] + 1 :] if h.level <= headings[found[0]].level]
        lists.append(_places(text, headings[found[0]].start, ends[0] if ends else len(text)))
    questions, answers = lists
    if not questions.keys() & answers.keys() or min(questions.values()) > min(answers.values()):
        return list(headings), {}
    inner = [Heading(place, _INSIDE) for part in lists for place in part.values()]
    whole = sorted([*headings, *inner])
    starts = [h.start for h in whole]
    moved = {}
    for (number, point), place in answers.items():
        last = max((p for n, p in questions if n == number), default=-1)
        points = max(p for n, p in answers if n == number)
        same = (number, point) if point and points == last else (number, last)
        if same in questions:
            moved[bisect_right(starts, place)] = bisect_right(starts, questions[same])
    return whole, moved


def _places(text: str, start: int, end: int) -> dict[tuple[int, int], int]:
    """Return where each numbered item begins, (2, 0), and each of its points, (2, 1), (2, 2)."""
    found: dict[tuple[int, int], int] = {}
    items = list(_ITEM.finditer(text, start, end))
    for place, item in enumerate(items):
        after = items[place + 1].start() if place + 1 < len(items) else end
        number = int(item[1])
        if (number, 0) in found:
            return {}
        found[number, 0] = item.start()
        for count, point in enumerate(_POINT.finditer(text, item.end(), after), 1):
            found[number, count] = point.start()
    return found
