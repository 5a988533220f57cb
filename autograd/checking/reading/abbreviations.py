r"""Losses by their short names: \nabla_z \text{CE} where "cross-entropy" stands beside L = ..."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, Unread, calls_in, names_in
from .notation import LOSSES
from .rewritten import all_rewritten
from .tree import Call, Name, name_of

_WORDS = {
    "BCE": r"binary cross[- ]?entropy|二元交叉熵",
    "CE": r"cross[- ]?entropy|entropie crois|kreuzentropie|交叉熵",
    "MSE": r"mean[- ]squared?[- ]error|均方误差",
    "SSE": r"sum of squared errors|残差平方和",
    "NLL": r"negative log[- ]?likelihood|负对数似然",
}


def with_abbreviations(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with such a name as the one loss that the text gives, if it is that."""
    formulas = list(formulas)
    heads = [(f, f.members[0].tree) for f in formulas
             if len(f.members) > 1 and not isinstance(f.members[1].tree, Unread)]  # fmt: skip
    defined = {x.function if isinstance(x, Call) else x.label for _, x in heads
               if isinstance(x, (Call, Name))}  # fmt: skip
    used = {n.label for n in names_in(formulas)}
    calls = {c.function for c in calls_in(formulas)}
    losses = defined & LOSSES
    short = {x for x in _WORDS if x in used - defined - calls}
    if len(losses) != 1 or len(short) != 1:
        return formulas
    (loss,), (name,) = losses, short
    told = [f for f, x in heads if isinstance(x, Name) and x.label == loss]
    told += [f for f, x in heads if isinstance(x, Call) and x.function == loss]
    if len(told) != 1 or not re.search(_WORDS[name], told[0].prose, re.IGNORECASE):
        return formulas

    def whole(part: Any) -> Any:
        same = isinstance(part, Name) and part.label == name
        return replace(name_of(loss), span=part.span) if same else part

    return all_rewritten(formulas, whole)
