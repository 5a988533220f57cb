r"""h(x) where a text defines h_\theta(x): a function without the parameters below its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, names_in, parts_in
from .rewritten import all_rewritten
from .tree import Call


def with_whole_names(formulas: Sequence[Formula]) -> list[Formula]:
    """Return formulas with such functions called as they are defined."""
    heads = {f.members[0].tree.function for f in formulas
             if len(f.members) > 1 and isinstance(f.members[0].tree, Call)}  # fmt: skip
    every = list(parts_in(formulas))
    called = {part.function for part in every if isinstance(part, Call)}
    bare = {n.base for n in names_in(formulas) if not n.sub}
    whole: dict[str, str] = {}
    for function in sorted(called - heads - bare):
        longer = [x for x in heads if x.startswith(f"{function}_")]
        if len(longer) == 1:
            whole[function] = longer[0]
    if not whole:
        return list(formulas)

    def change(part: Any) -> Any:
        short = isinstance(part, Call) and not part.primes and part.function in whole
        return replace(part, function=whole[part.function]) if short else part

    return all_rewritten(formulas, change)
