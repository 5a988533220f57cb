"""The same results number by number, by the rows themselves: where arrays met a NaN or an infinity.

Arrays tell that some element was outside a domain, not which, and what is an error to a row may
be an infinity to an array.  So in doubt the graph decides: it is computed for every sample by its
own rules, and either raises the graph's error or gives the graph's numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..engine.sweep import described
from ..engine.value import Value

Columns = dict[Value, list[float]]


def values(nodes: Sequence[Value], given: Mapping[Value, Sequence[float]], m: int) -> Columns:
    """Return {node: its value for each of m samples}, from those of the leaves that are given."""
    found: Columns = {v: list(given[v]) if v in given else [v.data] * m for v in nodes if not v.op}
    for v in nodes:
        if v.op is None:
            continue
        columns = [found[x] for x in v.inputs]
        results = found[v] = []
        for sample, inputs in enumerate(zip(*columns, strict=True)):
            try:
                results.append(v.op.forward(*inputs))
            except (ArithmeticError, ValueError) as error:
                raise v.op.failure(_shown(v, inputs), error, _what(v, sample)) from None
    return found


def adjoints(nodes: Sequence[Value], root: Value, found: Columns) -> Columns:
    """Return {node: d(root)/d(node) for each sample}, given all values.

    As in a sweep a derivative of 0 passes nothing on, not even where a partial is infinite.
    """
    m = len(found[root])
    adjoint: Columns = {v: [0.0] * m for v in nodes}
    adjoint[root] = [1.0] * m
    for v in reversed(nodes):
        if v.op is None:
            continue
        for sample, g in enumerate(adjoint[v]):
            if not g:
                continue
            inputs = [found[x][sample] for x in v.inputs]
            try:
                partials = v.op.partials(found[v][sample], *inputs)
            except (ArithmeticError, ValueError) as error:
                what = _what(v, sample, "the derivative of ")
                raise v.op.failure(_shown(v, inputs), error, what) from None
            for x, p in zip(v.inputs, partials, strict=True):
                adjoint[x][sample] += g * p
    return adjoint


def _what(v: Value, sample: int, before: str = "") -> str:
    return f"sample {sample}: {before}{f'{v.label} = ' if v.label else ''}"


def _shown(v: Value, inputs: Sequence[float]) -> list[str]:
    return described([Value(x, v.label) for x, v in zip(inputs, v.inputs, strict=True)])
