"""A wrong gradient as a case: by one arg, by way of one output, at several points."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Any, NamedTuple

import numpy as np

from .passes import Pass
from .samples import Sample

Shape = tuple[int, ...]


class Block(NamedTuple):
    """The derivatives at one point: arrays whose axes are those of the arg, then of the output.

    given      what the backward pass claims
    right      what it should be
    tolerance  what they may differ by; infinite where the derivative is not known
    sample     the point
    """

    given: Any
    right: Any
    tolerance: Any
    sample: Sample

    def wrong(self) -> Any:
        """Return where the claim is wrong."""
        return ~(np.abs(self.given - self.right) <= self.tolerance)  # a NaN is wrong

    def is_predicted(self, predicted: Any, scale: Any = 1.0) -> bool:
        """Whether the claim is this."""
        return bool((np.abs(self.given - predicted) <= self.tolerance * scale).all())


@dataclass
class Case:
    """The derivatives by the arg at `argnum` of output number `k`, at several points."""

    both: Pass
    argnum: int
    k: int
    blocks: list[Block]

    @property
    def name(self) -> str:
        """How the gradient is called: "dW"."""
        return f"d{self.both.names[self.argnum]}"

    @property
    def shape(self) -> Shape:
        """The shape of the arg."""
        return tuple(np.shape(self.both.args[self.argnum]))

    @property
    def output(self) -> Shape:
        """The shape of the output."""
        return self.both.shapes[self.k]

    @property
    def output_name(self) -> str:
        """How the output is called in sentences."""
        return "the output" if len(self.both.shapes) == 1 else f"output {self.k}"

    @property
    def wrong(self) -> bool:
        """Whether a claim is wrong at any point."""
        return any(block.wrong().any() for block in self.blocks)

    def are(self, predict: Callable[[Block], Any]) -> bool:
        """Whether the claims at all points are what a hypothesis predicts, and wrong."""
        return all(block.is_predicted(predict(block)) for block in self.blocks)

    def firmest(self) -> Block:
        """Return the point at which the claim is furthest from right: where hypotheses are made."""
        return max(self.blocks, key=_misfit)

    def sources(self, block: Block) -> dict[str, Any]:
        """Return the arrays that a backward pass may use, by the names that sentences give them."""
        both, found = self.both, {}
        for i, x in enumerate(block.sample.args):
            if i in both.argnums:
                found[both.names[i]] = x
            elif (labels := _one_hot(x, self.shape)) is not None:
                found[f"the one-hot {both.names[i]}"] = labels
        found[self.output_name] = block.sample.outputs[self.k]
        return found


def _misfit(block: Block) -> float:
    return float(np.abs(np.where(block.wrong(), block.given - block.right, 0.0)).sum())


def _one_hot(x: Any, shape: Shape) -> Any:
    """Return whole numbers as labels of classes, one-hot in this shape; None if they are none."""
    labels = np.asarray(x)
    if not shape or labels.shape != shape[:-1] or not np.issubdtype(labels.dtype, np.integer):
        return None
    return (labels[..., None] == np.arange(shape[-1])).astype(float)


def placements(sizes: Shape, into: Shape) -> Iterator[Shape]:
    """Yield the shapes in which an array of `sizes` can be laid along other axes of `into`.

    Each is (the axes' order, ...) as a tuple of axes of `into`, one for each axis of the array.
    """
    for axes in permutations(range(len(into)), len(sizes)):
        if all(into[a] == n for a, n in zip(axes, sizes, strict=True)):
            yield axes


def laid(array: Any, axes: Shape, into: Shape) -> Any:
    """Return an array laid along these axes of a larger shape, ready to broadcast."""
    ordered = np.transpose(array, np.argsort(axes)) if array.ndim else array
    shape = [1] * len(into)
    for axis, length in zip(sorted(axes), ordered.shape, strict=True):
        shape[axis] = length
    return ordered.reshape(shape)


def squeezed(array: Any) -> Any:
    """Return an array without its axes of length 1."""
    return np.squeeze(np.asarray(array, dtype=float))
