"""How a function and its backward pass may be written, and what `check_gradient` says of them."""

from __future__ import annotations

import math
import sys
from typing import Any

import layers
import numpy as np
import pytest
from layers import normal

from autograd import assert_gradient, check_gradient


def dense(x: Any, W: Any, b: Any) -> Any:
    return x @ W + b


X, W, B = normal(4, 3), normal(3, 2), np.zeros(2)


def test_report_says_which_and_why() -> None:
    def backward(u: Any, x: Any, W: Any, b: Any) -> Any:  # noqa: ARG001
        return u @ W.T, (x.T @ u).T, u

    report = check_gradient(dense, backward, (X, W, B))
    assert not report.ok
    assert str(report) == (
        "check_gradient: 2 of 3 gradients are wrong, at 3 points, complex step\n"
        "  dx  (4, 3)  right\n"
        "  dW  (3, 2)  WRONG: given in shape (2, 3)\n"
        "    - dW is the transpose of the gradient\n"
        "  db  (2,)    WRONG: given in shape (4, 2)\n"
        "    - db lacks the sum over axis 0 (of size 4): b is broadcast along it, and\n"
        "      what flows back along it adds up"
    )


def test_wrong_entries_and_where_they_are() -> None:
    def backward(u: Any, x: Any, W: Any, b: Any) -> Any:  # noqa: ARG001
        dW = x.T @ u
        dW[:, 1] *= np.array([1.0, 3.0, 0.5])
        return u @ W.T, dW, u.sum(0)

    found = check_gradient(dense, backward, (X, W, B))["dW"]
    assert {e.at for e in found.wrong} == {(1, 1), (2, 1)}
    assert found.causes == []
    ratios = {e.at: e.given / e.right for e in found.wrong}
    assert ratios == pytest.approx({(1, 1): 3.0, (2, 1): 0.5})
    text = str(check_gradient(dense, backward, (X, W, B)))
    assert "all on axis 0 at 1, 2 and axis 1 at 1" in " ".join(text.split())


def test_fault_that_the_args_hide_is_found_at_fresh_points() -> None:
    """With gamma = 1 a forgotten gamma changes nothing: only other points show it."""

    def backward(u: Any, x: Any, gamma: Any) -> Any:  # noqa: ARG001
        return u, (u * x).sum(0)

    args = (X, np.ones(3))
    report = check_gradient(lambda x, gamma: x * gamma, backward, args)
    assert report["x"].causes[0].text == "dx lacks the factor gamma"
    assert check_gradient(lambda x, gamma: x * gamma, backward, args, points=1).ok


# --- ways to write a backward pass ---


def test_cache_of_the_courses() -> None:
    def forward(x: Any, W: Any) -> Any:
        return x @ W, (x, W)

    def backward(u: Any, cache: Any) -> Any:
        x, W = cache
        return u @ W.T, x.T @ u

    assert check_gradient(forward, backward, (X, W)).ok
    array_as_cache = check_gradient(
        lambda x: (layers.relu(x), x), lambda u, x: u * (x > 0), X, cache=True
    )
    assert array_as_cache.ok
    with pytest.raises(TypeError, match="say cache=True"):
        check_gradient(lambda x: (layers.relu(x), x), lambda u, x: u * (x > 0), X)


def test_gradients_by_name() -> None:
    def backward(u: Any, x: Any, W: Any) -> Any:
        return {"W": x.T @ u, "dx": u @ W.T}

    assert check_gradient(lambda x, W: x @ W, backward, (X, W)).ok


def test_loss_without_an_upstream_gradient() -> None:
    assert check_gradient(lambda w: (w**2).sum(), lambda w: 2 * w, X).ok
    report = check_gradient(lambda w: (w**2).sum(), lambda w: w, X)
    assert report["w"].causes[0].text == "dw is 1/2 times the gradient"


def test_plain_numbers_and_several_outputs() -> None:
    def polar(r: float, t: float) -> Any:
        return r * np.cos(t), r * np.sin(t)

    def backward(u: float, v: float, r: float, t: float) -> Any:
        return u * np.cos(t) + v * np.sin(t), r * (v * np.cos(t) - u * np.sin(t))

    assert check_gradient(polar, backward, (2.0, 0.5)).ok
    assert check_gradient(lambda x: math.exp(x), lambda u, x: u * math.exp(x), 0.5).ok


def test_labels_and_masks_are_left_alone() -> None:
    keep = np.array([True, False, True])
    report = check_gradient(lambda x, keep: x * keep, lambda u, x, keep: u * keep, (X, keep))  # noqa: ARG005
    assert report.ok
    assert [g.name for g in report.gradients] == ["x"]


def test_gradient_that_is_not_given_is_no_fault() -> None:
    report = check_gradient(lambda x, y: x * y, lambda u, x, y: (u * y, None), (X, normal(4, 3)))  # noqa: ARG005
    assert report.ok
    assert report["y"].status == "not given"
    with pytest.raises(KeyError):
        report["z"]


# --- where there is no derivative ---


def test_kink_is_set_aside_and_said() -> None:
    for slope in (0.0, 0.5, 1.0):  # whatever is given at 0

        def backward(u: Any, x: Any, slope: float = slope) -> Any:
            return u * np.where(x == 0, slope, x > 0)

        report = check_gradient(layers.relu, backward, np.array([0.0, 1.0, -2.0]))
        assert report.ok
        assert "1 derivative set aside: at a kink" in str(report)


@pytest.mark.parametrize("kink", [np.abs, layers.relu, lambda x: np.maximum(x, 0.3 * x)])
def test_points_near_a_kink_raise_no_alarm(kink: Any) -> None:
    x = np.array([1e-9, -1e-7, 1e-5, -1e-4, 1e-3, -1e-2, 1.0])
    slope = (kink(x * (1 + 1e-6)) - kink(x)) / (x * 1e-6)
    assert np.allclose(slope, np.where(x > 0, 1, kink(-1.0) * -1), atol=1e-5)
    assert check_gradient(kink, lambda u, x: u * np.where(x > 0, 1, -kink(-1.0)), x).ok


def test_jump_has_no_derivative() -> None:
    report = check_gradient(np.sign, lambda u, x: 0 * u, np.array([0.0, 2.0]))  # noqa: ARG005
    assert "set aside" in str(report)
    assert report.ok


def test_domain_is_respected() -> None:
    p = np.array([0.01, 0.5, 0.999])
    assert check_gradient(lambda p: np.log(p / (1 - p)), lambda u, p: u / (p * (1 - p)), p).ok
    assert check_gradient(np.sqrt, lambda u, x: u / (2 * np.sqrt(x)), np.array([1e-3, 40.0])).ok


def test_sizes_may_differ_much() -> None:
    x = np.array([1e-6, 1.0, 1e6])
    report = check_gradient(lambda x: 1 / x, lambda u, x: -u / x**2, x)
    assert report.ok, report
    assert report["x"].set_aside == 0


def test_nan_is_wrong_and_said() -> None:
    def backward(u: Any, x: Any) -> Any:
        return u * np.exp(x) / (1 + np.exp(x))

    x = np.array([1.0, 800.0, -3.0])
    report = check_gradient(lambda x: np.logaddexp(0, x), backward, x)
    assert report["x"].causes[0].kind == "not finite"
    assert report["x"].wrong[0].at == (1,)
    assert math.isnan(report["x"].wrong[0].given)


# --- what is no gradient's fault ---


def test_forward_pass_that_changes_its_args() -> None:
    def forward(x: Any) -> Any:
        x *= 2
        return x

    report = check_gradient(forward, lambda u, x: 2 * u, X)  # noqa: ARG005
    assert report.faults[0].text == "f changes x in place: it has to work on a copy"
    assert not report.ok


def test_random_results_are_told() -> None:
    dropout = np.random.default_rng(0)
    report = check_gradient(lambda x: x * dropout.random(3), lambda u, x: u, normal(3))  # noqa: ARG005
    assert not report.ok
    assert "varies" in [f.kind for f in report.faults]


def test_single_precision_is_judged_more_widely() -> None:
    def single(x: Any) -> Any:
        return np.tanh(x.astype(np.float32))

    def backward(u: Any, x: Any) -> Any:
        return (u * (1 - np.tanh(x) ** 2)).astype(np.float32)

    report = check_gradient(single, backward, X)
    assert report.ok, report
    assert not check_gradient(single, lambda u, x: 1.01 * backward(u, x), X).ok


# --- what is refused ---


def test_refusals_say_what_to_do() -> None:
    with pytest.raises(TypeError, match=r"has to take 4 arguments, \(upstream, x, W, b\)"):
        check_gradient(dense, lambda u: u, (X, W, B))
    with pytest.raises(TypeError, match=r"gave 2 gradients for \(dx, dW, db\)"):
        check_gradient(dense, lambda u, x, W, b: (x, W), (X, W, B))  # noqa: ARG005
    with pytest.raises(TypeError, match="none of the args is a float"):
        check_gradient(dense, lambda u, x: u, (np.arange(3),))  # noqa: ARG005
    with pytest.raises(TypeError, match="no float and no array of floats"):
        check_gradient(lambda x: "no", lambda u, x: u, X)  # noqa: ARG005
    with pytest.raises(TypeError, match="function of tensors"):
        check_gradient(dense, None, (X, W, B))
    with pytest.raises(ValueError, match="take smaller arrays"):
        check_gradient(np.tanh, lambda u, x: u, np.zeros(3000))  # noqa: ARG005


def test_assertion_tells_the_report() -> None:
    assert_gradient(np.sin, lambda u, x: u * np.cos(x), X)
    with pytest.raises(AssertionError, match="dx has the wrong sign"):
        assert_gradient(np.cos, lambda u, x: u * np.sin(x), X)


def test_missing_library_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    with pytest.raises(ImportError, match=r"pip install chainrule\[fast\]"):
        check_gradient(math.sin, math.cos, 1.0)
