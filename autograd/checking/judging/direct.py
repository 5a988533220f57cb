r"""A derivative that the text takes through one equation alone: all else is held fixed.

\partial c_t / \partial c_{t-1} = f_t, "with h_{t-1} held fixed", is not the total derivative.
"""

from __future__ import annotations

import re
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.model import Model
from ..reading.tree import Derivative, Name
from ..report.result import RIGHT
from .verdicts import ModelClaim

_SAID = re.compile(
    r"(?:看作|视为|当作|作为).{0,8}(?:独立|常数|常量|固定|不变)|忽略|不考虑|直接"
    r"|(?:held|hold|keep|kept|holding|keeping)\b.{0,40}(?:fixed|constant)"
    r"|treat\w*\b.{0,40}\b(?:constant|independent|fixed)|\bignor(?:e|ing)\b|\bdirect(?:ly)?\b"
    r"|\b(?:fest(?:gehalten)?|konstant|fix[ée]|constante?)\b",
    re.IGNORECASE,
)


def holds_directly(claim: ModelClaim, tree: Any, prose: str) -> bool:
    """Whether a member holds through the one equation of what is differentiated, as a text says."""
    anchor = claim.anchor
    if not (isinstance(anchor, Derivative) and isinstance(anchor.of, Name) and _SAID.search(prose)):
        return False
    model = claim.model
    own = [law for law in model.laws if law.use.symbol == model.use(anchor.of).symbol]
    if not own or len(own) == len(model.laws):
        return False
    alone = Model(own, model.claims, model.indices, model.domains, **model.habits)
    try:
        return claim.within(alone).verdict(tree).status == RIGHT
    except FAILURES:
        return False
