"""How a document is read, before any number: its entries, its samples, where indices begin."""

from __future__ import annotations

from abc import abstractmethod
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..reading.tree import (
    Cases,
    Compare,
    Name,
    Number,
    Product,
    Quotient,
    Transpose,
)
from ..reading.walked import names, walk
from .first_numbers import FirstNumbers, letters_from
from .index import SAMPLES, Use, parts_of, whole_of
from .laws import letters_of as letters_of
from .losses import Losses

_OF_FEATURES = (r"\Phi", r"\Psi")
r"""The matrices of what \phi_n and \psi_n are the rows of; \Sigma has no rows \sigma_i."""


class Rules(Losses):
    """The laws that a formula sees, and how they are read; see `Laws`.

    terms  how many terms of sums have been evaluated by them
    """

    terms = 0

    def quantity(self, name: Name) -> Use | None:
        """Return what a name means that is a quantity, whatever stands around it; else None."""
        if name not in self._quantities:
            law = self.law_of(name.label)
            other = (
                self.is_letter(name) or self.is_kronecker(name) or name.label in self.primed
                or law is not None or self.slope(name) is not None
                or self.constant(name) is not None
            )  # fmt: skip
            self._quantities[name] = None if other else self.use(name)
        return self._quantities[name]

    @cached_property
    def divisors(self) -> frozenset[Any]:
        """The symbols of what something is divided by: a temperature T is no target."""
        below = (part.below for tree in self.trees for part in walk(tree)
                 if isinstance(part, Quotient))  # fmt: skip
        return frozenset(self.use(n).symbol for n in below if isinstance(n, Name))

    @cached_property
    def users(self) -> Counter[Any]:
        """How many laws use each quantity in saying what another is."""
        used = ({self.use(n).symbol for n in names(law.body)} for law in self.laws)
        return Counter(symbol for one in used for symbol in one)

    def is_kronecker(self, name: Name) -> bool:
        r"""Whether a name is \delta_{ij}, or an entry I_{ij} of the identity."""
        if name.base == "I" and not name.layer:
            letters = parts_of(name.sub)
            known = any(law.use.symbol[0] == "I" for law in self.laws)
            return len(letters) == 2 and all(map(str.isalpha, letters)) and not known
        if name.base != r"\delta" or (
            (r"\delta", "") in self.known and not self.indices.use(name).entries
        ):
            return False
        if self.indices.is_unit(name):
            return False
        both = parts_of(name.sub) if name.sub and not name.layer else (
            parts_of(name.layer) if not name.sub else []
        )  # fmt: skip
        return len(both) == 2 and not any(law.use.symbol[0] == r"\delta" for law in self.laws)

    @cached_property
    def zero_based(self) -> set[str]:
        """The letters that count from 0."""
        found = letters_from(0, self.trees)
        for tree in self.trees:
            for part in walk(tree):
                if isinstance(part, Cases):
                    found |= {c.left.base for _, c in part.rows if isinstance(c, Compare)
                              and isinstance(c.left, Name) and c.right == Number(0.0)
                              and c.sign == "=" and self.is_letter(c.left)}  # fmt: skip
        return found | (self.indices.letters - self.indices.steps if self.indices.zero else set())

    def starts(self, symbol: Any, count: int) -> tuple[int, ...]:
        """Return the first number of each index of a quantity: 1, or 0."""
        return self._starts.get(symbol, ())[:count] or (1,) * count

    @cached_property
    def _starts(self) -> dict[Any, tuple[int, ...]]:
        if not self.zero_based:
            return {}
        groups = [*((law.target, law.body) for law in self.laws), *self.claims]
        return FirstNumbers(groups, self.indices.use, self.zero_based, self.indices.zero).found()

    def may_hold_vectors(self, symbol: Any) -> bool:
        """Whether what has one index may be a vector for each: samples, rows of a matrix."""
        return self.counts.get(symbol) == {1}

    def matrix_of(self, symbol: Any) -> Any:
        """Return the samples x^{(i)} or x_i that X holds, where X itself is defined by nothing."""
        base, part = symbol
        if symbol in self.defined or symbol in self._divisors:
            return None
        if not base.isupper() and base not in _OF_FEATURES:
            samples = base, part + SAMPLES  # y, of the numbers y^{(i)}
            lone = samples in self.known and self.counts.get(symbol, {0}) == {0}
            numbers = self.counts.get(samples) == {1} and base not in self._inner
            return samples if lone and numbers and symbol not in self.known else None
        if base in ("R", "D"):  # residuals and diagonals: not what r_i and d_i are the rows of
            return None
        for lower in ((base.lower(), part + SAMPLES), (base.lower(), part)):
            if self._is_made_of(lower, symbol):  # u_i = tanh(U h_i)
                continue
            if (
                lower in self.known
                and self.counts.get(lower, {0}) != {0}
                and max(self.counts[lower]) >= 1
                and self.counts.get(symbol) == {0}
            ):
                if self.law_for(lower, (), 0) or SAMPLES in lower[1]:
                    return lower
                if any(self.counts[lower] == c for c in ({1}, {1, 2}, {2})):
                    return lower
        return None

    def _is_made_of(self, symbol: Any, other: Any) -> bool:
        """Whether what defines a quantity speaks of another, be it through others."""
        waiting, seen = [symbol], {symbol}
        while waiting:
            here = waiting.pop()
            found = {self.indices.use(n).symbol for law in self.laws if law.use.symbol == here
                     for n in names(law.body)}  # fmt: skip
            if other in found:
                return True
            waiting += found - seen
            seen |= found
        return False

    @cached_property
    def _divisors(self) -> set[Any]:
        """The symbols of what something is divided by: numbers, as the T of z_i / T."""
        below = [p.below for tree in self.trees for p in walk(tree) if isinstance(p, Quotient)]
        factors = (f for b in below for f in (b.factors if isinstance(b, Product) else (b,)))
        return {self.indices.use(f).symbol for f in factors if isinstance(f, Name)}

    @cached_property
    def _inner(self) -> set[str]:
        """The bases of what stands in a product with a transpose, as w and x in w^T x.

        Beside the transpose of a matrix, X^T y, a vector may as well hold a number of each sample.
        """
        found = set()
        for tree in self.trees:
            for part in walk(tree):
                if isinstance(part, Product):
                    turned = [f.of for f in part.factors if isinstance(f, Transpose)]
                    vectors = [x for x in turned if not (
                        isinstance(x, Name) and x.base.strip("\\")[:1].isupper())]  # fmt: skip
                    beside = [f for f in part.factors if vectors and isinstance(f, Name)]
                    found |= {x.base for x in (*turned, *beside) if isinstance(x, Name)}
        return found

    def samples_of(self, symbol: Any) -> Any:
        """Return the matrix that holds the samples a^{(i)}, where A is defined."""
        whole = None if symbol in self.defined else whole_of(symbol)
        return whole if whole in self.defined else None

    @abstractmethod
    def samples_beside(self, name: Name) -> int:
        """Return how many samples there are of what is written with the number of one; else 1."""

    @abstractmethod
    def constant(self, name: Name) -> Any:
        """Return the value of a constant, None if a name is none."""

    @abstractmethod
    def world(self, rng: Any) -> Any:
        """Return a world of numbers, drawn at random."""

    @abstractmethod
    def slots(self, symbol: Any, family: tuple[int, ...]) -> tuple[int, ...]:
        """Return how far the indices of a quantity that is defined entry by entry run."""

    @abstractmethod
    def outputs(self, world: Any, family: tuple[int, ...], loss: Any = None) -> list[Any]:
        """Return the entries of what the forward equations lead to, in a world of numbers."""

    @abstractmethod
    def bound_value(self, world: Any, formal: str) -> Any:
        """Return the Values that an argument of a definition stands for."""

    @abstractmethod
    def evaluated(self, world: Any, tree: Any, env: Mapping[str, int], **how: Any) -> Any:
        """Return the value of a formula in a world; see `Meaning`."""

    @abstractmethod
    def range_of(self, tree: Any, letter: str, meaning: Any) -> range:
        """Return what a letter runs over in a sum."""
