r"""Derivatives by a part of one equation: \partial P/\partial e^y of P = e^y / S holds S fixed.

That is how the chain rule is written out by hand, with a path for each part: e^y is in S too, and
\partial P/\partial S the other path.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import variables
from ..meaning.rewriting import exchanged
from ..reading.rewritten import rewritten
from ..reading.tree import Call, Derivative, Name
from ..reading.walked import walk
from ..report.result import RIGHT
from .verdicts import ModelClaim

_PART = "\\text{part}"


def holds_by_parts(claim: ModelClaim, tree: Any) -> bool:
    """Whether a member holds where each derivative by a part is through the one equation."""
    if claim.anchor is tree:
        return False
    asked = dict.fromkeys(
        (part.of, variables(part)[0])
        for side in (claim.anchor, tree) for part in walk(side)
        if isinstance(part, Derivative) and isinstance(part.of, Name)
        and len(part.wrt) == 1 and isinstance(part.wrt[0], Call) and not part.wrt[0].primes
    )  # fmt: skip
    model, laws = claim.model, list(claim.model.laws)
    sides = [claim.anchor, tree]
    for number, (of, by) in enumerate(asked):
        own = [x for x in laws if x.use == model.indices.use(of) and not x.arguments]
        if len(own) != 1 or by not in walk(own[0].body):
            return False
        name = Name(_PART, str(number + 1))
        part = replace(own[0], use=model.indices.use(name), body=by, target=name)
        whole = replace(own[0], body=exchanged(own[0].body, by, name))
        laws = [whole if x is own[0] else x for x in laws] + [part]
        sides = [rewritten(side, lambda x: _by(x, of, by, name)) for side in sides]  # noqa: B023
    if not asked:
        return False
    other = ModelClaim(sides, model.with_laws(laws), claim.conditions, claim.order)
    try:
        return other.verdict(sides[1]).status == RIGHT
    except FAILURES:
        return False


def _by(part: Any, of: Any, by: Any, name: Name) -> Any:
    taken = isinstance(part, Derivative) and part.of == of and part.wrt == (by,)
    return replace(part, wrt=(name,)) if taken else part
