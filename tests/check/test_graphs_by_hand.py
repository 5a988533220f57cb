r"""Graphs worked by hand with numbers, as lectures have them: settings in prose, code, f anew.

The derivatives are worked out by hand: of each text a claim that is right, and one that is wrong.
"""

from __future__ import annotations

import pytest

from autograd import check_text

GATES = "The inputs are p = 2, q = -3, r = 4 here.\n\ns = p * q, t = s + r\n\nWe look at $t$. "
NUMBERED = "Take w0 = 0.5, x0 = -2 and w1 = 3, x1 = 1.\n\n$z = w_0 x_0 + w_1 x_1$ and $a = z^2$. "
CHINESE = "函数 g(p, q) = p q + p，取 p = 3，q = -2。\n\n由 $g$ 得 "
FORWARD = """
```python
p, q = 2.0, -5.0
u = p + q
v = u * q
```
and back: $\\frac{\\partial v}{\\partial u}$ first. """
LISTED = (
    r"$f(w, x) = (w_0 x_0 + w_1)^3$ at $w_0 = 2, x_0 = 1, w_1 = -1$, so $\frac{df}{dw_1} = 3$. "
)
ANEW = "$f(x) = 3 x^2 - 4$\n\nNow a = 2, b = -3, f = 0.5\n\ne = a * b, L = e * f\n\n"
NAMED = "$f(p, q, r) = (p + q) r$. $u = p + q$, $f = u r$. "
TWICE = "$y = x^2$. At $x = 3$: $\\frac{dy}{dx} = 6$. The other point is $x = -1$, where $y = 1$. "
BARE = r"$h(p, q) = p^2 q$ at the point (3, 2). "
NEURON = (
    "x1 = 2, w1 = -3, x2 = 0.5, w2 = 4, c = 1.25\n\n$s = 2(-3) + 0.5(4) + 1.25 = -2.75$\n\n"
    "$o = \\tanh(-2.75)$\n\nAs for $x_1, w_1, x_2, w_2$: "
)
WORKED = [
    # t = 2 (-3) + 4 = -2
    (GATES, r"\frac{\partial t}{\partial p} = q = -3", r"\frac{\partial t}{\partial p} = q = 2"),
    (GATES, r"\frac{\partial t}{\partial r} = 1", r"\frac{\partial t}{\partial r} = s = 4"),
    # z = -1 + 3 = 2, and da/dw_0 = 2 z x_0 = -8
    (NUMBERED, r"\frac{\partial a}{\partial w_0} = 2 z x_0 = -8",
     r"\frac{\partial a}{\partial w_0} = 2 z x_0 = 8"),
    (CHINESE, r"\frac{\partial g}{\partial p} = q + 1 = -1",
     r"\frac{\partial g}{\partial p} = q + 1 = 4"),
    # u = -3, so v = 15; dv/dq = u + q = -8
    (FORWARD, r"\frac{\partial v}{\partial q} = u + q = -8",
     r"\frac{\partial v}{\partial q} = u = -3"),
    # 3 (2 - 1)^2 x_0 = 3
    (LISTED, r"\frac{\partial f}{\partial w_0} = 3 (w_0 x_0 + w_1)^2 x_0 = 3",
     r"\frac{\partial f}{\partial w_0} = 3 (w_0 x_0 + w_1)^2 w_0 = 6"),
    (ANEW, r"\frac{dL}{de} = f = 0.5", r"\frac{dL}{de} = f = -6"),
    (ANEW, r"\frac{dL}{da} = f b = -1.5", r"\frac{dL}{da} = f a = 1.5"),
    (NAMED, r"\frac{\partial f}{\partial u} = r", r"\frac{\partial f}{\partial u} = u"),
    (NAMED, r"\frac{\partial f}{\partial p} = \frac{\partial f}{\partial u} = r",
     r"\frac{\partial f}{\partial p} = \frac{\partial f}{\partial u} = p + q"),
    (TWICE, r"\frac{dy}{dx} = -2", r"\frac{dy}{dx} = 2"),
    (BARE, r"\frac{\partial h}{\partial p} = 12", r"\frac{\partial h}{\partial p} = 9"),
    # s = -6 + 2 + 1.25; 1 - tanh(2.75)^2 = 0.0162
    (NEURON, r"\frac{do}{ds} = 1 - o^2 \approx 0.0162", r"\frac{do}{ds} = 1 - o^2 \approx 0.983"),
    (NEURON, r"\frac{do}{dw_2} = (1 - o^2) x_2", r"\frac{do}{dw_2} = (1 - o^2) w_2"),
]  # fmt: skip

SHORT = [
    r"$f(x, y, z) = (x + y) z$ and $q = x + y$. ",
    "Let $q = y + x$ in $f = z(x + y)$. ",
]
WORKED += [(given, f"\\frac{{\\partial f}}{{\\partial {by}}} = {right}",
            f"\\frac{{\\partial f}}{{\\partial {by}}} = {wrong}")
           for given in SHORT for by, right, wrong in [
               ("q", "z", "q"), ("z", "q", "z"),
               ("x", r"\frac{\partial f}{\partial q} \frac{\partial q}{\partial x} = z",
                r"\frac{\partial f}{\partial q} \frac{\partial q}{\partial x} = q")]]  # fmt: skip
PRODUCT = "$s = u v w$ and $r = u v$. "
WORKED += [
    (PRODUCT, r"\frac{ds}{dr} = w", r"\frac{ds}{dr} = v w"),
    (PRODUCT, r"\frac{ds}{du} = \frac{ds}{dr} \frac{dr}{du} = v w",
     r"\frac{ds}{du} = \frac{ds}{dr} \frac{dr}{du} = u w"),
    # s = 1, so f = 0.7311 and f (1 - f) = 0.1966
    ("$s = w x + b$, $f = 1/(1 + e^{-s})$ with $w = 2$, $x = -1$, $b = 3$. $f(1) = 0.73$. ",
     r"\frac{df}{dw} = f(1 - f) x = -0.20", r"\frac{df}{dw} = f(1 - f) x = 0.20"),
    # by all digits -1/p = -1.6703 and p (1 - p) = 0.2403 make -0.4013, as printed -0.4014
    (r"$x=1.5$, $w=0.4$, $b=-0.2$; $z=wx+b=0.4$, $p=\sigma(z)=0.5987$, $L=-\ln p$. ",
     r"\frac{dL}{dz} = -1.6703 \times 0.2403 = -0.4013",
     r"\frac{dL}{dz} = -1.6703 \times 0.2403 = -0.4031"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), WORKED)
def test_graph_worked_with_numbers(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given}\n$${claim}$$").equations[-1].status == status, claim


PUT_IN = [
    # dL/da = f b, where f is 0.5 and b is -3
    (ANEW, r"\frac{dL}{da} = 0.5 \times b = -1.5"),
    # (1 - o^2) x_2 with 1 - o^2 printed
    (NEURON, r"\frac{do}{dx_1} = 0.0162 w_1"),
]


@pytest.mark.parametrize(("given", "claim"), PUT_IN)
def test_number_may_stand_for_a_name(given: str, claim: str) -> None:
    assert check_text(f"{given}\n$${claim}$$").equations[-1].status == "right"


CODE = """```python
x = -1; y = 3; z = -2
u = x - y
f = u * z
{}
```"""


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("dfdu = z", "right"),
        ("dfdz = u", "right"),
        ("dfdy = dfdu * -1.0", "right"),
        ("dudy = 1.0", "wrong"),
        ("dfdz = z", "wrong"),
    ],
)
def test_slope_may_be_one_word_of_code(line: str, status: str) -> None:
    assert check_text(CODE.format(line)).equations[-1].status == status


OPEN = [
    # one number is said of many a thing: what it is of is not sure
    ("With p = 3 the result is as before. $y = p^2$. ", r"\frac{dy}{dp} = 6"),
    ("For i = 3, j = 4 one finds the entry. $y = i j$. ", r"\frac{dy}{di} = 5"),
    # 2 is the number of two names
    ("a = 2, b = 2, c = 5\n\n$s = 2(5) + 2$\n\n$o = s^2$\n\n", r"\frac{do}{da} = 2 s c"),
    # in what is printed by a program there is nothing to judge by
    ("```python\nmodel = Net(3)\nu = model(p)\n```\n\n$f = u^2$. ", r"\frac{df}{dp} = 2 u"),
]


@pytest.mark.parametrize(("given", "claim"), OPEN)
def test_what_prose_leaves_open_has_no_verdict(given: str, claim: str) -> None:
    found = check_text(f"{given}\n$${claim}$$").equations[-1].status
    assert found not in ("right", "wrong")


TWO_EXAMPLES = """
例：f(x, y) = (x + y)·y，取 x = 2，y = 3。令 q = x + y，于是

- ∂f/∂q = y = 3（局部导数）
- ∂f/∂y = q + y = 8 (two paths)

另一个：

    s = w0·x0 + w1
    f = 1/(1 + e^(−s))

取 w0 = 2，x0 = −1，w1 = 3，则 f(1) = 0.73（保留两位小数）。

    df/ds = (1 − f)·f = 0.20
    ∂f/∂x0 = {}
"""


@pytest.mark.parametrize(("number", "status"), [("0.39", "right"), ("−0.20", "wrong")])
def test_second_example_has_its_own_f(number: str, status: str) -> None:
    judged = [e for e in check_text(TWO_EXAMPLES.format(number)).equations
              if e.status != "definition"]  # fmt: skip
    assert [e.status for e in judged] == ["right"] * 4 + [status]


ITSELF = [
    (r"$g(z) = \frac{1}{1+e^{-z}}$", r"g'(z) = g(1 - g)", r"g'(z) = g(1 + g)"),
    (r"$g(z) = \frac{1}{1+e^{-z}}$", r"g' = g(1 - g)", r"g' = g(g - 1)"),
    ("The logistic:", r"\sigma'(z) = \sigma(1 - \sigma)", r"\sigma'(z) = \sigma(1 + \sigma)"),
    ("In short,", r"\sigma' = \sigma(1 - \sigma)", r"\sigma' = \sigma(1 + \sigma)"),
    ("So", r"\frac{d\sigma}{dx} = \sigma(1-\sigma)", r"\frac{d\sigma}{dx} = \sigma(2-\sigma)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), ITSELF)
def test_no_function_is_of_itself(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given}\n$${claim}$$").equations[-1].status == status, claim


LOSS = r"Loss $L = -(y \log a + (1-y) \log(1-a))$. "
TOLD = [
    (LOSS + r"For the sigmoid ", r"\frac{\partial a}{\partial z} = a(1-a)",
     r"\frac{\partial a}{\partial z} = a(1+a)"),
    (LOSS + "\n\n- sigmoid: $\\frac{da}{dz} = a(1-a)$\n", r"\frac{dL}{dz} = a - y",
     r"\frac{dL}{dz} = y - a"),
    (r"With $E = \frac12 (h - t)^2$ and a tanh unit: $dh/dz = 1 - h^2$. ",
     r"\frac{dE}{dz} = (h-t)(1-h^2)", r"\frac{dE}{dz} = (t-h)(1-h^2)"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "right", "wrong"), TOLD)
def test_words_name_the_function_of_a_derivative(given: str, right: str, wrong: str) -> None:
    for claim, status in ((right, "right"), (wrong, "wrong")):
        assert check_text(f"{given} $${claim}$$").equations[-1].status == status, claim


BATCH = """$Z = w^T X + b$, $A = \\sigma(Z)$.

```python
dZ = A - Y
dw = np.dot(X, dZ.T) / m
db = {}
```
"""


@pytest.mark.parametrize("bias", ["np.sum(dZ)", "np.sum(dZ) / m"])
def test_sum_is_not_right_beside_a_mean_of_the_same(bias: str) -> None:
    """dZ may carry 1/m or not: one of dw and sum(dZ) is wrong, and which is not said."""
    found = check_text(BATCH.format(bias)).equations[-1]
    assert found.status != "right" or bias.endswith("m")
    assert found.status != "wrong"


@pytest.mark.parametrize(
    "text",
    [
        r"A sigmoid unit has $\frac{dz}{dw} = x$.",
        r"Unlike the sigmoid, here $dy/dx = 2x$.",
        r"With $a = \tanh z$ we get $\frac{dL}{dz} = \frac{dL}{da} (1 - a^2)$.",
        r"$$a = \tanh(z)$$ $$\frac{\partial L}{\partial z} = L(1 - L)$$",
    ],
)
def test_a_function_spoken_of_is_not_that_of_any_derivative(text: str) -> None:
    assert "wrong" not in [e.status for e in check_text(text).equations]
