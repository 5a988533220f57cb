r"""Links of a chain rule over several paths: \partial v/\partial x with the other paths held.

    dL/dx = dL/dv dv/dx + dL/du du/dx        v of x and u, u of x

Here dv/dx is through the equation of v alone: what goes through u is the other term's.  A text that
writes such a sum means the same where it says by itself what dv/dx is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..meaning.errors import FAILURES
from ..meaning.law import variables
from ..meaning.model import Model
from ..reading.chains import Formula
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Name, Number, Power, Sum
from ..reading.walked import walk
from ..report.result import RIGHT
from .verdicts import ModelClaim

Links = dict[tuple[Any, Any], tuple[Name, ...]]
"""By the symbols of v and x, what is held in dv/dx."""


def links_of(formulas: Sequence[Formula], model: Model) -> Links:
    """Return the links of all sums over several paths in a document."""
    found: Links = {}
    for formula in formulas:
        heads = [tree for tree in formula.trees if isinstance(tree, Derivative)]
        for head in heads[:1]:
            for tree in formula.trees:
                through = dict.fromkeys(_through(head, tree))
                for v in through if len(through) > 1 else ():
                    key = model.use(v).symbol, model.use(variables(head)[0]).symbol
                    held = tuple(u for u in through if u != v)
                    found[key] = max(found.get(key, ()), held, key=len)
    return found


def holds_over_paths(claim: ModelClaim, tree: Any, formulas: Sequence[Formula]) -> bool:
    """Whether a member holds where each link is with the other paths held.

    formulas  those among which the sums over several paths stand
    """
    links = links_of(formulas, claim.model)
    both = claim.anchor, tree
    sides = rewritten(both, lambda part: _held(part, claim.model, links))
    if claim.anchor is tree or sides is both:
        return False
    other = ModelClaim(sides, claim.model, claim.conditions, claim.order)
    try:
        return other.verdict(sides[1]).status == RIGHT
    except FAILURES:
        return False


def _through(head: Derivative, tree: Any) -> Iterator[Name]:
    """Yield v and u of a sum with dL/dv dv/dx and dL/du du/dx, for a head dL/dx."""
    if not isinstance(tree, Sum) or len(head.wrt) != 1 or not isinstance(head.wrt[0], Name):
        return
    for term in tree.terms:
        slopes = [p for p in walk(term) if isinstance(p, Derivative) and len(p.wrt) == 1]
        reached: list[Any] = [head.of]  # dL/dv dv/du du/dx
        for p in slopes:
            reached += p.wrt if p.of in reached and p.wrt != head.wrt else ()
        through = [p.of for p in slopes if p.wrt == head.wrt and p.of in reached[1:]]
        yield from (v for v in map(_named, through) if v is not None)


def _named(tree: Any) -> Name | None:
    r"""Return the name of a quantity, or of its square: \sigma_j of \sigma_j^2."""
    of = tree.base if isinstance(tree, Power) and isinstance(tree.exponent, Number) else tree
    return of if isinstance(of, Name) else None


def _held(part: Any, model: Model, links: Links) -> Any:
    """Return a derivative that is a link with what is held in it."""
    match part:
        case Derivative(of=of, wrt=(Name() as by,), point=(), alone=False):
            v = _named(of)
            held = links.get((model.use(v).symbol, model.use(by).symbol)) if v else None
            return replace(part, held=held) if held else part
    return part
