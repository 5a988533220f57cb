r"""Lists of exercises that have nothing to do with each other: 4. y = \ln x, 6. z = x^2 y.

What one item defines is unknown in the others, but to an item that asks for it: f(2), f'(x) of the
f of another.  Where items are made of each other, as the steps of one derivation are, the list is
none of exercises.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from .chains import Formula
from .context import Found, Heading, exercises_of
from .function_tables import Row
from .tree import Call, Derivative, Name, Prime
from .walked import names, walk

_ITEM = re.compile(
    r"^(?:\*\*)?(?:(?P<number>\d{1,2})[.)、．]|\((?P<bracketed>\d{1,2})\)|\(?(?P<letter>[a-h])\))"
    r"(?:\*\*)?[ \t]*",
    re.MULTILINE,
)
_AFTER = re.compile(r"\n[ \t]*\n(?=[^\s$\\(*\-+>|\d])")
"""What ends the last item of a list: a paragraph that is not set in from the margin."""
_LEVEL = 6
_FEWEST = 3


class _Item(NamedTuple):
    """What an item defines, what it differentiates or calls, and what it is made of.

    derives  whether it differentiates anything
    given    what it defines for others: x of a curve x(t), y(t), by which it takes dy/dx, is not
    """

    defined: frozenset[str]
    asked: frozenset[str]
    made_of: frozenset[str]
    derives: bool
    given: frozenset[str]


def own_items(
    text: str, found: Sequence[Found], headings: Sequence[Heading]
) -> tuple[list[Heading], dict[int, int]]:
    """Return the headings with one for each such item, and the section of items about others'."""
    added: list[Heading] = []
    same: list[tuple[int, int]] = []
    for places in _lists(text, headings):
        items = [_item([f.formula for f in found if a <= f.start < b]) for a, b in pairwise(places)]
        owners = _owners(items)
        if _are_apart(items, owners):
            added += [Heading(place, _LEVEL, is_exercise=True) for place in places[:-1]]
            added.append(Heading(places[-1], _LEVEL))
            same += [(places[i], places[owner]) for i, owner in owners.items() if owner != i]
    whole = sorted([*headings, *added])
    begins = [h.start for h in whole]
    return whole, {bisect_right(begins, a): bisect_right(begins, b) for a, b in same}


def with_rows(headings: Sequence[Heading], rows: Sequence[Row]) -> list[Heading]:
    """Return the headings with one for each row of a table of functions, and behind the table."""
    added = [Heading(row.start, _LEVEL, is_exercise=True) for row in rows]
    begins = {row.start for row in rows}
    added += [Heading(row.end, _LEVEL) for row in rows if row.end + 1 not in begins]
    return sorted([*headings, *added])


def _lists(text: str, headings: Sequence[Heading]) -> Iterator[list[int]]:
    """Yield where the items of each numbered list begin, and where the last one ends."""
    ends = [*(h.start for h in headings), len(text)]
    within = [of > 0 for of in exercises_of(headings)]
    items = list(_ITEM.finditer(text))
    run: list[re.Match[str]] = []
    for item in [*items, None]:
        goes_on = item is not None and bool(run) and _follows(item, run[-1], ends)
        if not goes_on and len(run) >= _FEWEST and not within[bisect_right(ends, run[0].start())]:
            last = run[-1].end()
            after = _AFTER.search(text, last)
            end = min(e for e in [*ends, after.end() if after else len(text)] if e >= last)
            yield [*(m.start() for m in run), end]
        if item is not None:
            run = [*run, item] if goes_on else [item] if _number(item) == 1 else []


def _follows(item: re.Match[str], before: re.Match[str], ends: Sequence[int]) -> bool:
    """Whether an item is the next of one list, with no heading between."""
    apart = any(before.start() < end <= item.start() for end in ends)
    return _number(item) == _number(before) + 1 and not apart


def _number(item: re.Match[str]) -> int:
    """Return which item it is: 2 of "2.", "(2)", "b)"."""
    digits = item["number"] or item["bracketed"]
    return int(digits) if digits else ord(item["letter"]) - ord("a") + 1


def _item(formulas: Sequence[Formula]) -> _Item:
    defined, asked, made_of, derives = set(), set(), set(), False
    slopes: list[Derivative] = []
    for formula in formulas:
        trees = formula.trees
        match trees[:1]:
            case [Name() as head] if len(trees) > 1:
                defined.add(head.label)
            case [Call(function=function, arguments=(Name(), *_), primes=0)] if len(trees) > 1:
                defined.add(function)
        for part in walk(tuple(trees)):
            match part:
                case Derivative(of=Name(label=label)) | Call(function=label):
                    asked.add(label)
            derives = derives or isinstance(part, (Derivative, Prime))
            derives = derives or bool(getattr(part, "primes", 0))
            slopes += [part] if isinstance(part, Derivative) else []
        made_of |= {n.label for tree in trees for n in names(tree)}
    curve = {n.label for part in slopes for n in names(part.wrt)
             if isinstance(part.of, Name) and part.of.label in defined}  # fmt: skip
    return _Item(frozenset(defined), frozenset(asked), frozenset(made_of), derives,
                 frozenset(defined - curve))  # fmt: skip


def _owners(items: Sequence[_Item]) -> dict[int, int]:
    """Return for each item the one that defines what it asks of: mostly itself."""
    found = {}
    for number, item in enumerate(items):
        strange = item.asked - item.defined
        owner = (i for i in range(number - 1, -1, -1) if items[i].defined & strange)
        found[number] = next(owner, number)
    return {number: found[owner] for number, owner in found.items()}


def _are_apart(items: Sequence[_Item], owners: dict[int, int]) -> bool:
    """Whether most items that define something are made of nothing that others define."""
    own = [i for i, item in enumerate(items) if owners[i] == i and item.defined and item.derives]
    strange = {
        i for i in own if any(
            items[i].made_of & other.given - items[i].defined
            for j, other in enumerate(items) if owners[j] != i)
    }  # fmt: skip
    return len(own) >= _FEWEST and len(strange) * 3 <= len(own)
