r"""Primes of quantities: L'(w) is dL/dw where L = \frac12 z^2 is given, and L no function."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula, Unread, calls_in
from .rewritten import all_rewritten
from .tree import Call, Derivative, Name, name_of


def with_primed_quantities(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with such primes as derivatives; z'(y), L'(z(y)) are by y and by z."""
    formulas = list(formulas)
    heads = [f.members[0].tree for f in formulas
             if len(f.members) > 1 and not isinstance(f.members[1].tree, Unread)]  # fmt: skip
    functions = {x.function for x in heads if isinstance(x, Call) and not x.primes}
    quantities = {x.label for x in heads if isinstance(x, Name)} - functions
    primed = {c.function for c in calls_in(formulas) if c.primes}
    if not quantities & primed:
        return formulas

    def derived(part: Any) -> Any:
        match part:
            case Call(function=of, arguments=(argument,), primes=primes) if (
                primes and of in quantities
            ):
                match argument:
                    case Name() as by if by.label != of:
                        return Derivative(name_of(of), (by,) * primes, (), part.span)
                    case Call(function=inner, arguments=(Name(),), primes=0) if (
                        inner in quantities and inner != of
                    ):
                        by = name_of(inner)
                        return Derivative(name_of(of), (by,) * primes, (), part.span)
        return part

    all_quantities, found, called = quantities, [], set[str]()
    for place, formula in enumerate(formulas):
        called |= {c.function for c in calls_in([formula]) if not c.primes}
        ahead = {f.members[0].tree.label for f in formulas[place:]
                 if isinstance(f.members[0].tree, Name)}  # fmt: skip
        quantities = all_quantities - (called & ahead)  # u(x) v(x), before u = x - 4
        found += all_rewritten([formula], derived)
    return found
