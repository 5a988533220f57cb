r"""Tables of functions with their derivatives, in the forms that authors give them.

The slips: SiLU's (1 - f) is missing, the cosine's sign, the 2 of z^2, the square of softsign's.
"""

from __future__ import annotations

import pytest

from autograd import check_text

BARE = r"""
| Function | $f(x)$ | $f'(x)$ |
|---|---|---|
| Sigmoid | $\frac{1}{1+e^{-x}}$ | $f(x)(1-f(x))$ |
| Gauss | $e^{-x^2}$ | $-2xe^{-x^2}$ |
| Softplus | $\ln(1+e^x)$ | $1/(1+e^{-x})$ |
| SiLU | $x\sigma(x)$ | $f(x) + \sigma(x)f(x)$ |
"""
CALCULUS = r"""
| Function | Derivative |
|---|---|
| $x^n$ | $n x^{n-1}$ |
| $\ln(ax)$ | $\frac{1}{x}$ |
| $b^x$ | $b^x \ln b$ |
| $\cos x$ | $\sin x$ |
"""
SAID = r"""
| 名称 | 函数 | 导数 |
|:--|:--|:--|
| S 形 | $\sigma(z)=\frac{1}{1+e^{-z}}$ | $\sigma'(z)=\sigma(z)(1-\sigma(z))$ |
| softplus | $\ln(1+e^z)$ | $f'(z)=\sigma(z)$ |
| 双曲正切 | $g(z)=\tanh(z)$ | $g'(z)=1-g(z)^2$ |
| 平方 | $g(z)=z^2$ | $g'(z)=z$ |
"""
OTHER_NAME = r"""
| activation | $g(z)$ | $g'(z)$ |
|---|---|---|
| sigmoid | $\frac{1}{1+e^{-z}}$ | $g(z)(1-g(z))$ |
| tanh | $\tanh(z)$ | $1-g(z)^2$ |
| square | $z^2$ | $2z$ |
| cube | $z^3$ | $3z$ |
"""
PLAIN = """
| name | f(x) | f'(x) |
|------|------|-------|
| sigmoid | 1/(1+exp(-x)) | f(x)*(1-f(x)) |
| tanh | tanh(x) | 1-f(x)^2 |
| square | x^2 | 2x |
| softsign | x/(1+abs(x)) | 1/(1+abs(x)) |
"""


@pytest.mark.parametrize("table", [BARE, CALCULUS, SAID, OTHER_NAME, PLAIN])
def test_each_row_has_its_own_function(table: str) -> None:
    claims = [e for e in check_text(table).equations if "'(" in e.latex]
    assert [e.status for e in claims] == ["right", "right", "right", "wrong"]


OTHERS = r"""
Here $f(x) = x^3$.

| Layer | Formula | Gradient |
|---|---|---|
| linear | $z = Wx + b$ | $W^T g$ |

| Function | Derivative |
|---|---|
| $w^T x$ | $w$ |
| ReLU: $\max(0, x)$ | $1$ if $x > 0$, else $0$ |
| none | none |
| $a + b$ | $1$ |

And $f'(x) = 3x^2$.
"""


def test_what_is_no_row_of_a_function_says_nothing() -> None:
    found = check_text(OTHERS).equations
    assert [e.status for e in found if "'(" in e.latex] == ["right"]


OF_A_QUANTITY = r"""
$z^m = W^m a^{m-1} + b^m$ and $a^m = g^m(z^m)$.

| Nonlinearity | $a^m = g^m(z^m)$ | derivative |
|---|---|---|
| Sigmoid | $\frac{1}{1 + e^{-z^m}}$ | $\frac{\partial a^m}{\partial z^m} = a^m(1 - a^m)$ |
| Tanh | $\tanh(z^m)$ | $\frac{\partial a^m}{\partial z^m} = 1 - (a^m)^2$ |
| Softplus | $\log(1 + e^{z^m})$ | $\frac{\partial a^m}{\partial z^m} = 1 - e^{-a^m}$ |
| Tanh, wrongly | $\tanh(z^m)$ | $\frac{\partial a^m}{\partial z^m} = 1 - (z^m)^2$ |
"""


def test_the_head_may_say_of_what_quantity_the_functions_are() -> None:
    found = [e.status for e in check_text(OF_A_QUANTITY).equations if "partial" in e.latex]
    assert found == ["right", "right", "right", "wrong"]
