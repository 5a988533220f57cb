r"""Differentials: dE = M : dM, d(XY) = dX\,Y + X\,dY, d\ln u = du/u, of matrices and numbers.

Where a text has them, a d before a name is a small change and no gradient.  An equation of which
each side is made of one change a term is about the changes of all that its last side changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, Unread, names_in
from .notation import FUNCTIONS, LOSSES
from .rewritten import rewritten, with_trees
from .tree import (
    BigSum,
    Call,
    Entry,
    Inner,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
    Tuple,
)
from .walked import names, walk

CHANGE = "d"
"""The function that a small change is, of a formula and of a tuple of what is changed."""
_D = Name("d")
_LINEAR = ("tr", "Tr", "trace", "vec", "diag", "sum", "rowsum", "transpose")
_TRACES = ("tr", "Tr", "trace")
_LOSSES = LOSSES | {"f", "S", "Q", r"\mathcal{L}"}
_OWN = frozenset(FUNCTIONS.values())


def is_change(tree: Any) -> bool:
    """Whether a tree is a small change of a formula."""
    return (
        isinstance(tree, Call)
        and tree.function == CHANGE
        and len(tree.arguments) == 2
        and isinstance(tree.arguments[1], Tuple)
    )


def with_small_changes(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with small changes in those that are about them, if some surely are."""
    bases = {n.base for n in names_in(formulas)}
    mark = partial(_marked, bases)
    marked = [with_trees(f, lambda tree: rewritten(tree, mark)) for f in formulas]
    about = [_is_about_changes(formula) for formula in marked]
    if not any(_is_sure(formula) for formula, told in zip(marked, about, strict=True) if told):
        return list(formulas)
    triples = zip(formulas, marked, about, strict=True)
    return [_of_changed(after) if told else before for before, after, told in triples]


def _marked(bases: set[str], part: Any) -> Any:
    """Return a part with a small change as such, of what is not said yet."""
    match part:
        case Name(base=base) if _is_changed(base, bases):
            return _change(replace(part, base=base[1:]), part.span)
        case Call(function=function, arguments=(_,), primes=0) if (
            function[:1] == "d" and function[1:] in _OWN
        ):
            return _change(replace(part, function=function[1:]), part.span)
        case Product(factors=factors, signs=signs) if _D in factors[:-1]:
            return _paired(part, factors, signs)
    return part


def _paired(tree: Product, factors: tuple[Any, ...], signs: tuple[str, ...]) -> Any:
    """Return a product in which d and what stands right behind it are one."""
    found, kept = list[Any](), list[str]()
    place = 0
    while place < len(factors):
        pair = factors[place] == _D and place < len(signs) and not signs[place]
        if place:
            kept.append(signs[place - 1])
        if pair:
            found.append(_change(factors[place + 1], factors[place].span))
        else:
            found.append(factors[place])
        place += 2 if pair else 1
    return found[0] if len(found) == 1 else replace(tree, factors=tuple(found), signs=tuple(kept))


def _change(of: Any, span: tuple[int, int]) -> Call:
    return Call(CHANGE, (of, Tuple(())), span=(span[0], max(span[1], of.span[1])))


def _is_changed(base: str, bases: set[str]) -> bool:
    rest = base[1:]
    return base[:1] == "d" and (len(rest) == 1 or rest[:1] == "\\" or rest in bases)


def _is_about_changes(formula: Formula) -> bool:
    """Whether each side of an equation has one change in each of its terms."""
    sides = [member.tree for member in formula.members]
    equal = all(member.relation == "=" for member in formula.members[1:])
    read = not any(isinstance(side, Unread) for side in sides)
    return len(sides) > 1 and equal and read and all(_degree(side) == 1 for side in sides)


def _degree(tree: Any) -> int | None:
    """Return how many changes each term has as its factors; None where it differs."""
    if is_change(tree):
        return None if any(map(is_change, walk(tree.arguments[0]))) else 1
    match tree:
        case Sum(terms=terms):
            found = {_degree(term) for term in terms}
            return found.pop() if len(found) == 1 else None
        case Negative(of=of) | Transpose(of=of) | BigSum(of=of, kind="sum"):
            return _degree(of)
        case Product(factors=factors):
            return _total(factors)
        case Inner(left=left, right=right):
            return _total((left, right))
        case Quotient(above=above, below=below):
            return _degree(above) if _degree(below) == 0 else None
        case Entry(of=of):
            return _degree(of)
        case Call(function=function, arguments=(of,)) if function in _LINEAR:
            return _degree(of)
    return None if any(map(is_change, walk(tree))) else 0


def _total(factors: Sequence[Any]) -> int | None:
    degrees = [_degree(factor) for factor in factors]
    return None if None in degrees else sum(x for x in degrees if x is not None)


def _is_sure(formula: Formula) -> bool:
    """Whether what an equation says can only be about small changes.

    Its changes stand in a trace or a product that is a number, or are of more than a name; or it
    is about the change of a loss, dE = (X w - t)^T X dw.
    """
    first, *others = formula.trees
    loss = first.arguments[0] if isinstance(first, Call) and is_change(first) else None
    if isinstance(loss, Name) and loss.label in _LOSSES and any(
        isinstance(p, Product) and is_change(p.factors[-1]) and any(map(_is_turned, p.factors))
        for p in walk(tuple(others))
    ):  # fmt: skip
        return True
    for tree in formula.trees:
        for part in walk(tree):
            numbers = isinstance(part, Inner) or (
                isinstance(part, Call) and part.function in _TRACES
            )
            if numbers and _degree(part) == 1:
                return True
            if is_change(part) and not _may_be_named(part.arguments[0]):
                return True
    return False


def _is_turned(factor: Any) -> bool:
    return any(isinstance(part, Transpose) for part in walk(factor))


def _may_be_named(of: Any) -> bool:
    r"""Whether a gradient is called so as well: dx, d\sigma^2."""
    match of:
        case Power(base=Name(), exponent=Number()):
            return True
    return isinstance(of, Name)


def _of_changed(formula: Formula) -> Formula:
    """Return an equation whose changes are those of what its last side changes."""
    last = formula.members[-1].tree
    changed = tuple(dict.fromkeys(n for part in walk(last) if is_change(part)
                                  for n in names(part.arguments[0])))  # fmt: skip
    tell = partial(_told, Tuple(changed))
    return with_trees(formula, lambda tree: rewritten(tree, tell))


def _told(changed: Tuple, part: Any) -> Any:
    return replace(part, arguments=(part.arguments[0], changed)) if is_change(part) else part
