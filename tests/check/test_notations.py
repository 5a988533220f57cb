r"""Notations that strangers use, and how each is understood: as it is written down again."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograd.checking.reading.parser import read, write
from autograd.checking.reading.tree import Cases, Compare, Derivative, Name, Power
from autograd.checking.reading.walked import parts

DATA = Path(__file__).parent / "data" / "notations.txt"
UNDERSTOOD = [entry.splitlines() for entry in DATA.read_text(encoding="utf-8").split("\n\n")[1:]]


@pytest.mark.parametrize(("text", "understood"), UNDERSTOOD)
def test_notation(text: str, understood: str) -> None:
    assert write(read(text)) == understood


def test_order_and_variables_of_a_derivative() -> None:
    x, y, s = Name("x"), Name("y"), Name(r"\sigma")
    assert read(r"\frac{\partial^2 f}{\partial x \partial y}") == Derivative(Name("f"), (x, y))
    square = read(r"\frac{\partial^2 f}{\partial x\, \partial \sigma^2}")
    assert isinstance(square, Derivative)
    assert square.wrt[0] == x
    assert isinstance(square.wrt[1], Power)
    assert square.wrt[1].base == s


def test_cases_keep_their_conditions() -> None:
    cases = read(r"\begin{cases} a & i = j \\ b & \text{otherwise} \end{cases}")
    same = Compare("=", Name("i"), Name("j"))
    assert cases == Cases(((Name("a"), same), (Name("b"), None)))
    assert parts(cases) == (Name("a"), same, Name("b"))
