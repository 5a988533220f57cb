r"""Biases that are numbered as weights are: w_0 of w_0 + \sum_{i=1}^n w_i x_i.

Where the sum begins at 1, and neither an x_0 nor the whole of w is spoken of (but in J(w) = ...),
w_0 is a number apart from the entries of w.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in, parts_in
from ..reading.rewritten import all_rewritten
from ..reading.tree import BigSum, Call, Name, Number, Product, Sum
from ..reading.walked import names
from .first_numbers import letters_from
from .index import parts_of


def with_biases_apart(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with each such w_0 as a name without an index."""
    parts = list(parts_in(formulas))
    partners: dict[str, set[str]] = {}
    for part in parts:
        if isinstance(part, Sum):
            for base, beside in _apart_in(part):
                partners.setdefault(base, set()).update(beside)
    if not partners:
        return list(formulas)
    found = list(names_in(formulas))
    given = {t.function for f in formulas for t in f.trees[:1] if isinstance(t, Call)}
    listed = {id(x) for p in parts if isinstance(p, Call) and p.function in given
              for x in p.arguments}  # fmt: skip
    whole = {n.base for n in found if not n.sub and id(n) not in listed}
    with_zero = {n.base for n in found if n.sub == "0"}
    from_zero = letters_from(0, [t for f in formulas for t in f.trees])
    zeros = {n.base for n in found if n.sub in from_zero}
    biases = {base for base, beside in partners.items()
              if base not in whole | zeros and not beside & (with_zero | zeros)}  # fmt: skip

    def change(part: Any) -> Any:
        if isinstance(part, Name) and part.base in biases and part.sub == "0":
            return replace(part, base=part.base + "_0", sub="")
        return part

    return all_rewritten(formulas, change) if biases else list(formulas)


def _apart_in(part: Sum) -> Iterator[tuple[str, set[str]]]:
    """Yield the bases of what stands alone in a sum with a 0, and what the others are taken of."""
    lone = {t.base for t in part.terms if isinstance(t, Name) and t.sub == "0" and not t.layer}
    for base in lone:
        beside = {x for term in part.terms for x in _taken_of(base, term)}
        if beside:
            yield base, beside


def _taken_of(base: str, term: Any) -> Iterator[str]:
    r"""Yield the x of \sum_{i=1} w_i x_i, and of w_1 x_1."""
    match term:
        case BigSum(kind="sum", lower=Number(value=1.0), of=of):
            letters = set(parts_of(term.index))
        case Product():
            letters, of = {n.sub for n in names(term) if n.sub.isdigit() and n.sub != "0"}, term
        case _:
            return
    alike = [n for n in names(of) if n.sub and letters & {*parts_of(n.sub)}]
    if any(n.base == base and n.sub in letters for n in alike):
        yield from (n.base for n in alike if n.base != base)
