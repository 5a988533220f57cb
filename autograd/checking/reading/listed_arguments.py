"""f(w, x) = w_0 x_0 + w_1 x_1 + w_2: a function whose arguments stand for what is numbered there.

It is a quantity made of these numbers, as if f alone were written; where f is taken of something
else as well, f(x^{(i)}), it stays a function.  Given for a sample, h(x^{(i)}) = b + w x^{(i)}, and
taken of samples only, it is a quantity that each sample has: h^{(i)}.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten
from .tree import Call, Name, name_of
from .walked import names, walk


def with_listed_arguments(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such functions as quantities."""
    calls = [part for part in parts_in(formulas) if isinstance(part, Call)]
    listed = {call for formula in formulas if (call := _listed(formula))}
    listed -= {one for one in listed for call in calls if _is_elsewhere(call, one)}
    sampled = {name for formula in formulas if (name := _sampled(formula))}
    sampled -= {name for name in sampled if not all(
        _sample_of(call) for call in calls if call.function == name
    )}  # fmt: skip

    def plain(part: Any) -> Any:
        if not isinstance(part, Call):
            return part
        if part.function in sampled:
            return replace(name_of(part.function), layer=_sample_of(part), span=part.span)
        return Name(part.function, span=part.span) if _is_one(part, listed) else part

    return all_rewritten(formulas, plain) if listed or sampled else list(formulas)


def _is_elsewhere(call: Call, one: tuple[str, tuple[str, ...]]) -> bool:
    """Whether a call is of the function, and of samples of its arguments: of x^{(i)} or x_i."""
    if call.function != one[0] or call.primes or _is_one(call, {one}):
        return False
    return [x.base for x in call.arguments if isinstance(x, Name)] == list(one[1])


def _sample_of(call: Call) -> str:
    """Return the i of h(x^{(i)}); nothing of other calls."""
    match call:
        case Call(arguments=(Name(sub="", layer=layer),), primes=0) if layer.isalnum():
            return layer
    return ""


def _sampled(formula: Formula) -> str:
    """Return the h of h(x^{(i)}) = b + w x^{(i)}: what a formula gives for a sample."""
    match formula.trees:
        case [Call(arguments=(Name() as x,)) as call, body, *_] if _sample_of(call):
            made = any(n.base == x.base and n.layer == x.layer for n in names(body))
            return call.function if made else ""
    return ""


def _is_one(call: Call, listed: set[tuple[str, tuple[str, ...]]]) -> bool:
    labels = tuple(x.label if isinstance(x, Name) else "" for x in call.arguments)
    return not call.primes and (call.function, labels) in listed


def _listed(formula: Formula) -> tuple[str, tuple[str, ...]] | None:
    """Return the function that a formula gives by the numbered parts of its arguments alone."""
    match formula.trees:
        case [Call(function=function, arguments=arguments, primes=0), body, *_]:
            pass
        case _:
            return None
    labels = tuple(x.label for x in arguments if isinstance(x, Name) and not x.sub)
    if len(function) != 1 or len(labels) < len(arguments):
        return None
    inside = [n for tree in formula.trees[1:] for n in names(tree)]
    called = {p.function for p in walk(body) if isinstance(p, Call)}
    whole = {n.label for n in inside} | called
    numbered = {n.base for n in inside if n.sub.isdigit()}
    return (function, labels) if {*labels} <= numbered and not {*labels} & whole else None
