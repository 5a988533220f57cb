r"""Predictions without an equation: \hat y_i is w x_i + b where all speak of y_i - (w x_i + b)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.chains import Formula, names_in, parts_in
from ..reading.tree import Name, Negative, Sum
from ..reading.walked import names

_HAT = re.compile(r"\\(?:wide)?hat\{(\w+)\}")


def predictions(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    """Yield what the one thing is of which a target is the prediction, by the formula with it."""
    heads = {f.trees[0].base for f in formulas if len(f.trees) > 1 and isinstance(f.trees[0], Name)}
    for base in sorted({n.base for n in names_in(formulas)} - heads):
        hat = _HAT.fullmatch(base)
        if hat is None or hat[1] in heads:
            continue
        found: dict[Any, int] = {}
        for number, formula in enumerate(formulas):
            for part in parts_in([formula]):
                for of, body in _fitted(part, hat[1]):
                    found.setdefault((Name(base, of.sub, of.layer), body), number)
        if len(found) == 1:
            (((name, body), number),) = found.items()
            yield name, body, number


def _fitted(part: Any, base: str) -> Iterator[tuple[Name, Any]]:
    r"""Yield y_i and w x_i + b of y_i - w x_i - b, and of w x_i + b - y_i."""
    if not isinstance(part, Sum):
        return
    for place, term in enumerate(part.terms):
        of = term.of if isinstance(term, Negative) else term
        others = [x for i, x in enumerate(part.terms) if i != place]
        if isinstance(of, Name) and of.base == base:
            if of is term:
                others = [x.of if isinstance(x, Negative) else Negative(x) for x in others]
            body = others[0] if len(others) == 1 else Sum(tuple(others))
            bare = body.of if isinstance(body, Negative) else body
            if not isinstance(bare, Name) and not any(n.base == base for n in names(body)):
                yield of, body
