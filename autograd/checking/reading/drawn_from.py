r"""What a name is drawn from: of a \sim N(\mu, \sigma^2) the policy \pi(a | s) is the density.

Such a statement is no equation, and no more is what is behind \propto: they end a chain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread, calls_in
from .densities import NORMAL, normal
from .notation import DEFINING, FUNCTIONS
from .rewritten import rewritten
from .tree import Call, Expression, Name, Quotient, Tuple
from .walked import names

DRAWN, PROPORTIONAL = r"\sim", r"\propto"
DENSITIES = (r"\pi", "p", "q", "P")
"""What distributions are called."""


def with_drawn(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the densities of what is drawn, each chain up to another such sign.

    A density is what a formula after it speaks of, the letter being its first argument.
    """
    found = []
    for number, formula in enumerate(formulas):
        density = _density(formula, formulas[number + 1 :])
        short = density or until(formula, DRAWN)
        if len(short.members) > 1 or not any(m.relation == DRAWN for m in formula.members):
            found.append(short)
    return found


def until(formula: Formula, sign: str) -> Formula:
    """Return a formula up to a sign."""
    at = next((n for n, m in enumerate(formula.members) if n and m.relation == sign), None)
    return formula if at is None else replace(formula, members=formula.members[:at])


def _density(formula: Formula, later: Sequence[Formula]) -> Formula | None:
    r"""Return what a formula a \sim N(\mu, \sigma^2) says of the density that is spoken of."""
    match formula.members:
        case [first, second] if second.relation == DRAWN and not isinstance(first.tree, Unread):
            pass
        case _:
            return None
    match first.tree, second.tree:
        case Name() as x, Call(function=function, arguments=(mean, variance)) if function in NORMAL:
            for call in calls_in(later):
                base = call.function.partition("_")[0]
                if base in DENSITIES and call.arguments[:1] == (x,) and not call.primes:
                    density = normal(Call(function, (x, mean, variance), span=second.tree.span))
                    if isinstance(density, Call):
                        return None
                    left = replace(call, span=first.tree.span)
                    members = (replace(first, tree=left),
                               replace(second, tree=density, relation="="))  # fmt: skip
                    return replace(formula, members=members)
    return None


def density_head(formula: Formula) -> Call | None:
    r"""Return \pi(a | s) where a formula says what it, or its logarithm, is by the number a."""
    first, *others = (m.tree for m in formula.members)
    logged = isinstance(first, Call) and first.function == "log"
    if isinstance(first, Call) and first.function == "log" and len(first.arguments) == 1:
        first = first.arguments[0]
    if not isinstance(first, Call) or first.function.partition("_")[0] not in DENSITIES:
        return None
    action, *state = first.arguments
    if not others or formula.members[1].relation not in DEFINING or isinstance(others[0], Unread):
        return None
    dense = logged or first.function.partition("_")[0] == r"\pi" or _is_density(others[0])
    plain = (
        dense
        and isinstance(action, Name)
        and all(isinstance(x, Name) for x in state)
        and bool(state)
    )
    return first if plain and action in _numbers(others[0]) else None


def _is_density(tree: Any) -> bool:
    r"""Whether it is a normal density, by its name or written out: \exp(...) / \sqrt{...}."""
    match tree:
        case Quotient(above=Call(function="exp"), below=Call(function="sqrt")):
            return True
    return _is_normal(tree)


def _numbers(tree: Expression) -> list[Name]:
    r"""Return the names that stand as numbers, not as what says which: a in N(a, \mu, 1)."""
    dense = rewritten(tree, lambda part: Tuple(part.arguments) if _is_normal(part) else part)
    open_ = rewritten(dense, lambda part: Tuple(()) if _is_open(part) else part)
    return list(names(open_))


def _is_normal(part: Any) -> bool:
    return isinstance(part, Call) and part.function in NORMAL


def _is_open(part: Any) -> bool:
    return isinstance(part, Call) and part.function not in FUNCTIONS.values()
