"""`Written`: names and formulas in three notations: text, LaTeX, MathML."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from ..engine.labels import as_latex, as_text
from . import mathml
from .symbol import Symbol

LONGEST_LOCAL = 30
"""A local derivative of more names and numbers is written as one name: the quotient of two d's."""


class Written(NamedTuple):
    """A formula in three notations."""

    text: str
    latex: str
    mathml: str


@lru_cache(maxsize=8192)
def named(label: str) -> Written:
    """Return a label in the three notations."""
    return Written(as_text(label), as_latex(label), mathml.label(label))


def quotient(of: Written, wrt: Written) -> Written:
    """Return the name of a derivative, from the names of the nodes: ∂L/∂w₂."""
    above, below = (f"<mrow><mi>∂</mi>{name.mathml}</mrow>" for name in (of, wrt))
    return Written(
        f"∂{of.text}/∂{wrt.text}",
        rf"\frac{{\partial {of.latex}}}{{\partial {wrt.latex}}}",
        f"<mfrac>{above}{below}</mfrac>",
    )


def chosen(name: Written, picks: str) -> Written:
    """Return the local derivative of an extreme: 1 where x is the largest, else 0."""
    ends = f" is the {picks}, else 0"
    return Written(
        f"1 where {name.text}{ends}",
        rf"1 \text{{ where }} {name.latex} \text{{{ends}}}",
        f"<mrow><mn>1</mn><mtext>&#xA0;where&#xA0;</mtext>{name.mathml}"
        f"<mtext>&#xA0;is the {picks}, else&#xA0;0</mtext></mrow>",
    )


def number_label(x: float) -> str:
    r"""Return a number as a label: "0.5", r"1.5 \cdot 10^{-7}", r"\infty"."""
    if not math.isfinite(x):
        return "NaN" if x != x else r"\infty" if x > 0 else r"-\infty"
    digits, _, exponent = f"{x:.6g}".partition("e")
    if not exponent:
        return digits
    factor = "" if digits == "1" else rf"{digits} \cdot "
    return f"{factor}10^{{{int(exponent)}}}"


def written_of(symbol: Symbol) -> Written:
    """Return a formula in the three notations, long sums with dots."""
    return Written(symbol.text(short=True), symbol.latex(short=True), symbol.mathml(short=True))


def is_short(symbol: Symbol, longest: int = LONGEST_LOCAL) -> bool:
    """Whether a formula has at most so many parts."""
    stack, found = [symbol], 0
    while stack and found <= longest:
        found += 1
        stack += stack.pop().inputs
    return not stack
