r"""What texts call z without saying so: with h = \sigma(W_1 x + b_1), \sigma is taken of z_1.

So it is where no equation defines z and derivatives alone are taken by it. Which one z_2 is its
number tells, that of W_2 or of a_2; a z without a number is that of the only activation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from ..reading.chains import Formula, names_in
from ..reading.tree import Call, Derivative, Name, Prime
from ..reading.walked import names, walk
from .rewriting import exchanged

_INPUTS = ("z", "net", "logit")
_ACTIVATIONS = frozenset({"sigma", "tanh", "relu", "softmax", "softplus", "leaky_relu", "gelu",
                          "silu", "f", "g", r"\phi", r"\varphi"})  # fmt: skip


class _Activation(NamedTuple):
    """An activation of a sum or a product: by which formula, of which name, of what."""

    number: int
    head: Name
    inside: Any


def with_inputs(
    formulas: Sequence[Formula],
) -> tuple[list[Formula], list[tuple[Name, Any, int]]]:
    r"""Return the formulas with h = \sigma(z_1), and what z_1 is, by formula."""
    asked = _only_differentiated(formulas)
    found = list(_activations(formulas)) if asked else []
    meant = {name: [one for one in found if _is_of(name, one, found)] for name in asked}
    if not meant or any(len(ones) != 1 for ones in meant.values()):
        return list(formulas), []
    result, said = list(formulas), []
    for name, (one,) in meant.items():
        members = tuple(
            member if place == 0 or not hasattr(member.tree, "span")
            else replace(member, tree=exchanged(member.tree, one.inside, name))
            for place, member in enumerate(result[one.number].members)
        )  # fmt: skip
        result[one.number] = replace(result[one.number], members=members)
        said.append((name, one.inside, one.number))
    return result, said


def _only_differentiated(formulas: Sequence[Formula]) -> list[Name]:
    r"""Return the names that stand in derivatives, and in \sigma'(z), and nowhere else."""
    trees = tuple(tree for formula in formulas for tree in formula.trees)
    slopes: set[int] = set()
    asked: dict[Name, None] = {}
    for part in walk(trees):
        match part:
            case Derivative() | Prime():
                slopes |= set(map(id, names(part)))
                asked |= {replace(n, span=(0, 0)): None for n in names(part) if n.base in _INPUTS}
            case Call(primes=1 | 2):
                slopes |= set(map(id, names(part.arguments)))
    others = {n.base for n in names_in(formulas) if id(n) not in slopes}
    return [name for name in asked if name.base not in others]


def _activations(formulas: Sequence[Formula]) -> Iterator[_Activation]:
    for number, formula in enumerate(formulas):
        match formula.trees:
            case [Name() as head, Call(function=function, arguments=(inside,), primes=0), *_]:
                if function in _ACTIVATIONS and not isinstance(inside, Name):
                    yield _Activation(number, head, inside)


def _is_of(name: Name, one: _Activation, found: Sequence[_Activation]) -> bool:
    """Whether a name can be what an activation is of: by its number, or for want of others."""
    number = name.sub, name.layer
    if number == ("", ""):
        return len(found) == 1
    heads = [other for other in found if (other.head.sub, other.head.layer) == number]
    if heads:
        return one in heads
    return any((n.sub, n.layer) == number and n.base[:1].isupper() for n in names(one.inside))
