r"""Functions of what sums run over: of \sum_a \pi(a | s) r(a) each is one number for each a.

They are \pi_a and r_a, whose letter is an index wherever it stands in the same place:
\nabla_\theta \log \pi(a | s) is that of \pi_a.  What else they are of, always the same, is left
out.  They stay functions where that is not so, and in formulas in which the letter stands as a
number: \sum_x x p(x), or the action of a normal policy.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from .chains import Formula, parts_in
from .counted_places import (
    Key,
    Places,
    below_of,
    has_indices,
    head_of,
    key_of,
    letter_of,
    letters_of,
    numbers_in,
    of_two,
    open_calls,
    others_of,
    places_in,
    usual_others,
)
from .drawn_from import density_head
from .expectations import ANYTHING
from .rewritten import rewritten, with_trees
from .tree import BigSum, Call, Compare, Name, Number, name_of
from .walked import names

LETTERS = "kjnmqlpruvghi"
"""What an index may be called instead of the letter that a text has for it."""
_INDICES = frozenset("abcdfghijklmnopqrstuv")


class Counted(NamedTuple):
    """What is counted in a document.

    places    the places of the arguments that count
    formulas  the numbers of the formulas in which they do
    labels    what a function is called with an index
    letters   what the letters are called as indices
    two       the functions of what is 0 or 1, and the letters of that
    """

    places: Places
    formulas: Set[int]
    labels: Mapping[str, Name]
    letters: Mapping[str, str]
    two: Mapping[Key, Set[str]]

    def change(self, part: Any) -> Any:
        """Return a part with such a function as a name with an index."""
        match part:
            case Call(primes=0) if key_of(part) in self.places:
                below = [below_of(part.arguments[n]) for n in self.places[key_of(part)]]
                return replace(self.labels[part.function], sub=",".join(below), span=part.span)
            case Name(base=base, sub="", layer="") if base in self.letters:
                return replace(part, base=self.letters[base])
            case Name(sub=sub) if sub:
                below_ = ",".join(self.letters.get(x, x) for x in sub.split(","))
                return replace(part, sub=below_) if below_ != sub else part
            case BigSum(index=index) if index and part.kind not in ("lim", "int"):
                return self._summed(part)
        return part

    def _summed(self, part: BigSum) -> BigSum:
        """Return a sum over all that a letter may be."""
        own = ",".join(self.letters.get(x, x) for x in part.index.split(","))
        condition = None if _over_all(part.condition, own) else part.condition
        found = replace(part, index=own, condition=condition)
        two = any(part.index in letters for letters in self.two.values())
        if two and part.lower is None and condition is None:
            found = replace(found, lower=Number(0.0), upper=Number(1.0))
        return found


def with_indices(formulas: Sequence[Formula], found: Counted) -> list[Formula]:
    """Return the formulas with what is counted in them as names with an index."""

    def change(formula: Formula, tree: Any) -> Any:
        mine = _own_letters(formula, found.places)
        letters = {x: name for x, name in found.letters.items() if x in mine}
        return rewritten(tree, found._replace(letters=letters).change)

    return [replace(with_trees(f, partial(change, f)),
                    conditions=tuple(change(f, x) for x in f.conditions))
            if n in found.formulas else f for n, f in enumerate(formulas)]  # fmt: skip


def counted(formulas: Sequence[Formula]) -> Counted | None:
    """Return what is counted in formulas, None if nothing is."""
    every = list(open_calls(formulas))
    dense = {key_of(call) for f in formulas if (call := density_head(f)) is not None}
    dense -= {head for f in formulas if (head := head_of(f)) and density_head(f) is None}
    places = {key: at for key, at in places_in(formulas).items() if key not in dense}
    while True:
        two = of_two(formulas, places)
        pairs = {key: {x for c in every if key_of(c) == key for x in letters_of(c, places)}
                 for key in two}  # fmt: skip
        aside = _aside(formulas, places, set().union(*pairs.values()))
        kept = _told(formulas, places, aside)
        if len(kept) == len(places):
            break
        places = kept
    if not places:
        return None
    mine = {n: [c for c in open_calls([f]) if key_of(c) in places]
            for n, f in enumerate(formulas) if n not in aside}  # fmt: skip
    letters = {x for here in mine.values() for call in here for x in letters_of(call, places)}
    inside = {n for n, here in mine.items() if here or has_indices(formulas[n], letters)}
    own = {n: _own_letters(formulas[n], places) for n in inside}
    others = {n.base for i, f in enumerate(formulas) for tree in f.trees for n in names(tree)
              if not n.sub and not n.layer and n.base not in own.get(i, ())}  # fmt: skip
    named = _named(letters, others, formulas)
    return Counted(places, inside, _labels(places, formulas), named, pairs)


def _own_letters(formula: Formula, places: Places) -> set[str]:
    """Return the letters that are indices in a formula."""
    called = {x for call in open_calls([formula]) for x in letters_of(call, places)}
    below = (p.index if isinstance(p, BigSum) else p.sub for p in parts_in([formula])
             if isinstance(p, (BigSum, Name)))  # fmt: skip
    found = called.union(*(text.split(",") for text in below)) - {""}
    pairs = [{letter_of(p.left), letter_of(p.right)} for p in parts_in([formula])
             if isinstance(p, Compare) and p.sign in ("=", "!=")]  # fmt: skip
    return found.union(*(pair for pair in pairs if pair & found)) - {""}


def _aside(formulas: Sequence[Formula], places: Places, two: Set[str]) -> set[int]:
    """Return the numbers of the formulas in which a letter is a number, or a function another."""
    usual = usual_others(open_calls(formulas), places)

    def is_other(formula: Formula) -> bool:
        mine = [call for call in open_calls([formula]) if key_of(call) in places]
        return any(others_of(c, places[key_of(c)]) != usual[key_of(c)] for c in mine)

    return {n for n, f in enumerate(formulas) if set(numbers_in(f, places)) - two or is_other(f)}


def _told(formulas: Sequence[Formula], places: Places, aside: Set[int]) -> Places:
    """Return the functions that count somewhere, and are not given as others elsewhere."""
    used = {key_of(c) for n, f in enumerate(formulas) if n not in aside for c in open_calls([f])}
    given = {n: head for n, f in enumerate(formulas) if (head := head_of(f)) is not None}
    here = {head for n, head in given.items() if n not in aside}
    elsewhere = {head for n, head in given.items() if n in aside} - here
    said = {function for function, _ in here}  # of what else it is is another: \pi(a | s, \kappa)
    return {key: at for key, at in places.items() if key in used and key not in elsewhere
            and (key in here or key[0] not in said)}  # fmt: skip


def _over_all(condition: Any, index: str) -> bool:
    r"""Whether a sum is over all that there is: a \in \mathcal{A}."""
    match condition:
        case Compare(sign="in", left=Name() as left, right=Name() as right):
            return left.label == index and right.base.strip("}")[-1:].isupper()
        case Compare(sign="in", left=Name() as left, right=Call(function=function)):
            return left.label == index and function.strip("}")[-1:].isupper()
    return False


def _labels(places: Places, formulas: Sequence[Formula]) -> dict[str, Name]:
    r"""Return what functions are called with an index: \pi_\theta is \pi, if no other is."""
    functions = {function for function, _ in places}
    bases = [name_of(function).base for function in functions]
    bases += {n.base for part in parts_in(formulas) for n in names(part) if n.sub}
    found = {}
    for function in functions:
        name = name_of(function)
        alone = bases.count(name.base) == 1 or not name.sub
        found[function] = Name(name.base if alone else f"{name.base}^{name.sub}")
    return found


def _named(letters: Set[str], used: Collection[str], formulas: Sequence[Formula]) -> dict[str, str]:
    """Return what the letters are called that have another meaning elsewhere, or are no index."""
    said = {x for p in parts_in(formulas) if isinstance(p, (Name, BigSum))
            for x in (f"{p.base}{p.sub}{p.layer}" if isinstance(p, Name) else p.index)}  # fmt: skip
    free = iter([x for x in LETTERS if x not in said])
    strange = [x for x in sorted(letters - {ANYTHING}) if x not in _INDICES or x in used]
    return dict(zip(strange, free, strict=False))
