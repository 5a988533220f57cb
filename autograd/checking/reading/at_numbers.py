"""What is given without its argument, at a number: of y = x^3 also y(2), y'(2), y''(1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula
from .rewritten import rewritten, with_trees
from .tree import At, Call, Derivative, Name, Negative, Number, Quotient
from .walked import names, walk

_CONSTANTS = ("e", r"\pi")
_VARIABLES = ("x", "t")


def with_numbers(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such values as values at a point."""
    heads = [f.trees[0] if len(f.members) > 1 and len(f.trees) > 1 else None for f in formulas]
    functions = {head.function for head in heads if isinstance(head, Call)
                 and len(head.arguments) == 1
                 and not isinstance(head.arguments[0], (Number, Negative, Quotient))}  # fmt: skip
    given: dict[str, Name] = {}
    found = []
    for formula, head in zip(formulas, heads, strict=True):
        if given:
            formula = with_trees(formula, lambda tree: rewritten(tree, lambda p: _at(p, given)))
        found.append(formula)
        if isinstance(head, Name) and head.label not in functions:
            variable = _variable(formula.trees[1])
            if variable is not None and variable != head:
                given[head.label] = variable
    return found


def _variable(body: Any) -> Name | None:
    """Return the one variable of a formula: what it speaks of, or x beside constants."""
    if any(isinstance(part, Call) and part.primes for part in walk(body)):
        return None
    spoken = {n.label: n for n in names(body) if n.label not in _CONSTANTS}
    if len(spoken) == 1:
        return next(iter(spoken.values()))
    return next((spoken[label] for label in _VARIABLES if label in spoken), None)


def _at(part: Any, given: dict[str, Name]) -> Any:
    """Return y'(2) as the derivative of y by its variable at 2."""
    match part:
        case Call(function=label, arguments=(number,), primes=primes) if (
            label in given and isinstance(number, (Number, Negative, Quotient))
            and not any(True for _ in names(number))
        ):  # fmt: skip
            by, of = given[label], Name(label, span=part.span)
            if not primes:
                return At(of, ((by, number),), part.span)
            return Derivative(of, (by,) * primes, ((by, number),), part.span)
    return part
