r"""A loss that nothing gives may have any name: what its derivatives say is judged for any loss.

By hand, for z_i = \sum_j w_{ij} x_j + b_i and a_i = \tanh z_i: the slope of tanh is 1 - a_i^2,
the gradient by w_{ij} that by z_i times x_j, and that by x_j the sum over i of those with w_{ij}.
"""

from __future__ import annotations

import pytest

from autograd import check_text

LAYER = r"""The layer computes $z_i = \sum_j w_{ij} x_j + b_i$ and $a_i = \tanh(z_i)$.

$$\frac{\partial LOSS}{\partial z_i} = \frac{\partial LOSS}{\partial a_i} (1 - a_i^2)$$

$$\frac{\partial LOSS}{\partial w_{ij}} = \frac{\partial LOSS}{\partial z_i} x_j$$

$$\frac{\partial LOSS}{\partial x_j} = \sum_i \frac{\partial LOSS}{\partial z_i} w_{INDEX}$$
"""
LOSSES = ["l", r"\hat{L}", r"\tilde{J}", r"\mathcal{J}", "O", "Err", r"\mathcal{F}", r"\text{obj}"]


def said(loss: str, index: str) -> list[str]:
    text = LAYER.replace("LOSS", loss).replace("INDEX", index)
    return [e.status for e in check_text(text).equations if e.status != "definition"]


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_of_any_name_is_judged_for_any_loss(loss: str) -> None:
    assert said(loss, "ij") == ["right"] * 3
    assert said(loss, "ji") == ["right", "right", "wrong"]


def test_a_function_of_time_too_is_no_loss_of_the_rest() -> None:
    text = r"""$x = t^2$ and $y = \sin t$.
$$\frac{dF}{dt} = \frac{\partial F}{\partial x} \frac{dx}{dt} + \frac{\partial F}{\partial y}
\frac{dy}{dt} + \frac{\partial F}{\partial t}$$"""
    assert check_text(text).equations[-1].status not in ("right", "wrong")


def test_the_slope_of_a_single_name_says_nothing_of_a_loss() -> None:
    text = r"$u = 3 x$. $$\frac{dP}{dx} = 4 x$$"
    assert check_text(text).equations[-1].status not in ("right", "wrong")


COLUMN = r"""For $m$ samples
$$\mu = \frac{1}{m} \sum_i x_i, \quad y_i = \gamma (x_i - \mu) + b$$
"""


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"\frac{dL}{db} = \sum \frac{dL}{dy_i}", "right"),
        (r"\frac{dL}{db} = \sum \frac{dL}{dy_i} \frac{dy_i}{db}", "right"),
        (r"\frac{dL}{d\gamma} = \sum \frac{dL}{dy_i} (x_i - \mu)", "right"),
        (r"\frac{dL}{d\gamma} = \sum \frac{dL}{dy_i} (x_i + \mu)", "wrong"),
        (r"\frac{dL}{db} = \frac{1}{m} \sum \frac{dL}{dy_i}", "right-if"),
    ],
)
def test_a_sum_without_an_index_runs_over_what_the_left_side_has_not(
    claim: str, status: str
) -> None:
    also = r"$$\frac{dL}{d\gamma} = \sum_i \frac{dL}{dy_i} (x_i - \mu)$$"
    more = r"$$\frac{dL}{db} = \sum_i \frac{dL}{dy_i}$$"
    report = check_text(f"{COLUMN}{also}{more}$${claim}$$")
    assert report.equations[-1].status == status


LAYERS = r"""
$$z^{(l)}_j = \sum_{k=1}^{p} W^{(l)}_{jk} a^{(l-1)}_k + b^{(l)}_j$$ $$a^{(l)}_j = g(z^{(l)}_j)$$
$$\delta^{(l)}_j := \frac{\partial L}{\partial z^{(l)}_j}
= \frac{\partial L}{\partial a^{(l)}_j} g'(z^{(l)}_j)$$
$$\frac{\partial L}{\partial W^{(l)}_{jk}} = \delta^{(l)}_j a^{(l-1)}_k$$
$$\frac{\partial L}{\partial a^{(l-1)}_k} = \sum_j W^{(l)}_{INDEX} \delta^{(l)}_j$$
"""


@pytest.mark.parametrize(("index", "status"), [("jk", "right"), ("kj", "wrong")])
def test_a_loss_called_l_is_not_the_number_of_layers(index: str, status: str) -> None:
    found = [e.status for e in check_text(LAYERS.replace("INDEX", index)).equations]
    assert found == ["definition", "definition", "right", "right", status]


def test_a_sum_up_to_the_number_of_layers_is_about_no_loss() -> None:
    text = LAYERS.replace("INDEX", "jk") + r"$$R = \sum_{l=1}^{L} \sum_j a^{(l)}_j$$"
    found = [e.status for e in check_text(text).equations]
    assert found == ["definition", "definition", "right", "right", "right", "definition"]
