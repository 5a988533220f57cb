"""Formulas in lines of their own are found; sentences are not."""

from __future__ import annotations

import pytest

from autograd.checking.reading.document import formulas
from autograd.checking.reading.plain import line_formulas


@pytest.mark.parametrize(
    ("line", "formula"),
    [
        ("z = w x + b", "z = w x + b"),
        ("  dL/dw = (a - y) x", "dL/dw = (a - y) x"),
        ("a = 1/(1 + exp(-z))  # the sigmoid", "a = 1/(1 + exp(-z))"),
        ("dL_dw = dL_da * da_dz * x", "dL_dw = dL_da * da_dz * x"),
        ("loss = (target - out)**2", "loss = (target - out)**2"),
        (r"\frac{dL}{da} = a - y", r"\frac{dL}{da} = a - y"),
        ("- output layer: a = sigma(z)", "a = sigma(z)"),
        ("2. dz = a - y", "dz = a - y"),
        ("dw = x dz", "dw = x dz"),
        ("∂L/∂w = (a − y)·x", "∂L/∂w = (a − y)·x"),
        ("dL/db = (a - ) + 1", "dL/db = (a - ) + 1"),  # unreadable, and told so
        ("BCE = -(y ln p + (1 - y) ln(1 - p))", "BCE = -(y ln p + (1 - y) ln(1 - p))"),
        ("The score is z = w x + b, as ever", "z = w x + b"),
        ("h(x) = ln(cos x) on (-pi/2, pi/2).", "h(x) = ln(cos x)"),
        ("dE/dt = m w dw/dt + k sin(th) dth/dt", "dE/dt = m w dw/dt + k sin(th) dth/dt"),
    ],
)
def test_line_that_is_a_formula(line: str, formula: str) -> None:
    found = line_formulas(line)
    assert found
    place, text = found[0]
    assert text == formula
    assert line[place:].startswith(formula)


@pytest.mark.parametrize(
    "line",
    [
        "My notes on backprop.",
        "so z = w x",
        "we get z = w x",
        "where z = w x is the input",
        "x = 5",
        "== Gradients ==",
        "# z = w x",
        "> z = w x",
        "if a = b then",
        "Author = Jane Doe",
        "",
    ],
)
def test_line_that_is_none(line: str) -> None:
    assert not line_formulas(line)


def test_a_line_that_begins_with_its_sign_goes_on() -> None:
    chain = "f = x^3 e^x\n\ndf/dx = 3 x^2 e^x + x^3 e^x\n      = x^2 (3 + x) e^x\n"
    assert [len(f.members) for f in formulas(chain, "txt")] == [2, 3]
    assert [len(f.members) for f in formulas(f"```\n{chain}```\n", "md")] == [2, 3]
    assert [f.latex for f in formulas("z = w x\n========\n", "md")] == ["z = w x"]


def test_lines_are_searched_only_where_nothing_is_marked_as_maths() -> None:
    assert len(formulas("z = w x\n\na = b c\n", "md")) == 2
    assert len(formulas("z = w x\n\n$a = b c$\n", "md")) == 1
    doubled = "z 1 = w 1 x z_1 = w_1 x z1=w1x\n\na = b c\n"
    assert [f.latex for f in formulas(doubled, "txt")] == ["z_1 = w_1 x"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("a = W x + b        h = tanh(a)", ["a = W x + b", "h = tanh(a)"]),
        ("L    = (a - y)^2          squared error, no 1/2", ["L    = (a - y)^2"]),
        ("z[i] = sum_j W[i][j] * x[j]        i in 0..2, j in 0..1",
         ["z[i] = sum_j W[i][j] * x[j]"]),
        ("y[i] = sum_k w[k] * x[i+k] + b         i = 0 .. N-K", ["y[i] = sum_k w[k] * x[i+k] + b"]),
        ("step 9    dbeta  = np.sum(dout, axis=0)", ["dbeta  = np.sum(dout, axis=0)"]),
        ("4) r(x) = g(x^2), so r'(x) = 2x g'(x^2) and r'(1) = 6.",
         ["r(x) = g(x^2)", "r'(x) = 2x g'(x^2)", "r'(1) = 6"]),
        ("Also s(x) = g(f(x)):  s'(2) = 10", ["s(x) = g(f(x))", "s'(2) = 10"]),
        ("=>  dL/dz = dL/da * a", ["dL/dz = dL/da * a"]),
        ("at x = 2:  dy/dx = 12/6", ["dy/dx = 12/6 if x = 2"]),
        ("Example: w1 = 2, b = -1, so z = 0.5 and", ["w1 = 2", "b = -1", "z = 0.5"]),
        ("Sigmoid instead (then p = 1/(1+exp(-a)) and C = -y*log(p)):",
         ["p = 1/(1+exp(-a))", "C = -y*log(p)"]),
        ("C = 1/(2m) sum_i (y_i - a_i)^2,  where i is the i-th of m examples",
         ["C = 1/(2m) sum_i (y_i - a_i)^2"]),
        ("x = input            (N,)", []),
        ("z = [h; x] stacked, so z has n + m rows", []),
        ("Update: W -= lr * dL/dW, lr = 0.05", []),
        ("Step with lr = 0.01:  W <- W - lr * dW", []),
    ],
)  # fmt: skip
def test_the_formulas_of_a_line(line: str, found: list[str]) -> None:
    assert [text for _, text in line_formulas(line)] == found


def test_a_number_is_told_of_a_name_that_was_defined_before() -> None:
    assert line_formulas("yhat = 1.5") == []
    assert line_formulas("yhat = 1.5", {"yhat"}) == [(0, "yhat = 1.5")]
    assert len(formulas("yhat = w x\n\nyhat = 1.5\n", "txt")) == 2
