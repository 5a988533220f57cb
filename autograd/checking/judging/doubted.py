"""What keeps a member from being called wrong by how much of its document is understood.

A slip of a person is most often of a kind that a misreading hardly ever looks like: a sign, an
exponent, a factor of two, a transpose. What looks like a term, a factor or a name that is missing
is as often a definition that was not read, so it is wrong only where nearly all else holds.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..meaning.tensor import shape_of
from ..reading.chains import Formula, Unread
from ..reading.tree import BigSum
from ..reading.walked import names, walk
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
from .refused import refuse
from .verdicts import ModelClaim, Verdict

AS_MISREAD = frozenset({
    "extra factor", "extra term", "missing factor", "missing term", "other loss", "part",
    "unexplained", "wrong factor", "wrong name", "wrong number", "wrong term", "zero",
})  # fmt: skip
"""The kinds of slips that a definition that was not read, or was misread, looks like."""
MOST, BUT = 2 / 3, 1
"""Of the other claims this share must hold, or all but so many."""
NEARLY_ALL = 0.85
"""Or this share be understood: hold, or have a slip that no misreading looks like."""
UNEXPLAINED = {"unexplained", "shapes"}
"""The kinds of explanation that say no more than that a member does not hold."""
MANY = 7
"""What nothing explains is wrong only where nearly all of more than so many claims hold."""


def doubt(found: Verdict, result: Member, right: int, of: int) -> str:
    """Return what is said of a member that is wrong as it is read, where the reading may be.

    Nine in ten slips of people are of kinds that are known, of misreadings hardly one: what no
    kind explains is wrong only among much that holds, with an entry to show, or where all is
    about numbers.
    found      the verdict that it is wrong
    right, of  how many of the claims in its scope hold, itself among these
    """
    if found.pair and not any(map(shape_of, found.pair.world.leaves.values())):
        return ""
    kinds = {e.kind for e in result.explanations} - UNEXPLAINED
    if kinds - (set() if result.witness else {"zero"}):
        return ""
    if result.witness and of > MANY and right >= NEARLY_ALL * (of - 1):
        return ""
    return "it does not hold as it is read, but no common slip explains that: it may be misread"


def unsized(claim: ModelClaim, result: Member) -> str:
    """Return what is said where H may be how far h goes, as in 1/H beside x_h; "" elsewhere.

    A slip that is known is one whatever H is.
    """
    model = claim.model
    if {e.kind for e in result.explanations} - UNEXPLAINED - {"part"}:
        return ""
    for n in (n for law in model.laws for n in names(law.body) if n.label.isupper()):
        letter = n.label.lower()
        if len(letter) == 1 and letter in model.indices.letters and not model.is_constant(n):
            return f"whether {n.label} is how far {letter} goes is not said"
    return ""


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
    most_hold = right >= min(MOST * others, others - BUT)
    if not unjudged or most_hold or right + surely >= NEARLY_ALL * others:
        return
    for member in doubted:
        held = f"of the {others} other claims here no more than {right} hold"
        said = f"it does not hold as it is read{_why(member)}, but {held}: it may be misread"
        refuse(member, NO_POINT, said)


def open_beside_mean(equations: Sequence[Equation], formulas: Sequence[Formula]) -> None:
    """Leave open db = sum(dZ), where another claim has to divide the same dZ by m.

    One of the two is wrong, whether dZ carries 1/m or not.
    """
    members = [(result, member.tree) for equation, formula in zip(equations, formulas, strict=True)
               for result, member in zip(equation.members, formula.members, strict=True)
               if not isinstance(member.tree, Unread)]  # fmt: skip
    divided = {n for result, tree in members if result.status == RIGHT_IF
               and any("1/m, which" in e.text for e in result.explanations)
               for n in names(tree) if n.base[0] == "d" and len(n.base) > 1}  # fmt: skip
    for result, tree in members if divided else ():
        sums = any(isinstance(part, BigSum) or getattr(part, "function", "") == "sum"
                   for part in walk(tree))  # fmt: skip
        upstream = next((n for n in names(tree) if n in divided), None)
        if result.status == RIGHT and sums and upstream:
            refuse(result, UNKNOWN, f"whether {upstream.label} carries 1/m is not said")


def _looks_misread(member: Member) -> bool:
    return not member.explanations or member.explanations[0].kind in AS_MISREAD


def _why(member: Member) -> str:
    said = next((e.text.split("\n")[0] for e in member.explanations if e.kind != "unexplained"), "")
    return f" ({said})" if said else ""
