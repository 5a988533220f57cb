r"""Numbers that words, code spans and tables give to the names of formulas.

x = 2, w = 0.5 and y = 0.4: z = 1, and of L = (z - y)^2 / 2 dL/dz = 0.6, dL/dw = 1.2, dL/dx = 0.3.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

FORMULAS = r"""
$z_1 = w_1 x$ and $L = \frac{1}{2}(z_1 - y)^2$.
$$\frac{dL}{dz_1} = z_1 - y = 0.6$$
$$\frac{dL}{dw_1} = (z_1 - y) x \approx 1.2$$
$$\frac{dL}{dx} = (z_1 - y) w_1 \approx 0.3$$
"""
GIVEN = [
    "* input `x = 2.0`\n* a weight `w1 = 0.5`\n* the label is `y = 0.4`\n",
    "Take the input x = 2.0, the weight w1 = 0.5 and the target y = 0.4, nothing else.\n",
    "| $x$ | $w_1$ | $y$ |\n|---|---|---|\n| 2 | 0.5 | 0.4 |\n\n",
    "| name | value |\n|---|---|\n| $x$ | 2 |\n| $w_1$ | 0.5 |\n| $y$ | 0.4 |\n\n",
    "| x | w1 | y |\n|:-:|:-:|:-:|\n| 2 | 0.5 | 0.4 |\n\n",
    "- $x$: 2\n- $w_1$: 0.5\n- $y$: 0.4\n\n",
    "- Input: x = 2\n- Weight: w1 = 0.5\n- Label: y = 0.4\n\n",
    "| | |\n|---|---|\n| given | w1: 0.5, y: 0.4 |\n| the input x | 2 |\n\n",
    "| | which | |\n|-|-|-|\n| input | $x$ | 2 |\n| weight | $w_1$ | 0.5 |\n| to | $y$ | 0.4 |\n\n",
    "The weight $w_1$ is 0.5, the label $y$ is 0.4 and the input $x$ is 2.\n",
    "w1 为 0.5，y 为 0.4，输入 x 为 2。\n",
]


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations[-3:] for m in e.members]


@pytest.mark.parametrize("given", GIVEN)
def test_numbers_are_given_outside_of_formulas(given: str) -> None:
    assert _statuses(given + FORMULAS) == ["right"] * 9
    slip = FORMULAS.replace("1.2", "1.3")
    assert _statuses(given + slip) == ["right"] * 5 + ["wrong"] + ["right"] * 3


@pytest.mark.parametrize(
    "given",
    [
        "Once `x = 2.0` and later `x = 3.0`; `w1 = 0.5`, `y = 0.4`.\n",
        "| x | w1 | y |\n|---|---|---|\n| 2 | 0.5 | 0.4 |\n| 3 | 0.5 | 0.4 |\n\n",
        "The derivative by $x$ is 2.0, that of $w_1$ is 0.5, and $y$ is 1 for cats.\n",
        "If $x$ is 2.0, $w_1$ is 0.5 or so.\n",
        "| $w_1$ | loss |\n|---|---|\n| 0.5 | 0.4 |\n| 0.6 | 0.3 |\n\n",
        "Versions: py = 0.4, w1 = 0.5.2 and x = 2.0 * 3.\n",
    ],
)
def test_what_is_no_setting_gives_no_number(given: str) -> None:
    found = _statuses(given + FORMULAS)
    assert found[:2] == ["right"] * 2
    assert "wrong" not in found
    assert found[5] == "no-valid-point"


TABLE = """
| name | value |
|------|-------|
| x    | 2     |
| w    | 0.5   |
| y    | 0.4   |

z = w*x
L = (z - y)^2

dL/dz = 2*(z - y) = 1.2
dL/dw = 2*(z - y)*x = {}
"""


@pytest.mark.parametrize(("number", "status"), [("2.4", "right"), ("1.2", "wrong")])
def test_table_gives_numbers_beside_plain_lines(number: str, status: str) -> None:
    found = check_text(TABLE.format(number)).equations
    assert [e.status for e in found[-2:]] == ["right", status]
