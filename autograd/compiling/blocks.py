"""What a program is planned in: arrays of rows, parts of them, and blocks that compute a part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .scalars import Scalar


@dataclass(eq=False)
class Array:
    """Rows of numbers: one number for each sample, or for what all samples share one.

    kind    "input", "weights", "gradient" (vectors that the user sees), "count" (of the samples),
            "kept" (can be asked for), "temporary", or "register" (of a part of a formula)
    rows    the Scalars; None for one whose place is elsewhere
    number  a running number, by which arrays are put in order
    """

    name: str
    batch: bool
    kind: str = "temporary"
    rows: list[Any] = field(default_factory=list)
    number: int = 0

    @property
    def is_vector(self) -> bool:
        """Whether its rows lie one after another in a vector of the user's."""
        return self.kind in ("weights", "gradient")


class View(NamedTuple):
    """Rows `start` to `stop` of an array; where `shape` is given, as a matrix (or turned round)."""

    array: Array
    start: int
    stop: int
    shape: tuple[int, int] | None = None
    turned: bool = False

    @property
    def size(self) -> int:
        """How many rows."""
        return self.stop - self.start

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the array."""
        return self.size == len(self.array.rows)


class Block(NamedTuple):
    """Some rows of an array, and how they are computed.

    kind      "row"      a row of the operation table, for all at once
              "sum"      a sum of products, likewise
              "product"  a matrix of weights times rows
              "mix"      a matrix of plain numbers times rows
              "reduce"   a row of the table that takes any number of inputs, over rows
              "pairs"    the sum over rows of the products of two arrays
              "inner"    sums over the batch of products, for all pairs of rows or side by side
              "total"    sums over the batch
              "copy"
    of        the first of its Scalars
    operands  Views, numbers, or of "mix" the matrix
    pattern   of "sum": for each term the coefficient, and of each factor whether it is of a batch
    """

    kind: str
    out: View
    of: Scalar
    operands: tuple[Any, ...]
    pattern: tuple[Any, ...] = ()
