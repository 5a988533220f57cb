r"""Derivatives "for one training example": of a loss that is a sum over the samples x^{(i)}."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from ..meaning.index import above, without_last
from ..meaning.model import Model
from ..reading.rewritten import rewritten
from ..reading.tree import BigSum, Name, Negative, Product
from ..reading.walked import names
from .verdicts import ModelClaim

_SAID = re.compile(
    r"\b(?:one|single|just one|only one)\s+(?:training\s+|data\s+)?"
    r"(?:example|sample|instance|point|observation|pair)\b"
    r"|\bune? seule? (?:exemple|observation)\b|\bein\w* einzige\w? (?:Beispiel|Punkt)"
    r"|[单一]个?(?:训练)?样本|一条样本",
    re.IGNORECASE,
)


def of_one(claim: ModelClaim, prose: str) -> ModelClaim:
    """Return a claim as one about a single sample, where the text says that it is; else itself.

    Then it has the names of what the loss sums over, without the number of a sample.
    """
    spoken = list(names(tuple(claim.trees)))
    if not _SAID.search(prose) or any(map(above, spoken)):
        return claim
    model = claim.model
    laws = [replace(law, body=_term(law.body)) for law in model.laws]
    summed = {n.base for law in model.laws for n in names(law.body) if above(n)}
    if laws == list(model.laws) or not summed & {n.base for n in spoken}:
        return claim
    claims = [trees for trees in model.claims if not any(map(above, names(tuple(trees))))]
    habits = {**model.habits, "normalised": False}
    return claim.within(Model(laws, claims, model.indices, model.domains, **habits))


def _term(tree: Any) -> Any:
    match tree:
        case Negative(of=of):
            return replace(tree, of=_term(of))
        case Product(factors=(*before, BigSum() as last)):
            return replace(tree, factors=(*before, _term(last)))
        case BigSum(kind="sum" | "mean", index=letter, of=of):
            sampled = any(above(n)[-1:] == [letter] for n in names(of))
            return rewritten(of, lambda part: _without(part, letter)) if sampled else tree
    return tree


def _without(part: Any, letter: str) -> Any:
    sampled = isinstance(part, Name) and above(part)[-1:] == [letter]
    return without_last(part) if sampled else part
