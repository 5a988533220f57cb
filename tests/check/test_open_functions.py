r"""Slopes of functions of which nothing is said but what they are of: f_x, f_1', F_x / F_z, f'.

Right are those that hold for any such function; worked by hand with the chain rule.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

POLAR = r"Let $w = f(x, y)$, $x = r\cos\theta$, $y = r\sin\theta$. "
PRODUCT = r"Let $z = f(xy, x - y)$. "
NAMED = r"Let $z = f(u, v)$ with $u = x + 2y$, $v = xy$. "
ALONG = r"Let $z = f(x, y)$, where $y = \sin x$. "
SURFACE = r"The equation $F(x, y, z) = 0$ defines $z$. "
CURVE = r"Suppose that $g(x, y) = c$. "
WAVE = r"Let $u = f(x - ct)$. "
CLAIMS = {
    "by r": (POLAR, r"\frac{\partial w}{\partial r} = f_x\cos\theta + f_y\sin\theta",
             ("+ f_y", "- f_y")),
    "by an angle": (
        POLAR, r"\frac{\partial w}{\partial\theta} = -f_x r\sin\theta + f_y r\cos\theta",
        ("f_y r", "f_y")),
    "squares": (POLAR, r"""\left(\frac{\partial w}{\partial r}\right)^2 +
        \frac{1}{r^2}\left(\frac{\partial w}{\partial\theta}\right)^2 = f_x^2 + f_y^2""",
                (r"\frac{1}{r^2}", r"\frac{1}{r}")),
    "both below": (POLAR, r"w_r = f_x\cos\theta + f_y\sin\theta, \quad w_\theta = -y f_x + x f_y",
                   ("-y f_x", "y f_x")),
    "numbers": (PRODUCT, r"\frac{\partial z}{\partial x} = y f_1 + f_2", ("y f_1", "x f_1")),
    "numbers with a prime": (PRODUCT, r"\frac{\partial z}{\partial y} = x f_1' - f_2'",
                             ("- f_2", "+ f_2")),
    "two numbers": (
        PRODUCT,
        (r"\frac{\partial^2 z}{\partial x\partial y} ="
        r" f_1' + xy f_{11}'' + (x - y) f_{12}'' - f_{22}''"),
        ("f_1' + ", "")),
    "without primes": (
        PRODUCT,
        r"\frac{\partial^2 z}{\partial x\partial y} = f_1 + xy f_{11} + (x - y) f_{12} - f_{22}",
        ("(x - y)", "(x + y)")),
    "letters": (NAMED, r"\frac{\partial z}{\partial y} = 2f_u + x f_v", ("2f_u", "f_u")),
    "letters with a prime": (NAMED, r"\frac{\partial z}{\partial x} = f'_u + y f'_v",
                             ("y f", "x f")),
    "fractions": (
        NAMED,
        (r"\frac{\partial z}{\partial x} ="
        r"\frac{\partial f}{\partial u} + y\frac{\partial f}{\partial v}"),
        ("+ y", "+ x")),
    "along a curve": (ALONG, r"\frac{dz}{dx} = f_x + f_y\cos x", (r"f_y\cos x", "f_y")),
    "a surface": (SURFACE, r"\frac{\partial z}{\partial x} = -\frac{F_x}{F_z}", ("= -", "= ")),
    "a surface, by the other": (SURFACE, r"\frac{\partial z}{\partial y} = -\frac{F_y}{F_z}",
                                ("{F_y}{F_z}", "{F_z}{F_y}")),
    "a curve": (CURVE, r"\frac{dy}{dx} = -\frac{g_x}{g_y}", ("{g_x}{g_y}", "{g_y}{g_x}")),
    "slopes in a line": (
        CURVE, r"y' = -\frac{\partial g/\partial x}{\partial g/\partial y}",
        (r"= -", "= ")),
    "a sphere": (
        r"Let $F(x, y, z) = x^2 + y^2 + z^2 - 4z$ and $F(x, y, z) = 0$. ",
        r"\frac{\partial z}{\partial x} = -\frac{F_x}{F_z} = \frac{x}{2 - z}",
        ("{2 - z}", "{z - 2}")),
    "one argument": (WAVE, "u_t = -c f'(x - ct), \\quad u_x = f'", ("-c f", "c f")),
    "one argument, twice": (WAVE, "\\frac{\\partial^2 u}{\\partial t^2} = c^2 f''", ("c^2", "c")),
}  # fmt: skip


def _last(text: str) -> str:
    return check_text(text).equations[-1].members[-1].status


@pytest.mark.parametrize("name", CLAIMS)
def test_what_holds_for_any_function_is_right(name: str) -> None:
    given, claim, _ = CLAIMS[name]
    assert _last(f"{given}Then ${claim}$.") == "right"


@pytest.mark.parametrize("name", CLAIMS)
def test_a_slip_is_wrong(name: str) -> None:
    given, claim, slip = CLAIMS[name]
    assert slip[0] in claim
    report = check_text(f"{given}Then ${claim.replace(*slip)}$.")
    assert "wrong" in [m.status for e in report.equations for m in e.members]


def test_a_component_of_its_own_is_no_slope() -> None:
    text = r"""$z = f(x, y)$, $f_1 = x$, $f_2 = y^2$, $p = f_1 f_2$,
$\frac{\partial p}{\partial f_1} = f_2$"""
    assert _last(text) == "right"


def test_what_is_differentiated_by_is_no_slope() -> None:
    text = r"$h = f(x, y)$ and $L = (h - t)^2$. $\frac{\partial L}{\partial f_1} = 2 f_1 + f_2$"
    assert _last(text) not in ("right", "wrong")


def test_a_function_of_which_another_is_said_stays_so() -> None:
    text = r"$z = f(u, v)$ and $f(u, v) = u^2 v$ with $u = xy$, $v = x$. "
    assert _last(text + r"$\frac{\partial z}{\partial y} = 2uv x$") == "right"
    assert _last(text + r"$\frac{\partial z}{\partial y} = 2uv y$") == "wrong"


def test_any_loss_by_its_slopes() -> None:
    text = r"""$z = p + s q$, and the loss is $\mathcal{L}(z)$.
$$\frac{\partial \mathcal{L}}{\partial s} = \frac{\partial \mathcal{L}}{\partial z} """
    assert _last(text + "q$$") == "right"
    assert _last(text + "p$$") == "wrong"
    alone = r"$z = w x + b$. $\frac{\partial \ell(z)}{\partial z} = \sigma(z) - y$"
    assert _last(alone) not in ("right", "wrong")
