r"""Distributions of which a text only says that they depend on \theta: any that add up to 1.

Of \nabla_\theta \log p(x) and \sum_x p(x) f(x), p_x is judged as a softmax of what may be any
function of \theta for each x.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..reading.chains import Formula, parts_in
from ..reading.drawn_from import DENSITIES
from ..reading.tree import BigSum, Call, Derivative, Name, Product, Quotient
from ..reading.walked import names, walk

_TOLD = re.compile(
    r"distribu|probabilit|polic(?:y|ies)\b|densit|Verteilung|Wahrscheinlichkeit|politique|loi de"
    r"|分布|概率|策略|確率",
    re.IGNORECASE,
)
_SCORE, _SCALE = r"\chi", r"\xi"
r"""What the softmax is of: \chi(\theta \xi_x), names that no text has."""


def any_distributions(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    """Yield what such a distribution is judged as, and the formula that tells it."""
    trees = tuple(tree for f in formulas for tree in f.trees)
    if not any(_TOLD.search(f.prose) for f in formulas):
        return
    used = {n.base for n in names(trees)} | {p.function for p in walk(trees) if isinstance(p, Call)}
    if {_SCORE, _SCALE} & used:
        return
    given = {f.trees[0].base for f in formulas if len(f.trees) > 1 and isinstance(f.trees[0], Name)}
    summed = {p.index for p in walk(trees) if isinstance(p, BigSum)}
    seen: set[str] = set()
    for number, formula in enumerate(formulas):
        for part in parts_in([formula]):
            for name, by in _varied(part):
                alone = name.base in DENSITIES and name.base not in given | seen
                if alone and name.sub in summed and len(name.sub) == 1:
                    seen.add(name.base)
                    yield name, _softmax(name.sub, by), number


def _varied(part: Any) -> Iterator[tuple[Name, Name]]:
    """Yield p_x and what it, or its logarithm, is differentiated by."""
    match part:
        case Derivative(of=Name() as name, wrt=(Name(sub="") as by,)) if name.sub:
            yield name, by
        case Derivative(of=Call(function="log", arguments=(Name() as name,)),
                        wrt=(Name(sub="") as by,)) if name.sub:  # fmt: skip
            yield name, by


def _softmax(letter: str, by: Name) -> Quotient:
    inner = Product((by, Name(_SCALE, letter)), ("",))
    score = Call("exp", (Call(_SCORE, (inner,)),))
    return Quotient(score, BigSum(score, letter))
