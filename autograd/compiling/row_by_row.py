"""The same results number by number, by the rows themselves: where arrays met a NaN or an infinity.

Arrays tell that some element was outside a domain, not which, and what is an error to a row may
be an infinity to an array.  So in doubt the graph decides: it is computed for every sample by its
own rules, and either raises the graph's error or gives the graph's numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

from ..engine.deferred import partials_in
from ..engine.order import leading_to
from ..engine.recorded_numbers import described
from ..engine.sweep import reverse
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


def adjoints(
    nodes: Sequence[Value], root: Value, found: Columns, leaves: Sequence[Value]
) -> Columns:
    """Return {node: d(root)/d(node) for each sample}, given all values.

    As in a sweep a derivative of 0 passes nothing on, not even where a partial is infinite; and
    a partial that does not exist is an error only where it leads to one of the `leaves`.
    """
    m = len(found[root])
    relevant = leading_to(nodes[::-1], leaves)

    def passed_on(v: Value, upstream: list[float]) -> Iterator[tuple[Value, list[float]]]:
        columns = [[0.0] * m for _ in v.inputs]
        slots = [i for i, x in enumerate(v.inputs) if x in relevant]
        for sample, g in enumerate(upstream):
            if g and v.op is not None:
                partials = _partials(v, found, sample, slots)
                for column, p in zip(columns, partials, strict=True):
                    column[sample] = g * p
        yield from zip(v.inputs, columns, strict=True)

    reached = reverse(reversed(nodes), {root: [1.0] * m}, passed_on, _added)
    return {v: reached[v] if v in reached else [0.0] * m for v in nodes}


def _added(xs: list[float], ys: list[float]) -> list[float]:
    return [x + y for x, y in zip(xs, ys, strict=True)]


def _partials(v: Value, found: Columns, sample: int, slots: Sequence[int]) -> Sequence[float]:
    assert v.op is not None
    inputs = [found[x][sample] for x in v.inputs]
    try:
        return v.op.partials(found[v][sample], *inputs)
    except (ArithmeticError, ValueError) as error:
        if len(slots) < len(inputs):
            with suppress(Exception):  # a user's function may fail in any way without numbers
                some = partials_in(slots, v.op, found[v][sample], inputs)
                return [some.get(i, math.nan) for i in range(len(inputs))]
        what = _what(v, sample, "the derivative of ")
        raise v.op.failure(_shown(v, inputs), error, what) from None


def _what(v: Value, sample: int, before: str = "") -> str:
    return f"sample {sample}: {before}{f'{v.label} = ' if v.label else ''}"


def _shown(v: Value, inputs: Sequence[float]) -> list[str]:
    return described([Value(x, v.label) for x, v in zip(inputs, v.inputs, strict=True)])
