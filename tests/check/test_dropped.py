r"""What a text drops, or says of a batch once, is no reason to misread what it says after."""

from __future__ import annotations

from autograd.checking import check_text

SCALED = r"""
The layer computes $$Z^l = g^{l}\frac{X^{l}-\mu^{l}}{\sigma^{l}+\kappa} + h^{l}$$
From here I drop the $l$. For one column $v_i = (x_i-\mu)/(\sigma+\kappa)$,
$z_i = g_i v_i + h_i$ and
$$\mu = \frac{1}{n}\sum_{r=1}^n x_r, \quad
\sigma = \sqrt{\frac{1}{n}\sum_{r=1}^n (x_r - \mu)^2}$$
$$\frac{\partial L}{\partial h_i} = \frac{\partial L}{\partial z_i}, \quad
\frac{\partial L}{\partial g_i} = \frac{\partial L}{\partial z_i} v_i$$
$$\frac{\partial \mu}{\partial x_j} = \frac{1}{n}, \quad
\frac{\partial \sigma}{\partial x_j} = \frac{x_j - \mu}{n \sigma}$$
"""
LIMIT = r"""
If we let $\kappa \to 0$ it is $\frac{\partial \sigma}{\partial x_j} = \frac{x_j - \mu}{n}$.
"""
BATCH = r"""
$$\mu = \frac{1}{D}\sum_{i=1}^{D} x_i, \quad y_i = \gamma_i (x_i - \mu) + \beta_i$$
$$\frac{\partial L}{\partial \gamma_i} = dy_i \cdot (x_i - \mu)$$
Over a batch of sequences
$$d\beta_i = \sum_{b=1}^{N}\sum_{s=1}^{S} dy_{b,s,i}$$
Of one token
$$dx_i = dy_i \gamma_i - \frac1D \sum_{j=1}^D dy_j \gamma_j$$
"""


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members[1:]]


def test_a_letter_that_is_dropped() -> None:
    assert _statuses(SCALED)[-4:] == ["right"] * 4
    wrong = SCALED.replace(r"\frac{x_j - \mu}{n \sigma}", r"\frac{x_j - \mu}{\sigma}")
    assert _statuses(wrong)[-1] == "wrong"


def test_what_a_letter_goes_to_is_another_case() -> None:
    assert _statuses(SCALED + LIMIT)[-1] not in ("right", "wrong")


def test_a_batch_that_is_spoken_of_once() -> None:
    found = _statuses(BATCH)
    assert (found[2], found[-1]) == ("right", "right")
    assert found[3] not in ("right", "wrong")
    assert _statuses(BATCH.replace(r"- \frac1D", r"+ \frac1D"))[-1] == "wrong"
