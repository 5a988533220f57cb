r"""What a text tells once in its own way: functions at a sample, curves, points, sentences.

Each text has a claim that is right and one that is wrong, worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

LINE = r"""
$$J(w, b) = \frac{1}{2m} \sum_{i=0}^{m-1} (f_{w,b}(x^{(i)}) - y^{(i)})^2$$
where $$f_{w,b}(x^{(i)}) = w x^{(i)} + b$$
"""
POLAR = r"$f(x, y) = x^2 y$ and $g(r, t) = f(r \cos t, r \sin t)$. "
CURVE = r"The curve $x^3 + y^3 = 6xy$ passes through the point $(3, 3)$. "
EXPONENTIAL = r"Find $y'$ where $e^{xy} = x + y$. "
CIRCLE = r"On the circle $x^2 + y^2 = r^2$ we have "


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        pytest.param(
            LINE,
            r"\frac{\partial J(w, b)}{\partial w} ="
            r" \frac1m \sum_{i=0}^{m-1} (f_{w,b}(x^{(i)}) - y^{(i)}) x^{(i)}",
            r"\frac{\partial J(w, b)}{\partial w} ="
            r" \frac1m \sum_{i=0}^{m-1} (f_{w,b}(x^{(i)}) - y^{(i)})",
            id="a function given at a sample",
        ),
        pytest.param(
            POLAR,
            r"g_t = -f_x r \sin t + f_y r \cos t",
            r"g_t = f_x r \sin t + f_y r \cos t",
            id="f_x at the arguments of f",
        ),
        pytest.param(
            CURVE,
            r"3x^2 + 3y^2 y' = 6y + 6xy'",
            r"3x^2 + 3y^2 y' = 6y + 6x",
            id="a curve differentiated",
        ),
        pytest.param(
            CURVE,
            r"\frac{dy}{dx} = \frac{2y - x^2}{y^2 - 2x}",
            r"\frac{dy}{dx} = \frac{2y + x^2}{y^2 - 2x}",
            id="the slope of a curve",
        ),
        pytest.param(
            CURVE,
            r"\left.\frac{dy}{dx}\right|_{(3, 3)} = -1",
            r"\left.\frac{dy}{dx}\right|_{(3, 3)} = 1",
            id="the slope of a curve at a point",
        ),
        pytest.param(
            EXPONENTIAL,
            r"y' = \frac{1 - y(x + y)}{x(x + y) - 1}",
            r"y' = \frac{1 - y(x - y)}{x(x + y) - 1}",
            id="a slope in which the curve is used",
        ),
        pytest.param(
            CIRCLE,
            r"\frac{d^2 y}{dx^2} = -\frac{r^2}{y^3}",
            r"\frac{d^2 y}{dx^2} = \frac{r^2}{y^3}",
            id="the second derivative on a curve",
        ),
        pytest.param(
            CIRCLE + r"$y' = -x/y$, and with $F(x, y) = x^2 + y^2$ also $F_x = 2x$. ",
            r"y' = -\frac{F_x}{F_y}",
            r"y' = \frac{F_x}{F_y}",
            id="the partials of what is constant on a curve",
        ),
        pytest.param(
            "$f(x, y) = x^2 y^3$ ",
            r"\left.\frac{\partial f}{\partial x}\right|_{(1, 2)} = 16",
            r"\left.\frac{\partial f}{\partial x}\right|_{(1, 2)} = 12",
            id="a partial derivative at a point without names",
        ),
    ],
)
def test_it_is_judged_as_by_hand(text: str, right: str, wrong: str) -> None:
    """The right claim is called right, the planted one wrong."""
    for claim, status in ((right, "right"), (wrong, "wrong")):
        report = check_text(f"{text}\n$${claim}$$")
        assert report.equations[-1].status == status, claim


def test_a_softmax_at_one_entry_is_no_function_of_that_entry_alone() -> None:
    r"""\sigma(z_i) = e^{z_i} / \sum_j e^{z_j} is not given at every argument."""
    text = r"$$p(z^{(i)}) = e^{z^{(i)}} / \sum_j e^{z^{(j)}}$$ "
    report = check_text(text + r"$$\frac{\partial p(z^{(i)})}{\partial z^{(i)}} = 0$$")
    assert report.equations[-1].status != "right"


def test_a_point_off_the_curve_is_told() -> None:
    """Of a slope where the curve is not, nothing is judged."""
    report = check_text(CIRCLE.replace("r^2", "25") + r"$$\frac{dy}{dx}|_{(1, 1)} = -1$$")
    assert report.equations[-1].status not in ("right", "wrong")
    assert "not on the curve" in str(report)


def test_a_prime_of_what_depends_on_nothing_is_not_judged() -> None:
    """y' is no derivative of y by itself."""
    for claim in ("1", "2x"):
        report = check_text(f"$f(x, y) = x^2 y$ $$y' = {claim}$$")
        assert report.equations[-1].status not in ("right", "wrong")


SHEET = """
For the function f(x,y) = x^2 y + e^(-y) all partial derivatives are asked for, please.

f_x = 2xy
f_y = x^2 - e^(-y)
f_xy = {mixed}

Another one: by x^3 + y^3 = 6xy the function y(x) is given. Thus
y' = {slope}
"""


def test_equations_in_sentences_without_markup() -> None:
    """What the sentences give is found, and what follows from it is judged."""
    right = check_text(SHEET.format(mixed="2x", slope="(2y - x^2)/(y^2 - 2x)"), kind="txt")
    assert [e.status for e in right.equations if e.judged] == ["right"] * 4
    wrong = check_text(SHEET.format(mixed="2y", slope="(2y - x^2)/(y^2 + 2x)"), kind="txt")
    assert [e.status for e in wrong.equations if e.judged] == ["right", "right", "wrong", "wrong"]
