r"""Entries of a convolution that a text leaves to be written: z_{11}, z_{12}, "the others alike".

From one to the next the numbers below some names go on by one; so they do for the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Name
from ..reading.walked import names, walk

_SAID = re.compile(
    r"similar|likewise|analog|in the same way|and so on|the (?:others?|rest)\b"
    r"|类似|类推|同理|其余|依此",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(\d),?(\d)")
_Place = tuple[int, int]


def alike(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any, int]]:
    """Yield the entries that are spoken of and not written, what they are, after which formula."""
    given: dict[str, dict[_Place, tuple[Any, int]]] = {}
    for number, formula in enumerate(formulas):
        match formula.trees:
            case [Name(base=base) as head, body, *_] if (place := _place(head)) and not any(
                isinstance(part, Derivative) for part in walk(body)
            ):  # fmt: skip
                given.setdefault(base, {})[place] = body, number
    if not given or not any(_SAID.search(f.prose) for f in formulas):
        return
    spoken = {(n.base, place) for n in names_in(formulas) if (place := _place(n)) and not n.layer}
    for base, known in given.items():
        moved = _moved(known)
        first = min(known)
        for _, place in sorted(x for x in spoken if x[0] == base and x[1] not in known):
            step = place[0] - first[0], place[1] - first[1]
            if moved and min(step) >= 0:
                sub = f"{place[0]}{place[1]}"
                body, _ = known[first]
                yield (
                    Name(base, sub),
                    _shifted(body, moved, step),
                    max(n for _, n in known.values()),
                )


def _place(name: Name) -> _Place | None:
    found = _ENTRY.fullmatch(name.sub) if not name.layer else None
    return (int(found[1]), int(found[2])) if found else None


def _moved(known: dict[_Place, tuple[Any, int]]) -> set[str]:
    """Return the bases of what goes on with the entry, as all that are given say; {} if not."""
    first = min(known)
    body = known[first][0]
    bases = {n.base for n in names(body) if _place(n)}
    for moved in ({x} for x in sorted(bases)):
        fits = [_shifted(body, moved, (at[0] - first[0], at[1] - first[1])) == other
                for at, (other, _) in known.items() if at != first]  # fmt: skip
        if fits and all(fits):
            return moved
    return set()


def _shifted(body: Any, moved: set[str], step: _Place) -> Any:
    """Return a formula with the numbers below some names moved on."""

    def on(part: Any) -> Any:
        if isinstance(part, Name) and part.base in moved and (place := _place(part)):
            return replace(part, sub=f"{place[0] + step[0]}{place[1] + step[1]}")
        return part

    return rewritten(body, on)
