"""f(w, x) = w_0 x_0 + w_1 x_1 + w_2: a function whose arguments stand for what is numbered there.

It is a quantity made of these numbers, as if f alone were written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Call, Name
from .walked import names, walk


def with_listed_arguments(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such functions as quantities."""
    listed = {call for formula in formulas if (call := _listed(formula))}

    def plain(part: Any) -> Any:
        known = isinstance(part, Call) and _is_one(part, listed)
        return Name(part.function, span=part.span) if known else part

    return all_rewritten(formulas, plain) if listed else list(formulas)


def _is_one(call: Call, listed: set[tuple[str, tuple[str, ...]]]) -> bool:
    labels = tuple(x.label if isinstance(x, Name) else "" for x in call.arguments)
    return not call.primes and (call.function, labels) in listed


def _listed(formula: Formula) -> tuple[str, tuple[str, ...]] | None:
    """Return the function that a formula gives by the numbered parts of its arguments alone."""
    match formula.trees:
        case [Call(function=function, arguments=arguments, primes=0), body, *_]:
            pass
        case _:
            return None
    labels = tuple(x.label for x in arguments if isinstance(x, Name) and not x.sub)
    if len(function) != 1 or len(labels) < len(arguments):
        return None
    inside = [n for tree in formula.trees[1:] for n in names(tree)]
    called = {p.function for p in walk(body) if isinstance(p, Call)}
    whole = {n.label for n in inside} | called
    numbered = {n.base for n in inside if n.sub.isdigit()}
    return (function, labels) if {*labels} <= numbered and not {*labels} & whole else None
