r"""Labels are maths: `w_2`, `z_1^{(2)}`, `\theta` in a terminal, in a picture, in LaTeX."""

from __future__ import annotations

import pytest

from autograd.engine.labels import GREEK, Parts, as_html, as_latex, as_text, parts


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


@pytest.mark.parametrize("name", sorted(GREEK))
def test_greek_letter_is_one_character(name: str) -> None:
    assert as_text(f"\\{name}") == GREEK[name]
    assert as_text(f"\\{name}_1") == GREEK[name] + "₁"
    assert as_latex(f"\\{name}_1") == f"\\{name}_{{1}}"
