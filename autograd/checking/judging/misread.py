"""Set aside a forward equation that was misread, where next to nothing holds with it.

What is right without an equation is right for any values of the name that it would define: a right
that is found so stands. Nothing is called wrong in a document that was read so.
"""

from __future__ import annotations

from collections.abc import Callable

from ..meaning.law import Law
from ..meaning.model import Model
from .habits import Count

LEAST = 0.4
"""Of the claims of a document this share must hold, or it is the reading that is wrong."""
MORE = 2
"""So many more must hold without an equation."""
MOST_LAWS, MOST_DROPPED = 16, 2


def without_misread(
    model: Model, build: Callable[[list[Law]], Model], count: Count
) -> tuple[Model, list[Law]]:
    """Return a model without the equations without which much more holds, and those equations.

    build  makes the model of other forward equations, shaped by these alone
    """
    dropped: list[Law] = []
    right, of = count(model)
    while len(dropped) < MOST_DROPPED and (right < LEAST * of or not of) and model.laws:
        found = max(_without_each(model, build, count), key=lambda tried: tried[0], default=None)
        if found is None or found[0] < right + MORE:
            break
        right, of, model, law = found
        dropped.append(law)
    return model, dropped


def _without_each(
    model: Model, build: Callable[[list[Law]], Model], count: Count
) -> list[tuple[int, int, Model, Law]]:
    found = []
    for law in model.laws if len(model.laws) <= MOST_LAWS else ():
        other = build([kept for kept in model.laws if kept is not law])
        found.append((*count(other), other, law))
    return found
