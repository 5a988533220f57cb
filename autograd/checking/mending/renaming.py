r"""Names that may be meant instead of those that are written.

Another layer or step, z^{(l)} for z^{(l-1)}; other indices, w_{kj} for w_{jk}; another base; one
base for another wherever it stands; two indices exchanged wherever they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from ..meaning.index import bound_letters, parts_of
from ..meaning.rewriting import replace_at
from ..reading.tree import BigSum, Derivative, Expression, Name
from ..reading.walked import names, parts
from ..report.result import Explanation
from .edits import spliced
from .trial import Trial


def renamed(trial: Trial) -> Iterator[Explanation]:
    """Try another name in place of each, those that are most like it first."""
    for old, letters in occurrences(trial.tree, tuple(trial.letters)):
        told = 0
        for new in _alike(trial, old, trial.names_with(letters)):
            if trial.holds(replace_at(trial.tree, old, new)):
                shown, text = trial.text_of(old), trial.label(new)
                if repair := trial.confirmed(spliced(trial.source, old.span, text)):
                    kind = "transpose" if _is_swapped(old, new) else "wrong name"
                    yield Explanation(kind, f"{shown} should be {text}", repair)
                    told += 1
            if told > 1:
                break


def occurrences(
    tree: Expression, letters: tuple[str, ...]
) -> Iterator[tuple[Name, tuple[str, ...]]]:
    """Yield each name that is written in a formula, and the index letters that it may have."""
    if isinstance(tree, Name):
        if tree.span != (0, 0):
            yield tree, letters
        return
    if isinstance(tree, BigSum):
        letters = (*letters, *bound_letters(tree))
    for part in parts(tree) if not isinstance(tree, Derivative) else tree.wrt:
        yield from occurrences(part, letters)


def _alike(trial: Trial, old: Name, known: Sequence[Name]) -> list[Name]:
    """Return the names to try in place of one: of its base first, then with as many indices."""
    mine = len(parts_of(old.sub)) if old.sub else 0
    others = [n for n in known if n != old and trial.label(n) != trial.text_of(old)]
    same = [n for n in others if n.base == old.base]
    return (
        same
        + [n for n in others if n.base != old.base and _count(n) == mine]
        + [n for n in others if n.base != old.base and _count(n) != mine]
    )


def _count(name: Name) -> int:
    return len(parts_of(name.sub)) if name.sub else 0


def shifted_other_way(trial: Trial) -> Iterator[Explanation]:
    """Try j - k for j + k in an index, and the other way round."""
    turn = str.maketrans("+-", "-+")
    for name in names(trial.tree):
        new = replace(name, sub=name.sub.translate(turn), layer=name.layer.translate(turn))
        if new == name or name.span == (0, 0):
            continue
        text = trial.label(replace(new, span=(0, 0)))
        if repair := trial.confirmed(spliced(trial.source, name.span, text)):
            said = f"{trial.text_of(name)} should be {text}"
            yield Explanation("wrong name", said, repair)


def _is_swapped(old: Name, new: Name) -> bool:
    """Whether the indices alone stand in another order."""
    same = old.base == new.base and old.layer == new.layer and old.sub != new.sub
    return same and sorted(parts_of(old.sub)) == sorted(parts_of(new.sub))


def exchanged(trial: Trial) -> Iterator[Explanation]:
    """Try to exchange two index letters wherever they stand: a_j delta_k for a_k delta_j."""
    here = [n for n in names(trial.tree) if n.span != (0, 0) and (n.sub or n.layer)]
    letters = dict.fromkeys(x for n in here for x in n.sub + n.layer if x.isalpha())
    for first, second in combinations(letters, 2):
        swap = str.maketrans({first: second, second: first})
        source = trial.source
        for name in sorted(here, key=lambda n: -n.span[0]):
            new = replace(name, sub=name.sub.translate(swap), layer=name.layer.translate(swap))
            source = spliced(source, name.span, trial.label(new))
        if repair := trial.confirmed(source):
            said = f"the indices {first} and {second} are exchanged"
            yield Explanation("transpose", said, repair)


def everywhere(trial: Trial) -> Iterator[Explanation]:
    r"""Try to replace a name wherever it stands by another: x for \hat x."""
    here = [n for n in names(trial.tree) if n.span != (0, 0)]
    for head in dict.fromkeys((n.base, n.layer) for n in here):
        olds = [n for n in here if (n.base, n.layer) == head]
        if len(olds) < 2:
            continue
        for base, layer in dict.fromkeys((n.base, n.layer) for n in trial.names):
            if (base, layer) == head:
                continue
            source = trial.source
            for old in sorted(olds, key=lambda n: -n.span[0]):
                text = trial.label(replace(old, base=base, layer=layer))
                source = spliced(source, old.span, text)
            if repair := trial.confirmed(source):
                was, now = (trial.label(Name(b, "", x)) for b, x in (head, (base, layer)))
                yield Explanation("wrong name", f"{was} should be {now}", repair)
