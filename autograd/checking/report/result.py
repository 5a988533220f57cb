"""What a check finds: the report as data.

right, right-if, wrong: what was judged.  unknown-name: cannot be judged, what a name is is not
said.  no-valid-point: cannot be judged, there are no numbers at which both sides have a value.
unreadable: a side could not be read.  What there is nothing to judge about: definition, assignment,
not-a-claim, says-nothing (dL/dw = dL/dw), set-aside (E = m c^2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from . import outcomes

RIGHT, RIGHT_IF, WRONG = "right", "right-if", "wrong"
UNREADABLE, UNKNOWN = "unreadable", "unknown-name"
DEFINITION, ASSIGNMENT, NOT_A_CLAIM = "definition", "assignment", "not-a-claim"
NO_POINT, SET_ASIDE, SAYS_NOTHING = "no-valid-point", "set-aside", "says-nothing"
SILENT = frozenset({DEFINITION, ASSIGNMENT, NOT_A_CLAIM, SET_ASIDE, SAYS_NOTHING})
"""The statuses of equations that are not judged, and need not be."""
GOOD = SILENT | {RIGHT}
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
    note       in what sense it was judged: "right for any loss"
    needs      the names that keep it from being judged, because nothing says what they are
    place      where it begins and ends in the document, whose lines end with line feeds; None
               where it does not stand there as it was read
    """

    text: str
    reading: str
    status: str
    relation: str = ""
    condition: str = ""
    explanations: list[Explanation] = field(default_factory=list)
    witness: Witness | None = None
    note: str = ""
    needs: tuple[str, ...] = ()
    place: tuple[int, int] | None = None


@dataclass
class Equation:
    """One equality chain of the document, with the line where it stands.

    expected_wrong  it is there to show a mistake
    file, cell      where the line is counted, if not in the document itself: in a file that it
                    takes in, or in a cell of a notebook
    """

    id: str
    latex: str
    line: int
    members: list[Member]
    expected_wrong: bool = False
    file: str = ""
    cell: int = 0

    @property
    def status(self) -> str:
        """That of the first member that is not right, be it after those that define a name."""
        statuses = [member.status for member in self.members]
        bad = next((status for status in statuses if status not in GOOD), "")
        return bad or next((status for status in statuses if status != RIGHT), RIGHT)

    @property
    def outcome(self) -> str:
        """Its status; "expected" if it is wrong as it is meant to be, "unexpected" if it is not."""
        if not self.expected_wrong or self.status in (UNREADABLE, UNKNOWN, NO_POINT):
            return self.status
        shown = self.status in (WRONG, RIGHT_IF)
        return outcomes.EXPECTED if shown else outcomes.UNEXPECTED

    @property
    def is_good(self) -> bool:
        """Whether it leaves a report ok."""
        return self.outcome in GOOD or self.outcome == outcomes.EXPECTED

    @property
    def judged(self) -> bool:
        """Whether a verdict was reached on a side of it, other than the one it is about."""
        verdicts = [m.status in (RIGHT, RIGHT_IF, WRONG) for m in self.members]
        return any(verdicts[1:]) or self.status in (RIGHT_IF, WRONG)

    @property
    def breaks_at(self) -> int | None:
        """Which `=` of the chain is the first to break, from 1; None where none does."""
        for i, member in enumerate(self.members):
            if member.status == WRONG:
                return max(i, 1)
        return None


@dataclass
class Repair:
    """A change of one name in the forward pass, and what it makes right.

    place, name  where the name stands in the document, None if it does not; what it becomes
    """

    before: str
    after: str
    right_before: int
    right_after: int
    of: int
    place: tuple[int, int] | None = None
    name: str = ""


@dataclass
class NameRow:
    r"""How a name was understood: "W", "a matrix", "n x d", ("i", "j")."""

    name: str
    role: str
    shape: str = ""
    indices: tuple[str, ...] = ()


@dataclass
class Report:
    """All that was found in a document.

    readings     {"per sample": 7, "sum": 7, "mean": 1}: how many equations hold under each
    repairs      one-name repairs of the forward pass that make more equations right
    claims       how many equations are about derivatives
    sizes        the widths that were chosen where the text gives none: {"n": 3}
    conventions  what was chosen where the text leaves a choice: "gradients are columns"
    names        how every name was understood
    fault        why the document could not be checked at all, "" if it was
    """

    equations: list[Equation]
    readings: dict[str, int] = field(default_factory=dict)
    repairs: list[Repair] = field(default_factory=list)
    claims: int = 0
    source: str = ""
    sizes: dict[str, int] = field(default_factory=dict)
    conventions: list[str] = field(default_factory=list)
    names: list[NameRow] = field(default_factory=list)
    fault: str = ""

    @property
    def ok(self) -> bool:
        """At least one claim was judged, and none is wrong, unread or without a verdict."""
        return self.judged > 0 and self.is_quiet

    @property
    def judged(self) -> int:
        """How many equations a verdict was reached on."""
        return sum(equation.judged for equation in self.equations)

    @property
    def is_quiet(self) -> bool:
        """Whether nothing in it is wrong or could not be judged; it may hold definitions alone."""
        return all(equation.is_good for equation in self.equations)

    @property
    def set_aside(self) -> list[Equation]:
        """The equations about something else, which are no failure."""
        return [e for e in self.equations if e.status == SET_ASIDE]

    def render(self, form: str = "text", **options: Any) -> str:
        """Return the report as "text", "json", "md" or "html"; "names" is how names were read.

        For CI: "github" (annotations), "junit", "sarif".  `everything=True` gives text, Markdown
        and HTML at length, `width` the columns of the text.
        """
        return WRITERS[form](self, **options)

    def __str__(self) -> str:
        return self.render()

    def _repr_html_(self) -> str:
        return self.render("fragment")

    def _repr_markdown_(self) -> str:
        return self.render("md")

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain data."""
        plain = asdict(self)
        for found, equation in zip(plain["equations"], self.equations, strict=True):
            found["status"], found["breaks_at"] = equation.status, equation.breaks_at
            found["outcome"] = equation.outcome
        counts = {"judged": self.judged, "set_aside": [e.id for e in self.set_aside]}
        return {"version": 1, "ok": self.ok, **counts, **plain}


WRITERS: dict[str, Callable[..., str]] = {}
"""What writes a report, by the name of the format: the package enters its writers here."""
