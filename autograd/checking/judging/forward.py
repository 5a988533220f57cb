"""Find the one name in the forward equations whose change puts more claims right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any, NamedTuple

from ..meaning.errors import FAILURES
from ..meaning.law import Law, variables
from ..meaning.model import Model
from ..meaning.rewriting import replace_at
from ..meaning.scopes import reached
from ..reading import parser
from ..reading.tree import Derivative, Name, Span
from ..reading.walked import names, walk
from ..report.result import Repair
from .samples import all_hold
from .verdicts import ModelClaim

MOST_OF = 0.75
"""What share of the claims must hold with a change: else it is the reading that is wrong."""
MOST_TERMS = 5_000
"""Of how many terms the sums of a document may be that is judged anew with each change."""


class Change(NamedTuple):
    """A changed law, the model with it, and how many claims hold in that, and did before.

    span  where the name that is changed stands in the side of the equation; name: what it becomes
    """

    old: Law
    new: Law
    span: Span
    name: str
    model: Model
    right: int
    before: int
    of: int

    @property
    def repair(self) -> Repair:
        """How it is told: the equation as printed, and put right."""
        old, new = (
            f"{law.target.label} = {parser.write(law.body)}" for law in (self.old, self.new)
        )
        return Repair(old, new, self.before, self.right, self.of)


def best_changes(model: Model, claims: Sequence[ModelClaim]) -> list[Change]:
    """Return the changes of one name in a law, to one that no law uses, under which most hold.

    They must put right two claims at least, and half of those that do not hold: a single one that
    is wrong is wrong itself.
    """
    wrong = [claim for claim in claims if not all_hold(claim)]
    right = [claim for claim in claims if claim not in wrong]
    least = max(len(right) + 2, ceil(MOST_OF * len(claims)))
    spare = min(max(2, len(wrong) // 2), len(claims) - least)
    cheap = model.terms <= MOST_TERMS
    found: list[Change] = []
    for old, new, name in _changes(model) if right and spare >= 0 and cheap else ():
        changed = model.with_laws([new if law is old else law for law in model.laws])
        held = _count_of_held([*wrong, *right], changed, spare)
        if held >= least:
            spot = name.span, name.label
            found.append(Change(old, new, *spot, changed, held, len(right), len(claims)))
    best = max((change.right for change in found), default=0)
    return [change for change in found if change.right == best]


def _count_of_held(claims: Sequence[ModelClaim], model: Model, spare: int) -> int:
    """Return how many claims hold in a model, 0 as soon as more than `spare` do not."""
    held = 0
    for claim in claims:
        try:
            here = all_hold(claim.within(model))
        except FAILURES:
            here = False
        held += here
        spare -= not here
        if spare < 0:
            return 0
    return held


def _changes(model: Model) -> Iterator[tuple[Law, Law, Name]]:
    """Yield each law with one of its names replaced by a name that the laws do not use."""
    used = {n.label for law in model.laws for n in names(law.body)}
    ends = {law.target.label for law in model.laws[-1:]}
    known = {law.target.label: law.target for law in model.laws if not law.arguments}
    known |= {n.label: n for claim in model.claims for n in _differentiated(claim)}
    forgotten = [n for label, n in known.items() if label not in used | ends]
    for law in model.laws:
        for old in list(names(law.body)):
            for name in forgotten:
                if old.label not in law.arguments and not _is_made_of(name, law, model):
                    new = replace(name, span=old.span)
                    yield law, replace(law, body=replace_at(law.body, old, new)), new


def _is_made_of(name: Name, law: Law, model: Model) -> bool:
    """Whether a name is what a law defines, or comes from it: it cannot be in the law."""

    def uses(symbol: Any) -> set[Any]:
        bodies = tuple(x.body for x in model.laws if x.use.symbol == symbol)
        return {model.use(n).symbol for n in names(bodies)}

    own = model.use(name).symbol
    return law.use.symbol in {own, *reached([own], uses)}


def _differentiated(claim: Sequence[Any]) -> Iterator[Name]:
    """Yield the names that derivatives in a claim are taken by."""
    for tree in claim:
        for part in walk(tree):
            if isinstance(part, Derivative):
                yield from (v for v in variables(part) if isinstance(v, Name) and v.base)
