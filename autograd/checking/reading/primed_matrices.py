r"""X' y for X^T y: a prime that is a transpose, as (W^{(2)})' \delta has it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Call, Name, Prime, Product, Transpose
from .walked import walk


def with_primed_matrices(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with X' as the transpose, where nothing else can be meant by it.

    So it is where every capital with a prime is multiplied with what stands behind it, and none is
    a function, nor has an equation or a derivative of its own.
    """
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    primed = [part for part in walk(trees) if _is_primed(part)]
    factors = {id(x) for part in walk(trees) if isinstance(part, Product)
               for x, sign in zip(part.factors, part.signs, strict=False) if not sign}  # fmt: skip
    called = {part.function for part in walk(trees) if isinstance(part, Call)}
    named = {part.of.label for part in primed}
    if not primed or called & named or any(id(part) not in factors for part in primed):
        return list(formulas)
    return all_rewritten(formulas, _transposed)


def _is_primed(part: Any) -> bool:
    return isinstance(part, Prime) and isinstance(part.of, Name) and part.of.base.isupper()


def _transposed(part: Any) -> Any:
    return Transpose(part.of, part.span) if _is_primed(part) else part
