r"""Gradients that are not said of what: of \nabla_Z = \nabla_A \odot A' each is the loss's.

Where a text writes so, \nabla_Z W^T is a product with that matrix as well, no derivative of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread
from .notation import LOSSES
from .rewritten import rewritten
from .tree import Derivative, Name, Product, Transpose
from .walked import names, walk

_LOSSES = LOSSES | {"loss", "f", "F"}


def with_lone_gradients(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such gradients as factors."""
    lone = {n.base for f in formulas for n in _lone(f)}
    if not lone:
        return list(formulas)

    return [_multiplied(f, lone) if "nabla" in f.latex else f for f in formulas]


def _multiplied(formula: Formula, lone: set[str]) -> Formula:
    members = (replace(m, tree=rewritten(m.tree, lambda part: _factor(part, m.text, lone)))  # noqa: B023
               for m in formula.members)  # fmt: skip
    return replace(formula, members=tuple(members))


def _factor(part: Any, text: str, lone: set[str]) -> Any:
    r"""Return a \nabla_Z that stands before other things as a factor beside them."""
    match part:
        case Derivative(of=of, wrt=(Name() as by,), point=()):
            plain = all(isinstance(x, (Name, Transpose, Product)) for x in walk(of))
            known = f"d{by.base}" in lone or (plain and len(lone) > 1)
            whole = any(n.base in _LOSSES for n in names(of))
            if whole or not known or not text.startswith(r"\nabla", part.span[0]):
                return part
            first = replace(by, base=f"d{by.base}")
            if isinstance(of, Product):
                return Product((first, *of.factors), ("", *of.signs), part.span)
            return Product((first, of), ("",), part.span)
    return part


def _lone(formula: Formula) -> Iterator[Name]:
    r"""Yield the names that are written as \nabla with what they are by."""
    for member in formula.members:
        if not isinstance(member.tree, Unread):
            yield from (n for n in names(member.tree) if n.base[:1] == "d" and n.base[1:]
                        and member.text.startswith(r"\nabla", n.span[0]))  # fmt: skip
