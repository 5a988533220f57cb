"""The plan of a program: which Scalars it computes, in which phase, as which blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..engine.value import Value
from .blocks import Array, View
from .differentiation import Derivation
from .grouping import grouped, one_by_one
from .identifiers import Names
from .scalars import Scalar
from .signature import Signature
from .storage import Storage


class Plan:
    """The blocks of a program.

    batch      whether it is for many samples, in arrays, or for one, in floats
    phases     {"forward": blocks, "backward": blocks}
    arguments  its inputs as Arrays: one for each argument of the signature, for one sample one
               for each input
    weights, gradient   the vectors of parameters, and of the derivatives by them
    parameters          the parameters in the order of `weights`
    labels     {Scalar: ("d" if it is a derivative else "", label of the node)}
    """

    def __init__(self, signature: Signature, *, batch: bool, reserved: Iterable[str]) -> None:
        self.batch = batch
        derived = Derivation(signature, batch=batch)
        self._scalar, self._adjoint = scalar, adjoint = derived.scalar, derived.adjoint
        nodes = [v for v in derived.nodes if v.label or v in signature.keep]
        values = [scalar[v] for v in nodes]
        slopes = [adjoint[v] for v in nodes if v in adjoint]
        self.labels = self._labels(nodes)
        self.names = Names(self.labels, reserved)
        arguments = signature.arguments if batch else [[v] for v in signature.inputs]
        self.arguments = [self._array(argument) for argument in arguments]
        of_parameter = {scalar[v]: adjoint.get(v) for v in signature.parameters}
        storage = Storage(
            self.arguments, of_parameter, {*values, *slopes}, self.names.of_rows
        )  # fmt: skip
        storage.enter(Array("m", batch=False, kind="count", rows=[derived.maker.count]))
        now = _needed([*values, *(scalar[v] for v in signature.roots)])
        later = _needed([*slopes, *(g for g in of_parameter.values() if g is not None)]) - now
        _set_levels(derived.maker.made, later, {*slopes, *of_parameter.values()})
        arrange = grouped if batch else one_by_one
        forward = arrange(storage, _computed(now))
        backward = arrange(storage, _computed(later))
        storage.complete(together=batch)
        self.phases = {"forward": forward, "backward": backward}
        self.weights, self.gradient = storage.weights, storage.gradient
        node = {scalar[v]: v for v in signature.parameters}
        self.parameters = tuple([node[s] for s in storage.weights.rows])
        self._storage = storage

    def value(self, v: Value) -> View | float | None:
        """Return where the values of a node are, or the constant; None if they are not kept."""
        return self._kept(self._scalar[v])

    def slope(self, v: Value) -> View | float | None:
        """Return where the derivative by a node of each sample is; None if it is not kept."""
        if v not in self._adjoint or not (self._scalar[v].batch or not self.batch):
            return None
        return self._kept(self._adjoint[v])

    def _kept(self, s: Scalar) -> View | float | None:
        if s.value is not None:
            return s.value
        if s not in self._storage:
            return None
        array, at = self._storage.location(s)
        return View(array, at, at + 1) if array.kind != "temporary" else None

    def _array(self, argument: Sequence[Value]) -> Array:
        rows = [self._scalar[v] for v in argument]
        return Array(self.names.of_rows(rows, len(rows) > 1), self.batch, "input", rows)

    def _labels(self, nodes: Sequence[Value]) -> dict[Scalar, tuple[str, str]]:
        labels: dict[Scalar, tuple[str, str]] = {}
        for v in nodes:
            if v.label:
                labels.setdefault(self._scalar[v], ("", v.label))
        for v in reversed(nodes):
            if v.label and v in self._adjoint:
                labels.setdefault(self._adjoint[v], ("d", v.label))
        return labels


def _needed(outputs: Iterable[Scalar]) -> set[Scalar]:
    """Return what these are computed from, themselves too."""
    found = set(outputs)
    waiting = list(found)
    for s in waiting:  # which grows as we go
        new = [x for x in s.parts if x not in found]
        found.update(new)
        waiting += new
    return found


def _computed(scalars: Iterable[Scalar]) -> list[Scalar]:
    """Return those that are computed, each after its parts."""
    return sorted((s for s in scalars if s.parts), key=lambda s: s.number)


def _set_levels(made: Sequence[Scalar], later: set[Scalar], wanted: set[Scalar | None]) -> None:
    """Set levels: as early as can be, but what the backward phase needs on the way just in time."""
    for s in made:
        s.level = 1 + max((x.level for x in s.parts), default=-1)
    at_most: dict[Scalar, int] = {}
    for s in reversed(made):
        if s not in later:
            continue
        if s not in wanted:
            s.level = at_most[s]
        for x in s.parts:
            at_most[x] = min(at_most.get(x, s.level), s.level - 1)
