"""Closed forms: those of the text, those that every textbook has, and right ones for any graph."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from hypothesis import given, settings
from oracles import PROGRAMS, Program

import autograd
from autograd import Value, check, derive, dot, label, log, op, partial, softmax, total
from autograd.formulas.sympy_bridge import value_of
from nn import TwoLayerMLP, cross_entropy, worked_example

pytest.importorskip("sympy")


def named(**numbers: float) -> list[Value]:
    return [Value(x, name) for name, x in numbers.items()]


def number(of: Value, wrt: Value) -> float:
    """The closed form at the numbers of the graph."""
    nodes = [v for v in autograd.topological_order(of) if v.label]
    return value_of(derive(of, wrt).closed, {v.label: v.data for v in nodes})


# --- the text ---

BOOK = {
    "a_2": "-y / a_2 + (1 - y) / (1 - a_2)",
    "z_2": "a_2 - y",
    "w_2": "(a_2 - y) * a_1",
    "b_2": "a_2 - y",
    "a_1": "(a_2 - y) * w_2",
    "z_1": "(a_2 - y) * w_2 * sigmoid'(z_1)",
    "w_1": "(a_2 - y) * w_2 * sigmoid'(z_1) * x",
    "b_1": "(a_2 - y) * w_2 * sigmoid'(z_1)",
}
"""Equations 8-12 to 8-19 for one sample, as the text prints them."""


@pytest.fixture(scope="module")
def narrow() -> tuple[TwoLayerMLP, Value]:
    net = TwoLayerMLP(1, 1, seed=1)
    return net, net.inspect(0.5, 0.8).root


@pytest.mark.parametrize(("wrt", "closed"), BOOK.items())
def test_each_equation_of_the_text_comes_out_in_its_form(
    wrt: str, closed: str, narrow: tuple[TwoLayerMLP, Value]
) -> None:
    nodes = {v.label: v for v in autograd.topological_order(narrow[1])}
    assert str(derive(narrow[1], nodes[wrt])) == closed


def test_the_checker_finds_all_of_them_right(narrow: tuple[TwoLayerMLP, Value]) -> None:
    nodes = {v.label: v for v in autograd.topological_order(narrow[1])}
    claims = {f"dL/d{wrt}": str(derive(narrow[1], nodes[wrt])) for wrt in BOOK}
    assert check(narrow[1], claims).ok
    assert not check(narrow[1], {**claims, "dL/dz_2": "y - a_2"}).ok


def test_the_chain_that_leads_to_it_is_told(narrow: tuple[TwoLayerMLP, Value]) -> None:
    nodes = {v.label: v for v in autograd.topological_order(narrow[1])}
    found = derive(narrow[1], nodes["w_2"])
    assert [name.text for name in found.chain] == ["∂L/∂a₂", "∂a₂/∂z₂", "∂z₂/∂w₂"]
    assert found.text() == (
        "∂L/∂w₂ = ∂L/∂a₂ · ∂a₂/∂z₂ · ∂z₂/∂w₂ "
        "= (-y/a₂ + (1 - y)/(1 - a₂)) · a₂ (1 - a₂) · a₁ = (a₂ - y) a₁"
    )
    assert found.latex().endswith(r" \cdot a_{1} = (a_{2} - y) \, a_{1}")
    assert found._repr_latex_() == rf"$\displaystyle {found.latex()}$"


def test_wide_networks_have_their_indices() -> None:
    net, x, y = worked_example()
    inspection = net.inspect(x, y)
    wide = derive(inspection.root, inspection["w_{1,21}"])
    assert str(wide) == "(a_2 - y) * w_{2,11} * sigmoid'(z_{1,1}) * x_2"
    two = TwoLayerMLP(2, 2, 2, seed=1).inspect([0.5, 0.3], [0.1, 0.9])
    shared = derive(two.root, two["a_{1,2}"])
    assert str(shared) == "(a_{2,1} - y_1) * w_{2,21} + (a_{2,2} - y_2) * w_{2,22}"


# --- what every textbook has ---


def test_softmax_and_cross_entropy() -> None:
    zs = named(z_1=0.1, z_2=0.5, z_3=-0.3)
    loss = cross_entropy(zs, 1)
    assert str(derive(loss, zs[1])) == "softmax(z_2, z_1, z_3) - 1"
    p = softmax(zs)
    label(p_1=p[0], p_2=p[1], p_3=p[2])
    assert str(derive(-log(p[1]), zs[1])) == "p_2 - 1"
    assert str(derive(p[0], zs[0])) == "p_1 * (1 - p_1)"
    loss = -dot(named(y_1=0.2, y_2=0.5, y_3=0.3), [log(q) for q in p])
    assert str(derive(loss, p[0])) == "-y_1 / p_1"
    assert number(loss, zs[0]) == pytest.approx(p[0].data - 0.2)  # p - y, as the y sum to 1


@pytest.mark.parametrize(
    ("f", "closed"),
    [
        (lambda a, y: (a - y) ** 2, "2 * (a - y)"),
        (lambda a, y: 0.5 * (a - y) ** 2, "a - y"),
        (lambda a, y: (a - y) * (a - y), "2 * (a - y)"),
        (lambda a, y: a * a * a + y, "3 * a**2"),
        (lambda a, y: a * a + a.sin() + y, "2 * a + cos(a)"),
        (lambda a, y: a / y, "1 / y"),
        (lambda a, y: a.log() * y, "y / a"),
        (lambda a, _: a**3, "3 * a**2"),
        (lambda a, y: autograd.binary_cross_entropy_with_logits(a, y), "sigmoid(a) - y"),
        (lambda _, y: y * 2.0, "0"),
    ],
)
def test_closed_form(f: Any, closed: str) -> None:
    a, y = named(a=0.3, y=0.8)
    assert str(derive(f(a, y), a)) == closed


def test_tanh_is_written_out_alone_and_by_its_name_in_a_product() -> None:
    x, w, y = named(x=0.3, w=0.7, y=0.2)
    z = w * x
    h = z.tanh()
    loss = (h - y) ** 2
    label(z=z, h=h, L=loss)
    assert str(derive(h, z)) == "1 - h**2"
    assert derive(h, z).closed.text() == "1 - h²"
    assert derive(loss, w).closed.text() == "2 (h - y) tanh′(z) x"
    assert number(loss, w) == pytest.approx(partial(loss, w))


def test_by_itself_it_is_one_and_by_a_stranger_nothing() -> None:
    x, q = named(x=0.3, q=1.0)
    root = x.exp()
    root.label = "y"
    assert str(derive(root, root)) == "1"
    assert derive(root, q).text() == "∂y/∂q = 0"


def test_a_users_function_that_takes_no_formulas_keeps_its_derivative_as_a_name() -> None:
    @op(partials=lambda _, x: (float(x),))
    def half_square(x: float) -> float:
        return float(x) ** 2 / 2

    (x,) = named(x=3.0)
    root = half_square(x) * 2
    root.label = "y"
    assert "∂" in str(derive(root, x))


# --- any graph ---


@settings(max_examples=25)
@given(PROGRAMS)
def test_the_closed_form_of_any_graph_has_the_engines_number(program: Program) -> None:
    leaves = [Value(x, f"x_{i}") for i, x in enumerate(program.leaves)]
    results = program.run(leaves)
    for i, v in enumerate(results):
        v.label = v.label or f"v_{{{i}}}"
    exact = partial(results[-1], leaves[0])
    assert number(results[-1], leaves[0]) == pytest.approx(exact, rel=1e-9, abs=1e-12)


@pytest.mark.slow
def test_depth_and_many_uses_are_no_limit() -> None:
    (x,) = named(x=0.3)
    node = x
    for i in range(300):
        node = node * 1.01
        node.label = f"v_{{{i}}}"
    assert number(node, x) == pytest.approx(1.01**300)
    assert number(total([x * i for i in range(300)]), x) == pytest.approx(sum(range(300)))


def test_without_sympy_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    (x,) = named(x=0.3)
    monkeypatch.setitem(sys.modules, "sympy", None)
    with pytest.raises(ImportError, match=r"pip install chainrule\[symbolic\]"):
        derive(x * x, x)


def test_what_is_no_node_is_refused() -> None:
    (x,) = named(x=0.3)
    with pytest.raises(TypeError, match="expected two Values, got str"):
        derive(x, "x")  # type: ignore[arg-type]
