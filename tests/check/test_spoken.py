r"""What the words beside formulas say of them: each text with a claim that is right and one wrong.

What is true of each is worked out by hand, by the chain rule; where a reason is short it is told.
"""

from __future__ import annotations

import pytest

from autograd import check_text

LAYER = r"$y = W x + b$, and the loss is $L$. "
ROWS = (
    r"$y = x W + b$ for a row $x$; the loss is $L$, and $\delta = \frac{\partial L}{\partial y}$. "
)
ANEW = r"""
$z_i = w_i x_i$ and $a_i = \tanh(z_i)$ with the loss $L$. Let $g_i = \partial L/\partial a_i$.
$$\frac{\partial L}{\partial z_i} = (1 - a_i^2) g_i$$
From here on $$g_i = \frac{\partial L}{\partial z_i}.$$
"""
REPEATED = r"Repeated indices are summed. $$S^{ij} = Q^{ia} K^{ja}$$ The loss is $L$. "
TAPE = r"""
$f(a, b, c) = ((a + b) c)^2$ at $(2, 1.5, 6)$.
$$v_1 = a + b$$ $$v_2 = v_1 c$$ $$v_3 = v_2^2$$ $$f = v_3$$
An adjoint is $\bar v_i = \frac{\partial f}{\partial v_i}$. $$\bar v_3 = 1$$ $$\bar v_2 = 2 v_2$$
"""
BY_ROWS = (
    r"Each $x_i$ is a row. $$J(\beta) = \frac12 \sum_i (x_i \beta - y_i)^2"
    r" + \frac12 \lambda \beta^T \beta$$ "
)
SOLVED = r"""
$$E = \frac12 \sum_i (y_i - w x_i - b)^2$$
Setting $\frac{\partial E}{\partial b} = 0$ gives $$b = \bar y - w \bar x$$
"""
PLAIN = """
C1 = K1*P1 + B1
P2 = tanh(C1)
loss = (P2 - T)**2
Here deltaX is the derivative of the loss by X.
deltaP2 = 2*(P2 - T)
deltaC1 = deltaP2*(1 - P2**2)
"""
CARRIED = r"""
$$f_t = \sigma(w x_t + u h_{t-1})$$ $$c_t = f_t c_{t-1} + x_t$$ $$h_t = \tanh(c_t)$$
$$J = \sum_t (h_t - y_t)^2$$
"""
HELD = CARRIED + "Along the cell, with $h_{t-1}$ held fixed: "
FORGET = r"\frac{\partial c_t}{\partial c_{t-1}} = f_t"
MEAN = r"$J = \frac12 \sum_{i=1}^n (x_i - \mu)^2$ "
ONE_HOT = r"The target $y$ is one-hot. $$p_k = \frac{e^{z_k}}{\sum_j e^{z_j}}$$ $$J = -\log p_o$$ "
RATED = (
    r"$$J = \sum_{(u,i) \in K} (r_{ui} - q_i^T p_u)^2 + \lambda \sum_u \|p_u\|^2"
    r" + \lambda \sum_i \|q_i\|^2$$ "
)
WORDS = (
    r"$$p_o = \frac{e^{u_o^T v}}{\sum_w e^{u_w^T v}}$$ $$J = -\log p_o$$ "
    r"Words $w$ are of the vocabulary. "
)
LYING = r"The scores are $s = k q$; the loss is $L$, and $r = \partial L/\partial s$. "
TOLD = [
    # the prose names a derivative
    (LAYER + r"Write $g$ for the incoming $\partial L/\partial y$. ",
     r"\frac{\partial L}{\partial W} = g x^T", r"\frac{\partial L}{\partial W} = -g x^T"),
    (LAYER + r"We denote $\frac{\partial L}{\partial y}$ by $\delta$. ",
     r"\frac{\partial L}{\partial x} = W^T \delta", r"\frac{\partial L}{\partial x} = -W^T \delta"),
    (LAYER + r"Here $u$ is short for $\partial L/\partial y$. ",
     r"\frac{\partial L}{\partial b} = u", r"\frac{\partial L}{\partial b} = -u"),
    (LAYER + r"记 $\frac{\partial L}{\partial y}$ 为 $r$。",
     r"\frac{\partial L}{\partial W} = r x^T", r"\frac{\partial L}{\partial W} = 2 r x^T"),
    (ANEW, r"\frac{\partial L}{\partial w_i} = g_i x_i",
     r"\frac{\partial L}{\partial w_i} = (1 - a_i^2) g_i x_i"),
    # what is repeated is summed, here over j and over i
    (REPEATED, r"\frac{\partial L}{\partial Q^{ia}} = \frac{\partial L}{\partial S^{ij}} K^{ja}",
     r"\frac{\partial L}{\partial Q^{ia}} = -\frac{\partial L}{\partial S^{ij}} K^{ja}"),
    (REPEATED, r"\frac{\partial L}{\partial K^{ja}} = \frac{\partial L}{\partial S^{ij}} Q^{ia}",
     r"\frac{\partial L}{\partial K^{ja}} = 2 \frac{\partial L}{\partial S^{ij}} Q^{ia}"),
    # v_1 = 3.5, v_2 = 21, so \bar v_2 = 42 and \bar v_1 = 42 c = 252; by c it is 42 v_1 = 147
    (TAPE, r"\bar v_1 = \bar v_2 c", r"\bar v_1 = \bar v_2 v_1"),
    (TAPE, r"\bar v_1 = \bar v_2 c = 252", r"\bar v_1 = \bar v_2 c = 147"),
    (TAPE, r"\frac{\partial f}{\partial c} = 147", r"\frac{\partial f}{\partial c} = 252"),
    (BY_ROWS, r"\nabla_\beta J = \sum_i x_i^T (x_i \beta - y_i) + \lambda \beta",
     r"\nabla_\beta J = \sum_i x_i^T (x_i \beta - y_i) + 2 \lambda \beta"),
    # at the b that solves it the derivative is 0, which any multiple of it would be
    (SOLVED, r"\frac{\partial E}{\partial b} = -\sum_i (y_i - w x_i - b)",
     r"\frac{\partial E}{\partial b} = -2 \sum_i (y_i - w x_i - b)"),
    (PLAIN, "deltaP1 = deltaC1*K1", "deltaP1 = deltaC1*P1"),
    (ROWS + r"The gradients are $\Delta W$ and $\Delta b$. $$\Delta b = \delta$$ ",
     r"\Delta W = x^T \delta", r"\Delta W = \delta x^T"),
    (HELD, FORGET, r"\frac{\partial c_t}{\partial c_{t-1}} = -f_t"),
    # where nothing is held fixed a second path goes through h_{t-1}, past the first step
    (CARRIED, FORGET + r" + u f_t \cdot (1 - f_t) c_{t-1} (1 - h_{t-1}^2)", FORGET),
    (MEAN, r"\frac{\partial J}{\partial \mu} = n (\mu - \bar x)",
     r"\frac{\partial J}{\partial \mu} = \mu - \bar x"),
    (ONE_HOT, r"\frac{\partial J}{\partial z} = p - y", r"\frac{\partial J}{\partial z} = y - p"),
    (ONE_HOT, r"\frac{\partial J}{\partial z_k} = p_k - y_k",
     r"\frac{\partial J}{\partial z_k} = p_k + y_k"),
    # the items that a user has rated, and the users who have rated an item
    (RATED, (r"\frac{\partial J}{\partial p_u} = -2 \sum_{i \in I(u)} (r_{ui} - q_i^T p_u) q_i"
     r" + 2 \lambda p_u"), (r"\frac{\partial J}{\partial p_u} = -2 \sum_{i \in I(u)}"
     r" (r_{ui} - q_i^T p_u) q_i + \lambda p_u")),
    (RATED, (r"\frac{\partial J}{\partial q_i} = -2 \sum_{u \in U(i)} (r_{ui} - q_i^T p_u) p_u"
     r" + 2 \lambda q_i"), (r"\frac{\partial J}{\partial q_i} = 2 \sum_{u \in U(i)}"
     r" (r_{ui} - q_i^T p_u) p_u + 2 \lambda q_i")),
    (WORDS, r"\frac{\partial J}{\partial v} = -u_o + \sum_{w \in V} p_w u_w",
     r"\frac{\partial J}{\partial v} = u_o + \sum_w p_w u_w"),
    # that k is a matrix is said of it, by a capital or not
    (LYING + r"Here $k \in \mathbb{R}^{n \times d}$ and $q \in \mathbb{R}^d$. ",
     r"\frac{\partial L}{\partial k} = r q^T", r"\frac{\partial L}{\partial k} = q r^T"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), TOLD)
def test_what_words_say_of_formulas_is_heard(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        shown = claim if given is PLAIN else f"$${claim}$$"
        assert check_text(f"{given}\n{shown}").equations[-1].status == status, claim


OPEN = [
    # which side of the kink is meant is said in words, or not at all
    (r"$L = \max(0, 1 - y a)$. Where the margin is kept, ", r"\frac{\partial L}{\partial a} = 0"),
    (r"$a = \max(0, z)$. For an active unit ", r"\frac{\partial a}{\partial z} = 1"),
    # of N(u) the loss says nothing
    (r"$$J = \sum_u \sum_i (r_{ui} - q_i^T p_u)^2$$ ",
     r"\frac{\partial J}{\partial p_u} = -2 \sum_{i \in N(u)} (r_{ui} - q_i^T p_u) q_i"),
    # and of V none says that it is the vocabulary
    (r"$$p_o = \frac{e^{u_o^T v}}{\sum_w e^{u_w^T v}}$$ $$J = -\log p_o$$ ",
     r"\frac{\partial J}{\partial v} = u_o - \sum_{w \in V} p_w u_w"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "claim"), OPEN)
def test_what_words_leave_open_has_no_verdict(given: str, claim: str) -> None:
    found = check_text(f"{given}\n$${claim}$$").equations[-1].status
    assert found not in ("right", "wrong")


def test_a_condition_that_is_set_to_zero_is_set_aside() -> None:
    line = r"$$E = \frac12 \sum_i (y_i - w x_i - b)^2$$ "
    (_, condition) = check_text(
        line + r"Setting it to zero, $$\frac{\partial E}{\partial b} = 0$$"
    ).equations
    (_, claim) = check_text(line + r"$$\frac{\partial E}{\partial b} = 0$$").equations
    assert (condition.status, claim.status) == ("set-aside", "wrong")


def test_what_words_say_of_a_name_that_cannot_be_read_is_passed_over() -> None:
    text = r"Let $W$ be diagonal and $\Del$ symmetric, $\foo > 0$. $y = w x$ $$\frac{dy}{dw} = x$$"
    assert check_text(text).equations[-1].status == "right"


def test_a_root_is_tried_on_both_sides_of_0() -> None:
    text = r"$f(c) = \sqrt{c^2}$ $$f'(c) = 1$$ $$f'(c) = \frac{c}{\sqrt{c^2}}$$"
    assert [e.status for e in check_text(text).equations] == ["definition", "wrong", "right"]


def test_what_is_set_in_one_exercise_is_free_in_the_next() -> None:
    text = (
        "**Exercise 1.** $x = t^2$, $z = 3 x$ $$\\frac{dz}{dt} = 6 t$$\n\n"
        "**Exercise 2.** $u = x^3 y$ $$\\frac{\\partial u}{\\partial x} = 3 x^2 y$$\n"
    )
    assert [e.status for e in check_text(text).equations if e.status != "definition"] == (
        ["right", "right"]
    )


def test_a_sentence_in_plain_text_says_what_a_function_is() -> None:
    text = "1. Find the minimum of f(x) = x^3 - 6x^2 + 1 on [0, 5].\n\n   f'(x) = {}\n"
    right, wrong = (
        check_text(text.format(slope), kind="txt").equations[-1].status
        for slope in ("3x^2 - 12x", "3x^2 - 6x")
    )
    assert (right, wrong) == ("right", "wrong")


def test_a_factorial_is_any_positive_function() -> None:
    text = r"$$\ell(r) = y \ln r - r - \ln y!$$ $$\frac{d\ell}{dr} = \frac{y}{r} - 1$$"
    wrong = text.replace(r"\frac{y}{r} - 1", r"\frac{y}{r} + 1")
    assert [check_text(x).equations[-1].status for x in (text, wrong)] == ["right", "wrong"]


LG = r"$L = -[y \lg p + (1 - y) \lg(1 - p)]$ "  # for some the natural logarithm
PRECISION = r"Let $S$ be symmetric. $l = -\frac{n}{2} \log|S| - \frac12 x^T P x$, $P = S^{-1}$ "
LEFT_OPEN = [
    LG + r"$$\frac{\partial L}{\partial p} = \frac{p - y}{p (1 - p)}$$",
    # is S given, or its inverse?
    PRECISION + r"$$\nabla_P l = \frac{n}{2} P^{-1} - \frac12 x x^T$$",
    # x' may be the transpose
    r"$l_i = e^{x_i' b}$ $$\frac{\partial l_i}{\partial b} = l_i x_i$$",
]


@pytest.mark.parametrize("text", LEFT_OPEN)
def test_what_a_text_may_mean_in_two_ways_is_never_called_wrong(text: str) -> None:
    assert check_text(text).equations[-1].status != "wrong"


def test_labels_of_two_classes_are_1_or_minus_1_where_that_is_needed() -> None:
    text = r"$D = a_1 - \frac12 a_1^2 y^2 k$ $$\frac{\partial^2 D}{\partial a_1^2} = -k$$"
    member = check_text(text).equations[-1].members[1]
    assert (member.status, member.condition) == ("right-if", "y is 1 or -1")
