r"""Letters with a prime that a sum runs over: \sum_{j'} A_{ij'} is \sum_p A_{ip}, p being free."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .rewritten import rewritten
from .tree import BigSum, Formula, Name, Prime, Unread, subtrees

_PRIMED = re.compile(r"([A-Za-z])('+)")
_FREE = "pqruvghcdbaklmnst"


def with_bound_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with a letter of its own for each with a prime that a sum runs over."""
    trees = [tree for f in formulas for tree in f.trees]
    if not any(_PRIMED.fullmatch(p.index) for t in trees for p in subtrees(t)
               if isinstance(p, BigSum)):  # fmt: skip
        return list(formulas)
    used = {x for t in trees for p in subtrees(t) if isinstance(p, (Name, BigSum))
            for x in (f"{p.base}{p.sub}{p.layer}" if isinstance(p, Name) else p.index)}  # fmt: skip
    letters = [x for x in _FREE if x not in used]

    def change(part: Any) -> Any:
        if not (isinstance(part, BigSum) and _PRIMED.fullmatch(part.index) and letters):
            return part
        index = part.index

        def own(inner: Any) -> Any:
            match inner:
                case Prime(of=Name(sub="", layer="") as name) if f"{name.base}'" == index:
                    return replace(name, base=letters[0], span=inner.span)
                case Name(sub=sub, layer=layer) if index in sub or index in layer:
                    return replace(
                        inner,
                        sub=sub.replace(index, letters[0]),
                        layer=layer.replace(index, letters[0]),
                    )
            return inner

        condition = rewritten(part.condition, own) if part.condition is not None else None
        return replace(part, of=rewritten(part.of, own), index=letters[0], condition=condition)

    return [
        replace(
            f,
            members=tuple(
                m if isinstance(m.tree, Unread) else replace(m, tree=rewritten(m.tree, change))
                for m in f.members
            ),
        )
        for f in formulas
    ]
