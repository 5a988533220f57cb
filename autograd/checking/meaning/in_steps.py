"""What a text says as a whole and then in steps: e = (a + b)(b + 1), and e = c d with c = a + b.

The steps are what it is computed by: derivatives are taken by c and d.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, Unread
from ..reading.rewritten import rewritten
from ..reading.tree import Call, Name, Product, Sum
from ..reading.walked import names
from .index import SURE_LOSSES
from .law import KNOWN, Law

DEPTH = 8
"""Through how many equations a step is followed."""


def in_steps(laws: Sequence[Law], formulas: Sequence[Formula]) -> list[Law]:
    """Return the laws, each by the steps that an equation after it computes the same by."""
    bodies = {
        law.target: law.body
        for law in laws
        if isinstance(law.target, Name) and not (law.arguments or law.use.family)
    }
    found = list(laws)
    for formula in formulas:
        left, body = (m.tree for m in (*formula.members, *formula.members)[:2])
        if len(formula.members) < 2 or left not in bodies or isinstance(body, Unread):
            continue
        steps = {n for n in names(body) if n in bodies and n not in names(bodies[left])}
        if steps and left not in steps and _whole(body, bodies) == _whole(bodies[left], bodies):
            found = [replace(x, body=body) if x.target == left and x.body == bodies[left] else x
                     for x in found]  # fmt: skip
            bodies[left] = body
    return found


def with_numbers(laws: Sequence[Law]) -> list[Law]:
    """Return the laws; a loss l(o, y) that is a term of others, J = l + s, is a number."""
    defined = {law.target for law in laws}
    sums = [{*law.body.terms} for law in laws if isinstance(law.body, Sum)]
    terms = {n for found in sums if found <= defined for n in found}
    given = {law.label for law in laws if law.arguments}
    return [
        replace(law, body=Call("sum", (law.body,)))
        if law.target in terms and law.use.symbol[0] in SURE_LOSSES and not law.arguments
        and isinstance(law.body, Call) and len(law.body.arguments) > 1
        and law.body.function not in KNOWN | given
        else law
        for law in laws
    ]  # fmt: skip


def _whole(tree: Any, bodies: Mapping[Any, Any]) -> str:
    """Return a formula with what its names are, in a form in which no order counts."""
    for _ in range(DEPTH):
        changed = rewritten(tree, lambda part: bodies.get(part, part)
                            if isinstance(part, Name) else part)  # fmt: skip
        if changed is tree:
            break
        tree = changed
    return repr(rewritten(tree, _ordered))


def _ordered(part: Any) -> Any:
    match part:
        case Product():
            return replace(part, factors=tuple(sorted(part.factors, key=repr)), signs=())
        case Sum():
            return replace(part, terms=tuple(sorted(part.terms, key=repr)))
    return part
