"""Change a formula: as a tree, and in the author's own text."""

from __future__ import annotations

from typing import NamedTuple

from ..meaning.rewriting import replace_at
from ..reading.tree import (
    At,
    Cases,
    Compare,
    Derivative,
    Expression,
    Indicator,
    Negative,
    Number,
    Quotient,
    Span,
    Sum,
)
from ..reading.walked import parts


class Edit(NamedTuple):
    """A changed formula.

    kind  of the mistake that it mends: "wrong name", "sign", "missing factor", ...
    tree  the changed tree
    span, text  what to put in place of which part of the source
    said  the mistake in words
    """

    kind: str
    tree: Expression
    span: Span
    text: str
    said: str


class Part(NamedTuple):
    """A part of a formula, the whole tree and its source."""

    part: Expression
    tree: Expression
    source: str

    def text_of(self, part: Expression) -> str:
        """Return how a part is written."""
        return self.source[slice(*part.span)]

    @property
    def written(self) -> str:
        """How it is written itself."""
        return self.text_of(self.part)

    def edit(self, kind: str, new: Expression, text: str, said: str) -> Edit:
        """Return the formula with another tree, and text, in its place."""
        return Edit(kind, replace_at(self.tree, self.part, new), self.part.span, text, said)


def inside(tree: Expression) -> tuple[Expression, ...]:
    """Return the parts of a tree that are values: not what a derivative is taken of and by.

    Nor the names of a point at which something is taken.
    """
    if isinstance(tree, (Derivative, Indicator, Compare)):
        return ()
    if isinstance(tree, Cases):
        return tuple(value for value, _ in tree.rows)
    if isinstance(tree, At):
        return (tree.of, *(value for _, value in tree.point))
    return parts(tree)


def spliced(source: str, span: Span, text: str) -> str:
    """Return the source with what stands at `span` replaced."""
    return source[: span[0]] + text + source[span[1] :]


def is_number(tree: Expression) -> bool:
    """Whether a formula is a number, with a sign or as a fraction."""
    match tree:
        case Negative(of=of):
            return is_number(of)
        case Quotient(above=above, below=below):
            return is_number(above) and is_number(below)
    return isinstance(tree, Number)


def one_minus(part: Expression) -> Expression:
    """Return 1 - part."""
    return Sum((Number(1.0), Negative(part)))
