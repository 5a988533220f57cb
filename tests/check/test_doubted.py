"""What looks like a misreading is wrong only where nearly all else is understood and holds."""

from __future__ import annotations

import pytest

from autograd import check_text

TEXT = r"""
The loss is $L = \frac12 (y - t)^2$, with $y = w x + b$.

$$\frac{\partial L}{\partial b} = y - t$$
$$\frac{\partial L}{\partial x} = (y - t) w$$
"""
CLAIM = r"$$\frac{\partial L}{\partial w} = %s$$"
NOT_READ = "\n".join(rf"$$\frac{{\partial L}}{{\partial {q}}} = {q}^2 k$$" for q in "ac")
"""Claims about names that nothing says: whatever they are, it was not understood."""
SLIPS = [  # of claims that hold with (y - t) x
    (r"(t - y) x", "sign", "wrong"),
    (r"2 (y - t) x", "constant factor", "wrong"),
    (r"y - t", "missing factor", "no-valid-point"),
    (r"y x", "missing term", "no-valid-point"),
]


@pytest.mark.parametrize(("claimed", "kind", "among_unread"), SLIPS)
def test_a_slip_is_wrong_where_all_is_understood(
    claimed: str, kind: str, among_unread: str
) -> None:
    alone = check_text(TEXT + CLAIM % claimed).equations[-1].members[-1]
    assert (alone.status, alone.explanations[0].kind) == ("wrong", kind)
    found = check_text(TEXT + NOT_READ + CLAIM % claimed).equations[-1].members[-1]
    assert found.status == among_unread


def test_what_is_left_open_says_what_it_looks_like_and_why() -> None:
    found = check_text(TEXT + NOT_READ + CLAIM % "y - t").equations[-1].members[-1]
    (said,) = (e.text for e in found.explanations)
    assert "is missing" in said
    assert "of the 4 other claims here no more than 2 hold" in said


def test_what_is_right_stays_so_among_what_is_not_understood() -> None:
    found = check_text(TEXT + NOT_READ + CLAIM % "(y - t) x").equations[-1]
    assert found.status == "right"


CENTRED = r"""$m_b = \frac{1}{H} \mathbf{1}_h x_{bh}$, $\mu_{bh} = x_{bh} - \mathbf{1}_h m_b$,
$v_b = \frac{1}{H} \mathbf{1}_h \mu_{bh}^2$, $y_{bh} = \frac{\mu_{bh}}{v_b}$. A repeated index is
summed over.
$\frac{\partial l}{\partial v_p} = -\frac{\partial l}{\partial y_{ph}} \mu_{ph} v_p^{-2}$

$$\frac{\partial l}{\partial m_p} = -\frac{\partial l}{\partial y_{ph}} \frac{1}{v_p}$$
"""


def test_what_no_slip_explains_is_open_where_a_size_is_not_said() -> None:
    """The part through v_p vanishes where H is how far h goes, which nothing says."""
    assert [e.status for e in check_text(CENTRED).equations][-1] != "wrong"
    slip = CENTRED.replace("v_p} = -", "v_p} = ")
    assert "wrong" in [e.status for e in check_text(slip).equations]
