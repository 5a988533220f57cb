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


GATED = r"""All quantities are numbers: $z_t = \sigma(a h_{t-1} + b x_t)$,
$n_t = \tanh(w h_{t-1} + u x_t)$, $h_t = z_t h_{t-1} + (1 - z_t) n_t$,
and $L_t$ depends on $h_t$ only.
$$\frac{\partial h_t}{\partial n_t} = 1 - z_t$$
"""
STATES = r"""$h_t = \tanh(W h_{t-1} + U x_t)$, $y_t = V h_t$, $E = \sum_t E_t$,
$E_t = \frac12 \|y_t - d_t\|^2$.
$$\frac{\partial E_t}{\partial h_t} = V^\top (y_t - d_t)$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{\partial^+ h_k}{\partial w} = (1 - z_k) (1 - n_k^2) h_{k-1}", "right"),
        (r"\frac{\partial^{+} h_k}{\partial u} = (1 - z_k) (1 - n_k^2) x_k", "right"),
        (r"\frac{\partial^+ h_k}{\partial b} = (h_{k-1} - n_k) z_k (1 - z_k) x_k", "right"),
        (r"\frac{\partial^+ h_k}{\partial b} = (n_k - h_{k-1}) z_k (1 - z_k) x_k", "wrong"),
        (r"\frac{\partial^+ h_k}{\partial u} = (1 - z_k) (1 - n_k) x_k", "wrong"),
        (r"\frac{\partial^+ h_t}{\partial h_{t-1}} = z_t", "right"),
        (r"\frac{\partial^+ h_t}{\partial h_{t-1}} = 1 - z_t", "wrong"),
        (
            (
                r"\frac{\partial L_t}{\partial w} = \frac{\partial L_t}{\partial h_t} \sum_{k=1}^t "
                r"\frac{\partial h_t}{\partial h_k} \frac{\partial^+ h_k}{\partial w}"
            ),
            "right",
        ),
        (
            (
                r"\frac{\partial h_t}{\partial u} = \frac{\partial^+ h_t}{\partial u} + "
                r"\frac{\partial h_t}{\partial h_{t-1}} \frac{\partial h_{t-1}}{\partial u}"
            ),
            "right",
        ),
        (
            (
                r"\frac{\partial h_t}{\partial u} = \frac{\partial^+ h_t}{\partial u} + "
                r"z_t \frac{\partial h_{t-1}}{\partial u}"
            ),
            "unknown-name",
        ),
    ],
)
def test_a_derivative_with_a_plus_goes_through_one_step(claim: str, status: str) -> None:
    r"""\partial^+ h_t/\partial h_{t-1} holds the gates; by a weight, it holds the step before."""
    assert check_text(f"{GATED}$${claim}$$").equations[-1].members[-1].status == status


@pytest.mark.parametrize(
    ("sign", "first", "status"), [("^+", "1", "right"), ("^+", "2", "wrong"), ("", "1", "wrong")]
)
def test_the_sum_over_all_steps_has_the_immediate_derivative(
    sign: str, first: str, status: str
) -> None:
    chain = r"\frac{\partial E_t}{\partial h_t} \frac{\partial h_t}{\partial h_k} "
    chain += r"\frac{\partial%s h_k}{\partial W}"
    claim = rf"\frac{{\partial E_t}}{{\partial W}} = \sum_{{k={first}}}^t {chain % sign}"
    found = check_text(f"{STATES}$${claim}$$").equations[-1].members[-1].status
    assert found == status or (status == "wrong" and found != "right")
