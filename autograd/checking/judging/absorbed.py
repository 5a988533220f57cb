r"""Updates of which a text says that the step absorbs a constant: \eta for \frac{2}{n} \eta."""

from __future__ import annotations

import re
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.rewriting import STEPS
from ..meaning.tensor import entries_of, plain
from ..reading.tree import Name, Sum
from ..reading.walked import names
from .verdicts import TOLERANCE, ModelClaim

_SAID = re.compile(
    r"absorb|swallow|fold(?:ed)? into|吸收|并入|ein(?:ge)?rechne|intégr", re.IGNORECASE
)


def step_of(claim: ModelClaim) -> str:
    r"""Return the label of the step of an update that goes on, \eta; "" if it is none."""
    match claim.anchor:
        case Sum(terms=(Name(), *others)):
            return next((n.label for n in names(tuple(others)) if n.base in STEPS), "")
    return ""


def absorbed(claim: ModelClaim, tree: Any, prose: str) -> str:
    """Return the condition that a step takes in a factor, as a text says; "" if it does not."""
    step = step_of(claim)
    if not step or not _SAID.search(prose):
        return ""
    assert isinstance(claim.anchor, Sum)
    ratios: list[float] = []
    try:
        for pair in claim.pairs(tree):
            start = entries_of(claim.value(claim.anchor.terms[0], pair.world, pair.env))
            sides = zip(start, entries_of(pair.claimed), entries_of(pair.true), strict=True)
            ratios += [(plain(c) - plain(s)) / (plain(t) - plain(s)) for s, c, t in sides]
    except (*FAILURES, ZeroDivisionError):
        return ""
    same = ratios and all(abs(x - ratios[0]) <= TOLERANCE * abs(ratios[0]) for x in ratios)
    return f"a constant factor is taken into {step}" if same and ratios[0] > 0 else ""
