r"""Densities by name, and functions of the parameter below their name.

N(x | \mu, \sigma^2)            the density of the normal distribution, of one number or several
\nabla_\theta \log \pi_\theta(a | s)      \pi_\theta(a, s) is a function of \theta, too
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import (
    Call,
    Derivative,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Span,
    Sum,
    Transpose,
)
from .walked import names, walk

NORMAL = ("N", r"\mathcal{N}", "Normal")
"""What the normal distribution is called."""
_TWO = Number(2.0)


def with_densities(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such densities written out, and with all that functions are of."""
    heads = {first.function for f in formulas for first in f.trees[:1]
             if isinstance(first, Call) and len(f.members) > 1}  # fmt: skip
    parts = list(parts_in(formulas))
    by = {v.label for p in parts if isinstance(p, Derivative) for v in p.wrt if isinstance(v, Name)}
    called = {part.function for part in parts if isinstance(part, Call) and not part.primes}
    of_parameter = {
        label: parameter for label in called - heads
        if (parameter := label.partition("_")[2].strip("{}")) in by
    }  # fmt: skip
    has_normal = any(label in called - heads for label in NORMAL)
    if not of_parameter and not has_normal:
        return list(formulas)

    def change(part: Any) -> Any:
        if not isinstance(part, Call) or part.primes:
            return part
        if part.function in NORMAL and part.function not in heads:
            return normal(part)
        if parameter := of_parameter.get(part.function):
            return replace(part, arguments=(*part.arguments, Name(parameter, span=part.span)))
        return part

    return all_rewritten(formulas, change)


def normal(call: Call) -> Any:
    r"""Return N(x | \mu, v) as what it is, be v a variance or the matrix \Sigma of covariances."""
    if len(call.arguments) != 3:
        return call
    x, mean, variance = call.arguments
    if not _is_variance(variance):
        if any(isinstance(part, Call) for part in walk(variance)):
            return call
        return _normal_of_several(x, mean, variance, call.span)
    square = Power(Sum((x, Negative(mean))), _TWO)
    exponent = Negative(Quotient(square, Product((_TWO, variance), ("",))))
    constant = Product((_TWO, Name(r"\pi"), variance), ("", ""))
    above, below = Call("exp", (exponent,)), Call("sqrt", (constant,))
    return Quotient(above, below, call.span)


def _normal_of_several(x: Any, mean: Any, matrix: Any, span: Span) -> Quotient:
    apart = Sum((x, Negative(mean)))
    inverse = Power(matrix, Negative(Number(1.0)))
    form = Product((Transpose(apart), inverse, apart), ("", ""))
    constant = Product((_TWO, Name(r"\pi"), matrix), ("", ""))
    above = Call("exp", (Negative(Quotient(form, _TWO)),))
    return Quotient(above, Call("sqrt", (Call("abs", (Call("det", (constant,)),)),)), span)


def _is_variance(tree: Any) -> bool:
    r"""Whether the last argument is the variance of one number: \sigma^2, 1, v, 1/\tau."""
    if any(n.base == "I" or n.base.strip("\\")[:1].isupper() for n in names(tree)):
        return False
    return not isinstance(tree, Name) or tree.base in ("v", r"\sigma^2", "var") or "2" in tree.layer
