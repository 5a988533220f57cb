r"""Gradients, Hessians, Jacobians and velocities that are written out beside what they are of.

All are worked by hand; each must be called right, and with a slip wrong.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

FIRST = "$f(x, y) = x^3 y + y^2$ is given. "
MATRIX = r"\begin{pmatrix} 6xy & 3x^2 \\ 3x^2 & 2 \end{pmatrix}"
COLUMN = r"\begin{bmatrix} 3x^2 y \\ x^3 + 2y \end{bmatrix}"
ARMS = r"""The joints give, with $c_1 = \cos q_1$ and $s_1 = \sin q_1$ (the others alike),
$$x = a_1 c_1 + a_2 c_{12}, \qquad y = a_1 s_1 + a_2 s_{12}$$ """
BY_Q = r"$\frac{\partial x}{\partial q_1} = -a_1 s_1 - a_2 s_{12}$, "
BY_R = r"$\frac{\partial x}{\partial q_2} = -a_2 s_{12}$. "
ARM = r"""The Jacobian is $$J = \begin{bmatrix} -a_1 s_1 - a_2 s_{12} & -a_2 s_{12} \\
a_1 c_1 + a_2 c_{12} & a_2 c_{12} \end{bmatrix}, \qquad \det J = a_1 a_2 \sin q_2$$"""
PENDULUM = r"The bob is at $x = s + l\sin\theta$, $y = -l\cos\theta$, so "
POLAR = r"With $x = r\cos t$ and $y = r\sin t$ the Jacobian matrix is "
RANGE = r"""# Jacobians of a sensor
$\mathbf{p} = [x, y]^T$, $d_x = m - x$, $d_y = n - y$, $q = d_x^2 + d_y^2$,
$$h(\mathbf{p}) = \begin{bmatrix} \sqrt{q} \\ q \end{bmatrix}$$ so we find
"""
CLAIMS = {
    "called by words": (FIRST, "The Hessian is $H = " + MATRIX + "$", ("6xy", "6x")),
    "called in Chinese": (FIRST, "海森矩阵 $H = " + MATRIX + "$", ("& 2 ", "& 2y ")),
    "the function below": (FIRST, "$H_f = " + MATRIX + "$", ("6xy", "3xy")),
    "the function beside": (FIRST, "$H_f(x, y) = " + MATRIX + "$", ("& 2 ", "& 1 ")),
    "nabla squared": (FIRST, r"$\nabla^2 f = " + MATRIX + "$", ("6xy", "6xy^2")),
    "nabla squared of the call": (FIRST, r"$\nabla^2 f(x, y) = " + MATRIX + "$", ("6xy", "6y")),
    "D squared": (FIRST, "$D^2 f(x, y) = " + MATRIX + "$", ("& 2 ", "& 0 ")),
    "at a point": (
        FIRST, r"$H_f(1, 2) = \begin{pmatrix} 12 & 3 \\ 3 & 2 \end{pmatrix}$", ("12 &", "6 &")),
    "at a point told": (
        FIRST, "The Hessian is $H = " + MATRIX + r"$. At $(1, 0)$: $\det H = -9$.", ("-9", "-3")),
    "a column": (FIRST, r"$$\nabla f = " + COLUMN + "$$", ("+ 2y", "+ y")),
    "a column of the call": (FIRST, r"$$\nabla f(x, y) = " + COLUMN + "$$", ("3x^2 y", "3x y")),
    "a list": (FIRST, r"$\nabla f(x, y) = (3x^2 y, x^3 + 2y)$", ("3x^2 y", "x^2 y")),
    "a list upright": (FIRST, r"$\nabla f = (3x^2 y, x^3 + 2y)^\top$", ("3x^2 y", "3x^2")),
    "a row": (
        FIRST, r"$\nabla f = \begin{pmatrix} 3x^2 y & x^3 + 2y \end{pmatrix}$", ("+ 2y", "- 2y")),
    "no arguments": ("Let $f = x^3 y + y^2$. ", "$$H_f = " + MATRIX + "$$", ("& 2 ", "& y ")),
    "numbered": (
        "$f(x_1, x_2) = x_1^2 x_2$, ",
        r"$\nabla f(x) = \begin{pmatrix} 2x_1 x_2 \\ x_1^2 \end{pmatrix}$", ("2x_1", "x_1")),
    "polar": (
        POLAR,
        r"$$J = \begin{pmatrix} \cos t & -r\sin t \\ \sin t & r\cos t \end{pmatrix}$$",
        ("& r", "& ")),
    "polar, its determinant": (
        POLAR,
        r"$$J = \begin{pmatrix} \cos t & -r\sin t \\ \sin t & r\cos t \end{pmatrix}, |J| = r$$",
        ("= r$", "= r^2$")),
    "an arm": (ARMS + BY_Q + BY_R, ARM, ("& a_2 c_{12}", "& a_2 s_{12}")),
    "an arm, its determinant": (ARMS + BY_Q + BY_R, ARM, (r"\sin q_2", r"\sin q_1")),
    "a sensor": (
        RANGE,
        r"$$H = \begin{bmatrix} -d_x/\sqrt{q} & -d_y/\sqrt{q} \\ -2d_x & -2d_y \end{bmatrix}$$",
        ("-2d_y", "2d_y")),
    "velocities": (
        PENDULUM,
        r"$\dot{x} = \dot s + l\dot\theta\cos\theta$, $\dot y = l\dot{\theta}\sin\theta$",
        (r"\dot y = l", r"\dot y = -l")),
    "a velocity left out": (
        PENDULUM,
        r"$\dot{x} = \dot s + l\cos\theta\,\dot\theta$, $\dot y = \dot\theta l\sin\theta$",
        (r" + l\cos\theta\,\dot\theta", "")),
}  # fmt: skip


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members[1:]]


@pytest.mark.parametrize("name", CLAIMS)
def test_what_is_written_out_is_right(name: str) -> None:
    given, claim, _ = CLAIMS[name]
    found = _statuses(given + claim)
    before = len(_statuses(given))
    assert set(found[before:]) == {"right"}, found


@pytest.mark.parametrize("name", CLAIMS)
def test_a_slip_is_wrong(name: str) -> None:
    given, claim, slip = CLAIMS[name]
    assert slip[0] in claim
    assert "wrong" in _statuses(given + claim.replace(*slip)), slip


def test_each_exercise_has_its_own_hessian() -> None:
    text = r"""1. $f(x, y) = x^2 y$. Hessian $H = \begin{pmatrix} 2y & 2x \\ 2x & 0 \end{pmatrix}$,
$\det H = -4x^2$.

2. $g(x, y) = x y^2$. Hessian $H = \begin{pmatrix} 0 & 2y \\ 2y & 2x \end{pmatrix}$,
$\det H = -4y^2$."""
    assert _statuses(text).count("right") == 4
    assert _statuses(text.replace(r"\det H = -4y^2", r"\det H = -4x^2"))[-1] == "wrong"


def test_a_matrix_of_another_size_is_no_hessian() -> None:
    text = r"$f(x, y) = x^2 y$. The Hessian is not needed: $H = \begin{pmatrix} a & b & c \\ b & c & a \\ c & a & b \end{pmatrix}$"  # noqa: E501
    assert "wrong" not in _statuses(text)


def test_without_such_words_a_matrix_is_what_it_is_said_to_be() -> None:
    text = r"$f(x, y) = x^2 y$ and $H = \begin{pmatrix} 1 & 0 \\ 0 & 1 \end{pmatrix}$"
    assert set(_statuses(text)) == {"definition"}


def test_numbers_at_a_point_told_elsewhere_are_not_wrong() -> None:
    text = r"$f(x, y) = x^3 - 3xy$ is looked at near its critical point. The Hessian is "
    cubic = text + r"$H = \begin{pmatrix} 6 & -3 \\ -3 & 0 \end{pmatrix}$."
    assert "wrong" not in _statuses(cubic)
    assert "wrong" in _statuses(cubic.replace("x^3", "x^2"))  # of x^2 - 3xy it is 2, -3, -3, 0
    assert "wrong" not in _statuses(text + r"$\nabla f = (0, 0)$ there.")


def test_a_point_holds_for_what_is_said_of_the_hessian_next() -> None:
    text = r"""$f(x, y) = x^2 y^2$. At $(1, 2)$ the Hessian is
$H = \begin{pmatrix} 8 & 8 \\ 8 & 2 \end{pmatrix}$, with $\det H = -48$."""
    assert _statuses(text)[-2:] == ["right", "right"]
    assert _statuses(text.replace("-48", "-40"))[-1] == "wrong"
