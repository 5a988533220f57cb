r"""Gradients and Hessians of functions of several numbers, written out entry by entry.

    \nabla f, \nabla f(x, y) = (2 x y, x^2)^T, a row, a column or a list, where f(x, y) is given
    \nabla^2 f, D^2 f(x, y), H_f(1, 1) = a matrix; H where the words say that it is a Hessian

A function that is given without its arguments, f = x^2 y, is of the letters in it, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .chains import Formula
from .jacobians import shape_written
from .rewritten import rewritten, with_trees
from .tree import (
    Call,
    Derivative,
    Matrix,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    Transpose,
    Tuple,
)
from .walked import names

_HESSIAN = re.compile(r"hess|海[森塞]|黑塞|ヘッセ|ヘシアン", re.IGNORECASE)
_CALLED = ("H", r"\mathbf{H}")
_SEVERAL = ({"x", "y"}, {"x", "y", "z"}, {"u", "v"})
"""Letters that a function of several numbers is of, where it is given without its arguments."""


@dataclass
class _Given:
    """The functions given so far: by what each is, and the last.

    called, at  what a Hessian is called, and at which point it is that
    """

    arguments: dict[str, tuple[Name, ...]]
    bodies: dict[str, Any] = field(default_factory=dict)
    last: str = ""
    called: str = ""
    at: tuple[tuple[Name, Any], ...] = ()

    def take(self, formula: Formula) -> None:
        """Take what a formula says that a function is."""
        first, body = formula.trees[:2] if len(formula.trees) > 1 else (None, None)
        if first is None or shape_written(body) is not None:
            return
        match first:
            case Call(function=function, primes=0, arguments=(Name(), Name(), *_) as arguments):
                plain = tuple(x for x in arguments if isinstance(x, Name))
                by = plain if plain == arguments else ()
            case Name(label=function, sub=""):
                found = sorted(set(names(body)), key=lambda n: n.label)
                numbered = len({n.base for n in found}) == 1 and all(n.sub.isdigit() for n in found)
                known = {n.label for n in found} in _SEVERAL or (numbered and len(found) > 1)
                by = tuple(found) if known else ()
            case _:
                return
        if by:
            self.arguments[function], self.last = by, function
            self.bodies[function] = body
        elif function == self.called:
            self.called = ""

    def slope(self, tree: Any) -> tuple[str, Any, int] | None:
        """Return of what a gradient or a Hessian is, where it is taken, and its order."""
        match tree:
            case Derivative(of=of, wrt=wrt) if all(x == Name("") for x in wrt):
                order = len(wrt)
            case Product(factors=(Power(Name(base="D", sub=""), Number(2.0)), of)):
                order = 2
            case Name() | Call(primes=0):
                label = tree.label if isinstance(tree, Name) else tree.function
                own = (f for f in self.arguments if label in (f"H_{f}", f"H_{{{f}}}", f"H{f}"))
                function = self.last if label and label == self.called else next(own, "")
                at = tree.arguments if isinstance(tree, Call) else None
                return (function, at, 2) if function else None
            case _:
                return None
        match of:
            case Name():
                return (of.label, None, order) if of.label in self.arguments else None
            case Call(primes=0):
                return (of.function, of.arguments, order) if of.function in self.arguments else None
        return None


def with_hessians(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such gradients and Hessians as vectors and matrices."""
    given = _Given({})
    return [_changed(formula, given) for formula in formulas]


def _changed(formula: Formula, given: _Given) -> Formula:
    given.take(formula)
    shapes = [shape for tree in formula.trees if (shape := shape_written(tree))]
    first = formula.trees[0] if formula.trees else None
    size = len(given.arguments.get(given.last, ()))
    if isinstance(first, Name) and first.label in _CALLED and len(formula.members) > 1:
        told = _HESSIAN.search(formula.prose) and size > 1 and shapes[:1] == [(size, size)]
        given.called = first.label if told else ""
        given.at = _told_at(formula, given)
    listed = any(isinstance(_upright(t), Tuple) for t in formula.trees)

    def part(tree: Any) -> Any:
        found = given.slope(tree)
        if found is None:
            return tree
        function, at, order = found
        by = given.arguments[function]
        if at is not None and len(at) == 1 and {n.base for n in by} == {getattr(at[0], "base", "")}:
            at = by  # f(x), where x = (x_1, x_2)
        if at is not None and len(at) != len(by):
            return tree
        point: Any = () if at in (None, by) else tuple(zip(by, at, strict=True))
        if at is None:
            named = isinstance(tree, Name) and tree.label == given.called
            point = _told_at(formula, given) or (given.at if named else ())
            told = point or (order == 2 and _is_quadratic(given.bodies[function]))
            if _is_numeric(formula) and shapes and not told:
                return tree  # at a point that is told elsewhere
        entries = [[Derivative(Name(function), (x, *([y] if y else [])), point, tree.span)
                    for y in (by if order == 2 else (None,))] for x in by]  # fmt: skip
        column = Matrix(tuple(map(tuple, entries)), tree.span)
        if order == 2:
            return column if (len(by),) * 2 in shapes or not isinstance(tree, Derivative) else tree
        if listed:
            return Tuple(tuple(row[0] for row in entries), tree.span)
        if (len(by), 1) in shapes:
            return column
        return Transpose(column, tree.span) if (1, len(by)) in shapes else tree

    changed = with_trees(formula, lambda tree: rewritten(tree, part))
    return with_trees(changed, _upright) if changed != formula else formula


def _told_at(formula: Formula, given: _Given) -> tuple[tuple[Name, Any], ...]:
    """Return the point that words give before numbers, where they are of the function's names."""
    of = given.arguments.get(given.last, ())
    return formula.at if _is_numeric(formula) and {n for n, _ in formula.at} == {*of} else ()


def _is_numeric(formula: Formula) -> bool:
    return not any(any(names(t)) for t in formula.trees[1:])


def _is_quadratic(body: Any) -> bool:
    """Whether second derivatives of a formula are constants: it is made of x^2, xy, 3x alone."""
    terms = body.terms if isinstance(body, Sum) else (body,)
    return all(_degree(term) <= 2 for term in terms)


def _degree(tree: Any) -> int:
    """Return the degree of a product of powers, one that is too high for anything else."""
    match tree:
        case Name():
            return 1
        case Power(base=base, exponent=Number(value=value)) if value in (1, 2, 3, 4):
            return int(value) * _degree(base)
        case Product(factors=factors):
            return sum(map(_degree, factors))
        case Negative(of=of) | Quotient(above=of, below=Number()):
            return _degree(of)
    return 3 if any(names(tree)) else 0


def _upright(tree: Any) -> Any:
    """Return the list (a, b) for the column (a, b)^T, which it is, too."""
    return tree.of if isinstance(tree, Transpose) and isinstance(tree.of, Tuple) else tree
