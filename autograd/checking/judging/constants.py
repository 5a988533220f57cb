"""What is computed, but held as a text says: the largest entry, which softmax subtracts."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from typing import Any

from ..meaning.errors import FAILURES
from ..reading.chains import Formula
from .verdicts import ModelClaim

_NAME = r"[\s$]*(?<![A-Za-z])(\\?[A-Za-z]+(?:_\w)?)[\s$]*"
_TOLD = re.compile(
    rf"{_NAME}(?:可以?)?(?:当作|当成|视为|视作|看作|看成)(?:一个)?常[数量]"
    rf"|\btreat(?:ing|ed)?\b{_NAME}as (?:a )?constant"
    rf"|{_NAME}(?:is|as|being) (?:treated|regarded|considered) as (?:a )?constant"
)


def constants_told(formulas: Sequence[Formula]) -> frozenset[str]:
    """Return the names that a text says to take for constants."""
    found = (m for prose in {f.prose for f in formulas} for m in _TOLD.finditer(prose))
    return frozenset(next(filter(None, m.groups())) for m in found)


def holds_with_constants(claim: ModelClaim, tree: Any, constants: Set[str]) -> bool:
    """Whether a member holds where what a text says to take for a constant is one."""
    model = claim.model
    laws = [law for law in model.laws if law.label not in constants]
    if len(laws) == len(model.laws):
        return False
    try:
        return claim.within(model.with_laws(laws)).holds(tree)
    except FAILURES:
        return False
