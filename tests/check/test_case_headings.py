r"""Cases of two letters that a line begins with: "Case 2: $i \neq j$", "(b) $i = j$, now ..."."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

SOFTMAX = r"$s_i = \frac{e^{x_i}}{\sum_k e^{x_k}}$." + "\n\n"
OFF = "\n" + r"$$\frac{\partial s_i}{\partial x_j} = -s_i s_j$$" + "\n"
ON = "\n" + r"$$\frac{\partial s_i}{\partial x_j} = s_i (1 - s_i)$$" + "\n"
OFF_HEADS = (
    r"**Case 2: $i \neq j$** the numerator does not depend on $x_j$, so",
    r"**Case B: $i \ne j$.** Here $e^{x_i}$ is a constant, so",
    "### Case $i \\neq j$\n\nNow only the denominator depends on $x_j$. The quotient rule gives",
    r"\textbf{Case II.} $i \neq j$. Only the denominator depends on $x_j$:",
    r"- **$i \ne j$.** Now only the denominator depends on $x_j$. The quotient rule gives",
    r"(b) $i \neq j$: since $e^{x_i}$ has no $x_j$ in it we get",
    r"\item $i \neq j$, so $e^{x_i}$ does not move with $x_j$ and",
    r"**情形二：$i \neq j$**，分子对 $x_j$ 的导数为 0，所以",
    r"（2）$i \neq j$，此时 $e^{x_i}$ 与 $x_j$ 无关：",
    r"Fall 2: $i \neq j$. Der Zähler hängt nicht von $x_j$ ab:",
)
ON_HEADS = (
    r"**Case 1: $i = j$** both depend on $x_j$, so",
    r"(a) $i = j$. The quotient rule gives for $x_j$",
    r"**情形一：$i = j$**，分子分母都含有 $x_j$，",
)


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize("head", OFF_HEADS)
def test_what_holds_off_the_diagonal(head: str) -> None:
    assert _last(SOFTMAX + head + OFF) == "right"
    assert _last(SOFTMAX + head + OFF.replace("= -", "= ")) == "wrong"


@pytest.mark.parametrize("head", ON_HEADS)
def test_what_holds_on_the_diagonal(head: str) -> None:
    assert _last(SOFTMAX + head + ON) == "right"
    assert _last(SOFTMAX + head + ON.replace("1 - s_i", "1 + s_i")) == "wrong"


def test_the_case_ends_with_what_it_leads_to() -> None:
    text = SOFTMAX + OFF_HEADS[0] + OFF + "\nTogether we have for all $i$ and $j$"
    whole = r"$$\frac{\partial s_i}{\partial x_j} = s_i (\delta_{ij} - s_j)$$"
    assert _last(text + whole) == "right"
    assert _last(text + whole.replace("s_i (", "s_j (")) in ("wrong", "right")
    assert _last(text + whole.replace(r"\delta_{ij} - s_j", "1 - s_j")) == "wrong"
