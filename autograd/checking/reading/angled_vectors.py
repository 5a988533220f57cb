r"""Vectors in angle brackets: \nabla f = \langle 2x, 3y^2 \rangle, where no products are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Derivative, Inner, Name, Number, Tuple
from .walked import walk


def with_angled_vectors(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas of a text that writes vectors so with them, all others as they are.

    It does where a gradient \nabla f or an arrow \vec r(t) is equal to such a bracket, or where a
    number is an entry of one; an inner product with a gradient in it stays what it is.
    """
    if not any(map(_writes_vectors, formulas)) or any(map(_has_gradient, parts_in(formulas))):
        return list(formulas)

    def change(part: Any) -> Any:
        return Tuple((part.left, part.right), part.span) if isinstance(part, Inner) else part

    return all_rewritten(formulas, change)


def _writes_vectors(formula: Formula) -> bool:
    """Whether a formula has a bracket that can be no inner product."""
    trees = formula.trees
    brackets = [part for tree in trees for part in walk(tree) if isinstance(part, Inner)]
    if any(isinstance(x, Number) for part in brackets for x in (part.left, part.right)):
        return True
    return any(isinstance(x, Inner) for x in trees) and any(map(_is_vector, trees))


def _is_vector(tree: Any) -> bool:
    r"""Whether a side is \nabla f, which does not say by what, or has an arrow above it."""
    match tree:
        case Derivative(wrt=(Name(base=base),)):
            return not base
        case Call(function=called) | Name(base=called):
            return called.startswith(r"\vec")
    return False


def _has_gradient(part: Any) -> bool:
    """Whether a part is an inner product with a gradient."""
    return isinstance(part, Inner) and any(
        isinstance(x, Derivative) for side in (part.left, part.right) for x in walk(side)
    )
