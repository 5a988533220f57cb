"""Derivatives as functions of functions, and of graphs that are built already."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from oracles import PROGRAMS, Program

import autograd
from autograd import (
    DomainError,
    Value,
    central_difference,
    exp,
    grad,
    hessian,
    jacobian,
    log,
    no_grad,
    partial,
    sin,
    tanh,
    value_and_grad,
)

# --- functions of numbers ---


def test_derivative_of_a_function_of_numbers_is_a_number() -> None:
    slope = grad(lambda x: x**3)(2)
    assert (slope, type(slope)) == (12.0, float)


def test_argnums_chooses_the_arguments() -> None:
    def f(x: Any, y: Any) -> Any:
        return x * x * y

    assert grad(f)(2.0, 3.0) == 12.0
    assert grad(f, argnums=1)(2.0, 3.0) == 4.0
    assert grad(f, argnums=-1)(2.0, 3.0) == 4.0
    assert grad(f, argnums=(1, 0))(2.0, 3.0) == (4.0, 12.0)
    assert grad(f, argnums=(0,))(2.0, 3.0) == (12.0,)


@pytest.mark.parametrize("argnums", [2, -3, (0, 5)])
def test_argnums_beyond_the_arguments_is_an_error(argnums: Any) -> None:
    with pytest.raises(ValueError, match="argnums: there is no argument"):
        grad(lambda x, y: x * y, argnums)(1.0, 2.0)


def test_argnums_may_be_a_list() -> None:
    assert grad(lambda x, y: x * y, [1, 0])(2.0, 3.0) == (2.0, 3.0)


def test_what_is_no_position_is_refused() -> None:
    with pytest.raises(TypeError, match=r"argnums: expected positions of arguments, got 'x'"):
        grad(lambda x: x, "x")


def test_what_is_neither_function_nor_node_is_refused() -> None:
    with pytest.raises(TypeError, match="expected a function or a Value, got int 5"):
        grad(5)


def test_value_and_grad_go_together() -> None:
    assert value_and_grad(lambda x: x**3)(2.0) == (8.0, 12.0)
    assert value_and_grad(lambda x, y: x * y, (0, 1))(2.0, 3.0) == (6.0, (3.0, 2.0))


def test_other_arguments_are_passed_as_they_are() -> None:
    assert grad(lambda x, n, names: x**n * len(names))(3.0, 2, ["a", "b"]) == 12.0


def test_constant_function_has_slope_zero() -> None:
    assert grad(lambda x: 7.0)(1.0) == 0.0  # noqa: ARG005  (the law itself)
    assert value_and_grad(lambda x: 7)(1.0) == (7.0, 0.0)  # noqa: ARG005
    assert hessian(lambda x, y: x)(1.0, 2.0) == [[0.0, 0.0], [0.0, 0.0]]  # noqa: ARG005


def test_one_number_for_two_arguments_is_two_variables() -> None:
    x = Value(3.0)
    by_first, by_second = grad(lambda a, b: a * a * b, (0, 1))(x, x)
    assert (by_first.data, by_second.data) == (18.0, 9.0)


@pytest.mark.parametrize("result", ["1", None, [1.0]])
def test_result_that_is_no_number_is_an_error(result: Any) -> None:
    with pytest.raises(TypeError, match="the function's result: expected a real number"):
        grad(lambda x: result)(1.0)  # noqa: ARG005


def test_argument_that_is_no_number_is_an_error() -> None:
    with pytest.raises(TypeError, match="argument: expected a real number, got str"):
        grad(lambda x: x)("1")


# --- matrices ---


def test_jacobian_has_a_row_for_each_output() -> None:
    rows = jacobian(lambda x, y: [x * y, x + 2 * y, x])(3.0, 5.0)
    assert rows == [[5.0, 3.0], [1.0, 2.0], [1.0, 0.0]]
    assert all(type(d) is float for row in rows for d in row)
    assert jacobian(lambda x, y: x * y)(3.0, 5.0) == [[5.0, 3.0]]


def test_hessian_is_rows_of_rows() -> None:
    rows = hessian(lambda x, y: x * x * y + y**3)(2, 3)
    assert rows == [[6.0, 4.0], [4.0, 18.0]]
    assert all(type(d) is float for row in rows for d in row)


def test_hessian_is_the_jacobian_of_the_gradient() -> None:
    def f(x: Any, y: Any) -> Any:
        return sin(x * y) * exp(y) + x / y

    rows = jacobian(grad(f, (0, 1)))(0.7, 1.3)  # sums in another order: not the same last bit
    for row, expected in zip(hessian(f)(0.7, 1.3), rows, strict=True):
        assert row == pytest.approx(expected, rel=1e-14)


# --- nesting ---


def test_grad_nests_to_any_order() -> None:
    third = grad(grad(grad(lambda x: x**5)))(2.0)
    assert (third, type(third)) == (60 * 4.0, float)
    t = math.tanh(0.6)
    assert grad(grad(tanh))(0.6) == pytest.approx(-2 * t * (1 - t * t), rel=1e-14)
    f4 = grad(grad(grad(grad(lambda x: exp(2 * x)))))
    assert f4(0.3) == pytest.approx(16 * math.exp(0.6), rel=1e-14)


def test_inner_derivative_keeps_the_outer_variable() -> None:
    """Perturbation confusion: d/dx (x d/dy (x y)) = 2 x."""
    assert grad(lambda x: x * grad(lambda y: x * y)(1.0))(3.0) == 6.0
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(3.0) == 1.0
    assert grad(lambda x: grad(lambda y: x * y * y)(x))(3.0) == 12.0  # d/dx 2 x x


def test_derivatives_nest_in_each_other() -> None:
    def f(x: Any, y: Any) -> Any:
        return x**2 * y**3

    assert grad(lambda x: hessian(f)(x, 2.0)[0][0])(5.0) == 0.0
    assert grad(lambda y: hessian(f)(5.0, y)[0][0])(2.0) == 2 * 3 * 4.0
    assert grad(lambda y: value_and_grad(f, 1)(5.0, y)[0])(2.0) == 25 * 12.0
    assert grad(lambda y: jacobian(f)(5.0, y)[0][1])(2.0) == 25 * 12.0


# --- Values in, Values out ---


def test_values_give_values() -> None:
    x = Value(2.0, label="x")
    slope = grad(lambda v: v**3)(x)
    assert type(slope) is Value
    assert slope.data == 12.0
    slope.backward()
    assert x.grad == 12.0  # 6 x
    value, slope = value_and_grad(lambda v: v**3)(x)
    assert (value.data, slope.data, partial(value, x)) == (8.0, 12.0, 12.0)
    assert partial(hessian(lambda v: v**3)(x)[0][0], x) == 6.0
    assert partial(jacobian(lambda v: v**3)(x)[0][0], x) == 12.0


def test_derivative_leaves_grad_alone() -> None:
    x = Value(2.0)
    z = x**3
    grad(lambda v: v * x)(x)
    grad(z, [x])
    hessian(z, [x])
    assert (x.grad, z.grad) == (0.0, 0.0)


def test_derivative_works_inside_no_grad() -> None:
    with no_grad():
        assert grad(lambda x: x**3)(2.0) == 12.0
        assert grad(grad(lambda x: x**3))(2.0) == 12.0
        assert (Value(1.0) * 2).inputs == ()  # and recording is off again


def test_error_inside_a_function_leaves_no_trace() -> None:
    with pytest.raises(DomainError):
        grad(log)(0.0)
    slope = grad(lambda x: x * x)(3.0)
    assert (slope, type(slope)) == (6.0, float)


# --- graphs that are built already ---


def graph() -> tuple[Value, Value, Value]:
    w, b = Value(2.0, label="w"), Value(3.0, label="b")
    return w * w * b, w, b


def test_partial_is_between_any_two_nodes() -> None:
    loss, w, b = graph()
    square = loss.inputs[0]
    assert (partial(loss, w), partial(loss, b), partial(loss, square)) == (12.0, 4.0, 3.0)
    assert (partial(square, w), partial(square, b)) == (4.0, 0.0)
    assert (partial(loss, loss), partial(w, w), partial(w, loss)) == (1.0, 1.0, 0.0)
    assert (w.grad, loss.grad) == (0.0, 0.0)


def test_partial_by_a_node_does_not_ask_for_what_is_below_it() -> None:
    """The square root has no slope at 0, but twice the root has one by the root."""
    root = Value(0.0).sqrt()
    assert partial(root * 2, root) == 2.0
    assert partial(root, root) == 1.0
    assert grad(root * 2, root, create_graph=True).data == 2.0


def test_grad_of_a_graph() -> None:
    loss, w, b = graph()
    assert grad(loss, [w, b]) == [12.0, 4.0]
    assert grad(loss, w) == 12.0
    assert type(grad(loss, w)) is float
    assert grad(loss, [w, Value(1.0)]) == [12.0, 0.0]
    assert jacobian([loss, w * b], [w, b]) == [[12.0, 4.0], [3.0, 2.0]]
    assert hessian(loss, [w, b]) == [[6.0, 4.0], [4.0, 0.0]]


def test_create_graph_gives_values_to_differentiate_again() -> None:
    loss, w, b = graph()
    by_w, by_b = grad(loss, [w, b], create_graph=True)
    assert (by_w.data, by_b.data) == (12.0, 4.0)
    assert grad(by_w, [w, b]) == [6.0, 4.0]
    assert grad(grad(by_w, w, create_graph=True), b) == 2.0


@pytest.mark.parametrize("derivative", [hessian, lambda z, wrt: jacobian([z], wrt)])
def test_graph_needs_a_list_to_differentiate_by(derivative: Any) -> None:
    loss, w, _ = graph()
    for wrt in (w, None, 0):
        with pytest.raises(TypeError, match="expected a list of Values to differentiate by"):
            derivative(loss, wrt)
    with pytest.raises(TypeError, match="differentiate by: expected a Value, got int 5"):
        derivative(loss, [w, 5])


def test_nodes_to_differentiate_by_may_come_from_an_iterator() -> None:
    loss, w, b = graph()
    expected = grad(loss, [w, b]), hessian(loss, [w, b])
    assert (grad(loss, iter([w, b])), hessian(loss, iter([w, b]))) == expected
    assert jacobian([loss, loss], iter([w, b])) == [expected[0]] * 2


def test_graph_needs_a_node_to_differentiate_by() -> None:
    loss, w, _ = graph()
    with pytest.raises(TypeError, match="expected a list of Values to differentiate by, got 0"):
        grad(loss)
    for of, wrt in ((loss, 5), (5, w)):
        with pytest.raises(TypeError, match="partial: expected a Value, got int 5"):
            partial(of, wrt)  # type: ignore[arg-type]


@given(PROGRAMS)
def test_gradient_as_a_graph_is_the_gradient_as_numbers(program: Program) -> None:
    xs = list(map(Value, program.leaves))
    *_, root = program.run(xs)
    graphs = [v.data for v in grad(root, xs, create_graph=True)]
    assert graphs == pytest.approx(grad(root, xs), rel=1e-12, abs=1e-13)


@given(PROGRAMS)
def test_hessian_is_symmetric_and_the_slope_of_the_gradient(program: Program) -> None:
    xs = list(map(Value, program.leaves))
    *_, root = program.run(xs)
    rows = hessian(root, xs)
    for i, by_x in enumerate(grad(root, xs, create_graph=True)):
        assert rows[i] == pytest.approx([row[i] for row in rows], rel=1e-11, abs=1e-12)
        slopes = [central_difference(by_x, x) for x in xs]
        assert rows[i] == pytest.approx(slopes, rel=1e-6, abs=1e-6)


# --- no derivatives at all ---


@given(PROGRAMS)
def test_central_difference_is_near_the_partial_at_every_node(program: Program) -> None:
    nodes = program.run(list(map(Value, program.leaves)))
    for v in nodes:
        exact = partial(nodes[-1], v)
        assert central_difference(nodes[-1], v) == pytest.approx(exact, rel=1e-6, abs=1e-6)


def test_planted_derivative_is_caught_by_central_difference() -> None:
    @autograd.op(partials=lambda z, x: (-autograd.cos(x),))  # noqa: ARG005  (z is not needed)
    def wrong(x: float) -> float:
        return math.sin(x)

    x = Value(0.4)
    z = wrong(x)
    assert abs(central_difference(z, x) - partial(z, x)) > 1.0
    assert central_difference(z, x) == pytest.approx(math.cos(0.4), rel=1e-8)


def test_central_difference_takes_a_step_and_changes_nothing() -> None:
    x = Value(2.0)
    z = x * x * x
    assert central_difference(z, x, step=0.5) == 12.25  # 3 x^2 + h^2
    assert (x.data, z.data, x.grad) == (2.0, 8.0, 0.0)
    assert central_difference(z, Value(1.0)) == 0.0
    assert central_difference(z, z) == pytest.approx(1.0, rel=1e-9)


def test_central_difference_divides_by_the_step_that_was_taken() -> None:
    """x + h is rounded: what was moved is not 2 h."""
    for x in (Value(0.1 * i) for i in range(1, 30)):
        assert central_difference(-x, x) == -1.0


def test_central_difference_that_leaves_the_domain_says_so() -> None:
    x = Value(1e-7, label="x")
    with pytest.raises(DomainError, match=r"log\(.*: outside its domain"):
        central_difference(x.log(), x)


def test_central_difference_at_a_sigmoid_moves_the_loss_too() -> None:
    """The loss is computed from the logit, but it is a function of a."""
    a = Value(0.8).sigmoid()
    for y in (0.0, 0.3, 1.0):
        loss = autograd.binary_cross_entropy(a, y)
        assert central_difference(loss, a) == pytest.approx(partial(loss, a), rel=1e-8)
