"""`TwoLayerMLP`: the text's network, every node of which has the text's name."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from autograd import Value

from .layers import check_width
from .model import Model
from .two_layer_graph import Forward, Parameters, labels_of

if TYPE_CHECKING:
    from .inspection import Inspection

Numbers = Sequence[float]


class TwoLayerMLP(Model):
    """z_1 = x w_1 + b_1, a_1 = sigma(z_1), z_2 = a_1 w_2 + b_2, a_2 = sigma(z_2).

    Parameters: `w_1[i][j]` from input i to hidden neuron j, `b_1[j]`, `w_2[j][k]`, `b_2[k]`.
    Labels are the text's: `w_1` where there is one, `w_{1,ij}` where there are more.
    Weights begin uniform in +-1/sqrt(number of inputs) from `seed`, biases at 0.

    >>> from nn import TwoLayerMLP
    >>> net = TwoLayerMLP.from_weights([[0.5], [0.2]], [0.1], [[0.6]], [0.3])
    >>> [parameter.label for parameter in net.parameters()]
    ['w_{1,11}', 'w_{1,21}', 'b_1', 'w_2', 'b_2']
    >>> a_2 = net([0.5, 0.3])
    >>> print(f"{a_2:.6f}", a_2.label)
    0.659407 a_2

    A ValueError for a width that is no whole number from 1 up, and for inputs of another length.
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

    @property
    def graph(self) -> Parameters:
        """The parameters, from which each sample's graph is made."""
        return Parameters(self.w_1, self.b_1, self.w_2, self.b_2)

    def run(self, x: Any, sample: int = 0, *, as_printed: bool = False) -> Forward:
        """Return all nodes of the forward pass for one input x; see `Parameters.run`."""
        return self.graph.run(x, sample, as_printed=as_printed)

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
        return self.graph.numbered(self._last)

    def inspect(self, x: Any, y: Any, loss: str = "bce", sample: int = 1) -> Inspection:
        """Return the table of all partials of equations 8-12 to 8-19, computed three ways.

        `x` is one sample (`n_in` numbers) or a list of m samples, `y` the target or targets.
        `loss` is "bce" (equation 8-11), "mse" or "half" (half the squared error); `sample` is
        the one of several that is shown.
        """
        from .inspection import Inspection

        return Inspection(self.graph, x, y, loss, sample)

    def extra_repr(self) -> str:
        """Return the widths."""
        return f"{self.n_in}, {self.n_hidden}, {self.n_out}"

    def __repr__(self) -> str:
        return f"TwoLayerMLP({self.extra_repr()})"


def worked_example() -> tuple[TwoLayerMLP, list[float], float]:
    """Return the network, the input and the target of text 001: 2-2-1, x = (0.5, 0.3), y = 0.8.

    >>> from nn import worked_example
    >>> net, x, y = worked_example()
    >>> print(f"{net(x):.6f}")
    0.748649
    """
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
