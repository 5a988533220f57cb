"""Functions of many inputs, each one node."""

from __future__ import annotations

import math
import random
from typing import Any

import numpy
import pytest

import autograd
from autograd import (
    DomainError,
    Value,
    affine,
    binary_cross_entropy,
    dot,
    logsumexp,
    maximum,
    minimum,
    partial,
    power,
    prod,
    softmax,
    softmax_cross_entropy,
    total,
)
from autograd.engine import ops

XS, WS = [2.0, -3.0, 0.5], [0.5, 1.5, -4.0]


def values(numbers: list[float]) -> list[Value]:
    return [Value(x) for x in numbers]


@pytest.mark.parametrize(("f", "result"), [
    (lambda xs: total(xs), -0.5),
    (lambda xs: prod(xs), -3.0),
    (lambda xs: dot(WS, xs), 1.0 - 4.5 - 2.0),
    (lambda xs: dot(xs, xs), 4.0 + 9.0 + 0.25),
    (lambda xs: affine(WS, xs, 0.25), 1.0 - 4.5 - 2.0 + 0.25),
    (lambda xs: affine(xs, WS, xs[0]), 1.0 - 4.5 - 2.0 + 2.0),
    (lambda xs: logsumexp(xs), math.log(sum(map(math.exp, XS)))),
    (lambda xs: softmax(xs)[1], math.exp(-3) / sum(map(math.exp, XS))),
    (lambda xs: softmax_cross_entropy(xs, 2), math.log(sum(map(math.exp, XS))) - 0.5),
    (lambda xs: maximum(*xs), 2.0),
    (lambda xs: minimum(*xs), -3.0),
    (lambda xs: power(xs[0], xs[2]), math.sqrt(2)),
    (lambda xs: power(xs[1], 3), -27.0),
])  # fmt: skip
def test_numbers_give_a_number_and_values_one_node(f: Any, result: float) -> None:
    number = f(XS)
    assert type(number) is float
    assert number == pytest.approx(result, rel=1e-15)
    node = f(values(XS))
    assert type(node) is Value
    assert node.data == number
    assert all(not x.inputs for x in node.inputs)
    assert type(f([2, -3, 0.5])) is float


def test_numpy_numbers_are_numbers() -> None:
    given = numpy.array(XS)
    for f in (total, prod, logsumexp, lambda xs: softmax(xs)[0]):
        assert isinstance(f(given), float)
        assert f(given) == f(XS)


@pytest.mark.parametrize("f", [total, prod, logsumexp, softmax, lambda xs: dot(xs, [1, 2, 3])])
def test_any_iterable_will_do(f: Any) -> None:
    for given in (tuple(XS), iter(XS), (x for x in XS)):
        assert f(given) == f(XS)


# --- affine ---


def test_affine_is_the_z_of_a_neuron() -> None:
    w, x, b = values(WS), values(XS), Value(0.25)
    z = affine(w, x, b)
    assert z.inputs == (*w, *x, b)
    assert z.partials == (*XS, *WS, 1.0)


def test_data_among_the_inputs_are_coefficients() -> None:
    w, b = values(WS), Value(0.25)
    z = affine(w, XS, b)
    assert z.inputs == (*w, b)
    assert z.partials == (*XS, 1.0)
    assert z.data == affine(w, values(XS), b).data
    assert dot(w, XS).inputs == tuple(w)


def test_affine_of_any_mixture_is_the_same_number() -> None:
    whole = affine(values(WS), values(XS), Value(0.25)).data
    for w in (WS, values(WS), [*WS[:1], *values(WS[1:])]):
        for x in (XS, values(XS), [*XS[:1], *values(XS[1:])], tuple(XS), iter(XS)):
            given = list(x)
            for b in (0.25, Value(0.25)):
                z = affine(w, given, b)
                assert float(z) == whole
                inputs = [v for v in (*w, *given, b) if isinstance(v, Value)]
                assert all(v in z.inputs for v in inputs) if inputs else type(z) is float


def test_inputs_of_a_class_of_ones_own_are_no_data() -> None:
    class Watched(Value):
        __slots__ = ()

    w, x, b = values([2.0]), Watched(3.0), Value(1.0)
    for z in (affine(w, [x], b), dot([*w, b], [x, x])):
        assert x in z.inputs
    assert affine(w, [x], b).data == 7.0


def test_whole_numbers_are_data_too() -> None:
    w, b = values([2.0, 3.0]), Value(1.0)
    for x in ([1.0, 2], [1, 2], [1, 2.0], [True, numpy.float64(2)]):
        assert (affine(w, x, b).data, affine(w, x, b).partials) == (9.0, (1.0, 2.0, 1.0))


def test_zeros_of_either_sign_are_told_apart() -> None:
    """They are equal, and a row that was kept for the one must not serve the other."""
    for x in (0.0, -0.0, 0.0):
        assert math.copysign(1, affine([Value(2.0)], [x], Value(0.0)).partials[0]) == (
            math.copysign(1, x)
        )


def test_neurons_of_a_layer_share_the_row_of_their_data() -> None:
    x = [0.5, 0.25]
    first, second = (affine(values([1.0, 2.0]), x, Value(0.0)) for _ in range(2))
    assert first.op is second.op
    x[0] = 0.75
    assert affine(values([1.0, 2.0]), x, Value(0.0)).partials == (0.75, 0.25, 1.0)
    assert first.partials == (0.5, 0.25, 1.0)


@pytest.mark.parametrize("f", [
    lambda bad: affine([bad], [1.0], Value(0.0)),
    lambda bad: affine([Value(1.0)], [bad], 0.0),
    lambda bad: affine([Value(1.0)], [1.0], bad),
    lambda bad: affine([Value(1.0)], [Value(1.0)], bad),
])  # fmt: skip
def test_error_about_an_input_names_affine(f: Any) -> None:
    with pytest.raises(TypeError, match=r"^affine: expected a real number, got str 'a'$"):
        f("a")


def test_data_that_equal_numbers_but_are_none_are_refused() -> None:
    """Not even after the like of them has been seen."""
    w, b = values([2.0, 3.0]), Value(1.0)
    assert affine(w, [1.0, 2.0], b).data == 9.0
    for bad in (2 + 0j, "2", None):
        with pytest.raises(TypeError, match="expected a real number, got"):
            affine(w, [1.0, bad], b)


def test_weights_may_be_numbers() -> None:
    x = values(XS)
    z = affine(WS, x, 0.25)
    assert [partial(z, v) for v in x] == WS
    mixed = dot([1.0, 2.0], [x[0], 5.0])
    assert (mixed.data, partial(mixed, x[0])) == (12.0, 1.0)


@pytest.mark.parametrize("f", [dot, lambda ws, xs: affine(ws, xs, 0.0)], ids=["dot", "affine"])
@pytest.mark.parametrize("make", [list, values])
def test_widths_must_match(f: Any, make: Any) -> None:
    with pytest.raises(ValueError, match="3 weights need 3 inputs, got 2"):
        f(make(WS), make(XS[:2]))


# --- nothing, and what is no list ---


def test_empty_sum_is_0_and_empty_product_1() -> None:
    assert (total([]), prod([])) == (0.0, 1.0)


@pytest.mark.parametrize(("name", "call"), [
    ("dot", lambda: dot([], [])),
    ("affine", lambda: affine([], [], 1.0)),
    ("logsumexp", lambda: logsumexp([])),
    ("softmax", lambda: softmax([])),
    ("softmax_cross_entropy", lambda: softmax_cross_entropy([], 0)),
])  # fmt: skip
def test_other_functions_need_an_input(name: str, call: Any) -> None:
    with pytest.raises(ValueError, match=f"{name}: expected at least one input"):
        call()


@pytest.mark.parametrize("bad", [1.0, Value(1.0), "12", None], ids=lambda x: type(x).__name__)
def test_what_is_no_list_is_refused(bad: Any) -> None:
    lists = total, prod, logsumexp, softmax
    for f in (*lists, lambda xs: dot(xs, xs), lambda xs: softmax_cross_entropy(xs, 0)):
        with pytest.raises(TypeError, match="expected a list of numbers, got"):
            f(bad)


@pytest.mark.parametrize("f", [
    total, prod, logsumexp, softmax, lambda xs: affine(xs, xs, 0.0), lambda xs: dot(xs, [1.0] * 2),
])  # fmt: skip
@pytest.mark.parametrize("bad", ["1", None, 1j, [1.0], numpy.ones(2)], ids=repr)
def test_what_is_no_number_is_refused(f: Any, bad: Any) -> None:
    with pytest.raises(TypeError, match="expected a real number, got"):
        f([Value(1.0), bad])


# --- softmax and its losses ---


def test_softmax_sums_to_one() -> None:
    rng = random.Random(3)
    for _ in range(50):
        zs = [rng.uniform(-30, 30) for _ in range(rng.randint(1, 9))]
        assert math.fsum(softmax(zs)) == pytest.approx(1.0, abs=1e-15)
        nodes = softmax(values(zs))
        slopes = [partial(total(nodes), v) for v in nodes]
        assert slopes == [1.0] * len(zs)
        by_z = autograd.jacobian(lambda *xs: softmax(xs))(*zs)
        assert [math.fsum(column) for column in zip(*by_z, strict=True)] == pytest.approx(
            [0.0] * len(zs), abs=1e-15
        )


def test_softmax_of_one_is_one() -> None:
    assert softmax([7.0]) == [1.0]
    assert softmax_cross_entropy([7.0], 0) == 0.0


def test_cross_entropy_is_minus_log_softmax() -> None:
    for i in range(3):
        assert softmax_cross_entropy(XS, i) == pytest.approx(-math.log(softmax(XS)[i]), rel=1e-14)


def test_slope_of_cross_entropy_is_softmax_minus_target() -> None:
    zs = values(XS)
    loss = softmax_cross_entropy(zs, 1)
    expected = [s - (i == 1) for i, s in enumerate(softmax(XS))]
    assert [partial(loss, z) for z in zs] == pytest.approx(expected, rel=1e-14)


def test_target_is_an_index_or_probabilities() -> None:
    zs = values(XS)
    one_hot = softmax_cross_entropy(zs, [0, 1, 0])
    assert one_hot.data == softmax_cross_entropy(zs, 1).data
    ys = [0.2, 0.5, 0.3]
    loss = softmax_cross_entropy(zs, ys)
    by_hand = math.fsum(y * softmax_cross_entropy(XS, i) for i, y in enumerate(ys))
    assert loss.data == pytest.approx(by_hand, rel=1e-15)
    expected = [s - y for s, y in zip(softmax(XS), ys, strict=True)]
    assert [partial(loss, z) for z in zs] == pytest.approx(expected, rel=1e-14)
    assert type(softmax_cross_entropy(XS, ys)) is float


def test_index_of_numpy_is_an_index() -> None:
    assert softmax_cross_entropy(XS, numpy.int64(1)) == softmax_cross_entropy(XS, 1)


def test_target_may_be_differentiated_too() -> None:
    ys = values([0.2, 0.5, 0.3])
    loss = softmax_cross_entropy(XS, ys)
    assert [partial(loss, y) for y in ys] == [softmax_cross_entropy(XS, i) for i in range(3)]


@pytest.mark.parametrize("target", [3, -1])
def test_target_that_is_no_class_is_refused(target: int) -> None:
    with pytest.raises(ValueError, match=f"the target {target} is not one of the 3 classes"):
        softmax_cross_entropy(XS, target)


def test_targets_of_the_wrong_width_are_refused() -> None:
    with pytest.raises(ValueError, match="3 classes need 3 targets, got 2"):
        softmax_cross_entropy(XS, [0.5, 0.5])


def test_target_of_another_type_is_refused() -> None:
    for target in (1.0, None, "1"):
        with pytest.raises(TypeError, match="softmax_cross_entropy: target: expected a list"):
            softmax_cross_entropy(XS, target)


# --- equation 8-11 ---


def test_binary_cross_entropy_is_equation_8_11() -> None:
    for a, y in [(0.2, 1.0), (0.2, 0.0), (0.7, 0.3)]:
        loss = -(y * math.log(a) + (1 - y) * math.log(1 - a))
        assert binary_cross_entropy(a, y) == pytest.approx(loss, rel=1e-15)
        node = binary_cross_entropy(Value(a), y)
        assert node.data == binary_cross_entropy(a, y)
        assert node.partials[0] == pytest.approx(-y / a + (1 - y) / (1 - a), rel=1e-15)


def test_loss_of_a_sigmoid_keeps_the_node_of_the_sigmoid() -> None:
    z = Value(0.4)
    a = z.sigmoid()
    loss = binary_cross_entropy(a, Value(1.0))
    assert loss.op is ops.binary_cross_entropy_of_sigmoid
    assert loss.inputs[0] is a
    assert partial(loss, a) == -1 / a.data
    assert partial(loss, z) == pytest.approx(a.data - 1, rel=1e-15)


def test_loss_at_the_ends() -> None:
    assert binary_cross_entropy(1.0, 1.0) == binary_cross_entropy(0.0, 0.0) == 0.0
    for a, y in [(0.0, 1.0), (1.0, 0.0), (1.5, 0.5), (-0.1, 0.5)]:
        with pytest.raises(DomainError, match="binary_cross_entropy"):
            binary_cross_entropy(Value(a), y)
