"""The walk over a formula about layers, whatever it is evaluated in: shapes, numbers or graphs."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import reduce
from typing import Any

from ..meaning.evaluate import MeaningError
from ..reading.tree import (
    BigSum,
    Call,
    Derivative,
    Expression,
    Matrix,
    Name,
    Negative,
    Norm,
    Number,
    Power,
    Prime,
    Product,
    Quotient,
    Sum,
    Transpose,
)  # fmt: skip


class Algebra(ABC):
    """What the parts of a formula mean.

    by_entries  whether a vector times a function of one, as in y log(a) in a loss, is by entries
    """

    by_entries = False

    def walk(self, tree: Expression) -> Any:
        """Return the value of a tree."""
        match tree:
            case Number():
                return self.number(tree.value)
            case Name():
                return self.named(tree)
            case Sum():
                return reduce(self.add, map(self.walk, tree.terms))
            case Negative():
                return self.multiply("", self.number(-1.0), self.walk(tree.of))
            case Product():
                return self._product(tree)
            case Quotient():
                return self.divide(self.walk(tree.above), self.walk(tree.below))
            case Power():
                return self.power(self.walk(tree.base), self.walk(tree.exponent))
            case Transpose():
                return self.transpose(self.walk(tree.of))
            case Norm():
                return self.norm(self.walk(tree.of))
            case Call():
                return self.call(tree)
            case Derivative():
                return self.derivative([tree])
            case BigSum():
                return self.big_sum(tree)
            case Matrix():
                return self.matrix([[self.walk(x) for x in row] for row in tree.rows])
            case Prime():
                raise MeaningError("a prime after a bracket says not by what to differentiate")
        raise AssertionError(tree)

    def _product(self, tree: Product) -> Any:
        """Multiply from left to right; derivatives that cancel in a row are one chain."""
        result: Any = None
        place = 0
        while place < len(tree.factors):
            chain = chain_at(tree, place)
            factor = tree.factors[place]
            value = self.derivative(chain) if chain else self.walk(factor)
            sign = tree.signs[place - 1] if place else ""
            if self.by_entries and isinstance(factor, Call):
                sign = r"\odot"
            result = value if place == 0 else self.multiply(sign, result, value)
            place += len(chain) or 1
        return result

    @abstractmethod
    def number(self, value: float) -> Any:
        """A number."""

    @abstractmethod
    def named(self, name: Name) -> Any:
        """A name."""

    @abstractmethod
    def add(self, x: Any, y: Any) -> Any:
        """x + y."""

    @abstractmethod
    def multiply(self, sign: str, x: Any, y: Any) -> Any:
        """x y, with the sign between them."""

    @abstractmethod
    def divide(self, x: Any, y: Any) -> Any:
        """x / y."""

    @abstractmethod
    def power(self, x: Any, y: Any) -> Any:
        """x ** y."""

    @abstractmethod
    def transpose(self, x: Any) -> Any:
        """x^T."""

    @abstractmethod
    def norm(self, x: Any) -> Any:
        """||x||."""

    @abstractmethod
    def call(self, tree: Call) -> Any:
        """function(arguments)."""

    @abstractmethod
    def derivative(self, chain: Sequence[Derivative]) -> Any:
        """One derivative, or a product of them that cancel: dC/da da/dz."""

    @abstractmethod
    def big_sum(self, tree: BigSum) -> Any:
        """The sum over an index, or over all entries."""

    @abstractmethod
    def matrix(self, rows: list[list[Any]]) -> Any:
        """A matrix of these entries."""


def chain_at(tree: Product, place: int) -> list[Derivative]:
    """Return the derivatives from this factor on of which each is by what the next is of."""
    chain: list[Derivative] = []
    for i in range(place, len(tree.factors)):
        factor = tree.factors[i]
        follows = not chain or (tree.signs[i - 1] != r"\odot" and factor_of(factor) == chain[-1].by)
        if not isinstance(factor, Derivative) or not follows:
            break
        chain.append(factor)
    return chain


def factor_of(factor: Expression) -> Expression | None:
    """Return what a derivative is of."""
    return factor.of if isinstance(factor, Derivative) else None
