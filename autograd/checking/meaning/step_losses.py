r"""Losses of steps that no equation gives: the L_t of L = \sum_t L_t, under a name of their own.

L and L_t are one symbol else, of which the one without a time is that of the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, parts_in
from ..reading.rewritten import all_rewritten
from ..reading.tree import BigSum, Call, Name, Product, name_of
from .index import SURE_LOSSES, affine, bound_letters

STEP = "\\breve{"
"""What the base of the loss of a step begins with instead: nobody writes so."""


def with_step_losses(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with that name for the loss of each step."""
    formulas = _without_arguments(formulas)
    heads = {_head(f.members[0].tree) for f in formulas if len(f.members) > 1}
    found = {total.base for f in formulas for total, one in _totals(f) if _key(one) not in heads}
    base = next(iter(found), "")
    if len(found) != 1 or any(_is_entry(part, base) for part in parts_in(formulas)):
        return list(formulas)
    return all_rewritten(formulas, lambda part: _renamed(part, base))


def _without_arguments(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with E_t for E_t(y_t, p_t), and E for E(y, p) that sums them."""
    calls = {part for part in parts_in(formulas) if isinstance(part, Call) and not part.primes}
    steps = {call for call in calls if _is_at_its_time(call)}
    bases = {name_of(call.function).base for call in steps}
    bases -= {name_of(call.function).base for call in calls - steps
              if _time(name_of(call.function))}  # fmt: skip
    sums = {f.trees[0] for f in formulas if len(f.trees) > 1 and isinstance(f.trees[0], Call)
            and f.trees[0].function in bases and isinstance(f.trees[1], BigSum)}  # fmt: skip
    named = {call for call in steps if name_of(call.function).base in bases} | sums
    if not named:
        return list(formulas)
    return all_rewritten(formulas, lambda part: _name_of(part) if part in named else part)


def _is_at_its_time(call: Call) -> bool:
    """Whether it is a loss at a time of quantities at that time."""
    name = name_of(call.function)
    mine = _time(name)
    return bool(mine) and name.base in SURE_LOSSES and all(
        isinstance(x, Name) and mine in (x.sub, x.layer) for x in call.arguments
    )  # fmt: skip


def _name_of(call: Call) -> Name:
    return replace(name_of(call.function), span=call.span)


def is_of_step(part: Any) -> bool:
    """Whether it is the loss of a step that no equation gives."""
    return isinstance(part, Name) and part.base.startswith(STEP)


def _totals(formula: Formula) -> Iterator[tuple[Name, Name]]:
    """Yield L and L_t where a formula says that L is the sum, or the mean, of the L_t."""
    match formula.trees[:2]:
        case [Name(sub="", layer="", base=base) as total, body] if base in SURE_LOSSES:
            for part in body.factors if isinstance(body, Product) else (body,):
                one = _loss(part.of) if isinstance(part, BigSum) else None
                if one is not None and one.base == base and _time(one) in bound_letters(part):
                    yield total, one


def _loss(tree: Any) -> Name | None:
    """Return the L_t that L_t(y_t, d_t) is called."""
    if isinstance(tree, Call) and all(isinstance(x, Name) for x in tree.arguments):
        return name_of(tree.function)
    return tree if isinstance(tree, Name) else None


def _time(name: Name) -> str:
    """Return the one index that a name has, "" for none or several."""
    return (name.sub or name.layer) if not (name.sub and name.layer) else ""


def _head(tree: Any) -> Any:
    name = _loss(tree)
    return _key(name) if name is not None else None


def _key(name: Name) -> tuple[str, bool]:
    """Return what is the same for L_t and L_s."""
    return name.base, bool(_time(name))


def _is_entry(part: Any, base: str) -> bool:
    """Whether an L has an index that is no time by its form."""
    return isinstance(part, Name) and part.base == base and bool(part.sub or part.layer) and (
        affine(_time(part)) is None
    )  # fmt: skip


def _renamed(part: Any, base: str) -> Any:
    name = _loss(part)
    if name is None or name.base != base or not _time(name):
        return part
    return replace(name, base=f"{STEP}{base}}}", span=part.span)
