r"""One index: t - 1, 2i + k, y_i; and the letters that are customary in its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from ..reading.tree import BigSum, Name
from ..reading.walked import walk

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
UNIT = re.compile(r"([A-Za-z])(\d+)")
"""A unit, as code names it: o1."""
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
    if re.search(r"[+*-]", text):
        return [text]
    if text.isdigit():
        return [text]
    if _NESTED.search(text):
        whole = r"[A-Za-z]_[A-Za-z0-9]|[A-Za-z]\^\{\([A-Za-z0-9]\)\}"
        return re.findall(whole + r"|\\[A-Za-z]+|\d+|[^_]", text)
    return re.findall(r"\\[A-Za-z]+|\d+|.", text)


def whole_of(symbol: tuple[str, str]) -> tuple[str, str] | None:
    """Return the matrix that would hold what is numbered by samples: A of a^{(i)}, dA of da^{(i)}.

    It is None of what has no number of a sample.
    """
    base, part = symbol
    if SAMPLES not in part:
        return None
    upper = base.upper() if len(base) == 1 else "d" + base[1:].upper()
    return upper, part.replace(SAMPLES, "")


def told(letter: str) -> str:
    """Return the letter that an index goes by: i for y_i, which tells the class of sample i."""
    found = _NESTED.fullmatch(letter)
    return (found[2] or found[3]) if found else letter


def nested(name: Name) -> list[Name]:
    """Return the names that tell an index of another: y_i of w_{y_i}."""
    return [Name(base, sub, layer) for base, sub, layer in _NESTED.findall(name.sub)]


def above(name: Name) -> list[str]:
    """Return the texts that stand above a name in brackets: of a^{(l,i)} l and i."""
    return [x for x in name.layer.split(",") if x] if name.layer else []


def without_last(name: Name) -> Name:
    """Return a name without the last of what stands above it: a sample's number, of a^{[l](i)}."""
    return replace(name, layer=",".join(above(name)[:-1]))


def bound_letters(part: Any) -> list[str]:
    """Return the letters that a sum runs over."""
    if part.index == "axis" or part.kind in ("lim", "int") or re.search("[_']", part.index):
        return []
    if re.fullmatch("[A-Za-z]{4,}", part.index):  # a sum over the batch
        return []
    if part.kind in ("min", "max") and part.index not in INDEX_LETTERS:  # over parameters
        return []
    return parts_of(part.index)


def summed_letters(tree: Any) -> set[str]:
    """Return the letters that the sums in a tree run over."""
    return {x for p in walk(tree) if isinstance(p, BigSum) for x in bound_letters(p)}
