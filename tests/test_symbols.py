"""Rows called with symbols write themselves down, with the brackets that they need.

What is printed is read again: as Python, and as LaTeX by a small translator into Python.
"""

from __future__ import annotations

import math
import operator
import random
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from oracles import FIRST_OF_LAST, ROWS, points, spoken

import autograd
from autograd import DomainError, Op, Symbol
from autograd.engine import ops

A, B, C = Symbol("a"), Symbol("b"), Symbol("c")

# --- reading what is printed ---

NAMES: dict[str, Any] = {
    **autograd.TABLE,
    "abs": abs,
    "max": max,
    "min": min,
    "leaky_relu": autograd.leaky_relu,
    "bce_with_logits": autograd.binary_cross_entropy_with_logits,
    "log_softmax": lambda *xs: -ops.softmax_cross_entropy(*xs),
}


def read(text: str, numbers: dict[str, float]) -> float:
    """Evaluate printed text as Python."""
    text = text.replace("log softmax", "log_softmax")
    return float(eval(text, {"__builtins__": {}}, {**NAMES, **numbers}))


def read_latex(latex: str, numbers: dict[str, float]) -> float:
    """Evaluate printed LaTeX: fractions, powers, roots, products, and functions with brackets."""
    text = latex
    for name, meaning in LATEX.items():
        text = text.replace(name, meaning)
    while braces := re.search(r"\{([^{}]*)\}", text):
        text = f"{text[: braces.start()]}({braces[1]}){text[braces.end() :]}"
    return read(text.replace(")(", ")/("), numbers)


LATEX = {r"\frac": "", r"\sqrt": "sqrt", "e^": "exp", "^": "**", r" \, ": " * ", r" \cdot ": " * ",
         r"\tanh": "tanh", r"\log": "log"}  # fmt: skip
FUNCTIONS = [ops.exp, ops.sqrt, ops.tanh, ops.log]
OPERATORS = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]


def test_planted_missing_brackets_are_seen() -> None:
    numbers = {"a": 2.0, "b": 3.0, "c": 5.0}
    assert read("(a + b) * c", numbers) == 25.0 != read("a + b * c", numbers)
    assert read_latex(r"\frac{a + b}{c}", numbers) == 1.0
    assert read_latex(r"\frac{\frac{a}{b}}{c} \, a^{b}", numbers) == pytest.approx(2 / 15 * 8)
    assert read_latex(r"a \cdot 2", numbers) == 4.0
    assert read_latex(r"-a^{2}", numbers) == -4.0 != read_latex(r"(-a)^{2}", numbers)


# --- random formulas ---

TREES = st.recursive(
    st.sampled_from(["a", "b", "c", 0.0, 1.0, 0.5, -3.0]),
    lambda trees: st.one_of(
        st.tuples(st.sampled_from(OPERATORS), trees, trees),
        st.tuples(st.sampled_from([operator.neg, *FUNCTIONS]), trees),
    ),
    max_leaves=8,
)
NUMBERS = {"a": 1.37, "b": 0.58, "c": 2.21}


def built(tree: Any, leaves: dict[str, Any]) -> Any:
    """Return the tree's value, with `leaves` in the place of its names."""
    if isinstance(tree, tuple):
        f, *inputs = tree
        return f(*[built(x, leaves) for x in inputs])
    return leaves.get(tree, tree)


def formula_and_number(tree: Any) -> tuple[Symbol, float]:
    """Return a tree as a formula and as a number, if it has both."""
    try:
        number = built(tree, NUMBERS)
        formula = built(tree, {name: Symbol(name) for name in NUMBERS})
    except (ArithmeticError, ValueError, TypeError):  # TypeError: of a complex number
        assume(False)
    assume(isinstance(formula, Symbol))
    assume(isinstance(number, float) and 1e-3 < abs(number) < 1e6)
    return formula, number


@settings(max_examples=300)
@given(TREES)
def test_text_reads_as_what_it_was_printed_from(tree: Any) -> None:
    formula, number = formula_and_number(tree)
    assert read(str(formula), NUMBERS) == pytest.approx(number, rel=1e-9)


@settings(max_examples=300)
@given(TREES)
def test_latex_reads_as_what_it_was_printed_from(tree: Any) -> None:
    formula, number = formula_and_number(tree)
    assert read_latex(formula.latex(), NUMBERS) == pytest.approx(number, rel=1e-9)


@settings(max_examples=300)
@given(TREES)
def test_latex_is_not_misread_by_people(tree: Any) -> None:
    r"""`a \, -b` is a difference to the eye, and TeX refuses `a^{b}^{c}`."""
    formula, _ = formula_and_number(tree)
    assert r"\, -" not in formula.latex()
    assert not re.search(r"\^\{[^{}]*\}\^", formula.latex())


# --- every row, with every kind of input, in every kind of place ---

INSIDE: dict[str, Callable[[Any, Any], Any]] = {
    "x": lambda x, _: x,
    "x + y": operator.add,
    "y - x": lambda x, y: y - x,
    "x * y": operator.mul,
    "x / y": operator.truediv,
    "-x": lambda x, _: -x,
    "x ** y": operator.pow,
}
AROUND: dict[str, Callable[[Any], Any]] = {
    "z": lambda z: z,
    "z + 2": lambda z: z + 2,
    "2 - z": lambda z: 2 - z,
    "2 * z": lambda z: 2 * z,
    "z * 2": lambda z: z * 2,
    "2 / z": lambda z: 2 / z,
    "z / 2": lambda z: z / 2,
    "-z": operator.neg,
    "z ** 2": lambda z: z**2,
    "2 ** z": lambda z: 2**z,
}


@pytest.mark.parametrize("row", ROWS, ids=spoken)
def test_row_is_bracketed_inside_and_around(row: Op) -> None:
    compared = 0
    for inner in INSIDE.values():
        for outer in AROUND.values():
            formula, numbers, value = formula_of(row, inner)
            if value:
                assert read(str(outer(formula)), numbers) == pytest.approx(outer(value), rel=1e-9)
                compared += 1
    assert compared >= len(AROUND)


def formula_of(
    row: Op, inner: Callable[[Any, Any], Any]
) -> tuple[Symbol, dict[str, float], float | None]:
    """Return the row as a formula of formulas, the numbers of its names, and its value there."""
    rng = random.Random(5)
    names = [(f"p{i}", f"q{i}") for i in range(len(points(row, 1)[0]))]
    numbers = {name: rng.uniform(0.3, 0.6) for pair in names for name in pair}
    formula = row(*[inner(Symbol(p), Symbol(q)) for p, q in names])
    inputs = [inner(numbers[p], numbers[q]) for p, q in names]
    try:
        if row.auxiliary:
            inverse = INVERSES.get(FIRST_OF_LAST.get(row.name))
            inputs[-1] = inverse(inputs[0]) if inverse else 0.0
        return formula, numbers, row(*inputs)
    except (DomainError, ValueError):
        return formula, numbers, None


INVERSES: dict[Op | None, Callable[[float], float]] = {
    ops.sigmoid: lambda a: math.log(a / (1 - a)),
    ops.tanh: math.atanh,
}


# --- as one would write it ---


@pytest.mark.parametrize(("formula", "text", "latex"), [
    ((A + B) * C, "(a + b) * c", r"(a + b) \, c"),
    (A + B * C, "a + b * c", r"a + b \, c"),
    (A - (B - C), "a - (b - c)", "a - (b - c)"),
    (A - B - C, "a - b - c", "a - b - c"),
    (A + (B + C), "a + (b + c)", "a + (b + c)"),
    (A / (B * C), "a / (b * c)", r"\frac{a}{b \, c}"),
    ((A + B) / (A - B), "(a + b) / (a - b)", r"\frac{a + b}{a - b}"),
    (A / B + C, "a / b + c", r"\frac{a}{b} + c"),
    ((A / B) ** 2, "(a / b)**2", r"(\frac{a}{b})^{2}"),
    (-(A + B), "-(a + b)", "-(a + b)"),
    (-A + B, "-a + b", "-a + b"),
    ((A + B) ** 2, "(a + b)**2", "(a + b)^{2}"),
    (A ** (B + C), "a**(b + c)", "a^{b + c}"),
    ((-A) ** 2, "(-a)**2", "(-a)^{2}"),
    (-(A**2), "-a**2", "-a^{2}"),
    ((A**B) ** C, "(a**b)**c", "(a^{b})^{c}"),
    (2 - A, "2 - a", "2 - a"),
    (ops.exp(A + B), "exp(a + b)", "e^{a + b}"),
    (ops.sqrt(A + B), "sqrt(a + b)", r"\sqrt{a + b}"),
    (ops.absolute(A - B), "abs(a - b)", r"\left|a - b\right|"),
    (ops.tanh(A) ** 2, "tanh(a)**2", r"\tanh(a)^{2}"),
    (ops.sigmoid(A + B) * C, "sigmoid(a + b) * c", r"\sigma(a + b) \, c"),
    (ops.maximum(A, B + C), "max(a, b + c)", r"\max(a, b + c)"),
    (ops.total(A, B * C), "a + b * c", r"a + b \, c"),
    (ops.prod(A, B + C), "a * (b + c)", r"a \, (b + c)"),
    (ops.dot(A, B, A + B, C), "a * (a + b) + b * c", r"a \, (a + b) + b \, c"),
    (ops.affine(A, B, C), "a * b + c", r"a \, b + c"),
    (ops.power_by(3)(A + B), "(a + b)**3", "(a + b)^{3}"),
    (ops.weighted_sum(2.0, 1.0)(A + B, C), "2 * (a + b) + c", r"2 \, (a + b) + c"),
])  # fmt: skip
def test_formula_is_written_so(formula: Symbol, text: str, latex: str) -> None:
    assert (str(formula), formula.latex()) == (text, latex)


def test_fraction_needs_no_brackets_as_a_factor_or_under_a_sign() -> None:
    assert ((A / B) * C).latex() == r"\frac{a}{b} \, c"
    assert (C * (A / B)).latex() == r"c \, \frac{a}{b}"
    assert (-(A / B)).latex() == r"-\frac{a}{b}"


def test_negative_factor_in_latex_is_bracketed() -> None:
    assert (A * -B).latex() == r"a \, (-b)"
    assert (A * -2).latex() == r"a \, (-2)"
    assert ops.prod(A, -B).latex() == r"a \, (-b)"
    assert ops.dot(A, -B).latex() == r"a \, (-b)"


def test_power_of_what_has_an_exponent_is_bracketed_in_latex() -> None:
    assert (ops.exp(A) ** 2).latex() == "(e^{a})^{2}"
    assert (Symbol("z_1^{(2)}") ** 2).latex() == "(z_{1}^{(2)})^{2}"


def test_one_minus_a_sum_is_bracketed() -> None:
    total, logit = A + B, Symbol("l")
    assert str(ops.complement(total, logit)) == "1 - (a + b)"
    loss = ops.binary_cross_entropy(total, C)
    assert str(loss) == "-(c * log(a + b) + (1 - c) * log(1 - (a + b)))"


def test_loss_with_a_minus_in_front_is_bracketed_as_one() -> None:
    loss = ops.softmax_cross_entropy(A, B)
    assert str(loss) == "-log softmax(a, b)"
    assert str(loss**2) == "(-log softmax(a, b))**2"


def test_partial_is_written_from_the_row() -> None:
    z = Symbol("z")
    by_x, by_y = ops.div.partials(z, A, B)
    assert (str(by_x), str(by_y)) == ("1 / b", "-z / b")
    assert [str(p) for p in ops.tanh.partials(z, A)] == ["1 - z**2"]
    assert [str(p) for p in ops.sigmoid.partials(Symbol("a_1"), A)] == ["a_1 * (1 - a_1)"]
    assert [str(p) for p in ops.mul.partials(z, A, B)] == ["b", "a"]


def test_numbers_fold_and_neutral_elements_vanish() -> None:
    same = [A + 0, 0 + A, A - 0, 1 * A, A * 1, A / 1, A**1]
    assert [str(x) for x in same] == ["a"] * len(same)
    assert str(A * (autograd.formulas.symbol.symbol_of(2) * 3)) == "a * 6"
    assert [str(x) for x in (0 - A, 1 / A, A * 0)] == ["0 - a", "1 / a", "a * 0"]


def test_label_prints_as_maths() -> None:
    assert (Symbol(r"\theta_1") * Symbol("x_{12}")).latex() == r"\theta_{1} \, x_{12}"
    assert repr(A + B) == "Symbol('a + b')"


@pytest.mark.parametrize("bad", ["1", None, 1j, [1.0]])
def test_what_is_no_number_is_refused(bad: Any) -> None:
    with pytest.raises(TypeError, match="Symbol: expected a real number, got"):
        A + bad
