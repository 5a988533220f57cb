r"""What sums run over: \sum_{j'} A_{ij'} is \sum_p A_{ip}, p being free; \sum_B one over rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula
from .rewritten import all_rewritten, rewritten
from .tree import BigSum, Name, Number, Prime
from .walked import walk

_PRIMED = re.compile(r"([A-Za-z])('+)")
_BATCH = re.compile("[BNM]")
_FREE = "pqruvghcdbaklmnst"


def with_bound_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a letter of its own for each with a prime that a sum runs over."""
    parts = [p for f in formulas for tree in f.trees for p in walk(tree)]
    if not any(isinstance(p, BigSum) and (_PRIMED.fullmatch(p.index) or _BATCH.fullmatch(p.index))
               for p in parts):  # fmt: skip
        return list(formulas)
    used = {x for p in parts if isinstance(p, (Name, BigSum))
            for x in (f"{p.base}{p.sub}{p.layer}" if isinstance(p, Name) else p.index)}  # fmt: skip
    letter = next((x for x in _FREE if x not in used), "")
    return all_rewritten(formulas, partial(_summed, letter))


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
