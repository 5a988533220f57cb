r"""Short notes as teachers write them, each right from end to end, and each with slips put in.

What is true of them is known from the textbooks (Goodfellow et al., ch. 6, 9 and 10; Probabilistic
Robotics, ch. 7); the slips were chosen before the checker saw them.
"""

from __future__ import annotations

import pytest

from autograd import check_text

RNN = r"""
$h_t = \tanh(W_{hh} h_{t-1} + W_{xh} x_t + b_h)$, $\hat y_t = \mathrm{softmax}(W_{hy} h_t + b_y)$,
$L = \sum_{t=1}^T L_t$ where $L_t = -\sum_k y_{t,k}\log \hat y_{t,k}$.

Let $o_t = W_{hy}h_t + b_y$ and $a_t = W_{hh} h_{t-1} + W_{xh} x_t + b_h$.

$$\frac{\partial L}{\partial o_t} = \hat y_t - y_t$$
$$\frac{\partial L}{\partial h_t} = W_{hy}^\top(\hat y_t - y_t)
  + W_{hh}^\top \left( (1 - h_{t+1}^2)\odot \frac{\partial L}{\partial h_{t+1}}\right)$$
$$\frac{\partial L}{\partial a_t} = (1 - h_t^2) \odot \frac{\partial L}{\partial h_t}$$
$$\frac{\partial L}{\partial W_{hh}} = \sum_{t} \frac{\partial L}{\partial a_t} h_{t-1}^\top$$
$$\frac{\partial h_t}{\partial h_k} = \prod_{j=k+1}^t \mathrm{diag}(1-h_j^2) W_{hh}$$
"""
LSTM = r"""
- $f_t = \sigma(W_f x_t + U_f h_{t-1})$
- $i_t = \sigma(W_i x_t + U_i h_{t-1})$
- $g_t = \tanh(W_g x_t + U_g h_{t-1})$
- $o_t = \sigma(W_o x_t + U_o h_{t-1})$

State: $c_t = f_t \odot c_{t-1} + i_t \odot g_t$, and $h_t = o_t \odot \tanh(c_t)$.
Write $\delta h_t = \partial L / \partial h_t$ and $\delta c_t = \partial L / \partial c_t$. Then

$$\delta c_t = \delta h_t \odot o_t \odot (1 - \tanh^2(c_t)) + \delta c_{t+1} \odot f_{t+1}$$
$$\delta f_t = \delta c_t \odot c_{t-1}$$
$$\delta z_f = \delta f_t \odot f_t \odot (1 - f_t)$$
$$\frac{\partial L}{\partial W_f} = \sum_t \delta z_f\, x_t^T$$
"""
EXERCISES = r"""
1. $f(x) = x^3 \sin x$. By the product rule, $f'(x) = 3x^2 \sin x + x^3 \cos x$.
2. $h(t) = e^{-t^2}$, so $h'(t) = -2t e^{-t^2}$.
3. If $y = \ln(\cos x)$ then $\frac{dy}{dx} = -\tan x$.
4. $z = x^2 y + \sin(xy)$: $\frac{\partial z}{\partial x} = 2xy + y\cos(xy)$ and
   $\frac{\partial^2 z}{\partial x \partial y} = 2x + \cos(xy) - xy\sin(xy)$.
5. $f(2) = 8 \sin 2 \approx 7.274$.
6. $x^2 + y^2 = 25$. Differentiating implicitly, $2x + 2y y' = 0$, so $y' = -x/y$.
"""
CONVOLUTION = r"""
# 1-D

$$y_i = \sum_{j=0}^{k-1} w_j x_{i+j} + b$$
$$\frac{\partial L}{\partial w_j} = \sum_i \frac{\partial L}{\partial y_i} x_{i+j}$$
$$\frac{\partial L}{\partial b} = \sum_i \frac{\partial L}{\partial y_i}$$

# 2-D

$$Y_{ij} = \sum_{a}\sum_{b} K_{ab} X_{i+a,j+b}$$
$$\frac{\partial L}{\partial K_{ab}} = \sum_{i,j}\frac{\partial L}{\partial Y_{ij}}X_{i+a,j+b}$$
"""
NUMBERS = """
x = 1.5, y = 0.5, w1 = 0.4, b1 = 0.1, w2 = -0.6, b2 = 0.2

- z1 = w1*x + b1 = 0.7
- a1 = sigmoid(z1) ≈ 0.6682
- z2 = w2*a1 + b2 ≈ -0.2009
- a2 = sigmoid(z2) ≈ 0.4499
- L = (a2 - y)^2 / 2 ≈ 0.001253
- dL/da2 = a2 - y ≈ -0.0501
- dL/dz2 = dL/da2 * a2 * (1 - a2) ≈ -0.0124
- dL/da1 = dL/dz2 * w2 ≈ 0.00744
"""
UNICYCLE = r"""
$q = x + v \cos\theta\,\Delta t$ and $p = y + v \sin\theta \Delta t$.

$$\frac{\partial q}{\partial \theta} = -v \sin\theta\, \Delta t$$
$$\frac{\partial p}{\partial \theta} = v \cos\theta \Delta t$$
"""
WORKED = """
Let y = wx + b, so L = (wx + b - t)^2 = (y - t)^2.

dL/dy = 2(y - t)
dL/dw = 2(y - t)x

With w = 2, x = 3, b = 1, t = 5:
y = 7
dL/dy = 4
dL/dw = 12
"""
SOFTMAX = r"""
softmax 函数：$$a_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$$

当 $i = j$ 时：

$$\frac{\partial a_i}{\partial z_i}
  = \frac{e^{z_i}\sum_k e^{z_k} - (e^{z_i})^2}{(\sum_k e^{z_k})^2} = a_i(1 - a_i)$$

当 $i \neq j$ 时：

$$\frac{\partial a_i}{\partial z_j} = -a_i a_j$$
"""
ELBO = r"""
$$\mathcal{L} = \frac{1}{2}\|x - \hat x\|^2
  + \beta \cdot \frac12\sum_j\left(\mu_j^2 + e^{s_j} - s_j - 1\right)$$

with $z_j = \mu_j + e^{s_j/2}\varepsilon_j$ and decoder $\hat x = Wz + b$.

$$\frac{\partial\mathcal L}{\partial\mu_j} = \left[W^\top(\hat x - x)\right]_j + \beta\mu_j$$
$$\frac{\partial\mathcal L}{\partial s_j}
  = \frac12\left[W^\top(\hat x-x)\right]_j e^{s_j/2}\varepsilon_j + \frac\beta2(e^{s_j} - 1)$$
$$\frac{\partial\mathcal L}{\partial W} = (\hat x - x)z^\top$$
"""
KALMAN = r"""
For any gain, $P = (I - KH)P^-(I - KH)^T + KRK^T$. Expanding,

$$P = P^- - KHP^- - P^-H^TK^T + K(HP^-H^T + R)K^T$$

With $Q = HP^-H^T + R$,

$$\frac{\partial\, \mathrm{tr}(P)}{\partial K} = -P^-H^T - (HP^-)^T + K(Q + Q^T)$$
"""
NOTES = {"rnn": RNN, "lstm": LSTM, "exercises": EXERCISES, "convolution": CONVOLUTION,
         "numbers": NUMBERS, "unicycle": UNICYCLE, "worked": WORKED, "softmax": SOFTMAX,
         "elbo": ELBO, "kalman": KALMAN}  # fmt: skip
CLAIMS = {
    "rnn": 5,
    "lstm": 5,
    "exercises": 8,
    "convolution": 3,
    "numbers": 3,
    "unicycle": 2,
    "worked": 5,
    "softmax": 2,
    "elbo": 3,
    "kalman": 2,
}
SLIPS = [
    ("rnn", r"\hat y_t - y_t$$", r"y_t - \hat y_t$$"),
    ("rnn", r"(1 - h_t^2) \odot", r"(1 - a_t^2) \odot"),
    ("rnn", r"h_{t-1}^\top$$", r"h_t^\top$$"),
    ("rnn", r"(1-h_j^2)", r"(1-h_j)"),
    ("lstm", r" + \delta c_{t+1} \odot f_{t+1}", ""),
    ("lstm", r"f_{t+1}$$", r"f_t$$"),
    ("lstm", r"\delta c_t \odot c_{t-1}", r"\delta c_t \odot c_t"),
    ("exercises", r"x^3 \cos x$", r"x^3 \sin x$"),
    ("exercises", r"-2t e^{-t^2}", r"2t e^{-t^2}"),
    ("exercises", r"2xy + y\cos(xy)", r"2xy + x\cos(xy)"),
    ("exercises", r" - xy\sin(xy)", r" - y\sin(xy)"),
    ("exercises", "7.274", "7.724"),
    ("exercises", "-x/y", "x/y"),
    ("convolution", r"\frac{\partial L}{\partial y_i} x_{i+j}",
     r"\frac{\partial L}{\partial y_i} x_{i-j}"),
    ("convolution", r"{\partial Y_{ij}}X_{i+a,j+b}", r"{\partial Y_{ij}}X_{i+b,j+a}"),
    ("numbers", "0.00744", "0.00754"),
    ("unicycle", r"-v \sin\theta\, \Delta t", r"-v \sin\theta"),
    ("unicycle", r"v \cos\theta \Delta t$$", r"-v \cos\theta \Delta t$$"),
]  # fmt: skip
SLIPS += [
    ("worked", "dL/dy = 4", "dL/dy = 2"),
    ("worked", "dL/dw = 2(y - t)x", "dL/dw = 2(y - t)w"),
    ("softmax", "a_i(1 - a_i)", "a_i(1 + a_i)"),
    ("softmax", "-a_i a_j", "a_i a_j"),
    ("elbo", r"\beta\mu_j$$", r"\mu_j$$"),
    ("elbo", r"(\hat x - x)z^\top", r"(x - \hat x)z^\top"),
    ("kalman", r"- P^-H^TK^T", r"+ P^-H^TK^T"),
    ("kalman", r"-P^-H^T - ", r"P^-H^T - "),
]
OPEN = [
    ("rnn", r"(1 - h_{t+1}^2)", r"(1 - h_t^2)"),
    ("lstm", r"\sum_t \delta z_f\, x_t^T", r"\sum_t \delta f_t\, x_t^T"),
]
"""Slips that no common mistake explains: they may be misread, so nothing is said of them."""


@pytest.mark.parametrize("note", NOTES)
def test_a_note_is_right_from_end_to_end(note: str) -> None:
    statuses = [e.status for e in check_text(NOTES[note]).equations]
    assert {*statuses} == {"right", "definition"}
    assert statuses.count("right") == CLAIMS[note]


@pytest.mark.parametrize(("note", "right", "slip"), SLIPS)
def test_a_slip_in_it_is_wrong_and_nothing_else(note: str, right: str, slip: str) -> None:
    text = NOTES[note]
    assert text.count(right) == 1
    changed = text.replace(right, slip)
    wrong = [m for e in check_text(changed).equations for m in e.members if m.status == "wrong"]
    assert len(wrong) == 1
    begin, end = wrong[0].place or (0, 0)
    assert begin <= text.index(right) + len(slip)
    assert text.index(right) <= end


@pytest.mark.parametrize(("note", "right", "slip"), OPEN)
def test_a_slip_that_is_open_is_not_right(note: str, right: str, slip: str) -> None:
    whole, changed = (check_text(text).equations
                      for text in (NOTES[note], NOTES[note].replace(right, slip)))  # fmt: skip
    lost = [e.line for e, x in zip(whole, changed, strict=True) if e.status == "right" != x.status]
    assert len(lost) == 1


NORMALISED = r"""
$$\mu = \frac{1}{m}\sum_{i=1}^m x_i, \quad \sigma^2 = \frac{1}{m}\sum_{i=1}^m (x_i - \mu)^2$$
$$\hat{x}_i = \frac{x_i - \mu}{\sqrt{\sigma^2 + \epsilon}}, \quad y_i = \gamma \hat{x}_i + \beta$$
$$\frac{\partial L}{\partial \gamma} = \sum_i \frac{\partial L}{\partial y_i} \hat{x}_i$$
$$\frac{\partial L}{\partial \beta} = \sum_i \frac{\partial L}{\partial y_i}$$
"""
WHOLE = r"""\frac{\gamma}{m \sqrt{\sigma^2+\epsilon}}\left( m \frac{\partial L}{\partial y_i}
 - \sum_j \frac{\partial L}{\partial y_j}
 - \hat x_i \sum_j \frac{\partial L}{\partial y_j}\hat x_j\right)"""
NO_PATHS = r"\frac{\gamma}{\sqrt{\sigma^2+\epsilon}} \frac{\partial L}{\partial y_i}"
NO_VARIANCE = (
    r"\frac{\gamma}{\sqrt{\sigma^2+\epsilon}} (\frac{\partial L}{\partial y_i}"
    r" - \frac{1}{m} \sum_j \frac{\partial L}{\partial y_j})"
)
VARIANCE = r"\frac{\partial L}{\partial \sigma^2} \frac{\partial \sigma^2}{\partial x_i}"


@pytest.mark.parametrize(
    ("claimed", "said"),
    [
        (WHOLE, ""),
        (NO_PATHS, r"the paths through \mu and \sigma^2 are not counted"),
        (NO_VARIANCE, f"a path is not counted: the term + {VARIANCE} is missing"),
    ],
)
def test_what_is_taken_as_a_constant_is_told(claimed: str, said: str) -> None:
    report = check_text(NORMALISED + rf"$$\frac{{\partial L}}{{\partial x_i}} = {claimed}$$")
    last = report.equations[-1].members[-1]
    assert last.status == ("wrong" if said else "right")
    assert [e.text for e in last.explanations[:1]] == ([said] if said else [])


def test_a_derivative_that_is_no_matrix_is_no_error() -> None:
    r"""\partial z / \partial V of a vector by a matrix stands within a chain."""
    report = check_text(r"""
$s_t = \tanh(Ux_t + Ws_{t-1})$, $o_t = \mathrm{softmax}(Vs_t)$, $E = \sum_t E_t$,
$E_t = -y_t^T\log o_t$. Let $z_t = Vs_t$.

$$\frac{\partial E_t}{\partial V}
  = \frac{\partial E_t}{\partial z_t}\frac{\partial z_t}{\partial V} = (o_t - y_t)s_t^T$$
""")
    assert report.equations[-1].status == "right"


def test_an_entry_of_what_is_given_by_rows_is_not_called_wrong() -> None:
    r"""x_{ij} beside X_i is an entry of X, or may be: no equation says so."""
    text = r"""
For all samples $$a^T = X w^T$$ and $$C = \frac{1}{m} \sum_{i=1}^m (a_i - y_i)^2$$
As $X_i$ is the $i$-th row of X: $$a_i = X_i w^T$$
$$\frac{\partial C}{\partial a_i} = \frac{2}{m}(X_i w^T - y_i)$$
$$\frac{\partial a_i}{\partial w_j} = x_{ij}$$
"""
    *_, whole, entry = check_text(text).equations
    assert whole.status == "right"
    said = "whether x_{ij} is an entry of X is not said"
    assert [e.text for m in entry.members for e in m.explanations] == [said]


def test_a_matrix_of_names_is_nothing_that_a_loss_is_of() -> None:
    r"""L is of C = A B alone: what A = (a_1, a_2; a_3, a_4) is called has no path of its own."""
    text = r"""$A = \begin{bmatrix} a_1 & a_2 \\ a_3 & a_4 \end{bmatrix}$,
$B = \begin{bmatrix} b_1 & b_2 \\ b_3 & b_4 \end{bmatrix}$,
$C = \begin{bmatrix} c_1 & c_2 \\ c_3 & c_4 \end{bmatrix}$. $C = AB$:
$c_1 = a_1 b_1 + a_2 b_3$, $c_2 = a_1 b_2 + a_2 b_4$,
$c_3 = a_3 b_1 + a_4 b_3$, $c_4 = a_3 b_2 + a_4 b_4$.
$$\frac{\partial c_1}{\partial a_2} = b_3$$
$$\frac{\partial L}{\partial A} = \frac{\partial L}{\partial C} B^T$$
$$\frac{\partial L}{\partial a_1}
  = \frac{\partial L}{\partial c_1} b_1 + \frac{\partial L}{\partial c_2} SECOND$$"""
    for second, status in (("b_2", "right"), ("b_4", "wrong")):
        assert check_text(text.replace("SECOND", second)).equations[-1].status == status


def test_how_far_a_function_without_brackets_goes_is_no_ground_for_a_verdict() -> None:
    r"""\cos\theta\,t may be \cos(\theta) t; with brackets nothing is open."""
    text = r"""$s = x + v COS$ and $p = x^2 v$.
$$\frac{\partial p}{\partial x} = 2 x v$$ $$\frac{\partial p}{\partial v} = x^2$$
$$\frac{\partial s}{\partial \theta} = -v \sin(\theta) t$$"""
    for written, status in ((r"\cos\theta\,t", "unknown-name"), (r"\cos(\theta t)", "wrong")):
        assert check_text(text.replace("COS", written)).equations[-1].status == status
