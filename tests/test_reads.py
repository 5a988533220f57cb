"""Which code looks at the numbers of the graph that it records."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable
from typing import Any

import pytest

import autograd
from autograd import Value, grad, no_grad, watch_reads
from autograd.engine.recording import active

BLIND: dict[str, Callable[[Value, Value], Any]] = {
    "arithmetic": lambda x, y: 3 * x + y**2 - x / y + 2**x - -y + abs(x),
    "methods": lambda x, y: (x.sigmoid() + y.tanh()).relu().exp(),
    "functions": lambda x, y: autograd.softmax([x, y])[0] + autograd.logsumexp([x, y, 1.0]),
    "affine of nodes": lambda x, y: autograd.affine([x, y], [y, x], 0.5),
    "affine of numbers": lambda x, y: autograd.affine([x, y], [2.0, 3.0], y),
    "losses": lambda x, y: autograd.binary_cross_entropy(x.sigmoid(), y),
    "cross-entropy": lambda x, y: autograd.softmax_cross_entropy([x, y], [x, 0.5]),
    "sums and powers": lambda x, y: sum([x, y]) + autograd.power(x, y) + autograd.prod([x, y]),
    "largest": lambda x, y: autograd.maximum(x, y),
}
READING: dict[str, Callable[[Value, Value], Any]] = {
    "a comparison": lambda x, y: x if x > 0 else y,
    "a comparison of a node": lambda x, y: x if (x * y) <= 1 else y,
    "max": lambda x, y: max(x, y),
    "sorted": lambda x, y: sorted([x, y]),
    "truth": lambda x, y: x or y,
    "float": lambda x, y: float(x) * y,
    "int": lambda x, y: y ** int(x),
    "math": lambda x, y: math.sin(x) * y,
    "data": lambda x, y: x.data * y,
    "data of a node": lambda x, y: (x + y).data * y,
    "item": lambda x, y: x.item() * y,
    "detach": lambda x, y: x.detach() * y,
    "format": lambda x, y: float(f"{x:.3f}") * y,
    "copy": lambda x, y: copy.copy(x) * y,
    "deepcopy": lambda x, y: copy.deepcopy(x) * y,
    "partials": lambda x, y: (x * x).partials[0] * y,
    "a derivative": lambda x, y: grad(x * x, [x])[0] * y,
    "backward": lambda x, y: (x * x).backward() or x.grad * y,
    "forward": lambda x, y: (x * y).forward(),
    "setting": lambda x, y: setattr(x, "data", 1.0) or x * y,
}


def places_of(code: Callable[[Value, Value], Any]) -> list[str]:
    x, y = Value(0.5), Value(0.8)
    with watch_reads([x, y]) as places:
        code(x, y)
    assert {type(x), type(y)} == {Value}
    return places


@pytest.fixture(autouse=True)
def _modes_end() -> Any:
    yield
    assert active == []


@pytest.mark.parametrize("kind", BLIND)
def test_recording_reads_nothing(kind: str) -> None:
    assert places_of(BLIND[kind]) == []


@pytest.mark.parametrize("kind", READING)
def test_a_read_is_noted_with_its_line(kind: str) -> None:
    places = places_of(READING[kind])
    assert places
    assert all("lambda x, y" in place or "copy.py" in place for place in places)


def test_what_is_computed_without_recording_is_a_number_that_was_read() -> None:
    def detached(x: Value, y: Value) -> Value:
        with no_grad():
            factor = x * x
        return factor * y

    assert places_of(detached) == ["under no_grad, where results are numbers"]


def test_afterwards_all_nodes_are_ordinary() -> None:
    x = Value(0.5)
    with watch_reads([x]):
        y = x * x
        z = y.exp()
    assert [type(v) for v in (x, y, z)] == [Value] * 3
    with watch_reads([]) as places:
        assert z > 1
    assert places == []
    z.backward()
    assert x.grad == z.data


def test_an_error_leaves_ordinary_nodes() -> None:
    x = Value(0.5)
    with pytest.raises(autograd.DomainError), watch_reads([x]):
        _ = x / (x - x)
    assert type(x) is Value


def test_the_graph_is_the_one_recorded_without_watching() -> None:
    x, y = Value(0.5), Value(0.8)
    for code in BLIND.values():
        with watch_reads([x, y]):
            watched = code(x, y)
        assert watched.data == code(x, y).data
