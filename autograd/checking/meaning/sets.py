r"""What belongs to a set: to any one of which the loss speaks, to all of a vocabulary.

The items i \in I(u) of a user, her ratings (u, i) \in K and the users u \in U(i) of an item say the
same: which pairs are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..reading.tree import Call, Compare, Name
from ..reading.walked import names, walk
from .index import parts_of
from .rules import Rules


def key_of(condition: Compare, model: Rules, env: Mapping[str, int]) -> Any:
    """Return by what it is decided whether something belongs to a set; None where all does.

    A KeyError says that nothing is said of the set.
    """
    mine = _letters(condition, env)
    laws = [part for law in model.laws for part in walk(law.body)
            if isinstance(part, Compare) and part.sign in ("in", "not in")]  # fmt: skip
    whole = model.indices.has_vocabulary or "vocab" in _label(condition.right).lower()
    if len(mine) == 1 and whole:
        return None
    if len(mine) > 1 and any(_letters(part, env) == mine for part in laws):
        return "pairs", tuple((x, env[x]) for x in sorted(mine))
    if any(_label(part.right) == _label(condition.right) for part in laws):
        if len(mine) == 1:  # w \in V and k \in V say the same of a number
            return _label(condition.right), env[next(iter(mine))]
        return _label(condition.right), tuple((x, env[x]) for x in sorted(mine))
    raise KeyError(_label(condition.right))


def _letters(condition: Compare, env: Mapping[str, int]) -> set[str]:
    """Return the index letters of what belongs to a set, and those that the set itself has."""
    inside = {n.label for n in names((condition.left, condition.right))}
    below = {x for n in names(condition.right) for x in parts_of(n.sub) if n.sub}
    return (inside | below) & set(env)


def _label(whole: Any) -> str:
    match whole:
        case Name():
            return whole.base
        case Call(function=function):
            return function
    return ""
