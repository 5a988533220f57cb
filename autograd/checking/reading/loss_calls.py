r"""\partial L(f(x), y) / \partial w: a loss whose arguments are always the same is a quantity."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .notation import LOSSES
from .rewritten import all_rewritten
from .tree import Call, Derivative, Expression, Name, name_of
from .walked import walk

_LOSSES = LOSSES | {"l", "loss", "Loss", "cost", "Cost", "ell"}
ELL = Name(r"\ell")


def with_loss_calls(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with the name of a loss for what applies it, l(f(x), y) as \ell.

    So it is where it is differentiated, always applied to the same arguments, and not given as a
    function of names: L(a, y) = ... says what L is of any a.  It says so of J(v_c, o, U) = ... too,
    unless J is differentiated by itself.
    """
    formulas = _with_that_of_one(formulas)
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    uses: dict[str, set[tuple[Expression, ...]]] = defaultdict(set)
    for part in walk(trees):
        if isinstance(part, Call) and name_of(part.function).base in _LOSSES:
            uses[part.function].add(part.arguments if not part.primes else ())
    above = {p.of.function for p in walk(trees)
             if isinstance(p, Derivative) and isinstance(p.of, Call)}  # fmt: skip
    heads = [f.trees[0] for f in formulas if f.trees and len(f.members) > 1]
    given = {h.function for h in heads if isinstance(h, Call)
             and all(isinstance(x, Name) for x in h.arguments)}  # fmt: skip
    bare = {p.of.label for p in walk(trees) if isinstance(p, Derivative) and isinstance(p.of, Name)}
    one = {x for x, of in uses.items() if len(of) == 1 and len(next(iter(of))) > 1}
    one = (one & above - given) | {x for x in one & given & bare if _has_index(*uses[x])}
    if not one:
        return list(formulas)

    def named(part: Any) -> Any:
        if not isinstance(part, Call) or part.function not in one:
            return part
        return ELL if part.function == "l" else name_of(part.function)

    return all_rewritten(formulas, named)


def _has_index(arguments: tuple[Expression, ...]) -> bool:
    r"""Whether one of the arguments has an index, v_c: a loss J(v_c, o, U) speaks of that one."""
    return any(isinstance(x, Name) and x.sub for x in arguments)


def _with_that_of_one(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with J_{one} for J(W, b; x, y), where J(W, b) is another loss."""
    heads = [f.trees[0] for f in formulas if f.trees and len(f.members) > 1]
    counts: dict[str, set[int]] = defaultdict(set)
    for head in heads:
        if isinstance(head, Call) and not head.primes and head.function in _LOSSES:
            counts[head.function].add(len(head.arguments))
    twice = {function: max(found) for function, found in counts.items() if len(found) == 2}

    def named(part: Any) -> Any:
        of_one = isinstance(part, Call) and twice.get(part.function) == len(part.arguments)
        return replace(part, function=f"{part.function}_{{one}}") if of_one else part

    return all_rewritten(formulas, named) if twice else list(formulas)
