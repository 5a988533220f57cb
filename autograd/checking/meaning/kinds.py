"""What each name is, a number, a vector, a matrix, a row: what gives most equations a meaning."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reading.walked import names, walk
from .first_kinds import are_rows, first_kinds, inner_bases
from .index import TARGETS
from .quantities import MATRIX, ROW, SCALAR, VECTOR
from .rules import Rules
from .scopes import reached
from .shaping import Shaping

FLIP = 1.5
"""What it costs to take a name for something else than its letter says: more than one claim."""
LABEL = 0.5
"""What it costs to take a target for a number: y of one example, less than one claim."""
MOST_STEPS = 30_000
"""How many parts of a document the search for what names are may give a shape to."""


def _as_numbers(model: Rules, kinds: Mapping[Any, str]) -> dict[Any, str]:
    """Return the kinds with numbers for vectors, but for those that can be nothing else."""
    trees = model.trees
    inner = inner_bases(trees)
    inner |= {n.base for t in trees for p in walk(t)
              if type(p).__name__ in ("Norm", "Transpose", "Inner") for n in names(p)}  # fmt: skip
    return {symbol: SCALAR if kind == VECTOR and symbol[0] not in inner else kind
            for symbol, kind in kinds.items()}  # fmt: skip


def _others(symbol: Any, kind: str) -> tuple[str, ...]:
    """Return what else a name may be, the likeliest first."""
    if kind == VECTOR and symbol[0] in ("x", "h", "a", "z"):
        return ROW, MATRIX, SCALAR
    if kind == VECTOR:
        return MATRIX, ROW, SCALAR
    return (VECTOR, SCALAR, ROW) if kind == MATRIX else (VECTOR, MATRIX, ROW)


def _cost(symbol: Any, kind: str) -> float:
    """Return what it costs to take a name for something of a kind that its letter does not say."""
    return LABEL if symbol[0] in TARGETS and kind == SCALAR else FLIP


def best_shaping(model: Rules) -> Shaping:
    """Return the shapes under which most of the document has a meaning."""
    if model.kinds is not None:
        best = Shaping(model, model.kinds)
        best.judge_all()
        best.solve()
        return best
    first = first_kinds(model)
    if are_rows(model):
        first = {symbol: ROW if kind == VECTOR else kind for symbol, kind in first.items()}
    kinds, best, bad = _searched(model, first)
    if bad and (numbers := _as_numbers(model, first)) != first:  # one custom, for all of them
        found, other, worse = _searched(model, numbers)
        laws = other.bad_laws < best.bad_laws  # one wrong claim says nothing of what names are
        if worse + FLIP + (0 if laws else 1) < bad:
            first, kinds, best, bad = numbers, found, other, worse
    rows = {symbol: ROW if kind == VECTOR else kind for symbol, kind in first.items()}
    if kinds != first or best.bad:  # one custom too, that vectors are rows
        other = Shaping(model, rows)
        if other.judge_all() + FLIP <= bad and other.bad_laws <= best.bad_laws:
            kinds, best = rows, other
    best.solve()
    model.kinds = kinds
    return best


def _searched(model: Rules, first: dict[Any, str]) -> tuple[dict[Any, str], Shaping, float]:
    """Take names one by one for something else, as long as more has a meaning so.

    Return the kinds, the shapes with them, and how much has no meaning, with what changes cost.
    """
    kinds = first
    best = Shaping(model, kinds)
    bad: float = best.judge_all()
    steps = best.steps
    in_laws = {model.indices.use(n).symbol for law in model.laws for n in names(law.body)}
    needs = {law.use.symbol: [model.indices.use(n).symbol for n in names(law.body)]
             for law in model.laws if not law.use.entries}  # fmt: skip
    tried: set[Any] = set()
    while bad and steps < MOST_STEPS:
        step = None
        suspects = dict.fromkeys(model.indices.use(n).symbol for t in best.failed for n in names(t))
        suspects |= dict.fromkeys(filter(None, map(model.matrix_of, suspects)))
        suspects |= dict.fromkeys(sorted(reached(suspects, lambda symbol: needs.get(symbol, ()))))
        for symbol in suspects:
            if model.law_for(symbol, (), 0) is not None:
                continue
            for kind in _others(symbol, first.get(symbol, SCALAR)):
                changed = {**kinds, symbol: kind}
                key = tuple(sorted(changed.items(), key=repr))
                if kinds.get(symbol) == kind or key in tried:
                    continue
                tried.add(key)
                other = Shaping(model, changed)
                flips = sum(_cost(s, k) for s, k in changed.items() if first.get(s) != k)
                other_bad = other.judge_all() + flips
                steps += other.steps
                fixed = symbol in in_laws and other.bad_laws >= best.bad_laws
                if fixed and _cost(symbol, kind) == FLIP:
                    continue  # wrong claims say nothing of what the laws fix
                if other_bad < bad:
                    bad, best, step = other_bad, other, changed
                if steps > MOST_STEPS:
                    break
        if step is None:
            break
        kinds = step
    return kinds, best, bad
