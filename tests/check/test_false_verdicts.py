"""Readings that made right claims wrong, or wrong ones right, in notes by strangers."""

from __future__ import annotations

import pytest

from autograd import check_text


def last(text: str) -> str:
    """Return the status of the last member of a document."""
    return check_text(text).equations[-1].members[-1].status


HEADS = r"""
$$Q = X W_q, \quad K = X W_k, \quad V = X W_v$$
$$S = \frac{Q K^T}{\sqrt{d}}$$ $$A_{ij} = \frac{e^{S_{ij}}}{\sum_%s e^{S_{i%s}}}$$
$$Z = A V$$ $$Y = Z W_o$$
Let $L$ be a scalar loss of $Y$.
$$\frac{\partial L}{\partial Z} = \frac{\partial L}{\partial Y} W_o^T$$
$$\frac{\partial L}{\partial V} = A^T \frac{\partial L}{\partial Z}$$
"""


@pytest.mark.parametrize("letter", ["k", "o", "m"])
@pytest.mark.parametrize(
    ("by", "claimed", "status"),
    [
        ("W_o", r"Z^T \frac{\partial L}{\partial Y}", "right"),
        ("W_k", r"X^T \frac{\partial L}{\partial K}", "right"),
        ("W_v", r"X^T \frac{\partial L}{\partial V}", "right"),
        ("W_o", r"-Z^T \frac{\partial L}{\partial Y}", "wrong"),
        ("W_k", r"2 X^T \frac{\partial L}{\partial K}", "wrong"),
    ],
)
def test_letters_that_tell_names_apart_count_nothing(
    letter: str, by: str, claimed: str, status: str
) -> None:
    r"""W_k beside W_q and W_v is a name, though a sum runs over k."""
    text = HEADS % (letter, letter) + rf"$$\frac{{\partial L}}{{\partial {by}}} = {claimed}$$"
    assert last(text) == status


def test_letters_that_count_do_so_beside_numbers() -> None:
    text = r"$$y_i = \sum_q w_q x_{iq}$$ $$\frac{\partial y_i}{\partial w_c} = %s$$"
    assert last(text % "x_{ic}") == "right"
    assert last(text % "-x_{ic}") == "wrong"


MARGINS = (
    r"$$L(w, b, \alpha) = \frac12 \|w\|^2 %s - \sum_{i=1}^N \alpha_i (y_i (w \cdot x_i + b) - 1)$$"
)


@pytest.mark.parametrize("slack", ["", r"+ C \sum_i \xi_i"])
@pytest.mark.parametrize(
    ("by", "claimed", "status"),
    [
        ("w", r"w - \sum_{i=1}^N \alpha_i y_i x_i", "right"),
        ("b", r"-\sum_{i=1}^N \alpha_i y_i", "right"),
        ("w", r"w + \sum_{i=1}^N \alpha_i y_i x_i", "wrong"),
        ("b", r"\sum_{i=1}^N \alpha_i y_i", "wrong"),
    ],
)
def test_a_dot_with_what_has_a_norm_is_a_number(
    slack: str, by: str, claimed: str, status: str
) -> None:
    """The norm was counted once for each entry of w where b was taken for a vector."""
    assert (
        last(MARGINS % slack + rf"$$\frac{{\partial L}}{{\partial {by}}} = {claimed}$$") == status
    )


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        (r"f(x) \frac{d}{dx} g(x) + \frac{d}{dx} f(x) g(x)", "right"),
        (r"\frac{d}{dx} f(x) g(x) + f(x) \frac{d}{dx} g(x)", "right"),
        (r"\frac{d}{dx} f(x) g(x)", "right"),
        (r"f(x) \frac{d}{dx} g(x) - \frac{d}{dx} f(x) g(x)", "wrong"),
        (r"f(x) \frac{d}{dx} g(x) + \frac{d}{dx} (f(x) g(x))", "wrong"),
        (r"f(x) \frac{d}{dx} g(x) + \frac{d}{dx} \left[ f(x) g(x) \right]", "wrong"),
    ],
)
def test_without_brackets_a_derivative_may_be_of_the_first_factor(
    claimed: str, status: str
) -> None:
    assert last(rf"$$h(x) = f(x) g(x)$$ $$\frac{{d}}{{dx}} h(x) = {claimed}$$") == status


def test_the_rows_of_a_table_are_no_chain() -> None:
    text = "$$0.5^2 = 0.25$$\n\n| net | slope |\n|---|---|\n"
    rows = "| plain | $\\approx 0.25$ |\n| gated | $\\approx 0.663$ |\n"
    found = [m.status for e in check_text(text + rows).equations for m in e.members]
    assert "wrong" not in found


@pytest.mark.parametrize(("claimed", "status"), [("0.8145", "right"), ("0.9145", "wrong")])
def test_what_goes_on_does_so_from_the_expression_before(claimed: str, status: str) -> None:
    assert last(f"$$0.5^2 = 0.25$$ and then $0.95^4$\n$= {claimed}$") == status


UPSTREAM = r"""
$$s_i = a u_i + c$$ $$L = \sum_i s_i^2$$ $$\frac{\partial L}{\partial s_i} = 2 s_i$$
$$\frac{\partial L}{\partial u_i} = 2 a s_i$$ $$\frac{\partial L}{\partial a} = \sum_i 2 s_i u_i$$
Take $u = (1, 2, 3)$, $a = 1$, $c = 0$.

"""


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("Do it again with an upstream gradient", "no-valid-point"),
        ("Suppose that", "no-valid-point"),
        ("设上游梯度为", "no-valid-point"),
        ("Here", "wrong"),
    ],
)
def test_the_upstream_gradient_of_an_exercise_is_given(words: str, status: str) -> None:
    assert last(UPSTREAM + words + r" $\partial L/\partial s = (1, 0, -1)$.") == status
    assert last(UPSTREAM + words + r" $\partial L/\partial s = (2, 4, 6)$.") == "right"


def test_the_sign_of_zero_is_a_convention() -> None:
    assert last(r"$$g(x) = \operatorname{sign}(x)$$ with $\operatorname{sign}(0) = +1$") != "wrong"
    assert last(r"$$\operatorname{sign}(2) = -1$$") == "wrong"


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        ((r"\frac{\partial E}{\partial o} \frac{\partial o}{\partial z} "
         r"\frac{\partial z}{\partial w}"), "right"),
        (r"\frac{\partial z}{\partial w} \frac{\partial E}{\partial z}", "right"),
        (r"\frac{\partial E}{\partial z} \frac{\partial o}{\partial w}", "open"),
        (r"\frac{\partial E}{\partial z}", "open"),
    ],
)  # fmt: skip
def test_where_nothing_leads_a_chain_must_lead_from_end_to_end(claimed: str, status: str) -> None:
    """Both sides are 0: only a chain that would hold whatever z is can be right."""
    found = last(rf"$E = \frac12 (t - o)^2$ $$\frac{{\partial E}}{{\partial w}} = {claimed}$$")
    assert found == status if status == "right" else found not in ("right", "wrong")


RULES = r"""
$$\mathbf{a}^T \mathbf{b} = \mathbf{b}^T \mathbf{a}$$
$$(\mathbf{A} \mathbf{B})^T = \mathbf{B}^T \mathbf{A}^T$$
$$\nabla_{x} \mathbf{b}^T \mathbf{x} = \mathbf{b}$$
$$\nabla_{x} \mathbf{x}^T \mathbf{A} \mathbf{x} = %s$$
$$a^T = a$$
"""


def test_what_makes_a_matrix_a_number_shows_nothing_of_matrices() -> None:
    """It is right where A is symmetric, which nothing says."""
    status = [e.status for e in check_text(RULES % r"2 \mathbf{A} \mathbf{x}").equations]
    assert status[:3] == ["right"] * 3
    assert status[3] != "right"
    found = check_text(RULES % r"(\mathbf{A} + \mathbf{A}^T) \mathbf{x}").equations
    assert found[3].status == "right"


def test_a_chain_over_what_does_not_depend_on_the_variable_is_open() -> None:
    """The weight goes into o, not into h: its chain leads from end to end, and is broken."""
    text = r"$h = \sigma(u x)$ $o = w h$ $E = \frac12 \sum (t - a)^2$ "
    chain = r"\frac{\partial E}{\partial o} \frac{\partial o}{\partial h} "
    chain += r"\frac{\partial h}{\partial w}"
    assert last(text + rf"$$\frac{{\partial E}}{{\partial w}} = {chain}$$") != "right"


def test_what_a_sum_runs_over_counts_beside_classes_with_letters() -> None:
    """z_c and z_y are two of the z_j that are summed."""
    text = r"$$L = -z_y + \log \sum_j e^{z_j}$$ $$p_i = \frac{e^{z_i}}{\sum_j e^{z_j}}$$"
    claim = r"$$\frac{\partial L}{\partial z_c} = %s \quad (c \ne y)$$"
    assert last(text + claim % "p_c") == "right"
    assert last(text + claim % "-p_c") == "wrong"


@pytest.mark.parametrize("printed", ["0.6457", "0.3"])
def test_a_number_printed_for_an_unknown_function_is_open(printed: str) -> None:
    text = rf"$z = 0.5 \cdot 1 + 0.1 = 0.6$, $a = g(z) \approx {printed}$, $L = (a - 1)^2$ "
    assert "wrong" not in [e.status for e in check_text(text).equations]
    slope = r"$$\frac{\partial L}{\partial z} = 2 (a - 1) g'(z) \approx -0.1621$$"
    assert last(text + slope) not in ("right", "wrong")


@pytest.mark.parametrize("letter", "imps")
def test_a_sum_without_an_index_runs_over_the_only_letter_behind_it(letter: str) -> None:
    text = rf"$$q_{letter} = w x_{letter} + b$$ $$\frac{{\partial L}}{{\partial b}} = "
    assert last(rf"{text}\sum \frac{{\partial L}}{{\partial q_{letter}}}$$") == "right"
    assert last(rf"{text}-\sum \frac{{\partial L}}{{\partial q_{letter}}}$$") != "right"


@pytest.mark.parametrize(
    ("text", "claim", "slip"),
    [  # whether y is held fixed in F_x is not said; without the law of y it is judged
        (r"""$e^{xy} + x^2 - y = 1$ gives $y = y(x)$. Let $F = e^{xy} + x^2 - y - 1$; then
         $F_y = x e^{xy} - 1$ and $\frac{dy}{dx} = \frac{y e^{xy} + 2x}{1 - x e^{xy}}$.""",
         r"F_x = y e^{xy} + 2x", r"F_x = y e^{xy} - 2x"),
        (r"$J = (y - X\theta)^T (y - X\theta)$. The best is $\theta = (X^T X)^{-1} X^T y$.",
         r"\frac{\partial J}{\partial y} = 2(y - X\theta)",
         r"\frac{\partial J}{\partial y} = 2 y - X \theta + 1"),
        (r"Stack $x_{l+1} = x_l + f_l(x_l)$ with $x_l \in \mathbb{R}^n$.",
         r"\frac{\partial x_{l+1}}{\partial x_l} = I + f_l'(x_l)",
         r"\frac{\partial x_{l+1}}{\partial x_l} = 2 I"),
    ],
)  # fmt: skip
def test_what_is_right_with_something_held_fixed_is_not_wrong(
    text: str, claim: str, slip: str
) -> None:
    assert check_text(f"{text}\n$${claim}$$").equations[-1].status != "wrong"
    assert check_text(f"{text}\n$${slip}$$").equations[-1].status != "right"


def test_a_case_may_be_taken_first() -> None:
    """By hand: p_k (1 - p_k) is the slope of the softmax for i = k, -p_k p_i for others."""
    text = r"""$p_i = \frac{\exp(o_i)}{\sum_j \exp(o_j)}$. Take $i = k$ first,
    $$\frac{\partial p_i}{\partial o_k} = p_k (1 - p_k)$$ and for $i \neq k$,
    $$\frac{\partial p_i}{\partial o_k} = - p_k p_i$$"""
    assert [e.status for e in check_text(text).equations][-2:] == ["right", "right"]
    slipped = check_text(text.replace("- p_k p_i", "p_k p_i")).equations
    assert slipped[-1].status == "wrong"
