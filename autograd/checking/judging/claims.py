"""Check claims about a graph of Values: formulas, or functions whose parameters are labels."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from ...engine.value import Value
from ..meaning.errors import MeaningError
from ..meaning.graph_model import GraphModel
from ..meaning.model import COUNT
from ..meaning.tensor import close_tensors, plain
from ..reading import parser
from ..reading.chains import Formula, Unread
from ..reading.tree import Name
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
from .checker import Checker
from .judge import DocumentJudge
from .verdicts import TOLERANCE, ModelClaim


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


def check_formulas(root: Value, formulas: Sequence[Formula]) -> Report:
    """Check formulas that were read from a text about a graph."""
    return Checker(formulas, DocumentJudge(formulas, root=root)).report()


def _checked(root: Value, claims: Mapping[Any, Any] | Sequence[str]) -> Report:
    """Return what the check finds, be it nothing."""
    if not isinstance(claims, Mapping):
        return check_formulas(root, [parser.read_formula(text) for text in claims])
    equations = []
    for key, claim in claims.items():
        left = f"d({key[0]}, {key[1]})" if isinstance(key, tuple) else str(key)
        if callable(claim):
            equations.append(_check_callable(root, left, claim))
        else:
            formula = parser.read_formula(f"{left} = {claim}")
            about = formula.members[0].tree
            if isinstance(about, Name) and not GraphModel(root, []).has(about):
                formula = replace(formula, aside="it does not say what a derivative is of")
            equations += check_formulas(root, [formula]).equations
    for number, equation in enumerate(equations, 1):
        equation.id = str(number)
    return Report(equations, claims=len(equations))


def _check_callable(root: Value, left: str, claim: Callable[..., float]) -> Equation:
    """Judge a callable whose parameters are labels."""
    tree = parser.read_formula(f"{left} = 0").members[0].tree
    assert not isinstance(tree, Unread)
    text = getattr(claim, "__name__", "callable")
    member = Member(text, text, NO_POINT)
    equation = Equation("", f"{left} = {text}", 1, [Member(left, left, RIGHT), member])
    model = GraphModel(root, [(tree,)])
    about = ModelClaim([tree], model)
    names = [parser.read(name) for name in inspect.signature(claim).parameters]
    try:
        for pair in islice(about.pairs(tree), COUNT):
            values = [plain(about.value(name, pair.world, {})) for name in names]
            claimed = float(claim(*values))
            member.status = RIGHT
            if not close_tensors(claimed, pair.true, TOLERANCE):
                member.status = WRONG
                member.witness = Witness(pair.world.leaves, claimed, plain(pair.true))
                break
    except MeaningError as error:
        member.status = UNKNOWN
        member.explanations.append(Explanation(UNKNOWN, str(error)))
    return equation
