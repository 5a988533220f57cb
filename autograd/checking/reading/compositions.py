r"""Functions made of others: (f \circ g)(x) is f(g(x)), (f g)'(2) the derivative of a product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula
from .notation import FUNCTIONS
from .rewritten import all_rewritten, rewritten, with_trees
from .tree import Applied, Call, Derivative, Expression, Name, Prime, Product, Span, Sum
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


def with_functions_called(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with d\sigma/dz as that of \sigma(z), where this stands in them.

    In what this is, as in what \sigma'(z) is, \sigma by itself is \sigma(z).  Where it stands by
    itself elsewhere it is a name, but for \sigma (1 - \sigma), which is a product.
    """
    read = all_rewritten(formulas, _times_itself)
    parts = [p for f in read for tree in f.trees for p in walk(tree)]
    called = {(p.function, p.arguments) for p in parts if isinstance(p, Call) and not p.primes}
    heads: list[tuple[Name, Name] | None] = []
    sure = [f.trees != before.trees for f, before in zip(read, formulas, strict=True)]
    for formula, by_itself in zip(read, sure, strict=True):
        head = _slope_of_function(formula)
        certain = by_itself or isinstance(formula.members[0].tree, Call)
        if head and not certain and (FUNCTIONS[head[0].base], head[1:]) not in called:
            head = None
        heads.append(head)
    elsewhere = {n.base for f, head in zip(read, heads, strict=True) if not head
                 for tree in f.trees for n in _alone(tree)}  # fmt: skip

    def slope(part: Any) -> Any:
        match part:
            case Derivative(of=Name(base=base) as of, wrt=(by, *_)) if (
                FUNCTIONS.get(base),
                (by,),
            ) in called and base not in elsewhere:
                return replace(part, of=Call(FUNCTIONS[base], (by,), span=of.span))
        return part

    found = []
    for formula, head, by_itself in zip(read, heads, sure, strict=True):
        if head and (by_itself or head[0].base not in elsewhere):
            formula = with_trees(formula, partial(_with_called, *head))
        found.append(with_trees(formula, partial(rewritten, change=slope)))
    return found


def _slope_of_function(formula: Formula) -> tuple[Name, Name] | None:
    r"""Return \sigma and z of a formula that begins with d\sigma/dz, \sigma'(z) or \sigma'."""
    match formula.members[0].tree:
        case Derivative(of=Name(base=base, sub="", layer="") as of, wrt=(Name() as by, *_)):
            return (of, by) if base in FUNCTIONS else None
        case Prime(of=Name(base=base, sub="", layer="") as of):
            return (of, Name("z")) if base in FUNCTIONS else None
        case Call(function=function, arguments=(Name() as by,), primes=1):
            alone = (n for tree in formula.trees for n in _alone(tree))
            return next(((n, by) for n in alone if FUNCTIONS[n.base] == function), None)
    return None


def _alone(tree: Any) -> Iterator[Name]:
    """Yield the functions that stand in a formula without arguments."""
    held = [p.of for p in walk(tree) if isinstance(p, Derivative)]
    yield from (p for p in walk(tree) if isinstance(p, Name) and p.base in FUNCTIONS
                and not any(p is of for of in held))  # fmt: skip


def _with_called(function: Name, by: Name, tree: Any) -> Any:
    """Return a formula with a function by itself as it is of a name."""
    called = FUNCTIONS[function.base]

    def of_name(part: Any) -> Any:
        if part == Prime(Call(called, (by,))):
            return Call(called, (by,), 1, part.span)
        return Call(called, (by,), span=part.span) if part == function else part

    return rewritten(tree, of_name)


def _times_itself(part: Any) -> Any:
    r"""Return the product that \sigma (1 - \sigma) is: no function is of itself."""
    match part:
        case Call(function=f, arguments=(Sum() as inside,), primes=0):
            alone = (n for n in walk(inside) if isinstance(n, Name) and not n.layer)
            own = next((n for n in alone if f in (n.label, FUNCTIONS.get(n.label))), None)
            return part if own is None else Product((own, inside), ("",), part.span)
    return part


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
