"""Where functions end: 0, the ends of domains, infinities, NaN.

The one rule is in the docstring of DomainError.  Over the whole table no NaN may come out of
numbers that are none, and no infinity of finite ones, but where + - * / are IEEE 754's.
"""

from __future__ import annotations

import itertools
import math
import multiprocessing
import threading
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import oracles
import pytest
from oracles import ROWS, essential, points, spoken

import autograd
from autograd import (
    AnomalyError,
    DomainError,
    Op,
    Value,
    detect_anomaly,
    explain,
    grad,
    hessian,
    jacobian,
    logsumexp,
    maximum,
    minimum,
    no_grad,
    partial,
)
from autograd.engine import ops

INF, NAN = math.inf, math.nan
ENDS = [0.0, -0.0, 1.0, -1.0, 0.5, -2.0, 710.0, -710.0, 1e200, 1e308, INF, -INF]
IEEE = {
    "add", "sub", "mul", "div", "total", "prod", "dot", "affine", "complement", "over",
    "weighted_sum", "leaky_relu", "one_less_square", "log_odds", "cross_entropy_slope", "xlogy",
    "mod", "binary_cross_entropy", "binary_cross_entropy_with_logits", "power",
}  # fmt: skip
"""Sums and products of their inputs, by their value or by their slopes."""
CHECKED = [row for row in ROWS if row.name not in IEEE and not row.auxiliary]


def cases(row: Op) -> Iterator[tuple[float, ...]]:
    """Yield inputs at the ends, of rows of many inputs two at a time."""
    usual = points(row, 1)[0]
    if len(usual) == 1:
        yield from ((x,) for x in ENDS)
        return
    for i, j in itertools.combinations(range(len(usual)), 2):
        for x, y in itertools.product(ENDS, repeat=2):
            inputs = list(usual)
            inputs[i], inputs[j] = x, y
            yield tuple(inputs)


def silent(row: Op) -> list[str]:
    """Return where a row gives NaN of numbers, or an infinity of finite ones, without a word."""
    found = []
    for inputs in cases(row):
        nodes = [Value(x) for x in inputs]
        try:
            z = row(*nodes)
            numbers = [z.data, *z.partials]
        except DomainError:
            continue
        finite = all(map(math.isfinite, inputs))
        if any(x != x for x in numbers) or (finite and not all(map(math.isfinite, numbers))):
            found.append(f"{spoken(row)}{inputs}: {numbers}")
    return found


@pytest.mark.parametrize("row", CHECKED, ids=spoken)
def test_nothing_is_silent_at_the_ends(row: Op) -> None:
    assert silent(row) == []


def test_planted_silent_nan_is_seen() -> None:
    row = Op("planted_edge", "", "", lambda x: x * math.exp(-abs(x)), lambda z, x: (z / x,))
    oracles.INTERVALS.setdefault("planted_edge", lambda _: [(0.1, 0.2)])
    assert any("inf" in line for line in silent(row))


@pytest.mark.parametrize(
    ("function", "inputs", "value", "slopes"),
    [
        (maximum, (INF, 1.0), INF, [1.0, 0.0]),
        (minimum, (-INF, 1.0), -INF, [1.0, 0.0]),
        (lambda *xs: logsumexp(xs), (INF, 0.0), INF, [1.0, 0.0]),
        (ops.silu, (-INF,), 0.0, [0.0]),
        (ops.silu, (INF,), INF, [1.0]),
        (ops.gelu, (-INF,), 0.0, [0.0]),
        (ops.gelu, (INF,), INF, [1.0]),
        (ops.tanh, (20.0,), 1.0, [1.699341702116634e-17]),  # mpmath: 1 / cosh(20)^2
        (ops.tanh, (INF,), 1.0, [0.0]),
        (ops.sigmoid, (-INF,), 0.0, [0.0]),
        (lambda y: 0.0**y, (0.5,), 0.0, [0.0]),
        (lambda x, y: x**y, (0.0, 0.0), 1.0, [0.0, 0.0]),  # as PyTorch and JAX
        (ops.hypot, (0.0, 0.0), 0.0, [0.0, 0.0]),
        (ops.hypot, (INF, 1.0), INF, [1.0, 0.0]),
        (lambda x: x % 3, (5.0,), 2.0, [1.0]),
        (lambda y: 7 % y, (3.0,), 1.0, [-2.0]),  # -floor(7 / 3)
        (lambda x: x % 3, (-5.0,), 1.0, [1.0]),  # the sign of the divisor, as in Python
        (lambda x: autograd.binary_cross_entropy_with_logits(x, 1.0), (INF,), 0.0, [0.0]),
    ],
)
def test_limits(
    function: Callable[..., Any], inputs: tuple[float, ...], value: float, slopes: list[float]
) -> None:
    nodes = [Value(x) for x in inputs]
    z = function(*nodes)
    assert z.data == value
    z.backward()
    assert [x.grad for x in nodes] == pytest.approx(slopes, rel=1e-15)


def test_shares_of_two_infinities_have_no_limit() -> None:
    z = logsumexp([Value(-INF), Value(-INF)])
    assert z.data == -INF
    with pytest.raises(DomainError, match="the largest are infinite: their ratio has no limit"):
        z.backward()


# --- partials that nobody needs ---


def test_only_the_partials_that_are_needed_are_computed() -> None:
    x, y = Value(-2.0, "x"), Value(2.0, "y")
    z = x**y
    assert partial(z, x) == -4.0
    assert grad(lambda x: x ** Value(2.0))(-2.0) == -4.0
    assert grad(lambda x: x**y, 0)(x).data == -4.0
    with pytest.raises(DomainError, match=r"derivative by y = 2\.0 of power\(x = -2\.0, y = 2\.0"):
        partial(z, y)
    with pytest.raises(DomainError, match="the derivative of power"):
        z.backward()
    assert z.grad == x.grad == 0.0


def test_second_derivative_that_does_not_exist_names_the_row() -> None:
    """0 times an infinite slope: the first is 0 by the sweep's rule, a graph of it cannot be."""
    f = lambda x: autograd.sqrt(x) * 0.0 + x  # noqa: E731
    assert grad(f)(0.0) == 1.0
    with pytest.raises(DomainError, match=r"the derivative of sqrt\(0\.0\): division by zero"):
        hessian(f)(0.0)


# --- a function that uses Values from outside ---


def test_derivative_of_a_function_that_uses_an_outer_value_is_a_value() -> None:
    x = Value(3.0)
    y = x * grad(lambda t: x * t)(2.0)
    y.backward()
    assert x.grad == 6.0
    (row,) = jacobian(lambda t: [x * x * t])(2.0)
    row[0].backward()
    assert x.grad == 12.0
    ((second,),) = hessian(lambda t: x * t * t)(2.0)
    assert (second.data, partial(second, x)) == (6.0, 2.0)


def test_inside_no_grad_and_of_its_own_values_it_is_a_number() -> None:
    x = Value(3.0)
    with no_grad():
        assert grad(lambda t: x * t)(2.0) == 3.0
    assert type(grad(lambda t: Value(3.0) * t * 2)(2.0)) is float
    assert type(grad(lambda t: grad(lambda s: s * s * t)(t))(2.0)) is float


# --- floats that are taken of nodes ---


def test_a_float_of_a_node_is_noticed() -> None:
    with pytest.warns(RuntimeWarning, match=r"a float was taken of a node = 1\.0 at .*test_edges"):
        assert grad(lambda x: math.exp(x) * x)(1.0) == math.e  # only half of it
    with detect_anomaly(), pytest.raises(AnomalyError, match=r"use autograd\.exp and the like"):
        math.exp(Value(1.0))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert math.exp(Value(0.0)) == 1.0
        assert grad(lambda x: x.item() * x)(3.0) == 3.0


# --- refused with a reason ---


@pytest.mark.parametrize("use", [lambda v: v // 2, lambda v: 2 // v, round, math.floor, math.ceil,
                                 lambda v: divmod(v, 2), math.trunc])  # fmt: skip
def test_steps_are_refused(use: Callable[[Value], Any]) -> None:
    with pytest.raises(TypeError, match="a step function, whose derivative is 0 or does not"):
        use(Value(5.0))


def test_no_grad_of_a_generator_is_refused() -> None:
    def numbers() -> Iterator[Value]:
        yield Value(1.0) * 2

    with pytest.raises(TypeError, match="numbers is a generator or coroutine"):
        no_grad()(numbers)
    twice = no_grad()(lambda x: x * 2)
    assert twice(Value(1.0)).op is None


def test_half_a_character_in_a_label_is_refused() -> None:
    for make in (lambda: Value(1.0, "\ud800"), lambda: autograd.label(**{"\udc00": Value(1.0)})):
        with pytest.raises(ValueError, match="lone surrogate"):
            make()


def test_markdown_of_a_label_is_no_html() -> None:
    x = Value(2.0, "<img src=x onerror=alert(1)>")
    assert "<" not in explain(x * x).to_markdown()


# --- forks ---


def _sweeps() -> None:
    x = Value(2.0)
    (x * x).backward()
    assert x.grad == 4.0


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="no fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_child_of_a_process_that_sweeps_can_sweep() -> None:
    chain = Value(1.0)
    for _ in range(20_000):
        chain = chain * 1.0
    stopped = threading.Event()

    def busy() -> None:
        while not stopped.is_set():
            chain.backward()

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        children = [multiprocessing.get_context("fork").Process(target=_sweeps) for _ in range(5)]
        for child in children:
            child.start()
        for child in children:
            child.join(60)
        assert [child.exitcode for child in children] == [0] * 5
    finally:
        stopped.set()
        thread.join()


def test_essential_inputs_are_all_inputs_here() -> None:
    """The rows that are checked carry nothing beside, so that each end is tried in each place."""
    for row in CHECKED:
        inputs = points(row, 1)[0]
        assert essential(row, inputs) == inputs
