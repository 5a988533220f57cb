"""What is not called wrong since the text leaves open what it means."""

from __future__ import annotations

import pytest

from autograd.checking import check_text

GRU = (
    r"$$h_t = (1 - z_t) \odot h_{t-1} + z_t \odot \tilde h_t$$ "
    r"$$z_t = \sigma(W_z x_t + U_z h_{t-1})$$ $$\tilde h_t = \tanh(W x_t + U h_{t-1})$$ "
)
NET = r"$$J = -\sum_k y_k \log \hat y_k, \quad \hat y = \mathrm{softmax}(u)$$ "
LEAST = r"$E = \frac12 \|A x - b\|^2$ "
SCALE = r"$$\mathbf{G}_{out} = \gamma \, \mathbf{G}_{in} + \beta$$ "
CASES = [
    # an approximation leaves something out, and nobody says what
    (GRU + r"$$\frac{\partial h_t}{\partial h_{t-1}} \approx I$$", "unknown-name"),
    (GRU + r"When $z_t \approx 0$ the state is kept.", "set-aside"),
    ("$$y = x^2$$ $$\\frac{dy}{dx} = 3 x$$", "wrong"),
    # the probability of an event, of a model that is not told
    ((r"$$L = \prod_i P(\hat y_i = y_i | x_i) = \prod_i P(\hat y_i = 1 | x_i)^{y_i} "
     r"(1 - P(\hat y_i = 1 | x_i))^{1 - y_i}$$"), "unknown-name"),
    # one gradient alone, which is a row in some texts
    (NET + r"$$\frac{\partial J}{\partial u} = (\hat y - y)^T$$", "unknown-name"),
    (LEAST + r"$$\frac{\partial E}{\partial b} = b - Ax$$ "
     r"$$\frac{\partial E}{\partial x} = (A x - b)^T A$$", "wrong"),
    (LEAST + r"$$\frac{\partial E}{\partial x} = (A x - b)^T A$$", "unknown-name"),
    # a letter that steps are called by makes no step of an equation between two quantities
    (SCALE + r"$$\frac{\partial L}{\partial \mathbf{G}_{in}} = "
     r"\gamma \frac{\partial L}{\partial \mathbf{G}_{out}}$$", "right"),
    (SCALE + r"$$\frac{\partial L}{\partial \mathbf{G}_{in}} = "
     r"\beta \frac{\partial L}{\partial \mathbf{G}_{out}}$$", "wrong"),
    (r"$\theta_{new} = \theta_{old} - \eta \nabla J$", "assignment"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "status"), CASES)
def test_what_is_open_is_left_so(text: str, status: str) -> None:
    assert check_text(text).equations[-1].status == status
