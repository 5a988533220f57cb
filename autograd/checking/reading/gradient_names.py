r"""Gradients that are called by what they are by: G_X = dL/dX says what G_V is too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, names_in
from .rewritten import all_rewritten
from .tree import Derivative, Name


def with_gradient_names(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such names as derivatives, where several stand for one letter."""
    told = dict(pair for formula in formulas for pair in _told(formula))
    bases = {n.base for n in names_in(formulas)}
    others = {n.base for n in names_in(formulas)
              if n.base in told and (of := _of(n)) and of.base in bases
              and of.base != told[n.base].wrt[0].base}  # fmt: skip
    told = {base: slope for base, slope in told.items() if base in others}
    if not told:
        return list(formulas)
    change = partial(_as_gradient, told, bases)
    return [f if _told(f) else one for f, one in zip(formulas, all_rewritten(formulas, change),
                                                     strict=True)]  # fmt: skip


def _told(formula: Formula) -> list[tuple[str, Any]]:
    r"""Return G with the derivative of G_X = \partial L/\partial X."""
    match [m.tree for m in formula.members]:
        case [Name(sub=sub, layer="") as name, Derivative(of=Name(), wrt=(Name() as by,)) as slope]:
            if sub and sub == by.base.lstrip("\\") and not by.sub and not by.layer:
                return [(name.base, slope)]
    return []


def _of(name: Name) -> Name | None:
    """Return what a gradient's name says that it is by: V of G_V, S_{ij} of G_{S,ij}."""
    of, _, indices = name.sub.partition(",")
    if name.layer or not of or of.isdigit():
        return None
    return Name(of, indices, span=name.span)


def _as_gradient(told: Mapping[str, Any], bases: set[str], part: Any) -> Any:
    if isinstance(part, Name) and part.base in told and (by := _of(part)) and by.base in bases:
        return replace(told[part.base], wrt=(by,), span=part.span)
    return part
