"""Long chains: compiled in a moment, node by node, with the values of the closed form.

z_n = c z_{n-1} + d from z_0 = x is c^n x + d (1 - c^n) / (1 - c), a geometric sum.
"""

from __future__ import annotations

import math
from typing import Any

import numpy
import oracles
import pytest
from compiled_programs import differences
from hypothesis import given, strategies
from oracles import PROGRAMS, ROWS, Program, points, spoken

import autograd
from autograd import Op, Value, label, tanh
from autograd.compiling import long_graphs, node_by_node
from autograd.compiling.array_code import ArrayCode
from autograd.compiling.node_by_node import NodeByNode

C, D = 0.9999, 0.0001


def chain(n: int) -> tuple[Value, Value, Value, Value]:
    """Return z_n, x, c and d: 2 n nodes."""
    x, c, d = Value(1.0, "x"), Value(C, "c"), Value(D, "d")
    z = x
    for _ in range(n):
        z = z * c + d
    label(z=z)
    return z, x, c, d


def closed_form(n: int, x: float) -> tuple[float, dict[str, float]]:
    """Return z_n, and its derivatives."""
    p, s = C**n, (1 - C**n) / (1 - C)
    slope_of_s = (s - n * C ** (n - 1)) / (1 - C)
    by = {"x": p, "c": n * C ** (n - 1) * x + D * slope_of_s, "d": s}
    return p * x + D * s, by


@pytest.fixture
def _as_if_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_graphs, "LONG_GRAPH", 0)
    monkeypatch.setattr(long_graphs, "LONGEST_TEXT", 0)
    monkeypatch.setattr(long_graphs, "NARROW", 1_000_000)


@pytest.mark.parametrize("n", [1_000, 50_000])
@pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "straight-line"])
def test_a_chain_has_the_values_of_its_closed_form(n: int, arrays: bool) -> None:
    z, x, c, d = chain(n)
    program: Any = autograd.compile(z, [x], [c, d], arrays=arrays)
    assert (program.source == "") is (n == 50_000)
    samples = [-1.0, 0.5, 2.0] if arrays else [0.5]
    wanted = [closed_form(n, number) for number in samples]
    got = program(samples) if arrays else [program(0.5)]
    assert got == pytest.approx([z for z, _ in wanted], rel=1e-9)
    program.backward()
    summed = {name: math.fsum(by[name] for _, by in wanted) for name in "cd"}
    slopes = {v.label: g for v, g in zip(program.parameters, program.gradient, strict=True)}
    assert slopes == pytest.approx(summed, rel=1e-8)
    assert numpy.ravel(program.value("z")) == pytest.approx(numpy.ravel(got))


def test_a_long_chain_without_parameters_goes_by_its_inputs() -> None:
    z, x, c, d = chain(2_000)
    program = autograd.compile(z, [x, c, d], [])
    program([[0.5, C, D]] * 2)
    _, by = closed_form(2_000, 0.5)
    for v in (x, c, d):
        assert program.grad(v) == pytest.approx([by[v.label]] * 2, rel=1e-8)
    assert str(program) == "4,000 nodes, computed one by one: 2,000 mul, 2,000 add"
    program([[math.inf, C, D]])
    assert program.value(z).tolist() == [math.inf]


@pytest.mark.usefixtures("_as_if_long")
def test_descent_down_a_long_chain() -> None:
    z, x, c, d = chain(2_000)
    (value, by), rate = closed_form(2_000, 0.5), 1e-9
    for arrays in (True, False):
        program: Any = autograd.compile(z, [x], [c, d], arrays=arrays)
        got = program.descend([0.5], rate=rate) if arrays else program.descend(0.5, rate=rate)
        assert numpy.ravel(got) == pytest.approx([value], rel=1e-9)
        assert list(program.weights) == pytest.approx([C - rate * by["c"], D - rate * by["d"]])


@pytest.mark.usefixtures("_as_if_long")
def test_several_roots_of_a_long_chain() -> None:
    z, x, *_ = chain(2_000)
    for arrays, sample in ((True, [0.5]), (False, 0.5)):
        program: Any = autograd.compile([z, z * 2.0], [x], arrays=arrays)
        value, _ = closed_form(2_000, 0.5)
        assert numpy.ravel(program(sample)) == pytest.approx([value, 2 * value], rel=1e-9)
        with pytest.raises(ValueError, match="several roots"):
            program.backward()


# --- which graphs ---


def test_long_and_narrow_graphs_are_not_arranged() -> None:
    z, x, *_ = chain(2_000)
    assert isinstance(autograd.compile(z, [x])._code, NodeByNode)
    z, x, *_ = chain(500)
    assert isinstance(autograd.compile(z, [x])._code, ArrayCode)
    xs = [Value(0.01 * i, f"x_{i}") for i in range(40)]
    ws = [[Value(0.1, f"w_{{{i}{j}}}") for j in range(40)] for i in range(40)]
    wide = autograd.total([sum(w * x for w, x in zip(row, xs, strict=True)) for row in ws])
    assert len(autograd.topological_order(wide)) > long_graphs.LONG_GRAPH
    assert not long_graphs.is_long_and_narrow(autograd.topological_order(wide))


# --- every row, as if each graph were long ---


def inputs_of(row: Op) -> list[Value]:
    return [Value(x, f"q_{i}") for i, x in enumerate(points(row, 1)[0])]


@pytest.mark.usefixtures("_as_if_long")
@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_row(row: Op) -> None:
    inputs = inputs_of(row)
    inner = row(*[v * 1.0 for v in inputs])
    root = tanh(inner) * 0.5 + inner * inputs[0]
    assert not differences(root, inputs, points(row, 5))
    if row.name not in oracles.FIRST_OF_LAST:
        first, *others = inputs
        samples = [sample[:1] for sample in points(row, 5)]
        assert not differences(root, [first], samples, others)


@given(PROGRAMS, strategies.integers(1, 3))
def test_random_program(program: Program, shared: int) -> None:
    leaves = [Value(x, f"q_{i}") for i, x in enumerate(program.leaves)]
    root = program.run(leaves)[-1]
    inputs, parameters = leaves[:shared], leaves[shared:]
    samples = [[0.1 * i - 0.2 * j for i in range(len(inputs))] for j in range(3)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(long_graphs, "LONG_GRAPH", 0)
        patch.setattr(long_graphs, "LONGEST_TEXT", 0)
        patch.setattr(long_graphs, "NARROW", 1_000_000)
        assert not differences(root, inputs, samples, parameters)


@pytest.mark.usefixtures("_as_if_long")
def test_own_rows() -> None:
    @autograd.op(partials=lambda _, x: (math.cos(x) if x > 0 else 1.0,))
    def bent(x: float) -> float:
        return math.sin(x) if x > 0 else x

    x, w = Value(1.5, "x"), Value(0.5, "w")
    assert not differences(autograd.sigmoid(bent(x * w)), [x], [[0.5], [-2.0]])


@pytest.mark.usefixtures("_as_if_long")
def test_a_planted_product_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    x, w = Value(1.5, "x"), Value(0.5, "w")
    assert not differences(tanh(x * w), [x], [[0.5], [-2.0]])
    times = node_by_node._times
    monkeypatch.setattr(node_by_node, "_times", lambda c, x, y: times(c, x, y) * (1 + 1e-9))
    assert differences(tanh(x * w), [x], [[0.5], [-2.0]])
