r"""Entries with numbers of an example: z_{11} = a_{11} w_{11} + ..., \delta_{11}, \nabla a_{11}.

Where \delta^l = \partial C/\partial z^l, \delta_{11} is \partial C/\partial z_{11}; where \nabla a
is \partial C/\partial a, \nabla a_{11} is \partial C/\partial a_{11}; and W^l_{11} is its w_{11}.
So is \delta_1 of \delta_i = \partial L/\partial y_i, where y_1 and y_2 are defined and no y_i is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, names_in
from .rewritten import all_rewritten
from .tree import Derivative, Name
from .walked import names

_EXAMPLE = "ex"
"""What stands below a name of the example that is one of the whole, too."""
_ENTRY = re.compile(r"\d,?\d")


def with_numbered_slopes(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas of such an example with derivatives and names as it has them."""
    formulas = _with_each(formulas)
    given = [f for f in formulas if _gives_entry(f)]
    if not given:
        return formulas
    heads = {f.members[0].tree.base for f in given}  # type: ignore[union-attr]
    inside = {n for f in given for tree in f.trees for n in names(tree) if not n.layer}
    spoken = {(n.base, n.sub) for n in inside}
    slopes = dict(_named(formulas))
    own = {n for n in inside if not n.sub}
    shared = own & {n for f in formulas if f not in given and not any(map(_is_entry, names_in([f])))
                    for n in names_in([f])}  # fmt: skip

    def entry(part: Any) -> Any:
        match part:
            case Name(base=base, sub=sub, layer=layer) if layer and _ENTRY.fullmatch(sub):
                known = next((b for b in (base, base.lower()) if (b, sub) in spoken), "")
                return replace(part, base=known, layer="") if known else part
        return part

    def changed(part: Any) -> Any:
        match part:
            case Derivative(of=Name(sub=sub) as of, wrt=(Name(base=""),)) if _ENTRY.fullmatch(sub):
                if slope := slopes.get(("", of.base)):
                    return Derivative(slope.of, (replace(of, layer=""),), span=part.span)
            case Name(base=base, sub=sub, layer=""):
                slope = slopes.get((base, base)) if _ENTRY.fullmatch(sub) else None
                by = slope.wrt[0] if slope else None
                if isinstance(by, Name) and by.base in heads and slope is not None:
                    found = Name(by.base, sub, span=part.span)
                    return Derivative(slope.of, (found,), span=part.span)
        return part

    def apart(part: Any) -> Any:
        return replace(part, sub=_EXAMPLE) if isinstance(part, Name) and part in shared else part

    def told(part: Any) -> Any:  # \nabla a_{ij}, by whose letters no entry is counted
        known = isinstance(part, Name) and part.sub.isalpha() and ("", part.base) in slopes
        return replace(part, sub=_EXAMPLE, layer="") if known else part

    formulas = [all_rewritten([f], told)[0] if _tells(f) else f for f in formulas]
    found = all_rewritten(all_rewritten(formulas, entry), changed)
    return [all_rewritten([f], apart)[0] if any(map(_is_entry, names_in([f]))) else f
            for f in found]  # fmt: skip


def _with_each(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return the formulas with \partial L/\partial y_1 for the \delta_1 of such a \delta_i."""
    heads = {f.trees[0] for f in formulas if len(f.trees) > 1 and isinstance(f.trees[0], Name)}
    each: dict[Name, Any] = {}
    for formula in formulas:
        match formula.trees:
            case [
                Name(sub=i) as slope,
                Derivative(of=Name(), wrt=(Name(sub=j) as by,)) as body,
            ] if i == j and len(i) == 1 and i.isalpha() and by not in heads:
                numbered = [n for n in heads if n.base == by.base and n.sub.isdigit()]
                found = {replace(slope, sub=n.sub): replace(body, wrt=(n,)) for n in numbered
                         if n.layer == by.layer}  # fmt: skip
                first = min(found, key=lambda x: x.sub, default=None)
                if first is not None and not found.keys() & heads:
                    each |= {**found, slope: found[first], by: found[first].wrt[0]}
    return all_rewritten(formulas, lambda part: each.get(part, part)
                         if isinstance(part, Name) else part)  # fmt: skip


def _is_entry(name: Name) -> bool:
    return not name.layer and _ENTRY.fullmatch(name.sub) is not None


def _tells(formula: Formula) -> bool:
    """Whether it says what the gradient of an entry is."""
    match formula.trees:
        case [Derivative(of=Name(sub=sub), wrt=(Name(base=""),)), Derivative()]:
            return sub.isalpha()
    return False


def _gives_entry(formula: Formula) -> bool:
    """Whether a formula says what an entry with numbers is, by other such entries."""
    match formula.trees:
        case [Name(sub=sub, layer=""), body, *_] if _ENTRY.fullmatch(sub):
            return any(_ENTRY.fullmatch(n.sub) for n in names(body)) and not any(
                isinstance(x, Derivative) for x in formula.trees[1:]
            )
    return False


def _named(formulas: Sequence[Formula]) -> Iterator[tuple[tuple[str, str], Derivative]]:
    r"""Yield the derivatives that have a name: \delta of \delta^l, or \nabla a by its a."""
    for formula in formulas:
        match formula.trees:
            case [Derivative(of=Name(base=base), wrt=(Name(base=""),)), Derivative() as slope]:
                if any(n.base == base for n in names(slope.wrt)) and isinstance(slope.of, Name):
                    yield ("", base), slope
            case [Name(base=base, sub=sub), Derivative(of=Name()) as slope, *_]:
                if not re.search(r"\d", sub):
                    yield (base, base), slope
