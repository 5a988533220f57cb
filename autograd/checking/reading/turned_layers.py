r"""Transposes whose sign stands beside the number of a layer: W^{k+1 \top} is (W^{k+1})^\top."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .tree import Name, Negative, Number, Power, Product, Sum, Transpose


def with_turned_layers(part: Any) -> Any:
    """Return a name whose exponent ends with the T of a transpose as that transpose."""
    match part:
        case Power(base=Name(layer="") as base, exponent=exponent) if base.base != "e":
            rest = _without_last(exponent)
            if rest is not None:
                return Transpose(Power(base, rest, base.span), part.span)
    return part


def _without_last(exponent: Any) -> Any:
    """Return an exponent that counts layers without the T after it; None if there is none."""
    match exponent:
        case Product(factors=(Name(sub="", layer="") as letter, Name(base="T", sub="", layer=""))):
            return letter if len(letter.base) == 1 and not any(exponent.signs) else None
        case Sum(terms=(Name() as letter, last)) if len(letter.base) == 1:
            of = last.of if isinstance(last, Negative) else last
            match of:
                case Product(factors=(Number() as n, Name(base="T", sub="", layer=""))):
                    number = Negative(n, n.span) if isinstance(last, Negative) else n
                    return None if any(of.signs) else replace(exponent, terms=(letter, number))
    return None
