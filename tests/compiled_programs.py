"""The checker of compiled programs: what a program and its graph differ in."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy

import autograd
from autograd import Value

TOLERANCE = 1e-12


def differences(
    root: Value, inputs: Sequence[Value], samples: Any, parameters: Any = None
) -> list[str]:
    """Run a graph sample by sample and as both kinds of program; return where they differ.

    Compared are the root, the derivative by every input, and the sums of those by the parameters.
    """
    batch = autograd.compile(root, list(inputs), parameters)
    single = autograd.compile(root, list(inputs), parameters, arrays=False)
    leaves = [*inputs, *batch.parameters]
    slopes: dict[Value, list[float]] = {v: [] for v in leaves}
    roots: list[float] = []
    found: list[str] = []
    for i, sample in enumerate(samples):
        run_graph(root, inputs, sample, leaves)
        roots.append(root.data)
        for v in leaves:
            slopes[v].append(v.grad)
        found += differ(f"root, sample {i}, straight", single(*map(float, sample)), root.data)
        single.backward()
        for v in leaves:
            found += differ(f"d{v.label}, sample {i}, straight", single.grad(v), v.grad)
        if parameters is None or parameters:
            wanted = [v.grad for v in single.parameters]
            found += differ(f"gradient, sample {i}, straight", single.gradient, wanted)
    found += differ("root", batch(numpy.array(samples, dtype=float)), roots)
    batch.backward()
    for v in inputs:
        found += differ(f"d{v.label}", batch.grad(v), slopes[v])
    for v in batch.parameters:
        found += differ(
            f"d{v.label}", batch.grad(v), math.fsum(slopes[v]), sum(map(abs, slopes[v]))
        )
        found += differ(f"d{v.label}, each", batch.grad(v, per_sample=True), slopes[v])
    return found


def run_graph(root: Value, inputs: Sequence[Value], sample: Any, leaves: Sequence[Value]) -> None:
    for v, x in zip(inputs, sample, strict=True):
        v.data = float(x)
    for v in leaves:
        v.grad = 0.0
    root.forward()
    root.backward()


def differ(what: str, got: Any, wanted: Any, size: float = 0.0) -> list[str]:
    got, wanted = numpy.asarray(got, dtype=float), numpy.asarray(wanted, dtype=float)
    size = max(
        1.0, size, float(numpy.max(numpy.abs(wanted), initial=0.0, where=numpy.isfinite(wanted)))
    )
    close = numpy.isclose(got, wanted, rtol=TOLERANCE, atol=TOLERANCE * size, equal_nan=True)
    return [] if got.shape == wanted.shape and close.all() else [f"{what}: {got}, not {wanted}"]
