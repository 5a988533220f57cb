r"""Letters that mean two things: the step of dh_t/dh_k and the entry of y_{t,k}; b, a bias too.

In one of the equations any letter would do: there it becomes one that nothing else is called by.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from .chains import Formula, names_in, parts_in
from .rewritten import rewritten, with_trees
from .tree import BigSum, Derivative, Name
from .walked import walk

_LETTER = re.compile("[a-z]")
_PAIR = re.compile("([a-z]),?([a-z])")
_RUN = re.compile(r"(?<![A-Za-z\\])[A-Za-z]{1,2}(?![A-Za-z])")
"""The index of one place, or those of two."""
_FREE = "srqpuvngmlji"


def with_double_letters(formulas: Sequence[Formula]) -> list[Formula]:
    """Return the formulas without letters that mean one thing here and another there."""
    return _with_steps(_with_indices(formulas))


def _with_indices(formulas: Sequence[Formula]) -> list[Formula]:
    """Name apart what a sum runs over from a quantity that is differentiated by."""
    summed = {p.index for p in parts_in(formulas) if isinstance(p, BigSum)}
    quantities = {v.base for p in parts_in(formulas) if isinstance(p, Derivative)
                  for v in p.wrt if isinstance(v, Name) and not v.sub and not v.layer}  # fmt: skip

    def both(formula: Formula) -> set[str]:
        letters = {x for x in summed & quantities if _LETTER.fullmatch(x)}
        bare = {n.base for n in names_in([formula]) if not n.sub and not n.layer}
        return {x for x in letters - bare if any(_is_index(x, p) for p in parts_in([formula]))}

    return _renamed(formulas, both) if summed & quantities else list(formulas)


def _is_index(letter: str, part: Any) -> bool:
    """Whether a part sums over a letter, or has it beside another below a name: K_{ab}, x_{i+b}."""
    if isinstance(part, BigSum):
        return part.index == letter
    several = isinstance(part, Name) and len(part.sub) > 1
    return several and bool(re.search(rf"(?<![A-Za-z\\]){letter}|{letter}(?![A-Za-z])", part.sub))


def _with_steps(formulas: Sequence[Formula]) -> list[Formula]:
    r"""Name apart the step of \partial h_k from the entry of what is numbered by steps, y_{t,k}."""
    entries = {pair for n in names_in(formulas) for pair in _entry(n)}

    def both(formula: Formula) -> set[str]:
        own = {pair for n in names_in([formula]) for pair in _entry(n)}
        return {k for _, k in {*_steps_of(formula)} & entries - own}

    return _renamed(formulas, both)


def _steps_of(formula: Formula) -> Iterator[tuple[str, str]]:
    r"""Yield t and k for each \partial h_t / \partial h_k."""
    for part in walk(tuple(formula.trees)):
        match part:
            case Derivative(of=Name(base=of, sub=t), wrt=(Name(base=by, sub=k),)):
                if of == by and t != k and _LETTER.fullmatch(t) and _LETTER.fullmatch(k):
                    yield t, k


def _entry(name: Name) -> Iterator[tuple[str, str]]:
    r"""Yield t and k of y_{t,k}, of y^{(t)}_k."""
    if pair := _PAIR.fullmatch(name.sub):
        yield pair[1], pair[2]
    elif _LETTER.fullmatch(name.sub):
        yield name.layer.strip("()"), name.sub


def _renamed(
    formulas: Sequence[Formula], letters_of: Callable[[Formula], set[str]]
) -> list[Formula]:
    """Return each formula with its one letter, if it has one, as a letter that nothing else has."""
    used = {
        x for f in formulas for x in re.findall(r"(?<![A-Za-z\\])[a-z]|[a-z](?![A-Za-z])", f.latex)
    }
    free = next((x for x in _FREE if x not in used), "")
    found = []
    for formula in formulas:
        letters = letters_of(formula) if free else set()
        if len(letters) == 1:
            pair = (letters.pop(), free)
            changed = with_trees(formula, partial(lettered, (pair,)))
            found.append(replace(changed, letters=(*formula.letters, pair)))
        else:
            found.append(formula)
    return found


def lettered(pairs: Sequence[tuple[str, str]], tree: Any) -> Any:
    """Return a tree with another index letter for each first of a pair; a capital is a last one."""
    for letter, other in pairs:
        tree = rewritten(tree, partial(_in_part, letter, other))
    return tree


def reversed_pairs(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the pairs that give the author's letters for those that are read."""
    return [(other, letter) for letter, other in pairs[::-1]]


def in_text(letter: str, other: str, text: str) -> str:
    """Return what stands below or above a name with another letter; words are none."""
    return text if text == "in" else _RUN.sub(lambda m: m[0].replace(letter, other), text)


def _in_part(letter: str, other: str, part: Any) -> Any:
    match part:
        case Name(base=base, sub="", layer="") if base == letter and letter.islower():
            return replace(part, base=other)
        case Name(sub=sub, layer=layer):
            return replace(
                part, sub=in_text(letter, other, sub), layer=in_text(letter, other, layer)
            )
        case BigSum(index=index) if index == letter:
            return replace(part, index=other)
        case BigSum(upper=Name(base=base, sub="", layer="") as upper) if base == letter:
            return replace(part, upper=replace(upper, base=other))
    return part
