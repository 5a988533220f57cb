r"""Kinds that real notes showed: each text with a claim that is right and one that is wrong.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

SEVERAL_Z = r"""
Let $z = y - t$ and $L = \frac12 z^2$. Then {claim}

Now another thing: $y = \sigma(z)$, and $\frac{dy}{dz} = y(1 - y)$.
"""
LAST_LAYER = r"""
$z^{(L)} = w^{(L)} a^{(L-1)} + b^{(L)} $ and $a^{(L)} = \sigma(z^{(L)})$; the cost of one
example is $C_0 = (a^{(L)} - y)^2$.
"""
SPACED = r"""
$u = 3x + b $, and $E = u^2  $ 的导数.
"""
GATES = r"""
$u_{kt} = W_k x_t + R_k h_{t-1} + b_k $ for each gate $k$; $f_t = \sigma(u_{ft})$,
$s_t = \tanh(u_{st})$, $o_t = \sigma(u_{ot})$.
$$c_t = f_t \times c_{t-1} + s_t$$ $$h_t = o_t \times \tanh(c_t)$$
"""
MEAN = r"""
$\mu[c] = \frac{1}{N} \sum_{n} x[n][c]$, $v[c] = \frac{1}{N} \sum_{n} (x[n][c] - \mu[c])^2$
"""
CELL = r"""
$$c_t = f_t c_{t-1} + s_t, \quad h_t = o_t \tanh(c_t)$$
The loss is $L$, and $\frac{\partial h_t}{\partial c_t} = o_t (1 - \tanh^2(c_t))$.
"""
RECURRENT = r"""
$$h_t = \tanh(u x_t + w h_{t-1} + b)$$
$$\frac{\partial h_t}{\partial u}
= \sum_{s=1}^{t} \frac{\partial h_t}{\partial h_s} (1 - h_s^2) x_s$$
"""


def last(text: str) -> str:
    """Return the status of the last member of a text."""
    return check_text(text).equations[-1].members[-1].status


def of_claim(text: str, claim: str) -> str:
    """Return the status of the last member of the first equation with a text."""
    return next(e for e in check_text(text).equations if claim in e.latex).members[-1].status


@pytest.mark.parametrize(
    ("claim", "status"), [(r"\frac{dL}{dz} = z", "right"), (r"\frac{dL}{dz} = 2 z", "wrong")]
)
def test_what_comes_later_inverts_nothing_before(claim: str, status: str) -> None:
    assert of_claim(SEVERAL_Z.replace("{claim}", f"${claim}$."), claim) == status


def test_a_quantity_at_another_argument_is_not_said() -> None:
    """z(z(y)) is (y - t) - t if anything: it is not z."""
    text = r"Let $z = y - t$ and $L = \frac12 z^2$. $$\frac{dL}{dy} = z(y) z'(y) = {claim}$$"
    assert last(text.replace("{claim}", "z(y)")) == "right"
    assert last(text.replace("{claim}", "z(z(y))")) == "unknown-name"


def test_a_formula_may_end_in_a_space_before_its_dollar() -> None:
    assert last(SPACED + r"$\frac{dE}{dx} = 6 u $") == "right"
    assert last(SPACED + r"$\frac{dE}{dx} = 2 u $") == "wrong"
    assert not check_text(r"It costs $5 = x and $y more.").equations


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"2 (a^{(L)} - y) \sigma'(z^{(L)}) w^{(L)} \sigma'(z^{(L-1)}) a^{(L-2)}", "right"),
        (r"2 (a^{(L)} - y) \sigma'(z^{(L)}) w^{(L)} \sigma'(z^{(L)}) a^{(L-2)}", "wrong"),
    ],
)
def test_what_is_said_of_the_last_layer_holds_of_each(claim: str, status: str) -> None:
    derivative = r"$$\frac{\partial C_0}{\partial w^{(L-1)}} = "
    assert last(LAST_LAYER + derivative + claim + "$$") == status


def test_a_softmax_of_the_last_layer_is_of_no_other() -> None:
    """What $a^{L-1}$ is made of is not said then: the claim may be right."""
    text = LAST_LAYER.replace(r"\sigma(", r"\mathrm{softmax}(")
    claim = r"$$\frac{\partial a^{(L-1)}}{\partial z^{(L-1)}} = 2$$"
    assert last(text + claim) not in ("right", "wrong")


def test_what_a_letter_is_the_base_of_is_no_index() -> None:
    """h_t = o_t tanh(c_t), and o_t is the sigmoid of u_{o,t}."""
    claim = r"$$\frac{dh_t}{du_{o,t}} = \tanh(c_t) o_t (1 - {o}_t)$$"
    assert last(GATES + claim.replace("{o}", "o")) == "right"
    assert last(GATES + claim.replace("{o}", "f")) == "wrong"


def test_quantities_with_a_cross_between_them_are_no_sizes() -> None:
    assert last(GATES + r"$$\frac{dh_t}{df_t} = o_t (1 - \tanh^2(c_t)) c_{t-1}$$") == "right"
    assert last(GATES + r"$$\frac{dh_t}{df_t} = o_t (1 - \tanh^2(c_t)) c_t$$") == "wrong"


def test_a_multiple_of_the_identity_is_written_as_a_number() -> None:
    text = r"$x \in \mathbb{R}^n$, $u = 3 x$. $$\frac{\partial u}{\partial x} = "
    assert last(text + "3$$") == "right"
    assert last(text + "6$$") == "wrong"


@pytest.mark.parametrize(("factor", "status"), [("2", "right"), ("1", "wrong")])
def test_a_sum_goes_to_what_divides_it(factor: str, status: str) -> None:
    derivative = r"$$\frac{\partial v[c]}{\partial x[n][c]} = "
    claim = rf"\frac{{{factor}}}{{N}} (x[n][c] - \mu[c])$$"
    assert last(MEAN + derivative + claim) == status


def test_at_the_last_step_nothing_comes_after() -> None:
    """c_{t+1} hangs on c_t, but for the last step."""
    claim = r"$$\frac{\partial L}{\partial f_t} = "
    claim += r"\frac{\partial L}{\partial h_t} o_t (1 - \tanh^2(c_t)) "
    told = CELL + "Only the last output is compared with the target, so at that step\n"
    assert last(told + claim + "c_{t-1}$$") == "right"
    assert last(told + claim + "c_t$$") == "wrong"


def test_where_steps_are_summed_up_there_are_several() -> None:
    """b is in h_{t-1} too."""
    assert last(RECURRENT) == "right"
    assert last(RECURRENT + r"$$\frac{\partial h_t}{\partial b} = 1 - h_t^2$$") == "wrong"


def test_of_which_step_a_name_is_may_be_left_open() -> None:
    """g_s is of E_t for one t: so the sum is right, and is not called wrong."""
    text = RECURRENT + r"Let $E_t = (h_t - y_t)^2$ and $g_s = \partial E_t / \partial h_s$. "
    claim = r"$$\frac{\partial E_t}{\partial u} = \sum_{s=1}^{t} x_s g_s \cdot (1 - h_s^2)$$"
    assert last(text + claim) in ("right", "unknown-name")
    assert of_claim(text, "g_s =") in ("right", "unknown-name")


@pytest.mark.parametrize(("claim", "status"), [(r"y / p", "right"), (r"y p", "wrong")])
@pytest.mark.parametrize(
    "said", [r"By $\lg$ I mean the natural logarithm.", r"这里的 $\lg$ 其实是自然对数."]
)
def test_lg_is_the_natural_logarithm_where_a_text_says_so(
    said: str, claim: str, status: str
) -> None:
    text = said + r" $$L = y \lg p$$ $$\frac{dL}{dp} = {claim}$$"
    assert last(text.replace("{claim}", claim)) == status


def test_lg_is_left_open_where_nothing_is_said() -> None:
    assert last(r"$$L = y \lg p$$ $$\frac{dL}{dp} = \frac{y}{p}$$") == "unknown-name"


def test_an_arrow_that_only_some_writings_have_changes_no_name() -> None:
    text = r"$u = 2 W x$ gives $\frac{d\vec{u}}{d\vec{x}} = "
    assert last(text + "2 W$") == "right"
    assert last(text + "W$") == "wrong"


def test_what_an_arrow_tells_apart_stays_so() -> None:
    r"""r is the length of \vec{r}: the derivative by \vec{r} is no derivative by r."""
    text = r"$r = |\vec{r}|$, $E = r^2$. $\frac{dE}{d\vec{r}} = "
    assert last(text + r"2 \vec{r}$") == "right"
    assert last(text + "2 r$") == "wrong"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("L'(w) = z x", "right"),
        ("L'(w) = 2 z x", "wrong"),
        ("L'(z(w)) z'(w) = z x", "right"),
        ("L''(w) = x^2", "right"),
        ("L''(w) = 2 x^2", "wrong"),
    ],
)
def test_a_prime_of_a_quantity_is_its_derivative(claim: str, status: str) -> None:
    assert last(rf"$z = w x - t$ and $L = \frac12 z^2$. $${claim}$$") == status


UPDATE = r"""
$J = \frac{1}{2m} \|X\theta - y\|^2$
$$\theta := \theta - \alpha \frac{\partial J}{\partial \theta} = {claim}$$
"""
STEP = r"\theta - \frac{\alpha}{m} X^T (X\theta - y)"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (STEP, "right"),
        (STEP.replace(r"\frac", r"2 \frac"), "wrong"),
        (STEP + r" = \theta - \alpha X^T (X\theta - y)", "wrong"),
        (STEP.replace("X^T ", r"X^T X "), "wrong"),
    ],
)
def test_an_update_that_goes_on_says_what_the_gradient_is(claim: str, status: str) -> None:
    assert last(UPDATE.replace("{claim}", claim)) == status


def test_a_step_may_absorb_a_constant_where_a_text_says_so() -> None:
    told = UPDATE + "where constant factors are absorbed into the step."
    member = check_text(told.replace("{claim}", r"\theta - \alpha X^T (X\theta - y)"))
    assert member.equations[-1].members[-1].condition.startswith("a constant factor is taken into")
    assert last(told.replace("{claim}", r"\theta - \alpha (X\theta - y)")) != "right-if"


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ("f'(x) = 2x", "right"),
        ("f'(x) = 3x", "wrong"),
        (r"\frac{dy}{dx} = 2x", "right"),
        ("f'(3) = 6", "right"),
        (r"\frac{\partial f(x)}{\partial x} = x", "wrong"),
    ],
)
def test_a_chain_says_in_passing_what_a_function_is(claim: str, status: str) -> None:
    assert last(rf"Let $y = f(x) = x^2 + 1$; then $f(0) = 1$. $${claim}$$") == status


@pytest.mark.parametrize("largest", [r"\max(z)", r"\max(z_j)", r"\max_j z_j"])
@pytest.mark.parametrize(
    ("claim", "status"),
    [(r"p_i (\delta_{ik} - p_k)", "right"), (r"p_i (\delta_{ik} - p_i)", "wrong")],
)
def test_the_largest_of_a_vector(largest: str, claim: str, status: str) -> None:
    """It cancels in the softmax."""
    text = rf"$m = {largest}$, $p_i = \frac{{e^{{z_i - m}}}}{{\sum_j e^{{z_j - m}}}}$. "
    assert last(text + rf"$$\frac{{\partial p_i}}{{\partial z_k}} = {claim}$$") == status


SHEET = r"""
# Questions

1. Find the partial derivatives of

   * $f(x, y) = \ln(xy)$,
   * $f(x, y) = u^2 - v$, where $u = \sin(x)$ and $v = \cos(y)$.

2. The gradient of $F(x, y) = x^2 + y^2$ at $(1, 1)$.

# Answers

1. By the chain rule
   * $f_x = {first}$,
   * $\frac{\partial f}{\partial x} = {second}$.

2. $\nabla F(1, 1) = {third}$.
"""


@pytest.mark.parametrize(
    ("first", "second", "third", "statuses"),
    [
        (r"\frac1x", r"2\sin(x)\cos(x)", "(2, 2)", ["right"] * 3),
        (r"\frac1y", r"2\sin(x)", "(2, 1)", ["wrong"] * 3),
        (r"2\sin(x)\cos(x)", r"\frac1x", "(1, 1)", ["wrong"] * 3),
    ],
)
def test_an_answer_is_about_its_question(
    first: str, second: str, third: str, statuses: list[str]
) -> None:
    text = SHEET.replace("{first}", first).replace("{second}", second).replace("{third}", third)
    found = [e.members[-1].status for e in check_text(text).equations]
    assert found[-3:] == statuses


def test_questions_are_no_exercise_but_question_2_is() -> None:
    text = "# {title}\n\nLet $u = 3x$.\n\n## Work\n\n$\\frac{du}{dx} = 3$"
    assert last(text.replace("{title}", "Problem statement")) == "right"
    assert last(text.replace("{title}", "Problem 2")) == "right"
    again = text.replace("## Work", "# Problem 3").replace("{title}", "Problem 2")
    assert last(again) != "right"


@pytest.mark.parametrize(("claim", "status"), [("(2x, 6y)", "right"), ("(2x, 3y)", "wrong")])
def test_a_gradient_has_numbers_where_its_length_is_asked_for(claim: str, status: str) -> None:
    text = r"Let $F(x, y) = x^2 + 3y^2$. $\|\nabla F(a, b)\| = 2\sqrt{a^2 + 9b^2}$, and "
    assert of_claim(text, "sqrt") == "right"
    assert last(text + rf"$\nabla F(x, y) = {claim}$") == status


@pytest.mark.parametrize(("claim", "status"), [("p - y", "right"), ("y - p", "wrong")])
def test_a_loss_may_be_called_by_its_short_name(claim: str, status: str) -> None:
    text = r"$p = \mathrm{softmax}(z)$, $y$ is one-hot. {said}: $L = -\sum_k y_k \log p_k$. "
    gradient = rf"$\nabla_z \text{{CE}} = {claim}$"
    assert last(text.replace("{said}", "The cross-entropy is") + gradient) == status
    assert last(text.replace("{said}", "The loss is") + gradient) == "unknown-name"


@pytest.mark.parametrize(("claim", "status"), [("h (1 - h)", "right"), ("h (1 + h)", "wrong")])
def test_a_diagonal_is_written_as_a_row_where_vectors_are_rows(claim: str, status: str) -> None:
    text = r"$x \in \mathbb{R}^{1 \times d}$, $z = x W + b$, $h = \sigma(z)$. "
    odot = claim.replace(" (", r" \odot (")
    assert last(text + rf"$$\frac{{\partial h}}{{\partial z}} = {odot}$$") == status


def test_a_slip_in_a_diagonal_that_is_written_as_a_vector_is_explained() -> None:
    text = r"$z = W x + b$, $h = \tanh(z)$. $$\frac{\partial h}{\partial z} = h \odot (1 + h)$$"
    said = check_text(text).equations[-1].members[-1]
    assert said.status == "wrong"
    assert said.explanations[0].text == "h should be 1 - h"  # (1 - h) (1 + h) is 1 - h^2
