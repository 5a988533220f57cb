"""Equations 8-11 to 8-19 as data: they compute, they are nodes, and they write themselves.

What is true is found here by mpmath, which differentiates the network numerically at 50 digits.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import mpmath
import pytest
from mpmath import mp
from oracles import required

from autograd import Symbol, Value, grad
from nn import EQUATIONS, Equation
from nn.equations import LOSS, sigmoid_prime

BY_NUMBER = {equation.number: equation for equation in EQUATIONS}
ORDER = ["a_2", "z_2", "w_2", "b_2", "a_1", "z_1", "w_1", "b_1"]
"""The text's: da2 -> dz2 -> dw2 -> db2 -> da1 -> dz1 -> dw1 -> db1."""

CHAINS = {
    "8-12": "",
    "8-13": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}",
    "8-14": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial w_2}",
    "8-15": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial b_2}",
    "8-16": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial a_1}",
    "8-17": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial a_1}\frac{\partial a_1}{\partial z_1}",
    "8-18": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial a_1}\frac{\partial a_1}{\partial z_1}"
    r"\frac{\partial z_1}{\partial w_1}",
    "8-19": r"\frac{\partial L}{\partial a_2}\frac{\partial a_2}{\partial z_2}"
    r"\frac{\partial z_2}{\partial a_1}\frac{\partial a_1}{\partial z_1}"
    r"\frac{\partial z_1}{\partial b_1}",
}
"""The chain of each equation, as the text prints it (its Z is our z)."""

WRITTEN = {
    "8-12": "-y / a_2 + (1 - y) / (1 - a_2)",
    "8-13": "a_2 - y",
    "8-14": "1 / m * (a_2 - y) * a_1",
    "8-15": "a_2 - y",
    "8-16": "(a_2 - y) * w_2",
    "8-17": "(a_2 - y) * w_2 * σ'(z_1)",
    "8-18": "(a_2 - y) * w_2 * σ'(z_1) * x",
    "8-19": "(a_2 - y) * w_2 * σ'(z_1)",
}
"""The text's closed forms."""

WRONG: dict[str, Callable[..., Any]] = {
    "8-12": lambda a_2, y: -y / a_2 - (1 - y) / (1 - a_2),
    "8-13": lambda a_2, y: y - a_2,
    "8-14": lambda a_2, y, x: (a_2 - y) * x,
    "8-15": lambda a_2, y, a_1: (a_2 - y) * a_1,
    "8-16": lambda a_2, y, w_1: (a_2 - y) * w_1,
    "8-17": lambda a_2, y, w_2, z_2: (a_2 - y) * w_2 * sigmoid_prime(z_2),
    "8-18": lambda a_2, y, w_2, z_1, a_1: (a_2 - y) * w_2 * sigmoid_prime(z_1) * a_1,
    "8-19": lambda a_2, y, w_2: (a_2 - y) * w_2,
}
"""A slip that is easily made in each."""


def point(seed: int) -> dict[str, float]:
    """Numbers of a network of width one, none of them special: 0.3 < |x| < 1.4."""
    rng = random.Random(seed)
    names = ("x", "w_1", "b_1", "w_2", "b_2", "y")
    return {name: rng.choice((-1, 1)) * rng.uniform(0.3, 1.4) for name in names}


def network(given: dict[str, Any]) -> dict[str, Any]:
    """The nodes in mpmath; those among `given` are not computed but taken as they are."""
    v = {"m": 1, **{name: mpmath.mpf(number) for name, number in given.items()}}
    v.setdefault("z_1", v["w_1"] * v["x"] + v["b_1"])
    v.setdefault("a_1", 1 / (1 + mp.exp(-v["z_1"])))
    v.setdefault("z_2", v["w_2"] * v["a_1"] + v["b_2"])
    v.setdefault("a_2", 1 / (1 + mp.exp(-v["z_2"])))
    v["L"] = -(v["y"] * mp.log(v["a_2"]) + (1 - v["y"]) * mp.log(1 - v["a_2"]))
    return v


def holds(equation: Equation, seed: int) -> bool:
    """Whether the closed form is the derivative, by mpmath."""
    given = point(seed)
    with mpmath.workdps(50):
        nodes = network(given)
        truth = mp.diff(lambda v: network({**given, equation.wrt: v})["L"], nodes[equation.wrt])
        closed = equation.evaluate({name: float(v) for name, v in nodes.items()})
        return math.isclose(closed, truth, rel_tol=1e-12)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", BY_NUMBER)
def test_the_closed_form_is_the_derivative(number: str, seed: int) -> None:
    assert holds(BY_NUMBER[number], seed)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("number", WRONG)
def test_a_wrong_closed_form_is_caught(number: str, seed: int) -> None:
    assert not holds(replace(BY_NUMBER[number], closed=WRONG[number]), seed)


@pytest.mark.parametrize("seed", range(5))
def test_the_closed_forms_are_pytorchs_derivatives(seed: int) -> None:
    torch = required("torch")
    v = {
        name: torch.tensor(number, dtype=torch.float64, requires_grad=True)
        for name, number in point(seed).items()
    }
    v["z_1"] = v["w_1"] * v["x"] + v["b_1"]
    v["a_1"] = torch.sigmoid(v["z_1"])
    v["z_2"] = v["w_2"] * v["a_1"] + v["b_2"]
    v["a_2"] = torch.sigmoid(v["z_2"])
    loss = -(v["y"] * torch.log(v["a_2"]) + (1 - v["y"]) * torch.log(1 - v["a_2"]))
    truth = torch.autograd.grad(loss, [v[name] for name in ORDER])
    numbers = {"m": 1, **{name: node.item() for name, node in v.items()}}
    closed = [equation.evaluate(numbers) for equation in EQUATIONS]
    assert closed == pytest.approx([t.item() for t in truth], rel=1e-12)


def test_the_equations_are_in_the_texts_order() -> None:
    assert list(BY_NUMBER) == [f"8-{n}" for n in range(12, 20)]
    assert [equation.wrt for equation in EQUATIONS] == ORDER


@pytest.mark.parametrize("m", [1, 2, 7])
def test_only_8_14_carries_1_over_m(m: int) -> None:
    numbers = {name: float(v) for name, v in network(point(0)).items()}
    ratios = [e.evaluate({**numbers, "m": m}) / e.evaluate(numbers) for e in EQUATIONS]
    expected = [1 / m if number == "8-14" else 1 for number in BY_NUMBER]
    assert ratios == pytest.approx(expected, rel=1e-15)


def test_8_11_is_the_loss_of_the_reference_values() -> None:
    """claims.md: a_2 = 0.7486492778542029 and y = 0.8 give L = 0.5077689303527823."""
    found = LOSS.evaluate({"a": 0.7486492778542029, "y": 0.8})
    assert found == pytest.approx(0.5077689303527823, rel=1e-14)


def test_8_12_is_the_derivative_of_8_11() -> None:
    a, y = Value(0.62), Value(0.8)
    closed = BY_NUMBER["8-12"].evaluate({"a_2": 0.62, "y": 0.8})
    assert grad(LOSS.evaluate({"a": a, "y": y}), a) == pytest.approx(closed, rel=1e-15)


@pytest.mark.parametrize("number", BY_NUMBER)
def test_on_values_it_is_a_node_with_the_number_that_floats_give(number: str) -> None:
    numbers = {name: float(v) for name, v in network(point(1)).items()}
    node = BY_NUMBER[number].evaluate({name: Value(v) for name, v in numbers.items()})
    assert isinstance(node, Value)
    assert node.data == pytest.approx(BY_NUMBER[number].evaluate(numbers), rel=1e-15)


def test_on_values_it_can_be_differentiated_again() -> None:
    """The derivative of (a_2 - y) w_2 by w_2 is a_2 - y."""
    v = {"a_2": Value(0.75), "y": Value(0.5), "w_2": Value(3.0)}
    assert grad(BY_NUMBER["8-16"].evaluate(v), v["w_2"]) == 0.25


@pytest.mark.parametrize("number", BY_NUMBER)
def test_on_symbols_it_is_the_texts_formula(number: str) -> None:
    equation = BY_NUMBER[number]
    assert str(equation.evaluate({n: Symbol(n) for n in equation.names})) == WRITTEN[number]


@pytest.mark.parametrize("number", BY_NUMBER)
def test_latex_is_derivative_chain_closed_form_and_tag(number: str) -> None:
    equation = BY_NUMBER[number]
    left, *middle, right = equation.latex().split(" = ")
    assert left == rf"\frac{{\partial L}}{{\partial {equation.wrt}}}"
    assert "".join(middle) == CHAINS[number]
    closed, tag = right.split(r" \tag")
    assert tag == f"{{{number}}}"
    assert closed == equation.evaluate({n: Symbol(n) for n in equation.names}).latex()


def test_latex_of_8_11_is_no_derivative() -> None:
    assert r"\tag{8-11}" in LOSS.latex()
    assert r"\partial" not in LOSS.latex()


@pytest.mark.parametrize("z", [-700.0, -40.0, -1.3, 0.0, 0.4, 40.0, 700.0])
def test_sigmoid_prime_is_sigmas_derivative_over_the_whole_range(z: float) -> None:
    with mpmath.workdps(700):
        truth = float(mp.exp(-mpmath.mpf(z)) / (1 + mp.exp(-mpmath.mpf(z))) ** 2)
    assert sigmoid_prime(z) == pytest.approx(truth, rel=1e-15)


@pytest.mark.parametrize("z", [-40.0, -1.3, 0.4, 40.0])
def test_sigmoid_prime_has_its_own_derivative(z: float) -> None:
    v = Value(z)
    with mpmath.workdps(60):
        truth = float(mp.diff(lambda t: 1 / (1 + mp.exp(-t)), mpmath.mpf(z), 2))
    assert grad(sigmoid_prime(v), v) == pytest.approx(truth, rel=1e-13)
