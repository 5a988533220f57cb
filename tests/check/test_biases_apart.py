r"""Biases numbered w_0, models given for a sample or by numbered features, sums written with dots.

What is right was worked out by hand; each kind has a slip that is called wrong.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

MEAN = r"\frac{1}{m}\sum_{i=1}^m (h(x^{(i)}) - y^{(i)})"
COST = r"$$J(w) = \frac{1}{2m}\sum_{i=1}^m (h(x^{(i)}) - y^{(i)})^2$$"
OTHERS = r"q_1 p_i + q_2 p_i + \cdots + q_{i-1} p_i + q_{i+1} p_i + \cdots + q_n p_i"
MODELS = [
    r"$h(x) = w_0 + w_1 x_1 + w_2 x_2$",
    r"$h(x) = b + w_1 x_1 + w_2 x_2$",
    r"$h(x^{(i)}) = w_0 + w_1 x_1^{(i)} + w_2 x_2^{(i)}$",
    r"$h(x^{(i)}) = b + \sum_{j=1}^n w_j x_j^{(i)}$",
    r"$h(x) = w_0 + w_1 x_1 + w_2 x_2 + \cdots + w_n x_n$",
    r"$h(x) = w_1 x_1 + ... + w_n x_n + b$",
    r"$h(x) = w_0 + \sum_{j=1}^n w_j x_j$",
]


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("by", "slope", "status"),
    [
        ("bias", MEAN, "right"),
        ("bias", "2" + MEAN, "wrong"),
        ("w_j", MEAN + " x_j^{(i)}", "right"),
        ("w_1", MEAN + " x_1^{(i)}", "right"),
        ("w_1", MEAN + " x_2^{(i)}", "not right"),
        ("w_j", "-" + MEAN + " x_j^{(i)}", "wrong"),
    ],
)
def test_a_line_in_several_features(model: str, by: str, slope: str, status: str) -> None:
    by = by.replace("bias", "w_0" if "w_0" in model else "b")
    found = _last(rf"{model} {COST} $$\frac{{\partial J}}{{\partial {by}}} = {slope}$$")
    assert found == status or (status == "not right" and found in ("wrong", "no-valid-point"))


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial s}{\partial w_0} = 1", "right"),
        (r"\frac{\partial s}{\partial w_0} = -1", "wrong"),
        (r"\frac{\partial s}{\partial w_i} = x_i", "right"),
        (r"\frac{\partial s}{\partial w_i} = w_i", "wrong"),
        (r"\frac{\partial s}{\partial u_{i,f}} = x_i \sum_{j=1}^n u_{j,f} x_j - u_{i,f} x_i^2",
         "right"),
        (r"\frac{\partial s}{\partial u_{i,f}} = x_i \sum_{j=1}^n u_{j,f} x_j", "wrong"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("product", [r"\langle u_i, u_j \rangle"])
@pytest.mark.parametrize("bias", ["w_0", "c"])
def test_a_factorisation_machine(claim: str, status: str, product: str, bias: str) -> None:
    text = rf"""Each feature has a vector $u_i \in \mathbb{{R}}^k$, and
$$s = {bias} + \sum_{{i=1}}^n w_i x_i + \sum_{{i=1}}^{{n-1}} \sum_{{j=i+1}}^n {product} x_i x_j$$
$${claim.replace("w_0", bias)}$$"""
    assert _last(text) == status


def test_what_is_left_apart_and_what_is_not() -> None:
    """Where x_0 or the whole of w is spoken of, w_0 is an entry of w."""
    whole = r"$z = w_0 + \sum_{i=1}^n w_i x_i = w^T x$ $$\frac{\partial z}{\partial w_i} = x_i$$"
    assert _last(whole) != "wrong"
    first = r"$z = \sum_{i=0}^n w_i x_i$ $$\frac{\partial z}{\partial w_0} = x_0$$"
    assert _last(first) == "right"
    numbers = r"""$z = w_0 + w_1 x_1 + w_2 x_2$, $w_0 = 0.5$, $w_1 = -1$, $w_2 = 2$, $x_1 = 3$,
$x_2 = 0.25$. $z = {}$"""
    assert _last(numbers.format(-2.0)) == "right"
    assert _last(numbers.format(2.5)) == "wrong"


@pytest.mark.parametrize(
    ("slope", "status"),
    [
        (rf"{OTHERS} - q_i (1 - p_i)",
         "right"),
        (rf"{OTHERS} + q_i (1 - p_i)",
         "wrong"),
        (r"(q_1 + q_2 + \cdots + q_n) p_i - q_i", "right"),
        (r"q_i - (q_1 + q_2 + \cdots + q_n) p_i", "wrong"),
    ],
)  # fmt: skip
def test_dots_that_leave_one_out(slope: str, status: str) -> None:
    text = rf"""$L = -\sum_{{i=1}}^n q_i \log p_i$,
$p_i = \frac{{e^{{s_i}}}}{{\sum_{{j=1}}^n e^{{s_j}}}}$
$$\frac{{\partial L}}{{\partial s_i}} = {slope}$$"""
    assert _last(text) == status


def test_a_letter_left_of_its_sum_is_open() -> None:
    r"""The term i is taken out of a sum over k, and its letter is not changed."""
    text = r"""$L = -\sum_{{i=1}}^n q_i \log p_i$,
$p_i = \frac{{e^{{s_i}}}}{{\sum_{{j=1}}^n e^{{s_j}}}}$
$$\frac{{\partial L}}{{\partial s_i}}
= -\sum_{{k=1}}^n \frac{{q_k}}{{p_k}} \frac{{\partial p_k}}{{\partial s_i}}
= {0} - \sum_{{k=1, k \ne i}}^n \frac{{q_k}}{{p_k}} \frac{{\partial p_k}}{{\partial s_i}}$$"""
    lone = r"-\frac{{q_{0}}}{{p_{0}}} \frac{{\partial p_{0}}}{{\partial s_i}}"
    assert _last(text.format(lone.format("i"))) == "right"
    assert _last(text.format(lone.format("k"))) == "unknown-name"
    assert _last(text.format("2" + lone.format("k"))) == "no-valid-point"


@pytest.mark.parametrize(
    ("written", "status"),
    [
        (r"-[q_1 \log p_1 + \cdots + q_o \log p_o + \cdots + q_n \log p_n]", "right"),
        (r"q_1 \log p_1 + \cdots + q_o \log p_o + \cdots + q_n \log p_n", "unknown-name"),
    ],
)
def test_dots_around_a_term_in_the_middle(written: str, status: str) -> None:
    """The sum over a vocabulary is over all; what q is nothing says."""
    text = r"$p_i = \frac{e^{s_i}}{\sum_{j=1}^n e^{s_j}}$ $$-\sum_{w \in Vocab} q_w \log p_w = "
    assert _last(f"{text}{written}$$") == status


@pytest.mark.parametrize(("second", "status"), [("-p_k p_i", "right"), ("p_k (1 - p_i)", "wrong")])
def test_a_case_is_of_all_that_is_displayed_together(second: str, status: str) -> None:
    text = rf"""$p_i = \frac{{e^{{s_i}}}}{{\sum_{{j=1}}^n e^{{s_j}}}}$

**当** $k \ne i$ **时** (把 $e^{{s_k}}$ 看作常数), 有
$$\begin{{aligned}} p_k &= \frac{{e^{{s_k}}}}{{\sum_{{j=1}}^n e^{{s_j}}}} \\
\frac{{\partial p_k}}{{\partial s_i}} &= {second} \end{{aligned}}$$"""
    assert _last(text) == status


COLUMNS = r"""$Z^{[l]} = W^{[l]} A^{[l-1]} + b^{[l]}$, $A^{[l]} = g(Z^{[l]})$

$$dW^{[l]} = dZ^{[l]} A^{[l-1] T}$$
"""


@pytest.mark.parametrize(("axis", "status"), [("1", "right"), ("0", "wrong")])
def test_a_bias_beside_weights_that_come_first_is_a_column(axis: str, status: str) -> None:
    assert _last(COLUMNS + rf"$$db^{{[l]}} = \text{{sum}}(dZ^{{[l]}}, axis={axis})$$") == status


def test_a_bias_behind_a_product_with_weights_is_a_row() -> None:
    text = (
        r"$Z = X W + b$, $H = \tanh(Z)$, $L = \frac12 \|H - Y\|^2$ $$dW = X^T dZ$$ "
        r"$$db = \text{sum}(dZ, axis=0)$$"
    )
    assert _last(text) == "right"
    assert _last(text.replace("axis=0", "axis=1")) == "wrong"
