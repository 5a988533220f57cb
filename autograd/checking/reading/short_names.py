r"""Names by what others call them: h(x) is h_\theta(x), dL/dw of L_{BCE}, xhat is \hat{x}."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from .chains import Formula, names_in, parts_in
from .notation import LOSSES
from .rewritten import all_rewritten
from .tree import Call, Derivative, Name, name_of

_LOSSES = LOSSES | {r"\mathcal{L}", "loss", "Loss", "cost", "Cost"}

_JOINED = re.compile(r"(?P<d>d?)(?P<letter>[A-Za-z])(?P<accent>hat|bar|tilde)")


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


def with_accents(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return formulas with \hat{x} for the xhat of code, where both stand; with d\hat{x} too."""
    bases = {n.base for n in names_in(formulas)}
    said = {base: match for base in bases if (match := _JOINED.fullmatch(base))}
    accented = {base: rf"\{m['accent']}{{{m['letter']}}}" for base, m in said.items()}
    spelt = {base: said[base]["d"] + whole for base, whole in accented.items() if whole in bases}
    if not spelt:
        return list(formulas)
    return all_rewritten(formulas, lambda part: replace(part, base=spelt[part.base]) if (
        isinstance(part, Name) and part.base in spelt) else part)  # fmt: skip


def with_whole_losses(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Return formulas with L_{BCE} for an L that is only differentiated, where it is the one loss.

    What stands below must be a word, L_t is of a step; a formula with both tells them apart.
    """
    every = list(parts_in(formulas))
    above = {p.of for p in every if isinstance(p, Derivative) and isinstance(p.of, Name)}
    bare = {n.base for n in above if n.base in _LOSSES and not n.sub and not n.layer}
    heads = {h for f in formulas if len(f.members) > 1 for h in _heads(f)}
    whole: dict[str, Name] = {}
    for base in bare - {h.base for h in heads if not h.sub}:
        longer = {h for h in heads if h.base == base and _is_word(h.sub) and not h.layer}
        others = {n.sub for n in names_in(formulas) if n.base == base} - {
            "",
            *(h.sub for h in longer),
        }
        together = any(
            {"", *(h.sub for h in longer)} <= {n.sub for n in names_in([f]) if n.base == base}
            for f in formulas
        )
        if len(longer) == 1 and not others and not together:
            (whole[base],) = longer
    if not whole:
        return list(formulas)

    def change(part: Any) -> Any:
        short = isinstance(part, Name) and part.base in whole and not part.sub and not part.layer
        return replace(whole[part.base], span=part.span) if short else part

    return all_rewritten(formulas, change)


def _heads(formula: Formula) -> list[Name]:
    """Return what a formula begins with, as names: J_{cost} of J_{cost}(w)."""
    head = formula.members[0].tree
    if isinstance(head, Call) and not head.primes:
        return [name_of(head.function)]
    return [replace(head, span=(0, 0))] if isinstance(head, Name) else []


def _is_word(below: str) -> bool:
    return len(below) > 1 and all(x.isalpha() for x in below.split("-"))
