r"""Texts as people type them: sentences, one time step, names given late; each right and wrong.

What is true of each is worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text

POOLING = """\
Scores and weights
  qᵢ = tanh(M·r + N·kᵢ)
  bᵢ = wᵀqᵢ
  πᵢ = exp(bᵢ) / Σⱼ exp(bⱼ)
  m = Σᵢ πᵢ·kᵢ
What comes from above is g = ∂L/∂m, a column.
  ∂L/∂bᵢ = πᵢ(gᵀkᵢ − Σⱼ πⱼ gᵀkⱼ) = πᵢ gᵀ(kᵢ − m)
"""
CELL = """\
u = sigmoid(w_u*x + v_u*h_{t-1})
q = tanh(w_q*x + v_q*h_{t-1})
h_t = u*h_{t-1} + (1 - u)*q
Let E_h = dE/dh_t be what arrives from above.
"""
NAMED = r"""
$p_\theta(x) = \sigma(\theta^T x)$ with the sigmoid $\sigma(u) = \frac{1}{1 + e^{-u}}$ and
$$J(\theta) = -\sum_{i=1}^{m} [ y^{(i)} \log p_\theta(x^{(i)})
+ (1 - y^{(i)}) \log(1 - p_\theta(x^{(i)})) ]$$
Write $q^{(i)} = p_\theta(x^{(i)}) = \sigma(s^{(i)})$, where $s^{(i)} = \theta^T x^{(i)}$.
"""
BARRED = r"""
A row of $K = AB$ pixels, flattened:
$$\mathtt{avg} = \frac{\sum_i \mathtt{pix}_i}{K}
\qquad \mathtt{dev}_i = \mathtt{pix}_i - \mathtt{avg}$$
$$\mathtt{spread} = \frac{\sum_i \mathtt{dev}_i^2}{K}$$
$$\mathtt{out}_i = \mathtt{gain} \cdot \frac{\mathtt{dev}_i}{\sqrt{\mathtt{spread} + \epsilon}}$$
We write $\overline{\mathtt{name}}$ for the gradient of the loss by `name`; given is
$\overline{\mathtt{out}}_i$.
$$\overline{\mathtt{gain}} = \frac{\sum_i \overline{\mathtt{out}}_i \cdot \mathtt{dev}_i}
{\sqrt{\mathtt{spread} + \epsilon}}$$
"""
MEAN = r"""
$\mu = \frac1m \sum_i x_i$, $v = \frac1m \sum_i (x_i - \mu)^2$,
$y_i = (x_i - \mu) / \sqrt{v + \epsilon}$,
$\delta_i = \frac{\partial L}{\partial y_i}$ for a loss $L$ of the $y_i$.
"""
COLUMNS = r"""
- $m[k]=\frac{1}{B}\sum_{b}u[b][k]$，$q[k]=\frac{1}{B}\sum_{b}\left(u[b][k]-m[k]\right)^2$
- $\hat{u}[b][k]=\frac{u[b][k]-m[k]}{\sqrt{q[k]+\epsilon}}$，$o[b][k]=\alpha[k]\times\hat{u}[b][k]$

$\delta o[b][k]:=\frac{\partial L}{\partial o[b][k]}$．
"""
UNIT = r"""
$$f_t = \sigma(w_f x_t + r_f h_{t-1})$$ $$g_t = \tanh(w_g x_t + r_g h_{t-1})$$
$$c_t = f_t \times c_{t-1} + g_t$$ $$h_t = \tanh(c_t)$$
The loss is $L$; $h_{t-1}$ is held fixed.
"""
STARRED = r"""
Of the words $k = 1, \dots, V$ the word $k^*$ is seen: $$\log q_{k^*} = s_{k^*}
- \log \sum_{k'=1}^{V} \exp(s_{k'}) := -H$$
"""
LOGISTIC = r"$$L = -\log \sigma(s_c)$$ with the sigmoid $\sigma(u) = \frac{1}{1 + e^{-u}}$."
FEATURES = r"""
For each feature: $$m_k = \frac1B \sum_{b=1}^{B} u_{bk}$$
$$v_k = \frac1B \sum_{b=1}^{B} (u_{bk} - m_k)^2$$
$$n_{bk} = \frac{u_{bk} - m_k}{\sqrt{v_k + \epsilon}}$$ $$o_{bk} = \alpha_k n_{bk} + \beta_k$$
For one feature, with $\tau = \sqrt{v + \epsilon}$,
$$\frac{\partial L}{\partial \alpha} = \sum_{b=1}^B \frac{\partial L}{\partial o_b}
\frac{\partial o_b}{\partial \alpha} = \sum_{b=1}^B \delta_b n_b$$
"""
LINE = r"$$J = \frac12 (w x + b - y)^2$$ $$\frac{\partial J}{\partial b} = w x + b - y$$ "
SQUARED = r"""
$$d_{uv}^2 = (g_{uv} - \hat g_{uv})^2 = (g_{uv} - \sum_{f=1}^F m_{uf} n_{fv})^2$$
"""
ENTROPY = r"$s = M h + c$, $\hat y = \text{softmax}(s)$, $J = CE(y, \hat y)$ "
FROM_ZERO = r"""
$$s^t = u x^t + r g^{t-1} + c$$ $$s^0 = u x^0 + c$$ $$g^t = \tanh(s^t)$$
"""
EINSTEIN = r"""
$$s_t = \tanh(A x_t + B s_{t-1}), \qquad p_t = \mathrm{softmax}(C s_t + d)$$
$F_t = - {y_t}_k \log {p_t}_k$ with a one-hot $y_t$;
repeated indices are summed. Let $o = C s_t + d$.
"""
WRITTEN = [
    (EINSTEIN, r"$$\frac{\partial F_t}{\partial o_l} = {p_t}_l - {y_t}_l$$",
     r"$$\frac{\partial F_t}{\partial o_l} = {y_t}_l - {p_t}_l$$"),
    (EINSTEIN, r"$$\frac{\partial F_t}{\partial {s_t}_i} = ({p_t}_l - {y_t}_l) C_{li}$$",
     r"$$\frac{\partial F_t}{\partial {s_t}_i} = ({y_t}_l - {p_t}_l) C_{li}$$"),
    (EINSTEIN, r"$$\frac{\partial o_l}{\partial C_{ij}} = \delta_{il} {s_t}_j$$",
     r"$$\frac{\partial o_l}{\partial C_{ij}} = -\delta_{il} {s_t}_j$$"),
    (FROM_ZERO, r"$$\frac{\partial g^0}{\partial u} = \tanh'(s^0) x^0$$",
     r"$$\frac{\partial g^0}{\partial u} = \tanh(s^0) x^0$$"),
    (FROM_ZERO, (r"$$\frac{\partial g^1}{\partial u} = \tanh'(s^1) (x^1"
     r" + r \tanh'(s^0) x^0)$$"), (r"$$\frac{\partial g^1}{\partial u} = \tanh'(s^1) x^1$$")),
    (ENTROPY, r"$$\frac{\partial J}{\partial s} = \hat y - y$$",
     r"$$\frac{\partial J}{\partial s} = y - \hat y$$"),
    (ENTROPY, r"$$\frac{\partial J}{\partial h} = M^T (\hat y - y)$$",
     r"$$\frac{\partial J}{\partial h} = -M^T (\hat y - y)$$"),
    (LINE, r"$$w := w - \eta \frac{\partial J}{\partial w} = w - \eta (w x + b - y) x$$",
     r"$$w := w - \eta \frac{\partial J}{\partial w} = w + \eta (w x + b - y) x$$"),
    (SQUARED, r"$$\frac{\partial d_{uv}^2}{\partial m_{uf}} = -2 d_{uv} n_{fv}$$",
     r"$$\frac{\partial d_{uv}^2}{\partial m_{uf}} = -2 d_{uv} m_{uf}$$"),
    (FEATURES, (r"$$\frac{\partial L}{\partial u_b} = \frac{\alpha}{B \tau} (B \delta_b"
     r" - \sum_c \delta_c - n_b \sum_c \delta_c n_c)$$"), (r"$$\frac{\partial L}{\partial u_b} ="
     r" \frac{\alpha}{B \tau} (B \delta_b - \sum_c \delta_c + n_b \sum_c \delta_c n_c)$$")),
    (FEATURES, r"$$\frac{\partial L}{\partial n_b} = \delta_b \alpha$$",
     r"$$\frac{\partial L}{\partial n_b} = -\delta_b \alpha$$"),
    (STARRED, r"$$\frac{\partial H}{\partial s_k} = q_k - \mathbb{1}(k = k^*)$$",
     r"$$\frac{\partial H}{\partial s_k} = \mathbb{1}(k = k^*) - q_k$$"),
    (LOGISTIC, (r"$$\frac{\partial L}{\partial s_k} = \begin{cases}"
     r" -\frac{\sigma'(s_k)}{\sigma(s_k)} = \sigma(s_k) - 1 & \text{if $k = c$,}\\"
     r" 0 & \text{otherwise.}\end{cases}$$"),
     (r"$$\frac{\partial L}{\partial s_k} = \begin{cases} -\frac{\sigma'(s_k)}{\sigma(s_k)}"
     r" = 1 - \sigma(s_k) & \text{if $k = c$,}\\ 0 & \text{otherwise.}\end{cases}$$")),
    (COLUMNS, r"$$\delta\alpha[k] = \sum_{b}\delta o[b][k]\times\hat{u}[b][k]$$",
     r"$$\delta\alpha[k] = \sum_{b}\delta o[b][k]\times u[b][k]$$"),
    (UNIT, (r"$$\frac{\partial L}{\partial f_t} = \frac{\partial L}{\partial h_t}"
     r" \times (1 - h_t^2) \times c_{t-1}$$"), (r"$$\frac{\partial L}{\partial f_t} ="
     r" \frac{\partial L}{\partial h_t} \times (1 - h_t^2) \times g_t$$")),
    (BARRED, (r"$$\overline{\mathtt{pix}}_i = \overline{\mathtt{dev}}_i"
     r" - \frac1K \sum_j \overline{\mathtt{dev}}_j$$"), (r"$$\overline{\mathtt{pix}}_i ="
     r" \overline{\mathtt{dev}}_i + \frac1K \sum_j \overline{\mathtt{dev}}_j$$")),
    (BARRED, r"$$\sum_i \overline{\mathtt{pix}}_i = 0$$",
     (r"$$\overline{\mathtt{avg}} ="
     r" \sum_i \overline{\mathtt{dev}}_i$$")),
    (MEAN, (r"$$\frac{\partial L}{\partial x_i} = \frac{1}{m \sqrt{v + \epsilon}} (m \delta_i"
     r" - \sum_j \delta_j - y_i \sum_j \delta_j y_j)$$"), (r"$$\frac{\partial L}{\partial x_i} ="
     r" \frac{1}{m \sqrt{v + \epsilon}} (m \delta_i - \sum_j \delta_j)$$")),
    (POOLING, "∂L/∂kᵢ = πᵢ·g + Nᵀ (∂L/∂qᵢ ⊙ (1 − qᵢ²))",
     "∂L/∂kᵢ = Nᵀ (∂L/∂qᵢ ⊙ (1 − qᵢ²))"),
    (POOLING, "∂L/∂w = Σᵢ ∂L/∂bᵢ · qᵢ", "∂L/∂w = Σᵢ ∂L/∂bᵢ · kᵢ"),
    (POOLING, "and so for the weights we get ∂L/∂πᵢ = gᵀkᵢ.", "so we get ∂L/∂πᵢ = −gᵀkᵢ."),
    (POOLING + "  aᵢ = M·r + N·kᵢ\n", "∂L/∂aᵢ = ∂L/∂qᵢ ⊙ (1 − qᵢ²)",
     "∂L/∂aᵢ = ∂L/∂qᵢ ⊙ qᵢ ⊙ (1 − qᵢ)"),
    (CELL, "dE/dw_q = E_h*(1 - u)*(1 - q^2)*x", "dE/dw_q = E_h*(1 - u)*q*(1 - q)*x"),
    (CELL, "dE/dv_u = E_h*(h_{t-1} - q)*u*(1 - u)*h_{t-1}",
     "dE/dv_u = E_h*(q - h_{t-1})*u*(1 - u)*h_{t-1}"),
    (NAMED, (r"$$\frac{\partial J}{\partial q^{(i)}} = \frac{1 - y^{(i)}}{1 - q^{(i)}}"
     r" - \frac{y^{(i)}}{q^{(i)}}$$"), (r"$$\frac{\partial J}{\partial q^{(i)}} ="
     r" \frac{y^{(i)}}{q^{(i)}} - \frac{1 - y^{(i)}}{1 - q^{(i)}}$$")),
    (NAMED, r"$$\frac{\partial J}{\partial s^{(i)}} = q^{(i)} - y^{(i)}$$",
     r"$$\frac{\partial J}{\partial s^{(i)}} = y^{(i)} - q^{(i)}$$"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), WRITTEN)
def test_what_is_written_so_is_judged(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        kind = "md" if "$" in claim else "txt"
        assert check_text(f"{given}\n{claim}\n", kind=kind).equations[-1].status == status, claim


def test_a_size_that_nothing_ties_is_told() -> None:
    for claim, status in ((r"\frac2N", "right-if"), (r"\frac1N", "unknown-name")):
        slope = rf"$$\frac{{\partial v}}{{\partial u_b}} = {claim} (u_b - m)$$"
        found = check_text(FEATURES + slope).equations[-1]
        assert found.status == status
        assert found.members[-1].condition == ("N = B" if status == "right-if" else "")


def test_the_case_may_be_named_behind_its_equation() -> None:
    for claim, holds in (("B", True), ("2B", False)):
        case = rf"$\epsilon=0$ なら $\sum_{{b}}\hat{{u}}[b][k]^2 = {claim}$．"
        found = check_text(f"{COLUMNS}\n{case}\n").equations[-1]
        assert (found.status == "right-if") == holds


def test_a_sum_within_a_sentence_is_judged() -> None:
    for claim, right in (("∂L/∂bᵢ", True), ("∂L/∂πᵢ", False)):
        found = check_text(f"{POOLING}\nAdding them up, Σᵢ {claim} = 0.\n", kind="txt")
        assert found.equations[-1].latex == f"Σᵢ {claim} = 0"
        assert (found.equations[-1].status == "right") == right


OPEN = [
    # another loss of that name, of which nothing is said
    ENTROPY.replace("CE(y, ", "CE(a, ") + r"$$\frac{\partial J}{\partial s} = \hat y - y$$",
    # of another case than the equations are about
    POOLING + "\nFor a frozen pooling, πᵢ = 1/n, and ∂L/∂kᵢ = g/n.",
    # v varies with s, which is made of it: whether v is held fixed is not said
    (r"$K = \frac12 \sum_j (v_j - \log v_j)$, $s_j = \log v_j$"
     r" $$\frac{\partial K}{\partial s_j} = -\frac12$$"),
]  # fmt: skip


@pytest.mark.parametrize("text", OPEN)
def test_what_is_said_of_another_case_is_not_called_right_or_wrong(text: str) -> None:
    found = check_text(text, kind="md" if "$" in text else "txt").equations[-1].status
    assert found not in ("right", "wrong")


def test_the_case_itself_is_no_claim() -> None:
    found = check_text(OPEN[1], kind="txt").equations
    assert [e.status for e in found if e.latex == "πᵢ = 1/n"] == ["set-aside"]


def test_a_condition_in_a_sentence_is_no_claim() -> None:
    text = POOLING + "\nIf ∂L/∂w = 0 the search stops."
    assert not any(e.latex.startswith("∂L/∂w = 0") for e in check_text(text, kind="txt").equations)
