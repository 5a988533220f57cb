r"""Planted mistakes: the kinds that students make, in three scalar networks.

Each is a claim about a derivative with a wrong formula, and the kinds of explanation that would
be a teacher's: several where one slip can be told in two ways.
"""

from __future__ import annotations

from planted import Mistake, planted

SIGMOID = r"""
$$z_1 = w_1 x + b_1$$
$$a_1 = \sigma(z_1)$$
$$z_2 = w_2 a_1 + b_2$$
$$a_2 = \sigma(z_2)$$
$$L(y, a) = -(y \log a + (1 - y) \log (1 - a))$$
"""
TANH = r"""
$$z_1 = w_1 x + b_1$$
$$a_1 = \tanh(z_1)$$
$$z_2 = w_2 a_1 + b_2$$
$$L = \frac{1}{2}(z_2 - y)^2$$
"""
FORKED = r"""
$$h = \tanh(u x)$$
$$z = w x + v h$$
$$a = \sigma(z)$$
$$L = -(y \log a + (1 - y) \log(1 - a))$$
"""


def _planted(kind: str, expect: str, *rows: tuple[str, str, str]) -> list[Mistake]:
    """Return mistakes about dL/d(wrt): rows of network, wrt and formula."""
    left = r"\frac{{\partial L}}{{\partial {}}}"
    return planted(kind, expect, *((net, left.format(wrt), f) for net, wrt, f in rows))


MISTAKES = [
    *_planted(
        "sign", "sign",
        (SIGMOID, "z_2", "y - a_2"),
        (SIGMOID, "w_2", "-(a_2 - y) a_1"),
        (SIGMOID, "a_2", r"\frac{y}{a_2} - \frac{1-y}{1-a_2}"),
        (TANH, "z_2", "y - z_2"),
        (FORKED, "w", "(y - a) x"),
    ),
    *_planted(
        "factor 2, 1/2", "constant factor, wrong number, extra factor",
        (SIGMOID, "z_2", "2 (a_2 - y)"),
        (SIGMOID, "w_1", r"\frac{1}{2}(a_2 - y) w_2 \sigma'(z_1) x"),
        (TANH, "z_2", "2 (z_2 - y)"),
        (TANH, "w_2", r"\frac{1}{2} (z_2 - y) a_1"),
        (FORKED, "v", "2 (a - y) h"),
    ),
    *_planted(
        "factor ln 2", "constant factor, extra factor",
        (SIGMOID, "z_2", r"\frac{1}{\ln 2} (a_2 - y)"),
        (TANH, "w_2", r"\ln 2 (z_2 - y) a_1"),
    ),
    *_planted(
        "factor m, 1/m", "constant factor",
        (SIGMOID, "b_2", r"\frac{1}{m} (a_2 - y)"),
        (SIGMOID, "w_2", r"m (a_2 - y) a_1"),
        (TANH, "b_2", r"\frac{z_2 - y}{m}"),
        (FORKED, "w", r"\frac{1}{m} (a - y) x"),
    ),
    *_planted(
        "missing value", "missing factor",
        (SIGMOID, "w_2", "a_2 - y"),
        (SIGMOID, "w_1", r"(a_2 - y) w_2 \sigma'(z_1)"),
        (TANH, "a_1", "(z_2 - y)"),
        (FORKED, "u", "(a - y) v (1 - h^2)"),
    ),
    *_planted(
        "missing slope", "missing factor",
        (SIGMOID, "z_1", "(a_2 - y) w_2"),
        (SIGMOID, "b_1", "w_2 (a_2 - y)"),
        (TANH, "z_1", "(z_2 - y) w_2"),
        (FORKED, "u", "(a - y) v x"),
    ),
    *_planted(
        "missing 1 - a", "missing factor",
        (SIGMOID, "z_1", "(a_2 - y) w_2 a_1"),
        (SIGMOID, "w_1", "(a_2 - y) w_2 a_1 x"),
        (TANH, "w_1", "(z_2 - y) w_2 (1 - a_1) x"),
    ),
    *_planted(
        "extra factor", "extra factor",
        (SIGMOID, "z_2", r"(a_2 - y) \sigma'(z_2)"),
        (SIGMOID, "b_2", "(a_2 - y) a_1"),
        (SIGMOID, "a_1", r"(a_2 - y) w_2 a_1"),
        (TANH, "b_1", "(z_2 - y) w_2 (1 - a_1^2) x"),
        (FORKED, "v", "(a - y) h a (1 - a)"),
    ),
    *_planted(
        "other derivative", "other derivative, missing factor, extra factor",
        (SIGMOID, "w_1", r"(a_2 - y) w_2 \sigma'(z_1)"),
        (SIGMOID, "a_1", r"(a_2 - y) a_1"),
        (TANH, "w_2", "(z_2 - y) w_2"),
        (FORKED, "w", "(a - y) h"),
    ),
    *_planted(
        "sigma for sigma'", "derivative",
        (SIGMOID, "z_1", r"(a_2 - y) w_2 \sigma(z_1)"),
        (SIGMOID, "w_1", r"(a_2 - y) w_2 \sigma(z_1) x"),
        (TANH, "w_1", r"(z_2 - y) w_2 \tanh(z_1) x"),
        (FORKED, "u", r"(a - y) v \tanh(u x) x"),
    ),
    *_planted(
        "sigma' for sigma", "derivative",
        (SIGMOID, "w_2", r"(a_2 - y) \sigma'(z_1)"),
        (SIGMOID, "z_2", r"\sigma'(z_2) - y"),
        (TANH, "w_2", r"(z_2 - y) \tanh'(z_1)"),
    ),
    *_planted(
        "wrong index", "wrong name, other derivative",
        (SIGMOID, "z_1", r"(a_2 - y) w_2 \sigma'(z_2)"),
        (SIGMOID, "w_1", r"(a_2 - y) w_1 \sigma'(z_1) x"),
        (SIGMOID, "w_2", "(a_1 - y) a_1"),
        (SIGMOID, "w_2", "(a_2 - y) a_2"),
        (TANH, "z_1", r"(z_2 - y) w_1 (1 - \tanh^2(z_1))"),
        (FORKED, "u", "(a - y) w (1 - h^2) x"),
    ),
    *_planted(
        "missing term", "missing term",
        (SIGMOID, "a_2", r"-\frac{y}{a_2}"),
        (SIGMOID, "a_2", r"\frac{1-y}{1-a_2}"),
        (SIGMOID, "z_2", "a_2"),
        (TANH, "z_2", "z_2"),
    ),
    *_planted(
        "sign of a term", "sign",
        (SIGMOID, "a_2", r"-\frac{y}{a_2} - \frac{1-y}{1-a_2}"),
        (SIGMOID, "z_2", "a_2 + y"),
        (SIGMOID, "z_1", "(a_2 - y) w_2 a_1 (1 + a_1)"),
        (TANH, "z_1", "(z_2 - y) w_2 (1 + a_1^2)"),
        (FORKED, "x", r"(a - y) (w - v u (1 - h^2))"),
    ),
    *_planted(
        "one path", "one path",
        (FORKED, "x", "(a - y) w"),
        (FORKED, "x", r"(a - y) v \tanh'(u x) u"),
        (FORKED, "x", "w (a - y)"),
    ),
    *_planted(
        "other loss", "other loss",
        (SIGMOID, "a_2", "2 (a_2 - y)"),
        (SIGMOID, "a_2", "a_2 - y"),
        (SIGMOID, "w_2", r"(a_2 - y) a_2 (1 - a_2) a_1"),
        (FORKED, "a", "2 (a - y)"),
    ),
    *_planted(
        "exponent", "exponent",
        (SIGMOID, "w_2", "(a_2 - y) a_1^2"),
        (TANH, "z_1", "(z_2 - y) w_2 (1 - a_1)"),
        (TANH, "z_2", "(z_2 - y)^2"),
        (FORKED, "u", "(a - y) v (1 - h) x"),
    ),
    *_planted(
        "1 - a for a", "complement, wrong name",
        (SIGMOID, "z_2", "(1 - a_2) - y"),
        (SIGMOID, "w_2", "(a_2 - y) (1 - a_1)"),
        (SIGMOID, "z_1", "(a_2 - y) w_2 a_1 a_1"),
        (FORKED, "w", "(1 - a - y) x"),
    ),
    *_planted(
        "brackets", "brackets",
        (SIGMOID, "w_2", "a_2 - y a_1"),
        (TANH, "a_1", "z_2 - y w_2"),
    ),
    *_planted(
        "upside down", "upside down",
        (SIGMOID, "a_2", r"-\frac{a_2}{y} + \frac{1-y}{1-a_2}"),
        (SIGMOID, "a_1", "(a_2 - y) / w_2"),
    ),
    *_planted(
        "other activation", "other activation, wrong factor",
        (TANH, "w_1", "(z_2 - y) w_2 a_1 (1 - a_1) x"),
        (SIGMOID, "z_1", "(a_2 - y) w_2 (1 - a_1^2)"),
    ),
    *_planted(
        "upstream forgotten", "other derivative",
        (SIGMOID, "w_2", "a_1"),
        (FORKED, "v", "h"),
    ),
]  # fmt: skip
