"""What programs of both kinds share: their weights, how they are copied, what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..engine.value import Value
from .signature import Signature, listed_labels


class Parametrized:
    """A program's weights and gradient beside the Values that they belong to.

    parameters  the Values by which it differentiates, in the order of
    weights     their numbers, which the program computes with
    gradient    d(root)/d(parameter)
    """

    def __init__(
        self, signature: Signature, parameters: Sequence[Value], weights: Any, gradient: Any
    ) -> None:
        self._signature = signature
        self.parameters = tuple(parameters)
        self.weights, self.gradient = weights, gradient
        self._index = {v: i for i, v in enumerate(self.parameters)}
        self.load()

    def load(self) -> None:
        """Set `weights` to the parameters' data."""
        self.weights[:] = [v.data for v in self.parameters]

    def store(self) -> None:
        """Set the parameters' data to `weights`."""
        for v, x in zip(self.parameters, map(float, self.weights), strict=True):
            v.data = x

    def __repr__(self) -> str:
        """Say what it computes, and whether parameters were changed that were not loaded."""
        pairs = zip(self.parameters, self.weights, strict=True)
        stale = [v for v, x in pairs if v.data != x and (v.data == v.data or x == x)]
        note = f"; load() would change {listed_labels(stale)}" if stale else ""
        kind, roots = type(self).__name__, listed_labels(self._signature.roots)
        return f"<{kind} of {roots} at ({self._signature}), {len(self.weights)} weights{note}>"

    def __reduce__(self) -> tuple[Any, ...]:
        numbers = [float(x) for x in self.weights], [float(x) for x in self.gradient]
        return type(self), (self._signature,), numbers

    def __setstate__(self, numbers: tuple[list[float], list[float]]) -> None:
        self.weights[:], self.gradient[:] = numbers
