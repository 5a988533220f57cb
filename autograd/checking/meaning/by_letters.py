r"""Losses by their letters: CE(y, \hat y) is -\sum y \log \hat y, where no equation says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..reading.chains import Formula, calls_in
from ..reading.rewritten import all_rewritten
from ..reading.tree import Call, Name, Negative, Product
from .index import TARGETS

_ENTROPIES = frozenset({"ce", "crossentropy", "cross_entropy", "crossentropyloss"})


def with_entropies(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with each cross-entropy of two vectors written out.

    Which of them is the target its letter says: y or t, and the other is not.
    """
    heads = {f.members[0].tree.function for f in formulas if isinstance(f.members[0].tree, Call)}
    used = {c.function for c in calls_in(formulas) if _is_entropy(c)}
    if not used - heads:
        return list(formulas)
    return all_rewritten(formulas, lambda part: _written_out(part, heads))


def _is_entropy(part: Any) -> bool:
    return isinstance(part, Call) and not part.primes and part.function.lower() in _ENTROPIES


def _written_out(part: Any, heads: set[str]) -> Any:
    if not _is_entropy(part) or part.function in heads or len(part.arguments) != 2:
        return part
    targets = [x for x in part.arguments if isinstance(x, Name) and x.base in TARGETS]
    others = [x for x in part.arguments if x not in targets]
    if len(targets) != 1 or targets[0].sub or any(isinstance(x, Name) and x.sub for x in others):
        return part
    each = Product((targets[0], Call("log", (others[0],))), (r"\odot",))
    return Negative(Call("sum", (each,)), part.span)
