r"""Labels are maths: `w_2`, `z_1^{(2)}`, `\theta`, `\hat{y}` in LaTeX, in Unicode, in HTML.

A label is LaTeX; what cannot be read as such is shown as it was typed (`label_reader`).
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import NamedTuple

from .label_reader import ACCENTS as ACCENTS
from .label_reader import GREEK as GREEK
from .label_reader import Accented, Fraction, Part, Root, Scripted, Word, read

_SUB = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SUPER = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzLT′⊤",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴸᵀ′ᵀ", strict=True)
)  # fmt: skip


class Parts(NamedTuple):
    """A label taken apart: "z_1^{(2)}" is base z, sub 1, sup (2)."""

    base: str
    sub: str
    sup: str


def parts(label: str) -> Parts:
    """Return base, subscript and superscript in Unicode."""
    found = Parts("", "", "")
    for part in read(label):
        base, sub, sup = part if isinstance(part, Scripted) else ([part], [], [])
        found = Parts(found.base + _text(base), found.sub + _text(sub), found.sup + _text(sup))
    return found


def as_text(label: str) -> str:
    r"""Return the label for a terminal: "w_2" -> "w₂", r"\theta^{(l)}" -> "θ⁽ˡ⁾".

    A label that cannot be read stands as it is.

    >>> from autograd import label_text
    >>> print(label_text("w_2"), label_text(r"\theta^{(l)}"))
    w₂ θ⁽ˡ⁾
    """
    return _text(read(label))


def raised(digits: str) -> str:
    """Return a number as an exponent: "-12" -> "⁻¹²"."""
    return _scripted(digits, _SUPER, "^")


def as_html(label: str, size: int) -> str:
    """Return the label for Graphviz's HTML at this size in points: <I>w</I> with small scripts."""

    def small(script: Sequence[Part], tag: str) -> str:
        text = html.escape(_text(script))
        font = f'<FONT POINT-SIZE="{size * 3 // 4}">{text}</FONT>'
        return f"<{tag}>{font}</{tag}>" if text else ""

    def of(part: Part) -> str:
        if isinstance(part, Scripted):
            return "".join(map(of, part.base)) + small(part.sub, "SUB") + small(part.sup, "SUP")
        text = html.escape(_text([part]))
        upright = isinstance(part, Word) and part.upright
        return text if upright or not text else f"<I>{text}</I>"

    return "".join(map(of, read(label)))


def as_latex(label: str) -> str:
    """Return the label for LaTeX: scripts of several characters get their braces."""
    return _latex(read(label))


def unicode_of(latex: str) -> str:
    r"""Return LaTeX's letters, accents and primes in Unicode: r"\sigma'" -> "σ′"."""
    return _text(read(latex))


def _text(row: Sequence[Part]) -> str:
    return "".join(map(_text_of, row))


def _text_of(part: Part) -> str:
    if isinstance(part, Word):
        return part.text
    if isinstance(part, Accented):
        return "".join(c + part.mark if c.isalnum() else c for c in _text(part.body))
    if isinstance(part, Fraction):
        return f"{_bracketed(part.above)}/{_bracketed(part.below)}"
    if isinstance(part, Root):
        return f"√{_bracketed(part.body)}"
    sub, sup = _text(part.sub), _text(part.sup)
    return _text(part.base) + _scripted(sub, _SUB, "_") + _scripted(sup, _SUPER, "^")


def _bracketed(row: Sequence[Part]) -> str:
    text = _text(row)
    return text if all(c.isalnum() or c == "∂" or not c.isascii() for c in text) else f"({text})"


def _latex(row: Sequence[Part]) -> str:
    written = ""
    for part in row:
        written += _latex_of(part)
    return written.strip(" ") if len(row) == 1 else written


def _latex_of(part: Part) -> str:
    if isinstance(part, Word):
        return part.latex
    if isinstance(part, Accented):
        return rf"\{part.command}{{{_latex(part.body)}}}"
    if isinstance(part, Fraction):
        return rf"\frac{{{_latex(part.above)}}}{{{_latex(part.below)}}}"
    if isinstance(part, Root):
        return rf"\sqrt{{{_latex(part.body)}}}"
    scripts = [(mark, _latex(row)) for mark, row in (("_", part.sub), ("^", part.sup)) if row]
    return _latex(part.base) + "".join(f"{mark}{{{script}}}" for mark, script in scripts)


def _scripted(script: str, alphabet: dict[str, str], mark: str) -> str:
    """Return the script in small characters, or with its mark where Unicode lacks one of them."""
    if all(c in alphabet or c in ", " for c in script):
        return "".join(alphabet.get(c, c) for c in script)
    return f"{mark}{script}" if len(script) == 1 else f"{mark}{{{script}}}"
