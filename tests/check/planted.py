"""Planted mistakes: what one is, and the table of which were found."""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from autograd.checking.report.result import Member


class Mistake(NamedTuple):
    r"""A wrong formula for what stands on the left, and what is wrong with it.

    kind    as the table counts them
    left    LaTeX: `\delta^l`, `\frac{\partial C}{\partial w^l_{jk}}`
    expect  the kinds of `Explanation` that name the slip
    """

    kind: str
    network: str
    left: str
    formula: str
    expect: frozenset[str]

    @property
    def text(self) -> str:
        """The document: the forward equations and the claim."""
        return self.network + self.claim(self.formula)

    def claim(self, formula: str) -> str:
        """Return the equation that claims a formula."""
        return rf"$${self.left} = {formula} \tag{{claim}}$$" + "\n"


def planted(kind: str, expect: str, *rows: tuple[str, str, str]) -> list[Mistake]:
    kinds = frozenset(expect.split(", "))
    return [Mistake(kind, *row, kinds) for row in rows]


def table(found: list[tuple[Mistake, Member]]) -> tuple[str, float, float]:
    """Return the table of what was found, and the shares found first and in three."""
    planted, first, three = Counter[str](), Counter[str](), Counter[str]()
    missed: list[Any] = []
    for mistake, member in found:
        kinds = [e.kind for e in member.explanations]
        planted[mistake.kind] += 1
        first[mistake.kind] += kinds[:1] != [] and kinds[0] in mistake.expect
        three[mistake.kind] += any(kind in mistake.expect for kind in kinds[:3])
        if kinds[:1] == [] or kinds[0] not in mistake.expect:
            missed.append(f"{mistake.kind}: {mistake.left} = {mistake.formula}: {kinds}")
    lines = [f"{'kind':30} planted first in three"]
    lines += [f"{k:30} {n:7} {first[k]:5} {three[k]:8}" for k, n in planted.items()]
    total = len(found)
    lines.append(f"{'all':30} {total:7} {first.total():5} {three.total():8}")
    return "\n".join(["", *lines, *missed]), first.total() / total, three.total() / total
