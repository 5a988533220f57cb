r"""Names that letters tell apart, W_q, W_k, W_v and W_o: none counts, though \sum_k stands too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from ..reading.tree import Name

WORDS = frozenset("cdefghoquvrxyz")
"""The letters that hardly ever count something, as i, j, k, l, m, n, p, s and t do."""


def told_apart(uses: Iterable[Name], letters: set[str]) -> set[str]:
    """Return the bases below which single letters stand, of which several count nothing.

    letters  what counts something as the document says
    """
    below: dict[str, set[str]] = defaultdict(set)
    for name in uses:
        below[name.base].add(name.sub)
    return {base for base, subs in below.items() if _are_words(subs - {""}, letters)}


def _are_words(subs: set[str], letters: set[str]) -> bool:
    several = len((subs & WORDS) - letters) > 1
    return several and all(len(x) == 1 and x.isalpha() for x in subs)
