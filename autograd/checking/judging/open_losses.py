"""What a text leaves open of its loss: which one it is, or what it is at all."""

from __future__ import annotations

from functools import partial
from typing import Any

from ..meaning.law import is_part
from ..reading.tree import Derivative, Name
from ..reading.walked import names, walk
from .verdicts import ModelClaim


def which_loss(claim: ModelClaim, tree: Any) -> str:
    """Return what is said where L is differentiated, and losses L_{BCE}, L_{MSE} are given."""
    of = claim.anchor.of if isinstance(claim.anchor, Derivative) else None
    if not isinstance(of, Name) or of.sub or not claim.model.is_loss(claim.model.use(of).symbol):
        return ""
    longer = [law.label for law in claim.model.laws if law.label.startswith(f"{of.label}_")
              and not isinstance(law.body, Derivative)]  # fmt: skip
    goes_on = any(isinstance(part, Derivative) and part.of == of for part in walk(tree))
    return f"whether {of.label} is {longer[0]} is not said" if longer and not goes_on else ""


def part_unsaid(claim: ModelClaim, tree: Any) -> str:
    """Return what is said of a loss, or a part of one, L_{rec}, that no equation gives by itself.

    It may be any only where the claim goes on from a derivative of it.
    """
    of = claim.anchor.of if isinstance(claim.anchor, Derivative) else None
    model = claim.model
    if not model.laws or not isinstance(of, Name) or model.use(of).symbol not in model.free_losses:
        return ""
    goes_on = any(isinstance(part, Derivative) for part in walk(tree))
    goes_on = goes_on or (not is_part(of) and any(map(partial(_is_upstream, claim), names(tree))))
    return "" if goes_on else f"what {of.label} is, is not said"


def _is_upstream(claim: ModelClaim, name: Name) -> bool:
    r"""Whether a name is a derivative, or may be one that is given: \delta, dZ, g of g = dL/dz."""
    model, symbol = claim.model, claim.model.use(name).symbol
    told = name.label in model.indices.upstream or name.base[:1] == "d" or name.base == r"\delta"
    return bool(told or model.slope(name) or symbol in model.tainted)
