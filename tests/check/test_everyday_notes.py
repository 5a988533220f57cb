r"""Short notes in forms that students, teachers and blogs have in common, and slips put in.

Every claim of each note is right: worked out by hand, and with NumPy where there are numbers.
"""

from __future__ import annotations

import pytest

from autograd import check_text

DRAWN = r"""
f(x, y, z) = (x + y) z, with x = -2, y = 5, z = -4.

    x = -2 ---\
               (+) --- q = 3 ---\
    y = 5  ---/                  (*) --- f = -12
    z = -4 ---------------------/

Let q = x + y, so f = q z.

df/dq = z = -4
df/dz = q = 3
df/dx = df/dq * dq/dx = -4 * 1 = -4
df/dy = df/dq * dq/dy = -4
"""
STEPS = """
Let e = (a + b) * (b + 1), that is c = a + b, d = b + 1, e = c * d.

Take a = 2, b = 1. Then c = 3, d = 2, e = 6.

∂e/∂c = d = 2
∂e/∂d = c = 3
∂d/∂b = 1

∂e/∂a = ∂e/∂c · ∂c/∂a = 2·1 = 2
∂e/∂b = ∂e/∂c · ∂c/∂b + ∂e/∂d · ∂d/∂b = 2·1 + 3·1 = 5
"""
ARROWS = r"""
**Problem 3.** Differentiate $y = x^{\sin x}$, $x > 0$.

Solution: Take logs of both sides.

ln y = sin x ln x

⇒ y'/y = cos x ln x + (sin x)/x

=> y' = x^(sin x) (cos x ln x + (sin x)/x)

so y' = y (cos x ln x + (sin x)/x)
"""
WORD2VEC = r"""
**(a)** The naive softmax loss for a centre word c and an outside word o is
$$J = -\log \hat y_o, \quad \hat y = \text{softmax}(U^\top v_c)$$
where $y$ is the one-hot vector of o. Then
$$\frac{\partial J}{\partial v_c} = U(\hat y - y)$$

**(b)** For negative sampling,
$$J_{neg} = -\log \sigma(u_o^\top v_c) - \sum_{s=1}^K \log \sigma(-u_s^\top v_c)$$
$$\frac{\partial J_{neg}}{\partial v_c}
  = -(1 - \sigma(u_o^\top v_c)) u_o + \sum_{s=1}^K (1 - \sigma(-u_s^\top v_c)) u_s$$
$$\frac{\partial J_{neg}}{\partial u_s} = (1 - \sigma(-u_s^\top v_c)) v_c$$
"""
NOTES = {"drawn": DRAWN, "steps": STEPS, "arrows": ARROWS, "word2vec": WORD2VEC}
CLAIMS = {"drawn": 5, "steps": 9, "arrows": 4, "word2vec": 3}
SLIPS = [
    ("drawn", "q = 3\n", "q = -4\n"),
    ("drawn", "dq/dy = -4", "dq/dy = 4"),
    ("steps", "2·1 + 3·1 = 5", "2·1 + 3·1 = 6"),
    ("steps", " + ∂e/∂d · ∂d/∂b", ""),
    ("steps", "∂e/∂d = c = 3", "∂e/∂d = d = 2"),
    ("arrows", "⇒ y'/y = cos x ln x +", "⇒ y'/y = cos x ln x -"),
    ("arrows", "^(sin x) (cos x", "^(sin x) (sin x"),
    ("arrows", "so y' = y", "so y' = x"),
    ("word2vec", "U(\\hat y - y)", "U(y - \\hat y)"),
    ("word2vec", "+ \\sum_{s=1}^K (1 -", "- \\sum_{s=1}^K (1 -"),
    ("word2vec", "= (1 - \\sigma(-u_s", "= (1 - \\sigma(u_s"),
]


def members(text: str) -> list[str]:
    """Return the statuses of all members of claims."""
    found = [m.status for e in check_text(text).equations for m in e.members]
    return [status for status in found if status not in ("definition", "not-a-claim")]


@pytest.mark.parametrize("name", NOTES)
def test_each_claim_is_right(name: str) -> None:
    assert set(members(NOTES[name])) == {"right"}
    right = [e for e in check_text(NOTES[name]).equations if e.status == "right"]
    assert len(right) == CLAIMS[name]


@pytest.mark.parametrize(("name", "right", "slip"), SLIPS)
def test_a_slip_is_wrong(name: str, right: str, slip: str) -> None:
    assert NOTES[name].count(right) == 1
    assert "wrong" in members(NOTES[name].replace(right, slip))


def test_a_constraint_is_no_claim() -> None:
    text = r"""Maximise $u(x, y) = x^a y^b$ subject to $p x + q y = m$.

    $\mathcal{L}(x, y, \lambda) = x^a y^b + \lambda (m - p x - q y)$ and
    $\mathcal L_x = a x^{a-1} y^b - \lambda p$."""
    assert members(text) == ["right", "set-aside", "right", "right"]
    assert members(text.replace(r"- \lambda p$", r"+ \lambda p$"))[-1] == "wrong"
