"""What is read, but not judged yet: a member that holds such a thing is refused by its name."""

from __future__ import annotations

from dataclasses import replace

from ..mending.edits import replace_at, subtrees
from ..reading.tree import (
    Applied,
    At,
    BigSum,
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
    Norm,
    Product,
    Tuple,
    Unread,
)

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


def _judgeable(member: Member) -> Member:
    tree = member.tree
    if isinstance(tree, Unread):
        return member
    for part in list(subtrees(tree)):
        if said := _unjudged(part):
            return replace(member, tree=Unread(f"{said} is not judged yet", part.span[0]))
        if isinstance(part, Product) and r"\otimes" in part.signs:
            signs = tuple(r"\odot" if sign == r"\otimes" else sign for sign in part.signs)
            tree = replace_at(tree, part, replace(part, signs=signs))
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
