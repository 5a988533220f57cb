"""What the rules of differentiation ask for and a formula may lack, from the forward equations.

The derivative of a term; half of the product rule; the inner derivative of the chain rule.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..reading.tree import (
    Applied,
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
)
from ..reading.walked import parts, walk
from ..report.result import Explanation
from .candidates import Candidate
from .trial import Trial, close
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
    laws = {target.label: body for target, body in trial.laws if target is not None}
    match trial.anchor.of if isinstance(trial.anchor, Applied) else trial.anchor:
        case Derivative(of=Name() as of, wrt=(Name() as wrt,)):
            return laws.get(of.label), wrt
        case Derivative(of=Call(function=function) as of, wrt=(Name() as wrt,)):
            return laws.get(function, of), wrt
        case Derivative(of=of, wrt=(Name() as wrt,)):
            return of, wrt
        case Call(function=function, arguments=(Name() as wrt,), primes=1):
            return laws.get(function), wrt
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
    for part in walk(body):
        match part:
            case Call() | Power() | Quotient():
                for inner in parts(part):
                    if not isinstance(inner, (Name, Number)):
                        yield Derivative(inner, (wrt,)), INNER


def by_wrong_rule(trial: Trial) -> Iterator[Explanation]:
    """Try the rules that people make up: that (u v)' is u' v', and (u / v)' is u' / v'."""
    body, wrt = _body(trial)
    if body is None or wrt is None or trial.claimed is None:
        return
    terms = body.terms if isinstance(body, Sum) else (body,)
    for i, term in enumerate(terms):
        varying = [x for x in _factors(term) if any(trial.flat(Derivative(x, (wrt,))) or ())]
        for wrong, right, said in _made_up(term, wrt, varying):
            others = tuple(Derivative(x, (wrt,)) for k, x in enumerate(terms) if k != i)
            values = trial.flat(Sum((wrong, *others)))
            if values is not None and close(values, trial.claimed):
                repair = written(Sum((right, *others)) if others else right, trial.latex)
                yield Explanation("wrong rule", said, trial.confirmed(repair))


def _factors(term: Expression) -> tuple[Expression, ...]:
    return term.factors if isinstance(term, Product) else ()


def _product(factors: Sequence[Expression]) -> Expression:
    return Product(tuple(factors), ("",) * (len(factors) - 1)) if factors[1:] else factors[0]


def _made_up(
    term: Expression, wrt: Name, varying: Sequence[Expression]
) -> Iterator[tuple[Expression, Expression, str]]:
    """Yield a wrong derivative of a term, the right one, and the rule that was made up.

    `varying` are the factors of a product that depend on the variable.
    """
    match term:
        case Product(factors=factors) if len(varying) > 1:
            wrong = [Derivative(x, (wrt,)) if x in varying else x for x in factors]
            halves = [
                _product([*(y for y in factors if y is not x), Derivative(x, (wrt,))])
                for x in varying
            ]
            said = "the derivative of a product is not the product of the derivatives"
            yield _product(wrong), Sum(tuple(halves)), said
        case Quotient(above=u, below=v):
            du, dv = Derivative(u, (wrt,)), Derivative(v, (wrt,))
            first, second = Product((v, du), ("",)), Product((u, dv), ("",))
            right = Quotient(Sum((first, Negative(second))), Power(v, Number(2.0)))
            said = "the derivative of a quotient is not the quotient of the derivatives"
            yield Quotient(du, dv), right, said
