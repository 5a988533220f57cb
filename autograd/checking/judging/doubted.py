"""What keeps a member from being called wrong by how much of its document is understood.

A slip of a person is most often of a kind that a misreading hardly ever looks like: a sign, an
exponent, a factor of two, a transpose. What looks like a term, a factor or a name that is missing
is as often a definition that was not read, so it is wrong only where nearly all else holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..report.result import (
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Member,
)  # fmt: skip
from .judge import refuse

AS_MISREAD = frozenset({
    "extra factor", "extra term", "missing factor", "missing term", "no graph", "other loss",
    "part", "unexplained", "wrong factor", "wrong name", "wrong number", "wrong term", "zero",
})  # fmt: skip
"""The kinds of slips that a definition that was not read, or was misread, looks like."""
MOST, BUT = 2 / 3, 1
"""Of the other claims this share must hold, or all but so many."""
NEARLY_ALL = 0.85
"""Or this share be understood: hold, or have a slip that no misreading looks like."""


def take_back(equations: Sequence[Equation]) -> None:
    """Leave open what looks like a misreading, where too little else is understood and holds."""
    claims = [
        member
        for equation in equations
        for place, member in enumerate(equation.members)
        if place or member.status != RIGHT  # the first side is what the others are judged by
    ]
    right = sum(member.status in (RIGHT, RIGHT_IF) for member in claims)
    unjudged = sum(member.status in (NO_POINT, UNKNOWN, UNREADABLE) for member in claims)
    wrong = [member for member in claims if member.status == WRONG]
    others = right + unjudged + len(wrong) - 1
    doubted = list(filter(_looks_misread, wrong))
    surely = len(wrong) - len(doubted)
    if not unjudged or right >= min(MOST * others, others - BUT):
        return
    for member in doubted if right + surely < NEARLY_ALL * others else ():
        held = f"of the {others} other claims here no more than {right} hold"
        said = f"it does not hold as it is read{_why(member)}, but {held}: it may be misread"
        refuse(member, NO_POINT, said)


def _looks_misread(member: Member) -> bool:
    return not member.explanations or member.explanations[0].kind in AS_MISREAD


def _why(member: Member) -> str:
    said = next((e.text.split("\n")[0] for e in member.explanations if e.kind != "unexplained"), "")
    return f" ({said})" if said else ""
