r"""Primes of what a function is applied to: H' is \phi'(Z) where H = \phi(Z).

So it is where a text multiplies by H' entry by entry, or says H' = \phi'(Z).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Name, Prime, Product


def with_primed_activations(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such primes as those of the function."""
    applied = {}
    for formula in formulas:
        match formula.trees[:2]:
            case [Name() as name, Call(arguments=(_,), primes=0) as call]:
                applied[name.label] = call
    entrywise = {
        factor.of.label for part in parts_in(formulas)
        if isinstance(part, Product) and r"\odot" in part.signs
        for factor in part.factors if isinstance(factor, Prime) and isinstance(factor.of, Name)
    }  # fmt: skip
    for formula in formulas:
        match formula.trees[:2]:
            case [Prime(of=Name() as name), Call(function=function, primes=1)] if (
                name.label in applied and applied[name.label].function == function
            ):
                entrywise.add(name.label)
    told = {label: call for label, call in applied.items() if label in entrywise}
    return all_rewritten(formulas, partial(_primed, told)) if told else list(formulas)


def _primed(told: Mapping[str, Call], part: Any) -> Any:
    match part:
        case Prime(of=Name() as name) if name.label in told:
            return replace(told[name.label], primes=1, span=part.span)
    return part
