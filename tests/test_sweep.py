"""The order of a sweep, and the sweeps themselves, on graphs of any shape."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import repeat
from typing import Any

import pytest
from hypothesis import given
from oracles import PROGRAMS, Program

from autograd import Value, partial
from autograd.engine.copying import make
from autograd.engine.order import below, interior
from autograd.engine.recorded_numbers import described
from autograd.engine.sweep import accumulate, adjoints, assign, recompute


def out_of_order(order: list[Value]) -> list[Value]:
    """Return the nodes of `order` that stand before one of their own users."""
    at = {v: i for i, v in enumerate(order)}
    return [x for v in order for x in v.inputs if x in at and at[x] < at[v]]


def reachable(root: Value) -> set[Value]:
    found, waiting = {root}, [root]
    while waiting:
        for x in waiting.pop().inputs:
            if x not in found:
                found.add(x)
                waiting.append(x)
    return found


@given(PROGRAMS)
def test_interior_is_each_node_with_inputs_once_before_its_inputs(program: Program) -> None:
    root = program.run(list(map(Value, program.leaves)))[-1]
    order = interior(root)
    assert order[0] is root
    assert len(order) == len(set(order))
    assert set(order) == {v for v in reachable(root) if v.inputs}
    assert not out_of_order(order)


@given(PROGRAMS)
def test_below_is_every_node_once_after_its_inputs(program: Program) -> None:
    root = program.run(list(map(Value, program.leaves)))[-1]
    order = below(root)
    assert order[-1] is root
    assert len(order) == len(set(order))
    assert set(order) == reachable(root)
    assert not out_of_order(order[::-1])


def test_planted_disorder_is_caught() -> None:
    x = Value(1.0)
    y = x * x
    z = y * x
    assert not out_of_order([z, y, x])
    assert out_of_order([y, z, x]) == [y]


def test_leaf_has_no_interior() -> None:
    x = Value(1.0)
    assert (interior(x), below(x)) == ([], [x])


def test_node_that_is_used_early_and_late_waits_for_its_last_use() -> None:
    """A walk in breadth alone would visit it too early."""
    x = Value(2.0)
    shared = x * x
    long = ((shared + 1) * 2 + 3) * shared
    root = long + shared
    assert not out_of_order(interior(root))
    accumulate(root, 1.0)
    assert shared.grad == 22.0  # of (2 (s + 1) + 3) s + s, where s = 4
    assert x.grad == 4 * shared.grad


def test_adjoints_visit_only_what_lies_between() -> None:
    x, y = Value(2.0), Value(3.0)
    side = y * y
    middle = x * x
    root = middle * side
    visited = []

    def contributions(node: Value, g: float, slots: Sequence[int]) -> list[float]:
        visited.append(node)
        return [g * node.partials[i] for i in slots]

    found = adjoints(root, [x], contributions)
    assert visited == [root, middle]
    assert found == {root: 1.0, middle: 9.0, x: 36.0}


def test_adjoints_stop_at_what_they_were_asked_for() -> None:
    """The partials below are not needed, and may not exist."""
    a = Value(0.0).sqrt()
    root = a * 2

    def contributions(node: Value, g: float, slots: Sequence[int]) -> list[float]:
        return [g * node.partials[i] for i in slots]

    assert adjoints(root, [a], contributions)[a] == 2.0
    assert adjoints(a, [a], contributions)[a] == 1.0


def test_recompute_touches_data_alone() -> None:
    x = Value(2.0)
    z = x * x
    z.backward()
    x.data = 3.0
    recompute(z)
    assert (z.data, x.grad, z.grad) == (9.0, 4.0, 1.0)


def test_assign_sets_one_attribute_of_each() -> None:
    xs = [Value(1.0), Value(2.0)]
    assign(xs, repeat("grad"), [3.0, 4.0])
    assert [(x.data, x.grad) for x in xs] == [(1.0, 3.0), (2.0, 4.0)]


def test_described_is_label_and_number() -> None:
    assert described([Value(0.5, label="w_1"), Value(2.0)]) == ["w_1 = 0.5", "2.0"]


def test_failed_sweep_adds_nothing() -> None:
    x = Value(0.0, label="x")
    z = x.sqrt() + x * x
    with pytest.raises(ArithmeticError):
        accumulate(z, 1.0)
    assert [v.grad for v in below(z)] == [0.0] * 4


# --- interrupted at any moment ---


class Fragile(Value):
    """A node that raises a KeyboardInterrupt at the k-th access to a number of any of its kind."""

    __slots__ = ()
    remaining = -1

    @classmethod
    def _tick(cls) -> None:
        Fragile.remaining -= 1
        if Fragile.remaining == 0:
            raise KeyboardInterrupt


def _counted(name: str) -> property:
    slot = vars(Value)[name]

    def read(self: Fragile) -> Any:
        self._tick()
        return slot.__get__(self)

    def write(self: Fragile, x: float) -> None:
        self._tick()
        slot.__set__(self, x)

    return property(read, write)


Fragile.data, Fragile.grad = _counted("data"), _counted("grad")  # type: ignore[assignment]


def fragile_graph(held: float = 0.0) -> list[Value]:
    """Return the nodes of a graph, inputs first, which hold `held` in their `.grad`."""
    x, y = Value(2.0), Value(3.0)
    twins: dict[Value, Value] = {}
    for v in below((x * y + x).tanh() * y + x * x):
        inputs = tuple([twins[u] for u in v.inputs])
        twins[v] = make(Fragile, v.data, held, v.label, v.op, inputs)
    return list(twins.values())


def all_or_nothing(build: Callable[[], list[Value]], run: Callable[[list[Value]], object]) -> int:
    """Interrupt `run` at each access in turn; return how often that left all as it was."""

    def outcome(k: int) -> tuple[bool, Any, Any]:
        nodes = build()
        before = [(v.data, v.grad) for v in nodes]
        Fragile.remaining = k
        try:
            run(nodes)
            interrupted = False
        except KeyboardInterrupt:
            interrupted = True
        Fragile.remaining = -1
        return interrupted, before, [(v.data, v.grad) for v in nodes]

    _, before, done = outcome(-1)
    assert done != before
    k = left = 0
    interrupted = True
    while interrupted:
        k += 1
        interrupted, before, after = outcome(k)
        assert after in (before, done)
        left += after == before
    return left


@pytest.mark.parametrize("held", [0.0, 0.5])
def test_interrupted_sweep_adds_all_or_nothing(held: float) -> None:
    assert all_or_nothing(lambda: fragile_graph(held), lambda nodes: nodes[-1].backward()) > 40


def test_interrupted_recomputation_sets_all_or_nothing() -> None:
    def changed() -> list[Value]:
        nodes = fragile_graph()
        nodes[0].data = 5.0
        return nodes

    assert all_or_nothing(changed, lambda nodes: nodes[-1].forward()) > 20


def test_planted_sweep_that_is_not_atomic_is_caught() -> None:
    def add(nodes: list[Value]) -> None:
        for v in nodes:
            v.grad += 1.0

    with pytest.raises(AssertionError):
        all_or_nothing(fragile_graph, add)


def test_a_derivative_of_0_is_passed_no_further() -> None:
    """0 sqrt(x) has the derivative 0, also at 0, where that of sqrt is infinite."""
    x = Value(0.0)
    z = x.sqrt() * 0.0
    z.backward()
    assert (x.grad, partial(z, x)) == (0.0, 0.0)
