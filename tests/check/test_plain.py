"""Formulas in lines of their own are found; sentences are not."""

from __future__ import annotations

import pytest

from autograd.checking.reading.document import formulas
from autograd.checking.reading.plain import whole_line


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
    ],
)
def test_line_that_is_a_formula(line: str, formula: str) -> None:
    found = whole_line(line)
    assert found is not None
    place, text = found
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
    assert whole_line(line) is None


def test_lines_are_searched_only_where_nothing_is_marked_as_maths() -> None:
    assert len(formulas("z = w x\n\na = b c\n", "md")) == 2
    assert len(formulas("z = w x\n\n$a = b c$\n", "md")) == 1
    doubled = "z 1 = w 1 x z_1 = w_1 x z1=w1x\n\na = b c\n"
    assert [f.latex for f in formulas(doubled, "txt")] == ["z_1 = w_1 x"]
