r"""Labels are maths: `w_2`, `z_1^{(2)}`, `\theta`, `\hat{y}` in LaTeX, in Unicode, in HTML.

A label is read as a base with a subscript and a superscript; one group in braces, or one
character or number without.  Any other text is kept as it is.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ", "partial": "∂",
}  # fmt: skip
SIGNS = {"cdot": "· ", "infty": "∞"}
ACCENTS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303", "dot": "\u0307", "vec": "\u20d7"}
_SUB = dict(
    zip("0123456789+-=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
)
_SUPER = dict(
    zip("0123456789+-=()abcdefghijklmnoprstuvwxyzLT′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᴸᵀ′", strict=True)
)  # fmt: skip
_SCRIPT = re.compile(r"([_^])(?:\{([^{}]*)\}|([A-Za-z]+|\d+|.))")


class Parts(NamedTuple):
    """A label taken apart: "z_1^{(2)}" is base z, sub 1, sup (2)."""

    base: str
    sub: str
    sup: str


def parts(label: str) -> Parts:
    """Return base, subscript and superscript in Unicode."""
    scripts = {"_": "", "^": ""}
    for kind, braced, bare in _SCRIPT.findall(label):
        scripts[kind] += braced or bare
    base = _SCRIPT.sub("", label)
    return Parts(unicode_of(base), unicode_of(scripts["_"]), unicode_of(scripts["^"]))


def as_text(label: str) -> str:
    r"""Return the label for a terminal: "w_2" -> "w₂", r"\\theta^{(l)}" -> "θ⁽ˡ⁾"."""
    base, sub, sup = parts(label)
    return base + _scripted(sub, _SUB, "_") + _scripted(sup, _SUPER, "^")


def raised(digits: str) -> str:
    """Return a number as an exponent: "-12" -> "⁻¹²"."""
    return _scripted(digits, _SUPER, "^")


def as_html(label: str, size: int) -> str:
    """Return the label for Graphviz's HTML at this size in points: <I>w</I> with small scripts."""
    base, sub, sup = (html.escape(part) for part in parts(label))

    def small(script: str, tag: str) -> str:
        return (
            f'<{tag}><FONT POINT-SIZE="{size * 3 // 4}">{script}</FONT></{tag}>' if script else ""
        )

    slanted = f"<I>{base}</I>" if base else ""
    return slanted + small(sub, "SUB") + small(sup, "SUP")


def as_latex(label: str) -> str:
    """Return the label for LaTeX: scripts of several characters get their braces."""

    def braced(match: re.Match[str]) -> str:
        return f"{match[1]}{{{match[2] if match[2] is not None else match[3]}}}"

    return _SCRIPT.sub(braced, label)


def unicode_of(text: str) -> str:
    r"""Return LaTeX's letters, accents and primes in Unicode: r"\sigma'" -> "σ′"."""
    text = re.sub(r"\\(\w+)\{(.)\}", lambda m: m[2] + ACCENTS.get(m[1], ""), text)
    text = re.sub(r"\\([A-Za-z]+) ?", lambda m: GREEK.get(m[1]) or SIGNS.get(m[1], m[1]), text)
    return text.replace("\\,", " ").replace("'", "′")


def _scripted(script: str, alphabet: dict[str, str], mark: str) -> str:
    """Return the script in small characters, or with its mark where Unicode lacks one of them."""
    if all(c in alphabet or c in ", " for c in script):
        return "".join(alphabet.get(c, c) for c in script)
    return f"{mark}{script}" if len(script) == 1 else f"{mark}{{{script}}}"
