r"""Conditions are 1 where they hold, else 0; cases are the first of which the condition holds."""

from __future__ import annotations

import random

import pytest

from autograd.checking.meaning.model import nothing_given
from autograd.checking.meaning.values import Meaning
from autograd.checking.meaning.world import World
from autograd.checking.reading.parser import ReadError, read

HOLDS_ABOVE_0 = [
    r"\mathbb{1}[z > 0]",
    r"\mathbf{1}_{z>0}",
    r"1_{\{z \geq 0\}}",
    r"\mathbb{1}\left(0 < z\right)",
    "(z > 0)",
    "[z >= 0]",
    r"\begin{cases} 1 & z > 0 \\ 0 & z \leq 0 \end{cases}",
    r"\begin{cases} 1, & \text{if } z > 0, \\ 0, & \text{otherwise} \end{cases}",
    r"\begin{cases} 0 & z < 0 \\ 1 & \text{otherwise} \\ \end{cases}",
]


def value(text: str, z: float) -> float:
    world = World(nothing_given(), random.Random(0))
    return float(Meaning(world, {}, arguments={"z": z}).walk(read(text)))


@pytest.mark.parametrize("text", HOLDS_ABOVE_0)
def test_condition_is_1_or_0(text: str) -> None:
    assert (value(text, 0.7), value(text, -0.7)) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("text", "above", "below"),
    [
        ("(z < 0)", 0.0, 1.0),
        ("(z > 0.5)", 1.0, 0.0),
        ("(1 > z)", 1.0, 1.0),
        (r"\begin{cases} z & z > 0 \\ 0.1 z & z < 0 \end{cases}", 0.7, -0.07),
        (r"3 \cdot \mathbf{1}_{z > 0} + 2 (z < 0)", 3.0, 2.0),
    ],
)
def test_condition_in_a_formula(text: str, above: float, below: float) -> None:
    assert value(text, 0.7) == pytest.approx(above)
    assert value(text, -0.7) == pytest.approx(below)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("z > 0", "an inequality has no value"),
        (r"1_{z}", "a subscript stands after a name only"),
        (r"\begin{cases} 1 \\ 2 & z<1 \end{cases}", "needs its condition"),
        (r"\begin{cases} 1 & z > 0", "expected"),
        (r"\Big|_{z=2}", "nothing before this |"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, said: str) -> None:
    with pytest.raises(ReadError) as error:
        read(text)
    assert said in error.value.message
