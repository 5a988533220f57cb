"""What is read, but not judged yet: a member that holds such a thing is refused by its name."""

from __future__ import annotations

from dataclasses import replace

from ..mending.edits import replace_at, subtrees
from ..reading.tree import (
    Applied,
    At,
    BigSum,
    Call,
    Cases,
    Compare,
    Derivative,
    Dots,
    Entry,
    Expression,
    Formula,
    Indicator,
    Inner,
    Logic,
    Member,
    Name,
    Negative,
    Norm,
    Number,
    Product,
    Sum,
    Tuple,
    Unread,
)

ZERO, ONE = Number(0.0), Number(1.0)
_SAID = {
    Applied: "a derivative at arguments",
    At: "a value at a point",
    Cases: "cases",
    Compare: "a condition",
    Dots: "an ellipsis",
    Entry: "an entry of a bracket",
    Indicator: "an indicator",
    Inner: "an inner product",
    Logic: "a condition",
    Tuple: "a list",
}


def judgeable(formula: Formula) -> Formula:
    """Return the formula with each member that is not judged yet as unread."""
    return replace(formula, members=tuple(map(_judgeable, formula.members)))


def lowered(tree: Expression) -> Expression:
    """Return the tree with conditions z > 0 as slopes of relu, and two cases as a sum of them."""
    for part in list(subtrees(tree)):
        match part:
            case Product(signs=signs) if r"\otimes" in signs:
                odot = tuple(r"\odot" if sign == r"\otimes" else sign for sign in signs)
                tree = replace_at(tree, part, replace(part, signs=odot))
                return lowered(tree)
            case Indicator(Compare() as condition) if slope := _slope(condition):
                return lowered(replace_at(tree, part, replace(slope, span=part.span)))
            case Cases(((first, Compare() as condition), (second, _))) if slope := _slope(
                condition
            ):
                otherwise = Sum((ONE, Negative(slope)))
                terms = [
                    holds if value == ONE else Product((value, holds), ("",))
                    for value, holds in ((first, slope), (second, otherwise))
                    if value != ZERO
                ]
                whole = Sum(tuple(terms)) if len(terms) > 1 else terms[0] if terms else ZERO
                return lowered(replace_at(tree, part, replace(whole, span=part.span)))
    return tree


def _slope(condition: Compare) -> Call | None:
    """Return relu'(z) for z > 0; whether an equal sign is part of it makes no difference."""
    left, right = condition.left, condition.right
    if condition.sign[0] not in "<>":
        return None
    high, low = (left, right) if condition.sign[0] == ">" else (right, left)
    if low == ZERO:
        above: Expression = high
    else:
        above = Negative(low) if high == ZERO else Sum((high, Negative(low)))
    return Call("relu", (above,), 1, condition.span)


def _judgeable(member: Member) -> Member:
    if isinstance(member.tree, Unread):
        return member
    tree = lowered(member.tree)
    for part in list(subtrees(tree)):
        if said := _unjudged(part):
            return replace(member, tree=Unread(f"{said} is not judged yet", part.span[0]))
    return replace(member, tree=tree)


def _unjudged(part: Expression) -> str:
    """Return what a part is called if it is not judged yet, else ""."""
    match part:
        case Derivative(wrt=(Name(base),), point=()) if base:
            return ""
        case Derivative():
            return "this derivative"
        case BigSum(kind="sum", condition=None) | Norm(order="2" | "F"):
            return ""
        case BigSum(kind=kind):
            return "a sum with a condition" if kind == "sum" else kind
        case Norm(order=order):
            return f"the norm with index {order}"
        case Product(signs=signs) if r"\circledast" in signs:
            return "a convolution"
    return _SAID.get(type(part), "")
