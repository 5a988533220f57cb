r"""Compositions of functions: (f \circ g)(x) is f(g(x)), (f \circ g)'(x) its derivative."""

from __future__ import annotations

from .notation import FUNCTIONS
from .tree import Call, Derivative, Expression, Name, Prime, Product, Span


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
