r"""Softmax with its entries named in a row, and the chain rule through the parts of one equation.

With p = e^u / Z, q = e^v / Z and Z = e^u + e^v: dp/du = p (1 - p), dq/du = -p q, and the loss
-t_1 \log p_1 - t_2 \log p_2 has dL/du_1 = p_1 (t_1 + t_2) - t_1, which is p_1 - t_1 for shares.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

ROWS = r"""
One sample with a onehot label. $u = [u_1, u_2]$, $Z = e^{u_1} + e^{u_2}$,
$$p = \text{softmax}(u) = [p_1, p_2] = [\frac{e^{u_1}}{Z}, \frac{e^{u_2}}{Z}]$$
and $L = -[t_1 \ln p_1 + t_2 \ln p_2]$.
$$\frac{\partial p_1}{\partial u_1} = \frac{\partial p_1}{\partial e^{u_1}}
  \frac{\partial e^{u_1}}{\partial u_1} + \frac{\partial p_1}{\partial Z}
  \frac{\partial Z}{\partial u_1} = \frac{1}{Z} e^{u_1} - \frac{e^{u_1}}{Z^2} e^{u_1}
  = p_1 (1 - p_1)$$
$$\frac{\partial p_2}{\partial u_1} = -p_1 p_2$$
$$\frac{\partial L}{\partial u_1} = p_1 (t_1 + t_2) - t_1 = p_1 - t_1$$
In all $\frac{\partial L}{\partial u} = p - t$.
"""


COLUMNS = ROWS.replace("[u_1, u_2]", r"\begin{bmatrix} u_1 \\ u_2 \end{bmatrix}")
MIXED = r"\begin{bmatrix} p_1 \\ p_2 \end{bmatrix}"


@pytest.mark.parametrize(
    "text",
    [
        ROWS,
        COLUMNS.replace("[p_1, p_2]", MIXED).replace(
            r"[\frac{e^{u_1}}{Z}, \frac{e^{u_2}}{Z}]",
            r"\begin{bmatrix} e^{u_1} / Z \\ e^{u_2} / Z \end{bmatrix}",
        ),
        ROWS.replace(
            r"$$p = \text{softmax}(u) = [p_1, p_2] =", r"$p = (p_1, p_2)$, $$[p_1, p_2] ="
        ),
    ],
)
def test_rows_say_what_their_entries_are(text: str) -> None:
    judged = [m.status for e in check_text(text).equations[-4:] for m in e.members[1:]]
    assert judged == ["right"] * 7


def test_a_row_beside_a_column_is_not_called_wrong() -> None:
    report = check_text(COLUMNS)
    assert "wrong" not in [m.status for e in report.equations for m in e.members]


@pytest.mark.parametrize(
    ("written", "slip"),
    [
        (r"+ \frac{\partial p_1}{\partial Z}", r"- \frac{\partial p_1}{\partial Z}"),
        (r"- \frac{e^{u_1}}{Z^2} e^{u_1}", r"- \frac{e^{u_2}}{Z^2} e^{u_1}"),
        (r"= p_1 (1 - p_1)$$", r"= p_1 (1 + p_1)$$"),
        ("= -p_1 p_2", "= p_1 p_2"),
        ("= p_1 (t_1 + t_2) - t_1 =", "= p_2 (t_1 + t_2) - t_1 ="),
        ("= p - t$", "= t - p$"),
    ],
)
def test_a_slip_in_them_is_wrong(written: str, slip: str) -> None:
    assert written in ROWS
    report = check_text(ROWS.replace(written, slip))
    assert [m.status for e in report.equations for m in e.members].count("wrong") == 1


def test_what_is_a_name_by_itself_elsewhere_is_no_entry() -> None:
    """What stands in a row is defined once; two formulas for one entry are not both taken."""
    text = r"$p = [p_1, p_2] = [x^2, 3x]$, $p_1 = x^3$. $$\frac{dp_1}{dx} = 2x$$"
    assert check_text(text).equations[-1].status != "right"


def test_logits_that_are_called_y_are_no_targets() -> None:
    r"""Nothing depends on whether y is 0 or 1, as it would for a target."""
    text = ROWS.replace("u", "y").replace(r"\text{softmax}", r"\text{softmax}")
    text = text.replace("= p_1 (t_1 + t_2) - t_1 = p_1 - t_1", r"= t_1 p_2 - t_2 p_2")
    assert check_text(text).equations[-2].status == "wrong"
