r"""Labels are maths: `w_2`, `z_1^{(2)}`, `\theta` in a terminal, in a picture, in LaTeX."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from autograd.engine.labels import GREEK, Parts, as_html, as_latex, as_text, parts
from autograd.formulas.mathml import label as mathml


@pytest.mark.parametrize(("label", "text"), [
    ("x", "x"),
    ("w_2", "w₂"),
    ("w_{12}", "w₁₂"),
    ("w_12", "w₁₂"),
    ("w_{1,2}", "w₁,₂"),
    ("z_1^{(2)}", "z₁⁽²⁾"),
    ("a^{(l)}_n", "aₙ⁽ˡ⁾"),
    (r"\theta", "θ"),
    (r"\theta_1^{(2)}", "θ₁⁽²⁾"),
    (r"\hat{y}_i", "y\u0302ᵢ"),
    (r"\mathrm{L}", "L"),
    ("g'", "g′"),
    ("x^T", "xᵀ"),
    ("w_q", "w_q"),
    ("w_{qq}", "w_{qq}"),
    ("b_", "b_"),
    ("the loss", "the loss"),
    ("", ""),
    (r"\text{total}", "total"),
    (r"\frac{\partial L}{\partial \theta}", "∂L/∂θ"),
    (r"\hat{W}_{\mathrm{hidden}}", "W\u0302_{hidden}"),
    (r"\sum_{\alpha\beta}", "∑_{αβ}"),
    (r"\left(z\right)", "(z)"),
    (r"\mathcal{L}", "ℒ"),
    (r"\mathbf{u}^\top", "𝐮ᵀ"),
    (r"\mathbb{R}^n", "ℝⁿ"),
    (r"\bar{x}", "x\u0304"),
    (r"\tilde x", "x\u0303"),
    (r"\dot{q}", "q\u0307"),
    (r"\vec{v}", "v\u20d7"),
    (r"\ell^\prime", "ℓ′"),
    (r"\sqrt{x + 1}", "√(x + 1)"),
])  # fmt: skip
def test_label_in_a_terminal(label: str, text: str) -> None:
    assert as_text(label) == text


@pytest.mark.parametrize(("label", "latex"), [
    ("x", "x"),
    ("w_2", "w_{2}"),
    ("w_12", "w_{12}"),
    ("w_{1,2}", "w_{1,2}"),
    ("z_1^{(2)}", "z_{1}^{(2)}"),
    (r"\theta_1", r"\theta_{1}"),
    (r"\hat{y}_i", r"\hat{y}_{i}"),
    ("", ""),
])  # fmt: skip
def test_label_in_latex(label: str, latex: str) -> None:
    assert as_latex(label) == latex


@pytest.mark.parametrize(("label", "shown"), [
    ("x", "<I>x</I>"),
    ("w_2", '<I>w</I><SUB><FONT POINT-SIZE="9">2</FONT></SUB>'),
    ("a<b&c", "<I>a&lt;b&amp;c</I>"),
    ("", ""),
])  # fmt: skip
def test_label_in_a_picture(label: str, shown: str) -> None:
    assert as_html(label, 12) == shown


def test_both_scripts_in_a_picture() -> None:
    sub, sup = as_html("z_1", 12), as_html("z^{(2)}", 12)
    assert as_html("z_1^{(2)}", 12) == sub + sup.removeprefix("<I>z</I>")
    assert sup.startswith("<I>z</I><SUP>")


def test_label_is_a_base_with_scripts() -> None:
    assert parts("z_1^{(2)}") == Parts("z", "1", "(2)")
    assert parts(r"\delta^{(l)}") == Parts("δ", "", "(l)")


@pytest.mark.parametrize("label", [r"\foo{x}", "a_{b", "b}", r"\frac{a}", r"x_", "%s {0} $x", "\\"])
def test_what_cannot_be_read_is_shown_as_typed(label: str) -> None:
    assert as_text(label) == label
    assert as_html(label, 12) in (f"<I>{label}</I>", label)
    assert (
        "".join(ElementTree.fromstring(f"<m>{mathml(label)}</m>").itertext()).replace("\u00a0", " ")
        == label
    )


@pytest.mark.parametrize(("label", "shown"), [
    (r"\text{total}", "<mtext>total</mtext>"),
    (r"\hat{W}_{\mathrm{hidden}}", ('<msub><mover accent="true"><mi>W</mi><mo>^</mo></mover>'
                                  "<mtext>hidden</mtext></msub>")),
    (r"\frac{\alpha}{2}", "<mfrac><mi>α</mi><mn>2</mn></mfrac>"),
])  # fmt: skip
def test_label_in_a_page(label: str, shown: str) -> None:
    assert mathml(label) == shown


@pytest.mark.parametrize("name", sorted(GREEK))
def test_greek_letter_is_one_character(name: str) -> None:
    assert as_text(f"\\{name}") == GREEK[name]
    assert as_text(f"\\{name}_1") == GREEK[name] + "₁"
    assert as_latex(f"\\{name}_1") == f"\\{name}_{{1}}"
