r"""What only the whole document tells of a name: h^t is no power, L' no derivative.

* A superscript without brackets is a layer, a time step or an index where a left-hand side, or
  what a derivative is taken by, is written so: h^t = ..., \partial L / \partial S^{ij}.  Its
  letters then are no exponents of other names either.
* A prime belongs to the name where the document differentiates it: \partial L' / \partial w.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from typing import Any

from .tree import (
    Call,
    Derivative,
    Expression,
    Formula,
    Name,
    Negative,
    Number,
    Power,
    Prime,
    Product,
    Sum,
    Unread,
    parts,
)

_LETTERS = frozenset("abijklmnpqrstuT")


def resolved(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names made whole."""
    trees = [tree for formula in formulas for tree in formula.trees]
    indices = frozenset(letter for f in formulas for letter in _indices_of(f))
    primed = frozenset(
        part.of.label
        for tree in trees
        for outer in _subtrees(tree)
        if isinstance(outer, Derivative)
        for part in _primes_in(outer)
        if isinstance(part, Prime) and isinstance(part.of, Name)
    )
    if not indices and not primed:
        return list(formulas)
    layered = frozenset(
        part.base.label
        for tree in trees
        for part in _subtrees(tree)
        if isinstance(part, Power) and isinstance(part.base, Name)
        if (letters := list(_letters(part.exponent))) and indices.issuperset(letters)
    )
    whole = _Whole(indices, primed, layered)
    return [
        replace(
            f,
            members=tuple(
                m if isinstance(m.tree, Unread) else replace(m, tree=whole.name(m.tree))
                for m in f.members
            ),
            conditions=tuple(map(whole.name, f.conditions)),
        )
        for f in formulas
    ]


class _Whole:
    """What a document says of names.

    indices  the letters that are indices above a name
    primed   the names with a prime of their own
    layered  the names that have such an index: h^0 is the first of them
    """

    def __init__(
        self, indices: frozenset[str], primed: frozenset[str], layered: frozenset[str]
    ) -> None:
        self.indices, self.primed, self.layered = indices, primed, layered

    def name(self, value: Any) -> Any:
        """Return a tree, or a part of one, with its names made whole."""
        if isinstance(value, tuple):
            return tuple(map(self.name, value))
        if not hasattr(value, "span"):
            return value
        match value:
            case Power(base=Name(layer="") as base, exponent=exponent):
                letters = list(_letters(exponent))
                start = exponent == Number(0.0) and base.label in self.layered
                if start or (letters and self.indices.issuperset(letters)):
                    return replace(base, layer=_text(exponent), span=value.span)
            case Prime(of=Name() as name) if name.label in self.primed:
                return replace(name, base=name.base + "'", span=value.span)
        changed = {}
        for field in fields(value):
            old = getattr(value, field.name)
            new = old if field.name == "span" else self.name(old)
            if new is not old and new != old:
                changed[field.name] = new
        return replace(value, **changed) if changed else value


def _indices_of(formula: Formula) -> Iterator[str]:
    """Yield the letters above what a formula defines or a derivative is taken by."""
    for tree in formula.trees:
        for part in _subtrees(tree):
            if isinstance(part, Derivative):
                for wrt in part.wrt:
                    yield from _above(wrt)
    if len(formula.members) > 1 and formula.members[1].relation in ("=", ":="):
        yield from _above(formula.members[0].tree)


def _above(tree: Expression | Unread) -> Iterator[str]:
    match tree:
        case Power(base=Name(layer=""), exponent=exponent):
            yield from _letters(exponent)


def _letters(exponent: Expression) -> Iterator[str]:
    r"""Yield the letters of t, t-1, ij; nothing if it is no index."""
    match exponent:
        case Name(sub="", layer="") if exponent.base in _LETTERS:
            yield exponent.base
        case Sum(terms=(first, Number())) | Sum(terms=(first, Negative(Number()))):
            yield from _letters(first)
        case Sum(terms=(first, Negative(Name(sub="", layer="")))):
            yield from _letters(first)
        case Product(factors=factors, signs=signs) if not any(signs):
            found = [list(_letters(factor)) for factor in factors]
            if all(found):
                yield from (letter for letters in found for letter in letters)


def _text(exponent: Expression) -> str:
    match exponent:
        case Name():
            return exponent.base
        case Number(value=value):
            return f"{value:g}"
        case Negative(of):
            return f"-{_text(of)}"
        case Sum(terms=terms):
            return "".join(
                _text(t) if i == 0 or isinstance(t, Negative) else f"+{_text(t)}"
                for i, t in enumerate(terms)
            )
        case Product(factors=factors):
            return "".join(map(_text, factors))
    return ""


def _primes_in(derivative: Derivative) -> Iterator[Expression]:
    """Yield what is differentiated, and what it is differentiated by, without brackets."""
    for part in (derivative.of, *derivative.wrt):
        yield part
        if isinstance(part, Call):
            yield from part.arguments


def _subtrees(tree: Expression) -> Iterator[Expression]:
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting += parts(part)
