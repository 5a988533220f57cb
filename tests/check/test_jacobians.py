r"""Jacobians of what is written entry by entry: state vectors, changes of variables, filters.

Every matrix is worked by hand and must be called right; with one entry changed, wrong.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

MOTION = r"""
The pose is $\mathbf{p} = [a, b, \phi]^T$, the input $w = (s, k)$.
$$f(\mathbf{p}, w) = \begin{bmatrix} a + s \cos\phi \\ b + s \sin\phi \\ \phi + k \end{bmatrix}$$
$$A = \frac{\partial f}{\partial \mathbf{p}} =
\begin{bmatrix} 1 & 0 & -s \sin\phi \\ 0 & 1 & s \cos\phi \\ 0 & 0 & 1 \end{bmatrix}$$
$$\frac{\partial f}{\partial w} =
\begin{bmatrix} \cos\phi & 0 \\ \sin\phi & 0 \\ 0 & 1 \end{bmatrix}$$
"""
SAME_LETTER = r"""
State $\mathbf{x} = (x, y, \theta)$ and
$$g(\mathbf{x}) = \begin{cases} x + d\cos\theta \\ y + d\sin\theta \\ \theta \end{cases}$$
$$\frac{\partial g}{\partial \mathbf{x}} =
\begin{pmatrix} 1 & 0 & -d \sin\theta \\ 0 & 1 & d \cos\theta \\ 0 & 0 & 1 \end{pmatrix}$$
"""
SENSOR = r"""
A beacon at $(b_x, b_y)$; with $\delta_x = b_x - x$, $\delta_y = b_y - y$, the sensor is
$z = (\rho, \beta)$, $\rho = \sqrt{\delta_x^2 + \delta_y^2}$ and
$\beta = \arctan(\delta_y / \delta_x)$.
$$\frac{\partial \rho}{\partial (x, y)} =
\begin{bmatrix} -\frac{\delta_x}{\rho} & -\frac{\delta_y}{\rho} \end{bmatrix}$$
$$\frac{\partial \beta}{\partial x} = \frac{\delta_y}{\rho^2}, \quad
\frac{\partial \beta}{\partial b_y} = \frac{\delta_x}{\rho^2}$$
"""
CHANGE = r"""
With $x = u v$, $y = u^2 - v^2$:
$$J = \frac{\partial(x, y)}{\partial(u, v)} =
\begin{vmatrix} v & u \\ 2u & -2v \end{vmatrix} = -2v^2 - 2u^2$$
"""
GRID = r"""
\( x = r \cos t \), \( y = r \sin t \)
\[
J = \begin{pmatrix} \frac{\partial x}{\partial r} & \frac{\partial x}{\partial t} \\
\frac{\partial y}{\partial r} & \frac{\partial y}{\partial t} \end{pmatrix}
  = \begin{pmatrix} \cos t & -r\sin t \\ \sin t & r \cos t \end{pmatrix}
\]
with \( \det J = r \).
"""
ARM = r"""
The Jacobian of an arm: $x = a \cos p + b \cos(p + q)$, $y = a \sin p + b \sin(p + q)$.
$$J = \begin{bmatrix} -a \sin p - b \sin(p + q) & -b \sin(p + q) \\
a \cos p + b \cos(p + q) & b \cos(p + q) \end{bmatrix}$$
$\det J = a b \sin q$
"""
NAMED = r"""
$F(p, q) = (p q, p^2 + q)$. Then
$J_F(p, q) = \begin{pmatrix} q & p \\ 2p & 1 \end{pmatrix}$ and $\det J_F = q - 2p^2$.
"""
SYSTEM = r"""
Seen from the origin, with $r=\sqrt{x^2+y^2}$:
$$\begin{matrix}
z_a=\arctan(y/x)\\
z_r=\sqrt{x^2+y^2}
\end{matrix}$$
$$\frac{\partial z_r}{\partial x}=\frac{x}{r}, \quad \frac{\partial z_a}{\partial y}=\frac{x}{r^2}$$
At $(x,y)=(4,3)$ we have $\frac{\partial z_r}{\partial x}=0.8$ and
$\frac{\partial z_a}{\partial y}=0.16$.
"""
GAIN = r"""
$S = H P H^T + R$ and $K = P H^T S^{-1}$. ($P$ and $R$ are covariances.) With
$$Q = P - K H P - P H^T K^T + K S K^T$$
$$\frac{\partial\, \mathrm{tr}(Q)}{\partial K} = -2 P H^T + 2 K S$$
"""
WRITTEN = {
    "motion": (MOTION, 2, [
        (r"-s \sin\phi", r"s \sin\phi"),
        (r"\sin\phi & 0 \\ 0", r"\cos\phi & 0 \\ 0"),
    ]),
    "the state is called as one of its entries": (SAME_LETTER, 1, [
        (r"-d \sin\theta", r"-\sin\theta"),
    ]),
    "sensor": (SENSOR, 3, [
        (r"-\frac{\delta_y}{\rho} \end", r"\frac{\delta_y}{\rho} \end"),
        (r"{\delta_x}{\rho^2}", r"{\delta_x}{\rho}"),
    ]),
    "change of variables": (CHANGE, 2, [(r"2u & -2v", r"2u & 2v"), ("- 2u^2", "+ 2u^2")]),
    "grid": (GRID, 2, [(r"-r\sin t", r"-\sin t"), (r"\det J = r", r"\det J = -r")]),
    "joints": (ARM, 2, [(r"& -b", "& b"), (r"& b \cos(p", r"& a \cos(p"), ("= a b", "= b")]),
    "joints as a vector": (ARM.replace("$$J =", r"$$J(\theta) ="), 2, [
        (r"-a \sin p", r"a \sin p"),
    ]),
    "named": (NAMED, 2, [("2p & 1", "2p & q"), ("q - 2p^2", "q + 2p^2")]),
    "system of equations": (SYSTEM, 4, [
        (r"=\frac{x}{r^2}", r"=\frac{y}{r^2}"),
        ("=0.16", "=0.12"),
    ]),
}  # fmt: skip


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members[1:]]


@pytest.mark.parametrize("name", WRITTEN)
def test_jacobians_are_right(name: str) -> None:
    text, least, _ = WRITTEN[name]
    found = _statuses(text)
    assert set(found) <= {"right", "definition"}, found
    assert found.count("right") >= least, found


@pytest.mark.parametrize(
    ("name", "slip"), [(name, slip) for name, (_, _, slips) in WRITTEN.items() for slip in slips]
)
def test_a_wrong_entry_is_wrong(name: str, slip: tuple[str, str]) -> None:
    text = WRITTEN[name][0]
    assert slip[0] in text
    assert "wrong" in _statuses(text.replace(*slip)), slip


def test_the_other_layout_is_not_called_wrong() -> None:
    text = MOTION.split("$$\\frac{\\partial f}{\\partial w}")[0]
    rows = r"1 & 0 & -s \sin\phi \\ 0 & 1 & s \cos\phi \\ 0 & 0 & 1"
    turned = r"1 & 0 & 0 \\ 0 & 1 & 0 \\ -s \sin\phi & s \cos\phi & 1"
    assert rows in text
    assert "wrong" not in _statuses(text.replace(rows, turned))


def test_an_arm_by_its_lengths_is_not_called_wrong() -> None:
    before, _ = ARM.split("$$J")
    text = (
        before
        + r"$$J = \begin{bmatrix} \cos p & \cos(p + q) \\ \sin p & \sin(p + q) \end{bmatrix}$$"
    )
    assert "wrong" not in _statuses(text)


def test_a_matrix_of_names_is_no_jacobian_of_another_function() -> None:
    text = r"""No Jacobian is $F(x, y) = \begin{pmatrix} x y & x \\ y & x^2 \end{pmatrix}$. With
$v(x, y) = \begin{pmatrix} x^2 \\ y \end{pmatrix}$,
$J_v = \begin{pmatrix} 2x & 0 \\ 0 & 1 \end{pmatrix}$"""
    assert "wrong" not in _statuses(text)
    assert _statuses(text)[-1] == "right"


def test_a_gain_at_which_the_slope_is_zero() -> None:
    assert _statuses(GAIN)[-1] == "right"
    assert _statuses(GAIN.replace("+ 2 K S", "+ K S"))[-1] != "right"


def test_blocks_are_no_jacobian() -> None:
    text = r"""$W = \begin{pmatrix} A & B \\ C & D \end{pmatrix}$, $y = W x$,
$\frac{\partial y}{\partial x} = W$"""
    assert "wrong" not in _statuses(text)
