"""What a check finds: the report as data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

RIGHT, RIGHT_IF, WRONG = "right", "right-if", "wrong"
UNREADABLE, UNKNOWN = "unreadable", "unknown-name"
DEFINITION, ASSIGNMENT, NOT_A_CLAIM = "definition", "assignment", "not-a-claim"
NO_POINT = "no-valid-point"
GOOD = frozenset({RIGHT, DEFINITION, ASSIGNMENT, NOT_A_CLAIM})
"""The statuses that leave a report ok."""


@dataclass
class Explanation:
    """Why a member is wrong, confirmed at points of its own.

    kind    "constant factor", "sign", "missing factor", "other derivative", ...
    text    the sentence for the reader
    repair  the member's formula made right, in the author's notation; "" where there is none
    """

    kind: str
    text: str
    repair: str = ""


@dataclass
class Witness:
    """A point at which a claim can be checked by hand.

    leaves         the numbers of the names that nothing defines; a matrix as its rows
    claimed, true  the member's value and the right one; of a matrix one entry
    place          which entry, and what the letters stand for: "l = 3, row 2, column 1"
    """

    leaves: dict[str, Any]
    claimed: float
    true: float
    place: str = ""

    @property
    def ratio(self) -> float | None:
        """claimed / true; None where the truth is 0."""
        return self.claimed / self.true if self.true else None


@dataclass
class Member:
    """One side of a chain: as written, as understood, whether it is right, and why not.

    condition  for "right-if": what it needs, "m = 1"
    """

    text: str
    reading: str
    status: str
    relation: str = ""
    condition: str = ""
    explanations: list[Explanation] = field(default_factory=list)
    witness: Witness | None = None


@dataclass
class Equation:
    """One equality chain of the document, with the line where it stands."""

    id: str
    latex: str
    line: int
    members: list[Member]

    @property
    def status(self) -> str:
        """That of the first member that is not right."""
        for member in self.members:
            if member.status not in (RIGHT,):
                return member.status
        return RIGHT

    @property
    def breaks_at(self) -> int | None:
        """Which `=` of the chain is the first to break, from 1; None where none does."""
        for i, member in enumerate(self.members):
            if member.status == WRONG:
                return max(i, 1)
        return None


@dataclass
class Repair:
    """A change of one name in the forward pass, and what it makes right."""

    before: str
    after: str
    right_before: int
    right_after: int
    of: int


@dataclass
class Report:
    """All that was found in a document.

    readings  {"per sample": 7, "sum": 7, "mean": 1}: how many equations hold under each
    repairs   one-name repairs of the forward pass that make more equations right
    """

    equations: list[Equation]
    readings: dict[str, int] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    claims: int = 0
    source: str = ""

    @property
    def ok(self) -> bool:
        """Nothing wrong and nothing unread."""
        return all(e.status in GOOD for e in self.equations)

    def render(self, form: str = "text") -> str:
        """Return the report as "text", "json", "md" or "html"."""
        from . import FORMATS

        return FORMATS[form](self)

    def __str__(self) -> str:
        return self.render()

    def _repr_html_(self) -> str:
        from . import as_fragment

        return as_fragment(self)

    def _repr_markdown_(self) -> str:
        return self.render("md")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        plain = asdict(self)
        for found, equation in zip(plain["equations"], self.equations, strict=True):
            found["status"], found["breaks_at"] = equation.status, equation.breaks_at
        return {"version": 1, "ok": self.ok, **plain}
