r"""What is written with dots: (y_1 - w x_1)^2 + \cdots + (y_m - w x_m)^2 is a sum over i.

Other terms may stand beside it, as b in w_1 x_1 + \cdots + w_n x_n + b; and of
y_1 + \cdots + y_{i-1} + y_{i+1} + \cdots + y_n the i is left out.
So is diag(w_1, \dots, w_n) what has the vector w on its diagonal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from .rewritten import rewritten
from .tree import BigSum, Call, Compare, Dots, Expression, Name, Number, Sum
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
        case Sum(terms=terms) if any(isinstance(t, Dots) for t in terms):
            return _summed(part)
    return part


def _summed(part: Sum) -> Expression:
    """Return a sum with one over a letter for the terms around dots, where they say which."""
    terms = list(part.terms)
    used = {x for p in walk(part) if isinstance(p, Name) for x in (p.base, *p.sub, *p.layer)}
    letters = [x for x in LETTERS if x not in used]
    at = next(i for i, t in enumerate(terms) if isinstance(t, Dots))
    if not letters or not 0 < at < len(terms) - 1:
        return part
    for start, stop, one in _runs(terms, at, letters[0]):
        rest = [*terms[:start], one, *terms[stop:]]
        found = replace(part, terms=tuple(rest)) if len(rest) > 1 else replace(one, span=part.span)
        again = isinstance(found, Sum) and any(isinstance(t, Dots) for t in rest)
        return _summed(found) if again and isinstance(found, Sum) else found
    return part


def _runs(terms: list[Any], at: int, letter: str) -> Iterator[tuple[int, int, BigSum]]:
    """Yield where the terms around the dots at a place begin and end, and their sum."""
    last, stop = terms[at + 1], at + 2
    match terms[at + 1 : at + 4]:  # t_1 + ... + t_o + ... + t_n
        case [middle, Dots(), end]:
            shapes = [counted(middle, top, letter) for top in tops(middle)]
            if any(counted(end, top, letter) in shapes for top in tops(end)):
                last, stop = end, at + 4
    for top in tops(last):
        one = counted(last, top, letter)
        for first in (1, 0):
            for start in range(at):
                numbers = range(first, first + at - start)
                if terms[start:at] == [counted(one, letter, str(n)) for n in numbers]:
                    yield start, stop, BigSum(one, letter, Number(float(first)), Name(top))
    match terms[at + 1 : at + 5]:  # t_1 + ... + t_{i-1} + t_{i+1} + ... + t_n
        case [before, after, Dots(), last]:
            for top in tops(last):
                one = counted(last, top, letter)
                for of in _tops_before(before):
                    beside = [counted(one, letter, f"{of}{step}") for step in ("-1", "+1")]
                    for start in range(at) if beside == [before, after] else ():
                        numbers = range(1, 1 + at - start)
                        if terms[start:at] == [counted(one, letter, str(n)) for n in numbers]:
                            others = Compare("!=", Name(letter), Name(of))
                            yield (
                                start,
                                at + 5,
                                BigSum(one, letter, Number(1.0), Name(top), condition=others),
                            )


def _tops_before(term: Expression) -> Iterator[str]:
    """Yield the i of a term with i - 1 below its names."""
    below = {p.sub.split(",")[0] for p in walk(term) if isinstance(p, Name) and p.sub}
    yield from sorted(x[0] for x in below if len(x) == 3 and x[1:] == "-1" and x[0].isalpha())


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
