"""Paths: multiply along a path, add across paths.

    for path in paths(L, w):
        print(path)            # L → a₂ → z₂ → w: -0.2729 · 0.1882 · 0.6011 = -0.03087

The sum of the products is the partial derivative.  A graph of a few dozen nodes can have more
paths than anyone can list; their number, their sum and the flow over each edge are exact all
the same, since these need one sweep down and one up.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from .labels import as_latex, as_text
from .order import interior
from .sweep import reverse
from .value import Value, check_value


class Path(NamedTuple):
    """One way from `nodes[0]` down to `nodes[-1]`; `slots[i]` is the input taken at node i."""

    nodes: tuple[Value, ...]
    slots: tuple[int, ...]
    factors: tuple[float, ...]

    @property
    def product(self) -> float:
        """The product of the local derivatives along the path."""
        return math.prod(self.factors)

    def __str__(self) -> str:
        names = " → ".join(as_text(v.label) or _symbol(v) for v in self.nodes)
        return f"{names}: {' · '.join(f'{p:.4g}' for p in self.factors)} = {self.product:.4g}"

    def _repr_latex_(self) -> str:
        names = [as_latex(v.label) or rf"\text{{{_symbol(v)}}}" for v in self.nodes]
        quotients = " ".join(rf"\frac{{\partial {a}}}{{\partial {b}}}" for a, b in pairwise(names))
        factors = r" \cdot ".join(f"({p:.4g})" if p < 0 else f"{p:.4g}" for p in self.factors)
        return rf"$\displaystyle {quotients or '1'} = {factors or '1'} = {self.product:.4g}$"


class Paths:
    """All paths from `of` down to `wrt`: iterate to list them, lazily.

    count  how many there are
    total  the sum of their products: d(of)/d(wrt)
    flow   {(node, slot): the sum of the products of the paths over that edge}
    """

    def __init__(self, of: Value, wrt: Value) -> None:
        for v in (of, wrt):
            check_value(v, "paths")
        self.of, self.wrt = of, wrt
        order = interior(of)
        self._ways: dict[Value, int] = {wrt: 1}
        up: dict[Value, float] = {wrt: 1.0}
        self._partials: dict[Value, tuple[float, ...]] = {}
        for v in reversed(order):
            used = _used(v)
            if v is not wrt and (ways := sum(self._ways.get(x, 0) for x in used)):
                self._ways[v] = ways
                self._partials[v] = v.partials[: len(used)]
                factors = zip(used, self._partials[v], strict=True)
                up[v] = sum(p * up[x] for x, p in factors if x in up)
        self.count = self._ways.get(of, 0)
        self.total = up.get(of, 0.0)
        self.flow: dict[tuple[Value, int], float] = {}

        def passed_on(v: Value, down: float) -> Iterator[tuple[Value, float]]:
            for slot, (x, p) in enumerate(zip(_used(v), self._partials.get(v, ()), strict=False)):
                if x in up:
                    self.flow[v, slot] = down * p * up[x]
                    yield x, down * p

        reverse(order, {of: 1.0}, passed_on)

    def __len__(self) -> int:
        return self.count

    def __bool__(self) -> bool:
        return self.count > 0

    def __iter__(self) -> Iterator[Path]:
        if not self.count:
            return
        nodes, slots, factors = [self.of], [0], [1.0]  # slots[i]: the next to try at nodes[i]
        while nodes:
            v, slot = nodes[-1], slots[-1]
            inputs = _used(v) if v in self._partials else ()
            if v is self.wrt:
                taken = tuple(s - 1 for s in slots[:-1])
                yield Path(tuple(nodes), taken, tuple(factors[1:]))
            if slot == len(inputs):
                nodes.pop(), slots.pop(), factors.pop()
                continue
            slots[-1] += 1
            if inputs[slot] in self._ways:
                nodes.append(inputs[slot])
                slots.append(0)
                factors.append(self._partials[v][slot])

    def __str__(self) -> str:
        lines = [str(path) for path in islice(self, 10)]
        if self.count > 10:
            lines.append(f"... and {self.count - 10:,} more paths")
        return "\n".join([*lines, self._sum()])

    def _sum(self) -> str:
        number = "1 path" if self.count == 1 else f"{self.count:,} paths"
        return f"sum over {number}: {self.total:.6g}"

    def _repr_markdown_(self) -> str:
        lines = [f"* {path._repr_latex_()}" for path in islice(self, 10)]
        if self.count > 10:
            lines.append(f"* ... and {self.count - 10:,} more paths")
        return "\n".join([*lines, "", self._sum()])

    __repr__ = __str__


def paths(of: Value, wrt: Value) -> Paths:
    """Return all paths from `of` down to `wrt`, with their factors and products.

    >>> from autograd import Value, paths
    >>> x = Value(2.0, label="x")
    >>> found = paths(x * x + 3 * x, x)
    >>> found.count, found.total
    (3, 7.0)
    >>> [path.product for path in found]
    [2.0, 2.0, 3.0]

    A TypeError if either is no Value.
    """
    return Paths(of, wrt)


def _used(v: Value) -> tuple[Value, ...]:
    """The inputs that carry a derivative: an auxiliary one does in saturation only."""
    hidden = v.op.auxiliary if v.op else 0
    return v.inputs[:-hidden] if hidden and not any(v.partials[-hidden:]) else v.inputs


def _symbol(v: Value) -> str:
    """The sign of a node without a label: what it does, or its number."""
    return v.op.symbol if v.op else f"{v.data:.4g}"
