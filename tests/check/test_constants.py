"""What a text says to take for a constant is held, though an equation defines it."""

from __future__ import annotations

import pytest

from autograd import check_text

SHIFTED = r"""
$$p = \sum_i e^{z_i - M}, \quad M = \max_i z_i$$
%s
$$\frac{\partial p}{\partial z_i} = %s$$
"""
TOLD = [
    "这里$M$当作常数。",
    "这里M视为常量。",
    "Treating $M$ as a constant,",
    "Here $M$ is treated as constant.",
]


@pytest.mark.parametrize("said", TOLD)
@pytest.mark.parametrize(("factor", "right"), [("", True), ("2", False), ("-", False)])
def test_what_is_told_to_be_constant_is_held(said: str, factor: str, right: bool) -> None:
    """M moves with the largest z: there the derivative would be another."""
    text = SHIFTED % (said, factor + "e^{z_i - M}")
    assert (check_text(text).equations[-1].status == "right") is right


def test_what_is_not_told_is_not_held() -> None:
    assert check_text(SHIFTED % ("So", "e^{z_i - M}")).equations[-1].status != "right"
