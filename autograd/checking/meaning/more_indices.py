r"""What is said entry by entry is meant again where the entries are: a_i = g(z_i), then z_{i,c}.

So are names for derivatives: g_i = \partial E/\partial y_i says what g_{o,i} is beside y_{o,i}.  It
is so in each section that defines z anew, and speaks of a without saying what it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in
from ..reading.rewritten import rewritten
from ..reading.tree import Name
from ..reading.walked import names
from .indices import Indices
from .law import Law


def with_more_indices(
    laws: Sequence[Law], formulas: Sequence[Formula], indices: Indices
) -> Iterator[Law]:
    """Yield what such names are where what they are made of has other indices, or is given anew."""
    told = [(law, of) for law in laws for of in _made_of(law, indices)]
    known = {(x.section, x.use.symbol, len(x.use.entries)) for x in laws}
    spoken: set[Any] = set()
    for formula in formulas if told else ():
        for use in map(indices.use, names_in([formula])):
            spoken.add((formula.section, use.symbol, len(use.entries)))
    for law, of in told:
        for other in laws:
            key = other.section, law.use.symbol, len(other.use.entries)
            if other.use.symbol != of or key in known or key not in spoken or not (
                len(other.use.entries) >= len(law.use.entries)
                and all(i.letter and not i.offset for i in other.use.entries)
                and len(other.use.family) == len(law.use.family)
            ):  # fmt: skip
                continue
            known.add(key)
            target, body = (_below(x, law.target.sub, other.target.sub)
                            for x in (law.target, law.body))  # fmt: skip
            yield replace(law, use=indices.use(target), body=body, target=target,
                          section=other.section, order=other.order)  # fmt: skip


def _made_of(law: Law, indices: Indices) -> Iterator[Any]:
    """Yield the symbols of what a law makes an entry of, each of the entry with the same index."""
    target = law.target
    if not isinstance(target, Name) or not target.sub or law.arguments or not law.use.entries:
        return
    inside = [n for n in names(law.body) if n.sub]
    if inside and all(n.sub == target.sub and indices.use(n).entries for n in inside):
        yield from dict.fromkeys(indices.use(n).symbol for n in inside)


def _below(tree: Any, old: str, new: str) -> Any:
    """Return a formula with another index below its names."""
    return rewritten(
        tree, lambda x: replace(x, sub=new) if isinstance(x, Name) and x.sub == old else x
    )
