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
WRITTEN = {
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
    assert set(found) <= {"right", "definition"}, found
    assert found.count("right") >= least, found


@pytest.mark.parametrize(
    ("name", "slip"), [(name, slip) for name, (_, _, slips) in WRITTEN.items() for slip in slips]
)
def test_a_slip_in_it_is_wrong(name: str, slip: tuple[str, str]) -> None:
    text = WRITTEN[name][0]
    assert slip[0] in text
    assert "wrong" in _statuses(text.replace(*slip)), slip
