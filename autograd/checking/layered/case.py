"""One wrong member of a chain about layers, and what is tried to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

from ...engine.operation import DomainError
from ..judging.judge import TOLERANCE
from ..judging.unjudged import lowered
from ..meaning.evaluate import MeaningError, names_in
from ..meaning.groupings import groupings
from ..reading import parser
from ..reading.tree import Expression, Name, Negative
from .grid import Grid, ShapeError, close_grids, entries_of, product, shape_of
from .model import LayeredClaim, Letters
from .network import Network
from .rearrange import Effort, Factor, factors_of, untransposed

FAILURES = (MeaningError, ShapeError, DomainError, OverflowError, TypeError, ZeroDivisionError)


class Case:
    """One wrong member: its tree, its source text, and the claim that it belongs to."""

    def __init__(self, claim: LayeredClaim, tree: Expression, source: str) -> None:
        self.claim, self.tree, self.source = claim, tree, source
        self.effort = Effort()
        self.python = "\\" not in claim.latex and "^" not in claim.latex

    @cached_property
    def place(self) -> tuple[Network, Letters]:
        """Where hypotheses are tried first."""
        return self.claim.model.points(1)[0], self.claim.letters[-1]

    @cached_property
    def true(self) -> Any:
        """The right value there."""
        return self.claim.value(self.claim.anchor, *self.place)

    def right(self, tree: Expression) -> bool:
        """Whether another tree would be right: there, and at fresh points."""
        return self._right_here(tree) and self.claim.holds(tree, seed=22)

    def _right_here(self, tree: Expression) -> bool:
        for reading in groupings(tree):
            try:
                value = self.claim.value(reading, *self.place)
            except FAILURES:
                continue
            if close_grids(value, self.true, TOLERANCE):
                return True
        return False

    def is_value_of(self, other: Expression) -> bool:
        """Whether the member is the value of another formula everywhere."""
        claim = LayeredClaim(other, [*self.claim.trees, other], self.claim.model)
        return claim.holds(self.tree)

    def read(self, text: str) -> Expression | None:
        """Read a formula of this document; None if it cannot be read."""
        functions = frozenset(
            {law.place.base for law in self.claim.model.laws.laws if law.arguments} | {"g", "f"}
        )
        try:
            return lowered(parser.read(text, functions, frozenset(n.label for n in self.names)))
        except parser.ReadError:
            return None

    def text_of(self, tree: Expression) -> str:
        """Return a part of the formula as its author wrote it."""
        return self.source[slice(*tree.span)]

    def times(self, x: str, y: str) -> str:
        """Write x y in the author's notation."""
        return f"{x} * {y}" if self.python else f"{x} {y}"

    def over(self, x: str, y: str) -> str:
        """Write x / y in the author's notation."""
        return f"({x})/({y})" if self.python else rf"\frac{{{x}}}{{{y}}}"

    def label(self, name: Name) -> str:
        """Return a name as this author writes layers: ^{(l)}, ^{[l]}, ^{l} or ^l."""
        sub = replace(name, layer="").label
        if not name.layer:
            return sub
        latex = self.claim.latex
        if "^{[" in latex or "^[" in latex:
            return f"{sub}^{{[{name.layer}]}}"
        if "^{(" in latex or "^(" in latex:
            return f"{sub}^{{({name.layer})}}"
        return f"{sub}^{name.layer}" if len(name.layer) == 1 else f"{sub}^{{{name.layer}}}"

    def written(self, new: Name, old: Name) -> str:
        """Return a name to put in place of another, in brackets where that had them."""
        text = self.label(new)
        return f"({text})" if self.source[old.span[0] : old.span[0] + 1] == "(" else text

    def confirmed(self, repair: str) -> str:
        """Return a repaired formula if, read again, it is right; else ""."""
        tree = self.read(repair) if repair else None
        return repair if tree is not None and self.right(tree) else ""

    @cached_property
    def names(self) -> list[Name]:
        """Every name of the document, once."""
        return list(dict.fromkeys(n for tree in self.claim.model.trees for n in names_in(tree)))

    def values(self, seed: int = 1) -> Iterator[tuple[list[Any], list[Any], Network, Letters]]:
        """Yield the entries claimed and true at each place; nothing if they have other shapes."""
        for claimed, true, network, letters in self.claim.pairs(self.reading, seed):
            if shape_of(claimed) != shape_of(true):
                raise ShapeError("another shape")
            yield entries_of(claimed), entries_of(true), network, letters

    @cached_property
    def reading(self) -> Expression:
        """The first way to read the member that has a value."""
        for reading in groupings(self.tree):
            try:
                self.claim.value(reading, *self.place)
            except FAILURES:
                continue
            return reading
        return self.tree

    def factors(
        self, trees: Sequence[Expression], new: Expression | None = None, written: str = ""
    ) -> tuple[list[Factor], float]:
        """Return the matrices among factors, and the product of the numbers.

        `new` is a factor that is not in the source, and how it is `written`.
        """
        numbers = 1.0
        found = []
        for tree in trees:
            bare, transposed = untransposed(tree)
            if isinstance(bare, Negative):
                bare, numbers = bare.of, -numbers
            value = self.claim.value(bare, *self.place)
            if isinstance(value, Grid):
                text = written if tree is new else self.text_of(bare)
                if transposed and isinstance(bare, Name):  # whose place in the text has the mark
                    text = self.label(bare)
                found.append(Factor(bare, text, transposed, value))
            else:
                numbers *= value
        return found, numbers

    @cached_property
    def printed_factors(self) -> list[Expression]:
        """The factors of the member, those in brackets too."""
        tree = self.tree.of if isinstance(self.tree, Negative) else self.tree
        return factors_of(tree)


def scaled(target: Any, numbers: float) -> Any:
    """Return the target divided by the numbers among the factors."""
    return product(1 / numbers, target)
