"""A term that is missing in a wrong formula about layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, permutations

from ..mending.edits import additions, spliced
from ..reading.tree import Name
from ..report.result import Explanation
from .case import Case
from .entries import entry_names
from .notation import letters_in

EFFORT, MANY = 4_000, 12
"""How many sums are tried; how many entries as the parts of a fraction."""


def missing_term(case: Case) -> Iterator[Explanation]:
    """Try a name added or subtracted beside another, or a term such as y/a."""
    labels = [name.label for name in dict.fromkeys(names_beside(case))]
    for edit in islice(additions(case.tree, case.source, labels), EFFORT):
        if edit.kind == "missing term" and case.right(edit.tree):
            label = next(x for x in labels if f" {x} " in f" {edit.said} ")
            shown = case.label(next(n for n in names_beside(case) if n.label == label))
            repair = spliced(case.source, edit.span, edit.text.replace(label, shown))
            yield Explanation("missing term", edit.said.replace(label, shown), repair)
    written = [case.label(name) for name in entry_names(case)]
    parts = [text for name in written for text in (name, f"1 - {name}")]
    for above, below in permutations(parts[:MANY], 2):
        for sign in "+-":
            term = case.over(above, below)
            if repair := case.confirmed(f"{case.source} {sign} {term}"):
                yield Explanation("missing term", f"the term {sign} {term} is missing", repair)


def names_beside(case: Case) -> Iterator[Name]:
    """Yield the document's names that have a meaning beside those of the claim."""
    notation = case.claim.model.laws.notation
    letters = {*letters_in([case.claim.anchor, case.tree], notation), "L", ""}
    for name in case.names:
        place = notation.place(name)
        layer = place.layer[0] if place.layer else ""
        indices = {i for i in place.indices if i.isalpha()}
        if layer in letters and indices <= letters:
            yield name
        elif layer in letters and not name.layer:  # y, where the document has y_k only
            yield replace(name, sub=place.sub)
