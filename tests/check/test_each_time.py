r"""What is of each time without saying so: g = \partial L/\partial h_t, copies b^{(t)} of one b."""

from __future__ import annotations

import pytest

from autograd import check_text

GATED = r"""$z_t = \sigma(W_z x_t + U_z h_{t-1})$, $r_t = \sigma(W_r x_t + U_r h_{t-1})$,
$n_t = \tanh(W x_t + U (r_t \odot h_{t-1}))$, $h_t = (1 - z_t) \odot h_{t-1} + z_t \odot n_t$.

Let $%s = \frac{\partial L}{\partial h_t}$.
"""
COPIED = r"""$a^{(t)} = b + W h^{(t-1)} + U x^{(t)}$, $h^{(t)} = \tanh(a^{(t)})$,
$o^{(t)} = c + V h^{(t)}$, $L = \sum_t \frac12 \|o^{(t)} - y^{(t)}\|^2$.
"""


def statuses(text: str) -> list[str]:
    return [m.status for m in check_text(text).equations[-1].members]


@pytest.mark.parametrize("name", ["g", r"\delta", "u"])
def test_what_a_derivative_by_each_state_is_called_is_of_each_time(name: str) -> None:
    text = GATED % name
    said = check_text(text).equations[-1]
    assert [m.status for m in said.members] == ["right", "right"]
    right = rf"$$\frac{{\partial L}}{{\partial z_t}} = {name} \odot (n_t - h_{{t-1}})$$"
    wrong = rf"$$\frac{{\partial L}}{{\partial z_t}} = {name} \odot (h_{{t-1}} - n_t)$$"
    total = rf"$$\frac{{\partial L}}{{\partial W}} = \sum_t ({name} \odot z_t \odot (1 - n_t^2))"
    assert statuses(text + right)[-1] == "right"
    assert statuses(text + right + wrong)[-1] == "wrong"
    assert statuses(f"{text}{total} x_t^\\top$$")[-1] == "right"
    assert statuses(f"{text}{right}{total} x_{{t-1}}^\\top$$")[-1] != "right"


def test_a_name_with_a_time_elsewhere_is_left_as_it_is() -> None:
    r"""The h_t of g_t need not be that of g."""
    text = GATED.replace("n_t", "g_t") % "g"
    assert "wrong" not in statuses(text)


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\nabla_b L = \sum_t (\partial h^{(t)}/\partial b^{(t)})^\top \nabla_{h^{(t)}} L",
         "right"),
        (r"\nabla_b L = -\sum_t (\partial h^{(t)}/\partial b^{(t)})^\top \nabla_{h^{(t)}} L",
         "wrong"),
        (r"\nabla_W L = \sum_t \sum_i (\nabla_{h^{(t)}_i} L) \nabla_{W^{(t)}} h^{(t)}_i",
         "right"),
        (r"\nabla_U L = \sum_t \sum_i (\nabla_{a^{(t)}_i} L) \nabla_{U^{(t)}} a^{(t)}_i",
         "right"),
        (r"\frac{\partial h^{(t)}}{\partial b^{(t)}} = \mathrm{diag}(1 - (h^{(t)})^2)", "right"),
        (r"\frac{\partial h^{(t)}}{\partial b^{(t)}} = \mathrm{diag}(1 + (h^{(t)})^2)", "wrong"),
        (r"\frac{\partial L}{\partial b} = \sum_t \frac{\partial L}{\partial b^{(t)}}", "right"),
    ],
)  # fmt: skip
def test_a_parameter_with_a_time_is_a_copy_of_it_that_this_step_uses(
    claim: str, status: str
) -> None:
    known = r"$$\nabla_c L = \sum_t \nabla_{o^{(t)}} L$$ $$\nabla_b L = \sum_t \nabla_{a^{(t)}} L$$"
    assert statuses(f"{COPIED}{known}$${claim}$$")[-1] == status


def test_a_delta_that_is_a_row_is_the_transpose_of_a_column() -> None:
    text = r"""$n_k = W h_{k-1} + U x_k$ and $h_k = f(n_k)$; the loss is $E$.
    $$\delta_k^T = \frac{\partial E}{\partial n_k}$$"""
    assert statuses(text) == ["right", "right"]
    assert (
        statuses(text + r"$$\frac{\partial E}{\partial U} = \sum_k \delta_k x_k^T$$")[1] == "right"
    )
