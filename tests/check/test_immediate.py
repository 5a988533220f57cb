r"""The immediate derivative, in which the step before is held, where a text says so."""

from __future__ import annotations

import pytest

from autograd import check_text

NETWORK = r"""$h_t = \tanh(w h_{t-1} + u x_t)$, $y_t = v h_t$, $L = \sum_t (y_t - d_t)^2$.

%s

$$\frac{\partial y_t}{\partial h_t} = v$$
$$\frac{\partial h_k}{\partial w} = %s$$
"""
SAID = r"Here $\frac{\partial h_k}{\partial w}$ means the immediate derivative."


@pytest.mark.parametrize(
    ("said", "claimed", "status"),
    [
        (SAID, "(1 - h_k^2) h_{k-1}", "right"),
        ("", "(1 - h_k^2) h_{k-1}", "wrong"),
        (SAID, "(1 - h_k) h_{k-1}", "wrong"),
        (SAID, "(1 - h_k^2) h_k", "no-valid-point"),
    ],
)
def test_the_immediate_derivative_is_right_where_it_is_spoken_of(
    said: str, claimed: str, status: str
) -> None:
    assert check_text(NETWORK % (said, claimed)).equations[-1].members[-1].status == status


def test_a_chain_through_time_does_not_say_which_derivative_it_has() -> None:
    r"""With the total \partial h_k/\partial w each step would be counted several times."""
    text = NETWORK % (SAID, "(1 - h_k^2) h_{k-1}")
    chain = r"\sum_{k=1}^{3} v \frac{\partial h_3}{\partial h_k} \frac{\partial h_k}{\partial w}"
    found = check_text(text + rf"$$\frac{{\partial y_3}}{{\partial w}} = {chain}$$")
    assert found.equations[-1].members[-1].status not in ("right", "wrong")


@pytest.mark.parametrize(("factor", "status"), [(r"\cdot 1", "unknown-name"), ("", "wrong")])
def test_a_one_that_is_written_out_may_be_a_slope(factor: str, status: str) -> None:
    r"""dL/dw = dL/da \cdot 1 \cdot x holds where z > 0; without the 1 the slope was forgotten."""
    text = rf"""$z = x w$, $a = \text{{ReLU}}(z)$, $u = a v$, $p = \text{{Sigmoid}}(u)$,
    $L = -[y \log(p) + (1 - y) \log(1 - p)]$. $$\frac{{dL}}{{du}} = p - y$$
    $$\frac{{dL}}{{da}} = \frac{{dL}}{{du}} v$$
    $$\frac{{dL}}{{dw}} = \frac{{dL}}{{da}} {factor} \cdot x$$"""
    assert check_text(text).equations[-1].members[-1].status == status


@pytest.mark.parametrize(
    ("regulariser", "status"), [(r"\frac{\lambda}{m} w", "right"), ("", "wrong")]
)
def test_a_step_of_a_weight_does_not_make_it_differ_from_sample_to_sample(
    regulariser: str, status: str
) -> None:
    text = rf"""$z = w x + b$, $a = \sigma(z)$, $\ell(a, y) = -y \log a - (1 - y) \log(1 - a)$.
    $$\frac{{\partial \ell}}{{\partial b}} = a - y$$
    $$J = \frac1m \sum_{{i=1}}^m \ell(a^{{(i)}}, y^{{(i)}}) + \frac{{\lambda}}{{2m}} w^2$$
    $$\frac{{\partial J}}{{\partial b}} = \frac1m \sum_{{i=1}}^m (a^{{(i)}} - y^{{(i)}})$$
    $$\frac{{\partial J}}{{\partial w}}
      = \frac1m \sum_{{i=1}}^m (a^{{(i)}} - y^{{(i)}}) x^{{(i)}} + {regulariser or 0}$$
    Then $w := w (1 - \frac{{\alpha \lambda}}{{m}}) - \frac{{\alpha}}{{m}}
      \sum_{{i=1}}^m (a^{{(i)}} - y^{{(i)}}) x^{{(i)}}$."""
    claims = [e for e in check_text(text).equations if "partial J" in e.latex]
    assert claims[-1].members[-1].status == status
