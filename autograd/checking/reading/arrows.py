r"""Arrows that only some writings of a name have: \frac{d\vec{y}}{d\vec{x}} beside y = W x."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, names_in
from .rewritten import all_rewritten
from .tree import Name
from .walked import names

_ARROW = re.compile(r"\\vec\{(.+)\}")


def with_arrows(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas without the arrows of names that stand without them too.

    r = |\vec{r}| says that the two differ: no equation may have both, or say what \vec{r} is.
    """
    formulas = list(formulas)
    if not any(_ARROW.fullmatch(n.base) for n in names_in(formulas)):
        return formulas
    arrowed: set[str] = set()
    bare: set[str] = set()
    apart: set[str] = set()
    for formula in formulas:
        bases = {n.base for tree in formula.trees for n in names(tree)}
        here = {found[1] for base in bases if (found := _ARROW.fullmatch(base))}
        arrowed |= here
        bare |= bases
        left = formula.members[0].tree
        apart |= here & bases
        apart |= {left.base[5:-1]} & here if isinstance(left, Name) else set()
    same = (arrowed & bare) - apart

    def plain(part: Any) -> Any:
        found = _ARROW.fullmatch(part.base) if isinstance(part, Name) else None
        return replace(part, base=found[1]) if found and found[1] in same else part

    return all_rewritten(formulas, plain)
