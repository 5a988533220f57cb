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
REGRESSION = (
    r"With $\lambda_i = \exp(x_i'\beta)$ the likelihood is"
    r" $\ln L = \sum_i (y_i \ln \lambda_i - \lambda_i)$. "
)
FILTER = r"""The covariances of a Kalman filter:
$$P_{k|k} = (I - K_k H_k) P_{k|k-1} (I - K_k H_k)^T + K_k R_k K_k^T$$ and $J = \text{tr}(P_{k|k})$.
"""
DROPPED = r"""Let $M$ be symmetric, $e_t = y_t - A_t x_t$ and $J = \frac12 e_t^T M e_t$.
From now on we drop the time index. """
NORMAL = r"Let $p(y|x) = \mathcal{N}(y \mid w x + b, \sigma^2)$ with $\sigma = e^\omega$. "
POLICY = r"The return is $R$ and $J(\theta) = \log \pi_\theta(a|s) R$. "
CRITIC = r"""Actions are drawn from $\pi(a|s)$. With $V_w(s) = w^T \phi(s)$ the error is
$\delta_t = r_t + \gamma V_w(s_{t+1}) - V_w(s_t)$. """
MARGIN = r"$J = \frac12 \|w\|^2 + C \sum_{i=1}^n \max(0, 1 - y_i (w^T x_i + b))$. "
DIRECTION = r"Let $f(x, y) = x^2 y$ and $\vec u = (\frac35, \frac45)$. "
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
        pytest.param(
            REGRESSION,
            r"\frac{\partial \ln L}{\partial \beta} = \sum_i (y_i - \lambda_i) x_i",
            r"\frac{\partial \ln L}{\partial \beta} = \sum_i (y_i - 1) x_i",
            id="a prime that transposes regressors",
        ),
        pytest.param(
            REGRESSION,
            r"\frac{\partial^2 \ln L}{\partial\beta\,\partial\beta'} = -\sum_i \lambda_i x_i x_i'",
            r"\frac{\partial^2 \ln L}{\partial\beta\,\partial\beta'} = \sum_i \lambda_i x_i x_i'",
            id="a Hessian by beta and its transpose",
        ),
        pytest.param(
            FILTER,
            r"\frac{\partial J}{\partial K_k} = -2(I - K_k H_k) P_{k|k-1} H_k^T + 2K_k R_k",
            r"\frac{\partial J}{\partial K_k} = -2(I - K_k H_k) P_{k|k-1} H_k^T - 2K_k R_k",
            id="the gain of a filter",
        ),
        pytest.param(
            DROPPED,
            r"\frac{\partial J}{\partial A} = -M e x^T",
            r"\frac{\partial J}{\partial A} = M e x^T",
            id="an index that the text drops",
        ),
        pytest.param(
            r"$f = \text{tr}(A B A^T)$ with symmetric $B$. ",
            r"{\frac{\partial}{\partial A}} \text{tr}(A B A^T) = 2 A B",
            r"{\frac{\partial}{\partial A}} \text{tr}(A B A^T) = A B",
            id="a derivative in braces of its own",
        ),
        pytest.param(
            NORMAL,
            r"\frac{\partial \log p(y|x)}{\partial \omega} = \frac{(y - wx - b)^2}{\sigma^2} - 1",
            r"\frac{\partial \log p(y|x)}{\partial \omega} = \frac{(y - wx - b)^2}{\sigma^2} + 1",
            id="the normal density by its name",
        ),
        pytest.param(
            POLICY,
            r"\nabla_\theta J(\theta) = R \frac{\nabla_\theta \pi_\theta(a|s)}{\pi_\theta(a|s)}",
            r"\nabla_\theta J(\theta) = R \nabla_\theta \pi_\theta(a|s)",
            id="a policy is a function of its parameter",
        ),
        pytest.param(
            CRITIC,
            r"\nabla_w \frac12 \delta_t^2 = \delta_t (\gamma \phi(s_{t+1}) - \phi(s_t))",
            r"\nabla_w \frac12 \delta_t^2 = \delta_t (\gamma \phi(s_{t+1}) + \phi(s_t))",
            id="a temporal difference is no slope",
        ),
        pytest.param(
            r"$f = \langle \vec x, \vec a \rangle$ ",
            r"\vec\nabla \left(\vec{x}^\top A \vec{x}\right) = (A + A^\top) \vec{x}",
            r"\vec\nabla \left(\vec{x}^\top A \vec{x}\right) = (A - A^\top) \vec{x}",
            id="a gradient by the one vector with an arrow",
        ),
        pytest.param(
            MARGIN + r"Let $S$ be the set of points with $y_i (w^T x_i + b) < 1$. ",
            r"\frac{\partial J}{\partial w} = w - C \sum_{i \in S} y_i x_i",
            r"\frac{\partial J}{\partial w} = w + C \sum_{i \in S} y_i x_i",
            id="a set in words",
        ),
        pytest.param(
            MARGIN + r"Put $A = \{i : y_i (w^T x_i + b) < 1\}$. ",
            r"\frac{\partial J}{\partial b} = -C \sum_{i \in A} y_i",
            r"\frac{\partial J}{\partial b} = C \sum_{i \in A} y_i",
            id="a set in braces",
        ),
        pytest.param(
            r"Let $y = \ln(x^2 + 1)$. ", "y'(2) = 4/5", "y'(2) = 2/5", id="a slope at a number"
        ),
        pytest.param(
            DIRECTION,
            r"D_{\vec u} f(1, 2) = \nabla f(1, 2) \cdot \vec u = \frac{16}{5}",
            r"D_{\vec u} f(1, 2) = \nabla f(1, 2) \cdot \vec u = 4",
            id="a derivative in a direction",
        ),
        pytest.param(
            r"Let $f(x, y) = x^2 y$, and make $a = (3, 4)$ a unit vector. ",
            r"D_a f(x, y) = \frac15 (6xy + 4x^2)",
            r"D_a f(x, y) = \frac15 (6xy - 4x^2)",
            id="a direction that is made a unit vector",
        ),
        pytest.param("Let $y = x^3 - 2x$. ", "y''(2) = 12", "y''(2) = 10", id="a second slope"),
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


TOTAL = r"Let $f(x, y) = x^2 y$ with $y = \sin x$. $\frac{dy}{dx} = \cos x$. "


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial f}{\partial x} = 2xy", "right"),
        (r"f_x = 2xy", "right"),
        (r"\frac{df}{dx} = \frac{\partial f}{\partial x} + x^2 \cos x", "right"),
        (r"\frac{df}{dx} = 2xy + x^2 \cos x", "right"),
        (r"\frac{df}{dx} = 2xy", "wrong"),
        (r"\frac{\partial f}{\partial x} = 2x^2 y", "wrong"),
    ],
)
def test_partial_and_total_derivatives_by_what_an_argument_depends_on(
    claim: str, status: str
) -> None:
    r"""\partial f/\partial x holds y fixed, or does not; df/dx never does."""
    assert check_text(f"{TOTAL} $${claim}$$").equations[-1].status == status


def test_a_direction_of_another_length_is_left_open() -> None:
    """Whether a is made a unit vector is not said."""
    report = check_text(r"Let $f(x, y) = x^2 y$, $a = (3, 4)$. $$D_a f(1, 2) = 16$$")
    assert report.equations[-1].status not in ("right", "wrong")


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


@pytest.mark.parametrize(
    "words", ["In the limit $b \\to 0$ we have", "If you use $(z - 1)^2$ for the loss,"]
)
def test_a_sentence_about_another_case_is_no_claim_about_this(words: str) -> None:
    """What holds in another case only is not called wrong; the next sentence is."""
    text = rf"Let $z = wx + b$ and $L = z^2$. {words} $\frac{{dL}}{{dw}} = 2wx^2$. "
    report = check_text(text + r"It is $\frac{dL}{dx} = 2wx$.")
    assert [e.status for e in report.equations[-2:]] == ["unknown-name", "wrong"]


def test_a_chain_rule_without_the_indices_of_all_else_is_not_called_wrong() -> None:
    r"""\lambda stands for each \lambda_i, and which of them is meant is not said."""
    claim = r"\frac{\partial \ln L}{\partial \beta} = \frac{\partial \ln L}{\partial \lambda}"
    report = check_text(rf"{REGRESSION} $${claim} \frac{{\partial \lambda}}{{\partial \beta}}$$")
    assert report.equations[-1].status != "wrong"


ROWS = r"""
Let $z = wx + b$ and $L = \frac12 (z - y)^2$.

| gradient | formula | shape |
|---|---|---|
| $\frac{\partial L}{\partial z}$ | $z - y$ | $1$ |
| $\frac{\partial L}{\partial b}$ | $(z - y)x$ | $1$ |
| $\frac{\partial L}{\partial w}$ | $\frac{\partial L}{\partial b}$ | $1$ |
| $\frac{\partial L}{\partial x}$ | $w$ | $x$ |
"""
PLAIN_ROWS = """
Constants: x = 1.5, y = 1, w = 0.8, b = −0.7.

| forward | value |
|---|---|
| z = w·x + b | 0.5 |
| L = (z − y)² | 0.25 |

| node | gradient |
|---|---|
| z | ∂L/∂z = 2(z − y) = −1 |
| w | ∂L/∂w = ∂L/∂z · w |

| ∂L/∂b | ∂L/∂z | b |
| ∂L/∂b | 2(z − y) | 1 |
"""


def test_rows_of_tables() -> None:
    """What a cell says of the derivative in the one before is a claim, where none other is."""
    report = check_text(ROWS)
    assert [e.status for e in report.equations[2:]] == ["right", "wrong"]
    report = check_text(PLAIN_ROWS)
    assert [e.status for e in report.equations if e.judged] == ["right", "wrong", "right"]


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
