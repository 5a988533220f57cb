r"""Ways to write that all know, and that kept whole notes from being read or were called wrong.

Each kind has a claim that is right and one with a slip.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text
from autograd.checking.reading.parser import read_formula
from autograd.checking.reading.tree import Call, Prime


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize(("slope", "status"), [("6x", "right"), ("5x", "wrong")])
def test_dollars_hold_several_lines(slope: str, status: str) -> None:
    text = "(1.) $ y = u^4 \\\\[3ex] u = 3x^2 - 5 \\\\[3ex]\n\\dfrac{dy}{du} = 4u^3 \\\\[5ex]\n"
    assert _last(f"{text}\\dfrac{{du}}{{dx}} = {slope} $") == status


def test_a_price_begins_no_formula() -> None:
    report = check_text("It costs $ 5.\nOr so.\n\n$y = x^2$, $\\frac{dy}{dx} = 2x$; $ 7 at most.")
    assert [e.latex for e in report.equations] == ["y = x^2", r"\frac{dy}{dx} = 2x"]


@pytest.mark.parametrize(("second", "status"), [("+& 3x^2", "right"), ("+& 2x^2", "wrong")])
def test_a_row_that_begins_with_plus_goes_on(second: str, status: str) -> None:
    rows = rf"\frac{{dy}}{{dx}} =& {{d \over dx}} x^2 \\ +& {{d \over dx}} x^3 \\ =& 2x \\ {second}"
    text = rf"$y = x^2 + x^3$ $$\begin{{aligned}} {rows} \end{{aligned}}$$"
    assert _last(text) == status


@pytest.mark.parametrize(
    ("claimed", "status"),
    [(r"\hat y_j(1-\hat y_j)", "right"), (r"\hat y_j(1+\hat y_j)", "wrong")],
)
def test_a_case_on_a_line_of_its_own_is_that_of_what_follows(claimed: str, status: str) -> None:
    r"""softmax(\theta_j) is the share of \theta_j, as the quotient behind it says."""
    text = rf"""\[\hat y_j = softmax(\theta_j)
  = \frac{{exp(\theta_j)}}{{\sum_{{i=1}}^V exp(\theta_i)}}\]
\(k \ne j\)：
\[\frac{{\partial \hat y_j}}{{\partial \theta_k}} = -\hat y_j \hat y_k\]
\(k=j\)：
\[\frac{{\partial \hat y_j}}{{\partial \theta_k}} = {claimed}\]"""
    report = check_text(text)
    assert report.equations[-2].members[-1].status == "right"
    assert report.equations[-1].members[-1].status == status


@pytest.mark.parametrize(("claimed", "status"), [(r"\lambda w", "right"), (r"2\lambda w", "wrong")])
def test_a_function_with_a_parameter_below_is_no_other(claimed: str, status: str) -> None:
    r"""J_\lambda(w) beside J(w); t of X^T t is a vector."""
    text = rf"""$$J(w) = \frac12 \| Xw - t \|^2$$ $$\nabla_w J(w) = X^\top X w - X^\top t$$
$$J_\lambda(w) = J(w) + \frac{{\lambda}}{{2}} \| w \|^2$$
$$\nabla_w J_\lambda(w) = X^\top (Xw - t) + {claimed}$$"""
    assert _last(text) == status


@pytest.mark.parametrize(
    ("claimed", "right"), [(r"1 - \sigma(x)", True), (r"1 + \sigma(x)", False)]
)
@pytest.mark.parametrize("brackets", ["()", "[]"])
def test_a_prime_behind_brackets_is_of_all_in_them(
    brackets: str, claimed: str, right: bool
) -> None:
    whole = rf"{brackets[0]} \log \sigma(x) {brackets[1]}'"
    text = rf"$\sigma(x) = \frac{{1}}{{1+e^{{-x}}}}$ $${whole} = {claimed}$$"
    assert (_last(text) == "right") is right


def test_a_prime_behind_a_functions_own_brackets_is_of_it() -> None:
    inner, whole = (read_formula(f"{text} = 1").members[0].tree
                    for text in (r"\sigma(W x)'", r"(\sigma(W x))'"))  # fmt: skip
    assert isinstance(inner, Call)
    assert inner.primes == 1
    assert isinstance(whole, Prime)


def test_at_a_solution_nothing_is_told_from_anything() -> None:
    r"""Where \theta is the minimiser every multiple of the gradient is 0, but for rounding."""
    text = r"""$J = \| X\theta - y \|^2$ and $\theta = (X^T X)^{-1} X^T y$.
$J_m = \frac1n \| X\theta - y \|^2$, so
$\frac{\partial J_m}{\partial \theta} = %s X^T(X\theta - y)$"""
    assert _last(text % r"\frac1n") != "right"


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        (r"- C \sum_i \mathbb{1}(y_i(w^Tx_i + b) < 1) y_i", "right"),
        (r"- C \sum_i \mathbb{1}(y_i(w^Tx_i + b) < 1)", "wrong"),
    ],
)
def test_a_target_is_a_class_only_where_it_is_one(claimed: str, status: str) -> None:
    r"""y of w_{y_i} is 1, 2, ...; y of y_i (w^T x_i + b), in the next part, is any number."""
    text = rf"""## Many
$L_i = \sum_{{j\neq y_i}} \max(0, w_j^Tx_i - w_{{y_i}}^Tx_i + 1)$
$$\nabla_{{w_j}} L_i = \mathbb{{1}}(w_j^Tx_i - w_{{y_i}}^Tx_i + 1 > 0) x_i \quad (j \neq y_i)$$
## Two
$F(w, b) = \frac12 \|w\|^2 + C \sum_i \max(0, 1 - y_i(w^Tx_i + b))$
$$\frac{{\partial F}}{{\partial b}} = {claimed}$$"""
    assert _last(text) == status


@pytest.mark.parametrize(("claimed", "right"), [(r"\hat x_j", True), ("x_j", False)])
def test_what_is_made_of_gradients_is_no_output(claimed: str, right: bool) -> None:
    """c, made of dy, would be a second way from the parameter to the loss."""
    text = rf"""$\hat x_j = (x_j - \mu) r$, $y_j = \hat x_j \gamma_j + \beta_j$ and
$c = \frac1N \sum_k \hat x_k \gamma_k \, dy_k$.
$$\frac{{dL}}{{d\gamma_j}} = \frac{{dL}}{{dy_j}} {claimed}$$"""
    assert (_last(text) == "right") is right


def test_what_is_cancelled_stands_there() -> None:
    text = r"$y = x^3$ $$\frac{dy}{dx} = \frac{3 \cancel{x} x^2}{\cancel{x}} = 3x^2$$"
    statuses = [member.status for member in check_text(text).equations[-1].members]
    assert statuses == ["right"] * 3
    assert _last(text.replace("= 3x", "= 2x")) == "wrong"


def test_questions_without_numbers_have_no_answers() -> None:
    assert check_text("# Questions\n\nWhat?\n\n# Answers\n\n$f = x^2$, $\\frac{df}{dx} = 2x$\n").ok
