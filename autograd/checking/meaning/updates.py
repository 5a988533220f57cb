r"""What a formula does rather than says: W = W - \eta dL/dW, w^{(k+1)} = w^{(k)} + ..."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from ..reading.chains import Formula, Unread
from ..reading.tree import BigSum, Derivative, Name, Prime, Product, Sum
from ..reading.walked import names, walk
from .law import is_part
from .rewriting import STEPS


def _follows(index: str, before: str) -> bool:
    """Whether an index is one more than another: k+1 and k, k and k-1, new and old."""
    plain = index.strip("()"), before.strip("()")
    return plain[0] == f"{plain[1]}+1" or plain[1] == f"{plain[0]}-1" or plain == ("new", "old")


def is_update(formula: Formula) -> bool:
    r"""Tell W = W - \eta dL/dW, or \Delta W = -\eta dL/dW, an assignment, from an equation."""
    left, *others = (m.tree for m in formula.members)
    if any(m.relation == r"\leftarrow" for m in formula.members):
        return not formula.is_set
    right = [name for tree in others if not isinstance(tree, Unread) for name in names(tree)]
    match left:
        case Product(factors=(Name(base=r"\Delta"), Name())):
            return True
        case Prime(of=Name() as old):  # w' = w - \eta dL/dw
            return any(n == old for n in right) and any(n.base in STEPS for n in right)
        case Name() if any(isinstance(tree, Derivative) for tree in others):
            return False
        case Name():
            if not any(name.base in STEPS for name in right):
                return any(n == left for n in right) and formula.members[1].relation == ":="
            bare = replace(left, sub="")
            summed = {id(n) for tree in others for part in walk(tree)
                      if isinstance(part, BigSum) for n in names(part)}  # fmt: skip
            terms = {id(x) for tree in others if isinstance(tree, Sum) for x in tree.terms}
            return any(
                n.base == left.base and (n.label == left.label or bare != left or n.sub)
                for n in right
                if id(n) not in summed  # L = \sum_i L_i / N + \lambda R
                and not is_part(n)  # L = L_{data} + \lambda R
                and (id(n) in terms or not (_is_word(left.sub) and _is_word(n.sub)))
            )
    return False


def _is_word(below: str) -> bool:
    r"""Whether a subscript is a word: F_{out} = \gamma F_{in} + \beta is no step of an F."""
    return len(below) > 1 and below.isalpha()


def is_iterate(left: Name, formula: Formula, labels: Set[str]) -> bool:
    r"""Whether it is a step of an algorithm: w^{(k+1)} = w^{(k)} + ..., w also bare.

    labels  those of all names
    """
    tree = formula.members[1].tree
    if not isinstance(tree, Sum) or not (left.layer or left.sub):
        return False
    first = tree.terms[0]
    if not isinstance(first, Name) or first.base != left.base or first == left:
        return False
    if left.sub == first.sub:
        bare, pair = Name(left.base, left.sub), (left.layer, first.layer)
    else:
        bare, pair = Name(left.base, "", left.layer), (left.sub, first.sub)
    apart = left.sub == first.sub or left.layer == first.layer
    return apart and _follows(*pair) and bare.label in labels
