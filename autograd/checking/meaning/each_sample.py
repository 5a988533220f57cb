r"""What holds of one sample holds of each: \hat y^{(i)} = \sigma(z^{(i)}) where \hat y = \sigma(z).

Texts define a network for one sample and then sum over many, whose quantities they write with the
number of the sample; what all samples share, W and b, stands without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from ..reading.chains import Formula, Unread, names_in
from ..reading.rewritten import rewritten
from ..reading.tree import Derivative, Name
from ..reading.walked import names, walk
from .index import SAMPLES, above, affine, summed_letters, without_last
from .indices import Indices
from .law import is_numeric

DATA = ("x", "y", "t")
"""What differs from sample to sample without anybody's saying so."""
MATRICES = ("X", "Y", "Z", "A", "H")
"""What holds samples, one beside the other."""


def each_sample(formulas: Sequence[Formula], indices: Indices) -> Iterator[tuple[Name, Any, int]]:
    """Yield what the quantities of each sample are, by the formula that says it of one."""
    letters = _letters(formulas, indices)
    if not letters:
        return
    said = _said(formulas)
    numbered = {_key(without_last(f.members[0].tree)) for f in formulas
                if isinstance(f.members[0].tree, Name) and len(f.members) > 1
                and SAMPLES in indices.use(f.members[0].tree).symbol[1]}  # fmt: skip
    letter = Counter(letters.values()).most_common(1)[0][0]
    varying = set(letters)
    while True:
        more = {key for key, (body, _) in said.items() if _varies(body, varying)} - varying
        if not more:
            break
        varying |= more
    needed, waiting = set(), [key for key in letters if key in said and key not in numbered]
    while waiting:
        key = waiting.pop()
        body, number = said[key]
        if key in needed or not _varies(body, varying) or letter in summed_letters(body):
            continue
        needed.add(key)

        def of_each(part: Any) -> Any:
            varies = isinstance(part, Name) and (_key(part) in varying or _is_data(part, said))
            return _numbered(part, letter) if varies else part

        yield _numbered(Name(*key), letter), rewritten(body, of_each), number
        inner = {_key(n) for n in names(body)}
        waiting += [k for k in inner if k in said and k in varying and k not in numbered]


def _letters(formulas: Sequence[Formula], indices: Indices) -> dict[Any, str]:
    """Return what is written with the number of a sample, and the letter of that."""
    found = {}
    for name in names_in(formulas):
        index = affine(above(name)[-1]) if above(name) else None
        if index is not None and index.letter and SAMPLES in indices.use(name).symbol[1]:
            found[_key(without_last(name))] = index.letter
    return found


def _said(formulas: Sequence[Formula]) -> dict[Any, tuple[Any, int]]:
    """Return what the formulas say of one sample, the first of them for each name."""
    found: dict[Any, tuple[Any, int]] = {}
    for number, formula in enumerate(formulas):
        if len(formula.members) < 2 or formula.aside:
            continue
        left, body = (m.tree for m in formula.members[:2])
        if not isinstance(left, Name) or isinstance(body, Unread) or is_numeric(body):
            continue
        if (left.base[0] == "d" and len(left.base) > 1) or left.base == r"\delta":
            continue  # a gradient
        if any(n.base in MATRICES for n in (left, *names(body))):
            continue  # it is said of all samples at once
        if _key(left) in map(_key, names(body)):
            continue  # a step: w is w less something
        if not any(isinstance(part, Derivative) for part in walk(body)):
            found.setdefault(_key(left), (body, number))
    return found


def _varies(body: Any, varying: set[Any]) -> bool:
    return any(_key(n) in varying or n.base in DATA for n in names(body))


def _is_data(name: Name, said: Any) -> bool:
    return name.base in DATA and _key(name) not in said


def _key(name: Name) -> tuple[str, str, str]:
    return name.base, name.sub, name.layer


def _numbered(name: Name, letter: str) -> Name:
    return replace(name, layer=f"{name.layer},{letter}" if name.layer else letter)
