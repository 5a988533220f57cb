"""What solves an equation: b = ... where dE/db has been set to 0, which is no forward equation."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set

from ..reading.chains import Formula, names_in
from ..reading.notation import ONES
from ..reading.tree import Call, Derivative, Name, Number, name_of
from ..reading.walked import names
from .law import Law

_SOLVED = re.compile(
    r"\b(?:zero of|gives?|yields?|get|obtain|solv\w+|solution|optim\w+|minim\w+)\b"
    r"|\b(?:donne|ergibt|folgt|vaut)\b|得到|解得|解出|可得|就有|最优",
    re.IGNORECASE,
)
"""What is said where an equation is solved for a name."""
_ZERO = re.compile(
    r"(?:为|等于)\s*(?:0|零)|\bto (?:0|zero)\b|\bzero of\b|gleich (?:0|null)\b|\bannul\w*",
    re.IGNORECASE,
)


def is_solution(
    law: Law, formulas: Sequence[Formula], laws: Sequence[Law], variables: Set[str]
) -> bool:
    """Whether it says where a derivative is 0: b = ... once dE/db has been set to 0.

    formulas   all that the document has, the law's among them
    variables  the labels of what derivatives are taken by
    """
    before = formulas[: law.order]
    rows = {name_of(x).base for x in variables if len(name_of(x).sub) > len(law.target.sub) > 0}
    if law.arguments:
        return False
    used = any(n.base == law.target.base for x in laws for n in names(x.body))
    seen = {_plain(n.base) for n in names_in(before)}
    known = all(_plain(n.base) in seen or n.base in ("I", ONES) for n in names(law.body))
    if not (used and known):
        return False
    prose, label = formulas[law.order].prose, law.target.label
    if _ZERO.search(prose) and any(_is_of_what(f, laws, law) for f in before):
        return True
    told = _SOLVED.search(prose) and (
        _ZERO.search(prose) or any(f.stationary or _is_set_to_zero(f) for f in before)
    )
    return (label in variables or law.target.base in rows) and (
        bool(told) or any(_is_set_to_zero(f, label) for f in before)
    )


def _is_of_what(formula: Formula, laws: Sequence[Law], solved: Law) -> bool:
    """Whether it says a derivative of what an equation is made of that has the name solved for."""
    match formula.members[0].tree:
        case Derivative(of=Name(label=of) | Call(function=of)):
            earlier = (x for x in laws if x.order < solved.order and x.label == of)
            return any(n.label == solved.target.label for x in earlier for n in names(x.body))
    return False


def _is_set_to_zero(formula: Formula, label: str = "") -> bool:
    """Whether it sets a derivative to 0, one by the name with a label if there is one."""
    match formula.trees:
        case [Derivative(wrt=(Name() as by, *_)), Number(value=0.0)]:
            return by.label == label or not label
    return False


def _plain(base: str) -> str:
    """Return the base of a name without the accent of a mean or an estimate."""
    return re.sub(r"\\(?:bar|hat|overline|tilde)\{(.*)\}", r"\1", base)
