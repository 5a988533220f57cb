r"""Names that letters tell apart, W_q, W_k, W_v and W_o: none counts, though \sum_k stands too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..reading.tree import BigSum, Name
from ..reading.walked import names
from .index import bound_letters

WORDS = frozenset("cdefghoquvrxyz")
"""The letters that hardly ever count something, as i, j, k, l, m, n, p, s and t do."""


def told_apart(uses: Iterable[Name], letters: set[str], summed: Iterable[BigSum]) -> set[str]:
    """Return the bases below which single letters stand, of which all but one count nothing.

    letters  what counts something as the document says
    summed   its sums: what stands below a base in one that runs over it does count
    """
    below: dict[str, set[str]] = defaultdict(set)
    for name in uses:
        below[name.base].add(name.sub)
    counted = {n.base for one in summed for n in names(one.of) if n.sub in bound_letters(one)}
    return {base for base, subs in below.items()
            if base not in counted and _are_words(subs - {""}, letters)}  # fmt: skip


def _are_words(subs: set[str], letters: set[str]) -> bool:
    words = (subs & WORDS) - letters
    alone = all(len(x) == 1 and x.isalpha() for x in subs)
    return alone and len(words) > 1 and len(subs - WORDS) < 2
