"""`Trial`: one wrong member, and what hypotheses about it are tried with.

Hypotheses know formulas, as trees and as texts in the author's notation, and values at a few
places.  What a formula means is for the judge to say: a judge implements this class.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from math import isnan, nan
from typing import Any

from ...engine.value import Value
from ..meaning.tensor import Tensor, diagonal_of, entries_of, shape_of
from ..reading.tree import BigSum, Call, Expression, Name
from ..reading.walked import walk
from .edits import inside
from .notation import Notation

EFFORT, TOLERANCE, PROBED = 24_000, 1e-8, 4
"""How many parts of formulas are evaluated; how close values are; places that are seen first."""
LETTERS = 60_000
"""How many characters of hypotheses are read: those of about a thousand formulas."""


class Trial(Notation):
    """One wrong member: its tree, its source text, and what it is claimed to equal (`anchor`).

    latex   whether the author writes LaTeX rather than Python
    said    more text of the author, that shows how names are written
    """

    def __init__(self, anchor: Expression, tree: Expression, source: str, said: str) -> None:
        super().__init__(source, said)
        self.anchor, self.tree = anchor, tree
        self.left, self._letters_left = EFFORT, LETTERS
        self._right: dict[str, bool] = {}
        self._trees: dict[str, Expression | None] = {}

    # --- what a judge provides ---

    @abstractmethod
    def check(self, tree: Expression, *, fresh: bool) -> bool:
        """Whether a tree equals the anchor at some points, or at fresh ones."""

    @abstractmethod
    def read(self, text: str) -> Expression | None:
        """Read a formula as one of this document; None if it cannot be read."""

    @property
    @abstractmethod
    def places(self) -> Sequence[Any]:
        """The same few places for all hypotheses: a random point, and values of the indices."""

    @abstractmethod
    def value(self, tree: Expression, place: Any) -> Any:
        """Return a value, a number or a tensor with `shape` and `entries`; None without one."""

    @abstractmethod
    def env(self, place: Any) -> Mapping[str, int]:
        """Return what the index letters stand for at a place."""

    @abstractmethod
    def names_with(self, letters: Sequence[str]) -> Sequence[Name]:
        """Return the names of the document that have a meaning where these letters do."""

    @abstractmethod
    def nodes(self, place: Any) -> Mapping[str, Value]:
        """Return the scalar nodes of the forward equations at a place, by label."""

    @abstractmethod
    def counted(self, label: str) -> int | None:
        """Return how many a name such as m stands for; None if it is no such name here."""

    @abstractmethod
    def misfit(self) -> Expression | None:
        """Return the smallest part of the member whose shapes do not fit together."""

    @property
    @abstractmethod
    def laws(self) -> Sequence[tuple[Name | None, Expression]]:
        """The forward equations: what each defines, and as what."""

    @abstractmethod
    def letters_in(self, tree: Expression) -> Sequence[str]:
        """Return the free index letters of a formula."""

    @abstractmethod
    def is_index(self, letter: str) -> bool:
        """Whether a letter counts entries, samples, layers or steps."""

    @abstractmethod
    def is_step(self, letter: str) -> bool:
        """Whether a letter counts layers or steps, each with quantities of its own."""

    @abstractmethod
    def is_delta(self, name: Name) -> bool:
        """Whether a name is a Kronecker delta."""

    @abstractmethod
    def right_under(self, bodies: Sequence[Expression]) -> bool:
        """Whether the member would be right if the forward equations had these right sides."""

    @abstractmethod
    def right_without(self, held: Collection[Name]) -> bool:
        """Whether the member would be right if these names were constants."""

    # --- trying ---

    def holds(self, tree: Expression) -> bool:
        """Whether another tree would be right."""
        return self._seems(tree) and self._affords(tree, 2) and self.check(tree, fresh=False)

    def allow(self, effort: int) -> None:
        """Allow so much effort, at least, for what is yet to be tried."""
        self.left = max(self.left, effort)

    def _affords(self, tree: Expression, places: int) -> bool:
        """Count the evaluation of a formula; whether there was still effort left for it."""
        self.left -= places * sum(1 for _ in walk(tree))
        return self.left > 0

    def _seems(self, tree: Expression) -> bool:
        """Whether it is right in the last place where it has a value, which is quickly seen."""
        for place, truth in list(zip(self.places, self.truths, strict=True))[: -1 - PROBED : -1]:
            value = self.value(tree, place) if self._affords(tree, 1) else None
            if value is not None:
                both = (list(map(float, entries_of(x))) for x in (value, truth))
                return shape_of(value) == shape_of(truth) and close(*both)
        return not self.places

    def right(self, text: str) -> bool:
        """Whether a formula, read again, would be right."""
        if text not in self._right:
            tree = self._tree(text)
            self._right[text] = tree is not None and self.holds(tree)
        return self._right[text]

    def _tree(self, text: str) -> Expression | None:
        """Read a hypothesis, once; None where it cannot be read, or too much has been read."""
        if text not in self._trees:
            self._letters_left -= len(text)
            self._trees[text] = self.read(text) if self._letters_left > 0 else None
        return self._trees[text]

    def confirmed(self, text: str) -> str:
        """Return a repaired formula if, read again, it is right at fresh points; else ""."""
        if not text or not self.right(text):
            return ""
        tree = self._tree(text)
        if tree is None or tree == self.anchor:  # which says nothing
            return ""
        return text if self.check(tree, fresh=True) else ""

    # --- values ---

    @cached_property
    def truths(self) -> list[Any]:
        """The right value in each place; a diagonal matrix as a vector, where a member is one."""
        return [_as_in(self.value(self.tree, place), self.value(self.anchor, place))
                for place in self.places]  # fmt: skip

    @cached_property
    def true(self) -> list[float]:
        """The entries of the truth in all places."""
        return [float(x) for value in self.truths for x in entries_of(value)]

    @property
    def has_shapes(self) -> bool:
        """Whether it is about a vector or a matrix."""
        return any(shape_of(value) for value in self.truths)

    def products(self, x: str, y: str) -> list[str]:
        """Write x y, and where there are vectors their product entry by entry too."""
        return [self.times(x, y), *([rf"{x} \odot {y}"] if self.latex and self.has_shapes else [])]

    @cached_property
    def claimed(self) -> list[float] | None:
        """The entries of the member in all places."""
        return self.flat(self.tree)

    def flat(self, tree: Expression) -> list[float] | None:
        """Return the entries in all places, nan where there are none; None without any.

        A number beside a tensor stands for each of its entries.
        """
        if not self._affords(tree, len(self.places)):
            return None
        found: list[float] = []
        for place, truth in zip(self.places, self.truths, strict=True):
            value, count = self.value(tree, place), len(entries_of(truth))
            entries = entries_of(value) if value is not None else [nan]
            if shape_of(value) == shape_of(truth) or len(entries) == 1:
                found += map(float, entries if len(entries) == count else entries * count)
            else:
                return None
        return found if not all(map(isnan, found)) else None

    # --- names ---

    @cached_property
    def letters(self) -> Sequence[str]:
        """The free index letters of what is claimed about."""
        return self.letters_in(self.anchor)

    @property
    def counters(self) -> list[str]:
        """Those of the free letters that count entries or samples."""
        return [x for x in self.letters if not self.is_step(x)]

    @cached_property
    def names(self) -> Sequence[Name]:
        """The names that may stand in a formula here."""
        return self.names_with(self.letters)

    @cached_property
    def activations(self) -> list[tuple[str, Expression, Name]]:
        """The functions that are applied entry by entry: function, argument, result."""
        found = []
        for target, body in self.laws:
            match body:
                case Call(function, (z,), 0) if target is not None:
                    found.append((function, z, target))
        return found


def _as_in(claimed: Any, true: Any) -> Any:
    both = isinstance(true, Tensor) and claimed is not None
    return diagonal_of(true, shape_of(claimed)) if both else true


def free_pieces(tree: Expression) -> Iterator[Expression]:
    """Yield a tree and its parts, but for those within a derivative or under a sum's sign."""
    yield tree
    if not isinstance(tree, BigSum):
        for part in inside(tree):
            yield from free_pieces(part)


def close(x: Sequence[float], y: Sequence[float]) -> bool:
    """Whether two lists of numbers agree wherever both are known, which is somewhere."""
    known = [(a, b) for a, b in zip(x, y, strict=True) if not isnan(a) and not isnan(b)]
    size = max((max(abs(a), abs(b)) for a, b in known), default=-1.0)
    return size >= 0 and all(abs(a - b) <= TOLERANCE * size for a, b in known)
