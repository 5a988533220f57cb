r"""Samples counted below names: \hat y = \sigma(w^T x + b), then \sum_i (\hat y_i - y_i) x_i.

There \hat y_i and x_i are no entries, and are read as \hat y^{(i)} and x^{(i)}; so are z_{ik} and
y_{ik} as z_k^{(i)} and y_k^{(i)}, and the x_i of f(x_i), where f(x) = w^T x + b.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, names_in, parts_in
from .rewritten import all_rewritten
from .tree import BigSum, Call, Derivative, Inner, Name, Transpose
from .walked import names, walk

_INPUT, _CALLED = "x", "()"
"""What is given, and what stands below the name of a function of it."""


def with_samples_below(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas with the number of a sample above what is of one."""
    said = dict(_said(formulas))
    of_one = _made_of_input(said)
    functions = {name.base for name in of_one if name.sub == _CALLED}
    if not any(map(_is_of_vectors, (body for name, body in said.items() if name in of_one))):
        return list(formulas)
    bases = {name.base: name.sub for name in of_one if name.sub != _CALLED}
    letters = {part.index for part in parts_in(formulas) if isinstance(part, BigSum)
               and (_counts_samples(part, bases) or _calls(part, functions))}  # fmt: skip
    every = set(names_in(formulas))
    if len(letters) != 1 or any(n.layer for n in every):
        return list(formulas)
    (letter,) = letters
    bare = {n.base for n in every if not n.sub} - bases.keys() - {_INPUT}
    own = {n for n in every if letter in n.sub}
    if any(letter in sub for sub in bases.values()) or any(n.base in bare for n in own):
        return list(formulas)  # w_i beside w is an entry
    return all_rewritten(formulas, partial(_numbered, letter))


def _said(formulas: Sequence[Formula]) -> Iterator[tuple[Name, Any]]:
    """Yield what forward equations define, and as what."""
    for formula in formulas:
        match formula.trees:
            case [Name(layer="") as name, body, *_] if not formula.aside and not any(
                isinstance(part, Derivative) for part in walk(body)
            ):
                yield name, body
            case [Call(function=function, arguments=(Name(base="x", sub=""),), primes=0), body, *_]:
                yield Name(function, _CALLED), body


def _made_of_input(said: dict[Name, Any]) -> set[Name]:
    """Return what is made of a bare x, be it through others."""
    found: set[Name] = set()
    known = {Name(_INPUT)}
    while True:
        more = {name for name, body in said.items() if known & set(names(body))} - found
        if not more:
            return found
        found |= more
        known |= {replace(name, span=(0, 0)) for name in more}


def _is_of_vectors(body: Any) -> bool:
    """Whether it says by its form that x is a vector."""
    return any(isinstance(part, (Transpose, Inner)) or (
        isinstance(part, Call) and part.function == "softmax") for part in walk(body))  # fmt: skip


def _counts_samples(part: BigSum, bases: dict[str, str]) -> bool:
    r"""Whether a sum over i has both x_i and the \hat y_i, or \hat y_{ik}, that is made of x."""
    inside = set(names(part.of))
    return len(part.index) == 1 and Name(_INPUT, part.index) in inside and any(
        n.base in bases and n != Name(n.base, bases[n.base]) and part.index in n.sub
        for n in inside
    )  # fmt: skip


def _calls(part: BigSum, functions: set[str]) -> bool:
    """Whether a sum over i has f(x_i)."""
    return len(part.index) == 1 and any(
        isinstance(x, Call) and x.function in functions
        and x.arguments == (Name(_INPUT, part.index),) for x in walk(part.of)
    )  # fmt: skip


def _numbered(letter: str, part: Any) -> Any:
    if not isinstance(part, Name) or letter not in part.sub:
        return part
    below = part.sub.replace(",", "")
    others = [x for x in below if x != letter]
    plain = len(others) == len(below) - 1 and below.isalpha()
    return replace(part, sub=",".join(others), layer=letter) if plain else part
