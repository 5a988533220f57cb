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
