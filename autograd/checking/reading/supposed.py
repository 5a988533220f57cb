r"""Cases that the words around a formula suppose: $i \neq j$ on a line of its own, "if $n = 2$"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .chains import Formula, Unread
from .tree import Call, Compare, Expression, Name, Negative, Number, Power, Quotient, Sum
from .walked import names, walk

_ITEM = re.compile(
    r"(?:\A|\n)[ \t>]*(?:[-*+•]|\#{1,6}|\\(?:item|(?:sub)*(?:section|paragraph)\*?\{)"
    r"|[(（]?(?:\d{1,2}|[a-z]|[ivx]{1,3}|[一二三四])[.)、）:：])?[ \t]*"
    r"(?:\*\*|__|\\(?:textbf|emph|textit)\{)?"
    r"(?:(?:case|cas|fall|caso|情况|情形)[ ]*(?:\d|[IVX]{1,3}|[A-Za-z]|[一二三])?)?[ \t]*"
    r"[.:：,，]?\}?[ \t$`(（\\*]*\Z",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"[$`)）*_}\s\\]*(?:[.,:：，。;]|\*\*|__)")
_ENDS_LINE = re.compile(r"[$`)*_\s\\]*[.,:：，]?[$`)*_ \t\\]*\n")
"""Around a condition that has a line, or an item of a list, to itself."""
_SUPPOSED = re.compile(
    r"(?:\A|[.;:(,，。\n]\s*)"
    r"(?:(?:if|when|suppose|assume|in (?:the )?case|wenn|falls|si)\b|for an?\b|[若当]|如果)"
    r"[^.;:=。\n]{0,60}\n?[^.;:=。\n]{0,60}\Z",
    re.IGNORECASE,
)
"""The words before what holds in a case alone: "for a frozen attention, a_i = 1/n, ..."."""
_SIZES = "nmNMKkdDTBP"
INDICES = "ijklmnpqrst"
"""What may be an index in a condition."""
_COMPARED = frozenset("ijklmn")
"""The letters of what is compared in a case that has its line to itself."""


def has_its_line(text: str, start: int, end: int) -> bool:
    """Whether what stands at a place has a line, or an item of a list, to itself."""
    return bool(_ITEM.search(text[max(0, start - 60) : start]) and _ENDS_LINE.match(text, end))


def heads_its_line(text: str, start: int, end: int, conditions: Sequence[Expression]) -> bool:
    r"""Whether a line, or an item, begins with letters that are compared: "(b) $i \neq j$, now"."""
    numbers = any(isinstance(x, Number) for c in conditions for x in walk(c))
    begins = _ITEM.search(text[max(0, start - 60) : start])
    return bool(begins and not numbers and _GOES_ON.match(text, end))


def is_of_indices(conditions: Sequence[Expression]) -> bool:
    """Whether indices alone are compared, as in i = k and j = i + 1: s = w x + b says what s is."""
    return all(
        isinstance(part, (Compare, Name, Number, Sum, Negative))
        and not (isinstance(part, Name) and (part.sub or part.label not in _COMPARED))
        for condition in conditions for part in walk(condition)
    )  # fmt: skip


def as_condition(formula: Formula) -> tuple[Expression, ...]:
    """Return the conditions that a formula by itself is: i = k, i != k; () if it is none."""
    members = formula.members
    if len(members) < 2:
        return formula.conditions if not formula.domains else ()
    left, right = members[0].tree, members[1].tree
    index = isinstance(left, Name) and left.label in INDICES and len(members) == 2
    if not index or isinstance(right, Unread) or members[1].relation != "=":
        return ()
    if any(isinstance(part, (Call, Power, Quotient)) for part in walk(right)):
        return ()  # r = \sqrt{x^2 + y^2} says what r is
    assert not isinstance(left, Unread)
    return (Compare("=", left, right),)


def given_anew(formula: Formula, earlier: Sequence[Formula], before: str) -> str:
    """Return how "if p = ..." gives a name anew that was "defined", or "named" by a chain."""
    match [m.tree for m in formula.members]:
        case [Name() as name, right] if not isinstance(right, (Unread, Number)):
            if not _SUPPOSED.search(before.rstrip("$ `\\([")):
                return ""
            known = [f.members for f in earlier if len(f.members) > 1 and right not in f.trees]
            if not isinstance(right, Name) and any(
                len(members) > 2 and members[-1].tree == name for members in known
            ):
                return "named"
            return "defined" if any(members[0].tree == name for members in known) else ""
    return ""


def as_supposition(
    formula: Formula, earlier: Sequence[Formula], before: str
) -> tuple[Expression, ...]:
    """Return the condition that a name is something else than an earlier formula says, or ()."""
    match [m.tree for m in formula.members]:
        case [Name() as name, right] if not isinstance(right, Unread):
            said = [f.members[1].tree for f in earlier
                    if f.members[0].tree == name and len(f.members) > 1]  # fmt: skip
            anew = said and right not in said and formula.members[1].relation == "="
            sizes = all(n.label in _SIZES for n in names(right))
            if anew and sizes and _SUPPOSED.search(before.rstrip("$ `\\([")):
                return (Compare("=", name, right),)
    return ()
