r"""Targets that a text calls one-hot: y_k = [k = o], where the loss is -\log p_o."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in
from ..reading.tree import (
    BigSum,
    Call,
    Compare,
    Derivative,
    Indicator,
    Name,
    Negative,
    Number,
    Product,
)
from ..reading.walked import names, walk
from .index import TARGETS, nested, parts_of

_STYLE = r"(?:\\(?:mathbf|boldsymbol|bm|vec|mathrm)\s*\{?\s*)?"
_SAID = re.compile(
    rf"(?<![A-Za-z\\])\$?{_STYLE}([A-Za-z])(?![A-Za-z])\}}?\$?[^.$\n]{{0,40}}(?:(?<![A-Za-z])one-?\s?hot(?![A-Za-z])|独热)"
    rf"|(?:(?<![A-Za-z])one-?\s?hot(?![A-Za-z])|独热)[^.$\n]{{0,40}}(?<![A-Za-z\\])\$?{_STYLE}([A-Za-z])(?![A-Za-z])",
    re.IGNORECASE,
)
_LETTERS = "kwjcqn"


def one_hot(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield y_k = [k = o], by formula, where the text says no more of y than that."""
    prose = " ".join(dict.fromkeys(f.prose for f in formulas))
    trees = tuple(tree for f in formulas for tree in f.trees)
    predicted = {n.base for n in names(trees)}
    said = {x for match in _SAID.finditer(prose) for x in match.groups()
            if x and _is_target(x, predicted)}  # fmt: skip
    heads = {f.members[0].tree.base for f in formulas
             if isinstance(f.members[0].tree, Name) and len(f.members) > 1
             and not is_hot(f)}  # fmt: skip
    yield from _seen(formulas, said | heads)
    for base in sorted(said - heads):
        used = [n for n in names(trees) if n.base == base and not n.layer]
        if any(x.base == base for n in names(trees) for x in nested(n)) or not used:
            continue  # y itself tells the class
        for number, formula in enumerate(formulas):
            if (sub := _class_of(formula)) and _fits(sub, used):
                *samples, of = sub
                lettered = [n.sub for n in used if len(parts_of(n.sub)) == len(sub)]
                letter = _letter(lettered, sub, trees)
                below = ",".join((*samples, letter))
                condition = Compare("=", Name(letter), _index(of))
                yield Name(base, below), Indicator(condition), number
                break


def _is_target(base: str, bases: Collection[str]) -> bool:
    """Whether a letter may be a target: by custom, or where its prediction is among the names."""
    return base in TARGETS or rf"\hat{{{base}}}" in bases


def is_hot(formula: Formula) -> bool:
    """Whether it says which entry is the one: y_k = 1."""
    match formula.trees:
        case [Name(sub=sub), Number(value=1.0)]:
            return sub.isalpha() and len(sub) == 1
    return False


def _seen(formulas: Sequence[Formula], others: set[str]) -> Iterator[tuple[Name, Any, int]]:
    r"""Yield y_i = [i = o] where the loss is -\sum_i y_i \log p_i, and its gradient has an o.

    What the loss does not speak of, and its gradient does, is the class that is seen.
    """
    for number, formula in enumerate(formulas):
        head = formula.members[0].tree
        found = next((x for tree in formula.trees[1:] if (x := _entropy(tree))), None)
        if found is None or not isinstance(head, Name) or found[0].base in others:
            continue
        target, share = found
        classes = {n.sub for n in names_in(formulas)
                   if n.base == share.base}  # fmt: skip
        letters = sorted({x for f in formulas for x in _more_on_the_right(f, head)} & classes)
        if len(letters) == 1 and target.sub not in letters:
            yield target, Indicator(Compare("=", Name(target.sub), Name(letters[0]))), number
            return


def _entropy(tree: Any) -> tuple[Name, Name] | None:
    r"""Return y_i and p_i of -\sum_i y_i \log p_i."""
    match tree:
        case Negative(of=BigSum(index=i, of=Product(factors=(
            Name() as y, Call(function="log", arguments=(Name() as p,))
        )))):  # fmt: skip
            return (
                (y, p)
                if _is_target(y.base, [p.base]) and y.sub == p.sub == i and not y.layer
                else None
            )
    return None


def _more_on_the_right(formula: Formula, head: Name) -> set[str]:
    """Return the letters below what a loss's derivative is said to be, and not below itself."""
    left, *right = (m.tree for m in formula.members)
    if not (isinstance(left, Derivative) and left.of == head):
        return set()
    bound = {p.index for tree in right for p in walk(tree) if isinstance(p, BigSum)}
    below = {n.sub for tree in right for n in names(tree) if len(n.sub) == 1 and n.sub.isalpha()}
    return below - bound - {x for n in names(left) for x in parts_of(n.sub)}


def _class_of(formula: Formula) -> list[str]:
    r"""Return the indices of what the loss is the logarithm of: o of -\log p_o."""
    for tree in formula.trees[1:]:
        match tree:
            case Negative(of=Call(function="log", arguments=(Name(sub=sub, layer=""),))) if sub:
                return parts_of(sub) if sub != "t" else []
    return []


def _fits(sub: list[str], used: Sequence[Name]) -> bool:
    """Whether a target has an index for each of the logarithm's, and none is summed over."""
    counts = {len(parts_of(n.sub)) for n in used if n.sub}
    return not counts or counts == {len(sub)}


def _letter(lettered: Sequence[str], sub: Sequence[str], trees: tuple[Any, ...]) -> str:
    """Return the letter that counts classes in a text."""
    for below in lettered:
        if (last := parts_of(below)[-1]).isalpha() and len(last) == 1 and last not in sub:
            return last
    bases = {n.base for n in names(trees)}
    return next(x for x in _LETTERS if x not in bases and x not in sub)


def _index(text: str) -> Name:
    base, _, below = text.partition("_")
    return replace(Name(base), sub=below)
