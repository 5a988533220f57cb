r"""Names taken apart: which subscripts and superscripts are indices, and which belong to the name.

Everything below a name that is no index (see `index_letters`) is part of it: w_f, c_{prev}, b_h.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from ..reading.chains import Formula, names_in, parts_in
from ..reading.tree import BigSum, Matrix, Name
from ..reading.walked import names
from .index import (
    INDEX_LETTERS,
    SAMPLES,
    SURE_LOSSES,
    TOPS,
    Index,
    Use,
    above,
    affine,
    nested,
    parts_of,
    told,
)
from .index_letters import IndexLetters
from .law import is_numeric
from .told_apart import told_apart
from .unsaid_steps import upstream

_WORD = re.compile(r"[A-Za-z]{2,}$")
_MASK = re.compile(r"([A-Za-z])(?:_\{?\w+\}?)? ?\\in ?\\\{ ?0 ?, ?1 ?\\\}")
_LAYER_SIZE = re.compile(
    r"(?:layer|第)[\s$\\(]*(?P<letter>[a-z]|\\ell)[\s$\\)层]*(?:的?(?:长度|维度|维数)[为是]"
    r"|(?:has|is of|of|with) (?:the )?(?:dimension|length|size|width)|的长度为|has)[\s$\\(]*"
    r"(?P<size>[A-Z](?:_[a-z])?)\b(?!\^)"
)
"""Layer l has dimension L, which is another for each layer."""
_VOCABULARY = re.compile("vocabular|word2vec|skip-?gram|词表|词汇|词向量", re.IGNORECASE)


class Indices(IndexLetters):
    r"""The habits of a document: its index letters, and what they are indices of.

    bases      the bases of all names
    extents    the sizes of names that lie in R^{m x n}, or have numbers for their values
    layer_sizes  what the text calls the size of a layer, and the letter of that: {"L": "l"}
    masks      the bases of what is 0 or 1 as the text says, but for targets
    adjoints_of  what the text says that adjoints are derivatives of; None where it does not
    upstream   the labels of what the text says to come from the step after
    has_vocabulary  whether it speaks of words
    told_apart  the bases of names that letters tell apart, as W_q, W_k and W_v
    lone       the labels of costs of one sample, C_0: no other has a number
    zero       whether an entry 0 is spoken of as code has it, W2[0][j]: of a name with a number
    counts     how many entries are told of a symbol, in its uses
    """

    def __init__(
        self,
        formulas: Sequence[Formula],
        defined: Mapping[str, int],
        adjoints_of: Name | None = None,
    ) -> None:
        """`defined` counts how often the document defines each label."""
        super().__init__(formulas, defined)
        self.adjoints_of = adjoints_of
        uses = list(names_in(formulas))
        given = {x for n in uses if "|" in n.sub for x in re.findall("[a-z]", n.sub)}
        self.letters -= given  # in P_{k|k-1}, k is part of a name, and so it is in K_k
        self.steps -= given
        self.bases = {n.base for n in uses}
        sums = [p for p in parts_in(formulas) if isinstance(p, BigSum)]
        self.told_apart = told_apart(uses, self.letters, sums)
        self.extents = _extents(formulas)
        prose = " ".join(dict.fromkeys(f.prose for f in formulas))
        self.upstream = upstream(prose)
        self.has_vocabulary = _VOCABULARY.search(prose) is not None
        self.layer_sizes = {m["size"]: m["letter"] for m in _LAYER_SIZE.finditer(prose)}
        self.masks = {base for base in _MASK.findall(prose) if base not in "yt"}
        self.zero = any(n.base[-1:].isdigit() and "0" in parts_of(n.sub) for n in uses)
        trees = [tree for f in formulas for tree in f.trees]
        self._biases = any({"u", "i"} <= {n.sub for n in names(t) if n.base == "b"} for t in trees)
        self._sampled = {
            n.base for n in uses for x in above(n)[-1:]
            if (i := affine(x)) and i.letters and not self.is_step(i)
        }  # fmt: skip
        self.lone = _lone(uses, defined)
        self._uses: dict[Name, Use] = {}
        self.indexed: dict[str, set[int]] = defaultdict(set)
        for n in uses:
            found = self._split(n, digits=False)
            if found and found[1]:
                self.indexed[n.base].add(len(found[1]))
        self._timed = self._at_each_time(uses)
        self.counts: dict[tuple[str, str], set[int]] = defaultdict(set)
        for n in uses:
            for use in map(self.use, (n, *nested(n))):
                self.counts[use.symbol].add(len(use.entries))

    def count_by(self, *named: Name) -> None:
        """Take what stands below names, and names with nothing below them, for indices."""
        self.letters.update(x for name in named for part in parts_of(name.sub) or [name.base]
                            for x in part if x in INDEX_LETTERS)  # fmt: skip
        self._uses.clear()

    def is_index(self, text: str) -> bool:
        """Whether the text of one place below a name is an index."""
        found = affine(text)
        if found is None or not found.letters:
            return False
        letters = (told(x) for x, _ in found.letters)
        return all(x in self.letters or TOPS.get(x) in self.steps or x.isdigit() for x in letters)

    def use(self, name: Name) -> Use:
        """Return a name taken apart."""
        found = self._uses.get(name)
        if found is None:
            key = Name(name.base, name.sub, name.layer)
            found = self._uses[key] = self._use(key)
        return found

    def _use(self, name: Name) -> Use:
        split = self._split(name, digits=True)
        part, below = split if split else (name.sub, [])
        family: list[Index] = []
        entries: list[Index] = []
        timed = len(below) == 1 and not below[0].letters and name.base in self._timed
        for index in below:
            (family if timed or self.is_step(index) else entries).append(index)
        samples: list[Index] = []
        tops = above(name)
        for place, text in enumerate(tops, 1):
            index_or_none = affine(text)
            if index_or_none is None or (not index_or_none.letters and not text.isdigit()):
                part += f"^{text}"
            elif not index_or_none.letters or self.is_step(index_or_none):
                lone = place == len(tops) and not index_or_none.letters
                numbered = lone and self._is_sampled(name.base)
                (samples if numbered else family).append(index_or_none)
            elif all(x in self.letters for x, _ in index_or_none.letters):
                samples.append(index_or_none)
            else:
                part += f"^{text}"
        each = entries and name.base in SURE_LOSSES and name.base in self._defined and any(
            x.startswith(f"{name.base}_")
            and all(map(self.is_index, parts_of(x.removeprefix(f"{name.base}_").strip("{}"))))
            for x in self._defined
        )  # fmt: skip
        if self._biases and name.base == "b" and name.sub in ("u", "i"):
            part = name.sub  # a user's bias b_u is another quantity than an item's, b_i
        if samples or each:  # the samples x^{(i)} are another quantity than one x, L_i than L
            part += SAMPLES
        return Use((name.base, part), tuple(family), (*samples, *entries))

    def _at_each_time(self, uses: Sequence[Name]) -> set[str]:
        """Return the bases below which one time stands and nothing else: s_3 is s_t at t = 3."""
        below: dict[str, set[bool]] = defaultdict(set)
        for name in uses:
            found = None if above(name) else self._split(name, digits=False)
            if found and found[1]:
                lone = not found[0] and len(found[1]) == 1
                below[name.base].add(lone and self.is_step(found[1][0]))
        return {base for base, timed in below.items() if timed == {True}}

    def _is_sampled(self, base: str) -> bool:
        """Whether a number in brackets above a name is a sample's."""
        return base in self._sampled

    def _split(self, name: Name, *, digits: bool) -> tuple[str, list[Index]] | None:
        """Return the part of a subscript that belongs to the name, and its indices."""
        sub = name.sub
        if name.base[-1:].isdigit() and sub:  # W2[0][j] in a text that has z1[i]: 2 is of the name
            places = [affine(p) for p in parts_of(sub)]
            if all(i is not None and (digits or i.letters) for i in places):
                return "", [i for i in places if i is not None]
        if name.label in self.sizes or name.label in self.lone or self.is_unit(name):
            return (sub, []) if sub else None
        if sub and (self.is_identity(name) or sub in self.words or name.base in self.told_apart):
            return sub, []
        if digits and sub and name.layer and "l" in self.steps and sub.replace(",", "").isdigit():
            return "", [Index((), int(p)) for p in parts_of(sub)]
        if not sub or (name.label in self._defined and not self.is_index(sub)):
            known = sub and len(parts_of(sub)) == 1
            if (not sub or known) and not (
                digits and sub.isdigit() and self._numbered(name.base, 1)
            ):
                return None if not sub else (sub, [])
        pieces = parts_of(sub)
        if digits and len(pieces) > 1 and all(p.isdigit() for p in pieces):
            return "", [Index((), int(p)) for p in pieces]
        if sub.isdigit() and len(sub) > 1 and 2 in self.indexed_counts(name.base):
            pieces = list(sub)
        if (
            len(pieces) == 2
            and any(map(self.is_index, pieces))
            and all(
                self.is_index(p) or p.isdigit() or (p in "ijklmn" and not self.is_base(p))
                for p in pieces
            )
        ):
            both = [affine(p) for p in pieces]
            self.letters.update(p for p in pieces if p.isalpha())
            return "", [i for i in both if i is not None]
        if _WORD.match(sub) and not all(self.is_index(p) for p in pieces):
            return self._of_a_word(sub, pieces)
        kept, found = [], []
        for piece in pieces:
            index = affine(piece)
            if index is not None and self._varies(piece, index, name, pieces, digits=digits):
                found.append(index)
            else:
                kept.append(piece)
        return ",".join(kept), found

    def _of_a_word(self, sub: str, pieces: Sequence[str]) -> tuple[str, list[Index]]:
        """Take a word apart: u_{ft} is of a gate f at the time t, all other words are names."""
        steps = [p for p in pieces if p in self.steps]
        if len(pieces) == 2 and len(steps) == 1 and "," not in sub:
            (part,) = (p for p in pieces if p not in self.steps)
            found = affine(steps[0])
            return (part, [found]) if found else (sub, [])
        return sub, []

    def _varies(self, piece: str, index: Index, name: Name, pieces: Sequence[str], *,
                digits: bool) -> bool:  # fmt: skip
        """Whether one piece of a subscript is an index there."""
        numbered = digits and not index.letters and self._numbered(name.base, len(pieces))
        if self.is_index(piece) or numbered:
            return True
        beside = len(pieces) == 2 and any(self.is_index(p) for p in pieces)
        if beside and piece in "ijklmn" and not self.is_base(piece):
            self.letters.add(piece)
            return True
        return (
            digits
            and piece in INDEX_LETTERS
            and self._numbered(name.base, len(pieces))
            and name.label not in self._defined
            and not self.is_base(piece)
        )

    def is_identity(self, name: Name) -> bool:
        """Whether I_n is the identity of n rows, and not what is called I at n."""
        known = any(label.partition("_")[0] == "I" for label in self._defined)
        lone = name.base == "I" and len(name.sub) == 1 and not name.layer
        return lone and not known and name.sub not in self.steps

    def indexed_counts(self, base: str) -> set[int]:
        """Return how many index letters stand below a base, in its uses."""
        return self.indexed.get(base, set())

    def _numbered(self, base: str, count: int) -> bool:
        if count == 1 and base in self.dotted and base.islower():
            return not any(x.startswith(f"{base}_") for x in self._defined)
        return count in self.indexed_counts(base)


def _extents(formulas: Sequence[Formula]) -> dict[Name, tuple[str, ...]]:
    """Return the sizes of what lies in R^{m x n}, or has numbers for its value.

    A list of numbers, [0.5, 1.5], may be a column or a row; a single one, b = 0.3, counts where
    lists are given too.
    """
    told = {d.name: d.sizes for f in formulas[:1] for d in f.lying}
    values: dict[Name, set[tuple[str, ...]]] = defaultdict(set)
    for formula in formulas:
        match formula.trees:
            case [Name() as name, Matrix(rows=rows) as tree] if is_numeric(tree):
                several = [str(n) for n in (len(rows), len(rows[0])) if n > 1]
                values[name].add(tuple(several))
            case [Name() as name, tree] if is_numeric(tree):
                values[name].add(())
    given = {name: sizes for name, (sizes, *others) in values.items() if not others}
    return (given if any(given.values()) else {}) | told


def _lone(uses: Sequence[Name], defined: Mapping[str, int]) -> set[str]:
    """Return the labels of losses that are defined with a number that no other of them has."""
    numbered: dict[str, set[str]] = defaultdict(set)
    for name in uses:
        if name.base in SURE_LOSSES and name.sub.isdigit() and not name.layer:
            numbered[name.base].add(name.label)
    return {x for one in numbered.values() if len(one) == 1 for x in one if x in defined}
