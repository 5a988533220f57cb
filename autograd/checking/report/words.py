"""What a report says, whatever it is written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .outcomes import EXPECTED, UNEXPECTED
from .result import (
    ASSIGNMENT,
    DEFINITION,
    GOOD,
    NO_POINT,
    NOT_A_CLAIM,
    RIGHT,
    RIGHT_IF,
    SAYS_NOTHING,
    SET_ASIDE,
    SILENT,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Equation,
    Member,
    Report,
    Witness,
)  # fmt: skip

NAMES = "ABCDEFGH"
"""What the points that are told at the end of a report are called."""

FORWARD, SHAPES = "forward pass", "shapes"
UNJUDGED = "?"
_MARKS = {RIGHT: "✓", RIGHT_IF: "~", WRONG: "✗", EXPECTED: "✓", UNEXPECTED: "✗",
          **dict.fromkeys(SILENT, "·")}  # fmt: skip
_STATES = {
    UNREADABLE: "could not be read",
    UNKNOWN: "cannot be judged",
    NO_POINT: "cannot be judged",
    RIGHT_IF: "right only under a condition",
    ASSIGNMENT: "an assignment",
    NOT_A_CLAIM: "claims nothing",
    DEFINITION: "a definition",
    SET_ASIDE: "set aside: not about this derivation",
    SAYS_NOTHING: "says nothing: both sides are the same",
    EXPECTED: "wrong, as expected",
    UNEXPECTED: "not wrong, but expected to be",
}
_COUNTED = (
    ("right", (RIGHT,)),
    ("wrong", (WRONG,)),
    ("wrong as expected", (EXPECTED,)),
    ("not wrong but expected to be", (UNEXPECTED,)),
    ("right only under a condition", (RIGHT_IF,)),
    ("could not be read", (UNREADABLE,)),
    ("cannot be judged", (UNKNOWN, NO_POINT)),
    ("set aside", (SET_ASIDE,)),
)
_RELATIONS = {r"\approx": "≈", ":=": "≔", r"\to": "→", r"\leftarrow": "←"}
_READINGS = {
    "sum": "the sum over samples",
    "mean": "the mean over samples",
    "mix": "the mean over samples for parameters and one sample for the rest",
}
_ORDINALS = {1: "1st", 2: "2nd", 3: "3rd"}


def mark(status: str) -> str:
    """Return the sign of an outcome: ✓ right, ~ right if, ✗ wrong, ? not judged, · silent."""
    return _MARKS.get(status, UNJUDGED)


def relation(sign: str) -> str:
    r"""Return the sign between two members as it is shown: "≈" for `\approx`."""
    return _RELATIONS.get(sign, sign)


def state(equation: Equation) -> str:
    """Return the status in words: "right", "right only if m = 1", "wrong, the 2nd = breaks"."""
    found = equation.outcome
    if found == RIGHT_IF:
        return f"right only if {next(m.condition for m in equation.members if m.condition)}"
    if found == WRONG and (breaks := equation.breaks_at) and len(equation.members) > 2:
        return f"wrong, the {_ORDINALS.get(breaks, f'{breaks}th')} = breaks"
    return _STATES.get(found, found)


def stands_at(equation: Equation) -> str:
    """Return where it stands: "line 12", "cell 3, line 2", "chapters/one.tex, line 4"."""
    cell = f"cell {equation.cell}" if equation.cell else ""
    return ", ".join(filter(None, (equation.file, cell, f"line {equation.line}")))


def sentence(equation: Equation) -> str:
    """Return what is wrong with an equation in one line: "wrong: the factor a_1 is missing"."""
    told = [text for m in equation.members for word, text in reasons(m) if word]
    return f"{state(equation)}: {told[0].splitlines()[0]}" if told else state(equation)


def verdict(report: Report) -> str:
    """Return how many equations are right, wrong, ...: "8 equations judged: 3 right, 5 wrong."."""
    count = report.judged
    statuses = [e.outcome if e.judged or e.outcome != DEFINITION else "" for e in report.equations]
    statuses = [RIGHT if status == DEFINITION else status for status in statuses]
    found = [(words, sum(map(statuses.count, kinds))) for words, kinds in _COUNTED]
    told = ", ".join(f"{n} {words}" for words, n in found if n)
    head = f"{count or 'no'} equation{'s' * (count != 1)} judged"
    return f"{head}: {told}." if told else f"{head}."


def readings(report: Report) -> str:
    """Return under which reading of the loss more equations hold than as printed; "" if none."""
    lone = report.readings.get("per sample", 0)
    kind = max(report.readings, key=lambda kind: report.readings[kind], default="")
    if kind not in _READINGS or report.readings[kind] <= lone:
        return ""
    return (
        f"Read for the loss of one sample, {lone} of {report.claims} about derivatives hold; "
        f"for {_READINGS[kind]} {report.readings[kind]}."
    )


def choices(report: Report) -> Iterator[str]:
    """Yield what was chosen where the text leaves it open."""
    for sentence in report.conventions:
        yield f"{sentence[:1].upper()}{sentence[1:]}."


class Cause(NamedTuple):
    """What keeps equations from being judged: once, with all that hang on it."""

    status: str
    text: str
    needs: tuple[str, ...]
    equations: list[Equation]


def causes(report: Report) -> list[Cause]:
    """Return why equations could not be read, or cannot be judged, each reason once."""
    found: dict[tuple[str, Any], Cause] = {}
    for equation in report.equations:
        if equation.status in (UNREADABLE, UNKNOWN, NO_POINT):
            member = next(m for m in equation.members if m.status == equation.status)
            said = member.explanations[0].text if member.explanations else ""
            text = said or f"what {' and '.join(member.needs)} is is not said" * bool(member.needs)
            key = state(equation), member.needs or text.split("\n")[0]
            cause = found.setdefault(key, Cause(equation.status, text, member.needs, []))
            cause.equations.append(equation)
    return sorted(found.values(), key=lambda cause: cause.status != UNREADABLE)


def remedy(needs: Sequence[str]) -> str:
    """Return which line would say what the names are."""
    return f"a line such as {' and '.join(f'{name} = ...' for name in needs)} would say it"


def listed(equations: Sequence[Equation]) -> str:
    """Return equations by their names and lines: "8-14 (line 15), 8-16 (line 17)"."""
    return ", ".join(f"{e.id} ({stands_at(e)})" for e in equations)


def settled(report: Report) -> Iterator[tuple[str, str, list[Equation]]]:
    """Yield what needs no words of its own, in groups: mark, what they are, the equations."""
    groups: dict[tuple[str, str], list[Equation]] = {}
    for equation in report.equations:
        found = equation.outcome
        if found in (RIGHT, SET_ASIDE, SAYS_NOTHING, EXPECTED):
            told = "right" if found == RIGHT else state(equation).split(":")[0]
            note = next((m.note for m in equation.members if m.note), "")
            told = f"{told}, {note}" if note and found == RIGHT else told
            groups.setdefault((mark(found), told), []).append(equation)
    for (sign, told), equations in groups.items():
        yield sign, told, equations


def is_broken(equation: Equation) -> bool:
    """Whether an equation is wrong, or right with something to be said about it."""
    if equation.outcome in (WRONG, RIGHT_IF, UNEXPECTED):
        return True
    return equation.outcome in GOOD and any(m.explanations for m in equation.members)


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
    broken = filter(is_broken, report.equations)
    for witness in (m.witness for e in broken for m in e.members if shows_witness(m)):
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
