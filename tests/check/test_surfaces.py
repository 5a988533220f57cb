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
