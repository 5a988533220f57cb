"""A claim is wrong only where the text says all that it is about; what is settled so is held."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

SOFTMAX = r"$$p_i = \frac{e^{s_i}}{\sum_j e^{s_j}}$$ "
G = r"$$g(x, y) = x^2 y + e^{xy}$$ "
NET = "yhat = sigmoid(z)\nL = (yhat - y)**2\n"
LONG = "net = w*x + b\nout = tanh(net)\nloss = (out - t)**2\n"
ENERGY = r"$$E(w) = \frac{1}{n} \|t - A w\|^2$$ "
NORM = (
    r"$$\mu = \frac1n \sum_i x_i$$ $$v = \frac1n \sum_i (x_i - \mu)^2$$ "
    r"$$\hat x_i = (x_i - \mu)/\sqrt{v + \varepsilon}$$ $$y_i = g \hat x_i + h$$ "
)
GATES = (
    r"$$f = \sigma(a_f x + r_f h)$$ $$i = \sigma(a_i x + r_i h)$$ $$g = \tanh(a_g x + r_g h)$$ "
    r"$$c = f c_0 + i g$$ "
)
TIME = r"$$s_t = \tanh(u x_t + r s_{t-1})$$ $$E = \sum_t (s_t - d_t)^2$$ "
TOLD: list[tuple[str, str]] = [
    (r"$z = w x + b$, $L = e^{w x + b}$ $$\frac{dL}{dz} = e^z$$", "right"),  # z stands in L
    (r"$f(x) = u v$, $u = x^2$, $v = e^{3x}$ $$f'(x) = 2x e^{3x} + 3 x^2 e^{3x}$$", "right"),
    (r"$f(x) = u v$, $u = x^2$, $v = e^{3x}$ $$f'(x) = 2x e^{3x} + x^2 e^{3x}$$", "wrong"),
    (SOFTMAX + r"$$\frac{\partial p_j}{\partial s_i} = -p_i p_j \quad (i \ne j)$$", "right"),
    (SOFTMAX + r"$$\frac{\partial p_j}{\partial s_i} = p_i p_j \quad (i \ne j)$$", "wrong"),
    (
        (
            SOFTMAX
            + "\n\n**Fall 2** $i \\ne j$:\n"
            + r"$$\frac{\partial p_j}{\partial s_i} = -p_i p_j$$"
        ),
        "right",
    ),
    (
        r"$$y = w x$$ $$z = 2 u y$$ $w = 0.5$, $x = 2$, $u = 1$ $$\frac{dy}{du} = 0.0573$$",
        "unknown-name",
    ),
    (
        (
            SOFTMAX + "当 $i=j$ 时，\n" + r"$$\frac{\partial p_j}{\partial s_i} = p_i(1 - p_i)$$"
            "\n当 $i\\neq j$ 时，\n" + r"$$\frac{\partial p_j}{\partial s_i} = -p_i p_j$$"
        ),
        "right",
    ),
    ((NET + r"dL/dyhat = 2*(yhat - y)"), "right"),
    ((NET + r"dL/dz = 2*(yhat - y)*yhat*(1 - yhat)"), "right"),
    ((LONG + r"dloss/dout = 2*(out - t)"), "right"),
    ((LONG + r"dloss/dnet = 2*(out - t)*(1 - out**2)"), "right"),
    ((LONG + r"dloss_dw = 2*(out - t)*(1 - out)*x"), "wrong"),
    ((r"$$f(x) = x^2$$ $$f'(2) = 4$$"), "right"),
    ((r"$$f(x) = x^2$$ $$f(2) = 5$$"), "wrong"),
    ((r"$$f(x) = x^2$$ $$\frac{df}{dx} = 2x$$"), "right"),
    ((r"$$f(x) = x^2$$ $$f'(x) = 3x$$"), "wrong"),
    ((G + r"$$\frac{\partial g}{\partial x} = 2xy + y e^{xy}$$"), "right"),
    ((G + r"$$\left.\frac{\partial g}{\partial x}\right|_{x=0} = y$$"), "right"),
    ((G + r"$$\frac{\partial^2 g}{\partial x \partial y} = 2x + e^{xy}$$"), "wrong"),
    ((SOFTMAX + r"$$\frac{\partial p_i}{\partial s_j} = p_i(\delta_{ij} - p_j)$$"), "right"),
    ((SOFTMAX + r"$$\frac{\partial p_i}{\partial s_j} = p_i(\mathbb{1}[i=j] - p_i)$$"), "wrong"),
    (
        (
            SOFTMAX + r"$$\frac{\partial p_i}{\partial s_j} = \begin{cases} p_i(1-p_i) & "
            r"i = j \\ -p_i p_j & i \ne j \end{cases}$$"
        ),
        "right",
    ),
    ((SOFTMAX + r"$$\frac{\partial p_i}{\partial s_j} = p_i (1 - p_j)$$"), "wrong"),
    ((SOFTMAX + r"$$\frac{\partial p}{\partial s} = \operatorname{diag}(p) - p p^T$$"), "right"),
    (
        (
            SOFTMAX + r"$$C = -\log p_c$$ $$\frac{\partial C}{\partial s_j} = p_j - "
            r"\mathbb{1}[j = c]$$"
        ),
        "right",
    ),
    ((ENERGY + r"$$\nabla E = -\frac{2}{n} A^T (t - A w)$$"), "right"),
    ((ENERGY + r"$$\nabla E = -\frac{2}{n} (t - A w) A^T$$"), "wrong"),
    ((ENERGY + r"$$\nabla^2 E = \frac{2}{n} A^T A$$"), "right"),
    (
        (
            NORM + r"$$\frac{\partial L}{\partial g} = \sum_i \frac{\partial "
            r"L}{\partial y_i} \hat x_i$$"
        ),
        "right",
    ),
    (
        (
            NORM + r"$$\frac{\partial L}{\partial v} = -\frac12 \sum_i \frac{\partial "
            r"L}{\partial \hat x_i}(x_i - \mu)(v + \varepsilon)^{-3/2}$$"
        ),
        "right",
    ),
    ((NORM + r"$$\frac{\partial L}{\partial h} = \frac{\partial L}{\partial y_i}$$"), "wrong"),
    (
        (
            NORM + r"$$\frac{\partial L}{\partial x_i} = \frac{\partial L}{\partial "
            r"\hat x_i}\frac{1}{\sqrt{v+\varepsilon}} + \frac{\partial "
            r"L}{\partial v}\frac{2(x_i-\mu)}{n} + \frac{\partial L}{\partial "
            r"\mu}\frac1n$$"
        ),
        "right",
    ),
    (
        (
            r"$$A = Q K^T$$ $$Y = A V$$ $$\frac{\partial L}{\partial V} = A^T "
            r"\frac{\partial L}{\partial Y}$$"
        ),
        "right",
    ),
    (
        (
            r"$$A = Q K^T$$ $$Y = A V$$ $$\frac{\partial L}{\partial A} = "
            r"\frac{\partial L}{\partial Y} V^T$$"
        ),
        "right",
    ),
    ((r"$$A = Q K^T$$ $$Y = A V$$ $$dK = dA\, Q$$"), "wrong"),
    ((GATES + r"$$\frac{\partial c}{\partial a_f} = c_0 f (1-f) x$$"), "right"),
    ((GATES + r"$$\frac{\partial c}{\partial a_g} = i (1-g) x$$"), "wrong"),
    (
        (
            TIME + r"$$\frac{\partial E}{\partial s_t} = 2(s_t - d_t) + \frac{\partial "
            r"E}{\partial s_{t+1}} r (1 - s_{t+1}^2)$$"
        ),
        "right",
    ),
    (
        (
            TIME + r"$$\frac{\partial E}{\partial r} = \sum_t \frac{\partial "
            r"E}{\partial s_t} (1 - s_t^2) s_{t-1}$$"
        ),
        "right",
    ),
    (
        (
            r"$$s = Wx$$ $$p = \text{softmax}(s)$$ $$L = CE(p, y)$$ "
            r"$$\frac{\partial s}{\partial x} = W$$"
        ),
        "right",
    ),
    (
        (
            r"$$z = wx + b$$ $$a = \tanh(z)$$ $$\frac{\partial L}{\partial w} = "
            r"\frac{\partial L}{\partial a}(1 - a^2) x$$"
        ),
        "right",
    ),
    (
        (
            r"$$z_i = \sum_j W_{ij} x_j + b_i$$ $$a_i = \sigma(z_i)$$ "
            r"$$\frac{\partial L}{\partial W_{ij}} = \frac{\partial L}{\partial "
            r"a_i} a_i (1 - a_i) x_j$$"
        ),
        "right",
    ),
    (
        (
            r"$$L = \frac12 \|W u - y\|^2$$ $$u = "
            r"\begin{bmatrix}1\\2\end{bmatrix}$$ $$\frac{\partial L}{\partial "
            r"u} = W^T (W u - y)$$"
        ),
        "right",
    ),
    ((r"$$a = \beta z$$ $$\frac{da}{dz} = \beta$$"), "right"),
    ((r"$$L = (a - y)^2$$ $$\frac{\partial L}{\partial a} = 2 (a - y) + \kappa$$"), "unknown-name"),
    (
        (
            r"$$L = \frac12 (w x - y)^2$$ $$\frac{\partial L}{\partial w} = x "
            r"(w x - y) \in \mathbb{R}$$"
        ),
        "right",
    ),
    (
        (
            r"$$k = \frac12 (\mu^2 + s^2 - 1 - \log s^2)$$ $$\frac{\partial "
            r"k}{\partial s^2} = \frac12 (1 - \frac{1}{s^2})$$"
        ),
        "right",
    ),
    ((r"$$z = W x$$ $$\frac{\partial W x}{\partial x} = W$$"), "right"),
    (("$$y = w x + b$$\n\n$$y = w x$$\n\n$$\\frac{\\partial y}{\\partial w} = x$$"), "right"),
    (("```\nz = w*x + b\nL = (z - y)**2\ndL/dw = 3*(z - y)*x\n```"), "wrong"),
]
CONE = "V = pi h^3/48\ndV/dt = "  # h is a function of t: dh/dt is spoken of
MOTION = "E = m w^2/2 + k (1 - cos q)\ndE/dt = m w dw/dt + "  # so are w and q, but not m and k
RATES = [
    (CONE + "(pi h^2/16) dh/dt", "right"), (CONE + "(pi h^2/8) dh/dt", "wrong"),
    (MOTION + "k sin q dq/dt", "right"), (MOTION + "k cos q dq/dt", "wrong"),
    ("z = x^2\nd^2z/dt^2 = 2 (dx/dt)^2 + 2 x d^2x/dt^2", "right"),
    ("z = x^2\nd^2z/dt^2 = 2 x d^2x/dt^2", "wrong"), ("z = x y\ndx/dt = x", "unknown-name"),
]  # fmt: skip


@pytest.mark.parametrize(("document", "status"), RATES)
def test_what_is_differentiated_by_time_is_a_function_of_it(document: str, status: str) -> None:
    (*_, claim) = check_text(document).equations
    assert claim.status == status


def test_what_has_entries_is_no_time() -> None:
    r"""L_{rec} is a function of no \hat{x} that is a vector; found by broken documents, raised."""
    text = (
        r"$=(u\mathrm{diag}(a))$$\mathcal{L}=L_{rec}K$$\frac{\partial L_{rec}}{\partial\hat{x}}=$"
    )
    found = [e.status for e in check_text(text).equations]
    assert found == ["unreadable", "definition", "unknown-name"]


FITTED = (
    r"$$J = \frac12 \|X \beta - y\|^2$$ $$\hat y = X \hat\beta = X (X^T X)^{-1} X^T y$$ "
    r"$$\frac{\partial \hat y}{\partial y} = X (X^T X)^{-1} X^T$$"
)
GATE = (
    r"$$o_t = \sigma(u_{ot})$$ $$u_{kt} = W_k x_t + b_k$$ $$h_t = o_t \tanh(c_t)$$ "
    r"$$\frac{dL}{dW_o} = \frac{dL}{dh_t} \tanh(c_t) o_t (1 - o_t) x_t$$"
)
OPEN = [(GATE, "o is a gate, and an index")]


@pytest.mark.parametrize(("document", "status"), TOLD)
def test_what_the_text_tells_is_judged(document: str, status: str) -> None:
    (*_, claim) = check_text(document).equations
    assert claim.members[-1].status == status


@pytest.mark.parametrize(("document", "why"), OPEN)
def test_what_the_text_leaves_open_is_not_called_wrong(document: str, why: str) -> None:
    (*_, claim) = check_text(document).equations
    assert claim.members[-1].status in ("unknown-name", "no-valid-point"), why


def test_of_a_chain_what_leads_to_the_variable_is_its_law() -> None:
    (*_, claim) = check_text(FITTED).equations
    assert claim.members[-1].status == "right"
    (*_, claim) = check_text(FITTED[:-2] + "X$$").equations
    assert claim.members[-1].status == "wrong"


MATRICES = r"$$p = X w$$ $$L = \frac12 \|p - y\|^2$$ "
HOLDS = r"$$\frac{\partial L}{\partial w} = X^T (p - y)$$ "
NONSENSE = r"\frac{\partial L}{\partial w} = X^T \tanh(3 p + y^2)"


def test_what_no_slip_explains_may_be_misread_unless_much_around_it_holds() -> None:
    (*_, alone) = check_text(MATRICES + f"$${NONSENSE}$$").equations
    assert alone.status == "no-valid-point"
    assert "it may be misread" in alone.members[-1].explanations[0].text
    (*_, among_many) = check_text(MATRICES + 8 * HOLDS + f"$${NONSENSE}$$").equations
    assert among_many.status == "wrong"
    (*_, explained) = check_text(MATRICES + r"$$\frac{\partial L}{\partial w} = X^T p$$").equations
    assert explained.status == "wrong"


def test_of_numbers_what_no_slip_explains_is_wrong() -> None:
    (*_, claim) = check_text("L = (w*x - y)**2\ndL/dw = 17*x").equations
    assert claim.status == "wrong"
    assert claim.members[-1].explanations[0].kind == "unexplained"


PARTS = r"""$L = L_{rec} + L_{reg} = \frac12 \sum_i (x_i - u_i)^2 + \frac12 \sum_j \mu_j^2$
$$\frac{\partial %s}{\partial u_i} = %s$$"""


@pytest.mark.parametrize(
    ("of", "claimed", "status"),
    [
        ("L", "u_i - x_i", "right"),
        ("L", "x_i - u_i", "wrong"),
        ("L_{rec}", "u_i - x_i", "unknown-name"),  # which part is the first, words may tell
        ("L_{rec}", "x_i - u_i", "unknown-name"),
    ],
)
def test_a_part_of_a_loss_that_no_equation_gives_alone(of: str, claimed: str, status: str) -> None:
    assert check_text(PARTS % (of, claimed)).equations[-1].status == status


ONE_EXAMPLE = r"""
$L(\theta) = y \log \sigma(\theta^T x) + (1 - y) \log (1 - \sigma(\theta^T x))$,
with $x \in \mathbb{R}^d$.
$$\nabla_\theta L(\theta) = %s$$"""


@pytest.mark.parametrize(
    ("claimed", "status"),
    [
        (r"(y - \sigma(\theta^T x)) x", "right"),
        (r"(\sigma(\theta^T x) - y) x", "wrong"),
        (r"(y - \sigma(\theta^T x))", "wrong"),
    ],
)
def test_the_target_of_one_example_is_a_number(claimed: str, status: str) -> None:
    """No vector y fits: with one, a right gradient had x^T for x."""
    assert check_text(ONE_EXAMPLE % claimed).equations[-1].status == status
