"""What a report says, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from .result import (
    ASSIGNMENT,
    DEFINITION,
    GOOD,
    NO_POINT,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Member,
    Report,
    Witness,
)  # fmt: skip

SILENT = (DEFINITION, ASSIGNMENT, NOT_A_CLAIM)
"""The statuses of equations that are not judged."""

NAMES = "ABCDEFGH"
"""What the points that are told at the end of a report are called."""

FORWARD, SHAPES = "forward pass", "shapes"
UNJUDGED = "?"
_MARKS = {RIGHT: "✓", DEFINITION: "·", ASSIGNMENT: "·", NOT_A_CLAIM: "·", RIGHT_IF: "~", WRONG: "✗"}
_STATES = {
    UNREADABLE: "could not be read",
    UNKNOWN: "uses an unknown name",
    NO_POINT: "could not be judged",
    RIGHT_IF: "right only under a condition",
    ASSIGNMENT: "an assignment",
    NOT_A_CLAIM: "claims nothing",
    DEFINITION: "a definition",
}
_RELATIONS = {r"\approx": "≈", ":=": "≔", r"\to": "→", r"\leftarrow": "←"}
_READINGS = {
    "sum": "for the sum over samples",
    "mean": "for the mean",
    "mix": "for the mean for parameters",
}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def mark(status: str) -> str:
    """Return the sign of a status: ✓ right, ~ right under a condition, ✗ wrong, ? not judged."""
    return _MARKS.get(status, UNJUDGED)


def relation(sign: str) -> str:
    r"""Return the sign between two members as it is shown: "≈" for `\approx`."""
    return _RELATIONS.get(sign, sign)


def state(equation: Equation) -> str:
    """Return the status in words: "right", "right only if m = 1", "wrong, the 2nd = breaks"."""
    found = equation.status
    if found == RIGHT_IF:
        return f"right only if {next(m.condition for m in equation.members if m.condition)}"
    if found == WRONG and (breaks := equation.breaks_at) and len(equation.members) > 2:
        return f"wrong, the {_ORDINALS.get(breaks, f'{breaks}th')} = breaks"
    return _STATES.get(found, found)


def sentence(equation: Equation) -> str:
    """Return what is wrong with an equation in one line: "wrong: the factor a_1 is missing"."""
    told = [text for m in equation.members for word, text in reasons(m) if word]
    return f"{state(equation)}: {told[0].splitlines()[0]}" if told else state(equation)


def verdict(report: Report) -> str:
    """Return how many equations are right."""
    judged = [e for e in report.equations if e.status not in SILENT]
    right = [e for e in judged if e.status in GOOD]
    return f"{len(judged)} equation{'s' * (len(judged) != 1)} judged, {len(right)} right."


def readings(report: Report) -> str:
    """Return how many equations hold under each reading of the loss; "" if none is about that."""
    if not report.claims or not report.readings:
        return ""
    found = dict(report.readings)
    lone = found.pop("per sample")
    others = ", ".join(f"{count} {_READINGS[kind]}" for kind, count in found.items())
    told = f"Of {report.claims} about derivatives {lone} hold as printed, for one sample's loss"
    return f"{told} ({others})." if others else f"{told}."


def reasons(member: Member) -> Iterator[tuple[str, str]]:
    """Yield what is said of a member, each with the word before it: ("because", ...)."""
    if member.condition:
        yield "", f"right only if {member.condition}"
    word = "" if member.status == RIGHT else "because"
    for explanation in member.explanations[:3]:
        if member.condition and explanation.kind == "unexplained":
            continue
        fact = explanation.kind == SHAPES
        yield "" if fact else word, explanation.text
        word = word if fact else "or"


def repair(member: Member) -> str:
    """Return the repaired formula that is told, unless a reason says it already."""
    repairs = (e.repair for e in member.explanations if e.repair)
    found = next(repairs, "")
    return "" if any(e.text.endswith(f" {found}") for e in member.explanations) else found


def shows_witness(member: Member) -> bool:
    """Whether the point is shown: not where the forward pass is to blame for the member."""
    return member.witness is not None and all(e.kind != FORWARD for e in member.explanations)


def number(x: Any) -> str:
    """Return a number of a point, or a matrix as its rows: [1, 2; 3, 4]."""
    if isinstance(x, list):
        return "[" + "; ".join(", ".join(map(number, row)) for row in x) + "]"
    return f"{x:.4g}"


def points(report: Report) -> list[dict[str, Any]]:
    """Return the points with matrices, each once: they are told at the end, as point A, B, ..."""
    found: list[dict[str, Any]] = []
    for witness in (m.witness for e in report.equations for m in e.members if shows_witness(m)):
        matrices = witness and any(isinstance(x, list) for x in witness.leaves.values())
        if witness and matrices and witness.leaves not in found:
            found.append(witness.leaves)
    return found


def where(witness: Witness, told: Sequence[dict[str, Any]]) -> str:
    """Return "point A, l = 3" where the witness's point is told at the end, else ""."""
    if witness.leaves not in told:
        return ""
    point = f"point {NAMES[told.index(witness.leaves) % len(NAMES)]}"
    return f"{point}, {witness.place}" if witness.place else point


def told_before(equation: Equation, number: int) -> bool:
    """Whether the member before this one is wrong for the same reasons."""
    if not number or not equation.members[number].explanations:
        return False
    before, here = (
        [e.text for e in m.explanations] for m in equation.members[number - 1 : number + 1]
    )
    return before == here
