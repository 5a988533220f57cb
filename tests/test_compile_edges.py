"""Compiled programs at the edges: no samples, no numbers, no call yet, copies, changed parameters.

The right values are worked out by hand, for L = (w x + b - y)^2 at w = 2, b = 1: the derivative is
2 (w x + b - y) x by w and 2 (w x + b - y) by b.
"""

from __future__ import annotations

import copy
import pickle
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy
import pytest

import autograd
from autograd import Value, label

kinds = pytest.mark.parametrize("arrays", [True, False], ids=["arrays", "straight-line"])


def line() -> tuple[Value, Value, Value, Value, Value]:
    """Return L, x, y, w, b."""
    x, y, w, b = Value(0.0, "x"), Value(0.0, "y"), Value(2.0, "w"), Value(1.0, "b")
    error = w * x + b - y
    root = error * error
    label(e=error, L=root)
    return root, x, y, w, b


def compiled(arrays: bool) -> tuple[Any, Value, Value]:
    """Return the program, w and b."""
    root, x, y, w, b = line()
    return autograd.compile(root, [x, y], [w, b], arrays=arrays), w, b


def run(program: Any, x: float, y: float) -> tuple[float, dict[str, float]]:
    """Return L and its derivatives by label."""
    batch = isinstance(program.weights, numpy.ndarray)
    (root,) = numpy.ravel(program([x], [y]) if batch else program(x, y))
    program.backward()
    slopes = map(float, program.gradient)
    return float(root), {v.label: g for v, g in zip(program.parameters, slopes, strict=True)}


AT_3_5 = 4.0, {"w": 12.0, "b": 4.0}  # e = 2 * 3 + 1 - 5 = 2


# --- no samples ---


@pytest.mark.parametrize(
    "arguments", [([], []), (numpy.empty((0, 2)),), ({"x": [], "y": []},)], ids=["2", "1", "dict"]
)
def test_a_batch_of_0_gives_an_empty_result(arguments: tuple[Any, ...]) -> None:
    program, w, _ = compiled(True)
    run(program, 3.0, 5.0)
    assert program(*arguments).shape == (0,)
    assert program.value("e").shape == program.grad("e").shape == (0,)
    program.backward()
    assert program.gradient.tolist() == [0.0, 0.0]  # an empty sum
    assert program.grad(w) == 0.0
    assert program.grad(w, per_sample=True).shape == (0,)
    with pytest.raises(ValueError, match="no mean over 0 samples"):
        program.backward(mean=True)
    before = program.weights.tolist()
    assert program.descend(*arguments, rate=0.1).shape == (0,)
    assert program.weights.tolist() == before
    assert run(program, 3.0, 5.0) == AT_3_5


def test_a_batch_of_0_of_a_network_with_matrices_and_several_roots() -> None:
    xs = [Value(0.1 * i, f"x_{i}") for i in range(4)]
    ws = [[Value(0.2, f"w_{{{i}{j}}}") for j in range(4)] for i in range(3)]
    zs = [autograd.dot(row, xs).tanh() for row in ws]
    assert autograd.compile(zs, [xs])(numpy.empty((0, 4))).shape == (0, 3)
    program = autograd.compile(autograd.softmax_cross_entropy(zs, 1), [xs])
    assert program([]).shape == (0,)
    program.backward()
    assert program.gradient.tolist() == [0.0] * 12


# --- what is not a real number ---


@pytest.mark.parametrize(
    "bad", [None, 1 + 2j, "3", b"3", Value(3.0), [1.0, 2.0], {}], ids=lambda x: type(x).__name__
)
@kinds
def test_what_is_not_a_real_number_is_refused(bad: Any, arrays: bool) -> None:
    program, *_ = compiled(arrays)
    with pytest.raises((TypeError, ValueError)) as caught:
        program([bad], [5.0]) if arrays else program(bad, 5.0)
    if not isinstance(bad, list):
        assert caught.type is TypeError
        assert "real number" in str(caught.value)
        assert "x" in str(caught.value)


@pytest.mark.parametrize("good", [3, True + 2, numpy.float32(3), Fraction(3), numpy.int64(3)])
@kinds
def test_real_numbers_of_any_type_are_taken(good: Any, arrays: bool) -> None:
    assert run(compiled(arrays)[0], good, 5.0) == AT_3_5


def test_a_decimal_is_no_real_number_to_python() -> None:
    """As for the engine: `Decimal + float` is a TypeError."""
    with pytest.raises(TypeError, match="got Decimal"):
        compiled(True)[0]([Decimal(3)], [5.0])


# --- before the first call ---


@kinds
def test_asked_before_a_call(arrays: bool) -> None:
    program, *_ = compiled(arrays)
    for ask in (
        program.backward,
        lambda: program.value("e"),
        lambda: program.grad("w"),
        lambda: program.grad("e"),
    ):
        with pytest.raises(RuntimeError, match="no results yet: call the program first"):
            ask()


# --- copies ---


@pytest.mark.parametrize(
    "copied", [lambda p: pickle.loads(pickle.dumps(p)), copy.deepcopy], ids=["pickle", "deepcopy"]
)
@kinds
def test_a_copy_computes_the_same_and_is_independent(copied: Any, arrays: bool) -> None:
    program, w, _ = compiled(arrays)
    program.weights[list(program.parameters).index(w)] = 3.0
    other = copied(program)  # e = 3 * 3 + 1 - 5 = 5
    assert run(other, 3.0, 5.0) == (25.0, {"w": 30.0, "b": 10.0})
    other.weights[:] = [0.0, 0.0]
    other.store()
    assert run(program, 3.0, 5.0) == (25.0, {"w": 30.0, "b": 10.0})
    assert w.data == 2.0
    assert str(other) == str(program)
    assert list(copied(program).gradient) == list(program.gradient)
    with pytest.raises(RuntimeError, match="call the program first"):
        copied(program).value("e")


def test_a_copy_beside_its_values_shares_them() -> None:
    program, w, _ = compiled(True)
    other, v = pickle.loads(pickle.dumps((program, w)))
    assert v in other.parameters
    other, v = copy.deepcopy((program, w))
    assert v in other.parameters
    assert v is not w


# --- parameters that were changed afterwards ---


@kinds
def test_changed_data_of_a_parameter_is_told_and_taken_by_load(arrays: bool) -> None:
    program, w, _ = compiled(arrays)
    kind = type(program).__name__
    assert repr(program) == f"<{kind} of L at (x, y), 2 weights>"
    w.data = 9.0
    assert repr(program) == f"<{kind} of L at (x, y), 2 weights; load() would change w>"
    assert run(program, 3.0, 5.0) == AT_3_5
    program.load()
    assert repr(program) == f"<{kind} of L at (x, y), 2 weights>"
    assert run(program, 3.0, 5.0) == (529.0, {"w": 138.0, "b": 46.0})  # e = 9 * 3 + 1 - 5 = 23
    for text in (type(program).__doc__, autograd.compile.__doc__):
        assert "load()" in text
