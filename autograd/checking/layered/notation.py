r"""How a document writes layers and indices: `w_{jk}^{(l)}`, `a^{[L-1]}`, `x^{(i)}`.

A name has a base, perhaps a layer, and perhaps indices.  `l` stands for every layer, `L` for the
last; the letters i, j, k, ... for every row or column.  A digit below a name is an index where
the name has a layer, or where the document elsewhere gives the base an index letter; else it is
part of the name, as in W_2.  The layer (i) is a sample: one more index; where the samples stand
side by side in matrices X and A^{[l]}, x^{(i)} and a^{[l](i)} are their columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..meaning.build import CONSTANTS, DATA, LOSSES
from ..meaning.evaluate import MeaningError, names_in
from ..mending.edits import subtrees
from ..reading.tree import (
    BigSum,
    Call,
    Expression,
    Matrix,
    Name,
    Norm,
    Product,
    Quotient,
    Transpose,
)

LETTERS = "ijknpqrst"
SAMPLES = ("i", "j", "n", "t")
COLUMNS = ("X", "A", "Z", "Y", "H", r"\hat{Y}")
SCALARS = (*LOSSES, *CONSTANTS, r"\eta", r"\alpha", r"\lambda", r"\epsilon", r"\gamma", "lr")
MOST = 20
"""The largest layer and index that a number stands for; a larger one is part of the name."""
_LAYER = re.compile(r"(?:(1?\d|20)|(l|L|k|\\ell)([+-](?:1?\d|20))?)$")


class Place(NamedTuple):
    """A name taken apart: w_{jk}^{(l-1)} is key ("w", ""), layer ("l", -1), indices ("j", "k").

    layer    None without one; a number is ("", number)
    indices  letters, or numbers as text; ":" for all rows
    """

    base: str
    sub: str
    layer: tuple[str, int] | None
    indices: tuple[str, ...]

    @property
    def name(self) -> Name:
        """The name without its indices."""
        letter, offset = self.layer or ("", 0)
        number = f"{offset:+d}" if letter and offset else str(offset or "")
        return Name(self.base, self.sub, f"{letter}{'' if letter and not offset else number}")


Key = tuple[str, str, "int | None"]
"""Base, subscript, layer: what a matrix of the network is called at one layer."""


def label_of(key: Key) -> str:
    """Return the label of a matrix: "w^{(2)}", "W_2"."""
    base, sub, layer = key
    return Name(base, sub, "" if layer is None else str(layer)).label


class Notation:
    """The habits of one document.

    indexed   bases that have an index letter somewhere: their digits are indices as well
    layered   bases that have a layer somewhere
    matrices  whether a name without indices may be a matrix; else it is a number
    defined   bases that a forward equation computes: of the shape that it gives them
    sampled   bases with a sample's number, as x^{(i)}
    vectors   those of them that are a vector for each sample: columns of a matrix
    batched   the matrices that have a column for each sample: X, A, Z, ...; none without them
    per_sample  whether a dZ is the derivative of one sample's loss rather than of the mean
    flipped   bases whose two indices are (from, to): column, then row
    """

    def __init__(self, trees: Sequence[Expression]) -> None:
        parts = [part for tree in trees for part in subtrees(tree)]
        names = [name for tree in trees for name in names_in(tree)]
        self.matrices = any(_is_about_matrices(part) for part in parts)
        self._places: dict[tuple[Name, frozenset[str]], Place] = {}
        self.sampled = {n.base for n in names if n.layer.rpartition(",")[2] in SAMPLES}
        self.layered = {n.base for n in names if n.layer and not self._is_sample(n)}
        self.lettered = any(
            n.layer and not n.layer[0].isdigit() for n in names if n.base in self.layered
        )
        self.indexed = {
            n.base for n in names
            if n.layer in SAMPLES or (n.sub and all(c in LETTERS for c in n.sub.replace(",", "")))
        }  # fmt: skip
        self.vectors = {n.base for n in names if n.layer in SAMPLES and n.base in DATA[:1]
                        and (self.matrices or n.sub)}  # fmt: skip
        self.batched = _columns(names) if self.matrices or self.layered else frozenset()
        self.per_sample = False
        self.flipped: frozenset[str] = frozenset()
        self.defined: frozenset[str] = frozenset()
        self.bases = {n.base for n in names}
        self.bare = {n.base for n in names if not n.layer}

    def place(self, name: Name) -> Place:
        """Take a name apart."""
        key = name, self.flipped
        if key not in self._places:
            self._places[key] = self._apart(name)
        return self._places[key]

    def _apart(self, name: Name) -> Place:
        layer: tuple[str, int] | None = None
        sub, indices = name.sub, tuple[str, ...]()
        written, _, sample = name.layer.rpartition(",")
        if not (self._is_sample(name) or sample in SAMPLES):
            written, sample = name.layer, ""
        if written:
            match = _LAYER.match(written)
            if match is None:  # no layer, but part of the name
                return Place(name.base, f"{sub}^{written}", None, ())
            number, letter, offset = match.groups()
            layer = ("", int(number)) if number else (letter, int(offset or 0))
        if sub and (name.layer or name.base in self.indexed) and _are_indices(sub):
            sub, indices = "", _apart(sub)
        if len(indices) == 2 and name.base in self.flipped:
            indices = indices[::-1]
        if sample and (whole := self._matrix_of(name.base)):
            return Place(whole, sub, layer, (indices[0] if indices else ":", sample))
        if sample and name.base in self.vectors and not indices:
            return Place(name.base, sub, layer, (":", sample))
        if sample:
            indices = (*indices, sample)
        return Place(name.base, sub, layer, indices)

    def _is_sample(self, name: Name) -> bool:
        """Whether a layer is a sample's number: (i) in x^{(i)}, and (1) in x^{(1)} beside it."""
        numbered = name.layer.isdigit() and name.base in self.sampled
        return name.layer in SAMPLES or numbered

    def _matrix_of(self, base: str) -> str:
        """Return the matrix of which x^{(i)} or dz^{(i)} is a column, "" if there is none."""
        slope = len(base) > 1 and base[0] == "d"
        whole = base[slope:].upper()
        return ("d" if slope else "") + whole if whole in self.batched else ""

    def is_slope(self, name: Name) -> bool:
        r"""Whether a name is the loss's derivative by another: \delta^{(l)}, dW^{[l]}."""
        whole = name.base == r"\delta" or (name.base[0] == "d" and name.base[1:] in self.bases)
        return whole and name.base != "d"

    def is_scalar(self, base: str) -> bool:
        """Whether a base names numbers, not vectors or matrices."""
        if base in self.indexed or base in self.batched:
            return False
        known = self.matrices or base in self.layered or base in self.defined
        return base in SCALARS or not known


def is_about_layers(tree: Expression) -> bool:
    """Whether a formula can only be about whole layers, vectors or matrices."""
    return any(
        isinstance(part, (BigSum, Matrix, Norm, Transpose))
        or (isinstance(part, Product) and r"\odot" in part.signs)
        or (isinstance(part, Call) and part.function == "softmax")
        or (isinstance(part, Name) and any(c.isalpha() for c in part.layer))
        for part in subtrees(tree)
    )


def _columns(names: Sequence[Name]) -> frozenset[str]:
    """Return the bases of matrices with a column for each of m samples."""
    bases = {name.base for name in names}
    data = {base for base in bases if base in COLUMNS}
    return frozenset(data) if "X" in bases or ("m" in bases and "A" in bases) else frozenset()


def is_softmax(part: Expression) -> bool:
    """Whether it is a softmax, by name or as exp(z_i) over the sum of them."""
    match part:
        case Call(function="softmax"):
            return True
        case Quotient(above=Call(function="exp"), below=BigSum(of=Call(function="exp"))):
            return True
    return False


def is_by_entries(loss: Expression) -> bool:
    """Whether y log(a) in a loss is a product by entries: it has no transpose."""
    return not any(isinstance(part, Transpose) for part in subtrees(loss))


def _is_about_matrices(part: Expression) -> bool:
    return (
        isinstance(part, (Matrix, Norm, Transpose))
        or (isinstance(part, Product) and any(sign in (r"\odot", "@") for sign in part.signs))
        or (isinstance(part, Call) and part.function == "softmax")
    )


def _are_indices(sub: str) -> bool:
    parts = _apart(sub)
    return all((len(p) < 3 and p.isdecimal() and int(p) <= MOST) or p in [*LETTERS] for p in parts)


def _apart(sub: str) -> tuple[str, ...]:
    return tuple(sub.split(",")) if "," in sub else tuple(sub)


def letters_in(trees: Iterable[Expression], notation: Notation) -> list[str]:
    """Return the free letters of a formula, in order: layers first, then indices."""
    layers: dict[str, None] = {}
    indices: dict[str, None] = {}
    for tree in trees:
        bound = {part.index for part in subtrees(tree) if isinstance(part, BigSum)}
        for name in names_in(tree):
            place = notation.place(name)
            if place.layer and place.layer[0] not in ("", "L"):
                layers[place.layer[0]] = None
            indices.update(
                dict.fromkeys(i for i in place.indices if i.isalpha() and i not in bound)
            )
    return [*layers, *indices]


def layer_of(place: Place, letters: Mapping[str, int]) -> int | None:
    """Return the layer that a name means when its letter is that number."""
    if place.layer is None:
        return None
    letter, offset = place.layer
    if letter and letter not in letters:
        raise MeaningError(f"which layer {letter} is, is not said")
    return letters[letter] + offset if letter else offset
