r"""First-year calculus as its books and solution sheets write it: right, and with a slip.

Every equation is worked by hand and must be called right; with one of the slips, what was right
must be called wrong.
"""

from __future__ import annotations

import pytest

from autograd.checking import check_text

GRADIENT = r"""
Let $f(x,y) = x^2 y + \sin(\pi y)$. Then $\nabla f = \langle 2xy, x^2 + \pi\cos(\pi y) \rangle$
and $\nabla f(1,2) = \langle 4, 1+\pi \rangle$.
"""
THREE_ENTRIES = r"""
Let $f(x,y,z) = x^2 y + z^3$. Then $\nabla f = \langle 2xy, x^2, 3z^2 \rangle$.
"""
PATH = r"""
For $\vec r(t) = \langle t, t^2 \rangle$ we get $\vec r'(t) = \langle 1, 2t \rangle$,
$\vec r''(t) = \langle 0, 2 \rangle$ and $\|\vec r'(t)\| = \sqrt{1 + 4t^2}$.
"""
HELIX = r"""
The helix $\mathbf{r}(t) = (\cos t, \sin t, t)$ has $\mathbf{r}'(t) = (-\sin t, \cos t, 1)$
and $\|\mathbf{r}'(t)\| = \sqrt 2$.
"""
INNER_PRODUCTS = r"""
With $f(w) = \langle w, x \rangle + \frac12\langle w, w\rangle$ we have $\nabla f(w) = x + w$
and $\nabla_w \langle w, x\rangle = x$.
"""
CHINESE = """
导数练习

第1题 求 y = x^2*cos x 的导数。
解：y' = (x^2)'*cos x + x^2*(cos x)'
= 2x*cos x - x^2*sin x

第2题 设函数 f(x) = ln(4 + x^2)，则 f'(x) = 2x/(4 + x^2)，f'(2) = 1/2。

第3题 已知 s = e^(3t)，求 s''。
两边对 t 求导得 s' = 3e^(3t)，所以 s'' = 9e^(3t)。
"""
LADDER = r"""
A rod leans on a wall, $x^2 + y^2 = 25$. In time
$$2x\frac{dx}{dt} + 2y\frac{dy}{dt} = 0, \qquad \frac{dy}{dt} = -\frac{x}{y}\cdot\frac{dx}{dt}$$
"""
INVERSE = r"""
$y = \tan^{-1}(3x)$ has $\frac{dy}{dx} = \frac{3}{1+9x^2}$, and $u = \operatorname{tg} x$ has
$u' = \frac{1}{\cos^2 x}$.
"""
TOTAL = r"""
$z = x^2y + y^3$, so $dz = 2xy\,dx + (x^2+3y^2)\,dy$; of $s = t^2 \ln t$ it is
$ds = (2t\ln t + t)\,dt$.
"""
OPERATOR = r"""
$D_x[\ln(\cos x)] = -\tan x$, $D_x \sin x = \cos x$ and $D_x(x^3) = 3x^2$.
"""
ORDERS = r"""
$f(x)=x^5$, $f'(x) = 5x^4$, $f''(x)=20x^3$, $f^{(4)}(x) = 120x$.
"""
CURVE = r"""
Let $y = y(x)$ be given by $e^y + xy = e$. Then $e^y\frac{dy}{dx} + y + x\frac{dy}{dx} = 0$,
$\frac{dy}{dx} = -\frac{y}{x+e^y}$.
"""
IN_PRIMES = r"""
$y' = (x^2\cos x)' = 2x\cos x - x^2\sin x$
"""
BELOW = r"""
$z=x^2y+y^3$, $z_x=2xy$, $z_y=x^2+3y^2$, $z_{xy}=2x$.
"""
PARAMETERS = r"""
$x=a\cos t$, $y=b\sin t$: $\frac{dy}{dx}=\frac{b\cos t}{-a\sin t}=-\frac ba\cot t$.
"""
SECOND = r"""
$x=2t^2$, $y=t^3$, so $\frac{dy}{dx}= \frac{3t}{4}$ and $\frac{d^2y}{dx^2} = \frac{3}{16t}$.
"""
ANY = r"""
$\frac{d}{dx} y^3 = 3y^2 \frac{dy}{dx}$ and $\frac{d}{dx}(x^2y) = 2xy + x^2 y'$.
"""
QUOTIENT = r"""
If $y=\frac{u}{v}$ then $y'=\frac{u'v-uv'}{v^2}$.
"""
QUOTED = """
> And what of the curve sin(xy) = x + y ?

cos(xy)*(y + x*y') = 1 + y'

y' = (1 - y*cos(xy))/(x*cos(xy) - 1)
"""
SHEET = """
1) y = x*e^x
   y' = (1 + x)e^x

2) f(x,y) = x^2 y + y^3
   df/dx = 2xy
   df/dy = x^2 + 3y^2
"""
ELSEWHERE = r"""
$y = \sqrt{x-4}$, $y' = \frac{1}{2\sqrt{x-4}}$; $f(x) = \arcsin(4x)$, $f'(x) = \frac{4}{\sqrt{1-16x^2}}$.
"""  # noqa: E501  (one line, as sheets have it)
AT_ZERO = r"""
$f(x) = x^3 - 3x^2$, $f'(x) = 3x^2 - 6x$, $f'(2) = 0$, $f''(1) = 0$.
"""
MECHANICS = r"""
$x(t) = A\cos(\omega t)$, $\dot{x}(t) = -A\omega\sin(\omega t)$, $\ddot x(t) = -\omega^2 x(t)$;
$y = B e^{-kt}$, $\dot y = -k y$.
"""
PENDULUM = r"""
$T = 2\pi\sqrt{\frac{L}{g}}$; $\frac{\partial T}{\partial L} = \frac{\pi}{\sqrt{gL}}$.
"""
LIMIT = r"""
$f(x) = x^3$. By definition $f'(x) = \lim_{h\to 0}\frac{(x+h)^3-x^3}{h}
= \lim_{h\to0} 3x^2+3xh + h^2 = 3x^2$.
"""
TO_A_NUMBER = r"""
$g(x) = \sqrt x$, $g'(4) = \lim_{x\to 4}\frac{\sqrt x - 2}{x-4} = \frac14$ and
$g'(x)=\lim_{\Delta x\to 0}\frac{\sqrt{x+\Delta x}-\sqrt x}{\Delta x} = \frac{1}{2\sqrt x}$.
"""
ARROWS = """
a) f(x) = 3x^4 - 2x   =>  f'(x) = 12x^3 - 2
b) f(x) = x*sin(x)    =>  f'(x) = sin(x) + x*cos(x)

Differentiate y = (2x+1)/(x-3).
dy/dx = (2(x-3) - (2x+1))/(x-3)^2 = -7/(x-3)^2
"""
POINT = r"""
For $x^2 + y^2 = 25$ we have $y' = -\frac xy$. At the point $(3,4)$ the slope is
$\frac{dy}{dx} = -\frac{3}{4}$, and at $(4,3)$: $y' = -\frac43$.
"""
LEVEL = r"""
$F(x,y) = x^2+xy+y^2-7$. $y' = -\frac{F_x}{F_y} = -\frac{2x+y}{x+2y}$. At $(1,2)$, $y' = -\frac45$.
"""
MOTION = """
w = d(th)/dt = angular velocity, L = length
E = (1/2) m L^2 w^2 + m g L (1 - cos(th))
dE/dth = m g L sin(th)
dE/dt = m L^2 w (dw/dt) + m g L sin(th) w

T = 2 pi sqrt(L/g).
dT/dL = T/(2 L)
Solving for g instead, g = 4 pi^2 L / T^2:
dg/dT = -8 pi^2 L / T^3
"""
OVER = """
d(uv)/dx = u dv/dx + v du/dx
d(x^2)/dx = 2x

y = x^2
d(xy)/dx = 3x^2
"""
WRITTEN = {
    "d(...)/dx": (OVER, 3, [("= 3x^2", "= 2x^2")]),
    "slopes at points": (POINT, 3, [(r"-\frac{3}{4}", r"-\frac{4}{3}"), (r"-\frac43", r"\frac43")]),
    "level curves": (LEVEL, 3, [("{x+2y}", "{x+y}"), (r"-\frac45", r"-\frac54")]),
    "domains elsewhere": (ELSEWHERE, 2, [("{2\\sqrt{x-4}}", "{\\sqrt{x-4}}"), ("{4}{", "{1}{")]),
    "values that are 0": (AT_ZERO, 5, [("f'(2)", "f'(1)")]),
    "dots": (MECHANICS, 3, [(r"= -A\omega\s", r"= A\omega\s"), ("= -k y", "= k y")]),
    "lengths under a root": (PENDULUM, 1, [(r"{\pi}{", r"{2\pi}{")]),
    "limits": (LIMIT, 3, [("= 3x^2$", "= 3x$"), ("3xh + h", "3x + h")]),
    "limits at a number": (TO_A_NUMBER, 4, [
        (r"\frac14", r"\frac12"),
        (r"{2\sqrt x}", r"{\sqrt x}"),
    ]),
    "sheets with arrows": (ARROWS, 4, [("+ x*cos", "- x*cos"), ("= -7", "= 7")]),
    "inverse functions": (INVERSE, 2, [("{1+9x^2}", "{1+x^2}"), (r"{\cos^2 x}", r"{\sin^2 x}")]),
    "total differentials": (TOTAL, 2, [("+3y^2)", "+3y)"), ("+ t)", "- t)")]),
    "D_x": (OPERATOR, 3, [(r"= -\tan", r"= \tan"), ("= 3x^2", "= 2x^3")]),
    "orders": (ORDERS, 3, [("= 120x", "= 60x")]),
    "y = y(x) on a curve": (CURVE, 2, [(r"= -\frac", r"= \frac")]),
    "y' of what is in brackets": (IN_PRIMES, 2, [("- x^2", "+ x^2")]),
    "letters below a quantity": (BELOW, 3, [("+3y^2", "+3y"), ("=2x$", "=2y$")]),
    "curves by a parameter": (PARAMETERS, 2, [(r"b\cos t", r"b\sin t")]),
    "a second derivative by a parameter": (SECOND, 2, [("{16t}", "{4t}"), ("{3t}{4}", "{3t}{2}")]),
    "any function of x": (ANY, 2, []),
    "a quotient of any functions": (QUOTIENT, 1, [("-uv'", "+uv'")]),
    "a quoted question": (QUOTED, 2, [("- 1)", "+ 1)")]),
    "each exercise has its own y": (SHEET, 3, [("+ 3y^2", "+ 2y^2")]),
    "in Chinese, without markup": (CHINESE, 6, [
        ("- x^2*sin", "+ x^2*sin"),
        ("2x/(4", "x/(4"),
        ("= 9e", "= 6e"),
    ]),
    "related rates": (LADDER, 2, [(r"= -\frac{x}", r"= \frac{x}"), ("+ 2y", "+ y")]),
    "gradient": (GRADIENT, 4, [
        (r"x^2 + \pi\cos", r"x^2 - \pi\cos"),
        (r"\langle 4, 1+\pi", r"\langle 4, 1-\pi"),
    ]),
    "three entries": (THREE_ENTRIES, 2, [("3z^2", "3z")]),
    "path": (PATH, 6, [("1, 2t", "1, t"), ("0, 2", "0, 3"), ("+ 4t^2", "+ 2t^2")]),
    "helix": (HELIX, 4, [(r"(-\sin t", r"(\sin t"), (r"\sqrt 2", r"\sqrt 3")]),
    "inner products": (INNER_PRODUCTS, 4, [
        ("= x + w$", "= x + 2w$"),
        (r"x\rangle = x", r"x\rangle = w"),
    ]),
}  # fmt: skip


def _statuses(text: str) -> list[str]:
    return [m.status for e in check_text(text).equations for m in e.members]


@pytest.mark.parametrize("name", WRITTEN)
def test_what_sheets_write_is_right(name: str) -> None:
    text, least, _ = WRITTEN[name]
    found = _statuses(text)
    assert set(found) <= {"right", "definition", "not-a-claim"}, found
    assert found.count("right") >= least, found


@pytest.mark.parametrize(
    ("name", "slip"), [(name, slip) for name, (_, _, slips) in WRITTEN.items() for slip in slips]
)
def test_a_slip_in_it_is_wrong(name: str, slip: tuple[str, str]) -> None:
    text = WRITTEN[name][0]
    assert slip[0] in text
    assert "wrong" in _statuses(text.replace(*slip)), slip


def test_a_motion_without_markup() -> None:
    """What w = d(th)/dt says is used, and T is solved for g."""
    found = [m.status for e in check_text(MOTION, kind="txt").equations for m in e.members[1:]]
    assert [found[i] for i in (2, 3, 5, 6, 7)] == ["right"] * 5, found
    slip = MOTION.replace("g L sin(th) w", "g L cos(th) w")
    found = [m.status for e in check_text(slip, kind="txt").equations for m in e.members[1:]]
    assert found[3] == "wrong", found


def test_the_inverse_of_a_function_is_no_power() -> None:
    """It is not read, so that nothing is called wrong that is said of it."""
    text = r"$f(x) = x^2$, $f'(x) = 2x$, $f^{-1}(x) = \sqrt x$, $(f^{-1})'(4) = \frac14$"
    found = [m.status for e in check_text(text).equations for m in e.members]
    assert "wrong" not in found
    assert found.count("unreadable") == 2


@pytest.mark.parametrize(
    ("claim", "status"),
    [("f' = u v' + v u'", "right"), ("f' = u v' - v u'", "wrong"), ("f' = u'v'", "no")],
)
def test_functions_taken_of_x_are_so_without_it(claim: str, status: str) -> None:
    """Also where an example says later what u and v are."""
    text = rf"""If $f(x) = u(x) v(x)$ then $${claim}$$
### Example 1
$f(x) = (x - 3)(x + 5)$ with
\begin{{align}} u &= x - 3 & v &= x + 5 \\ u' &= 1 & v' &= 1 \end{{align}}"""
    first, *others = [e for e in check_text(text).equations if "'" in e.latex]
    last = first.members[-1].status
    assert last == status or (status == "no" and last != "right")
    assert [m.status for e in others for m in e.members[1:]] == ["right", "right"]


@pytest.mark.parametrize(
    ("row", "status"),
    [
        (r"p' &= -2x^{-3} and q' &= 3e^{3x}", "right"),
        (r"p' &= -2x^{-3} & q' &= 3e^{3x}", "right"),
        (r"p' &= -2x^{-3} and q' &= -3e^{3x}", "wrong"),
    ],
)
def test_a_word_or_a_column_parts_two_equations_of_a_row(row: str, status: str) -> None:
    text = rf"\begin{{align}} p &= \frac{{1}}{{x^2}} and q &= e^{{3x}} \\ {row} \end{{align}}"
    first, second = check_text(text).equations[-2:]
    assert first.members[-1].status == "right"
    assert second.members[-1].status == status


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        (r"k'(x) = \cos{u}\,u'", "right"),
        (r"k'(x) = 5\cos{5x}", "right"),
        (r"k'(u) = \cos{u}", "right"),
        (r"k'(x) = -5\cos{5x}", "wrong"),
        (r"k'(u) = -\cos{u}", "wrong"),
    ],
)
def test_a_function_said_again_of_an_inner_part(claim: str, status: str) -> None:
    """Braces around the argument of a function say where it ends."""
    text = rf"$k(x) = \sin{{5x}}$, where $u = 5x$ and $k(u) = \sin{{u}}$. $${claim}$$"
    assert check_text(text).equations[-1].members[-1].status == status


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        (r"\frac{\partial z}{\partial x} = f'_1 y + f'_2", "right"),
        (r"\frac{\partial z}{\partial y} = f_1' x + f_2'", "right"),
        (r"\frac{\partial z}{\partial y} = f_1' y + f_2'", "wrong"),
        (r"\frac{\partial^2 z}{\partial x^2} = f''_{11} y^2 + 2 y f''_{12} + f''_{22}", "right"),
        (r"\frac{\partial^2 z}{\partial x^2} = f''_{11} y^2 + y f''_{12} + f''_{22}", "wrong"),
        (r"\frac{\partial z}{\partial x} = f_1 y + f_2", "right"),
        (r"\frac{\partial z}{\partial x} = f_1 x + f_2", "wrong"),
        (r"\frac{\partial z}{\partial x} = f_1 y + f_2, \quad f_2 = 3", "definition"),
    ],
)
def test_a_number_below_a_prime_counts_the_arguments(claim: str, said: str) -> None:
    text = rf"Let $z = f(u, v)$ with $u = xy$ and $v = x + y$. Then ${claim}$."
    assert check_text(text).equations[-1].members[-1].status == said


def test_numbers_count_the_arguments_of_a_function_that_is_given() -> None:
    text = r"""
    Let $f(x, y) = x^2 y$. Then $f_1(x, y) = 2xy$, $f_2(x, y) = x^2$, $f_{12}(x, y) = 2x$ and
    $$\frac{d}{dx} f(\sin x, x) = f_1(\sin x, x) \cos x + f_2(\sin x, x)$$
    $$\frac{d}{dx} f(\sin x, x) = f_1(\sin x, x) + f_2(\sin x, x)$$
    """
    said = [e.status for e in check_text(text).equations]
    assert said == ["definition", "right", "right", "right", "right", "wrong"]
    parts = r"$f(x, y) = f_1(x, y) + f_2(x, y)$, $f_1(x, y) = xy$, $f_2(x, y) = x^2$. "
    claim = r"$\frac{\partial f}{\partial x} = y + 2x$"
    assert check_text(parts + claim).equations[-1].status == "right"
