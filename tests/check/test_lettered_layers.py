r"""Layers that are told by letters, and the deltas of those who go downhill.

By hand, for E = 1/2 \sum_k (t_k - o_k)^2 with the sigmoid's slope o (1 - o): the gradient by o_k is
o_k - t_k, that by v_{jk} is (o_k - t_k) o_k (1 - o_k) h_j, and so on down to w_{ij}. With \delta_k
for minus the gradient by the input of k, that by a weight is minus \delta_k times what it carries.
"""

from __future__ import annotations

import pytest

from autograd import check_text

NET = r"""Hidden units: $s_j = \sum_i w_{ij} x_i$ and $o_j = f(s_j)$;
outputs: $s_k = \sum_j w_{jk} o_j$,
$o_k = f(s_k)$, where $f(u) = \frac{1}{1 + e^{-u}}$, and $E = \frac{1}{2} \sum_k (t_k - o_k)^2$.
"""
SLOPES = [
    (r"\frac{\partial E}{\partial o_k} = -(t_k - o_k)", "right"),
    (r"\delta_k = (t_k - o_k) f'(s_k) = (t_k - o_k) o_k (1 - o_k)", "right"),
    (r"\frac{\partial E}{\partial w_{jk}} = -\delta_k o_j", "right"),
    (r"\frac{\partial E}{\partial w_{kj}} = -\delta_k o_j", "right"),
    (r"\frac{\partial E}{\partial w_{jk}} = -\delta_k o_k", "wrong"),
    (r"\frac{\partial E}{\partial o_j} = -\sum_k \delta_k w_{jk}", "right"),
    (r"\frac{\partial E}{\partial o_j} = -\sum_k \delta_k", "wrong"),
    (r"\frac{\partial E}{\partial w_{ij}} = -o_j (1 - o_j) x_i \sum_k \delta_k w_{jk}", "right"),
    (r"\frac{\partial E}{\partial w_{ij}} = -o_j (1 + o_j) x_i \sum_k \delta_k w_{jk}", "wrong"),
]


def test_a_letter_tells_the_layer() -> None:
    right = [f"$${claim}$$" for claim, status in SLOPES if status == "right"]
    found = [e.status for e in check_text(NET + "\n".join(right)).equations]
    assert set(found[:6]) == {"definition"}
    assert set(found[6:]) <= {"right", "definition"}
    assert found.count("right") >= len(right) - 1


@pytest.mark.parametrize("claim", [claim for claim, status in SLOPES if status == "wrong"])
def test_a_slip_between_lettered_layers_is_found(claim: str) -> None:
    right = [f"$${one}$$" for one, status in SLOPES if status == "right"]
    report = check_text(NET + "\n".join([*right, f"$${claim}$$"]))
    assert report.equations[-1].status == "wrong"


def test_one_layer_with_two_letters_stays_one() -> None:
    text = r"""$a_i = \frac{e^{z_i}}{\sum_k e^{z_k}}$, $a_j = \frac{e^{z_j}}{\sum_k e^{z_k}}$.
$$\frac{\partial a_i}{\partial z_j} = a_i (\delta_{ij} - a_j)$$"""
    assert check_text(text).equations[-1].status == "right"


LAYERS = r"""$z^{(l)}_j = \sum_k w^{(l)}_{jk} a^{(l-1)}_k$, $a^{(l)}_j = \sigma(z^{(l)}_j)$ and
$C = \frac{1}{2} \sum_j (t_j - a^{(L)}_j)^2$.
"""
LAST = r"$$\delta_j^{(L)} = SIGN(t_j - a_j^{(L)}) \sigma'(z_j^{(L)})$$"
INNER = r"$$\delta_j^{(l)} = \sigma'(z_j^{(l)}) \sum_k w^{(l+1)}_{kj} \delta_k^{(l+1)}$$"
WEIGHT = r"$$\frac{\partial C}{\partial w_{jk}^{(l)}} = SIGN\delta_j^{(l)} a^{(l-1)}_k$$"


@pytest.mark.parametrize(
    ("last", "weight", "found"),
    [
        ("", "-", ["right", "right", "right"]),  # \delta is minus the gradient
        ("-", "", ["right", "right", "right"]),
        ("-", "-", ["right", "right", "wrong"]),
    ],
)
def test_a_delta_may_be_minus_the_gradient(last: str, weight: str, found: list[str]) -> None:
    text = LAYERS + LAST.replace("SIGN", last) + INNER + WEIGHT.replace("SIGN", weight)
    assert [e.status for e in check_text(text).equations][-3:] == found


def test_the_sign_of_a_delta_that_one_claim_alone_has_is_open() -> None:
    report = check_text(LAYERS + INNER + WEIGHT.replace("SIGN", "-"))
    assert report.equations[-1].status == "unknown-name"
    assert "minus" in report.equations[-1].members[-1].explanations[0].text


def test_a_sum_over_the_outputs_is_over_all() -> None:
    text = NET.replace(r"\sum_k", r"\sum_{k \in outputs}")
    right = r"$$\frac{\partial E}{\partial o_k} = -(t_k - o_k)$$"
    planted = r"$$\frac{\partial E}{\partial o_k} = t_k - o_k$$"
    found = [e.status for e in check_text(text + right + planted).equations]
    assert found[-2:] == ["right", "wrong"]
