"""Which equations a directive is about, and which sections are scopes of their own."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .chains import Remark
from .context import Found, Heading
from .directives import AIMED, RANGES, Directive, Fault

Span = tuple[int, int]
_ENDS = re.compile(r"[ \t]*(?:-->)?[ \t]*(?:\n|\Z)")


class Aims:
    """What directives say of the formulas of a text.

    spans   where each formula stands; the lines of one block of code stand in the same place
    faults  the directives that are about nothing
    """

    def __init__(self, text: str, directives: Sequence[Directive], spans: Sequence[Span]) -> None:
        self._text, self._spans = text, spans
        self._of: list[list[Directive]] = [[] for _ in spans]
        self._within: list[list[Directive]] = [[] for _ in spans]
        self._ranges = [
            (one.name, *pair)
            for one in directives
            if one.name in RANGES and one.argument == "begin"
            for pair in [(one.end, _end_of(one, directives))]
        ]
        self.faults: list[Fault] = []
        for one in directives:
            if one.name in AIMED and one.argument not in ("begin", "end"):
                self._aim(one)

    def _aim(self, one: Directive) -> None:
        for number, (start, end) in enumerate(self._spans):
            if start < one.start < end:
                self._within[number].append(one)
                return
        before = [n for n, (_, end) in enumerate(self._spans) if end <= one.start]
        after = [n for n, (start, _) in enumerate(self._spans) if start >= one.end]
        if before and self._is_beside(self._spans[before[-1]][1], one):
            meant = self._spans[before[-1]]
        elif after:
            meant = self._spans[after[0]]
        else:
            self.faults.append(Fault(one.name, "there is no equation after it", one.start))
            return
        for number, span in enumerate(self._spans):
            if span == meant:
                self._of[number].append(one)

    def _is_beside(self, end: int, one: Directive) -> bool:
        """Whether a directive stands at the end of the line on which a formula ends."""
        ends = _ENDS.match(self._text, one.end) is not None
        return ends and "\n" not in self._text[end : one.start]

    def is_skipped(self, number: int) -> bool:
        """Whether a formula is not to be read."""
        start = self._spans[number][0]
        return any(one.name == "skip" for one in self._of[number]) or self._is_in("skip", start)

    def _is_in(self, name: str, place: int) -> bool:
        return any(n == name and begin <= place < end for n, begin, end in self._ranges)

    def remarked(self, number: int, chains: Sequence[Found]) -> list[Found]:
        """Return the chains of a formula with what is said of them, without those to be skipped."""
        of = [list(self._of[number]) for _ in chains]
        for one in self._within[number] if chains else ():
            of[self._row(one, chains)].append(one)
        found = []
        for chain, here in zip(chains, of, strict=True):
            names = {one.name for one in here}
            if "skip" in names or self._is_in("skip", chain.start):
                continue
            wrong = "expected-wrong" in names or self._is_in("expected-wrong", chain.start)
            points = [float(one.argument) for one in here if one.name == "points"]
            if wrong or points:
                remark = Remark(wrong, points[-1] if points else None)
                chain = chain._replace(formula=replace(chain.formula, remark=remark))
            found.append(chain)
        return found

    def _row(self, one: Directive, chains: Sequence[Found]) -> int:
        """Return which of several rows a comment is about: that of its line, or the next."""
        line = self._text.rfind("\n", 0, one.start) + 1
        alone = not self._text[line : one.start].strip(" \t%")
        if alone:
            after = [n for n, chain in enumerate(chains) if chain.start >= one.start]
            return after[0] if after else len(chains) - 1
        before = [n for n, chain in enumerate(chains) if chain.start <= one.start]
        return before[-1] if before else 0


def _end_of(begun: Directive, directives: Sequence[Directive]) -> int:
    ends = [d.start for d in directives
            if (d.name, d.argument) == (begun.name, "end") and d.start > begun.start]  # fmt: skip
    return min(ends, default=begun.end)


class Scopes(NamedTuple):
    """The scope of each section; that before the first heading is section 0."""

    starts: list[int]
    numbers: list[int]

    def at(self, place: int) -> int:
        """Return the scope of a place in the text, 0 for what all see."""
        return self.numbers[bisect_right(self.starts, place)]


def scopes_of(headings: Sequence[Heading], directives: Sequence[Directive]) -> Scopes:
    """Return which sections are scopes of their own."""
    starts = [heading.start for heading in headings]
    levels = [-1, *(heading.level for heading in headings)]
    numbers = [0] * len(levels)
    for one in directives:
        if one.name != "scope":
            continue
        here = bisect_right(starts, one.start)
        if not one.argument:
            _give(numbers, levels, here)
            continue
        below = list(range(here + 1, _end(levels, here)))
        for n in below:
            if levels[n] == levels[below[0]]:
                _give(numbers, levels, n)
    return Scopes(starts, numbers)


def _end(levels: Sequence[int], section: int) -> int:
    """Return the first section after one that is none of its subsections."""
    after = range(section + 1, len(levels))
    return next((n for n in after if levels[n] <= levels[section]), len(levels))


def _give(numbers: list[int], levels: Sequence[int], section: int) -> None:
    """Make a section with its subsections a scope; what stands before all headings, by itself."""
    end = _end(levels, section) if section else 1
    numbers[section:end] = [section + 1] * (end - section)
