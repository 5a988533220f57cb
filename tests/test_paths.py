"""Multiply along a path, add across paths."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from oracles import PROGRAMS, Program

import autograd
from autograd import Value, label, partial, paths


def ladder(x: Value, levels: int, factor: float = 1.0) -> Value:
    """Return a chain of diamonds: at each level two ways down."""
    z = x
    for _ in range(levels):
        z = z * factor + z
    return z


@given(PROGRAMS)
def test_sum_over_the_paths_is_the_partial(program: Program) -> None:
    nodes = program.run(list(map(Value, program.leaves)))
    for v in nodes:
        ways = paths(nodes[-1], v)
        products = [path.product for path in ways]
        assert len(products) == ways.count == len(ways)
        rounding = 1e-14 * math.fsum(map(abs, products))
        assert abs(math.fsum(products) - partial(nodes[-1], v)) <= rounding
        assert abs(ways.total - partial(nodes[-1], v)) <= rounding


@given(PROGRAMS)
def test_path_runs_along_edges_and_its_factors_are_their_partials(program: Program) -> None:
    nodes = program.run(list(map(Value, program.leaves)))
    seen = set()
    for path in paths(nodes[-1], nodes[0]):
        assert (path.nodes[0], path.nodes[-1]) == (nodes[-1], nodes[0])
        edges = itertools.pairwise(path.nodes)
        for (v, x), slot, factor in zip(edges, path.slots, path.factors, strict=True):
            assert v.inputs[slot] is x
            assert v.partials[slot] == factor
        assert path.product == math.prod(path.factors)
        seen.add((path.nodes, path.slots))
    assert len(seen) == paths(nodes[-1], nodes[0]).count


@given(PROGRAMS)
def test_flow_out_of_the_root_and_into_the_input_is_the_total(program: Program) -> None:
    *_, root = nodes = program.run(list(map(Value, program.leaves)))
    for x in nodes[: len(program.leaves)]:
        ways = paths(root, x)
        out = [f for (v, _), f in ways.flow.items() if v is root]
        into = [f for (v, slot), f in ways.flow.items() if v.inputs[slot] is x]
        for edges in (out, into):
            assert abs(math.fsum(edges) - ways.total) <= 1e-13 * _size(root, x)


@given(PROGRAMS)
def test_flow_over_an_edge_is_the_sum_of_the_paths_over_it(program: Program) -> None:
    *_, root = nodes = program.run(list(map(Value, program.leaves)))
    ways = paths(root, nodes[0])
    over: dict[tuple[Value, int], float] = {}
    for path in ways:
        for edge in zip(path.nodes, path.slots, strict=False):
            over[edge] = over.get(edge, 0.0) + path.product
    assert over.keys() == ways.flow.keys()
    for edge, flow in ways.flow.items():
        assert abs(flow - over[edge]) <= 1e-13 * _size(root, nodes[0])


def _size(of: Value, wrt: Value) -> float:
    return math.fsum(abs(path.product) for path in paths(of, wrt))


def test_both_edges_of_a_square_are_paths() -> None:
    x = Value(3.0, label="x")
    z = x * x
    z.label = "z"
    first, second = paths(z, x)
    assert (first.slots, second.slots) == ((0,), (1,))
    assert first.factors == second.factors == (3.0,)
    assert paths(z, x).flow == {(z, 0): 3.0, (z, 1): 3.0}


def test_path_prints_its_names_factors_and_product() -> None:
    w = Value(0.5, label="w_1")
    z = w * 3
    loss = z**2
    loss.label = "L"
    (path,) = paths(loss, w)
    assert str(path) == "L → × → w₁: 3 · 3 = 9"
    assert str(paths(loss, w)) == "L → × → w₁: 3 · 3 = 9\nsum over 1 path: 9"


def test_more_paths_than_fit_are_counted() -> None:
    x = Value(1.0, label="x")
    lines = str(paths(ladder(x, 10), x)).splitlines()
    assert len(lines) == 12
    assert lines[-2:] == ["... and 1,014 more paths", "sum over 1,024 paths: 1024"]


def test_paths_too_many_to_list_are_counted_and_summed_exactly() -> None:
    x = Value(1.0)
    z = ladder(x, 60, factor=0.5)
    ways = paths(z, x)
    assert ways.count == 2**60
    assert ways.total == partial(z, x) == 1.5**60
    assert sum(f for (v, _), f in ways.flow.items() if v is z) == ways.total
    assert len(list(itertools.islice(ways, 5))) == 5  # lazily


def test_count_of_paths_has_no_limit() -> None:
    x = Value(1.0)
    ways = paths(ladder(x, 100), x)
    assert ways.count == 2**100
    assert ways.total == 2.0**100
    assert ways  # there are some


def test_node_has_one_path_of_no_steps_to_itself() -> None:
    x = Value(1.0)
    z = x * 2
    for v in (x, z):
        (path,) = paths(v, v)
        assert (path.nodes, path.factors, path.product) == ((v,), (), 1.0)
        assert paths(v, v).total == 1.0


def test_paths_show_themselves() -> None:
    x = Value(2.0, label="x")
    assert repr(paths(x * x, x)) == "× → x: 2 = 2\n× → x: 2 = 2\nsum over 2 paths: 4"


def test_paths_are_between_nodes() -> None:
    x = Value(2.0)
    for of, wrt in ((x, 5), (5, x)):
        with pytest.raises(TypeError, match="paths: expected a Value, got int 5"):
            paths(of, wrt)  # type: ignore[arg-type]


def test_unrelated_nodes_have_no_path() -> None:
    x, y = Value(1.0), Value(2.0)
    for of, wrt in [(x * 2, y), (x, x * 2)]:
        ways = paths(of, wrt)
        assert (ways.count, ways.total, ways.flow, list(ways)) == (0, 0.0, {}, [])
        assert not ways


def test_input_that_only_carries_precision_is_no_path() -> None:
    z = Value(0.3, label="z")
    a = z.sigmoid()
    loss = autograd.binary_cross_entropy(a, 1.0)
    (path,) = paths(loss, z)
    assert path.nodes == (loss, a, z)
    assert paths(loss, z).total == partial(loss, z)


@pytest.mark.parametrize("at", [-800.0, 800.0])
def test_sum_over_the_paths_is_the_partial_where_a_sigmoid_is_saturated(at: float) -> None:
    z = Value(at)
    loss = autograd.binary_cross_entropy(z.sigmoid(), 0.5)
    assert paths(loss, z).total == partial(loss, z) == math.copysign(0.5, at)


def test_planted_path_that_is_missed_is_caught() -> None:
    """The property above, with one of the paths left out."""
    x = Value(0.3)
    z = ladder(x, 3, factor=0.5)
    products = [path.product for path in paths(z, x)]
    assert math.fsum(products) == pytest.approx(partial(z, x), rel=1e-14)
    assert math.fsum(products[1:]) != pytest.approx(partial(z, x), rel=1e-14)


def test_a_notebook_shows_the_quotients_the_factors_and_the_product() -> None:
    x, w = Value(2.0, "x"), Value(-1.5, "w")
    y = x * w
    root = y.sin()
    label(y=y, L=root)
    (path,) = paths(root, x)
    assert path._repr_latex_() == (
        r"$\displaystyle \frac{\partial L}{\partial y} \frac{\partial y}{\partial x} "
        r"= (-0.99) \cdot (-1.5) = 1.485$"
    )
    assert paths(root, x)._repr_markdown_().endswith("\n\nsum over 1 path: 1.48499")
