r"""Names that stand for gradients: deltaW, grad_W, \Delta W and \delta_{h_t} as dW and dh_t.

\delta_{z_t} of a gate z_t = \sigma(...) is by what the gate is the activation of, where the text
has the gate's slope z_t (1 - z_t) in it; that is then a name of its own, a^z_t.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from ..reading.chains import Formula
from ..reading.rewritten import all_rewritten
from ..reading.tree import Call, Name, Negative, Number, Power, Product, Sum
from ..reading.walked import names, walk

_WORD = re.compile(r"(?:delta|grad)_?([A-Za-z]\w*)")
_NUMBERED = re.compile(r"([A-Za-z]+)(\d*)")
_OF = re.compile(r"(\\(?:hat|tilde|bar)\{[A-Za-z]\}|[A-Za-z])(?:_\{?(\w(?:[-+]\d)?)\}?)?")
_PAIR = re.compile(r"([a-z]),?(t)")
_ACCENTED = re.compile(r"\\[a-z]+\{([a-z])\}|([a-z])")
_DELTA = r"\delta"
INNER = "a^"
"""The base of what a gate without a name for it is the activation of, before the gate's letter."""


def with_gradients(
    formulas: Sequence[Formula],
) -> tuple[list[Formula], list[tuple[Name, Any, int]]]:
    """Return the formulas with such names as dW, and what a^z_t is, by formula."""
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    every = list(names(trees))
    labels = {(n.base, n.sub) for n in every}
    bases = {base for base, _ in labels}
    words = {n: d for n in labels if (d := _slope(*n))
             and (d[0][1:] in bases if n[1] == d[1] else (d[0][1:], d[1]) in labels)}  # fmt: skip
    if len(words) > 1:
        formulas = all_rewritten(formulas, partial(_plain, words))
    known = {replace(n, span=(0, 0)) for n in every if n.base != _DELTA}
    gates = _gates(formulas)
    deltas = {n.sub: of for n in every if n.base == _DELTA and not n.layer
              if (of := _of(n.sub, known, gates))}  # fmt: skip
    if len(deltas) < 2:
        return list(formulas), []
    return _with_gates(formulas, deltas)


def _slope(base: str, sub: str) -> tuple[str, str] | None:
    """Return the base and the index of dW_1 for deltaW_1, grad_W1 and W1_grad; None for others."""
    if match := _WORD.fullmatch(base):
        return f"d{match[1]}", sub
    if base == "grad" and (match := _NUMBERED.fullmatch(sub)):
        return f"d{match[1]}", match[2]
    of, _, last = sub.rpartition(",")
    return (f"d{base}", of) if last == "grad" else None


def _gates(formulas: Sequence[Formula]) -> dict[str, str]:
    r"""Return what is an activation at a time by its letter: \tilde{h} of \tilde{h}_t by h."""
    found = {}
    for formula in formulas:
        match [m.tree for m in formula.members[:2]]:
            case [Name(base=base, sub="t"), Call(primes=0, arguments=(_,))]:
                if letter := _ACCENTED.fullmatch(base):
                    found[letter[1] or letter[2]] = base
    return found


def _of(sub: str, known: set[Name], gates: dict[str, str]) -> Name | None:
    r"""Return the name that stands below \delta: h_t, \hat{h}_t, and z_t for the gate of zt."""
    match = _OF.fullmatch(sub)
    if (pair := _PAIR.fullmatch(sub)) and pair[1] in gates:
        return Name(gates[pair[1]], pair[2])
    if match and match[2]:
        name = Name(match[1], match[2])
        alike = any(n.base == name.base for n in known)
        return name if alike else None
    return None


def _with_gates(
    formulas: Sequence[Formula], deltas: dict[str, Name]
) -> tuple[list[Formula], list[tuple[Name, Any, int]]]:
    gates = {name.base for formula in formulas for name in _sloped(formula, deltas)}
    inner: dict[str, tuple[str, Any, int]] = {}
    found = []
    for number, formula in enumerate(formulas):
        match [m.tree for m in formula.members]:
            case [Name(base=base) as gate, Call(primes=0, arguments=(inside,)) as call]:
                if base in gates and isinstance(inside, Name):
                    inner[base] = inside.base, None, number
                elif base in gates:
                    own = replace(gate, base=f"{INNER}{base}", span=(0, 0))
                    inner[base] = own.base, (own, inside), number
                    second = replace(formula.members[1], tree=replace(call, arguments=(own,)))
                    formula = replace(formula, members=(formula.members[0], second))
        found.append(formula)
    change = partial(_named, {sub: inner.get(n.base, (n.base,))[0] for sub, n in deltas.items()},
                     deltas)  # fmt: skip
    laws = [(*said, number) for _, said, number in inner.values() if said is not None]
    return all_rewritten(found, change), laws


def _sloped(formula: Formula, deltas: dict[str, Name]) -> Iterator[Name]:
    r"""Yield the gate of which a formula for its \delta has the slope, z_t (1 - z_t)."""
    match formula.members[0].tree:
        case Name(base=base, sub=sub) if base == _DELTA and sub in deltas:
            gate = deltas[sub]
            for part in (p for tree in formula.trees[1:] for p in walk(tree)):
                match part:
                    case Sum(terms=(Number(value=1.0), Negative(of=of))):
                        factors = of.factors if isinstance(of, Product) else (of,)
                        squares = [x.base for x in factors if isinstance(x, Power)]
                        if any(isinstance(x, Name) and x.base == gate.base
                               for x in (*factors, *squares)):  # fmt: skip
                            yield gate


def _plain(words: dict[tuple[str, str], tuple[str, str]], part: Any) -> Any:
    if isinstance(part, Name) and (part.base, part.sub) in words:
        base, sub = words[part.base, part.sub]
        return replace(part, base=base, sub=sub)
    return part


def _named(bases: dict[str, str], deltas: dict[str, Name], part: Any) -> Any:
    if isinstance(part, Name) and part.base == _DELTA and part.sub in deltas and not part.layer:
        of = deltas[part.sub]
        return replace(part, base=f"d{bases[part.sub]}", sub=of.sub)
    return part
