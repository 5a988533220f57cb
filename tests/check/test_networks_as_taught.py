r"""Networks and softmax as well-known courses write them: each equation right, and with a slip.

Every equation of a text is worked by hand (they stand in the courses named) and must be called
right; with one of the slips, what was right must be called wrong.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

LAST_LAYER = r"""
For one example $J(W,b; x,y) = \frac{1}{2} \left\| h_{W,b}(x) - y \right\|^2$, for all
$$J(W,b) = \frac{1}{m} \sum_{i=1}^m J(W,b;x^{(i)},y^{(i)}) + \frac{\lambda}{2} \sum_{l=1}^{n_l-1}
  \sum_{i=1}^{s_l} \sum_{j=1}^{s_{l+1}} \left( W^{(l)}_{ji} \right)^2$$
The forward pass is $a^{(1)} = x$, $z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}$,
$a^{(l+1)} = f(z^{(l+1)})$ and $h_{W,b}(x) = a^{(n_l)}$. For the output layer set
$$\delta^{(n_l)}_i = \frac{\partial}{\partial z^{(n_l)}_i} \frac{1}{2} \|y - h_{W,b}(x)\|^2
  = - (y_i - a^{(n_l)}_i) \cdot f'(z^{(n_l)}_i)$$
For $l = n_l-1, n_l-2, \ldots, 2$
$$\delta^{(l)}_i = \left( \sum_{j=1}^{s_{l+1}} W^{(l)}_{ji} \delta^{(l+1)}_j \right) f'(z^{(l)}_i)$$
$$\frac{\partial}{\partial W_{ij}^{(l)}} J(W,b; x, y) = a^{(l)}_j \delta_i^{(l+1)}$$
$$\frac{\partial}{\partial b_{i}^{(l)}} J(W,b; x, y) = \delta_i^{(l+1)}$$
In vectors $\delta^{(l)} = \left((W^{(l)})^T \delta^{(l+1)}\right) \bullet f'(z^{(l)})$ and
$\nabla_{W^{(l)}} J(W,b;x,y) = \delta^{(l+1)} (a^{(l)})^T$.
"""
LAYER_BY_LAYER = r"""
$$a^{l}_j = \sigma\left( \sum_k w^{l}_{jk} a^{l-1}_k + b^l_j \right)$$
or $a^l = \sigma(w^l a^{l-1}+b^l)$. We also write $z^l \equiv w^l a^{l-1}+b^l$. The cost is
$C = \frac{1}{2} \|y-a^L\|^2$. The error is $\delta^l_j \equiv \frac{\partial C}{\partial z^l_j}$.
$$\delta^L_j = \frac{\partial C}{\partial a^L_j} \sigma'(z^L_j)$$
in matrix form $\delta^L = (a^L-y) \odot \sigma'(z^L)$.
$$\delta^l = ((w^{l+1})^T \delta^{l+1}) \odot \sigma'(z^l)$$
$$\frac{\partial C}{\partial w^l_{jk}} = a^{l-1}_k \delta^l_j$$
$$\delta^l_j = \sum_k \frac{\partial C}{\partial z^{l+1}_k}
  \frac{\partial z^{l+1}_k}{\partial z^l_j}$$
$$z^{l+1}_k = \sum_j w^{l+1}_{kj} a^l_j +b^{l+1}_k = \sum_j w^{l+1}_{kj} \sigma(z^l_j) +b^{l+1}_k$$
$$\frac{\partial z^{l+1}_k}{\partial z^l_j} = w^{l+1}_{kj} \sigma'(z^l_j)$$
"""
NEURONS = r"""
$h_1=g(i_1 w_{11} + i_2 w_{21})$, $h_2=g(i_1 w_{12} + i_2 w_{22})$,
$E = {1 \over 2} (f(h_1 u_1 + h_2 u_2) - t)^2$.
$${\partial E \over \partial w_{11}} = (f(h_1 u_1 + h_2 u_2) - t) \left({\partial \over \partial
  w_{11}} f(h_1 u_1 + h_2 u_2) - {\partial t \over \partial w_{11}}\right)
  = (f(h_1 u_1 + h_2 u_2) - t) f'(h_1 u_1 + h_2 u_2) \left({\partial h_1 u_1 \over \partial w_{11}}
  + {\partial h_2 u_2 \over \partial w_{11}}\right)
  = (f(h_1 u_1 + h_2 u_2) - t) f'(h_1 u_1 + h_2 u_2) u_1 i_1 g'(i_1 w_{11} + i_2 w_{21})$$
"""
ON_LINES = r"""
## The sum $
    Z = e^{y_1} + e^{y_2} + e^{y_3}
$

and $\require{cancel} \frac{\partial Z}{\partial y_2} = e^{y_2}$.

$S_j = \frac{e^{a_j}}{\sum_k e^{a_k}}$, then
$$\frac{\partial S_i}{\partial a_j} = \left\{\begin{matrix} S_i(1-S_j) & i=j\\
  -S_jS_i & i\neq j \end{matrix}\right.$$
"""
TAUGHT = {
    "UFLDL": (LAST_LAYER, 8, [
        (r"= - (y_i - a", r"= (y_i - a"),
        (r"W^{(l)}_{ji} \delta^{(l+1)}_j", r"W^{(l)}_{ji} \delta^{(l)}_j"),
        (r"= a^{(l)}_j \delta_i^{(l+1)}", r"= a^{(l)}_j \delta_i^{(l)}"),
        (r"\delta^{(l+1)} (a^{(l)})^T", r"\delta^{(l+1)} (a^{(l+1)})^T"),
    ]),
    "Nielsen": (LAYER_BY_LAYER, 13, [
        (r"(a^L-y) \odot \sigma'(z^L)", r"(a^L-y) \odot \sigma'(a^L)"),
        (r"= a^{l-1}_k \delta^l_j", r"= a^{l}_k \delta^l_j"),
        (r"= w^{l+1}_{kj} \sigma'", r"= w^{l+1}_{jk} \sigma'"),
        (r"\sigma(z^l_j) +b^{l+1}_k$$", r"\sigma(z^l_j) +b^{l}_k$$"),
    ]),
    "neurons": (NEURONS, 4, [
        (r"u_1 i_1 g'", r"u_2 i_1 g'"),
        (r"+ {\partial h_2 u_2 \over", r"- {\partial h_1 u_2 \over"),
    ]),
    "on lines": (ON_LINES, 4, [
        (r"= e^{y_2}$", r"= e^{y_1}$"),
        (r"-S_jS_i & i\neq j", r"S_jS_i & i\neq j"),
    ]),
}  # fmt: skip

PARTS_OF_A_LOSS = r"""
$net_{o1} = w_5 * out_{h1} + b_2$, $out_{o1} = \sigma(net_{o1})$ and
$E_{o1} = \frac{1}{2}(target_{o1} - out_{o1})^{2}$; likewise $E_{o2} = 0.023560026$.
$E_{total} = \frac{1}{2}(target_{o1} - out_{o1})^{2} + \frac{1}{2}(target_{o2} - out_{o2})^{2}$
$$\frac{\partial E_{total}}{\partial out_{o1}} = -(target_{o1} - out_{o1})$$
$$\frac{\partial E_{total}}{\partial out_{h1}}
  = \frac{\partial E_{o1}}{\partial out_{h1}} + \frac{\partial E_{o2}}{\partial out_{h1}}$$
"""


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members]


@pytest.mark.parametrize("name", TAUGHT)
def test_what_courses_write_is_right(name: str) -> None:
    text, least, _ = TAUGHT[name]
    found = _statuses(text)
    assert set(found) <= {"right", "definition"}, found
    assert found.count("right") >= least, found


@pytest.mark.parametrize(
    ("name", "slip"), [(name, slip) for name, (_, _, slips) in TAUGHT.items() for slip in slips]
)
def test_a_slip_in_it_is_wrong(name: str, slip: tuple[str, str]) -> None:
    text = TAUGHT[name][0]
    assert slip[0] in text
    assert "wrong" in _statuses(text.replace(*slip)), slip


def test_what_only_a_number_is_given_of_is_not_wrong() -> None:
    """How E_{o2} depends on out_{h1} no equation says, so the sum is not wrong."""
    assert "wrong" not in _statuses(PARTS_OF_A_LOSS)


def test_a_jacobian_alone_does_not_tell_its_layout() -> None:
    """Qiu's book has a column for each output; beside a Jacobian with rows for them it is wrong."""
    alone = (
        r"$z = W a + b$ and $L = \frac12 \|z - y\|^2$: $\frac{\partial z}{\partial a} = W^\top$."
    )
    beside = alone + r" With $u = V z$ it is $\frac{\partial u}{\partial z} = V$."
    assert "wrong" not in _statuses(alone)
    assert "wrong" in _statuses(beside)
