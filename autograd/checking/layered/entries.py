r"""Factors that are missing in a wrong formula about entries: `v_{kj}`, `1 - z_j^2`, `g'(z_j)`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.evaluate import MeaningError
from ..mending.edits import spliced, subtrees
from ..reading.tree import BigSum, Name, Negative, Sum
from ..report.result import Explanation
from .case import Case
from .factors import activations, function_text
from .grid import shape_of
from .notation import letters_in


def entries(case: Case) -> Iterator[Explanation]:
    """Try a factor that is missing before a formula, or within a sum of it."""
    inner = [(case.tree, "")]
    inner += [(p.of, p.index) for p in subtrees(case.tree) if isinstance(p, BigSum)]
    for part, bound in inner:
        shown = case.text_of(part)
        sums = isinstance(part, (Sum, Negative)) and not shown.startswith("(")
        for name in entry_names(case, bound):
            for text in _texts(case, name):
                new = case.times(text, f"({shown})" if sums else shown)
                if repair := case.confirmed(spliced(case.source, part.span, new)):
                    yield Explanation("missing factor", f"the factor {text} is missing", repair)


def entry_names(case: Case, bound: str = "") -> Iterator[Name]:
    """Yield the names of entries that have a meaning in the formula, vectors with an index too."""
    notation = case.claim.model.laws.notation
    free = letters_in([case.claim.anchor], notation)
    letters = {*free, bound, "L", ""}
    indices = [x for x in dict.fromkeys([*free, bound]) if x and x not in "lL"]
    seen = set()
    for name in case.names:
        place = notation.place(name)
        layer = place.layer[0] if place.layer else ""
        if layer not in letters or name.base in ("m", "n"):
            continue
        lettered = [i for i in place.indices if i.isalpha()]
        candidates = [name] if place.indices and set(lettered) <= letters else []
        if not place.indices and _is_vector(case, name):
            candidates = [replace(name, sub=letter) for letter in indices]
        for candidate in candidates:
            if candidate not in seen:
                seen.add(candidate)
                yield candidate


def _is_vector(case: Case, name: Name) -> bool:
    network, letters = case.place
    try:
        key = network.find(case.claim.model.laws.notation.place(name), dict(letters))
    except MeaningError:
        return False
    height, width = shape_of(network.value(key)) if key else (1, 1)
    return height > 1 and width == 1


def _texts(case: Case, name: Name) -> Iterator[str]:
    shown = case.label(name)
    yield from (shown, f"(1 - {shown})", f"(1 - {shown}^2)", f"{shown} (1 - {shown})")
    for function in activations(case):
        yield f"{function_text(case, function)}'({shown})"
