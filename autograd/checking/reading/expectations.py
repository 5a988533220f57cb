r"""Expectations as the sums that they are: E_{a \sim \pi}[r(a)] is \sum_a \pi(a | s) r(a).

So it is where the text has \pi as a function of a letter; E_\pi[\phi(s, \cdot)] and E_\pi[\phi]
are over a letter of their own.  Of what is drawn from the density of a number they stay.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from .chains import Formula, calls_in
from .drawn_from import DENSITIES, density_head
from .rewritten import all_rewritten, rewritten
from .tree import BigSum, Call, Name, Product, name_of
from .walked import names, walk

ANYTHING = r"\cdot"
r"""What stands for all that there is: \phi(s, \cdot)."""
_BELOW = re.compile(
    r"(?:(?P<letter>\\?[A-Za-z]+)\s*\\sim\s*)?"
    r"(?P<of>\\?[A-Za-z]+(?:_(?:\\[a-z]+|\w|\{[^{}]*\}))?)(?:\(.*\))?"
)
_FREE = "bckjmnpqr"
_GIVEN = ("s", r"\theta")


class _Told(NamedTuple):
    """What is drawn: its letter, and the call of its distribution."""

    letter: str
    call: Call


def with_expectations(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such expectations as sums."""
    dense = {call.function for f in formulas if (call := density_head(f)) is not None}
    calls: dict[str, list[Call]] = defaultdict(list)
    for call in calls_in(formulas):
        if not call.primes and any(_letter(x) for x in call.arguments):
            calls[call.function].append(call)
    for function in [f for f in calls if f in dense]:
        del calls[function]
    return all_rewritten(formulas, partial(_summed, calls)) if calls else list(formulas)


def _summed(calls: Mapping[str, Sequence[Call]], part: Any) -> Any:
    match part:
        case BigSum(kind="mean", index=index) if index and index != "axis":
            return _sum(calls, index, part.of, part.span) or part
        case Product(factors=factors, signs=signs):
            for n, factor in enumerate(factors[:-1]):
                if isinstance(factor, Name) and factor.base == "E" and factor.sub:
                    span = factor.span[0], factors[n + 1].span[1]
                    if whole := _sum(calls, factor.sub, factors[n + 1], span):
                        rest = (*factors[:n], whole, *factors[n + 2 :])
                        signs = (*signs[:n], *signs[n + 1 :])
                        return replace(part, factors=rest, signs=signs) if signs else whole
    return part


def _sum(calls: Mapping[str, Sequence[Call]], index: str, of: Any, span: Any) -> BigSum | None:
    told = _told(calls, index, of)
    if told is None:
        return None
    letter = Name(told.letter)

    def each(part: Any) -> Any:
        match part:
            case Name(base=base) if base == ANYTHING:
                return letter
            case Name() if part.label in calls and part.label != told.letter:
                own = calls[part.label][0]
                return replace(own, arguments=_at(own, letter), span=part.span)
        return part

    return BigSum(Product((told.call, rewritten(of, each)), ("",), span), told.letter, span=span)


def _told(calls: Mapping[str, Sequence[Call]], index: str, of: Any) -> _Told | None:
    """Return what is drawn from what, as the text below an expectation tells it."""
    below = _BELOW.fullmatch(index)
    if below is None:
        return None
    letter, label = below["letter"], name_of(below["of"]).label
    if letter is None and len(label.strip("\\")) == 1 and label not in calls:
        known = [f for f in calls if f.partition("_")[0] in DENSITIES
                 and any(_letter(call.arguments[0]) == label for call in calls[f])]  # fmt: skip
        letter, label = (label, known[0]) if len(known) == 1 else (None, label)
    alike = [f for f in calls if f == label] or [f for f in calls if f.partition("_")[0] == label]
    if len(alike) != 1:
        return None
    own = calls[alike[0]][0]
    said = {_letter(x) for call in calls[alike[0]] for x in call.arguments}
    if letter is not None and letter not in said and not re.fullmatch("[a-z]", letter):
        return None  # a whole path of states and actions
    if letter is None:
        letter = _letter(own.arguments[_place(own)])
        inside = {n.base for n in names(of)}
        if letter not in inside:
            used = inside | {n.base for n in names(own)}
            used |= {p.index for p in walk(of) if isinstance(p, BigSum)}
            letter = next(x for x in _FREE if x not in used)
    return _Told(letter, replace(own, arguments=_at(own, Name(letter))))


def _at(call: Call, letter: Name) -> tuple[Any, ...]:
    """Return the arguments of a call with another letter in place of the one that is drawn."""
    letters = list(map(_letter, call.arguments))
    at = letters.index(letter.base) if letter.base in letters else _place(call)
    return (*call.arguments[:at], letter, *call.arguments[at + 1 :])


def _place(call: Call) -> int:
    r"""Return which argument is drawn: the a of \pi(s, a), the x of p(x | y)."""
    places = [n for n, x in enumerate(call.arguments) if _letter(x)]
    return next((n for n in places if _letter(call.arguments[n]) not in _GIVEN), places[0])


def _letter(tree: Any) -> str:
    return tree.base if isinstance(tree, Name) and not tree.sub and not tree.layer else ""
