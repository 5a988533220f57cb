r"""Chains that say what a function is in passing: y = f(x) = x^2 says f(x) = x^2 and y = f(x).

A known function of one number that is given of two, \cos(u, v) = ..., is one of the author's own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ...engine.operation import SPELLINGS
from .chains import Formula, Unread, calls_in, names_in
from .notation import FUNCTIONS
from .rewritten import all_rewritten
from .tree import Call, Name, name_of
from .walked import called

_OF_ONE = frozenset(r.called or r.name for r in SPELLINGS.values() if r.is_unary) | {"sigma"}


def with_function_chains(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such a chain as two, where the text speaks of the function again."""
    formulas = _with_own(formulas)
    passing = Counter(f for formula in formulas if (f := _in_passing(formula)))
    if not passing:
        return formulas
    heads = [f.members[0].tree for f in formulas if len(f.members) > 1]
    given = {x.function for x in heads if isinstance(x, Call) and not x.primes
             and all(isinstance(a, Name) for a in x.arguments)}  # fmt: skip
    calls = Counter(c.function for c in calls_in(formulas))
    spoken = {n.label for n in names_in(formulas)}
    functions = {
        f for f, count in passing.items()
        if count == 1 and f not in given
        and (calls[f] > 1 or f in spoken or f.removeprefix("\\") in _OF_ONE)
    }  # fmt: skip
    return [part for f in formulas for part in _parted(f, functions)]


def _with_own(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \cos(u, v), where it is given, as a function that is not known."""
    own = {t.function for f in formulas if len(f.members) > 1 for t in f.trees[:2]
           if isinstance(t, Call) and len(t.arguments) > 1 and not t.primes
           and t.function in _OF_ONE}  # fmt: skip

    def change(part: Any) -> Any:
        theirs = isinstance(part, Call) and len(part.arguments) > 1 and part.function in own
        return replace(part, function="\\" + part.function) if theirs else part

    return all_rewritten(formulas, change) if own else list(formulas)


def _in_passing(formula: Formula) -> str:
    """Return the function that a chain says something of in passing, "" if there is none."""
    match [m.tree for m in formula.members[:3]]:
        case [Name(), Call(function=f, arguments=arguments, primes=0), body] if not (
            isinstance(body, Unread) or f in FUNCTIONS.values()
        ):  # fmt: skip
            own = all(isinstance(x, Name) for x in arguments)
            inside = any(c.function == f for c in called(body))
            return f if own and not inside and name_of(f).label == f else ""
    return ""


def _parted(formula: Formula, functions: set[str]) -> Iterator[Formula]:
    if _in_passing(formula) not in functions:
        yield formula
        return
    first, second, *others = formula.members
    yield replace(formula, latex=formula.latex[second.start :].strip(),
                  members=(replace(second, relation=""), *others))  # fmt: skip
    yield replace(formula, id="", members=(first, second),
                  latex=formula.latex[: second.start + len(second.text)])  # fmt: skip
