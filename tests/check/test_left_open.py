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


SOFTMAX = r"$$p_k = \frac{e^{a_k}}{\sum_j e^{a_j}}$$" + "\n\n"
LOG = r"When $i = k$, with the derivative of the logarithm $\frac{\partial \log(x)}{\partial x} = "
DIAGONAL = r"$$\frac{\partial \log(p_k)}{\partial a_i} = 1 - p_i$$"


@pytest.mark.parametrize(
    ("slope", "case", "statuses"),
    [
        (r"\frac{1}{x}$ we get ", DIAGONAL, ["right", "right"]),
        (r"\frac{2}{x}$ we get ", DIAGONAL, ["wrong", "right"]),
        (r"\frac{1}{x}$ we get ", DIAGONAL.replace("1 -", "2 -"), ["right", "wrong"]),
    ],
)
def test_a_case_is_one_of_what_has_its_letters(slope: str, case: str, statuses: list[str]) -> None:
    equations = check_text(SOFTMAX + LOG + slope + case).equations[-2:]
    assert [e.status for e in equations] == statuses


STATES = r"$$h_t = \tanh(W h_{t-1} + U x_t)$$ "
LINK = r"\frac{\partial E_t}{\partial h_t} \frac{\partial h_t}{\partial h_k} "


@pytest.mark.parametrize(
    ("first", "link", "status"),
    [("1", LINK, "right-if"), ("0", LINK, "right-if"),
     ("1", LINK.replace("h_k", "h_{k-1}"), "unknown-name"), ("2", LINK, "unknown-name")],
)  # fmt: skip
def test_a_sum_over_steps_holds_if_its_last_derivative_is_the_immediate_one(
    first: str, link: str, status: str
) -> None:
    claim = rf"\frac{{\partial E_t}}{{\partial W}} = \sum_{{k={first}}}^t {link}"
    claim += r"\frac{\partial h_k}{\partial W}"
    assert check_text(f"{STATES}$${claim}$$").equations[-1].status == status


H = r"$H = -\sum_k Y_k \log(\sigma(A_k))$. "


@pytest.mark.parametrize(
    ("said", "status"), [("By the definition of softmax", "unknown-name"), ("So", "wrong")]
)
def test_sigma_may_be_the_softmax_in_a_text_that_speaks_of_it(said: str, status: str) -> None:
    claim = r"$$\frac{\partial H}{\partial A_i} = \sigma(A_i) - Y_i$$"
    text = H + r"$\frac{\partial H}{\partial Y_i} = -\log(\sigma(A_i))$. " + said + claim
    assert check_text(text).equations[-1].status in (status, "no-valid-point")
