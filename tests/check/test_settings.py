r"""Values that a text gives of functions without a formula: what follows from them is judged.

What is true of each text is worked out by hand.
"""

from __future__ import annotations

import math
from functools import partial
from typing import Any

import pytest

from autograd import check_text, grad
from autograd.checking.meaning.settings import through
from autograd.engine import ops

LIST = (
    "Table of values: $f(2) = 1$, $f'(2) = 5$, $g(1) = 2$, $g'(1) = 3$, $g(2) = -1$, $g'(2) = 4$."
)
CHAIN = LIST + " Let $h(x) = f(g(x)).$\n\n"


def _last(text: str) -> list[str]:
    return [m.status for m in check_text(text).equations[-1].members]


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"$h'(1) = f'(2) \cdot 3 = 15$", "right"),
        (r"$h'(1) = 15$", "right"),
        (r"$h(1) = 1$", "right"),
        (r"$(fg)'(2) = 5 \cdot (-1) + 1 \cdot 4 = -1$", "right"),
        (r"$\left(\frac{f}{g}\right)'(2) = \frac{5 \cdot (-1) - 1 \cdot 4}{(-1)^2} = -9$", "right"),
        (r"$(f + g)'(2) = 9$", "right"),
        (r"$(f \circ g)'(1) = 15$", "right"),
        (r"$h'(1) = f'(2) = 5$", "wrong"),
        (r"$h'(1) = 8$", "wrong"),
        (r"$(fg)'(2) = 5 \cdot 4 = 20$", "wrong"),
        (r"$\left(\frac{f}{g}\right)'(2) = \frac{1 \cdot 4 - 5 \cdot (-1)}{(-1)^2} = 9$", "wrong"),
        (r"$h'(2) = f'(-1) \cdot 4 = 20$", "unknown-name"),
        (r"$h''(1) = 0$", "unknown-name"),
        (r"$f''(2) = 0$", "unknown-name"),
    ],
)
def test_numbers_that_follow_from_given_values(claim: str, status: str) -> None:
    """By the chain, product and quotient rules; what needs a value that is not given is open."""
    assert check_text(CHAIN + claim).equations[-1].status == status


def test_what_is_given_is_no_claim() -> None:
    """Neither right nor wrong: the text says what f is."""
    assert {e.status for e in check_text(LIST + r" $(fg)'(2) = -1$").equations[:-1]} == {
        "definition"
    }


def test_a_value_is_given_by_words_or_in_a_list() -> None:
    """What is found is not: "so f'(2) = 5" about any f says nothing of what follows."""
    text = r"Suppose that $f'(2) = 5$. With $h(x) = f(2x)$ we have $h'(1) = 10$"
    assert _last(text) == ["right", "right"]
    assert _last(text.replace("= 10", "= 5")) == ["right", "wrong"]
    assert _last(text.replace("Suppose that", "Then"))[1] == "unknown-name"


def test_a_function_with_a_formula_is_meant_anew_where_words_give_its_values() -> None:
    """In the next exercise f is another; without such words its values are claims."""
    first = "## 1\n\n$f(x) = x^2$, $f'(x) = 2x$, $f'(3) = 6$\n\n## 2\n\n"
    anew = first + r"Suppose $f(1) = 4$, $f'(1) = 7$ and $k(x) = f(x)^2$: $k'(1) = 56$"
    assert [e.status for e in check_text(anew).equations][-4:] == [
        "definition", "definition", "definition", "right"
    ]  # fmt: skip
    assert _last(first + "We find $f'(1) = 7$") == ["right", "wrong"]


def test_a_value_that_is_given_twice_is_not_given() -> None:
    """Which of the two is meant is open."""
    text = r"Suppose $f'(2) = 5$. $h(x) = f(2x)$. Suppose $f'(2) = 6$. So $h'(1) = 10$"
    assert _last(text)[1] == "unknown-name"


def _free(scale: float, x: Any) -> Any:
    return ops.tanh(scale * x)


def test_a_function_through_values() -> None:
    """Hermite's interpolation: at 0 and 1 the values, at 2 the slope alone, free elsewhere."""
    given = [(0, 0.0, 1.0), (1, 0.0, -2.0), (0, 1.0, 3.0), (2, 1.0, 4.0), (1, 2.0, 0.5)]
    for scale in (1.0, -3.0):
        f = through(given, partial(_free, scale), lambda n: [0.7] * n)
        assert math.isclose(float(f(0.0)), 1.0)
        assert math.isclose(grad(f)(0.0), -2.0)
        assert math.isclose(float(f(1.0)), 3.0)
        assert math.isclose(grad(grad(f))(1.0), 4.0)
        assert math.isclose(grad(f)(2.0), 0.5)
        assert math.isclose(float(f(2.0)), 0.7)
