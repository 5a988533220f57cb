r"""What is written with dots: (y_1 - w x_1)^2 + \cdots + (y_m - w x_m)^2 is a sum over i.

So is diag(w_1, \dots, w_n) what has the vector w on its diagonal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .rewritten import rewritten
from .tree import BigSum, Call, Dots, Expression, Name, Number, Sum
from .walked import walk

LETTERS = "ijkqrsu"
"""What may count what dots leave out."""


def without_dots(part: Any) -> Any:
    """Return a sum whose first and last terms say what dots stand for as one over a letter."""
    match part:
        case Call(function="diag", arguments=(Name() as first, *_, Dots(), Name() as last)):
            whole = replace(first, sub="")
            alike = first.sub in ("0", "1") and whole == replace(last, sub="") and last.sub
            return replace(part, arguments=(whole,)) if alike else part
        case Sum(terms=(*before, Dots(), last)) if before:
            used = {x for p in walk(part) if isinstance(p, Name) for x in (p.base, *p.sub)}
            letter = next((x for x in LETTERS if x not in used), "")
            for top in tops(last) if letter else ():
                one = counted(last, top, letter)
                written = [counted(one, letter, str(n)) for n in range(1, len(before) + 1)]
                if written == before:
                    return BigSum(one, letter, Number(1.0), Name(top), span=part.span)
    return part


def tops(last: Expression) -> Iterator[str]:
    """Yield what may stand for the number of the last term."""
    below = {x for p in walk(last) if isinstance(p, Name) and p.sub for x in _places(p.sub)}
    yield from sorted(x for x in below if x.isalpha() and len(x) == 1)


def _places(below: str) -> list[str]:
    """Return the indices of a name: of "i,D", or of "iD"."""
    return list(below) if len(below) == 2 and below.isalnum() else below.split(",")


def counted(tree: Expression, old: str, new: str) -> Any:
    """Return a term with another number below its names."""

    def change(part: Any) -> Any:
        if isinstance(part, Name) and old in (parts := _places(part.sub)):
            sign = "," if "," in part.sub else ""
            return replace(part, sub=sign.join(new if x == old else x for x in parts))
        return part

    return rewritten(tree, change)
