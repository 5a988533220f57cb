"""Equations 8-11 to 8-19 of the text, as data.

The text (seed 000) derives the gradients of a two-layer sigmoid network with cross-entropy:

    z_1 = w_1 x + b_1    a_1 = sigma(z_1)    z_2 = w_2 a_1 + b_2    a_2 = sigma(z_2)

(it prints z_2 = w_2 x + b_2, with which most of its equations would be wrong).  Each equation is
the chain of nodes from the loss to the node it is about, and the closed form that the text
gives, written once: with numbers it computes, with Symbols it writes itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from autograd import TABLE, Op, Symbol, grad, log, sigmoid


def _slope(x: Any) -> Any:
    """The derivative of sigmoid at x, which its row in the table gives."""
    return TABLE["sigmoid"].partials(sigmoid(x), x)[0]


def _sigmoid_prime() -> Op:
    return sigmoid_prime


sigmoid_prime = Op(
    "sigmoid_prime",
    "σ'($x)",
    r"\sigma'($x)",
    _slope,
    lambda _, x: (grad(_slope)(x),),
    family=_sigmoid_prime,  # so it is not entered in the table
)

INDICES = {
    "x": "i", "w_1": "ij", "b_1": "j", "z_1": "j", "a_1": "j",
    "w_2": "jk", "b_2": "k", "z_2": "k", "a_2": "k", "y": "k",
}  # fmt: skip
"""Which widths a node of a wide network is indexed by: input i, hidden neuron j, output k."""


@dataclass(frozen=True)
class Equation:
    """One equation: dL/d(chain[-1]), by the chain rule and in closed form.

    number  "8-14"
    chain   the nodes on the way down from L: ("a_2", "z_2", "w_2")
    closed  the text's closed form; its parameters are names of nodes, `y` and `m`

    >>> from nn import EQUATIONS
    >>> EQUATIONS[1].number, EQUATIONS[1].evaluate({"a_2": 0.75, "y": 1.0})
    ('8-13', -0.25)
    """

    number: str
    chain: tuple[str, ...]
    closed: Callable[..., Any]

    @property
    def wrt(self) -> str:
        """The node it is the derivative by."""
        return self.chain[-1]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names that the closed form uses."""
        return tuple(inspect.signature(self.closed).parameters)

    def evaluate(self, values: Mapping[str, Any]) -> Any:
        """Return the closed form at these values, of any kind that arithmetic works on."""
        return self.closed(**{name: values[name] for name in self.names})

    def latex(self) -> str:
        """Return the whole equation in LaTeX, with its tag."""
        left = rf"\frac{{\partial L}}{{\partial {self.wrt}}}" if self.wrt != "L" else "L"
        above = ("L", *self.chain[:-1])
        factors = "".join(
            rf"\frac{{\partial {a}}}{{\partial {b}}}"
            for a, b in zip(above, self.chain, strict=True)
        )
        right = self.evaluate({name: Symbol(name) for name in self.names}).latex()
        middle = f" = {factors}" if len(self.chain) > 1 else ""
        return rf"{left}{middle} = {right} \tag{{{self.number}}}"


LOSS = Equation("8-11", ("L",), lambda y, a: -(y * log(a) + (1 - y) * log(1 - a)))
"""Equation 8-11: the loss itself."""

_d2 = ("a_2", "z_2")
_d1 = (*_d2, "a_1", "z_1")
EQUATIONS = (
    Equation("8-12", ("a_2",), lambda y, a_2: -y / a_2 + (1 - y) / (1 - a_2)),
    Equation("8-13", _d2, lambda a_2, y: a_2 - y),
    Equation("8-14", (*_d2, "w_2"), lambda m, a_2, y, a_1: 1 / m * (a_2 - y) * a_1),
    Equation("8-15", (*_d2, "b_2"), lambda a_2, y: a_2 - y),
    Equation("8-16", (*_d2, "a_1"), lambda a_2, y, w_2: (a_2 - y) * w_2),
    Equation("8-17", _d1, lambda a_2, y, w_2, z_1: (a_2 - y) * w_2 * sigmoid_prime(z_1)),
    Equation(
        "8-18", (*_d1, "w_1"), lambda a_2, y, w_2, z_1, x: (a_2 - y) * w_2 * sigmoid_prime(z_1) * x
    ),
    Equation("8-19", (*_d1, "b_1"), lambda a_2, y, w_2, z_1: (a_2 - y) * w_2 * sigmoid_prime(z_1)),
)
"""Equations 8-12 to 8-19, in the text's order da2, dz2, dw2, db2, da1, dz1, dw1, db1."""
