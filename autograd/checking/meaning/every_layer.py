r"""What is said of the last layer and holds of each: z^L = W^L a^{L-1} + b^L, a^L = \sigma(z^L).

So some texts begin, and go on to W^{L-1} without saying again what z^{L-1} is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, names_in
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Name
from ..reading.walked import names
from .indices import Indices
from .law import Law, variables

_LAST = re.compile("L(?:-[1-9])?")
_NEXT = re.compile(r"l(?:\+1)?")
_BEFORE = re.compile("L-[1-9]")


def for_every_layer(
    laws: Sequence[Law], formulas: Sequence[Formula], indices: Indices
) -> list[Law]:
    """Return the laws, those of each layer that are written for the last one and lead to itself.

    That is so where the text speaks of more of a layer before than what the last one takes in.
    """
    laws = _errors_of_each(laws, formulas, indices)
    last = [law for law in laws if isinstance(law.target, Name) and law.target.layer == "L"
            and not law.arguments]  # fmt: skip
    told = {law.use.symbol for law in laws} - {law.use.symbol for law in last}
    chain = [law for law in last if _leads_back(law, last) and law.use.symbol not in told]
    taken = {n.base for law in chain for n in names(law.body) if _BEFORE.fullmatch(n.layer)}
    own = {n.base for law in chain for n in (law.target, *names(law.body)) if n.layer == "L"}
    spoken = {n.base for n in names_in(formulas)
              if _BEFORE.fullmatch(n.layer)}  # fmt: skip
    if not spoken & (own - taken):
        return list(laws)
    return [_of_each(law, indices) if law in chain else law for law in laws]


def _errors_of_each(
    laws: Sequence[Law], formulas: Sequence[Formula], indices: Indices
) -> list[Law]:
    r"""Return the laws, \delta^{(l)} as a derivative by z^{(l)} where \delta^{(L)} is by z^{(L)}.

    That is so where no equation defines the others, of which the text goes on to speak.
    """
    spoken = {n.base for f in formulas for tree in f.trees[1:] for n in names(tree)
              if _NEXT.fullmatch(n.layer)}  # fmt: skip
    named = [law for law in laws if isinstance(law.target, Name)
             and law.target.base in spoken and isinstance(law.body, Derivative)]  # fmt: skip
    only = Counter(law.use.symbol for law in named)

    def each(law: Law) -> Law:
        if law not in named or only[law.use.symbol] > 1 or law.target.layer != "L":
            return law
        by = variables(law.body)[0]
        if not isinstance(by, Name) or by.layer != "L":
            return law
        target = replace(law.target, layer="l")
        assert isinstance(law.body, Derivative)
        body = replace(law.body, wrt=(replace(by, layer="l"),))
        return replace(law, use=indices.use(target), target=target, body=body)

    return [each(law) for law in laws]


def _leads_back(law: Law, laws: Sequence[Law]) -> bool:
    """Whether what it defines is made of the same of the layer before, maybe through others."""
    bodies = {one.target.base: one.body for one in laws}
    waiting, seen = [(law.target.base, False)], set()
    while waiting:
        base, before = waiting.pop()
        for name in names(bodies.get(base, ())):
            if not _LAST.fullmatch(name.layer):
                continue
            step = name.base, before or name.layer != "L"
            if step == (law.target.base, True):
                return True
            if step not in seen:
                seen.add(step)
                waiting.append(step)
    return False


def _of_each(law: Law, indices: Indices) -> Law:
    def each(part: Any) -> Any:
        last = isinstance(part, Name) and _LAST.fullmatch(part.layer)
        return replace(part, layer=part.layer.replace("L", "l")) if last else part

    target = each(law.target)
    return replace(law, use=indices.use(target), target=target, body=rewritten(law.body, each))
