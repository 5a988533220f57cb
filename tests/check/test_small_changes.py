r"""Differentials: dE = M : dM, d(XY) = dX Y + X dY, tr(G_O^T dO): right, and with a slip."""

from __future__ import annotations

import pytest

from autograd import check_text

RULES = r"""
Let $f = \operatorname{tr}(A^T C A)$.
$\mathrm{d}(AB) = \mathrm{d}A\,B + A\,\mathrm{d}B$, $d(A^T) = (dA)^T$,
$\mathrm{d}C^{-1} = INVERSE$, $\mathrm{d}\log\det C = \operatorname{tr}(DET)$.
"""
COLONS = r"""
A colon is the Frobenius product, $A:B = \operatorname{tr}(A^T B)$. Let $R = V\,\phi(U X) - T$,
$H = \phi(Z)$, $Z = U X$. Then
$$\eqalign{
 f &= \tfrac12\,R:R \cr
df &= R:dR \cr
   &= R:(dV\,H + V\,dH) \cr
   &= FIRST \cr
}$$
For the second term use $dH = H' \odot dZ$ and $dZ = dU\,X$, so that
$$df = V^T R:(H' \odot dZ) = (H' \odot V^T R)X^T:dU$$
and $\frac{\partial f}{\partial U} = SLOPE$.
"""
TRACES = r"""
设损失函数为 $L$，$\mathbf{G}_X = \frac{\partial L}{\partial X}$。前向：$O = PV$，
$P = \text{softmax}(S)$，
$S = QK^\top$。视 $P$ 为常数：
$dL = \text{Tr}(\mathbf{G}_O^\top dO) = \text{Tr}(\mathbf{G}_O^\top P\,dV)$，
因此 $\mathbf{G}_V = VALUE$。视 $V$ 为常数：$dL = \text{Tr}(\mathbf{G}_O^\top dP\,V)$，
所以 $\mathbf{G}_P = \mathbf{G}_O V^\top$，$\mathbf{G}_Q = QUERY$。
"""
CURVE = r"""
$\mathrm{d}(\sin(u^3)) = \cos(u^3)\,\mathrm{d}(u^3) = POWER\,\mathrm{d}u$ and
$\mathrm{d}(x e^{y}) = e^{y}\,\mathrm{d}x + SECOND\,\mathrm{d}y$.
"""
LOSS = r"""
$E(w) = \frac{1}{2}\|Xw-t\|^2 + \frac{\lambda}{2} \|w\|^2$ has
$\nabla E(w) = X^\top(Xw-t) + \lambda w$, for
$$dE = (Xw-t)^\top X\,dw + RIDGE$$
"""
RIGHT = {
    "RIDGE": r"\lambda w^\top dw",
    "INVERSE": r"-C^{-1}\,\mathrm{d}C\,C^{-1}", "DET": r"C^{-1}\mathrm{d}C",
    "FIRST": "R H^T:dV + V^T R:dH", "SLOPE": r"(H' \odot V^T R) X^T",
    "VALUE": r"P^\top \mathbf{G}_O", "QUERY": r"\mathbf{G}_S K",
    "POWER": r"3u^2\cos(u^3)", "SECOND": "x e^{y}",
}  # fmt: skip


def _judged(text: str, **slips: str) -> list[str]:
    for name, formula in {**RIGHT, **slips}.items():
        text = text.replace(name, formula)
    found = [equation.status for equation in check_text(text).equations]
    return [status for status in found if status in ("right", "wrong", "right-if")]


@pytest.mark.parametrize(
    ("text", "count"), [(RULES, 4), (COLONS, 5), (TRACES, 5), (CURVE, 2), (LOSS, 2)]
)
def test_small_changes_that_are_right_are_called_so(text: str, count: int) -> None:
    found = _judged(text)
    assert set(found) == {"right"}
    assert len(found) >= count


@pytest.mark.parametrize(
    ("text", "name", "slip"),
    [
        (RULES, "INVERSE", r"C^{-1}\,\mathrm{d}C\,C^{-1}"),
        (RULES, "DET", r"2 C^{-1}\mathrm{d}C"),
        (COLONS, "FIRST", "R H^T:dV - V^T R:dH"),
        (COLONS, "SLOPE", r"-(H' \odot V^T R) X^T"),
        (TRACES, "VALUE", r"-P^\top \mathbf{G}_O"),
        (TRACES, "QUERY", r"2 \mathbf{G}_S K"),
        (CURVE, "POWER", r"3u\cos(u^3)"),
        (CURVE, "SECOND", "e^{y}"),
        (LOSS, "RIDGE", r"2 \lambda w^\top dw"),
    ],
)
def test_a_slip_among_small_changes_is_called_wrong(text: str, name: str, slip: str) -> None:
    assert _judged(text, **{name: slip}).count("wrong") == 1


def test_a_change_of_what_nothing_defines_gets_no_verdict() -> None:
    text = r"$Y = A X$ and $f = \operatorname{tr}(Y)$. $df = \operatorname{tr}(dY)$, $dU = A\,dX$."
    assert _judged(text) == ["right"]


def test_code_that_calls_gradients_so_is_about_no_small_changes() -> None:
    text = "```python\nC = A @ B\n```\nThen\n```python\ndA = dC @ B.T\ndB = A.T @ dC\n```\n"
    assert _judged(text) == ["right"] * 2
