r"""Names that may be meant instead of those of a wrong formula about layers.

Another layer, `z^{(l)}` for `z^{(l-1)}`; other indices, `w_{kj}` for `w_{jk}`; another base; one
base for another wherever it stands, `a_i^{(2)}` for `x_i`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from ..mending.edits import replace_at, spliced, subtrees
from ..reading.tree import Name
from ..report.result import Explanation
from .case import Case
from .notation import letters_in

MANY = 160
"""How many names are tried in place of one."""


def renamed(case: Case) -> Iterator[Explanation]:
    """Try another name: another layer, other indices, another base; for one, or for all alike."""
    for old in [part for part in subtrees(case.tree) if isinstance(part, Name)]:
        for new in alike(case, old):
            swapped = (
                sorted(new.sub) == sorted(old.sub) and new.sub != old.sub and old.layer == new.layer
            )
            tree = replace_at(case.tree, old, new)
            if case.right(tree):
                kind = "transpose" if swapped and new.base == old.base else "wrong name"
                shown = case.written(new, old)
                bare = case.text_of(old).strip("()")
                yield Explanation(kind, f"{bare} should be {case.label(new)}",
                                  spliced(case.source, old.span, shown))  # fmt: skip
    yield from _renamed_all(case)
    yield from _exchanged(case)


def _renamed_all(case: Case) -> Iterator[Explanation]:
    """Try to replace a base wherever it stands, its indices kept: x_i by a_i^{(2)}."""
    names = [part for part in subtrees(case.tree) if isinstance(part, Name)]
    heads = dict.fromkeys((n.base, n.layer) for n in names)
    letters = {n.layer[0] for n in names if n.layer}
    targets = dict.fromkeys(
        (n.base, n.layer) for n in case.names
        if n.layer and (n.layer[0].isdigit() or n.layer[0] in letters)
    )  # fmt: skip
    for head in heads:
        olds = [n for n in names if (n.base, n.layer) == head]
        if len(olds) < 2:
            continue
        for base, layer in targets:
            tree, source = case.tree, case.source
            for old in sorted(olds, key=lambda n: -n.span[0]):
                new = replace(old, base=base, layer=layer)
                tree = replace_at(tree, old, new)
                source = spliced(source, old.span, case.written(new, old))
            if (base, layer) != head and case.right(tree):
                was, wanted = (case.label(Name(b, "", x)) for b, x in (head, (base, layer)))
                yield Explanation("wrong name", f"{was} should be {wanted}", source)


def _exchanged(case: Case) -> Iterator[Explanation]:
    """Try to exchange two index letters wherever they stand: a_j delta_k for a_k delta_j."""
    names = [part for part in subtrees(case.tree) if isinstance(part, Name) and part.sub]
    notation = case.claim.model.laws.notation
    letters = dict.fromkeys(i for n in names for i in notation.place(n).indices if i.isalpha())
    for first, second in combinations(letters, 2):
        swap = str.maketrans({first: second, second: first})
        source = case.source
        for name in sorted(names, key=lambda n: -n.span[0]):
            new = replace(name, sub=name.sub.translate(swap))
            source = spliced(source, name.span, case.written(new, name))
        if repair := case.confirmed(source):
            yield Explanation(
                "transpose", f"the indices {first} and {second} are exchanged", repair
            )


def alike(case: Case, name: Name) -> Iterator[Name]:
    """Yield the names that may be meant instead of one."""
    seen = {name}
    notation = case.claim.model.laws.notation
    count = len(notation.place(name).indices)
    letters = set(letters_in([case.claim.anchor, case.tree], notation)) | {"L"}
    candidates = [replace(name, layer=layer) for layer in shifted(name.layer)]
    for other in case.names:
        indices = notation.place(other).indices
        if len(indices) == count and other.base not in ("m", "n"):
            mine = replace(other, sub=name.sub) if count else other
            candidates += [
                mine,
                replace(mine, layer=name.layer) if name.layer and other.layer else mine,
            ]
    if count == 2:
        first, second = notation.place(name).indices
        comma = "," if "," in name.sub else ""
        candidates.insert(0, replace(name, sub=f"{second}{comma}{first}"))
    for candidate in candidates[:MANY]:
        place = notation.place(candidate)
        known = not place.layer or place.layer[0] in letters or not place.layer[0]
        if known and candidate not in seen:
            seen.add(candidate)
            yield candidate


def shifted(layer: str) -> Iterator[str]:
    """Yield the layers beside one: l-1 and l+1 for l."""
    letter = layer[:1]
    if not letter or letter not in "lLk" or "," in layer:
        return
    offset = int(layer[1:] or 0)
    for other in (offset - 1, offset + 1, offset - 2, offset + 2):
        yield letter + (f"{other:+d}" if other else "")
