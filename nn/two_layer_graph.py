"""The text's two-layer network as a graph: its parameters, one sample's pass, all their labels."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, product
from typing import Any, NamedTuple

from autograd import Value, affine

from .equations import EQUATIONS
from .layers import as_list


class Forward(NamedTuple):
    """The nodes of one sample's way through the network, a list for each name of the text."""

    x: list[Value]
    z_1: list[Value]
    a_1: list[Value]
    z_2: list[Value]
    a_2: list[Value]


class Parameters(NamedTuple):
    """`w_1[i][j]` from input i to hidden neuron j, `b_1[j]`, `w_2[j][k]`, `b_2[k]`."""

    w_1: list[list[Value]]
    b_1: list[Value]
    w_2: list[list[Value]]
    b_2: list[Value]

    @property
    def widths(self) -> tuple[int, int, int]:
        """The numbers of inputs, of hidden neurons and of outputs."""
        return len(self.w_1), len(self.b_1), len(self.b_2)

    def run(self, x: Any, sample: int = 0, *, as_printed: bool = False) -> Forward:
        """Return all nodes of the forward pass for one input x (a list of numbers or Values).

        A `sample` number from 1 up marks the labels: z_2^{(3)}.  `as_printed` takes the text at
        its word: z_2 = w_2 x + b_2, for as many inputs as hidden neurons.
        """
        mark = f"^{{({sample})}}" if sample else ""
        given = as_list(x, len(self.w_1), "TwoLayerMLP")
        inputs = [v if isinstance(v, Value) else Value(v) for v in given]
        z_1 = [affine([row[j] for row in self.w_1], inputs, b) for j, b in enumerate(self.b_1)]
        a_1 = [z.sigmoid() for z in z_1]
        below = inputs if as_printed else a_1
        z_2 = [affine([row[k] for row in self.w_2], below, b) for k, b in enumerate(self.b_2)]
        forward = Forward(inputs, z_1, a_1, z_2, [z.sigmoid() for z in z_2])
        for name, nodes in zip(Forward._fields, forward, strict=True):
            for v, label in zip(nodes, labels_of(name, len(nodes)), strict=True):
                v.label = v.label or label + mark
        return forward

    def numbered(self, run: Forward) -> dict[Value, str]:
        """Return the number of the equation about each of a pass's nodes and of the parameters."""
        numbers = {equation.wrt: equation.number for equation in EQUATIONS}
        nodes: dict[str, list[Value]] = {
            **run._asdict(), "w_1": [*chain(*self.w_1)], "b_1": self.b_1,
            "w_2": [*chain(*self.w_2)], "b_2": self.b_2,
        }  # fmt: skip
        return {v: numbers[name] for name, given in nodes.items() if name in numbers for v in given}


def label_at(name: str, index: Sequence[object], widths: Sequence[int]) -> str:
    """Return the label of one node of a vector or matrix of nodes: w_{1,12}, b_{1,2}, x_2.

    A lone node has the name itself: w_1.
    """
    if all(width == 1 for width in widths):
        return name
    base, _, layer = name.partition("_")
    at = ("" if max(widths) < 10 else ",").join(map(str, index))
    if layer:
        return f"{base}_{{{layer},{at}}}"
    return f"{base}_{at}" if len(at) == 1 else f"{base}_{{{at}}}"


def labels_of(name: str, *widths: int) -> list[str]:
    """Return the labels of a vector or matrix of nodes, row by row."""
    indices = product(*(range(1, width + 1) for width in widths))
    return [label_at(name, index, widths) for index in indices]
