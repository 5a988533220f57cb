"""Chains that go on: $$f(x) = a$$ and then $$= b$$."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from .chains import Member
from .context import FAR, HEADING, Found
from .tree import Derivative

_ROWS = re.compile(r"\|[ \t]*\n[ \t]*\|")
"""From a row of a table to another."""


def speaking(text: str, found: Sequence[Found]) -> list[Found]:
    """Return the formulas that say something: all but expressions with which nothing goes on."""
    kept = []
    for this, following in zip_longest(found, found[1:]):
        members = this.formula.members
        goes_on = following is not None and _goes_on(following) and not (
            text[this.end : following.start].strip("$`\\[]() \n")
        )  # fmt: skip
        begun = isinstance(members[0].tree, Derivative)
        if len(members) > 1 or this.formula.conditions or begun or goes_on:
            kept.append(this)
    return kept


def _goes_on(found: Found) -> bool:
    """Whether a formula begins with its sign: = 2x."""
    return len(found.formula.members) > 1 and not found.formula.members[0].text


def _without_last_sign(members: Sequence[Member]) -> Sequence[Member]:
    """Return members without an empty last one: of $$a =$$ before $$= b$$."""
    return members if members[-1].text or len(members) < 2 else members[:-1]


def joined(text: str, found: Sequence[Found]) -> list[Found]:
    """Let a chain that begins with its sign go on with the one before."""
    result: list[Found] = []
    for one in found:
        if not (_goes_on(one) and result):
            result.append(one)
            continue
        (formula, start, end), before = one, result[-1]
        gap = text[before.end : start]
        if _ROWS.search(gap):
            continue  # an entry of a table
        if len(gap) > FAR or HEADING.search(gap):
            result.append(one)
            continue
        shift = len(before.formula.latex) + 1
        moved = [replace(m, start=m.start + shift) for m in formula.members[1:]]
        whole = replace(
            before.formula,
            id=before.formula.id or formula.id,
            latex=f"{before.formula.latex}\n{formula.latex}",
            members=(*_without_last_sign(before.formula.members), *moved),
            conditions=(*before.formula.conditions, *formula.conditions),
        )
        result[-1] = Found(whole, before.start, end)
    return result
