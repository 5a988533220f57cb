r"""Functions made of others: (f \circ g)(x) is f(g(x)), (f g)'(2) the derivative of a product."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from .chains import Formula
from .notation import FUNCTIONS
from .rewritten import rewritten
from .tree import Applied, Call, Derivative, Expression, Name, Prime, Product, Span
from .walked import walk


def is_composition(tree: Expression) -> bool:
    r"""Whether a tree is f \circ g, of names."""
    return isinstance(tree, Product) and tree.signs[:1] == (r"\circ",)


def at_argument(of: Expression, arguments: tuple[Expression, ...], span: Span) -> Expression:
    r"""Return (f \circ g)(x) as f(g(x)), and (f \circ g)'(x) as its derivative by x."""
    names = of.of if isinstance(of, Prime) else of
    assert isinstance(names, Product)
    variable = isinstance(of, Prime) and not isinstance(arguments[0], Name)
    inside: tuple[Expression, ...] = (Name("x", span=span),) if variable else arguments
    for name in reversed(names.factors):
        assert isinstance(name, Name)
        inside = (Call(FUNCTIONS.get(name.base, name.label), inside, span=span),)
    if not isinstance(of, Prime):
        return inside[0]
    if variable:
        point = ((Name("x", span=span), arguments[0]),)
        return Derivative(inside[0], (Name("x", span=span),), point, span)
    return Derivative(inside[0], arguments[:1], span=span)


def open_functions(formulas: Sequence[Formula]) -> frozenset[str]:
    """Return the functions that stand with arguments, and that no formula gives: f, of f'(2)."""
    trees = [tree for formula in formulas for tree in formula.trees]
    called = {part.function for tree in trees for part in walk(tree) if isinstance(part, Call)}
    given = set()
    for formula in formulas:
        left = formula.trees[0] if len(formula.members) > 1 and formula.trees else None
        if isinstance(left, Call) and not left.primes and all(
            isinstance(x, Name) for x in left.arguments
        ):  # fmt: skip
            given.add(left.function)
    return frozenset(called - given - set(FUNCTIONS.values()))


def with_arguments_inside(functions: frozenset[str], part: Any) -> Any:
    """Return (u v)'(3) as the derivative of u(x) v(x) at x = 3, where u and v are functions."""
    if not isinstance(part, Applied) or len(part.arguments) != 1:
        return part
    primes, of = 0, part.of
    while isinstance(of, Prime):
        primes, of = primes + 1, of.of
    inside = [p for p in walk(of) if isinstance(p, (Name, Call))]
    if not inside or not all(isinstance(p, Name) and p.label in functions for p in inside):
        return part
    argument = part.arguments[0]
    x = argument if isinstance(argument, Name) else Name("x", span=part.span)
    at = argument if not primes else x
    applied = rewritten(
        of, lambda p: Call(p.label, (at,), span=p.span) if isinstance(p, Name) else p
    )
    if not primes:
        return applied
    return Derivative(applied, (x,) * primes, () if x is argument else ((x, argument),), part.span)
