r"""Chinese and Japanese words that stand within a formula, in no \text.

words_between("因此 dy/dx = 2", 0)      "因此 ", which parts formulas
words_between("损失 = 2", 0)            "": a sign makes them a name
"""

from __future__ import annotations

import re

_WORDS = re.compile(r"[一-鿿ぁ-ヿ](?:[\s，：；。、“”「」（）:,]*[一-鿿ぁ-ヿ])*[\s，：；。、:,]*")
_JOINS_BEFORE = re.compile(r"[-=<>+*/^_(\[{|]\s*$")
_JOINS_AFTER = re.compile(r"[-=<>+*/^_)\]}|]")
_CLOSING = ("时", "時", "的时候", "のとき")


def words_between(text: str, start: int) -> str:
    """Return the words at a place; "" where there are none, or a sign makes them a name."""
    words = _WORDS.match(text, start)
    if not words or _JOINS_BEFORE.search(text[:start]) or _JOINS_AFTER.match(text, words.end()):
        return ""
    return words[0]


def says_no_more(words: str) -> bool:
    """Whether words stand behind a condition as its end: 当 x > 0 时."""
    return words.strip(" ，,。;；\n") in _CLOSING
