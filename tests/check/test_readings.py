r"""What strangers' notations are read as: a text in, the readings of its formulas out."""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading import parser
from autograd.checking.reading.chains import Unread
from autograd.checking.reading.document import read_document


def readings(text: str, kind: str = "md") -> list[str]:
    """Return each formula of a text as it is understood; "?" for what could not be read."""
    found = []
    for formula in read_document(text, kind).formulas:
        written = ""
        for member in formula.members:
            said = "?" if isinstance(member.tree, Unread) else parser.write(member.tree)
            written += f" {member.relation} {said}" if member.relation else said
        found.append(written)
    return found


LETTERS = {
    r"$L = R + KL$, $\frac{\partial KL}{\partial m} = 2$": [
        r"L = R + \text{KL}",
        r"d(\text{KL}, m) = 2",
    ],
    "$f = w^TX^TXw$": ["f = w^T * X^T * X * w"],
    "$L = -yXe^{-z}$": ["L = -y * X * exp(-z)"],
    "$f(x, y, z) = 2xyz$": ["f(x, y, z) = 2 * x * y * z"],
    "$net = w^2$, $L = net^2$": ["net = w^2", "L = net^2"],
    r"$e = y - a$, $L = \frac{1}{2} e^2 + e^{-x}$": ["e = y - a", "L = 1 / 2 * e^2 + exp(-x)"],
    r"$e^{(t)} = W x$": ["e^{(t)} = W * x"],
    r"$L = e^2$": ["L = exp(2)"],
    r"$x = \theta{^T}w$": [r"x = \theta^T * w"],
    "$x = \\frac{c}{sum}$": ["x = c / sum"],
    "$ Y = WX^T + b $": ["Y = W * X^T + b"],
}
PARTIALS = {
    "$g(x, y) = x^2 y$, $g_y = x^2$, $g_i = x$": ["g(x, y) = x^2 * y", "dg/dy = x^2", "g_i = x"],
    "$g(x, y) = x^2 y$, $g'_x(x,y) = 2xy$, $g''_{xx} = 2y$, $g_{xy}(1,2) = 2$": [
        "g(x, y) = x^2 * y",
        "dg/dx = 2 * x * y",
        "d(g, x, x) = 2 * y",
        "d(g, x, y)(1, 2) = 2",
    ],
    "$h(x) = x^2$, $h_x = 3$": ["h(x) = x^2", "h_x = 3"],
}
DERIVATIVES = {
    r"$a = \nabla_w \frac{1}{n} \lVert Xw - y \rVert_2^2$": ["a = d(1 / n * ||X * w - y||^2, w)"],
    r"$a = \frac{d}{dz} y \log \sigma(z)$": ["a = d(y * log(sigma(z)), z)"],
    r"$a = \frac{d}{dx} \sin(x) \cos(x)$": ["a = d(sin(x) * cos(x), x)"],
    r"$a = \frac{\partial}{\partial w} \frac12 (y - a)^2$": ["a = d(1 / 2 * (y - a)^2, w)"],
    r"$a = \frac{\partial}{\partial w} [z \le 2] \cdot (2 - z)^2$": [
        "a = d([z ≤ 2] · (2 - z)^2, w)"
    ],
    r"$u = \frac{d}{dt} W x$": ["u = dW/dt * x"],
    r"$e = \nabla_a C \odot \sigma'(z)$": ["e = dC/da ⊙ sigma'(z)"],
    r"$\frac{\delta M}{\delta W} = \frac{\delta_{ij}}{2}$": [r"dM/dW = \delta_{ij} / 2"],
    r"$\partial x_i = \frac{\partial o}{\partial x_i}$": ["dx_i = do/dx_i"],
    r"$\frac{\partial C}{w} = 2$": ["? = 2"],
    r"$\frac{\partial [\sigma(a)]_i}{\partial a_j} = 1$": ["d((sigma(a))_{i}, a_j) = 1"],
    r"$\frac{\partial 1/s}{\partial x} = 3$": ["d(1 / s, x) = 3"],
    r"$\vec\nabla (\vec{x}) = \vec{1}$": [r"∇ \vec{x} = \mathbf{1}"],
}
FUNCTIONS = {
    r"$(f \circ g)'(x) = f'(g(x)) g'(x)$": ["d(f(g(x)), x) = f'(g(x)) * g'(x)"],
    r"$h = f \circ g$ where $f'(x) = g'(x)$": ["h(x) = f(g(x))", "f'(x) = g'(x)"],
    r"$a = 2 (f \circ g)$, $f'(x) = g'(x)$": ["a = ?", "f'(x) = g'(x)"],
    r"$\delta = a \circ b$": [r"\delta = a ⊙ b"],
    r"$\mathcal{L}(\mathbf{w}) = w^2$": ["L(w) = w^2"],
    r"$\nabla F(\beta) = 2$": [r"∇ F(\beta) = 2"],
    r"$\ell(w_j; (x, y)) = 1$": [r"\ell(w_j, (x, y)) = 1"],
    r"$v = x(t) + w(a)$": ["v = x(t) + w * a"],
    r"$dZ^l = dA^l * dG^l(Z^l)$": ["dZ^{(l)} = dA^{(l)} * dG^{(l)}(Z^{(l)})"],
    r"$f : (x,y) \mapsto x^2+y^2$": ["f(x, y) = x^2 + y^2"],
    r"$f : \mathbb{R} \to \mathbb{R}, x \mapsto x^2$": ["f(x) = x^2"],
    r"$(x,y) \to f(x,y) = x^2$": ["f(x, y) = x^2"],
}
SCRIPTS = {
    r"$\frac{\partial x^tAx}{\partial x} = (A + A^t) x$": ["d(x^T * A * x, x) = (A + A^T) * x"],
    r"$x^t = A h^t$, $h_t = 2$": ["x^{(t)} = A * h^{(t)}", "h_t = 2"],
    r"$a = \| x \|^2_2 + \nabla (A x)^T A x$": ["a = ||x||^2 + ∇ ((A * x)^T * A * x)"],
    r"$\delta_{\widehat{h_t}} = \delta_{h_{t-1}} + u_{j^*}$": [
        r"\delta_{\hat{h}_t} = \delta_{h_{t-1}} + u_{j^*}"
    ],
    "$S^{ij} = Q^{ia} K^{ja}$": ["S_{i,j} = Q_{i,a} * K_{j,a}"],
    r"$\frac{\partial R}{\partial w^j} = w^{j'}$": ["dR/dw^{(j)} = w^{(j')}"],
    r"$g^{\mathrm{future}} = w^{new} + x^{ab}$": ["g^{(future)} = w^{(new)} + x**(a * b)"],
    r"$\delta^l = w^{l+1} y$, $\delta^2 = w^3 y^2$": [
        r"\delta^{(l)} = w^{(l+1)} * y",
        r"\delta^{(2)} = w^{(3)} * y^2",
    ],
    "$a^{(H)} = g(z^H)$": ["a^{(H)} = g(z^{(H)})"],
    r"$s^i = (e^z)^i$, $s^1 = 2$": ["s^{(i)} = (exp(z))_{i}", "s^{(1)} = 2"],
    r"$s^i = x + s^2$, $s = 2$": ["s^{(i)} = x + s^2", "s = 2"],
}
ARRANGED = {
    '<img src="https://latex.codecogs.com/svg.latex?\\frac{\\partial%20L}{\\partial%20w}=x_i" />': [
        "dL/dw = x_i"
    ],
    "![a](https://render.githubusercontent.com/render/math?math=L%20=%20(a-y)^2)": [
        "L = (a - y)^2"
    ],
    "![a](https://example.com/a?b=c)": [],
    r"$a = b x \quad(\text{since } b = c)$": ["a = b * x"],
    r"$w = a x \qquad \text{simultaneously update } \theta_j$": ["w = a * x"],
    r"$y = Xw \text{Objective:} \min_w ||y||$": ["y = X * w"],
    r"$x = \underbrace{a}_{\text{the scalar b}} + 1$": ["x = a + 1"],
    r"$L = \frac{\text{number of hits}}{2}$": ["L = ?"],
    r"$\nabla^2 f = A^T A \succeq 0$": ["∇^2 f = A^T * A"],
    r"$a = \langle b, x \rangle \ge 0$": ["a = ⟨b, x⟩"],
    r"$L = \sum_{\substack{i,j}} x_{ij}$": ["L = sum_{i,j} x_{ij}"],
    r"$a = \sum_i -y_i$": ["a = sum_{i} (-y_i)"],
    r"$x = \begin{bmatrix} a, b \end{bmatrix}$": ["x = [a, b]"],
    r"$$\left\{ \begin{array}{c} a = b \\ c = d \end{array} \right.$$": ["a = b", "c = d"],
    r"$$g(x) = \left\{ \begin{array}{ll} x & x > 0 \\ 0 & \text{else} \end{array} \right.$$": [
        "g(x) = (x if x > 0 else 0)"
    ],
    r"$$A = \left[\begin{array}{cc} a & b \\ c & d\end{array}\right]$$": ["A = [a, b; c, d]"],
    r"$$C = AB \begin{cases} c_1 = a_1 \\ c_2 = a_2\end{cases}$$": [
        "C = A * B",
        "c_1 = a_1",
        "c_2 = a_2",
    ],
    r"$q = \begin{cases} a & \text{if $i == k$} \\ b & \text{otherwise} \end{cases}$": [
        "q = (a if i = k else b)"
    ],
    r"$$\begin{array}{rcl} L & = & a \\ & = & b \end{array}$$": ["L = a = b"],
    "$a = \\boxed{\\ b\\ }$": ["a = b"],
    "$a＝（b，c）$": ["a = (b, c)"],
}


PLAIN = {
    "a_f = Wf @ z + bf\ndWf = da_f @ z.T\ndbf = da_f\n": [
        r"a_f = \text{Wf} @ z + \text{bf}",
        r"dWf = da_f @ z^T",
        "dbf = da_f",
    ],
    "z = wx + b\nLc = z**2\ndLc/dz = 2*z\n": [
        "z = w * x + b",
        r"\text{Lc} = z^2",
        r"d(\text{Lc}, z) = 2 * z",
    ],
    "C = 1/m Σ_i (y_i - a_i)^2\nA = Σ B\n": [
        "C = 1 / m * (sum_{i} (y_i - a_i)^2)",
        r"A = \Sigma * B",
    ],
    "w = w - lr * dw\n": [r"w = w - \text{lr} * dw"],
}


@pytest.mark.parametrize(("text", "read"), PLAIN.items())
def test_what_plain_text_is_read_as(text: str, read: list[str]) -> None:
    assert readings(text, "txt") == read


@pytest.mark.parametrize(
    ("text", "read"),
    [
        *LETTERS.items(),
        *DERIVATIVES.items(),
        *PARTIALS.items(),
        *FUNCTIONS.items(),
        *SCRIPTS.items(),
        *ARRANGED.items(),
    ],
)
def test_what_a_text_is_read_as(text: str, read: list[str]) -> None:
    assert readings(text) == read


@pytest.mark.parametrize("loss", ["H", "L", r"\ell"])
def test_a_letter_below_a_function_is_no_function(loss: str) -> None:
    r"""H_\delta(r) is a function of r; \delta(|r| - \delta/2) is a product. By hand."""
    text = rf"""${loss}_\delta(r) = \begin{{cases}} \frac12 r^2 & |r| \le \delta \\
    \delta(|r| - \frac12\delta) & |r| > \delta \end{{cases}}$,
    $\frac{{d{loss}_\delta}}{{dr}} = \begin{{cases}} r & |r| \le \delta \\
    \delta\,\mathrm{{sign}}(r) & |r| > \delta \end{{cases}}$"""
    assert check_text(text).equations[-1].status == "right"
    slip = text.replace(r"\delta\,\mathrm{sign}(r)", r"\mathrm{sign}(r)")
    assert check_text(slip).equations[-1].status == "wrong"


def test_a_letter_below_a_function_is_a_factor_where_it_multiplies_a_bracket() -> None:
    text = r"$$E_\kappa(r) = \kappa(r^2 + 1)$$ $$\frac{dE_\kappa}{dr} = 2 \kappa r$$"
    assert check_text(text).equations[-1].status == "right"
    slip = text.replace(r"2 \kappa r", r"2 r")
    assert check_text(slip).equations[-1].status == "wrong"
