"""What a member that does not hold needs to be right: that g is the sigmoid, m = 1, M = M^T."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..meaning.definitions import label_of
from ..meaning.errors import FAILURES
from ..meaning.indices import names, walk
from ..meaning.model import Model
from ..meaning.values import FUNCTIONS
from ..reading.tree import Call
from .verdicts import ModelClaim

ACTIVATIONS = {"sigma": "sigmoid", "tanh": "tanh"}
COUNTS = ("m", "n", "N")


def needed(claim: ModelClaim, tree: Any) -> str:
    """Return the condition under which a member is right, "" if none that is tried is one."""
    model = claim.model
    for function in dict.fromkeys(_open_functions(model, (tree, claim.anchor))):
        for name, said in ACTIVATIONS.items():
            if _holds(claim, tree, activation=name):
                return f"{function} is the {said}"
    bases = {n.base for t in model.trees for n in names(t)}
    for size in COUNTS:
        if size in bases & {n.base for n in names(tree)} and _holds(claim, tree, sizes={size: 1}):
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
    """Whether a member is right in another reading, in which the truth is not always the same."""
    other = ModelClaim(claim.trees, claim.model.with_habits(**habits), claim.conditions)
    try:
        return other.holds(tree) and not other.is_constant
    except FAILURES:
        return False


def _open_functions(model: Model, trees: Sequence[Any]) -> Iterator[str]:
    """Yield the functions in the laws and in some formulas that may be any."""
    for tree in (*(law.body for law in model.laws), *trees):
        for part in walk(tree):
            if (
                isinstance(part, Call)
                and part.function not in FUNCTIONS
                and model.function(part.function, len(part.arguments)) is None
                and model.may_be_any(part.function)
            ):
                yield part.function
