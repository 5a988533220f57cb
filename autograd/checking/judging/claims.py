"""Check claims about a graph of Values: formulas, or functions whose parameters are labels."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...engine.value import Value
from ..meaning.build import Graph, points
from ..meaning.evaluate import MeaningError, evaluate
from ..reading import parser
from ..reading.tree import Name, Unread
from ..report.result import (
    GOOD,
    NO_POINT,
    RIGHT,
    UNKNOWN,
    WRONG,
    Equation,
    Explanation,
    Member,
    Report,
    Witness,
)
from ..report.words import state
from .checker import Checker, leaves_of
from .judge import COUNT, close


def check_claims(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> Report:
    """Check claims about a graph; see `autograd.check`."""
    if isinstance(claims, str):
        raise TypeError("claims are a dict or a list of equations, not a str: put it into a list")
    if not claims:
        raise ValueError('there is no claim to check: give {"dL/dw": "(a - y) * x"}')
    report = _checked(root, claims)
    if not report.judged and all(e.status in GOOD for e in report.equations):
        found = "; ".join(f"{e.latex.strip()}: {state(e)}" for e in report.equations)
        raise ValueError(f"nothing was judged, as no claim says what a derivative is ({found})")
    return report


def _checked(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> Report:
    """Return what the check finds, be it nothing."""
    if not isinstance(claims, Mapping):
        formulas = [parser.read_formula(text) for text in claims]
        return Checker(formulas, root).report()
    equations = []
    for key, claim in claims.items():
        left = f"d({key[0]}, {key[1]})" if isinstance(key, tuple) else str(key)
        if callable(claim):
            equations.append(_check_callable(root, left, claim))
        else:
            formula = parser.read_formula(f"{left} = {claim}")
            equations += Checker([formula], root).report().equations
    for number, equation in enumerate(equations, 1):
        equation.id = str(number)
    return Report(equations, claims=len(equations))


def _check_callable(root: Value, left: str, claim: Callable[..., float]) -> Equation:
    """Judge a callable whose parameters are labels."""
    formula = parser.read_formula(f"{left} = 0")
    tree = formula.members[0].tree
    text = getattr(claim, "__name__", "callable")
    member = Member(text, text, RIGHT)
    equation = Equation("", f"{left} = {text}", 1, [Member(left, left, RIGHT), member])
    assert not isinstance(tree, Unread)
    names = list(inspect.signature(claim).parameters)
    at = points(Graph(root), COUNT, 1, seed=1)
    if not at:
        member.status = NO_POINT
    for (scope,) in at:
        try:
            values = [scope.node(Name(*_label_parts(name))).data for name in names]
            claimed, true = float(claim(*values)), float(evaluate(tree, scope))
        except MeaningError as error:
            member.status = UNKNOWN
            member.explanations.append(Explanation(UNKNOWN, str(error)))
            return equation
        if not close(claimed, true):
            member.status = WRONG
            member.witness = Witness(leaves_of(scope), claimed, true)
            return equation
    return equation


def _label_parts(name: str) -> tuple[str, str]:
    tree = parser.read(name)
    return (tree.base, tree.sub) if isinstance(tree, Name) else (name, "")
