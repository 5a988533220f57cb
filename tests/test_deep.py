"""Depth is limited by memory alone: a chain of a million nodes, and what a node weighs."""

from __future__ import annotations

import copy
import gc
import pickle
import sys
import tracemalloc
from collections.abc import Iterator

import pytest

from autograd import Value, grad, partial, paths

DEPTH = 1_000_000


def chain(x: Value, depth: int) -> Value:
    """Return ((x c + d) c + d) ... with `depth` operations, which share c and d."""
    c, d = Value(1.0, label="c"), Value(0.5, label="d")
    z = x
    for _ in range(depth // 2):
        z = z * c + d
    return z


@pytest.fixture(scope="module", autouse=True)
def _collector_off() -> Iterator[None]:
    """Whatever is freed below is freed by reference counts; and it is faster."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(scope="module")
def x() -> Value:
    return Value(3.0, label="x")


@pytest.fixture(scope="module")
def z(x: Value) -> Value:
    return chain(x, DEPTH)


@pytest.fixture(autouse=True)
def _no_recursion() -> Iterator[None]:
    """The interpreter's limit is far below the depth, and nobody raises it."""
    limit = sys.getrecursionlimit()
    assert limit < DEPTH / 100
    yield
    assert sys.getrecursionlimit() == limit


def operands(z: Value) -> tuple[Value, Value]:
    return z.inputs[0].inputs[1], z.inputs[1]


def test_forward_and_backward(x: Value, z: Value) -> None:
    c, d = operands(z)
    assert z.data == 3.0 + DEPTH / 4
    z.zero_grad()
    z.backward()
    n = DEPTH // 2
    assert (x.grad, d.grad, z.grad) == (1.0, n, 1.0)
    assert c.grad == 3.0 * n + 0.5 * (n * (n - 1) // 2)


def test_zero_grad(x: Value, z: Value) -> None:
    z.backward()
    z.zero_grad()
    assert [v.grad for v in (x, z, *operands(z))] == [0.0] * 4


def test_forward_again(x: Value, z: Value) -> None:
    x.data = 5.0
    assert z.forward().data == 5.0 + DEPTH / 4
    x.data = 3.0
    assert z.forward().data == 3.0 + DEPTH / 4


def test_partial(x: Value, z: Value) -> None:
    assert partial(z, x) == 1.0
    assert partial(z, operands(z)[1]) == DEPTH // 2


def test_paths_and_graph_of_the_gradient(x: Value) -> None:
    """A tenth as deep, since they take ten times as long."""
    z = chain(x, DEPTH // 10)
    ways = paths(z, x)
    assert (ways.count, ways.total, len(next(iter(ways)).nodes)) == (1, 1.0, DEPTH // 10 + 1)
    assert grad(z, x, create_graph=True).data == 1.0


def test_pickle_round_trip(z: Value) -> None:
    again = pickle.loads(pickle.dumps(z))
    _is_the_same_chain(again)


def test_deep_copy(z: Value) -> None:
    _is_the_same_chain(copy.deepcopy(z))


def _is_the_same_chain(z: Value) -> None:
    c, d = operands(z)
    assert operands(z.inputs[0].inputs[0]) == (c, d)  # shared in the copy too
    assert (c.label, d.label) == ("c", "d")
    z.zero_grad()
    z.backward()
    assert (z.data, d.grad) == (3.0 + DEPTH / 4, DEPTH // 2)


def test_dropped_chain_is_freed_without_the_collector() -> None:
    kept = Value(3.0)
    gc.collect()
    z = chain(kept, DEPTH)
    assert sys.getrefcount(kept) > 2
    z.backward()
    assert (z.data, kept.grad) == (3.0 + DEPTH / 4, 1.0)
    alive = len(gc.get_objects())
    del z
    assert alive - len(gc.get_objects()) >= DEPTH
    assert gc.collect() == 0


def test_node_takes_at_most_200_bytes() -> None:
    chain(Value(3.0), 100).backward()
    depth = 100_000
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        z = chain(Value(3.0), depth)
        z.backward()
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert z.grad == 1.0
    assert (after - before) / depth <= 200
