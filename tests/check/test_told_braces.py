"""Names that braces give, and displays of which every line is an equation."""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.reading.line_by_line import line_by_line
from autograd.checking.reading.told_braces import with_braces

LOSS = r"$$E = -\log\underbrace{\frac{1}{1 + e^{-s}}}_{q}$$ "
WORDS = r"""$J = -u_o^\top v + \log \sum_{w \in V} \exp(u_w^\top v)$

$$\frac{\partial J}{\partial v} = -u_o + \sum_{w \in V}
\underbrace{\frac{\exp(u_w^\top v)}{\sum_{k \in V} \exp(u_k^\top v)}}_{\hat y_w}\, u_w$$

"""
LINES = r"""```math
\mu = \frac{1}{m} \sum_{i=1}^m x_i
s^2 = \frac{1}{m} \sum_{i=1}^m (x_i - \mu)^2
\hat{x}_i = \frac{x_i - \mu}{\sqrt{s^2 + \epsilon}}
y_i = \gamma \hat{x}_i + \beta
```

"""


def last(text: str) -> str:
    return check_text(text).equations[-1].status


@pytest.mark.parametrize(("claim", "status"), [("q - 1", "right"), ("1 - q", "wrong")])
def test_a_brace_says_what_its_name_is(claim: str, status: str) -> None:
    # dE/ds = -(1 - q): E = log(1 + exp(-s))
    assert last(LOSS + rf"$$\frac{{dE}}{{ds}} = {claim}$$") == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [(r"\sum_{w \in V} \hat y_w\, u_w - u_o", "right"),
     (r"\sum_{w \in V} \hat y_w\, u_w + u_o", "wrong")],
)  # fmt: skip
def test_a_name_below_a_brace_has_an_index(claim: str, status: str) -> None:
    assert last(WORDS + rf"$$\frac{{\partial J}}{{\partial v}} = {claim}$$") == status


def test_words_below_braces_and_names_that_are_given_say_nothing() -> None:
    given = [(0, r"y = \underbrace{a x}_{\text{slope}} + \underbrace{b}_{c}"), (9, "c = 2 b")]
    assert with_braces([*given, (20, "z = c y")]) == [*given, (20, "z = c y")]


@pytest.mark.parametrize(
    ("claim", "status"),
    [(r"\sum_i \frac{\partial L}{\partial y_i} \hat{x}_i", "right"),
     (r"\sum_i \frac{\partial L}{\partial y_i} x_i", "wrong")],
)  # fmt: skip
def test_every_line_of_a_fence_is_an_equation(claim: str, status: str) -> None:
    beta = r"$$\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}$$ "
    assert last(LINES + beta + rf"$$\frac{{\partial L}}{{\partial \gamma}} = {claim}$$") == status


@pytest.mark.parametrize(
    "formula",
    [
        "a = b +\nc = d",  # the first line goes on
        "a = f(x,\nb = 2)",
        "a\n= b\n= c",
        "a = b \\\\\nc = d",
        (
            "\\frac{\\partial L}{\\partial w} = \\frac{\\partial L}{\\partial z}\n"
            "\\frac{\\partial z}{\\partial w} = g x"
        ),  # one chain, of a product
    ],
)
def test_lines_that_belong_together_stay_so(formula: str) -> None:
    assert line_by_line([(3, formula)]) == [(3, formula)]


def test_lines_stand_where_they_stood() -> None:
    assert line_by_line([(3, "\na = 1\n  b = a")]) == [(4, "a = 1"), (12, "b = a")]


@pytest.mark.parametrize(("claim", "status"), [("2 e x", "right"), ("2 e", "wrong")])
def test_what_a_brace_comes_to_is_no_definition(claim: str, status: str) -> None:
    text = r"$e = w x + b - y$, $C = e^2$" + "\n\n"
    text += r"$$\frac{\partial C}{\partial w} = \underbrace{\frac{\partial C}{\partial e}}_{2 e} "
    text += r"\underbrace{\frac{\partial e}{\partial w}}_{x}$$" + "\n\n"
    assert last(text + rf"$$\frac{{\partial C}}{{\partial w}} = {claim}$$") == status
