"""A graph from a formula: what it computes, and one clear line for each mistake."""

from __future__ import annotations

import math

import pytest

from autograd import DomainError, Value, formula, partial, topological_order


def nodes(root: Value) -> dict[str, Value]:
    return {v.label: v for v in topological_order(root) if v.label}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("w*x + b", 2.0),
        ("w x + b", 2.0),
        ("x*x - w", 3.5),
        ("x^2", 4.0),
        ("x pi", 2 * math.pi),
        ("x**w", math.sqrt(2)),
        ("sigmoid(w*x+b)", 1 / (1 + math.exp(-2))),
        (r"\frac{x}{w} + \sigma(b)", 4 + 1 / (1 + math.exp(-1))),
        ("max(x, w) + atan(b) + erf(0)", 2 + math.pi / 4),
        ("z = w x + b; a = tanh(z); (a - 1)^2", (math.tanh(2) - 1) ** 2),
    ],
)
def test_a_formula_is_computed(text: str, value: float) -> None:
    numbers = {name: x for name, x in {"w": 0.5, "x": 2, "b": 1}.items() if name in text}
    assert formula(text, **numbers).data == pytest.approx(value, rel=1e-15)


def test_a_name_is_one_node_however_often_it_is_used() -> None:
    root = formula("x*x + sin(x)", x=2)
    assert partial(root, nodes(root)["x"]) == pytest.approx(4 + math.cos(2))


def test_parts_before_the_last_name_their_nodes() -> None:
    root = formula("z = w x + b; a = sigmoid(z); L = (a - y)**2", w=0.3, x=0.5, b=-0.2, y=1)
    assert list(nodes(root)) == ["w", "x", "b", "z", "a", "y", "L"]
    assert root.label == "L"


def test_names_are_read_as_labels() -> None:
    assert list(nodes(formula("w2*x1 + theta", w2=1, x1=2, theta=3))) == ["w_2", "x_1", r"\theta"]


@pytest.mark.parametrize(
    ("text", "numbers", "message"),
    [
        ("x*y", {"x": 1}, "y has no number: give it one, y=0.5"),
        ("x", {"x": 1, "q": 2}, "there is no q in x"),
        ("x +", {"x": 1}, "the formula ends here"),
        ("", {}, "nothing stands"),
        ("x = y = 2", {"x": 1}, "expected a formula, or name = formula"),
        ("f(x) = x; f(2)", {"x": 1}, "expected a formula, or name = formula"),
        ("__import__('os')", {"x": 1}, "found _"),
        ("x", {"2x": 1}, "'2x' is not a name|a name"),
        ("sigma'(x, x)", {"x": 1}, "sigma takes one argument, got 2"),
    ],
)
def test_a_mistake_is_one_clear_line(text: str, numbers: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message) as raised:
        formula(text, **numbers)
    assert "\n" not in str(raised.value)


def test_where_it_is_not_defined_the_operation_says_so() -> None:
    with pytest.raises(DomainError, match=r"log\(x = -1.0\)"):
        formula("log(x)", x=-1)
    with pytest.raises(TypeError, match="formula: x: expected a real number"):
        formula("x", x="1")  # type: ignore[arg-type]
