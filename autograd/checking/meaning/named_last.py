r"""Names that the end of a chain gives to what stands before: \hat y_i = e^{z_i} / S = p_i."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..reading.chains import Formula, names_in
from ..reading.tree import Call, Name, name_of

_LEAST = 3


def is_named_there(name: Name, number: int, formulas: Sequence[Formula]) -> bool:
    """Whether a formula ends in a name that no other is about, and none before it holds."""
    formula = formulas[number]
    if len(formula.trees) < max(_LEAST, len(formula.members)) or name.layer:
        return False
    if formula.members[-1].relation != "=":
        return False
    others = (f.members[0].tree for i, f in enumerate(formulas) if i != number and not f.aside)
    heads = {name_of(t.function) if isinstance(t, Call) else t for t in others}
    said = {head.base for head in heads if isinstance(head, Name)}
    earlier = [*formulas[:number], replace(formula, members=formula.members[:-1])]
    return name.base not in said | {n.base for n in names_in(earlier)}
