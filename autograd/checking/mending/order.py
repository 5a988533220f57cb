"""Factors of a product of matrices: in another order, transposed, multiplied in another way."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from ..meaning.tensor import Tensor, close_tensors, product, shape_of, transpose
from ..reading.tree import BigSum, Expression, Name, Negative, Sum, Transpose
from ..report.result import Explanation
from .candidates import slopes
from .edits import inside, spliced
from .rearrange import MOST, Effort, Factor, factors_of, told, untransposed, ways, written
from .trial import TOLERANCE, Trial

MANY = 30
"""How many names are tried as a factor."""


def rearranged(trial: Trial) -> Iterator[Explanation]:
    """Try the factors in another order, transposed, or multiplied in another way."""
    effort = Effort()
    found = list(_arranged(trial, _printed(trial), effort))
    if _is_transpose(trial):
        mark = "^T" if trial.latex else ".T"
        repair = found[0].repair if found else trial.confirmed(f"({trial.source}){mark}")
        found = [Explanation("transpose", "it is the transpose of the right matrix", repair)]
    yield from found
    if not found:
        yield from _turned(trial)


def with_factor(trial: Trial) -> Iterator[Explanation]:
    """Try the factors with one left out, then with one that is missing, in any order."""
    effort, printed = Effort(), _printed(trial)
    if _matrices_among(trial, printed) > MOST + 2:
        return
    for i, factor in enumerate(printed):
        if len(printed) > 1:
            said = f"the factor {trial.text_of(factor)} is too many"
            rest = [*printed[:i], *printed[i + 1 :]]
            yield from _arranged(trial, rest, effort, "extra factor", said)
    for pair in combinations(printed, 2) if len(printed) > 2 else ():
        said = f"the factors {' and '.join(map(trial.text_of, pair))} are too many"
        rest = [x for x in printed if not any(x is y for y in pair)]
        yield from _arranged(trial, rest, effort, "extra factor", said)
    for text in [*map(trial.label, trial.names[:MANY]), *slopes(trial)]:
        if (tree := trial.read(text)) is not None:
            said = f"the factor {text} is missing"
            yield from _arranged(
                trial, [*printed, tree], effort, "missing factor", said, {id(tree): text}
            )


def _turned(trial: Trial) -> Iterator[Explanation]:
    """Try one name transposed, or without its transpose, anywhere in the formula."""
    waiting: list[Expression] = [trial.tree]
    while waiting:
        part = waiting.pop()
        waiting += inside(part)
        if isinstance(part, Transpose):
            shown, new = trial.text_of(part), trial.text_of(part.of)
            said = f"{new} must not be transposed"
        elif isinstance(part, Name) and part.span != (0, 0):
            shown = trial.text_of(part)
            mark = "^T" if trial.latex else ".T"
            new, said = f"{shown}{mark}", f"{shown} must be transposed"
            if "^" in shown:
                new = f"({shown}){mark}"
        else:
            continue
        if repair := trial.confirmed(spliced(trial.source, part.span, new)):
            yield Explanation("transpose", said, repair)


def _is_transpose(trial: Trial) -> bool:
    values = [trial.value(trial.tree, place) for place in trial.places]
    return bool(values) and all(
        v is not None and len(shape_of(v)) == 2 and close_tensors(transpose(v), t, TOLERANCE)
        for v, t in zip(values, trial.truths, strict=True)
    )


def _printed(trial: Trial) -> list[Expression]:
    """Return the factors of the member, those in brackets too."""
    tree = trial.tree.of if isinstance(trial.tree, Negative) else trial.tree
    return factors_of(tree)


def _matrices_among(trial: Trial, trees: Sequence[Expression]) -> int:
    """Return how many factors are matrices: of too many no arrangement is sought."""
    values = [trial.value(untransposed(tree)[0], trial.places[0]) for tree in trees if trial.places]
    return sum(len(shape_of(value)) == 2 for value in values)


def _arranged(
    trial: Trial,
    trees: Sequence[Expression],
    effort: Effort,
    kind: str = "",
    said: str = "",
    texts: dict[int, str] | None = None,
) -> Iterator[Explanation]:
    """Yield the best arrangement of some factors; `texts` are of those that are not printed."""
    if not trial.places or not isinstance(trial.truths[0], Tensor):
        return
    factors, scalars, numbers = _valued(trial, trees, texts or {})
    if not factors or not numbers:
        return
    target = product(1 / numbers, trial.truths[0])
    sign = "-" if isinstance(trial.tree, Negative) else ""
    for way in list(ways(factors, target, effort))[:3]:
        text = written(way, factors, not trial.latex)
        if repair := trial.confirmed(f"{sign}{' '.join([*scalars, text])}"):
            own_kind, own_said = told(way, factors)
            more = said and way.cost > 0.5
            yield Explanation(
                kind or own_kind, f"{said}; {own_said}" if more else said or own_said, repair
            )
            return


def _valued(
    trial: Trial, trees: Sequence[Expression], texts: dict[int, str]
) -> tuple[list[Factor], list[str], float]:
    """Return the matrices among factors, how the others are written, and their product."""
    place, numbers = trial.places[0], -1.0 if isinstance(trial.tree, Negative) else 1.0
    factors, scalars = [], []
    for tree in trees:
        bare, transposed = untransposed(tree)
        value = trial.value(bare, place)
        text = texts.get(id(tree)) or trial.text_of(bare)
        if value is None:
            return [], [], 0.0
        if isinstance(value, Tensor) and len(value.shape) == 2:
            if isinstance(bare, (Sum, Negative, BigSum)) and not text.startswith(("(", r"\left(")):
                text = f"({text})"
            if transposed and isinstance(bare, Name):  # whose place in the text has the mark
                text = trial.label(bare)
            factors.append(Factor(bare, text, transposed, value))
        else:
            scalars.append(texts.get(id(tree)) or trial.bracketed(tree))
            numbers *= float(value)
    return factors, scalars, numbers
