r"""Exercise sheets, economics, mechanics and textbook derivations as they are set, and slips.

Every claim of each is right: worked out by hand (first-year calculus; Varian; Goldstein,
ch. 1; Zhang et al., *Dive into Deep Learning*, backpropagation).
"""

from __future__ import annotations

import pytest
from test_everyday_notes import members

from autograd import check_text

SHEET = r"""
微分法练习。

(1) $y = \ln\sin x$，则 $y' = \cot x$。

(2) $y = e^{2x}\cos 3x$，则 $y' = e^{2x}(2\cos 3x - 3\sin 3x)$。

(3) $y = \arctan\frac{1}{x}$，$y' = -\frac{1}{1+x^2}$。

(4) 设 $x = a(t - \sin t)$，$y = a(1 - \cos t)$，则 $\dfrac{dy}{dx} = \dfrac{\sin t}{1 - \cos t}$。

(5) 设 $xy + e^y = e$，两边对 $x$ 求导得 $y + xy' + e^y y' = 0$，所以 $y' = -\dfrac{y}{x + e^y}$。

(6) $z = \arctan\frac{y}{x}$：$\dfrac{\partial z}{\partial x} = -\dfrac{y}{x^2+y^2}$，
$\dfrac{\partial^2 z}{\partial x\partial y} = \dfrac{y^2 - x^2}{(x^2+y^2)^2}$。
"""
PRODUCTION = r"""
Cobb-Douglas production: $Y = A K^\alpha L^{1-\alpha}$.

$$MP_K = \frac{\partial Y}{\partial K} = \alpha A K^{\alpha-1} L^{1-\alpha} = \alpha \frac{Y}{K}$$
$$MP_L = \frac{\partial Y}{\partial L} = (1-\alpha) A K^\alpha L^{-\alpha}$$
$$MRTS = \frac{MP_L}{MP_K} = \frac{1-\alpha}{\alpha}\frac{K}{L}$$
"""
UTILITY = r"""
Utility $U(x, y) = \ln x + 2\ln y$: $MU_x = \frac1x$, $MU_y = \frac2y$, and
$MRS = \frac{MU_x}{MU_y} = \frac{y}{2x}$.

Cost $C(q) = q^3 - 6q^2 + 15q + 10$: marginal cost $MC = C'(q) = 3q^2 - 12q + 15$.
"""
FACTORS = r"""
推荐系统：预测 $\hat r_{ui} = p_u^T q_i$，误差 $e_{ui} = r_{ui} - \hat r_{ui}$，损失
$L = \frac12\sum_{(u,i)} e_{ui}^2 + \frac\lambda2\left(\sum_u\|p_u\|^2 + \sum_i\|q_i\|^2\right)$

$$\frac{\partial L}{\partial p_u} = -\sum_{i} e_{ui} q_i + \lambda p_u$$
"""
ARM = """
x = l1*cos(q1) + l2*cos(q1 + q2)
y = l1*sin(q1) + l2*sin(q1 + q2)

dx/dq1 = -l1*sin(q1) - l2*sin(q1 + q2)
dx/dq2 = -l2*sin(q1 + q2)

With l1 = l2 = 1, q1 = 0, q2 = pi/2: dx/dq1 = -1, dx/dq2 = -1.
"""
REMARKS = r"""
$$
\begin{align}
\frac{d\sigma}{dx} &= \frac{d}{dx}(1 + e^{-x})^{-1} && \text{definition} \\
&= -(1 + e^{-x})^{-2}\cdot(-e^{-x}) && \text{chain rule} \\
&= \frac{e^{-x}}{(1 + e^{-x})^2} && \text{simplify} \\
&= \sigma(x)(1 - \sigma(x)) && \text{done} \\
&= \sigma(1 - \sigma) \qquad \text{short}
\end{align}
$$
"""
BEAD = r"""
A bead slides on a wire; $x(t) = A\cos(\omega t + \phi)$.

$\dot x = -A\omega\sin(\omega t + \phi)$
$\ddot x = -A\omega^2\cos(\omega t + \phi) = -\omega^2 x$

Energy: $E = \frac12 m\dot x^2 + \frac12 k x^2$. With $k = m\omega^2$,
$\frac{dE}{dt} = m\dot x\ddot x + kx\dot x = \dot x(m\ddot x + kx) = 0$.
"""
FALL = r"""
$x = v_0 t + \frac12 a t^2$, so $\dot x = v_0 + a t$ and $\ddot x = a$.
"""
PENALTY = r"""
$$\mathbf{z}= \mathbf{W}^{(1)} \mathbf{x},$$
$$\mathbf{h}= \phi (\mathbf{z}).$$
$$\mathbf{o}= \mathbf{W}^{(2)} \mathbf{h}.$$
$$L = l(\mathbf{o}, y).$$
$$s = \frac{\lambda}{2} \left(\|\mathbf{W}^{(1)}\|_F^2 + \|\mathbf{W}^{(2)}\|_F^2\right),$$
$$J = L + s.$$

$$\frac{\partial J}{\partial L} = 1 \; \text{and} \; \frac{\partial J}{\partial s} = 1.$$
$$\frac{\partial J}{\partial \mathbf{W}^{(2)}}
  = \frac{\partial J}{\partial \mathbf{o}} \mathbf{h}^\top + \lambda \mathbf{W}^{(2)}.$$
$$\frac{\partial J}{\partial \mathbf{h}}
  = {\mathbf{W}^{(2)}}^\top \frac{\partial J}{\partial \mathbf{o}}.$$
"""
EULER = """
Let f(x, y, z) = x y^2 + z e^x.

D_x f = y^2 + z e^x
D_y f = 2xy
D_xy f = 2y
"""
KRONECKER = r"""
With $y_k = \frac{\exp(a_k)}{\sum_j\exp(a_j)}$ and the entries $I_{kj}$ of the identity,
$$\frac{\partial y_k}{\partial a_j} = y_k(I_{kj} - y_j)$$
"""
SHEETS = {"euler": EULER, "kronecker": KRONECKER, "sheet": SHEET, "production": PRODUCTION,
          "utility": UTILITY, "factors": FACTORS,
          "arm": ARM, "remarks": REMARKS, "bead": BEAD, "fall": FALL,
          "penalty": PENALTY}  # fmt: skip
SLIPS = [
    ("euler", "D_x f = y^2 + z e^x", "D_x f = y^2 + e^x"),
    ("euler", "D_xy f = 2y", "D_xy f = 2x"),
    ("kronecker", "I_{kj} - y_j", "I_{kj} + y_j"),
    ("sheet", r"- 3\sin 3x", r"- \sin 3x"),
    ("sheet", r"y' = -\frac{1}{1+x^2}", r"y' = \frac{1}{1+x^2}"),
    ("sheet", r"{\sin t}{1", r"{\cos t}{1"),
    ("sheet", r"-\dfrac{y}{x + e^y}", r"\dfrac{y}{x + e^y}"),
    ("sheet", r"\dfrac{y^2 - x^2}", r"\dfrac{x^2 - y^2}"),
    ("production", r"\alpha \frac{Y}{K}", r"\alpha \frac{K}{Y}"),
    ("production", r"\frac{K}{L}", r"\frac{L}{K}"),
    ("utility", r"MU_x = \frac1x", r"MU_x = \frac2x"),
    ("utility", r"\frac{y}{2x}", r"\frac{2y}{x}"),
    ("utility", "- 12q", "- 6q"),
    ("factors", r"-\sum_{i} e_{ui} q_i", r"\sum_{i} e_{ui} q_i"),
    ("factors", r"+ \lambda p_u", r"+ \lambda q_i"),
    ("arm", "dx/dq2 = -l2*sin(q1 + q2)", "dx/dq2 = -l2*sin(q2)"),
    ("arm", "dx/dq1 = -1", "dx/dq1 = 2"),
    ("remarks", r"\cdot(-e^{-x})", r"\cdot(e^{-x})"),
    ("remarks", r"\sigma(1 - \sigma)", r"\sigma(1 + \sigma)"),
    ("bead", r"$\dot x = -A", r"$\dot x = A"),
    ("bead", r"= -\omega^2 x$", r"= \omega^2 x$"),
    ("bead", r"+ kx\dot x", r"- kx\dot x"),
    ("fall", "= v_0 + a t", r"= v_0 + \frac12 a t"),
    ("penalty", r"{\mathbf{W}^{(2)}}^\top", r"{\mathbf{W}^{(2)}}"),
    ("penalty", r"\mathbf{h}^\top + \lambda", r"\mathbf{h}^\top + 2\lambda"),
]


@pytest.mark.parametrize("name", SHEETS)
def test_each_claim_is_right(name: str) -> None:
    assert set(members(SHEETS[name])) == {"right"}


@pytest.mark.parametrize(("name", "right", "slip"), SLIPS)
def test_a_slip_is_wrong(name: str, right: str, slip: str) -> None:
    assert SHEETS[name].count(right) == 1
    found = check_text(SHEETS[name].replace(right, slip)).equations
    before = {m.text for e in check_text(SHEETS[name]).equations for m in e.members}
    wrong = [m.text for e in found for m in e.members if m.status == "wrong"]
    assert len(wrong) == 1
    assert wrong[0] not in before


def test_a_term_of_a_loss_that_nothing_says_is_open() -> None:
    text = "$o = W h$, $L = l(o, y)$, $J = L + s$, $\\frac{\\partial J}{\\partial L} = 1$"
    assert "wrong" not in members(text)


def test_the_matrices_of_heads_are_no_numbers() -> None:
    text = r"""$K_h = XW^K_h$, $V_h = XW^V_h$, $A_h = \text{softmax}(XK_h^T/\sqrt{d_k})$,
    $H_h = A_hV_h$, $O = \sum_h H_hW^O_h$, $G = \partial L/\partial O$,
    $\partial L/\partial W^O_h = G^TH_h$,
    $\partial L/\partial W^V_h = X\,\partial L/\partial V_h$"""
    found = [e.status for e in check_text(text).equations[-2:]]
    assert "right" not in found


def test_a_function_of_entries_may_be_one_of_numbers() -> None:
    text = r"""$r_i(\beta) = y_i - f(x_i, \beta)$, $S = \sum_i r_i^2$,
    $f(x, \beta) = \beta_1e^{\beta_2x}$. $\frac{\partial f}{\partial\beta_2} = \beta_1xe^{\beta_2x}$
    and $\frac{\partial S}{\partial\beta_1} = -2\sum_i r_ie^{\beta_2x_i}$"""
    assert "wrong" not in members(text)
    assert members(text.replace("-2", "2"))[-1] == "wrong"
