r"""p(k | x) = e^{w_k^T x} / \sum_j e^{w_j^T x}: a letter that counts as that of a sum is an index.

Each claim was worked out by hand; each slip must be called wrong.
"""

from __future__ import annotations

import pytest

from autograd import check_text

CLASSES = r"""
$p(k|x) = \frac{e^{w_k^\top x}}{\sum_{j} e^{w_j^\top x}}$

$\nabla_{w_j} \log p(k|x) = (\delta_{jk} - p(j|x)) x$
"""
POLICY = r"""
$\pi(a \mid s) = \frac{e^{\theta_a^\top s}}{\sum_b e^{\theta_b^\top s}}$

$\nabla_{\theta_b} \log \pi(a \mid s) = (\mathbb{1}[a=b] - \pi(b \mid s))\, s$
"""
LABEL = r"""
$P(c|x; W) = \frac{\exp(w_c^T x + b_c)}{\sum_{k} \exp(w_k^T x + b_k)}$. With label $y$ the loss is
$L = -\log P(y|x; W)$.

$\frac{\partial L}{\partial w_c} = (P(c|x; W) - 1[c = y])\, x$
$\frac{\partial L}{\partial b_c} = P(c|x; W) - 1[c = y]$
"""
WORDS = r"""
$P(o|c) = \frac{\exp(u_o^T v_c)}{\sum_{w} \exp(u_w^T v_c)}$, $J = -\log P(o|c)$

$\frac{\partial J}{\partial v_c} = -u_o + \sum_w P(w|c) u_w$
$\frac{\partial J}{\partial u_w} = (P(w|c) - 1[w=o]) v_c$
"""
COOLED = r"""
$q(i | z) = \frac{e^{z_i/T}}{\sum_j e^{z_j/T}}$

$\frac{\partial q(i|z)}{\partial z_j} = \frac{1}{T} q(i|z) (\delta_{ij} - q(j|z))$
"""


def _statuses(text: str) -> list[str]:
    found = (e.members[-1].status for e in check_text(text).equations)
    return [status for status in found if status != "definition"]


@pytest.mark.parametrize(
    ("text", "claims"), [(CLASSES, 1), (POLICY, 1), (LABEL, 2), (WORDS, 2), (COOLED, 1)]
)
def test_it_is_right(text: str, claims: int) -> None:
    assert _statuses(text) == ["right"] * claims


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (CLASSES, "- p(j|x)", "+ p(j|x)"),
        (CLASSES, "- p(j|x)", "- p(k|x)"),
        (POLICY, r"- \pi(b", r"- \pi(a"),
        (POLICY, r"\mathbb{1}[a=b] - \pi(b \mid s)", r"\mathbb{1}[a=b]"),
        (LABEL, "(P(c|x; W) - 1[c = y])\\, x", "(P(c|x; W) + 1[c = y])\\, x"),
        (WORDS, r"-u_o + \sum_w P(w|c) u_w", r"u_o - \sum_w P(w|c) u_w"),
        (WORDS, "- 1[w=o]", "+ 1[w=o]"),
        (COOLED, "- q(j|z)", "+ q(j|z)"),
    ],
)
def test_a_slip_is_wrong(text: str, old: str, new: str) -> None:
    assert text.count(old) == 1
    assert "wrong" in _statuses(text.replace(old, new))


def test_a_letter_that_stands_as_a_number_too_is_no_index() -> None:
    text = r"$f(a, x) = a\, w_a / \sum_b w_b x$, $\frac{\partial f(a, x)}{\partial x} = 0$"
    assert _statuses(text) != ["right"]
