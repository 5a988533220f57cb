r"""The softmax of an entry: A_{ij} = softmax_j(S_{ij}) is exp(S_{ij}) / \sum_j exp(S_{ij}).

And the largest of what one entry stands for: max(z_i) is that over i.
"""

from __future__ import annotations

import re
from typing import Any

from .tree import BigSum, Call, Expression, Name, Quotient
from .walked import walk

_OVER = re.compile(r"softmax_\{?([a-z])\}?")
_LETTER = re.compile("[i-n]")
_PAIR = re.compile(r"([ijlmnqst]),?([jklmnps])(?:'*)")


def with_entry_softmax(part: Any) -> Any:
    """Return a softmax that is taken of an entry as the quotient that it is."""
    match part:
        case Call(function=function, arguments=(of,), primes=0) if function.startswith("softmax"):
            letter = _letter(function, of)
            if letter:
                above = Call("exp", (of,), span=part.span)
                return Quotient(above, BigSum(above, letter, span=part.span), span=part.span)
        case Call(function="max" | "min" as kind, arguments=(Name(sub=below) as of,), primes=0):
            return (
                BigSum(of, below, kind=kind, span=part.span) if _LETTER.fullmatch(below) else part
            )
    return part


def _letter(function: str, of: Expression) -> str:
    """Return the letter that a softmax runs over; "" if it is that of a vector."""
    if over := _OVER.fullmatch(function):
        below = "".join(p.sub for p in walk(of) if isinstance(p, Name))
        return over[1] if over[1] in below else ""
    if function == "softmax" and isinstance(of, Name) and not of.layer:
        pair_below = _PAIR.fullmatch(of.sub)
        return pair_below[2] if pair_below and pair_below[1] != pair_below[2] else ""
    return ""
