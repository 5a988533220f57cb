r"""A definition that says what is known: J = \frac{1}{2m} e^T e, where J was a sum before.

It is a claim where both forms agree for arbitrary values; where they do not, it defines anew.
"""

from __future__ import annotations

from ..meaning.definitions import Definitions
from ..meaning.errors import FAILURES
from ..meaning.law import Law, is_numeric
from ..meaning.model import Model
from ..reading.chains import Unread
from ..reading.tree import Expression
from ..reading.walked import names
from ..report.result import RIGHT
from .verdicts import ModelClaim


def says_again(definitions: Definitions, base: Model, number: int) -> bool:
    r"""Whether a definition holds by those before it, be it as their inverse.

    That is \sigma_j = e^{s_j/2} after s_j = \log \sigma_j^2.
    base  the model in which the formula is judged
    """
    formula = definitions.formulas[number]
    left, body = (m.tree for m in formula.members[:2])
    if isinstance(left, Unread) or isinstance(body, Unread) or is_numeric(body):
        return False
    law = next((x for x in definitions.laws if x.order == number), None)
    if law is None or not _is_known(definitions, law):
        return False
    seen = definitions.scope(formula.section, number, without=number)
    before = [x for x in seen if x.order < number]
    return any(_holds(definitions, base, number, (left, body), laws)
               for laws in ([before] if before == seen else [before, seen]))  # fmt: skip


def _holds(
    definitions: Definitions,
    base: Model,
    number: int,
    sides: tuple[Expression, Expression],
    seen: list[Law],
) -> bool:
    """Whether what a formula says of a name is true by these laws."""
    formula = definitions.formulas[number]
    laws = definitions.part_of(formula.trees, definitions.parts_of(seen)) or seen
    claims = [*base.claims, sides]
    try:
        model = Model(laws, claims, base.indices, base.domains, **base.habits)
        claim = ModelClaim(sides, model, formula.conditions, number)
        return claim.verdict(sides[1]).status == RIGHT
    except FAILURES:
        return False


def _is_known(definitions: Definitions, law: Law) -> bool:
    """Whether other formulas before a law define its name, or what it says by its name."""
    before = [x for x in definitions.laws if x.order < law.order and not is_numeric(x.body)]
    same = [x for x in before if x.use.symbol == law.use.symbol]
    if same:
        return all(x.body != law.body for x in same)
    reached = {definitions.indices.use(n).symbol for n in names(law.body)}
    found: set[object] = set()
    while reached - found:
        found |= reached
        reached = {
            definitions.indices.use(n).symbol
            for x in before if x.use.symbol in found for n in names(x.body)
        }  # fmt: skip
    return law.use.symbol in found and law.use.symbol not in {
        definitions.indices.use(n).symbol for n in names(law.body)
    }
