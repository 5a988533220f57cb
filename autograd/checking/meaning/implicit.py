r"""Curves: x^2 + xy + y^2 = 7 says what y is near one of its points, where y' is asked for.

`curve_of` finds what is so defined, `solved` computes it: the number y at which the equation holds,
with its derivatives by all that the equation speaks of.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any

from ...engine import functional
from ...engine.operation import DomainError
from ...engine.value import Value
from ..reading.chains import Formula, Unread, parts_in
from ..reading.tree import At, Call, Derivative, Name, Negative, Prime, Sum
from ..reading.walked import names, walk
from .indices import Indices
from .law import Law, is_numeric, variables
from .tensor import plain

SOLUTION = "solution"
STEPS, TOLERANCE = 60, 1e-13
HELD, ON_CURVE = "held", 1e-6
"""What is held fixed; how near a point has to be to the curve that it is said to be on."""
SCALES = (1.0, 3.0, 0.3)
"""Where a solution is looked for, about the size of what it is made of."""


def curve_of(
    formula: Formula, order: int, formulas: Sequence[Formula], indices: Indices
) -> Law | None:
    """Return what an equation without a name on its left defines by the way, or None.

    It is what a later formula differentiates, and what none defines between; what was called so
    before is another.
    """
    if len(formula.members) != 2 or any(isinstance(m.tree, Unread) for m in formula.members):
        return None
    left, right = formula.trees
    parts = list(walk((left, right)))
    if formula.members[1].relation != "=" or any(
        isinstance(p, (At, Derivative, Prime)) for p in parts
    ):
        return None
    mine = dict.fromkeys(n.label for n in names((left, right)))
    if not all(len(n.label.strip("\\")) == 1 or n.label[0] == "\\" for n in names((left, right))):
        return None
    later = [f for f in formulas[order + 1 :] if f.section == formula.section]
    heads = [f.members[0].tree for f in later]
    for of, by in (pair for p in (*heads, *parts_in(later)) for pair in _asked(p)):
        given = any(_gives(f, of) for f in later)
        tied = by is None or by.label in mine or _moves(by, mine, later)
        if of.label in mine and tied and not given:
            others = tuple(Name(x) for x in mine if x != of.label)
            if others:
                return Law(indices.use(of), Call(SOLUTION, others), (), formula.section, order,
                           of, Sum((left, Negative(right))))  # fmt: skip
    return None


def _moves(by: Name, mine: Collection[str], later: Sequence[Formula]) -> bool:
    """Whether a curve's letters depend on another, as x and y do on t beside dx/dt and dy/dt."""
    asked = {of.label for p in parts_in(later) for of, x in _asked(p) if x == by}
    return len(asked.intersection(mine)) > 1


def _asked(part: Any) -> Iterator[tuple[Name, Name | None]]:
    """Yield what a part of a formula is the derivative of, and by what if it is said: y' is."""
    match part:
        case Prime(of=Name(sub="", layer="") as of):
            yield of, None
        case Derivative(of=Name(sub="", layer="") as of):
            for by in variables(part):
                if isinstance(by, Name) and by != of:
                    yield of, by


def _gives(formula: Formula, of: Name) -> bool:
    """Whether a formula says by itself what a name is: y = ..., y(x) = ..."""
    first = formula.members[0].tree
    label = first.label if isinstance(first, Name) else first.function if (
        isinstance(first, Call) and not first.primes) else ""  # fmt: skip
    return label == of.label and any(
        not is_numeric(tree) and not _is_itself(tree, label) for tree in formula.trees[1:]
    )


def _is_itself(tree: Any, label: str) -> bool:
    """Whether it is y(x), which says of y what it depends on alone."""
    return isinstance(tree, Call) and tree.function == label and not tree.primes


def solved(excess: Callable[[Value], Any], starts: Sequence[float]) -> Any:
    """Return the number at which an equation holds, as a Value of all that it is made of.

    excess  what its left side has more than its right, at a Value
    A DomainError says that none was found.
    """
    for start in (scale * x for scale in SCALES for x in starts):
        found = _root(excess, start)
        if found is not None:
            root, slope = found
            whole: Any = Value(root)
            for _ in range(2):  # one step is exact to the first order, two to the second
                whole = whole - excess(whole) / slope
            return whole
    raise DomainError("this equation was not solved")


def _root(excess: Callable[[Value], Any], start: float) -> tuple[float, float] | None:
    """Return a number at which the excess is zero, and its slope there; None if none is near."""
    at = start
    for _ in range(STEPS):
        x = Value(at)
        try:
            above = excess(x)
            slope = plain(functional.grad(above, [x])[0]) if isinstance(above, Value) else 0.0
        except (ArithmeticError, ValueError):
            return None
        if not slope or abs(at) > 1e6:
            return None
        step = plain(above) / slope
        if abs(step) <= TOLERANCE * (1 + abs(at)):
            return at, slope
        at -= step
    return None
