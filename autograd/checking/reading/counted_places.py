r"""Which arguments of functions count, and the letters that stand there: the a of \pi(a | s).

It is an argument that a sum runs over, or of which a text says what it is: \pi(a = 1 | s); or one
that counts what a sum in what the function is counts: e^{w_k^T x} / \sum_j e^{w_j^T x} of p(k | x).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from typing import Any, TypeAlias

from .chains import Formula, parts_in
from .drawn_from import PROPORTIONAL
from .notation import DEFINING, FUNCTIONS, PI
from .rewritten import rewritten
from .tree import BigSum, Call, Compare, Name, Number
from .walked import names, walk

Key: TypeAlias = "tuple[str, int]"
"""A function: its label, and how many arguments it has."""
Places: TypeAlias = "dict[Key, tuple[int, ...]]"
"""Which arguments of a function count."""
_KNOWN = frozenset(FUNCTIONS.values()) | frozenset(FUNCTIONS)
_LETTER = re.compile(r"[A-Za-z]|\\[a-z]+")


def key_of(call: Call) -> Key:
    """Return which function a call is of."""
    return call.function, len(call.arguments)


def open_calls(formulas: Iterable[Formula]) -> Iterator[Call]:
    """Yield the calls of functions that are none of the table."""
    for part in parts_in(formulas):
        if isinstance(part, Call) and not part.primes and part.function not in _KNOWN:
            yield part


def head_of(formula: Formula) -> Key | None:
    """Return which function a formula says what it is."""
    match formula.members:
        case [first, second, *_] if isinstance(first.tree, Call) and not first.tree.primes:
            return key_of(first.tree) if second.relation in DEFINING else None
    return None


def places_in(formulas: Sequence[Formula]) -> Places:
    """Return where functions have what a sum runs over, or what is compared: a = 1."""
    every = list(open_calls(formulas))
    places: dict[Key, set[int]] = defaultdict(set)
    for part in parts_in(formulas):
        if not isinstance(part, BigSum) or part.index in ("", "axis") or part.kind == "int":
            continue
        over = set(part.index.split(","))
        for call in (p for p in walk(part.of) if isinstance(p, Call) and p in every):
            places[key_of(call)] |= {
                n for n, x in enumerate(call.arguments) if letter_of(x) in over
            }
    for call in every:
        places[key_of(call)] |= {n for n, x in enumerate(call.arguments) if _is_told(call, x)}
    for formula in formulas:
        first = formula.members[0].tree
        if not isinstance(first, Call) or first not in every:
            continue
        if formula.members[-1].relation == PROPORTIONAL:  # of p(a) \propto e^{z_a} it is the first
            places[key_of(first)] |= {n for n, x in enumerate(first.arguments[:1]) if letter_of(x)}
        if head_of(formula) is not None:
            below = _counted_as_summed(formula.members[1].tree)
            places[key_of(first)] |= {
                n for n, x in enumerate(first.arguments) if letter_of(x) in below
            }
    found = {key: tuple(sorted(at)) for key, at in places.items() if at}
    letters = {x for call in every for x in letters_of(call, found)}
    for call in every:
        if key_of(call) not in found:  # r(b), where b is what sums over \pi(b) run over
            at = tuple(n for n, x in enumerate(call.arguments) if letter_of(x) in letters)
            found |= {key_of(call): at} if at else {}
    primed = {p.function for p in parts_in(formulas) if isinstance(p, Call) and p.primes}
    return {key: at for key, at in found.items() if key[0] not in primed}


def _counted_as_summed(body: Any) -> set[str]:
    r"""Return the letters below a name below which that of a sum stands: k of w_k, \sum_j w_j."""
    over = {p.index for p in walk(body) if isinstance(p, BigSum) and p.index}
    below: dict[str, set[str]] = defaultdict(set)
    for name in names(body):
        below[name.base] |= set(name.sub.split(","))
    alone = {n.base for n in names(body) if not n.sub and not n.layer}
    return {x for found in below.values() if found & over for x in found - over - alone if x}


def _is_told(call: Call, x: Any) -> bool:
    r"""Whether an argument says which one it is: a = 1, or the 1 of \pi(1 | s)."""
    if isinstance(x, Compare):
        return x.sign == "="
    policy = call.function.partition("_")[0] == PI[0] and len(call.arguments) > 1
    return policy and x in (Number(0.0), Number(1.0))


def of_two(formulas: Sequence[Formula], places: Places) -> set[Key]:
    """Return the functions of what is 1 or 0, of which a text says what it is for one of both."""
    told: dict[Key, set[str]] = defaultdict(set)
    heads: set[Key] = set()
    for formula in formulas:
        key, first = head_of(formula), formula.members[0].tree
        if key in places and isinstance(first, Call):
            heads |= {key} if _said(first, places) else set()
        for call in open_calls([formula]):
            told[key_of(call)] |= _said(call, places)
    return {key for key in heads if told[key] <= {"0", "1"}}


def _said(call: Call, places: Places) -> set[str]:
    at = (call.arguments[n] for n in places.get(key_of(call), ()))
    return {below_of(x) for x in at if isinstance(x, (Compare, Number))}


def others_of(call: Call, places: Sequence[int]) -> tuple[Any, ...] | None:
    """Return what a call is of besides what counts, None if an index stands nowhere there."""
    if not all(_is_index(call.arguments[n]) for n in places):
        return None
    return tuple(x for n, x in enumerate(call.arguments) if n not in places)


def usual_others(calls: Iterable[Call], places: Places) -> dict[Key, Any]:
    """Return what each function is mostly of besides what counts: names; None if nothing fits."""
    found: dict[Key, Counter[Any]] = defaultdict(Counter)
    for call in calls:
        if key_of(call) in places:
            others = others_of(call, places[key_of(call)])
            if others is not None and all(isinstance(x, Name) for x in others):
                found[key_of(call)][others] += 1
    return {key: found[key].most_common(1)[0][0] if found[key] else None for key in places}


def letters_of(call: Call, places: Mapping[Key, Sequence[int]]) -> list[str]:
    """Return the letters that a call has where it counts."""
    found = (letter_of(call.arguments[n]) for n in places.get(key_of(call), ()))
    return [x for x in found if x]


def letter_of(tree: Any) -> str:
    """Return the letter that an index is, also of a = 1; "" if it is none."""
    if isinstance(tree, Compare):
        tree = tree.left if isinstance(tree.right, Number) else tree.right
    return tree.base if isinstance(tree, Name) and not tree.sub and not tree.layer else ""


def below_of(tree: Any) -> str:
    """Return what stands below a name for an argument: 1 for a = 1."""
    tree = tree.right if isinstance(tree, Compare) else tree
    return f"{tree.value:g}" if isinstance(tree, Number) else getattr(tree, "base", "")


def _is_index(tree: Any) -> bool:
    match tree:
        case Compare(sign="=", left=Name(), right=right):
            return _is_index(right)
        case Number(value=value, decimals=0):
            return value in range(10)
        case Name(sub="", layer=""):
            return _LETTER.fullmatch(tree.base) is not None
    return False


def numbers_in(formula: Formula, places: Places) -> Iterator[str]:
    r"""Yield the letters that count in a formula and stand as numbers too: x in \sum_x x p(x)."""
    letters = {x for call in open_calls([formula]) for x in letters_of(call, places)}

    def hidden(part: Any) -> Any:
        match part:
            case Call() if key_of(part) in places:
                rest = (x for n, x in enumerate(part.arguments) if n not in places[key_of(part)])
                return replace(part, arguments=tuple(rest))
            case Compare(left=Name() | Number(), right=Name() | Number() | Call()):
                return Number(0.0)
        return part

    for tree in formula.trees if letters else ():
        for n in names(rewritten(tree, hidden)):
            if n.base in letters and not n.sub and not n.layer:
                yield n.base


def has_indices(formula: Formula, letters: Set[str]) -> bool:
    r"""Whether what counts in others is an index in a formula: \sum_a \pi_a."""
    return any(letters & set((p.index if isinstance(p, BigSum) else p.sub).split(","))
               for p in parts_in([formula]) if isinstance(p, (BigSum, Name)))  # fmt: skip
