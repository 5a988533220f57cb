r"""Where the members of a formula stand in the document: what an editor marks and replaces.

A formula is cut anew as it is written there, for what is read of it may have its macros expanded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .chains import Formula
from .rows import chains


def with_places(formulas: Sequence[Formula], text: str, place: int, written: str) -> list[Formula]:
    """Return the formulas that were read of `written`, which stands at `place`, with their places.

    A place is None where the text is written in another way, as in the address of a picture.
    """
    cut = chains(written)
    if [len(f.members) for f in formulas] != [len(chain.pieces) for chain in cut]:
        return list(formulas)
    found = []
    for formula, chain in zip(formulas, cut, strict=True):
        starts = [place + piece.start for piece in chain.pieces]
        places = [(at, at + len(p.text)) for at, p in zip(starts, chain.pieces, strict=True)]
        seen = [_bare(text[start:end]) for start, end in places]
        if seen != [_bare(piece.text) for piece in chain.pieces]:
            found.append(formula)
            continue
        members = [
            replace(member, place=at if at[0] < at[1] else None)
            for member, at in zip(formula.members, places, strict=True)
        ]
        found.append(replace(formula, members=tuple(members)))
    return found


def _bare(text: str) -> str:
    r"""Return a text without what is blanked out where it is read: &, \\, what arranges."""
    return "".join(text.replace("&", " ").replace(r"\\", " ").split())
