"""What the rules of differentiation ask for and a formula may lack, from the forward equations.

The derivative of a term; half of the product rule; the inner derivative of the chain rule.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..reading.tree import (
    Call,
    Derivative,
    Expression,
    Name,
    Negative,
    Number,
    Power,
    Product,
    Quotient,
    Sum,
    parts,
)
from .candidates import Candidate
from .edits import subtrees
from .trial import Trial
from .written import written

INNER, TERM, HALF = "inner derivative", "term of the sum", "half of the product rule"
"""The kinds of these candidates."""


def by_rule(trial: Trial) -> list[Candidate]:
    """Return what the rules ask for, as formulas with a value here."""
    body, wrt = _body(trial)
    found = []
    if body is not None and wrt is not None:
        for tree, kind in _asked(body, wrt):
            text = written(tree, trial.latex)
            again = trial.read(text)
            values = trial.flat(again) if again is not None else None
            if values is not None and any(values):
                found.append(Candidate(text, values, kind))
    return found


def _body(trial: Trial) -> tuple[Expression | None, Name | None]:
    """Return the formula that is differentiated, and by what."""
    match trial.anchor:
        case Derivative(of=of, wrt=(Name() as wrt,)):
            labels = {of.label} if isinstance(of, Name) else set()
            labels |= {of.function} if isinstance(of, Call) else set()
            law = next((b for t, b in trial.laws if t is not None and t.label in labels), None)
            return (law if law is not None or labels else of), wrt
    return None, None


def _asked(body: Expression, wrt: Name) -> Iterator[tuple[Expression, str]]:
    terms = body.terms if isinstance(body, Sum) else (body,)
    for term in terms:
        bare = term.of if isinstance(term, Negative) else term
        if len(terms) > 1:
            yield Derivative(bare, (wrt,)), TERM
        factors = bare.factors if isinstance(bare, Product) else ()
        for i, factor in enumerate(factors):
            if not isinstance(factor, Number):
                others = (*factors[:i], *factors[i + 1 :])
                slope = Derivative(factor, (wrt,))  # last: it is of what stands after it
                yield Product((*others, slope), ("",) * len(others)), HALF
    for part in subtrees(body):
        match part:
            case Call() | Power() | Quotient():
                for inner in parts(part):
                    if not isinstance(inner, (Name, Number)):
                        yield Derivative(inner, (wrt,)), INNER
