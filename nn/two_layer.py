"""`TwoLayerMLP`: the text's network, every node of which has the text's name."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain, product
from typing import TYPE_CHECKING, Any, NamedTuple

from autograd import Value, affine

from .equations import EQUATIONS
from .layers import as_list, check_width
from .model import Model

if TYPE_CHECKING:
    from .inspection import Inspection

Numbers = Sequence[float]


class Forward(NamedTuple):
    """The nodes of one sample's way through the network, a list for each name of the text."""

    x: list[Value]
    z_1: list[Value]
    a_1: list[Value]
    z_2: list[Value]
    a_2: list[Value]


class TwoLayerMLP(Model):
    """z_1 = x w_1 + b_1, a_1 = sigma(z_1), z_2 = a_1 w_2 + b_2, a_2 = sigma(z_2).

    Parameters: `w_1[i][j]` from input i to hidden neuron j, `b_1[j]`, `w_2[j][k]`, `b_2[k]`.
    Labels are the text's: `w_1` where there is one, `w_{1,ij}` where there are more.
    Weights begin uniform in +-1/sqrt(number of inputs) from `seed`, biases at 0.
    """

    def __init__(
        self, n_in: int, n_hidden: int, n_out: int = 1, *, seed: int | None = None
    ) -> None:
        for width, name in ((n_in, "n_in"), (n_hidden, "n_hidden"), (n_out, "n_out")):
            check_width(width, name)
        rng = random.Random(seed)

        def weights(rows: int, columns: int) -> list[list[float]]:
            bound = rows**-0.5
            return [[rng.uniform(-bound, bound) for _ in range(columns)] for _ in range(rows)]

        self._set(
            weights(n_in, n_hidden), [0.0] * n_hidden, weights(n_hidden, n_out), [0.0] * n_out
        )

    @classmethod
    def from_weights(
        cls, w_1: Sequence[Numbers], b_1: Numbers, w_2: Sequence[Numbers], b_2: Numbers
    ) -> TwoLayerMLP:
        """Return the network with these numbers: `w_1[i][j]`, `b_1[j]`, `w_2[j][k]`, `b_2[k]`."""
        for given, name in ((w_1, "w_1"), (b_1, "b_1"), (w_2, "w_2"), (b_2, "b_2")):
            if not _is_list(given):
                raise ValueError(f"{name}: expected a list, got {given!r:.40}")
        net = cls(len(w_1), len(b_1), len(b_2))
        _check_shape(w_1, len(w_1), len(b_1), "w_1")
        _check_shape(w_2, len(b_1), len(b_2), "w_2")
        net._set(w_1, b_1, w_2, b_2)
        return net

    def _set(
        self, w_1: Sequence[Numbers], b_1: Numbers, w_2: Sequence[Numbers], b_2: Numbers
    ) -> None:
        self.n_in, self.n_hidden, self.n_out = len(w_1), len(b_1), len(b_2)
        self.w_1 = _matrix(w_1, "w_1")
        self.b_1 = _vector(b_1, "b_1")
        self.w_2 = _matrix(w_2, "w_2")
        self.b_2 = _vector(b_2, "b_2")
        self._last = Forward([], [], [], [], [])

    def run(self, x: Any, sample: int = 0, *, as_printed: bool = False) -> Forward:
        """Return all nodes of the forward pass for one input x (a list of numbers or Values).

        A `sample` number from 1 up marks the labels: z_2^{(3)}.  `as_printed` takes the text at
        its word: z_2 = w_2 x + b_2, for as many inputs as hidden neurons.
        """
        mark = f"^{{({sample})}}" if sample else ""
        given = as_list(x, self.n_in, "TwoLayerMLP")
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

    def forward(self, x: Any) -> Value | list[Value]:
        """Return a_2 for one input x, a list of them where n_out > 1."""
        run = self._last = self.run(x)
        return run.a_2[0] if self.n_out == 1 else run.a_2

    def __getitem__(self, label: str) -> Value:
        """Return the node of that label: a parameter, or a node of the last forward pass."""
        nodes = {v.label: v for v in (*self.parameters(), *chain(*self._last))}
        if label not in nodes:
            raise KeyError(f"no node {label!r}: there are {', '.join(nodes)}")
        return nodes[label]

    @property
    def equations(self) -> dict[Value, str]:
        """The number of the text's equation for dL/d(node): parameters and the last forward pass.

        What `trace`, `explain` and `view` take: `explain(L, equations=net.equations)`.
        """
        return numbered(self, self._last)

    def inspect(self, x: Any, y: Any, loss: str = "bce", sample: int = 1) -> Inspection:
        """Return the table of all partials of equations 8-12 to 8-19, computed three ways.

        `x` is one sample (`n_in` numbers) or a list of m samples, `y` the target or targets.
        `loss` is "bce" (equation 8-11), "mse" or "half" (half the squared error); `sample` is
        the one of several that is shown.
        """
        from .inspection import Inspection

        return Inspection(self, x, y, loss, sample)

    def extra_repr(self) -> str:
        """Return the widths."""
        return f"{self.n_in}, {self.n_hidden}, {self.n_out}"

    def __repr__(self) -> str:
        return f"TwoLayerMLP({self.extra_repr()})"


def numbered(net: TwoLayerMLP, run: Forward) -> dict[Value, str]:
    """Return the number of the equation about each node of a forward pass and its parameters."""
    numbers = {equation.wrt: equation.number for equation in EQUATIONS}
    nodes: dict[str, list[Value]] = {
        **run._asdict(), "w_1": [*chain(*net.w_1)], "b_1": net.b_1, "w_2": [*chain(*net.w_2)],
        "b_2": net.b_2,
    }  # fmt: skip
    return {v: numbers[name] for name, given in nodes.items() if name in numbers for v in given}


def label_at(name: str, place: Sequence[object], widths: Sequence[int]) -> str:
    """Return the label of one node of a vector or matrix of nodes: w_{1,12}, b_{1,2}, x_2.

    A lone node has the name itself: w_1.
    """
    if all(width == 1 for width in widths):
        return name
    base, _, layer = name.partition("_")
    at = ("" if max(widths) < 10 else ",").join(map(str, place))
    if layer:
        return f"{base}_{{{layer},{at}}}"
    return f"{base}_{at}" if len(at) == 1 else f"{base}_{{{at}}}"


def labels_of(name: str, *widths: int) -> list[str]:
    """Return the labels of a vector or matrix of nodes, row by row."""
    places = product(*(range(1, width + 1) for width in widths))
    return [label_at(name, place, widths) for place in places]


def worked_example() -> tuple[TwoLayerMLP, list[float], float]:
    """Return the network, the input and the target of text 001: 2-2-1, x = (0.5, 0.3), y = 0.8."""
    net = TwoLayerMLP.from_weights([[0.5, 0.3], [0.2, 0.4]], [0.1, 0.2], [[0.6], [0.7]], [0.3])
    return net, [0.5, 0.3], 0.8


def _vector(numbers: Numbers, name: str) -> list[Value]:
    names = labels_of(name, len(numbers))
    return [Value(x, label) for x, label in zip(numbers, names, strict=True)]


def _matrix(rows: Sequence[Numbers], name: str) -> list[list[Value]]:
    names = iter(labels_of(name, len(rows), len(rows[0])))
    return [[Value(x, next(names)) for x in row] for row in rows]


def _check_shape(rows: Sequence[Numbers], height: int, width: int, name: str) -> None:
    if not all(map(_is_list, rows)):
        raise ValueError(f"{name}: expected a list of rows, got {rows!r:.40}")
    shape = [len(row) for row in rows]
    if shape != [width] * height:
        raise ValueError(f"{name}: expected {height} rows of {width} numbers, got rows of {shape}")


def _is_list(given: object) -> bool:
    return hasattr(given, "__len__") and not isinstance(given, (str, dict))
