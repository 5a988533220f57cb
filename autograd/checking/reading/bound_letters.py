r"""What sums run over: \sum_{j'} A_{ij'} is \sum_p A_{ip}, p being free; \sum_B one over rows.

And the star of an index, the one that is drawn or best: u_{j^*} is u_p.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, parts_in
from .rewritten import all_rewritten, rewritten
from .tree import BigSum, Name, Number, Prime
from .walked import walk

_PRIMED = re.compile(r"([A-Za-z])('+)")
_STARRED = re.compile(r"(?<![A-Za-z\\])([a-z])\^?\{?(?:\*|\\ast|\\star)\}?$")
_BATCH = re.compile("[BNM]")
_FREE = "pqruvghcdbaklmnst"


def with_bound_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a letter of its own for each with a prime that a sum runs over.

    And for each with a star.
    """
    return _with_starred(_with_primed(formulas))


def _with_primed(formulas: Sequence[Formula]) -> list[Formula]:
    parts = list(parts_in(formulas))
    if not any(isinstance(p, BigSum) and (_PRIMED.fullmatch(p.index) or _BATCH.fullmatch(p.index))
               for p in parts):  # fmt: skip
        return list(formulas)
    used = {x for p in parts if isinstance(p, (Name, BigSum))
            for x in (f"{p.base}{p.sub}{p.layer}" if isinstance(p, Name) else p.index)}  # fmt: skip
    letter = next((x for x in _FREE if x not in used), "")
    return all_rewritten(formulas, partial(_summed, letter))


def _with_starred(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a letter of its own for each index with a star, j^* beside j."""
    named = [p for p in parts_in(formulas) if isinstance(p, Name)]
    starred = {m[1] for n in named if (m := _STARRED.search(n.sub))}
    plain = {n.sub for n in named} | {n.base for n in named if not n.sub and not n.layer}
    used = {x for n in named for x in f"{n.base}{n.sub}{n.layer}"}
    free = [x for x in _FREE if x not in used]
    letters = dict(zip(sorted(starred & plain), free, strict=False))
    return all_rewritten(formulas, partial(_unstarred, letters)) if letters else list(formulas)


def _unstarred(letters: dict[str, str], part: Any) -> Any:
    if not isinstance(part, Name):
        return part
    if part.layer == "*" and not part.sub and part.base in letters:
        return replace(part, base=letters[part.base], layer="")
    match = _STARRED.search(part.sub)
    if match and match[1] in letters:
        return replace(part, sub=part.sub[: match.start()] + letters[match[1]])
    return part


def _summed(letter: str, part: Any) -> Any:
    """Return a sum over a letter with a prime as one over `letter`, over the batch over rows."""
    if not isinstance(part, BigSum):
        return part
    if _PRIMED.fullmatch(part.index) and letter:
        own = partial(_renamed, part.index, letter)
        condition = rewritten(part.condition, own) if part.condition is not None else None
        return replace(part, of=rewritten(part.of, own), index=letter, condition=condition)
    bare = part.lower is None is part.upper and part.condition is None
    inside = (p for p in walk(part.of) if isinstance(p, Name))
    if _BATCH.fullmatch(part.index) and bare and not any(part.index in n.sub for n in inside):
        return replace(part, index="axis", lower=Number(0.0))
    return part


def _renamed(index: str, letter: str, part: Any) -> Any:
    match part:
        case Prime(of=Name(sub="", layer="") as name) if f"{name.base}'" == index:
            return replace(name, base=letter, span=part.span)
        case Name(sub=sub, layer=layer) if index in sub or index in layer:
            return replace(part, sub=sub.replace(index, letter), layer=layer.replace(index, letter))
    return part
