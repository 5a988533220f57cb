"""Every partial of equations 8-12 to 8-19, at every node, computed three ways.

By automatic differentiation; by the closed form that the text gives; and by central difference,
which knows no derivatives.  With m > 1 samples there are two readings: the derivative of one
sample's L, and that of the mean J = (1/m) (L^(1) + ... + L^(m)).
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from autograd import (
    DomainError,
    Symbol,
    Value,
    binary_cross_entropy,
    central_difference,
    grad,
    label_text,
    total,
)

from .equations import EQUATIONS, INDICES, Equation
from .partials_table import Row
from .two_layer_graph import Forward, Parameters, label_at, labels_of

LOSSES: dict[str, Callable[[Value, Value], Value]] = {
    "bce": binary_cross_entropy,
    "mse": lambda a, y: (a - y) ** 2,
    "half": lambda a, y: 0.5 * (a - y) ** 2,
}
"""The losses by name: of one output a and its target y, summed over the outputs."""

PARAMETERS = Parameters._fields
ROUNDING = 4 * sys.float_info.epsilon

Sample = tuple[list[float], list[float]]
"""The numbers x and y."""


class Partials:
    """The graph of m samples' losses, and a row for each of its partials.

    root    the node L, or J if m > 1
    losses  the node L of each sample
    passes  the nodes of each sample's way through the network

    `as_printed` takes the text at its word: z_2 = w_2 x + b_2.
    """

    def __init__(
        self, net: Parameters, samples: Sequence[Sample], loss: str, *, as_printed: bool = False
    ) -> None:
        self.m = len(samples)
        self._widths = dict(zip("ijk", net.widths, strict=True))
        self.losses: list[Value] = []
        self.passes: list[Forward] = []
        self._nodes: list[dict[str, Any]] = []
        for k, (x, y) in enumerate(samples, 1):
            number = k if self.m > 1 else 0
            mark = f"^{{({k})}}" if number else ""
            run = net.run(x, number, as_printed=as_printed)
            labels = labels_of("y", len(y))
            targets = [Value(t, label + mark) for t, label in zip(y, labels, strict=True)]
            terms = [LOSSES[loss](a, t) for a, t in zip(run.a_2, targets, strict=True)]
            self.losses.append(terms[0] if len(terms) == 1 else total(terms))
            self.losses[-1].label = f"L{mark}"
            self.passes.append(run)
            self._nodes.append({**run._asdict(), **net._asdict(), "y": targets})
        self.root = self.losses[0]
        if self.m > 1:
            self.root = total(self.losses) / self.m
            self.root.label = "J"

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of sample 1, sample 2, ..., then those of the mean J if m > 1."""
        return list(self._all_rows(self._nodes))

    def _all_rows(self, nodes: list[dict[str, Any]]) -> Iterator[Row]:
        for k, loss in enumerate(self.losses):
            for equation in EQUATIONS:
                yield from self._rows(equation, loss, nodes[k : k + 1], k + 1 if self.m > 1 else 0)
        if self.m > 1:
            for equation in EQUATIONS:
                if equation.wrt in PARAMETERS:
                    yield from self._rows(equation, self.root, nodes, 0)

    def _rows(
        self, equation: Equation, of: Value, passes: list[dict[str, Any]], sample: int
    ) -> Iterator[Row]:
        """Yield a row for each node that the equation is about.

        The closed form is summed over the outputs k where the node reaches L through all of
        them, and over the samples of the mean (the text's matrix product).
        """
        widths = self._widths
        own = INDICES[equation.wrt]
        indices = list(_indices(own, widths))
        nodes = [_at(passes[0][equation.wrt], own, index) for index in indices]
        others = "" if "k" in own else "k"
        exact = grad(of, nodes)
        for index, node, autodiff in zip(indices, nodes, exact, strict=True):
            terms = [
                {
                    name: _at(nodes_of[name], INDICES[name], {**index, **rest})
                    for name in equation.names
                    if name != "m"
                }
                for nodes_of in passes
                for rest in _indices(others, widths)
            ]
            book, doubt = self._book(equation, terms)
            verdict, holds = _verdict(autodiff, book, doubt, self.m)
            yield Row(
                equation.number,
                of.label,
                node.label,
                sample,
                self._formula(equation, index, summed=len(terms) > 1),
                autodiff,
                book,
                _difference(of, node),
                verdict,
                holds,
            )

    def _book(self, equation: Equation, terms: list[dict[str, Value]]) -> tuple[float, float]:
        """Return the text's formula in floats, and how far rounding of its inputs may move it.

        Both are NaN where a saturated activation has lost all its digits: 1 - a of a = 1.
        """

        def value(numbers: dict[str, float]) -> float:
            return float(equation.evaluate({"m": self.m, **numbers}))

        book = doubt = 0.0
        for term in terms:
            numbers = {name: v.data for name, v in term.items()}
            try:
                exact = value(numbers)
                moved = [value({**numbers, n: x * (1 + ROUNDING)}) for n, x in numbers.items()]
            except ZeroDivisionError:
                return math.nan, math.nan
            book += exact
            doubt += sum(abs(x - exact) for x in moved)
        return book, doubt

    def _formula(self, equation: Equation, index: dict[str, int], *, summed: bool) -> str:
        """Write the closed form with the names of the nodes at this index."""
        widths = self._widths
        names: dict[str, Any] = {"m": Symbol("m") if self.m > 1 else 1}
        for name in equation.names:
            if name != "m":
                own = INDICES[name]
                at = [index[i] + 1 if i in index else i if widths[i] > 1 else 1 for i in own]
                names[name] = Symbol(label_text(label_at(name, at, [widths[i] for i in own])))
        formula = equation.evaluate(names)
        text = str(formula).replace(" * ", " ").replace(" / ", "/")
        if not summed:
            return text
        return f"Σ ({text})" if formula.is_sum else f"Σ {text}"


def _verdict(autodiff: float, book: float, doubt: float, m: int) -> tuple[str, bool]:
    """Return what to say of the text's value, and whether it holds."""
    if math.isclose(autodiff, book, rel_tol=1e-9, abs_tol=1e-300):
        return "✓", True
    if not abs(autodiff - book) > doubt:  # rounding may explain it; NaN too
        has_digits = doubt < abs(autodiff) / 2
        return ("✓", True) if has_digits else ("— saturated", True)
    if autodiff == 0:
        return "✗", False
    ratio = book / autodiff
    for factor, name in ((m, "m"), (1 / m, "1/m")):
        if m > 1 and math.isclose(ratio, factor, rel_tol=1e-9):
            return f"✗ × {name}", False
    return f"✗ × {ratio:.3g}", False


def _difference(of: Value, node: Value) -> float:
    """The central difference, with a smaller step near the edge of the domain; NaN without one."""
    for step in (None, 1e-9, 1e-13):
        try:
            return central_difference(of, node, step)
        except DomainError:
            continue
    return math.nan


def _indices(letters: str, widths: dict[str, int]) -> Iterator[dict[str, int]]:
    for at in product(*(range(widths[i]) for i in letters)):
        yield dict(zip(letters, at, strict=True))


def _at(nodes: Any, letters: str, index: dict[str, int]) -> Value:
    for i in letters:
        nodes = nodes[index[i]]
    node: Value = nodes
    return node
