"""Judge the formulas of a document that are about layers, and explain what is wrong."""

from __future__ import annotations

from typing import Any

from ...engine.operation import DomainError
from ..meaning.evaluate import MeaningError
from ..reading.tree import Derivative, Expression, Formula, Unread
from ..report.result import (
    DEFINITION,
    NO_POINT,
    RIGHT,
    RIGHT_IF,
    UNKNOWN,
    UNREADABLE,
    WRONG,
    Explanation,
    Member,
    Witness,
)  # fmt: skip
from .diagnose import diagnose
from .document import CLAIM, LayeredDocument
from .grid import Grid, ShapeError, entries_of, places, shape_of
from .model import LayeredClaim
from .network import Network
from .notation import letters_in
from .rearrange import Factor, transposed_text

NO_NETWORK = "there is no network to judge it against: no forward equations"


class LayeredJudge:
    """The judge of a document's formulas about layers.

    held, partials  how many claims about derivatives there are, and how many hold
    """

    def __init__(self, document: LayeredDocument) -> None:
        self.document = document
        self.held = self.partials = 0

    def owns(self, formula: Formula) -> bool:
        """Whether a formula is judged here."""
        return self.document.as_read(formula) is not None

    def judge(self, formula: Formula, members: list[Member]) -> None:
        """Give every member of a formula its status, with explanations where it is not right."""
        read = self.document.as_read(formula)
        assert read is not None
        kind = self.document.kinds[id(read)]
        first = 2 if kind == DEFINITION else 0
        for member in members[:first]:
            member.status = DEFINITION
        if kind == DEFINITION:
            self._note_orientation(read, members)
            if self.document.only_names(read):
                for member in members:
                    member.status = DEFINITION
                return
        claim, problem = self._claim(read)
        for result, written in list(zip(members, read.members, strict=True))[first:]:
            if isinstance(written.tree, Unread):
                continue
            if claim is not None:
                self._judge(result, claim, written.tree)
            else:
                result.status = NO_POINT
                result.explanations.append(Explanation("no graph", problem))
        if kind == CLAIM and any(isinstance(tree, Derivative) for tree in read.trees):
            self.partials += 1
            self.held += all(member.status == RIGHT for member in members)

    def _judge(self, result: Member, claim: LayeredClaim, tree: Expression) -> None:
        error = claim.error(tree)
        if isinstance(error, MeaningError):
            result.status = UNKNOWN if error.name else UNREADABLE
            result.explanations.append(Explanation(result.status, str(error)))
        elif claim.holds(tree):
            result.status = RIGHT
        else:
            result.condition = _condition(claim, tree)
            result.status = RIGHT_IF if result.condition else WRONG
            result.explanations += diagnose(claim, tree, result.text)
            result.witness = _witness(claim, tree)
            if isinstance(error, ShapeError):
                result.explanations.append(Explanation("shapes", f"as it stands {error}"))

    def _claim(self, formula: Formula) -> tuple[LayeredClaim | None, str]:
        """Return a formula as a claim, or None and why it cannot be judged."""
        if not self.document.has_laws:
            return None, NO_NETWORK
        try:
            claim = self.document.claim(formula)
            if not claim.model.points(1):
                return None, "no random point at which the network has finite numbers was found"
            if not claim.letters:
                return None, "no layer of the network fits all of its indices"
            return claim, ""
        except (MeaningError, ShapeError) as error:
            return None, str(error)

    def _note_orientation(self, formula: Formula, members: list[Member]) -> None:
        """Say where a law's matrix is the transpose of what the indices elsewhere say."""
        for member, name in zip(members[1:2], self.document.turned(formula), strict=False):
            text = member.text[slice(*name.span)]
            turned = transposed_text(Factor(name, text, False, None), "\\" not in member.text)
            said = f"the indices of {name.base} go from, to elsewhere: with them this is {turned}"
            member.explanations.append(
                Explanation("transpose", said, member.text.replace(text, turned, 1))
            )


def _condition(claim: LayeredClaim, tree: Expression) -> str:
    """Return what a member needs to be right: "m = 1"; "" if nothing known helps."""
    one = claim.model.of_one_sample
    if one is not None and LayeredClaim(claim.anchor, claim.trees, one).holds(tree):
        return "m = 1"
    return ""


def _witness(claim: LayeredClaim, tree: Expression) -> Witness | None:
    """Return the first place at which a member is wrong, and the entry that is most so."""
    try:
        for claimed, true, network, letters in claim.pairs(tree):
            if shape_of(claimed) != shape_of(true):
                return None
            pairs = zip(entries_of(claimed), entries_of(true), places(shape_of(true)), strict=True)
            c, t, at = max(pairs, key=lambda pair: abs(pair[0] - pair[1]))
            if c != t:
                notation = claim.model.laws.notation
                used = {*letters_in(claim.trees, notation), "L"}
                where = [f"{letter} = {value}" for letter, value in letters.items()
                         if letter in used and (letter != "L" or notation.lettered)]  # fmt: skip
                if isinstance(true, Grid):
                    where.append(f"row {at[0] + 1}, column {at[1] + 1}")
                return Witness(_leaves(network), c, t, ", ".join(where))
    except (MeaningError, ShapeError, DomainError, OverflowError):
        return None
    return None


def _leaves(network: Network) -> dict[str, Any]:
    return {
        label: [list(row) for row in x.rows] if isinstance(x, Grid) else x
        for label, x in network.leaves().items()
    }
