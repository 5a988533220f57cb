"""The plan of a program: which Scalars it computes, in which phase, as which blocks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..value import Value
from .derive import Derivation
from .group import Array, Grouping
from .names import Names
from .scalars import Scalar
from .signature import Signature


class Plan:
    """Blocks for the forward and for the backward phase of a program.

    phases      {"forward": blocks, "backward": blocks}
    arguments   for each argument of the program its Array
    weights     the parameters in the order of the vector of weights
    place       {Scalar: (Array, row)}
    """

    def __init__(self, signature: Signature, *, together: bool, reserved: Iterable[str]) -> None:
        roots, parameters = signature.roots, signature.parameters
        derived = self.derived = Derivation(roots, signature.inputs, parameters, signature.wrt)
        scalar, adjoint = derived.scalar, derived.adjoint
        nodes = [v for v in derived.nodes if v.label or v in roots]
        values = [scalar[v] for v in nodes]
        slopes = [adjoint[v] for v in nodes if v in adjoint]
        self.labels = self._labels(nodes)
        self.names = Names(self.labels, reserved)
        self.arguments = [
            Array(self._name_of(argument, scalar), batch=True, kind="input",
                  rows=[scalar[v] for v in argument])
            for argument in signature.arguments
        ]  # fmt: skip
        of_parameter = {scalar[v]: adjoint.get(v) for v in parameters}
        grouping = Grouping(
            self.arguments, of_parameter, {*values, *slopes}, self.names.of_rows, together
        )
        needed = _needed([*[scalar[root] for root in roots], *values])
        gradients = [g for g in of_parameter.values() if g is not None]
        later = _needed([*slopes, *gradients]) - needed
        _set_levels(derived.maker.made, later, {*slopes, *gradients})
        grouping.place[derived.maker.count] = Array("m", batch=False, kind="count"), 0
        self.phases = {
            "forward": grouping.phase(_computed(needed)),
            "backward": [*grouping.phase(_computed(later)), *grouping.finish()],
        }
        at = {scalar[v]: v for v in parameters}
        self.weights = [at[s] for s in grouping.weights.rows]
        self.place = grouping.place

    def _labels(self, nodes: Sequence[Value]) -> dict[Scalar, tuple[str, str]]:
        labels: dict[Scalar, tuple[str, str]] = {}
        for v in nodes:
            if v.label:
                labels.setdefault(self.derived.scalar[v], ("", v.label))
        for v in reversed(nodes):
            if v.label and v in self.derived.adjoint:
                labels.setdefault(self.derived.adjoint[v], ("d", v.label))
        return labels

    def _name_of(self, argument: Sequence[Value], scalar: dict[Value, Scalar]) -> str:
        return self.names.of_rows([scalar[v] for v in argument], len(argument) > 1)


def _needed(outputs: Iterable[Scalar]) -> set[Scalar]:
    """Return what these are computed from, themselves too."""
    found = set(outputs)
    waiting = list(found)
    for s in waiting:  # which grows as we go
        for x in s.parts:
            if x not in found:
                found.add(x)
                waiting.append(x)
    return found


def _computed(scalars: Iterable[Scalar]) -> list[Scalar]:
    return sorted((s for s in scalars if s.parts), key=lambda s: s.number)


def _set_levels(made: Sequence[Scalar], later: set[Scalar], wanted: set[Scalar]) -> None:
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
