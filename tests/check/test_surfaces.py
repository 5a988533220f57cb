r"""The surface of pages: code's names, tables that define, words between rows, layers above names.

Each text has claims that are right and a planted one that is wrong, worked out by hand.
"""

from __future__ import annotations

import pytest

from autograd import check_text
from autograd.checking.reading.document import formulas

TABLE = r"""
| symbol | meaning |
|---|---|
| $z$ | logits, $z = Wx + b$ |
| $p$ | $\mathrm{softmax}(z)$ |
| $L$ | cross-entropy $-\sum_i y_i \log p_i$ |

| derivative | value |
|---|---|
| $\partial L/\partial p_i$ | $-y_i/p_i$ |
| $\partial L/\partial z_i$ | $p_i - y_i$ |
| $\partial L/\partial W$ | $(p-y)x^\top$ |
| $\partial L/\partial b$ | $p-y$ |
| $\partial L/\partial x$ | $W(p-y)$ |

where $\sum_i y_i = 1$.
"""
CODE = """
```python
z1 = X.dot(W1) + b1
a1 = np.tanh(z1)
exp_scores = np.exp(a1.dot(W2) + b2)
probs = exp_scores / np.sum(exp_scores, axis=1, keepdims=True)
log_probs = np.log(probs)
loss = -np.sum(Y * log_probs)
dlog_probs = -Y
dprobs = -Y / probs
dz1 = da1 * (1 - np.power(a1, 2))
dW1 = np.dot(X.T, dz1)
db1 = np.sum(dz1, axis=0)
dX = dz1.dot(W1)
```
"""
BETWEEN = r"""
\begin{align}
h_j &= \tanh(\textstyle\sum_i w_{ji} x_i) \\
o_k &= \sum_j v_{kj} h_j \\
E &= \frac{1}{2}\sum_k (o_k - t_k)^2
\end{align}
\begin{align}
\intertext{With $\boldsymbol\delta = \mathbf{o} - \mathbf{t}$ and vectors}
\nabla_{\mathbf{V}} E &= \boldsymbol\delta \mathbf{h}^\top \\
\intertext{and finally}
\nabla_{\mathbf{h}} E &= \mathbf{V} \boldsymbol\delta
\end{align}
"""
NUMBERED = r"""
$z^1 = W^1 x + b^1$, $a^1 = \sigma(z^1)$, $z^2 = W^2 a^1 + b^2$, $a^2 = \sigma(z^2)$,
$C = \frac{1}{2}\|a^2 - y\|^2$. Let $\delta^2 = \frac{\partial C}{\partial z^2}$.

1. $\delta^2 = (a^2 - y) \odot \sigma'(z^2)$
2. $\frac{\partial C}{\partial W^2} = \delta^2 (a^1)^T$
3. $\frac{\partial C}{\partial b^2} = \delta^2$
4. $\frac{\partial C}{\partial a^1} = (W^2)^T \delta^2$
5. $\frac{\partial C}{\partial z^1} = W^2 \delta^2 \odot \sigma'(z^1)$
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TABLE, ["right", "right", "right", "right", "wrong", "right"]),
        (BETWEEN, ["right", "wrong"]),
        (NUMBERED, ["right", "right", "right", "right", "right", "wrong"]),
    ],
)
def test_each_claim_is_judged(text: str, said: list[str]) -> None:
    report = check_text(text)
    judged = [e.status for e in report.equations if e.status not in ("definition", "set-aside")]
    assert judged == said


def test_a_name_of_code_may_begin_with_a_function() -> None:
    found = {e.latex.partition(" ")[0]: e.status for e in check_text(CODE).equations}
    assert found["exp_scores"] == found["log_probs"] == "definition"
    assert found["dlog_probs"] == found["dprobs"] == found["dz1"] == "right"
    assert found["dX"] == "wrong"


def test_a_table_of_derivatives_defines_nothing() -> None:
    table = r"""
| activation | derivative |
|---|---|
| $f$ | $\sigma(x)(1-\sigma(x))$ |
"""
    assert not formulas(table)


def test_a_number_above_a_name_that_stands_bare_is_a_power() -> None:
    text = r"$x^1 = t$, $x^2 = t^2$ and $y = x^2 + x$ give $\frac{dy}{dx} = 2x + 1$."
    assert check_text(text).equations[-1].status == "right"


RULES = r"""Rules of matrix calculus:

$$
\begin{aligned}
(1) \quad & \frac{\partial \text{tr}(A B)}{\partial A} = B^T \\[4pt]
(2) \quad & \frac{\partial \text{tr}(A B)}{\partial B} = A^T \\
(3) \quad & \frac{\partial |A|}{\partial A} = |A| A^{-T} \\
(4) \quad & \frac{\partial \|x - c\|^2}{\partial x} = 2 (x - c)
\end{aligned}
$$
"""


def test_a_number_before_a_row_is_no_factor_and_bars_may_be_differentiated() -> None:
    assert [e.status for e in check_text(RULES).equations] == ["right"] * 4
    slips = RULES.replace("= A^T", "= A").replace("= |A|", "= -|A|").replace("2 (x", "(x")
    found = [e.status for e in check_text(slips).equations]
    assert found == ["right", "right-if", "wrong", "wrong"]  # the second if A is symmetric


def test_an_arrow_of_two_signs_leads_to_the_next_equation() -> None:
    text = r"""$z_i = w x_i + b$.
$$\begin{align*}
\frac{d}{dz_i}(1 + e^{-z_i}) &= -e^{-z_i} \\
\text{With the chain rule} => \frac{d}{dz_i}\ln(1 + e^{-z_i}) &= \frac{-e^{-z_i}}{1 + e^{-z_i}} \\
\text{So} => \frac{d}{dw}\ln(1 + e^{-z_i}) &= \frac{-x_i e^{-z_i}}{1 + e^{-z_i}}
\end{align*}$$"""
    assert [e.status for e in check_text(text).equations[-3:]] == ["right"] * 3
    slip = text.replace("= \\frac{-x_i", "= \\frac{x_i")
    assert [e.status for e in check_text(slip).equations[-3:]] == ["right", "right", "wrong"]


POINTS = r"""
$y = u^3$, $u = 5x + 1$.
$$\frac{dy}{dx} = \frac{dy}{du}.\frac{du}{dx}$$
$$\frac{dy}{dx} = 3u^2 . 5$$
$$\frac{dy}{dx} = 3u^2.\left(5x\right)$$
"""
POINTS_IN_LINES = """
y = x<sup>4</sup>.2x<sup>2</sup>

dy/dx = 12x<sup>5</sup>

s = 0.5t, v = s . t

dv/dt = 2s

= 1.5 . t
"""
RAGGED = r"""
$$y = A x, \quad A = \begin{pmatrix} 1 && 4 \\\\ 2 && 3 \end{pmatrix}$$
$$x = \begin{pmatrix} 5 \\ 6 \end{pmatrix}$$
$$A x = \begin{bmatrix} 29 & \\ 28 & \\ \end{bmatrix}$$
$$A x = \begin{bmatrix} 29 & \\ 27 & \end{bmatrix}$$
"""
TWICE = r"""
\[
$$L = 4w^3$$
\]
$\( \frac{dL}{dw} = 12w^2 \)$ and
\[ $$\frac{dL}{dw} = 4w^2$$ \]
"""
QUOTED = r"""
> Let
> $$
> L
> = \ln w
> $$
1. > $$
   > \frac{dL}{dw} = \frac{1}{w}
   > $$
2. > $$
   > \frac{dL}{dw}
   > = \frac{1}{w^2}
   > $$
"""
BIG = r"""
$E = {\sum_{k=1}}^K (a v_k - t_k)^2$ and $F = \Sigma_{\hat{k}=1}^K a v_{\hat{k}}$.
$$\frac{dE}{da} = 2\Sigma^K_{k=1} (a v_k - t_k) v_k$$
$$\frac{dE}{da} = 2{\sum_{k=1}}^K (a v_k - t_k) a$$
"""
PRIMED_LAYERS = r"""
$$Z^{[l]} = W^{[l]} A^{[l-1]}, \quad A^{[l]} = g^{[l]}(Z^{[l]})$$
$$dZ^{[l]} = dA^{[l]} \odot g^{'[l]}(Z^{[l]})$$
$$dA^{[l-1]} = W^{[l]T} (dA^{[l]} \odot g^{[l]}(Z^{[l]}))$$
"""
FONT = r"""
Let $X \in \mathbb{R}^{m \times n}$, $r = X \bold{1_n}$ and $L = \mathbf{1_m^T} r$.
$$\frac{\partial L}{\partial X} = \bold{1_m}\bold{1_n^T}$$
$$\frac{\partial L}{\partial X} = 2\,\bold{1_m}\bold{1_n^T}$$
"""
CALLED = r"""
$$J \overset{\underset{\mathrm{def}}{}}{=} \frac{1}{2}(h - y)^2 \quad \text{and} \quad h = w x$$
$$\frac{\partial J}{\partial w} =$$
$$= (h - y) x$$
$$\frac{\partial J}{\partial h} = y - h \quad or \quad \frac{\partial J}{\partial h} = h - y$$
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (POINTS, ["right", "right", "wrong"]),
        (POINTS_IN_LINES, ["right", "wrong"]),
        (RAGGED, ["right", "wrong"]),
        (TWICE, ["right", "wrong"]),
        (QUOTED, ["right", "wrong"]),
        (BIG, ["right", "wrong"]),
        (PRIMED_LAYERS, ["right", "wrong"]),
        (FONT, ["right", "wrong"]),
        (CALLED, ["right", "wrong", "right"]),
    ],
)
def test_what_only_arranges_is_no_obstacle(text: str, said: list[str]) -> None:
    report = check_text(text)
    found = [e.members[-1].status for e in report.equations]
    assert [x for x in found if x not in ("definition", "unreadable")] == said


def test_a_point_that_ends_a_sentence_is_no_product() -> None:
    report = check_text(r"$L = w^2. M = w$ and $\frac{dL}{dw} = 2w.$")
    assert "wrong" not in [m.status for e in report.equations for m in e.members]


def test_a_blank_entry_is_no_number() -> None:
    [equation] = check_text(
        r"$$S = \begin{pmatrix} 1 & & \\ & 2 & \\ & & 3\end{pmatrix}$$"
    ).equations
    assert "blank" in equation.members[1].explanations[0].text


def test_an_accumulation_and_a_signature_claim_nothing() -> None:
    text = r"""
    $f: \mathbb{R}^n \to \mathbb{R}$ with $L = v w$.
    $$\frac{dL}{dw} \mathrel{+}= v, \quad dv += 2w$$
    $$\frac{dL}{dw} = w$$
    """
    *others, last = check_text(text).equations
    assert {m.status for e in others for m in e.members} == {"set-aside", "definition"}
    assert last.status == "wrong"


def test_a_call_in_words_is_read_to_its_end() -> None:
    text = r"""
    $$Z = W A + b, \quad dW = dZ A^T$$
    $$ db = \; \text{np.sum( $dZ$, axis=1, keepdims=True)} $$
    $$ db = \text{np.sum}(dZ, axis=1, keepdims=True) $$
    $$ db = 2\,\text{np.sum}(dZ, axis=1, keepdims=True) $$
    """
    statuses = [e.status for e in check_text(text).equations]
    assert statuses == ["definition", "right", "right", "right", "wrong"]


def test_a_sum_over_axis_1_is_of_samples_that_are_columns() -> None:
    columns = r"$Z = W A + b$, $dW = dZ A^T$, $db = np.sum(dZ, axis=1)$"
    rows = r"$Z = X W + b$, $dW = X^T dZ$, $db = np.sum(dZ, axis=0)$"
    for text in (columns, rows):
        assert [e.status for e in check_text(text).equations] == ["definition", "right", "right"]
    wrong = rows + ", $db = np.sum(dZ, axis=1)$"
    assert check_text(wrong).equations[-1].status == "wrong"


def test_titles_of_restructured_text_are_no_fences() -> None:
    text = """
One
```

:math:`L = w^5`

Two
~~~~~~

.. math:: \\frac{dL}{dw} = 5w^4

Three
~~~~~

.. math:: \\frac{dL}{dw} = 5w^5
"""
    assert [e.status for e in check_text(text).equations] == ["definition", "right", "wrong"]


def test_a_prior_called_pi_is_not_the_constant() -> None:
    text = r"""
    Let $\pi = 0.3$ be the prior and $p = 2 \pi x$.
    $$\frac{dp}{dx} = 2\pi$$
    """
    assert [e.status for e in check_text(text).equations] == ["definition", "definition", "right"]
    [equation] = check_text(r"For a circle, $\pi = 3.2$.").equations
    assert equation.status == "wrong"


def test_a_composition_that_is_written_out_is_the_same_one() -> None:
    text = r"""
    If $u=\phi(t)$ and $v=\psi(t)$, and $z=f(u,v)$, then $z=f(\phi(t),\psi(t))$ and
    $$\frac{dz}{dt}=\frac{\partial z}{\partial u} \frac{du}{dt}
      +\frac{\partial z}{\partial v} \frac{dv}{dt}$$
    $$\frac{dz}{dt}=\frac{\partial z}{\partial u} \frac{du}{dt}
      -\frac{\partial z}{\partial v} \frac{dv}{dt}$$
    """
    assert [e.status for e in check_text(text).equations][-2:] == ["right", "wrong"]


def test_braces_around_rows_are_none() -> None:
    text = r"""
    $J=\frac{1}{m} \sum_{i=1}^{m}\left(w x_i-y_i\right)^{2}$
    $$
    \begin{array}{l}{\frac{dJ}{dw}=\frac{2}{m} \sum_{i=1}^m (w x_i - y_i) x_i} \\
    {\frac{dJ}{dx_i}=\frac{2 w}{m}(w x_i-y_i)} \\
    {\frac{dJ}{dx_i}=\frac{2}{m}(w x_i-y_i)}\end{array}
    $$
    """
    assert [e.status for e in check_text(text).equations] == [
        "definition",
        "right",
        "right",
        "wrong",
    ]
    chain = r"""$$\begin{aligned} {L} & {= w^3} \\
    {\frac{dL}{dw}} & {= 3 w^2} \\ & {= 3w} \end{aligned}$$"""
    assert [m.status for m in check_text(chain).equations[-1].members] == [
        "right",
        "right",
        "wrong",
    ]


def test_a_sign_at_the_end_of_a_display_holds_no_side() -> None:
    text = r"$$\frac{dL}{dw} =$$ $$= 2w$$ with $L = w^2$, and $$\frac{dL}{dw} =$$ $$= w$$"
    first, _, last = check_text(text).equations
    assert [m.status for m in first.members] == ["right", "right"]
    assert [m.status for m in last.members] == ["right", "wrong"]


def test_a_tag_may_be_one_letter_without_braces() -> None:
    text = r"$$L = w^2\tag1$$ $$\frac{dL}{dw} = 2w \tag2$$ $$\frac{dL}{dw} = w\tag a$$"
    found = [(e.id, e.status) for e in check_text(text).equations]
    assert found == [("1", "definition"), ("2", "right"), ("a", "wrong")]


def test_code_with_dollars_is_a_formula_where_no_other_dollar_stands() -> None:
    text = """`$L = w^2$` gives

```math
\\frac{dL}{dw} = 2w
```
"""
    assert [e.status for e in check_text(text).equations] == ["definition", "right"]
    assert len(check_text(text + "\n$x = 1$ costs").equations) < 3
