"""Find formulas that stand in lines of their own, as in notes without any markup.

    dL/dw = (a - y) x       # a comment

A line is a formula if its first side can be read, it says more than `x = 5`, and it holds no prose:
no word beside another that is neither a function nor a Greek letter.  What follows the first side
may be unreadable: it is told, not dropped.
"""

from __future__ import annotations

import re

from .notation import PROSE, WORDS
from .parser import read_formula
from .tree import Number, Unread

_COMMENT = re.compile(r"\s(?:#|//|--)\s.*")
_LEAD = re.compile(r"\s*(?:[-*+]\s+|\(?\d{1,3}[.)]\s+)?(?:[^=:]{1,40}:(?=\s)\s*)?")
_WORD = re.compile(r"(?<![A-Za-z\\_{])[A-Za-z]{2,}(?![A-Za-z_}\d])")


def whole_line(line: str) -> tuple[int, str] | None:
    """Return where the formula of a line begins and the formula; None if the line is none."""
    lead = _LEAD.match(line)
    assert lead is not None  # all of it may be missing
    start = lead.end()
    text = _COMMENT.sub("", line[start:]).strip()
    if "=" not in text or text[0] in "#|>=" or _is_prose(text):
        return None
    first, *others = read_formula(text).members
    given = all(isinstance(member.tree, Number) for member in others)  # x = 5
    return None if given or isinstance(first.tree, Unread) else (start, text)


def _is_prose(text: str) -> bool:
    """Whether a word that is no name stands in a text, or one beside another word."""
    for match in _WORD.finditer(text):
        word = match[0]
        if word.lower() in PROSE:
            return True
        before, after = text[: match.start()], text[match.end() :]
        beside = re.search(r"[A-Za-z\d)]\s+$", before) or re.match(r"\s+[A-Za-z]", after)
        if beside and word not in WORDS and not (word[0] == "d" and len(word) == 2):
            return True
    return False
