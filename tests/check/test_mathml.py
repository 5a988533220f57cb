r"""A tree as MathML says what was understood, with the brackets that it needs."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from autograd.checking.reading.chains import Unread
from autograd.checking.reading.document import read_file
from autograd.checking.reading.parser import read
from autograd.checking.report.mathml import mathml

NOTES = Path(__file__).parent / "data" / "notes"
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "mover": 2, "msubsup": 3, "munderover": 3}


def parsed(text: str) -> ElementTree.Element:
    """Return the tree of elements; what has a fixed number of children has that."""
    root = ElementTree.fromstring(f"<math>{text}</math>")
    for element in root.iter():
        assert len(element) == CHILDREN.get(element.tag, len(element)), element.tag
    return root


def seen(formula: str) -> str:
    """Return the characters of a formula in order, without those that are invisible."""
    text = "".join(parsed(mathml(read(formula))).itertext())
    return re.sub("[\u2061\u2062]", "", text)


@pytest.mark.parametrize(
    ("formula", "characters"),
    [
        (r"(a_2 - y) a_1", "(a2−y)a1"),
        (r"a - (b - c)", "a−(b−c)"),
        (r"a - b c", "a−bc"),
        (r"\nabla L + \nabla^2 L", "∇L+∇2L"),
        (r"x \otimes y + a \circledast k", "x⊗y+a⊛k"),
        (r"\mathbb{R} + a", r"\mathbb{R}+a"),
        (r"\sigma'(z_1) \cdot x", "σ′(z1)·x"),
        (r"\hat{y} (1 - \hat y)", "y^(1−y^)"),
        (r"(a + b)^2 e^{-x}", "(a+b)2exp(−x)"),
        (r"w^{(l)T} \odot \|x\|", "w(l)⊤⊙‖x‖"),
        (r"\sum_{i=1}^n x_i", "∑i=1nxi"),
        (r"\frac1m \sum_i (x_i - y) b", "1m∑i(xi−y)b"),
        (r"(\sum_i x_i) b", "(∑ixi)b"),
        (r"dz_2 x 3", "dz2x·3"),
        (r"\theta_{1,2} \max(0, z)", "θ1,2max(0,z)"),
        (r"\text{loss} \sqrt{|x|}", "loss|x|"),
        (r"-(a b)'", "−(ab)′"),
        (r"L(y, a)", "L(y,a)"),
        (r"\hat{\bar{y}} d\hat{z} d\theta", "y¯^dz^dθ"),
    ],
)
def test_what_is_seen(formula: str, characters: str) -> None:
    assert seen(formula) == characters


def test_derivative_is_a_fraction_or_an_operator() -> None:
    assert parsed(mathml(read(r"\frac{\partial L}{\partial w_2}")))[0].tag == "mfrac"
    assert seen(r"\frac{d}{dw} (a - y)^2") == "∂∂w((a−y)2)"


def test_fraction_under_an_exponent_has_brackets() -> None:
    assert seen(r"\left(\frac{a}{b}\right)^2") == "(ab)2"
    assert seen(r"\frac{a}{b}") == "ab"


def test_matrix_is_a_table() -> None:
    root = parsed(mathml(read(r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}")))
    assert [[cell[0].text for cell in row] for row in root.iter("mtr")] == [["a", "b"], ["c", "d"]]


def test_no_markup_of_a_name_gets_through() -> None:
    root = parsed(mathml(read(r"x_{a'b}")))
    assert {element.tag for element in root.iter()} <= {"math", "msub", "mi"}


@pytest.mark.parametrize("path", sorted(NOTES.iterdir()), ids=lambda path: path.name)
def test_every_formula_of_the_notes_can_be_shown(path: Path) -> None:
    for formula in read_file(path).formulas:
        for member in formula.members:
            if not isinstance(member.tree, Unread):
                parsed(mathml(member.tree))
