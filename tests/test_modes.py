"""Ways of recording: without a graph, and watching for the first number that is not finite."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograd
from autograd import AnomalyError, Value, detect_anomaly, no_grad, partial
from autograd.engine.recording import active

HERE = Path(__file__).name


@pytest.fixture(autouse=True)
def _modes_end() -> Iterator[None]:
    yield
    assert active == []


def line_of(text: str) -> int:
    """Return the number of the first line of this file that contains `text`."""
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


# --- no_grad ---


def test_results_inside_no_grad_are_leaves() -> None:
    x = Value(2.0)
    with no_grad():
        results = [x * x, 3 - x, x**2, x.tanh(), autograd.total([x, x]), autograd.maximum(x, 1.0)]
    assert [(z.op, z.inputs) for z in results] == [(None, ())] * len(results)
    assert [z.data for z in results] == [4.0, 1.0, 4.0, math.tanh(2.0), 4.0, 2.0]
    results[0].backward()
    assert x.grad == 0.0
    assert (x * x).inputs == (x, x)


def test_no_grad_decorates_a_function() -> None:
    @no_grad()
    def square(x: Value) -> Value:
        return x * x

    x = Value(2.0)
    assert square(x).inputs == square(x).inputs == ()  # each time
    assert (x * x).inputs == (x, x)


def test_no_grad_nests_and_ends_on_errors() -> None:
    x = Value(2.0)
    with no_grad():
        with no_grad():
            pass
        assert (x * x).inputs == ()
    with pytest.raises(KeyError), no_grad():
        raise KeyError
    assert (x * x).inputs == (x, x)


def test_no_grad_is_of_its_own_thread() -> None:
    x = Value(2.0)
    found = []

    def other() -> None:
        found.append((x * x).inputs)
        with no_grad():
            found.append((x * x).inputs)

    with no_grad():
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert (x * x).inputs == ()
    assert found == [(x, x), ()]


# --- detect_anomaly ---


def test_first_nan_of_the_forward_pass_is_named() -> None:
    x = Value(1e200, label="x")

    def compute() -> Value:
        y = x * 2
        z = x * x * y  # the first product is infinite already
        return z.tanh()

    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        compute()
    message = str(caught.value)
    assert "the value of a node without a label is inf: mul(x = 1e+200, x = 1e+200)" in message
    assert f"{HERE}:{line_of('z = x * x * y  # the first')}: z = x * x * y" in message


def test_first_nan_of_the_backward_pass_is_named() -> None:
    x = Value(1e-200, label="x")
    with detect_anomaly():
        z = 1 / x
        z.label = "z"
        loss = (z * 2).tanh() + z
        with pytest.raises(AnomalyError) as caught:
            loss.backward()
    message = str(caught.value)
    assert "the gradient sent to x = 1e-200 of node 'z' is -inf: div(1.0, x = 1e-200)" in message
    assert f"{HERE}:{line_of('z = 1 / x')}: z = 1 / x" in message
    assert (x.grad, z.grad, loss.grad) == (0.0, 0.0, 0.0)


def test_gradient_that_overflows_is_named_where_it_does() -> None:
    """Every value and every local derivative is finite; their product is not."""
    x = Value(1e-300, label="x")
    y = x * 1e200
    z = y * 1e200
    with detect_anomaly(), pytest.raises(AnomalyError, match="the gradient sent to x = 1e-300"):
        z.backward()
    assert [v.grad for v in (x, y, z)] == [0.0, 0.0, 0.0]


def test_seed_is_part_of_the_gradient_that_is_watched() -> None:
    x = Value(1e-100, label="x")
    z = x * 1e200
    with detect_anomaly():
        with pytest.raises(AnomalyError, match="the gradient sent to x = 1e-100"):
            z.backward(1e200)
        with pytest.raises(AnomalyError, match="the seed of backward of a node"):
            z.backward(math.inf)
        z.backward(1e-200)
    assert x.grad == 1.0


def test_function_of_many_inputs_is_named_with_the_users_line() -> None:
    xs = [Value(1e308, label=f"x_{i}") for i in range(8)]
    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        autograd.total(xs)  # here
    message = str(caught.value)
    assert "total(x_0 = 1e+308, x_1 = 1e+308, " in message
    assert "x_5 = 1e+308, ... (8 inputs)" in message
    assert f"{HERE}:{line_of('autograd.total(xs)  # here')}: autograd.total(xs)" in message


def test_nan_that_came_before_the_watch_is_found_at_its_node() -> None:
    x = Value(math.inf, label="x")
    y = x - x
    y.label = "y"
    with (
        detect_anomaly(),
        pytest.raises(AnomalyError, match="the value of node 'x' is inf: a leaf"),
    ):
        y.backward()
    x.data = 0.0
    with detect_anomaly(), pytest.raises(AnomalyError) as caught:
        y.backward()
    assert "the value of node 'y' is nan: sub(x = 0.0, x = 0.0)" in str(caught.value)
    assert "before detect_anomaly was on" in str(caught.value)


def test_nan_of_a_graph_computed_anew_is_found() -> None:
    x = Value(1.0, label="x")
    z = x * x
    z.label = "z"
    x.data = 1e200
    with detect_anomaly(), pytest.raises(AnomalyError, match=r"the value of node 'z' is inf: mul"):
        z.forward()


def test_anomaly_is_an_arithmetic_error() -> None:
    assert issubclass(AnomalyError, ArithmeticError)


def test_nothing_is_raised_where_all_is_finite() -> None:
    x = Value(2.0)
    with detect_anomaly():
        z = (x * x).tanh()
        z.backward()
    assert x.grad == partial(z, x)


def test_outside_detect_anomaly_nothing_is_watched() -> None:
    x = Value(1e200)
    z = x * x
    with detect_anomaly():
        pass
    z.backward()
    with no_grad():  # another mode
        z.forward().backward()
    assert math.isinf(z.data)


def test_detect_anomaly_is_of_its_own_thread() -> None:
    found = []
    with detect_anomaly():
        thread = threading.Thread(target=lambda: found.append((Value(1e200) * 1e200).data))
        thread.start()
        thread.join()
    assert found == [math.inf]
