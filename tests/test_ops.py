# ruff: noqa: ARG005  (a partial is given all of z, x, y, whichever it needs)
"""Every row of the table: its value, its derivatives, its readings; and how to add a row.

The truth is mpmath at 40 digits, from definitions in oracles.py that share nothing with ours.
"""

from __future__ import annotations

import copy
import inspect
import math
import pickle
from collections.abc import Callable
from typing import Any

import numpy
import oracles
import pytest
from mpmath import mp
from oracles import ROWS, definition, essential, points, spoken

import autograd
from autograd import TABLE, DomainError, Op, Symbol, Value, grad, hessian, partial
from autograd.engine import operation, ops

every_row = pytest.mark.parametrize("row", ROWS, ids=spoken)
ANYTHING_TO_0 = next(row for row in ROWS if row.parameters == (0.0,))  # 1 of NaN too, as math.pow
SWALLOWS_NAN = (ANYTHING_TO_0, ops.choose)  # the NaN that was not chosen
DIGITS = 40
POINTS = 25


# --- the checkers: each returns what it finds wrong ---


def wrong_values(row: Op, truth: Callable[..., Any]) -> list[str]:
    """Compare the row's results, to 1e-14."""
    found = []
    for inputs in points(row, POINTS):
        with mp.workdps(DIGITS):
            want = truth(*map(mp.mpf, essential(row, inputs)))
        found += _differ(row, inputs, "value", row(*inputs), want, 1e-14)
    return found


def wrong_partials(row: Op, truth: Callable[..., Any]) -> list[str]:
    """Compare the first derivative by each input, to 1e-13."""
    found = []
    for inputs in points(row, POINTS):
        got = row(*map(Value, inputs)).partials
        assert got[len(essential(row, inputs)) :] == (0.0,) * row.auxiliary
        for i in range(len(essential(row, inputs))):
            want = _derivative(truth, essential(row, inputs), [i])
            found += _differ(row, inputs, f"partial {i}", got[i], want, 1e-13)
    return found


def wrong_second_partials(row: Op, truth: Callable[..., Any]) -> list[str]:
    """Compare the second derivative by each pair of inputs, to 1e-12."""
    found = []
    for inputs in points(row, POINTS):
        given = essential(row, inputs)
        carried = inputs[len(given) :]
        second = hessian(lambda *xs, carried=carried: row(*xs, *carried))
        numbers, nodes = second(*given), second(*map(Value, given))
        for i in range(len(given)):
            for j in range(len(given)):
                want = _derivative(truth, given, [i, j])
                for got in (numbers[i][j], nodes[i][j].data):
                    found += _differ(row, inputs, f"second partial {i}, {j}", got, want, 1e-12)
    return found


def _derivative(truth: Callable[..., Any], inputs: tuple[float, ...], by: list[int]) -> Any:
    orders = tuple(by.count(i) for i in range(len(inputs)))
    with mp.workdps(DIGITS):
        return mp.diff(truth, tuple(map(mp.mpf, inputs)), orders)


def _differ(
    row: Op, inputs: tuple[float, ...], what: str, got: float, want: Any, tolerance: float
) -> list[str]:
    """Relative to the number, or to 1 (the size of the inputs) where the number crosses zero."""
    if abs(got - want) <= tolerance * max(abs(want), 1):
        return []
    return [f"{what} of {spoken(row)}{inputs}: got {got!r}, expected {mp.nstr(want, 17)}"]


# --- the table ---


@every_row
def test_value_is_the_definition(row: Op) -> None:
    assert not wrong_values(row, definition(row))


@every_row
def test_partials_are_the_derivatives(row: Op) -> None:
    assert not wrong_partials(row, definition(row))


@every_row
def test_second_derivatives_come_from_the_same_row(row: Op) -> None:
    assert not wrong_second_partials(row, definition(row))


@every_row
def test_floats_values_and_arrays_read_the_same_row(row: Op) -> None:
    samples = points(row, POINTS)
    numbers = [row(*inputs) for inputs in samples]
    assert [row(*map(Value, inputs)).data for inputs in samples] == numbers
    columns = [numpy.array(column) for column in zip(*samples, strict=True)]
    results = row(*columns)
    numpy.testing.assert_allclose(results, numbers, rtol=1e-14, atol=1e-15)
    slopes = [row(*map(Value, inputs)).partials for inputs in samples]
    for i, found in enumerate(row.partials(results, *columns)):
        wanted = [slope[i] for slope in slopes]
        numpy.testing.assert_allclose(found + 0 * results, wanted, rtol=1e-12, atol=1e-13)


@every_row
def test_symbols_write_the_row_and_its_partials(row: Op) -> None:
    names = [f"q_{i}" for i in range(len(points(row, 1)[0]))]
    inputs = [Symbol(name) for name in names]
    result = row(*inputs)
    for name in essential(row, names):
        assert name in str(result)
        assert f"q_{{{name[2:]}}}" in result.latex()
    assert "$" not in str(result) + result.latex()
    slopes = row.partials(Symbol("z"), *inputs)
    assert len(slopes) == len(names)
    assert all(isinstance(slope, (float, int, Symbol)) for slope in slopes)


@every_row
def test_row_pickles_by_name(row: Op) -> None:
    again = pickle.loads(pickle.dumps(row))
    if row.family is None:
        assert again is row
        assert copy.deepcopy(row) is row
    else:
        assert (again.family, again.parameters) == (row.family, row.parameters)
        assert again(*points(row, 1)[0]) == row(*points(row, 1)[0])


def test_every_family_is_sampled() -> None:
    made = {
        name
        for name, f in vars(ops).items()
        if inspect.isfunction(f) and f.__annotations__.get("return") == "Op"
    }
    assert made - {"find"} == {row.family.__name__ for row in oracles.SAMPLES if row.family}


def test_every_column_is_filled() -> None:
    for name, row in TABLE.items():
        assert row.name == name
        assert row.text
        assert row.latex
        assert operation.SUM <= row.precedence <= operation.ATOM
        assert repr(row) == f"<operation {name}>"


# --- the checkers can fail ---


def tanh_with(partials: Callable[..., Any], forward: Callable[[float], float] = math.tanh) -> Op:
    return Op("planted", "planted($x)", r"\tanh($x)", forward, partials)


def test_planted_value_is_caught() -> None:
    row = tanh_with(TABLE["tanh"].partials, lambda x: math.tanh(x) * (1 + 4e-14))
    assert wrong_values(row, mp.tanh)
    assert not wrong_values(tanh_with(TABLE["tanh"].partials), mp.tanh)


@pytest.mark.parametrize(
    "partials",
    [
        lambda z, x: (1 + z * z,),
        lambda z, x: (1 - z * z + 1e-12,),
        lambda z, x: (1 - x * x,),
    ],
    ids=["sign", "size", "input for result"],
)
def test_planted_partial_is_caught(partials: Callable[..., Any]) -> None:
    row = tanh_with(partials)
    assert not wrong_values(row, mp.tanh)
    assert len(wrong_partials(row, mp.tanh)) == POINTS
    assert not wrong_partials(tanh_with(TABLE["tanh"].partials), mp.tanh)


def test_planted_partial_that_makes_no_graph_is_caught() -> None:
    """Right as a number, but the second derivative is lost."""
    row = tanh_with(lambda z, x: (1 - float(z) ** 2,))
    assert not wrong_partials(row, mp.tanh)
    with pytest.warns(RuntimeWarning, match="a float was taken of a node"):
        assert len(wrong_second_partials(row, mp.tanh)) == 2 * POINTS


def test_planted_row_without_a_definition_is_caught() -> None:
    with pytest.raises(AssertionError, match="planted has no independent definition"):
        definition(tanh_with(TABLE["tanh"].partials))


# --- numbers ---


@pytest.mark.parametrize("x", [2, True, 2.0, numpy.float64(2), numpy.int64(2), numpy.float32(2)])
@pytest.mark.parametrize("row", [ops.exp, ops.sigmoid], ids=spoken)
def test_any_real_number_is_read_as_a_float(row: Op, x: Any) -> None:
    assert row(x) == row(float(x))
    assert isinstance(row(x), float)


@pytest.mark.parametrize("x", ["2", None, 1j, [2.0]])
def test_anything_else_is_refused(x: Any) -> None:
    with pytest.raises(TypeError, match=f"exp: expected a real number, got {type(x).__name__}"):
        ops.exp(x)


@pytest.mark.parametrize("row", [ops.mul, ops.maximum], ids=spoken)
def test_array_beside_a_value_is_refused(row: Op) -> None:
    """It would lose the graph."""
    for inputs in [(Value(1.0), numpy.ones(2)), (numpy.ones(2), Value(1.0))]:
        with pytest.raises(TypeError, match=f"{row.name}: expected a real number, got ndarray"):
            row(*inputs)


def test_domain_error_of_numbers_names_operation_and_number() -> None:
    with pytest.raises(DomainError, match=r"log\(-1\.5\): outside its domain"):
        ops.log(-1.5)
    with pytest.raises(DomainError, match=r"exp\(1000\.0\): the result is too large for a float"):
        ops.exp(1000)
    with pytest.raises(DomainError, match=r"div\(1\.0, 0\.0\): division by zero"):
        ops.div(1.0, 0.0)


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row not in SWALLOWS_NAN and not row.auxiliary], ids=spoken
)
def test_nan_is_never_swallowed(row: Op) -> None:
    """Whichever of the inputs it is; a NaN that gets lost cannot be found."""
    inputs = points(row, 1)[0]
    for i in range(len(inputs)):
        assert math.isnan(row(*inputs[:i], math.nan, *inputs[i + 1 :]))


def test_equal_inputs_share_the_slope_of_an_extreme() -> None:
    for row in (ops.maximum, ops.minimum):
        assert row(Value(2.0), Value(2.0)).partials == (0.5, 0.5)


def test_product_with_zeros_has_its_partials() -> None:
    assert ops.prod(Value(0.0), Value(2.0), Value(3.0)).partials == (6.0, 0.0, 0.0)
    assert ops.prod(Value(0.0), Value(0.0), Value(3.0)).partials == (0.0, 0.0, 0.0)


# --- a user's own rows ---


def cube_by_decorator() -> Op:
    @autograd.op(partials=lambda z, x: (3 * x**2,))
    def cube(x: float) -> float:
        return x**3

    return cube


def cube_by_row() -> Op:
    return Op("cube", "cube($x)", r"\operatorname{cube}($x)", lambda x: x**3,
              lambda z, x: (3 * x**2,))  # fmt: skip


own_rows = pytest.mark.parametrize("make", [cube_by_decorator, cube_by_row])


@own_rows
def test_own_row_needs_no_new_test_code(make: Callable[[], Op]) -> None:
    row, truth = make(), lambda x: x**3
    assert not wrong_values(row, truth)
    assert not wrong_partials(row, truth)
    assert not wrong_second_partials(row, truth)


@own_rows
def test_own_row_differentiates_to_any_order(make: Callable[[], Op]) -> None:
    cube = make()
    assert cube(2) == 8.0
    x = Value(2.0, label="x")
    z = cube(x) * 2
    z.backward()
    assert x.grad == partial(z, x) == 24.0
    assert grad(grad(cube))(2.0) == 12.0
    assert grad(grad(grad(cube)))(2.0) == 6.0


@own_rows
def test_own_row_is_printed_and_named_in_errors(make: Callable[[], Op]) -> None:
    cube = make()
    assert str(cube(Symbol("x") + 1) * 2) == "cube(x + 1) * 2"
    assert cube(Symbol("x_1")).latex() == r"\operatorname{cube}(x_{1})"
    with pytest.raises(DomainError, match=r"cube\(x = 1e\+200\): the result is too large"):
        cube(Value(1e200, label="x"))


@own_rows
def test_own_row_pickles_inside_a_graph(make: Callable[[], Op]) -> None:
    cube = make()
    z = pickle.loads(pickle.dumps(cube(Value(2.0)) + 1))
    z.backward()
    assert z.inputs[0].op is cube
    assert z.inputs[0].inputs[0].grad == 12.0


def test_decorator_takes_name_and_written_forms() -> None:
    @autograd.op(partials=lambda z, x: (2 * x,), name="square", text="$x^2", latex="$x^{2}")
    def _(x: float) -> float:
        return x * x

    square = TABLE["square"]
    assert (str(square(Symbol("x"))), square(Symbol("x")).latex()) == ("x^2", "x^{2}")


def test_built_in_name_is_taken() -> None:
    tanh = TABLE["tanh"]
    with pytest.raises(ValueError, match="'tanh' is built in: choose another name"):
        Op("tanh", "tanh($x)", r"\tanh($x)", math.tanh, lambda z, x: (1.0,))
    with pytest.raises(ValueError, match="'exp' is built in"):
        autograd.op(partials=lambda z, x: (z,), name="exp")(math.exp)
    assert TABLE["tanh"] is tanh


def test_row_whose_name_was_taken_again_does_not_pickle_as_the_other() -> None:
    first, second = cube_by_row(), cube_by_row()
    assert pickle.loads(pickle.dumps(second)) is second
    with pytest.raises(TypeError, match="a later row has taken its name"):
        pickle.dumps(first)


def test_loading_an_unknown_row_says_what_to_do() -> None:
    data = pickle.dumps(cube_by_row())
    del TABLE["cube"]
    with pytest.raises(LookupError, match="no operation 'cube': define it before loading this"):
        pickle.loads(data)


def test_own_rows_result_is_a_float() -> None:
    rounded = Op("rounded", "", "", lambda x: round(x), lambda z, x: (0.0,))
    for z in (rounded(2.7), rounded(Value(2.7)).data):
        assert (z, type(z)) == (3.0, float)
    forgetful = Op("forgetful", "", "", lambda x: None, lambda z, x: (0.0,))  # type: ignore
    for x in (2.7, Value(2.7)):
        with pytest.raises(TypeError, match="the result of forgetful: expected a real number"):
            forgetful(x)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_partials_that_are_no_list_are_said(count: int) -> None:
    row = Op("bare", "", "", lambda *xs: sum(xs), lambda z, *xs: 1.0)  # type: ignore
    z = row(*[Value(2.0) for _ in range(count)])
    for ask in (z.backward, lambda: z.partials, lambda: partial(z, z.inputs[0])):
        with pytest.raises(TypeError, match=f"one number for each of its {count} inputs"):
            ask()
    assert z.grad == 0.0


@pytest.mark.parametrize("count", [1, 2, 3])
def test_wrong_number_of_partials_is_said(count: int) -> None:
    for given in {0, 1, 2, 3, 4} - {count}:
        row = Op("short", "", "", lambda *xs: sum(xs), lambda z, *xs, n=given: (1.0,) * n)
        xs = [Value(2.0) for _ in range(count)]
        z = row(*xs)
        for ask in (z.backward, lambda z=z: z.partials, lambda z=z, x=xs[0]: partial(z, x)):
            with pytest.raises(TypeError, match=f"one number for each of its {count} inputs"):
                ask()
        assert [v.grad for v in (z, *xs)] == [0.0] * (count + 1)
