# ruff: noqa: ARG005  (each is given the leaf and the root, whichever it needs)
"""Numbers that are set after a graph was computed from them: old and new are never mixed.

Derivatives are those at the point at which the graph was computed, and so is what is shown of it.
Where both are needed, a StaleError says so.
"""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from oracles import PROGRAMS, ROWS, Program, points, spoken

from autograd import (
    Op,
    StaleError,
    Value,
    affine,
    detect_anomaly,
    explain,
    grad,
    hessian,
    jacobian,
    partial,
    paths,
    trace,
)
from autograd.engine.functional import central_difference
from autograd.engine.order import below


def cube() -> tuple[Value, Value]:
    """Return w = 2, and w w w, computed before w became 10."""
    w = Value(2.0, "w")
    y = w * w * w
    w.data = 10.0
    return w, y


DERIVATIVES: dict[str, Callable[[Value, Value], float]] = {
    "backward": lambda w, y: (y.backward(), w.grad)[1],  # type: ignore[func-returns-value]
    "partial": lambda w, y: partial(y, w),
    "grad": lambda w, y: grad(y, w),
    "jacobian": lambda w, y: jacobian([y], [w])[0][0],
    "paths": lambda w, y: paths(y, w).total,
    "trace": lambda w, y: trace(y)["nodes"][0]["adjoint"],
    "a copy": lambda w, y: sum_of_partials(copy.copy(y), w),
    "a deep copy": lambda w, y: sum_of_partials(copy.deepcopy(y)),
    "a pickle": lambda w, y: sum_of_partials(pickle.loads(pickle.dumps(y))),
}


def sum_of_partials(y: Value, leaf: Value | None = None) -> float:
    """Return the derivative by the only leaf."""
    leaves = [v for v in below(y) if v.op is None]
    assert leaf is None or leaves == [leaf]
    return partial(y, leaves[0])


@pytest.mark.parametrize("kind", DERIVATIVES)
def test_derivatives_are_those_at_the_recorded_point(kind: str) -> None:
    w, y = cube()
    assert DERIVATIVES[kind](w, y) == 12.0  # 3 w^2 at 2


def test_forward_computes_at_the_present_numbers() -> None:
    w, y = cube()
    y.forward().backward()
    assert (y.data, w.grad) == (1000.0, 300.0)


def all_slots(row: Op) -> tuple[list[Value], Value]:
    nodes = [Value(x) for x in points(row, 1)[0]]
    return nodes, row(*nodes)


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_every_row_is_differentiated_with_the_numbers_it_had(row: Op) -> None:
    _, right = all_slots(row)
    nodes, z = all_slots(row)
    for v in (*nodes, z):
        v.data = 0.1234
    assert z.partials == right.partials
    z.backward()
    assert z.grad == 1.0


@given(PROGRAMS)
def test_a_sweep_does_not_see_what_is_set_after(program: Program) -> None:
    xs = list(map(Value, program.leaves))
    nodes = program.run(xs)
    twins = program.run(list(map(Value, program.leaves)))
    for v in nodes:
        v.data = 0.5
    nodes[-1].backward()
    twins[-1].backward()
    assert [v.grad for v in nodes] == [v.grad for v in twins]


def test_of_two_numbers_that_a_leaf_had_each_use_keeps_its_own() -> None:
    w, x = Value(2.0, "w"), Value(3.0, "x")
    first = affine([w, x], [x, w], 1.0)  # 2 w x + 1
    w.data = 5.0
    y = first * w
    y.backward()
    assert (y.data, w.grad, x.grad) == (65.0, 13.0 + 5.0 * 6.0, 5.0 * 4.0)


# --- what is shown ---


def test_what_is_shown_is_the_graph_as_it_was_computed() -> None:
    w, y = cube()
    fresh = Value(2.0, "w")
    assert str(explain(y)) == str(explain(fresh * fresh * fresh))
    assert [node["value"] for node in trace(y)["nodes"]] == [2.0, 4.0, 8.0]
    assert w.data == 10.0


def test_a_leaf_that_had_two_numbers_cannot_be_shown() -> None:
    w = Value(2.0, "w")
    y = w * 3.0
    w.data = 10.0
    with pytest.raises(StaleError, match=r"w was (10|2)\.0 in one place .* and (10|2)\.0 in anoth"):
        explain(y * w)


# --- where both are needed ---


def test_a_graph_of_the_derivative_would_mix_them() -> None:
    w, y = cube()
    reason = r"w was 2\.0 when mul of it was computed, and is 10\.0 by now: call \.forward\(\)"
    with pytest.raises(StaleError, match=reason):
        grad(y, w, create_graph=True)
    with pytest.raises(StaleError, match=reason):
        hessian(y, [w])
    with pytest.raises(StaleError, match=f"central_difference: {reason}"):
        central_difference(y, w)
    assert hessian(y.forward(), [w]) == [[60.0]]


def test_detect_anomaly_says_it() -> None:
    x, w = Value(2.0, "x"), Value(3.0, "w")
    root = (x * x) * w
    w.data = 4.0
    with detect_anomaly(), pytest.raises(StaleError, match=r"w was 3\.0 when mul of it"):
        root.backward()
    root.label = "L"
    root.forward().data = 1.0
    with detect_anomaly(), pytest.raises(StaleError, match=r"L was 16\.0 when L was computed"):
        root.backward()


def test_the_same_number_and_a_nan_are_no_change() -> None:
    x = Value(float("nan"), "x")
    y = x * 2.0
    x.data = -float("nan")
    assert len(grad(y, [x], create_graph=True)) == 1
    w = Value(2.0)
    z = w * w
    w.data = 1.0 + 1.0
    assert hessian(z, [w]) == [[2.0]]


def test_a_failed_forward_leaves_the_numbers_it_found() -> None:
    x, y = Value(2.0, "x"), Value(3.0, "y")
    root: Any = (x * y).exp() + (y / x).log()
    x.data = -1.0
    with pytest.raises(ArithmeticError, match="log"):
        root.forward()
    x.data = 2.0
    fresh: Any = (x * y).exp() + (y / x).log()
    assert [v.data for v in below(root)] == [v.data for v in below(fresh)]
    assert (partial(root, x), partial(root, y)) == (partial(fresh, x), partial(fresh, y))
