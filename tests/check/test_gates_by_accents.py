r"""What goes into gates, by an accent or a letter that only derivatives are by: \hat{z}, a_z.

And functions of an author's own that are called as known ones, sizes that nothing tells.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

CELL = r"""$u_t = \sigma(W_u x_t + V_u h_{t-1})$, $r_t = \sigma(W_r x_t + V_r h_{t-1})$,
$\tilde h_t = \tanh(W x_t + V (r_t \odot h_{t-1}))$,
$h_t = (1 - u_t) \odot h_{t-1} + u_t \odot \tilde h_t$. Let $g = \partial E/\partial h_t$.
"""
INNER = {
    "hats": (r"\hat u", r"\hat h"),
    "hats with the time": (r"\hat u_t", r"\hat h_t"),
    "bars": (r"\bar u", r"\bar h"),
    "letters": ("a_u", "a_h"),
    "letters with the time": ("p_{u,t}", "p_{h,t}"),
}
SLOPES = r"""
$$\frac{\partial E}{\partial U} = g \odot (\tilde h_t - h_{t-1}) \odot u_t \odot (1 - u_t)$$
$$\frac{\partial E}{\partial H} = g \odot u_t \odot (1 - \tilde h_t^2)$$
$$\frac{\partial E}{\partial W_u} = \frac{\partial E}{\partial U} x_t^T$$
"""
OWN = {
    "cosine": (
        r"$\cos(x, y) = \frac{x^\top y}{\|x\| \|y\|}$ for vectors. ",
        r"\nabla_x \cos(x, y) = \frac{y}{\|x\|\|y\|} - \cos(x, y)\frac{x}{\|x\|^2}"),
    "cosine in passing": (
        r"$s = \cos(x, y) = \frac{x^\top y}{\|x\| \|y\|}$ for vectors. ",
        r"\nabla_x s = \frac{y}{\|x\|\|y\|} - s\frac{x}{\|x\|^2}"),
    "sigmoid": (
        r"$\sigma(x, T) = \frac{1}{1 + e^{-x/T}}$. ",
        r"\frac{\partial \sigma(x, T)}{\partial x} = \frac{1}{T}\sigma(x, T)(1 - \sigma(x, T))"),
    "softplus": (
        r"$\mathrm{softplus}(x, k) = \frac{1}{k}\log(1 + e^{k x})$. ",
        r"\frac{\partial\,\mathrm{softplus}(x, k)}{\partial x} = \frac{1}{1 + e^{-k x}}"),
}  # fmt: skip


def _statuses(text: str) -> list[str]:
    return [e.members[-1].status for e in check_text(text).equations]


@pytest.mark.parametrize("name", INNER)
def test_what_goes_into_gates(name: str) -> None:
    gate, state = INNER[name]
    text = CELL + SLOPES.replace(r"\partial U", r"\partial " + gate).replace(
        r"\partial H", r"\partial " + state
    )
    assert _statuses(text)[-3:] == ["right"] * 3
    assert _statuses(text.replace(r"\odot (1 - u_t)$$", "$$"))[-3] == "wrong"
    assert _statuses(text.replace(r"\tilde h_t^2", r"\tilde h_t"))[-2] == "wrong"


def test_a_target_with_a_hat_goes_into_nothing() -> None:
    text = r"""$a = \tanh(w x)$, $b = \sigma(v x)$, $L = (a - \hat a)^2 + (b - \hat b)^2$.
$$\frac{\partial L}{\partial \hat a} = -2 (a - \hat a)$$
$$\frac{\partial L}{\partial \hat b} = -2 (b - \hat b)$$"""
    assert _statuses(text)[-2:] == ["right", "right"]


def test_a_slope_by_what_is_not_said_is_not_wrong() -> None:
    text = r"""$y = \sigma(W x + b)$ and $g = \partial L/\partial y$.
$$\frac{\partial L}{\partial W} = \frac{\partial L}{\partial a} x^T$$"""
    assert _statuses(text)[-1] not in ("right", "wrong")


@pytest.mark.parametrize("name", OWN)
def test_functions_of_an_authors_own(name: str) -> None:
    given, claim = OWN[name]
    assert _statuses(f"{given}Then ${claim}$.")[-1] == "right"
    before, _, after = claim.rpartition("= ")
    assert _statuses(f"{given}Then ${before}= 2 {after}$.")[-1] != "right"


def test_two_sizes_that_nothing_tells_are_not_one() -> None:
    text = (
        r"$z = m + s n$, $L = z^2$. $\frac{\partial L}{\partial s} = \frac{\partial L}{\partial z} "
    )
    assert _statuses(text + "n$")[-1] == "right"
    assert _statuses(text + "m$")[-1] == "wrong"
