r"""Chinese sentences within one display, in no \text: each is parted from its formulas."""

from __future__ import annotations

import pytest

from autograd import check_text

CURVE = r"""
$$
设 y 由方程 x ^ 3 + x y - \sin{y} = 0 所确定，求 \frac{dy}{dx}，
其中 u = x ^ 4 .
\\
两边对 x 求导，得 3 x ^ 2 + y + x \frac{dy}{dx} - \cos{y} \cdot \frac{dy}{dx} = 0 ，
\\
\therefore \frac{dy}{dx} = SLOPE ，
\\
又 \frac{{d^2}u}{dx^2} = SECOND .
$$
"""
NEURON = r"""
$$
设 E = \frac12 (h - t)^2, \quad h = \tanh(s), \quad s = v u + c，则 \\
由链式法则得 \frac{\partial E}{\partial v} =
 \frac{\partial E}{\partial h}\frac{\partial h}{\partial s} u
\\
其中 \frac{\partial h}{\partial s} = LOCAL，所以 \frac{\partial E}{\partial c} = (h - t)(1 - h^2)
$$
$$ g = \begin{cases} s^2, & 当 s > 0 时 \\ 0, & 其他 \end{cases} $$
$$ \frac{dg}{ds} = \begin{cases} CASE, & 当 s > 0 时 \\ 0, & 其他 \end{cases} $$
"""


def _statuses(text: str, **said: str) -> list[str]:
    for name, formula in said.items():
        text = text.replace(name, formula)
    judged = (equation.status for equation in check_text(text).equations)
    return [status for status in judged if status in ("right", "wrong", "unreadable")]


def test_all_that_a_display_of_sentences_says_is_judged() -> None:
    curve = _statuses(CURVE, SLOPE=r"\frac{3 x ^ 2 + y}{\cos{y} - x}", SECOND="12 x ^ 2")
    assert curve == ["right"] * 3
    neuron = _statuses(NEURON, LOCAL="1 - h^2", CASE="2 s")
    assert neuron == ["right"] * 4


@pytest.mark.parametrize(
    ("slope", "second"),
    [
        (r"\frac{3 x ^ 2 + y}{x - \cos{y}}", "12 x ^ 2"),
        (r"\frac{3 x ^ 2 + y}{\cos{y} - x}", "4 x ^ 3"),
    ],
)
def test_a_slip_among_the_sentences_is_called_wrong(slope: str, second: str) -> None:
    assert sorted(_statuses(CURVE, SLOPE=slope, SECOND=second)) == ["right", "right", "wrong"]


@pytest.mark.parametrize(("local", "case"), [("1 + h^2", "2 s"), ("1 - h^2", "s")])
def test_a_slip_behind_words_is_called_wrong(local: str, case: str) -> None:
    assert "wrong" in _statuses(NEURON, LOCAL=local, CASE=case)


def test_words_beside_a_sign_are_no_remark() -> None:
    assert "right" not in _statuses(r"$$L = w x, \quad \frac{dL}{dw} = 斜率 + x$$")


def test_examples_that_are_numbered_in_chinese_have_nothing_to_do_with_one_another() -> None:
    text = "### 例题一\n\n$y = x^2$, $y' = 2x$\n\n### 例题二\n\n$z = x y$, $dz/dx = SLOPE$\n"
    assert _statuses(text, SLOPE="y") == ["right"] * 2
    assert _statuses(text, SLOPE="x") == ["right", "wrong"]
