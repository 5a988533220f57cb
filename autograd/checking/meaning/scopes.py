"""Which laws a formula sees: of each name the nearest, and none that leads back to itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from typing import Any

from ..reading.rewritten import rewritten
from ..reading.tree import Call, Name, Product, Sum, name_of
from ..reading.walked import names, walk
from .in_layers import in_layer
from .rewriting import exchanged

_PLAIN = {"", "*", r"\cdot"}
"""How factors are multiplied that may be numbers."""


def distance(law: Any, section: int, order: int) -> tuple[int, bool, int]:
    """Return how far a law is from a formula: in its section what stands before comes first."""
    away = section - law.section
    return (away if away >= 0 else 100 - away, law.order > order, abs(order - law.order))


def connected(sets: Sequence[Set[Any]]) -> list[list[int]]:
    """Return the numbers of the sets in groups: those that share something, be it through others.

    >>> from autograd.checking.meaning.scopes import connected
    >>> connected([{1}, {2}, {1, 3}, set()])
    [[1], [0, 2], [3]]
    """
    groups: list[tuple[set[Any], list[int]]] = []
    for number, here in enumerate(sets):
        mine, joined, rest = set(here), [number], []
        for group in groups:
            if group[0] & mine:
                mine, joined = mine | group[0], group[1] + joined
            else:
                rest.append(group)
        groups = [*rest, (mine, joined)]
    return [numbers for _, numbers in groups]


def reached(start: Iterable[Any], uses: Callable[[Any], Iterable[Any]]) -> set[Any]:
    """Return all that things lead to, be it through others.

    >>> from autograd.checking.meaning.scopes import reached
    >>> sorted(reached([1], lambda x: {1: [2], 2: [3], 4: [5]}.get(x, [])))
    [2, 3]
    """
    found: set[Any] = set()
    waiting = list(start)
    while waiting:
        new = set(uses(waiting.pop())) - found
        found |= new
        waiting += new
    return found


def acyclic(
    laws: Sequence[Any], uses: Callable[[Any], frozenset[Any]], far: Callable[[Any], Any]
) -> list[Any]:
    """Return the laws without those that are defined by themselves, the farthest first.

    uses  the symbols that a law needs; those with layers or times lead to earlier ones
    far   how far a law is
    """
    found = list(laws)
    while cycle := _cycle(found, uses):
        farthest = max(cycle, key=far)
        found = [law for law in found if law is not farthest]
    return found


def _cycle(laws: Sequence[Any], uses: Callable[[Any], frozenset[Any]]) -> list[Any]:
    """Return laws of which each needs the next, and the last the first; [] if there are none."""
    by_symbol = {law.use.symbol: law for law in laws if not law.use.family}
    done: set[Any] = set()
    for start in by_symbol:
        path: list[Any] = []
        waiting: list[tuple[Any, bool]] = [(start, False)]
        while waiting:
            symbol, left = waiting.pop()
            if left:
                done.add(path.pop())
            elif symbol in path:
                return [by_symbol[x] for x in path[path.index(symbol) :]]
            elif symbol in by_symbol and symbol not in done:
                path.append(symbol)
                waiting.append((symbol, True))
                waiting += [(x, False) for x in sorted(uses(by_symbol[symbol]))]
    return []


def folded(
    laws: list[Any],
    asked: Mapping[Any, Set[Any]] = MappingProxyType({}),
    also: Callable[[Any], Sequence[Any]] = lambda _: (),
) -> list[Any]:
    r"""Return the laws with each part that another law defines under the name that it has there.

    asked  by symbol, what is differentiated by it: of names with indices these alone are put in
    also   what else a law says to be equal to what it defines: h(x^{(i)}) of a^{(i)} = h(x^{(i)})
    """
    named = [law for law in laws if _is_worth_a_name(law, asked)]
    indexed = [law for law in laws if law.use.symbol in asked
               and (law.use.entries or law.use.family)
               and not law.arguments and isinstance(law.target, Name)]  # fmt: skip
    found = []
    for law in laws:
        body, parts = law.body, list(walk(law.body))
        for other in named:
            if other is law or other.body == body:
                continue
            put_in = body
            if other.body in parts:
                put_in = exchanged(body, other.body, other.target)
            elif other.use.symbol in asked:
                put_in = rewritten(body, partial(_in_row, other))
            left_of_it = {*names(other.body)} & {*names(put_in)}
            if put_in is not body and (
                _is_long(other) or not _is_of_one(other.body) or not left_of_it
            ):
                body = put_in
                parts = list(walk(body))
        for other in indexed:
            of = asked[other.use.symbol]
            above = [x for x in laws if x.use.symbol in of]
            between = law in above or len(above) < len(of)  # a loss that the text does not give
            between = between or any(_leads(x, law.use.symbol, laws) for x in above)
            if other is law or not between:
                continue
            if _is_of_step_before(other, law) or not _leads(other, law.use.symbol, laws):
                for said in (other.body, *also(other)):
                    body = _with_name(body, said, other.target, laws)
            elif _is_of_one_layer(other, law):
                body = in_layer(body, other)
        found.append(law if body is law.body else replace(law, body=body))
    return found


def _in_row(law: Any, part: Any) -> Any:
    """Return a sum or product with the name of what a law says of some of its terms or factors.

    w x + b of y, less t; x + y of z (y + x); x y of x y z: factors stand as they do in the law.
    """
    match law.body, part:
        case Sum(terms=own), Sum(terms=(*terms,)) if Counter(own) <= Counter(terms):
            for term in own:
                terms.remove(term)
            return replace(part, terms=(law.target, *terms)) if terms else law.target
        case Product(factors=own), Product(factors=factors):
            last = len(factors) - len(own)
            at = next((n for n in range(last + 1) if factors[n:][: len(own)] == own), -1)
            plain = set(law.body.signs) | set(part.signs) <= _PLAIN
            if at >= 0 and plain:
                left = (*factors[:at], law.target, *factors[at + len(own) :])
                if len(left) == 1:
                    return law.target
                return replace(part, factors=left, signs=part.signs[: len(left) - 1])
    return part


def _is_of_step_before(other: Any, law: Any) -> bool:
    """Whether a law is made of another's quantity of the step before: a_t of h_{t-1}, for h_t."""
    if not (isinstance(law.target, Name) and law.use.family and law.target.sub):
        return False
    same = [n for n in names(other.body) if n.base == law.target.base]
    return bool(same) and all(n.sub == f"{law.target.sub}-1" for n in same)


def _is_of_one_layer(other: Any, law: Any) -> bool:
    """Whether a law is made of another's quantity of the layer before: z^l of a^{l-1}."""
    if not (isinstance(law.target, Name) and law.target.layer == other.target.layer != ""):
        return False
    same = [n for n in names(other.body) if n.base == law.target.base]
    return bool(same) and all(n.layer != law.target.layer for n in same)


def _leads(law: Any, symbol: Any, laws: Sequence[Any]) -> bool:
    """Whether a law is made of a quantity or function, be it through others."""
    waiting, seen = [law], {law.use.symbol}
    while waiting:
        here = waiting.pop().body
        bases = {n.base for n in names(here)}
        bases |= {part.function.split("_")[0] for part in walk(here) if isinstance(part, Call)}
        if symbol[0] in bases:
            return True
        more = [x for x in laws if x.use.symbol[0] in bases and x.use.symbol not in seen]
        seen |= {x.use.symbol for x in more}
        waiting += more
    return False


def _with_name(tree: Any, said: Any, target: Name, laws: Sequence[Any]) -> Any:
    """Return a tree with a name for each part that is equal to what is said of it.

    Where it is a part of a function's formula at some argument, that stands for the function.
    """
    functions = {x.target.label: x for x in laws if len(x.arguments) == 1}
    if isinstance(said, Name):
        return tree

    def change(part: Any) -> Any:
        if part == said:
            return replace(target, span=part.span)
        if isinstance(part, Call) and not part.primes and (law := functions.get(part.function)):
            inner = exchanged(law.body, name_of(law.arguments[0]), part.arguments[0])
            return exchanged(inner, said, target) if said in walk(inner) else part
        return part

    found = rewritten(tree, change)
    if _is_of_one(said) and {*names(said)} & {*names(found)}:
        return tree  # of s = \log v v may be meant to vary with it
    return found


def _is_of_one(tree: Any) -> bool:
    """Whether a formula is of one name."""
    return len({n.label for n in names(tree)}) == 1


def _is_worth_a_name(law: Any, asked: Mapping[Any, Set[Any]]) -> bool:
    """Whether what a law says may stand elsewhere under its name: a quantity, and not short.

    A short one may, x + y, by which something is differentiated.
    """
    plain = not law.arguments and not law.use.entries and not law.use.family
    made = any(True for _ in names(law.body)) and not isinstance(law.body, Name)
    return plain and made and (_is_long(law) or law.use.symbol in asked)


def _is_long(law: Any) -> bool:
    return sum(1 for _ in walk(law.body)) > 3
