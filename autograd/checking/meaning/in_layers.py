r"""Names for parts of a layer's formula: z^l in a^l = \sigma(w^l a^{l-1} + b^l), in entries too."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..reading.rewritten import rewritten
from ..reading.tree import BigSum, Name, Product, Sum
from ..reading.walked import walk
from .law import Law


def in_layer(body: Any, law: Law) -> Any:
    """Return a formula with the name of what a law defines for the part that is said of it.

    The formula may be about one entry, and the law about the whole.
    """
    said = [(law.body, law.target)]
    for part in walk(body):
        if isinstance(part, BigSum) and isinstance(part.of, Product):
            said += [
                (by_entries, replace(law.target, sub=row))
                for row in _rows(part)
                if not law.target.sub and (by_entries := _entered(law.body, row, part))
            ]

    def named(part: Any) -> Any:
        return next((replace(name, span=part.span) for whole, name in said if part == whole), part)

    return rewritten(body, named)


def _rows(total: BigSum) -> set[str]:
    """Return the letters of the rows that a sum over the columns of a matrix may be of."""
    subs = [n.sub for n in walk(total.of) if isinstance(n, Name)]
    return {
        sub.replace(",", "")[0]
        for sub in subs
        if len(sub.replace(",", "")) == 2 and sub.endswith(total.index)
    }


def _entered(body: Any, row: str, total: BigSum) -> Any:
    """Return w a + b in an entry, with the sum as it is written; None if it is something else."""
    match body:
        case Sum(terms=(first, *others)):
            biases = [x for x in others if isinstance(x, Name) and not x.sub]
            begun = _entered(first, row, total) if len(biases) == len(others) else None
            return begun and Sum((begun, *(replace(x, sub=row) for x in biases)))
        case Product(factors=(Name(sub="") as matrix, Name(sub="") as of)):
            subs = {n.sub for n in walk(total.of) if isinstance(n, Name)}
            below = next((x for x in subs if x.replace(",", "") == row + total.index), "")
            entries = replace(matrix, sub=below), replace(of, sub=total.index)
            return replace(total, of=Product(entries, ("",)))
    return None
