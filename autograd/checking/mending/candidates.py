"""What may stand in a formula in place of something else, or beside it, with its values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ...engine.ops import sigmoid, tanh
from ...formulas.symbol import Symbol
from ..meaning.index import parts_of
from ..reading.tree import Call, Derivative, Name, Power, Sum
from ..reading.walked import walk
from .trial import Trial, close
from .written import written

NAME, SLOPE, DELTA, PART, COMPLEMENT, PATH = "name", "slope", "delta", "part", "complement", "path"
"""The kinds of candidates."""
MANY = 80
ELEMENTARY = frozenset({"exp", "log", "ln", "sqrt", "sin", "cos", "tan", "abs", "square"})
"""Functions that are no activations: their slope is another formula, and none is written f'."""
ROWS = {"sigma": sigmoid, "tanh": tanh}
"""The activations whose slope is a formula in their result."""


class Candidate(NamedTuple):
    """A quantity: how it is written, its values in all places, its kind."""

    text: str
    values: Sequence[float]
    kind: str


def candidates(trial: Trial) -> list[Candidate]:
    """Return the names, slopes, parts of the formula and Kronecker deltas with a value here."""
    found: dict[str, Candidate] = {}
    for text, kind in _texts(trial):
        if text not in found and (candidate := _valued(trial, text, kind)):
            found[text] = candidate
    return list(found.values())


def paths(trial: Trial) -> list[Candidate]:
    """Return the paths through one name each: that through h is dL/dh dh/dx."""
    anchor = trial.anchor
    match anchor:
        case Derivative(of=Name() as of, wrt=(Name() as wrt,)):
            texts = [_path(trial, of, name, wrt) for name in trial.names if name not in (of, wrt)]
        case _:
            return []
    found = (_valued(trial, text, PATH) for pair in texts for text in pair)
    return [c for c in found if c is not None and not close(c.values, trial.true)]


def _path(trial: Trial, of: Name, name: Name, wrt: Name) -> list[str]:
    first, second = _partial(trial, of, name), _partial(trial, name, wrt)
    turned = [rf"\left({second}\right)^T {first}"] if trial.latex and trial.has_shapes else []
    return [trial.times(first, second), *turned]


def _partial(trial: Trial, of: Name, wrt: Name) -> str:
    above, below = trial.label(of), trial.label(wrt)
    return (
        rf"\frac{{\partial {above}}}{{\partial {below}}}" if trial.latex else f"d{above}/d{below}"
    )


def _valued(trial: Trial, text: str, kind: str) -> Candidate | None:
    tree = trial.read(text)
    values = trial.flat(tree) if tree is not None else None
    return Candidate(text, values, kind) if values is not None and any(values) else None


def _texts(trial: Trial) -> Iterator[tuple[str, str]]:
    deltas = [name for name in trial.names if trial.is_delta(name)]
    yield from ((trial.label(n), DELTA) for n in deltas if len(set(n.sub)) == len(n.sub))
    names = [trial.label(name) for name in trial.names[:MANY] if name not in deltas]
    yield from ((text, NAME) for text in names)
    yield from ((text, SLOPE) for text in slopes(trial))
    for i, j in combinations(trial.counters, 2):
        yield rf"\delta_{{{i}{j}}}", DELTA
    for part in walk(trial.tree):
        if isinstance(part, (Call, Power, Sum)) and part is not trial.tree:
            yield trial.bracketed(part), PART
    losses = {of.label for of in (getattr(trial.anchor, "of", None),) if isinstance(of, Name)}
    yield from ((f"(1 - {text})", COMPLEMENT) for text in names if text not in losses)


def slopes(trial: Trial) -> list[str]:
    r"""Return the slope of each activation, in its result and in its argument.

    The first is what the operation's row says: a (1 - a), 1 - h^2; the second is \sigma'(z).
    """
    found: dict[str, None] = {}
    for function, z, a in _applied(trial):
        if function in ROWS:
            found[_slope(trial, function, a)] = None
        if function in ELEMENTARY:
            continue
        sign = rf"\{function}" if trial.latex and function in ROWS else function
        found[f"{sign}'({z})"] = None
    return list(found)


def slopes_of_others(trial: Trial) -> list[tuple[str, str, str]]:
    """Return the slopes that other activations would have: function, other, and its slope."""
    return [
        (function, other, _slope(trial, other, a))
        for function, _, a in _applied(trial)
        for other in ROWS
        if other != function
    ]


def _slope(trial: Trial, function: str, a: Name) -> str:
    """Return the slope of a function in its result, from the operation's row."""
    (slope,) = ROWS[function].partials(Symbol(trial.label(a)), Symbol("z"))
    text = str(slope).replace("**", "^").replace(" * ", " ") if trial.latex else str(slope)
    return f"({text})"


def _applied(trial: Trial) -> Iterator[tuple[str, str, Name]]:
    """Yield each use of an activation: function, argument as text, result."""
    for function, z, a in trial.activations:
        results = _alike(trial, a)
        arguments = _alike(trial, z) if isinstance(z, Name) else [z] * len(results)
        for new_a, new_z in zip(results, arguments, strict=False):
            shown = trial.label(new_z) if isinstance(new_z, Name) else written(z, trial.latex)
            yield function, shown, new_a


def _alike(trial: Trial, name: Name) -> list[Name]:
    """Return the names that differ in their index letters alone."""
    return [n for n in trial.names if _head(trial, n) == _head(trial, name)]


def _head(trial: Trial, name: Name) -> tuple[str, tuple[str, ...], bool]:
    below = parts_of(name.sub) if name.sub else []
    fixed = tuple("" if x.isdigit() or trial.is_index(x) else x for x in below)
    lone = name.sub if len(below) == 1 and name.sub.isdigit() and not name.layer else ""
    return name.base + lone, fixed, bool(name.layer)
