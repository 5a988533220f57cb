"""Factors of a wrong formula about layers: in another order, one too many, missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ..judging.judge import TOLERANCE
from ..meaning.build import LOSSES
from ..meaning.evaluate import FUNCTIONS
from ..mending.edits import subtrees
from ..reading.tree import BigSum, Call, Derivative, Expression, Name, Negative
from ..report.result import Explanation
from .case import FAILURES, Case, scaled
from .grid import Grid, close_grids, transpose
from .laws import Law
from .notation import letters_in
from .rearrange import Factor, told, ways, written
from .renaming import shifted

MANY = 40
"""How many names are tried as a factor."""


def rearranged(case: Case) -> Iterator[Explanation]:
    """Try the same factors in another order, transposed, or multiplied in another way."""
    found = list(_arranged(case, case.printed_factors))
    if _is_transpose(case):
        mark = ".T" if case.python else "^T"
        repair = found[0].repair if found else f"({case.source}){mark}"
        found = [Explanation("transpose", "it is the transpose of the right matrix", repair)]
    yield from found


def _is_transpose(case: Case) -> bool:
    """Whether the whole is the transpose of the right matrix everywhere."""
    pairs = ((c, t) for c, t, _, _ in case.claim.pairs(case.reading))
    try:
        return all(
            isinstance(c, Grid) and close_grids(transpose(c), t, TOLERANCE) for c, t in pairs
        )
    except FAILURES:
        return False


def _arranged(
    case: Case,
    trees: Sequence[Expression],
    kind: str = "",
    said: str = "",
    new: Expression | None = None,
    shown: str = "",
) -> Iterator[Explanation]:
    """Yield the best arrangement of some factors; `new` is one that is not printed."""
    try:
        factors, numbers = case.factors(trees, new, shown)
    except FAILURES:
        return
    if not isinstance(case.true, Grid) or not numbers or not factors:
        return
    for way in ways(factors, scaled(case.true, numbers), case.effort):
        text = written(way, factors, case.python)
        scalars = " ".join(case.text_of(t) for t in trees if not _is_matrix(t, factors))
        sign = "-" if isinstance(case.tree, Negative) else ""
        repair = case.confirmed(f"{sign}{scalars} {text}".strip())
        if repair:
            own_kind, own_said = told(way, factors)
            yield Explanation(
                kind or own_kind,
                f"{said}; {own_said}" if said and way.cost > 0.5 else said or own_said,
                repair,
            )
            return


def _is_matrix(tree: Expression, factors: Sequence[Factor]) -> bool:
    inner = tree.of if hasattr(tree, "of") and not isinstance(tree, (Derivative, BigSum)) else tree
    return any(f.tree is tree or f.tree is inner for f in factors)


def one_more(case: Case) -> Iterator[Explanation]:
    """Try the factors with one or two left out, then with one that is missing."""
    for i, factor in enumerate(case.printed_factors):
        rest = [*case.printed_factors[:i], *case.printed_factors[i + 1 :]]
        said = f"the factor {case.text_of(factor)} is too many"
        yield from _arranged(case, rest, "extra factor", said)
    for pair in combinations(case.printed_factors, 2):
        rest = [f for f in case.printed_factors if f not in pair]
        said = f"the factors {' and '.join(map(case.text_of, pair))} are too many"
        yield from _arranged(case, rest, "extra factor", said)
    for text, tree in _quantities(case):
        trees = [*case.printed_factors, tree]
        said = f"the factor {text} is missing"
        yield from _arranged(case, trees, "missing factor", said, tree, text)


def one_other(case: Case) -> Iterator[Explanation]:
    """Try the factors with one replaced by another, in any order and transposed."""
    for i, factor in enumerate(case.printed_factors):
        for text, tree in _quantities(case):
            trees = [*case.printed_factors[:i], tree, *case.printed_factors[i + 1 :]]
            said = f"the factor {case.text_of(factor)} should be {text}"
            yield from _arranged(case, trees, "wrong factor", said, tree, text)


def _quantities(case: Case) -> Iterator[tuple[str, Expression]]:
    """Yield the matrices that may be missing: names of the document, and slopes of activations."""
    notation = case.claim.model.laws.notation
    letters = set(letters_in([case.claim.anchor, case.tree], notation)) | {"L", ""}
    count = 0
    for name in case.names:
        place = notation.place(name)
        if (
            place.indices
            or (place.layer and place.layer[0] not in letters)
            or name.base in ("m", "n")
        ):
            continue
        for layer in (name.layer, *shifted(name.layer)):
            moved = replace(name, layer=layer, span=(0, 0))
            yield case.label(moved), moved
            for function in activations(case):
                yield (
                    f"{function_text(case, function)}'({case.label(moved)})",
                    Call(function, (moved,), 1),
                )
            count += 1
        if count > MANY:
            break
    for law in case.claim.model.laws.laws:
        if isinstance(law.body, Call) and not law.place.indices:
            yield from _slopes_of(case, law)


def _slopes_of(case: Case, law: Law) -> Iterator[tuple[str, Expression]]:
    """Yield the slope of an activation in terms of its result, 1 - h^2 or a (1 - a)."""
    letter, offset = law.place.layer or ("", 0)
    layer = (
        f"{letter}{offset:+d}" if letter and offset else letter or (str(offset) if offset else "")
    )
    shown = case.label(Name(law.place.base, law.place.sub, layer))
    sign = "*" if case.python else r"\odot"
    for text in (f"(1 - {shown}^2)", f"({shown} {sign} (1 - {shown}))", f"(1 - {shown})"):
        if (tree := case.read(text)) is not None:
            yield text, tree


def activations(case: Case) -> list[str]:
    """Return the functions that the layers apply entry by entry."""
    found = {p.function for law in case.claim.model.laws.laws for p in subtrees(law.body)
             if isinstance(p, Call) and law.place.base not in LOSSES}  # fmt: skip
    return sorted(found & FUNCTIONS.keys())


def function_text(case: Case, function: str) -> str:
    """Return a function as its author writes it."""
    return rf"\{function}" if function in ("sigma", "tanh") and not case.python else function
