"""`Contribution`: one step of the backward pass, in symbols and in numbers."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..engine.value import Value
from ..formulas.written import Written


class Contribution(NamedTuple):
    """One step: d(root)/d(input) += upstream * local, which takes its total from before to after.

    The derivatives' names are in `gradient`, `above` (of the upstream factor) and `name` (of the
    local one); `formula` is the local one in the names of the graph.  `node` is used as `slot`
    of its inputs; `uses` is how many contributions `input` gets in all.
    """

    node: Value
    input: Value
    slot: int
    upstream: float
    local: float
    contribution: float
    before: float
    after: float
    gradient: Written
    above: Written
    name: Written
    formula: Written
    equation: str
    uses: int

    def written(self, kind: int, digits: int) -> list[str]:
        """Return the sides of the equation, as text (kind 0) or LaTeX (1); without the left."""
        dot = (" · ", r" \cdot ")[kind]
        sides = [self.above[kind] + dot + self.name[kind]]
        if self.formula != self.name:
            sides.append(self.above[kind] + dot + as_factor(self.formula[kind]))
        numbers = [as_factor(shown_number(x, digits)) for x in (self.upstream, self.local)]
        return [*sides, dot.join(numbers), shown_number(self.contribution, digits)]

    def __str__(self) -> str:
        return f"{self.gradient.text} += {' = '.join(self.written(0, 4))}"


def shown_number(x: float, digits: int) -> str:
    """Return a number with so many significant digits."""
    return f"{x:.{digits}g}"


def as_factor(text: str) -> str:
    """Return a formula with the brackets that it needs as the right factor of a product."""
    bare = text
    while (inner := re.sub(r"\([^()]*\)|\{[^{}]*\}", "", bare)) != bare:
        bare = inner
    needed = bare.startswith("-") or re.search(r" [+-] ", bare) or " where " in text
    return f"({text})" if needed else text
