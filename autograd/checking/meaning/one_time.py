r"""What is said at one time and holds at each: z_3 = V s_3 beside \hat y_t = softmax(V s_t)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in, parts_in
from ..reading.rewritten import rewritten
from ..reading.tree import Name
from ..reading.walked import names

_TIME = re.compile(r"(?<![A-Za-z])([a-z])[-+]\d")


def with_each_time(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the time for the number, where what is said stands elsewhere."""
    times = {x for n in names_in(formulas) for x in _TIME.findall(n.sub)}
    letters = {(n.base, n.sub) for n in names_in(formulas) if n.sub in times}
    parts = list(parts_in(formulas)) if any(_number(f) for f in formulas) else []
    found = []
    for formula in formulas:
        number, said = _number(formula), formula
        inside = [n for n in names(tuple(formula.trees[1:2])) if n.sub == number]
        common = [{x for base, x in letters if base == n.base} for n in inside] if number else []
        for time in sorted(set.intersection(*common)) if common else ():
            body = rewritten(formula.trees[1], lambda part: _at(part, number, time))  # noqa: B023
            if body in parts:
                first, second, *others = formula.members
                left = replace(first, tree=_at(first.tree, number, time))
                said = replace(formula, members=(left, replace(second, tree=body), *others))
        found.append(said)
    return found


def _number(formula: Formula) -> str:
    """Return the number below what a formula defines, "" for none."""
    if len(formula.members) != 2 or len(formula.trees) != 2:
        return ""
    first = formula.trees[0]
    return first.sub if isinstance(first, Name) and first.sub.isdigit() else ""


def _at(part: Any, number: str, time: str) -> Any:
    return replace(part, sub=time) if isinstance(part, Name) and part.sub == number else part
