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
from .tree import Call, Derivative, Number, Unread

_COMMENT = re.compile(r"\s(?:#|//|--)\s.*")
_LEAD = re.compile(r"\s*(?:[-*+]\s+|\(?\d{1,3}[.)]\s+)?(?:[^=:]{1,40}:(?=\s)\s*)?")
_PLACED = re.compile(r"\s*(?:at|for|when)\s+[^:]{1,30}:\s+", re.IGNORECASE)
_COLUMN = re.compile(r"[^=]*?\S(?:\s{2,}|\t)(?=[^\s=][^=]{0,30}=)")
_WORD = re.compile(r"(?<![A-Za-z\\_{])[A-Za-z]{2,}(?![A-Za-z_}\d])")


def whole_line(line: str, *, whole: bool = False) -> tuple[int, str] | None:
    """Return where the formula of a line begins and the formula; None if the line is none.

    With `whole` every side of it must be readable.
    """
    lead = _LEAD.match(line)
    assert lead is not None  # all of it may be missing
    starts = [m.end() for m in (_COLUMN.match(line), lead, _PLACED.match(line)) if m is not None]
    for start in starts:
        if text := _formula_at(line, start, whole):
            return start, text
    return None


def _formula_at(line: str, start: int, whole: bool) -> str:
    """Return the formula that the rest of a line is; "" if it is none."""
    text = _COMMENT.sub("", line[start:]).strip()
    if "=" not in text or text[0] in "#|>=" or _is_prose(text):
        return ""
    first, *others = read_formula(text).members
    given = all(isinstance(member.tree, Number) for member in others)  # x = 5
    tree = first.tree
    slope = isinstance(tree, Derivative) or (isinstance(tree, Call) and tree.primes > 0)
    torn = isinstance(tree, Unread) or (whole and any(isinstance(m.tree, Unread) for m in others))
    return "" if (given and not slope) or torn else text


def _is_prose(text: str) -> bool:
    """Whether a word that is no name stands in a text, or one beside another word."""
    text = re.sub(r"\bif\b(?=.*\belse\b)|\belse\b", " ; ", text)
    for match in _WORD.finditer(text):
        word = match[0]
        if word.lower() in PROSE:
            return True
        before, after = text[: match.start()], text[match.end() :]
        beside = re.search(r"[A-Za-z\d)]\s+$", before) or re.match(r"\s+[A-Za-z]", after)
        if beside and word not in WORDS and not (word[0] == "d" and len(word) == 2):
            return True
    return False
