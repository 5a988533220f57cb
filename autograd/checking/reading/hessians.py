r"""Gradients and Hessians of functions of several numbers, written out entry by entry.

    \nabla f, \nabla f(x, y) = (2 x y, x^2)^T, a row, a column or a list, where f(x, y) is given
    \nabla^2 f, D^2 f(x, y), H_f(1, 1) = a matrix; H where the words say that it is a Hessian

A function that is given without its arguments, f = x^2 y, is of the letters in it, in their order.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from .chains import Formula
from .jacobians import shape_written
from .rewritten import rewritten, with_trees
from .tree import Call, Derivative, Matrix, Name, Number, Power, Product, Transpose, Tuple
from .walked import names

_HESSIAN = re.compile(r"hess|海[森塞]|黑塞|ヘッセ|ヘシアン", re.IGNORECASE)
_CALLED = ("H", r"\mathbf{H}")
_SEVERAL = ({"x", "y"}, {"x", "y", "z"}, {"u", "v"})
"""Letters that a function of several numbers is of, where it is given without its arguments."""


@dataclass
class _Given:
    """The functions given so far: by what each is, and the last; what a Hessian is called."""

    arguments: dict[str, tuple[Name, ...]]
    last: str = ""
    called: str = ""

    def take(self, formula: Formula) -> None:
        """Take what a formula says that a function is."""
        first, *others = formula.trees
        if not others or shape_written(others[0]) is not None:
            return
        match first:
            case Call(function=function, primes=0, arguments=(Name(), Name(), *_) as arguments):
                by = arguments if all(isinstance(x, Name) for x in arguments) else ()
            case Name(label=function, sub=""):
                found = sorted({n for n in names(others[0])}, key=lambda n: n.label)
                numbered = len({n.base for n in found}) == 1 and all(n.sub.isdigit() for n in found)
                known = {n.label for n in found} in _SEVERAL or (numbered and len(found) > 1)
                by = tuple(found) if known else ()
            case _:
                return
        if by:
            self.arguments[function], self.last = by, function
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
    numeric = all(not any(names(t)) for t in formula.trees[1:])
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
        point = () if at is None or at == by else tuple(zip(by, at, strict=True))
        if numeric and at is None and {n for n, _ in formula.at} == {*by}:
            point = formula.at
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


def _upright(tree: Any) -> Any:
    """Return the list (a, b) for the column (a, b)^T, which it is, too."""
    return tree.of if isinstance(tree, Transpose) and isinstance(tree.of, Tuple) else tree
