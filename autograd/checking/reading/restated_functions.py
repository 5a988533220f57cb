r"""k(x) = \sin 5x, with u = 5x: k(u) = \sin u is a function of its own, and not k given anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten
from .tree import Call, Name
from .walked import names


def with_restated(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with k_{u} for what is said of k by the inner part of its argument."""
    given: dict[str, Any] = {}
    inner: dict[str, set[str]] = {}
    restated: set[tuple[str, str]] = set()
    for formula in formulas:
        match formula.trees:
            case [Name(sub="", layer="") as part, body, *_]:
                inner[part.label] = {n.label for n in names(body)}
            case [Call(function=of, arguments=(Name() as x,), primes=0), *_]:
                first = given.setdefault(of, x)
                restated |= {(of, x.label)} if x != first else set()
    restated = {(of, x) for of, x in restated if given[of].label in inner.get(x, ())}

    def apart(part: Any) -> Any:
        match part:
            case Call(function=of, arguments=(Name() as x,)) if (of, x.label) in restated:
                return replace(part, function=f"{of}_{x.label}")
        return part

    return all_rewritten(formulas, apart) if restated else list(formulas)
