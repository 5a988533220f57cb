r"""Which subscripts and superscripts are indices, and which are part of a name.

A letter is an index if it varies: a sum runs over it, it stands with an offset (t - 1), a condition
speaks of it, it stands for a layer or a sample in brackets, or it stands free on both sides of an
equation and is no name of its own, as the f of w_f is beside a gate f.  Everything else below a
name belongs to the name: w_f, c_{prev}, b_h.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any, NamedTuple

from ..reading.tree import Call, Compare, Derivative, Expression, Formula, Name, Number

INDEX_LETTERS = frozenset("abcdfghijklmnopqrstuv") | {r"\ell"}
SAMPLES = "^()"
"""What stands in a symbol for the number of a sample."""
TOPS = {"L": "l", "T": "t", r"\tau": "t"}
"""A letter that stands for the last of what another counts."""
TARGETS = ("y", "t", "Y", "T")
LOSSES = ("L", "J", "C", "E", "loss", "Loss", "cost", "Cost", r"\ell", "Error", "error", "ell",
          "NLL", "R", "Q", "S", "H")  # fmt: skip
SURE_LOSSES = LOSSES[:-4]
LAYERS = ("l", "L", r"\ell")
_AFFINE = re.compile(r"([+-]?)(\d*)(\\ell|[A-Za-z]|(?<=\d)(?![A-Za-z\\]))")
_WORD = re.compile(r"[A-Za-z]{2,}$")
_MASK = re.compile(r"([A-Za-z])(?:_\{?\w+\}?)? ?\\in ?\\\{ ?0 ?, ?1 ?\\\}")
_VOCABULARY = re.compile("vocabular|word2vec|skip-?gram|词表|词汇|词向量", re.IGNORECASE)
_UNIT = re.compile(r"([A-Za-z])(\d+)")
_NESTED = re.compile(
    r"(?:(?<![A-Za-z\\])|(?<=(?<![A-Za-z\\])[A-Za-z]))([A-Za-z])(?:_([A-Za-z0-9])(?![A-Za-z0-9])|\^\{\(([A-Za-z0-9])\)\})"
)
"""An index that a quantity tells: y_i in w_{y_i}, the class of sample i; y^{(i)} too."""


class Index(NamedTuple):
    """An index such as t - 1 or 2i + k: the letters with their factors, and a number."""

    letters: tuple[tuple[str, int], ...]
    offset: int = 0

    def at(self, env: Mapping[str, int]) -> int:
        """Return its value; a KeyError names a letter that has none."""
        return self.offset + sum(factor * env[letter] for letter, factor in self.letters)

    @property
    def letter(self) -> str:
        """The one letter that it is, without a factor; "" if it is none."""
        one = len(self.letters) == 1 and self.letters[0][1] == 1
        return self.letters[0][0] if one else ""


class Use(NamedTuple):
    """A name taken apart: h_t^{(l)} is the symbol ("h", "") with layers and entries.

    family   indices of which each has a quantity of its own: layers, times
    entries  indices into one quantity: rows, columns, samples
    """

    symbol: tuple[str, str]
    family: tuple[Index, ...]
    entries: tuple[Index, ...]


def affine(text: str) -> Index | None:
    """Read "t-1", "2i+k", "3", "y_i"; None if it is something else."""
    if _NESTED.fullmatch(text.replace(" ", "")):
        return Index(((text.replace(" ", ""), 1),))
    plain = text.replace(" ", "").replace("(", "").replace(")", "").replace("*", "")
    letters: dict[str, int] = {}
    offset, place = 0, 0
    while place < len(plain):
        match = re.compile(r"([+-]?)(\d*)(\\ell|\\tau|[A-Za-z])?").match(plain, place)
        assert match is not None
        sign, number, letter = match.groups()
        if match.end() == place or not (number or letter) or (place and not sign):
            return None
        value = int(number or 1) * (-1 if sign == "-" else 1)
        if abs(value) > 50:
            return None
        if letter:
            letters[letter] = letters.get(letter, 0) + value
        else:
            offset += value
        place = match.end()
    return Index(tuple(letters.items()), offset) if plain else None


def parts_of(text: str) -> list[str]:
    """Part the text of a subscript: at commas, or else letter by letter."""
    if "," in text:
        return [part for part in text.split(",") if part]
    if re.search(r"[+-]", text):
        return [text]
    if text.isdigit():
        return [text]
    if _NESTED.search(text):
        whole = r"[A-Za-z]_[A-Za-z0-9]|[A-Za-z]\^\{\([A-Za-z0-9]\)\}"
        return re.findall(whole + r"|\\[A-Za-z]+|\d+|[^_]", text)
    return re.findall(r"\\[A-Za-z]+|\d+|.", text)


class _Fields(dict[type, "tuple[str, ...] | None"]):
    """By the kind of a tree, its fields with other trees in them, the last first; else None."""

    def __missing__(self, kind: type) -> tuple[str, ...] | None:
        found = None
        if hasattr(kind, "span"):
            inner = [f.name for f in fields(kind) if "Expression" in str(f.type)]
            found = tuple(inner[::-1])
        self[kind] = found
        return found


_FIELDS = _Fields()


def walk(tree: Any) -> Iterator[Any]:
    """Yield a tree and all its parts, whatever their kinds."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting += part[::-1]
            continue
        inner = _FIELDS[type(part)]
        if inner is not None:
            yield part
            for field in inner:
                waiting.append(getattr(part, field))


def told(letter: str) -> str:
    """Return the letter that an index goes by: i for y_i, which tells the class of sample i."""
    found = _NESTED.fullmatch(letter)
    return (found[2] or found[3]) if found else letter


def nested(name: Name) -> list[Name]:
    """Return the names that tell an index of another: y_i of w_{y_i}."""
    return [Name(base, sub, layer) for base, sub, layer in _NESTED.findall(name.sub)]


def names(tree: Any) -> Iterator[Name]:
    """Yield every name in a tree, those that are differentiated by too."""
    return (part for part in walk(tree) if isinstance(part, Name) and part.base)


def bound_letters(part: Any) -> list[str]:
    """Return the letters that a sum runs over."""
    if part.index == "axis" or part.kind in ("lim", "int") or re.search("[_']", part.index):
        return []
    if re.fullmatch("[A-Za-z]{4,}", part.index):  # a sum over the batch
        return []
    if part.kind in ("min", "max") and part.index not in INDEX_LETTERS:  # over parameters
        return []
    return parts_of(part.index)


def _sup(name: Name) -> list[str]:
    return [x for x in name.layer.split(",") if x] if name.layer else []


class Indices:
    r"""The habits of a document: which letters are indices, and of what.

    letters    the letters that are indices
    steps      those of them that count times or layers, each with a quantity of its own
    sizes      what stands for the sizes of vectors and matrices, as text: d_k
    classes    the bases of what tells an index of something else: y, where w_{y_i} stands
    lying      how many sizes the bases have that the text says to lie in some R^{m x n}
    masks      the bases of what is 0 or 1 as the text says, but for targets
    adjoints_of  what the text says that adjoints are derivatives of; None where it does not
    apart      the conditions that an index is no such: j \ne y_i
    zero       whether an entry 0 is spoken of as code has it, W2[0][j]: of a name with a number
    """

    def __init__(
        self,
        formulas: Sequence[Formula],
        defined: Mapping[str, int],
        adjoints_of: Name | None = None,
    ) -> None:
        """`defined` counts how often the document defines each label."""
        self._defined, self.adjoints_of = defined, adjoints_of
        trees = [tree for f in formulas for tree in f.trees]
        self.bases = {n.base for t in trees for n in names(t)}
        self.bare = {n.base for t in trees for n in names(t) if not n.sub and not n.layer}
        self.sizes = {text for f in formulas for d in f.domains for text in d.sizes}
        self.lying = {d.name.base: len(d.sizes) for f in formulas[:1] for d in f.lying
                      if not d.name.sub and not d.name.layer}  # fmt: skip
        prose = " ".join(dict.fromkeys(f.prose for f in formulas))
        self.has_vocabulary = _VOCABULARY.search(prose) is not None
        self.masks = {base for base in _MASK.findall(prose) if base not in "yt"}
        self.classes = {x.base for t in trees for n in names(t) for x in nested(n)}
        self.zero = any(n.base[-1:].isdigit() and "0" in parts_of(n.sub)
                        for t in trees for n in names(t))  # fmt: skip
        self._units = {letter for f in formulas for letter in self._units_of(f)}
        self._units |= _numbered_units(trees)
        self.apart: list[Compare] = []
        self.letters: set[str] = set()
        self.steps: set[str] = set()
        self._uses: dict[Name, Use] = {}
        self._biases = any({"u", "i"} <= {n.sub for n in names(t) if n.base == "b"} for t in trees)
        self.indexed: dict[str, set[int]] = defaultdict(set)
        for tree in trees:
            self._from_tree(tree)
        for formula in formulas:
            for condition in formula.conditions:
                self._from_condition(condition)
            self._from_bounds(tuple(formula.trees))
        for formula in formulas:
            self._from_both_sides(formula)
        self.letters |= self.steps
        self._sampled = {
            n.base for t in trees for n in names(t)
            for x in _sup(n)[-1:]
            if (i := affine(x)) and i.letters and not self._is_step(i)
        }  # fmt: skip
        for tree in trees:
            for n in names(tree):
                found = self._split(n, digits=False)
                if found and found[1]:
                    self.indexed[n.base].add(len(found[1]))
        self.counts: dict[tuple[str, str], set[int]] = defaultdict(set)
        for tree in trees:
            for n in names(tree):
                use = self.use(n)
                self.counts[use.symbol].add(len(use.entries))
                for other in map(self.use, nested(n)):
                    self.counts[other.symbol].add(len(other.entries))

    # --- which letters vary ---

    def _from_tree(self, tree: Expression) -> None:
        for part in walk(tree):
            kind = type(part).__name__
            if kind == "BigSum":
                self.letters.update(bound_letters(part))
                if getattr(part, "condition", None) is not None:
                    self._from_condition(part.condition)
            elif kind in ("Indicator", "Cases", "Compare"):
                self._from_condition(part)
            elif kind == "Name" and part.base:
                self._from_name(part)

    def _from_bounds(self, trees: tuple[Expression, ...]) -> None:
        r"""Take k in \prod_{j=k+1}^t for a step as j and t are, where s_k stands beside s_t."""
        below: dict[str, set[str]] = defaultdict(set)
        for n in names(trees):
            below[n.base] |= {n.sub}
        for part in walk(trees):
            bound = set(bound_letters(part)) if type(part).__name__ == "BigSum" else set()
            for n in names((part.lower, part.upper)) if bound & self.steps else ():
                if n.label in INDEX_LETTERS and any(
                    {n.base} <= subs and len(subs) > 1 for subs in below.values()
                ):  # fmt: skip
                    self.steps.add(n.base)

    def _from_condition(self, condition: Any) -> None:
        for part in walk(condition):
            if isinstance(part, Compare):
                if part.sign == "!=" and isinstance(part.right, Name) and (
                    part.right.base in self.classes
                ):  # fmt: skip
                    self.apart.append(part)
                for side in (part.left, part.right):
                    if (
                        isinstance(side, Name)
                        and not side.sub
                        and len(side.base) == 1
                        and side.base in INDEX_LETTERS
                        and side.base not in self._defined
                    ):
                        self.letters.add(side.base)

    def _from_name(self, name: Name) -> None:
        for text in parts_of(name.sub) if name.sub else []:
            found = affine(text)
            if found and found.letters and (found.offset or len(found.letters) > 1):
                self.letters.update(x for x, _ in found.letters if x in INDEX_LETTERS)
                if len(found.letters) == 1 and found.letters[0][0] in INDEX_LETTERS:
                    self.steps.add(found.letters[0][0])
        if name.base == r"\delta" and r"\delta" not in self._defined:
            both = parts_of(name.sub or name.layer)
            if len(both) == 2 and all(x in INDEX_LETTERS for x in both):
                self.letters.update(both)
        for text in _sup(name):
            found = affine(text)
            if found is None:
                continue
            here = {x for x, _ in found.letters if x in INDEX_LETTERS or x in TOPS}
            self.letters |= {x for x in here if x not in TOPS}
            if here & set(LAYERS):
                self.steps.update(TOPS.get(x, x) for x in here)
            elif here and found.offset and len(found.letters) == 1:
                self.steps |= here

    def _units_of(self, formula: Formula) -> set[str]:
        """Return the letter of a unit: o where net_{o1} is defined without it, or b_o = 0.2."""
        left = formula.trees[0] if len(formula.trees) > 1 else None
        if isinstance(left, Name) and isinstance(formula.trees[1], Number):
            return {left.sub} if re.fullmatch("[a-hopqr]", left.sub) else set()
        unit = _UNIT.fullmatch(left.sub) if isinstance(left, Name) else None
        if unit is None or any(unit[1] in parts_of(n.sub) for t in formula.trees[1:]
                               for n in names(t)):  # fmt: skip
            return set()
        return {unit[1]}

    def _from_both_sides(self, formula: Formula) -> None:
        """Take the letters that stand below names on both sides."""
        if len(formula.trees) < 2:
            return
        sides = [self._letters_below(tree) for tree in formula.trees]
        left = formula.trees[0]
        for letter, owners in sides[0].items():
            others = set().union(*(side.get(letter, set()) for side in sides[1:]))
            if (
                not others - owners
                and not (isinstance(left, Derivative) and len(owners) > 1)
                and not (others and isinstance(left, Derivative))
            ):
                continue
            if letter in self._units or self._is_named(letter, owners | others):
                continue
            self.letters.add(letter)

    def _is_named(self, letter: str, owners: set[str]) -> bool:
        """Whether a letter below names is a name of its own: a gate f, or one of z_f, z_i, z_o."""
        if letter in self._defined or any(x.split("_")[0].split("^")[0] == letter
                                          for x in self._defined):  # fmt: skip
            return True
        for base in owners:
            alike = [x for x in self._defined if re.fullmatch(re.escape(base) + r"_[A-Za-z]", x)]
            if len(alike) > 1:
                return True
        return letter in self.bare and letter not in "ijktn"

    @staticmethod
    def _letters_below(tree: Expression) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for name in names(tree):
            for text in parts_of(name.sub) if len(name.sub) < 4 or "," in name.sub else []:
                if text in INDEX_LETTERS:
                    found[text].add(name.base)
        return found

    def count_by(self, *named: Name) -> None:
        """Take what stands below names, and names with nothing below them, for indices."""
        self.letters.update(x for name in named for part in parts_of(name.sub) or [name.base]
                            for x in part if x in INDEX_LETTERS)  # fmt: skip
        self._uses.clear()

    # --- a name taken apart ---

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
        for index in below:
            (family if self._is_step(index) else entries).append(index)
        samples: list[Index] = []
        above = _sup(name)
        for place, text in enumerate(above, 1):
            index_or_none = affine(text)
            if index_or_none is None or (not index_or_none.letters and not text.isdigit()):
                part += f"^{text}"
            elif not index_or_none.letters or self._is_step(index_or_none):
                lone = place == len(above) and not index_or_none.letters
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

    def is_unit(self, name: Name) -> bool:
        r"""Whether it is of a unit, as \delta_{o1} of o1."""
        unit = _UNIT.fullmatch(name.sub)
        return unit is not None and unit[1] in self._units

    def _is_sampled(self, base: str) -> bool:
        """Whether a number in brackets above a name is a sample's."""
        return base in self._sampled

    def _is_step(self, index: Index) -> bool:
        return any(x in self.steps or TOPS.get(x) in self.steps for x, _ in index.letters)

    def _split(self, name: Name, *, digits: bool) -> tuple[str, list[Index]] | None:
        """Return the part of a subscript that belongs to the name, and its indices."""
        sub = name.sub
        if name.base[-1:].isdigit() and sub:  # W2[0][j] in a text that has z1[i]: 2 is of the name
            places = [affine(p) for p in parts_of(sub)]
            if all(i is not None and (digits or i.letters) for i in places):
                return "", [i for i in places if i is not None]
        unit = _UNIT.fullmatch(sub)
        if name.label in self.sizes or (unit and unit[1] in self._units):
            return (sub, []) if sub else None
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
                self.is_index(p) or p.isdigit() or (p in "ijklmn" and p not in self._defined)
                for p in pieces
            )
        ):
            both = [affine(p) for p in pieces]
            self.letters.update(p for p in pieces if p.isalpha())
            return "", [i for i in both if i is not None]
        if _WORD.match(sub) and not all(self.is_index(p) for p in pieces):
            steps = [p for p in pieces if p in self.steps]
            if len(pieces) == 2 and len(steps) == 1 and "," not in sub:  # u_{ft}: gate f, time t
                (part,) = (p for p in pieces if p not in self.steps)
                found = affine(steps[0])
                return (part, [found]) if found else (sub, [])
            return sub, []
        kept, found_indices = [], []
        for piece in pieces:
            index = affine(piece)
            numbered = digits and index is not None and not index.letters
            if index is not None and (
                self.is_index(piece) or (numbered and self._numbered(name.base, len(pieces)))
            ):
                found_indices.append(index)
            elif (
                index is not None
                and len(pieces) == 2
                and piece in "ijklmn"
                and any(self.is_index(p) for p in pieces)
            ):
                found_indices.append(index)
                self.letters.add(piece)
            elif (
                index is not None
                and digits
                and piece in INDEX_LETTERS
                and len(pieces) in self.indexed_counts(name.base)
                and name.label not in self._defined
                and piece not in self._defined
            ):
                found_indices.append(index)
            else:
                kept.append(piece)
        return ",".join(kept), found_indices

    def indexed_counts(self, base: str) -> set[int]:
        """Return how many index letters stand below a base, in its uses."""
        return self.indexed.get(base, set())

    def _numbered(self, base: str, count: int) -> bool:
        return count in self.indexed_counts(base)


def _numbered_units(trees: Sequence[Expression]) -> set[str]:
    """Return the letters that stand below names with a number only: o of out_{o1}, net_{o2}."""
    found: dict[str, set[str]] = defaultdict(set)
    others: set[str] = set()
    for name in (n for tree in trees for n in names(tree)):
        unit = _UNIT.fullmatch(name.sub)
        if unit:
            found[unit[1]].add(f"{name.base}{unit[2]}")
        else:
            others.update(parts_of(name.sub) if 0 < len(name.sub) < 3 else [])
    return {x for x, uses in found.items() if x in "abcdefghopqr" and len(uses) > 3} - others


def called(tree: Any) -> Iterator[Call]:
    """Yield every call in a tree."""
    return (part for part in walk(tree) if isinstance(part, Call))
