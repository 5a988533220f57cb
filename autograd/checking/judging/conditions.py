"""What a member that does not hold needs to be right: another activation, m = 1, M = M^T."""

from __future__ import annotations

from typing import Any

from ..meaning.definitions import label_of
from ..meaning.errors import FAILURES
from ..meaning.indices import names, walk
from ..meaning.model import Model
from ..meaning.values import FUNCTIONS
from ..reading.tree import Call
from .verdicts import ModelClaim

ACTIVATIONS = ("sigma", "tanh", "relu")
COUNTS = ("m", "n", "N")


def holds_otherwise(claim: ModelClaim, tree: Any) -> bool:
    """Whether a member is right for one of the usual activations, where the text names none."""
    if not any(_has_open_function(claim.model, t) for t in (tree, claim.anchor)):
        return False
    return any(_holds(claim, tree, activation=name) for name in ACTIVATIONS)


def needed(claim: ModelClaim, tree: Any) -> str:
    """Return the condition under which a member is right, "" if none that is tried is one."""
    model = claim.model
    bases = {n.base for t in model.trees for n in names(t)}
    for size in COUNTS:
        if size in bases and _holds(claim, tree, sizes={size: 1}):
            return f"{size} = 1"
    if not model.normalised and _holds(claim, tree, normalised=True):
        return "the targets add up to 1"
    if _holds(claim, tree, hard=True):
        return "y is 0 or 1"
    for n in dict.fromkeys(names(tree)):
        use = model.indices.use(n)
        shape = model.shape(use.symbol, ()) if not use.family else ()
        if len(shape) == 2 and shape[0] == shape[1] > 1 and not model.law_for(use.symbol, (), 0):
            label = label_of(use.symbol)
            if _holds(claim, tree, symmetric=label):
                return f"{label} = {label}^T"
    return ""


def _holds(claim: ModelClaim, tree: Any, **habits: Any) -> bool:
    """Whether a member is right in another reading."""
    other = ModelClaim(claim.trees, claim.model.with_habits(**habits), claim.conditions)
    try:
        return other.holds(tree)
    except FAILURES:
        return False


def _has_open_function(model: Model, tree: Any) -> bool:
    """Whether a function stands in the laws or in a formula that may be any."""
    return any(
        isinstance(part, Call)
        and part.function not in FUNCTIONS
        and model.function(part.function, len(part.arguments)) is None
        and model.may_be_any(part.function)
        for t in (*(law.body for law in model.laws), tree)
        for part in walk(t)
    )
