r"""Reading a label, which is LaTeX maths: `\hat{W}_{\text{hidden}}` becomes a row of parts.

    read(r"z_1^{(2)}")      [Scripted([Word("z")], [Word("1")], [Word("(2)")])]

Known are letters and signs, accents, alphabets, fractions, roots, brackets and scripts.  A script
belongs to the whole word before it; without braces it is a number, a word or one character.
A label that cannot be read as a whole is one word, as it was typed: it is never half set.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ",
    "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ",
    "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ",
    "Omega": "Ω", "ell": "ℓ", "partial": "∂",
}  # fmt: skip
SIGNS = {
    "cdot": "· ", "infty": "∞", "times": "×", "pm": "±", "mp": "∓", "sum": "∑", "prod": "∏",
    "int": "∫", "nabla": "∇", "top": "⊤", "bot": "⊥", "prime": "′", "star": "⋆", "ast": "∗",
    "dagger": "†", "circ": "∘", "odot": "⊙", "oplus": "⊕", "otimes": "⊗", "to": "→",
    "rightarrow": "→", "leftarrow": "←", "in": "∈", "le": "≤", "leq": "≤", "ge": "≥", "geq": "≥",
    "ne": "≠", "neq": "≠", "approx": "≈", "sim": "∼", "ldots": "…", "dots": "…", "cdots": "⋯",
    "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "forall": "∀", "exists": "∃", "emptyset": "∅", "mid": "∣",
    "langle": "⟨", "rangle": "⟩", "lVert": "‖", "rVert": "‖", "Vert": "‖", "vert": "|",
    "lvert": "|", "rvert": "|", "quad": " ", "log": "log", "exp": "exp", "max": "max",
    "min": "min", "sin": "sin", "cos": "cos", "tanh": "tanh", "ln": "ln", "det": "det",
}  # fmt: skip
ACCENTS = {
    "hat": "\u0302", "widehat": "\u0302", "bar": "\u0304", "overline": "\u0304",
    "tilde": "\u0303", "widetilde": "\u0303", "dot": "\u0307", "ddot": "\u0308",
    "vec": "\u20d7",
}  # fmt: skip
_UPRIGHT = {"text", "mathrm", "textrm", "operatorname", "mathit", "textit", "mathsf", "mathtt"}
_FIRST = {  # of an alphabet: its capital A, its small a, or 0 where it has none
    "mathbf": (0x1D400, 0x1D41A), "boldsymbol": (0x1D400, 0x1D41A), "bm": (0x1D400, 0x1D41A),
    "textbf": (0x1D400, 0x1D41A), "mathcal": (0x1D49C, 0x1D4B6), "mathscr": (0x1D49C, 0x1D4B6),
    "mathbb": (0x1D538, 0x1D552), "mathfrak": (0x1D504, 0x1D51E),
}  # fmt: skip
_OLDER = {  # letters that Unicode had before it had their alphabets
    0x1D49D: "ℬ", 0x1D4A0: "ℰ", 0x1D4A1: "ℱ", 0x1D4A3: "ℋ", 0x1D4A4: "ℐ", 0x1D4A7: "ℒ",
    0x1D4A8: "ℳ", 0x1D4AD: "ℛ", 0x1D4BA: "ℯ", 0x1D4BC: "ℊ", 0x1D4C4: "ℴ", 0x1D53A: "ℂ",
    0x1D53F: "ℍ", 0x1D545: "ℕ", 0x1D547: "ℙ", 0x1D548: "ℚ", 0x1D549: "ℝ", 0x1D551: "ℤ",
    0x1D506: "ℭ", 0x1D50B: "ℌ", 0x1D50C: "ℑ", 0x1D515: "ℜ", 0x1D51D: "ℨ",
}  # fmt: skip
_TOKEN = re.compile(r"\\[A-Za-z]+ ?|\\.|[_^]|[{}]|\d+|[^\W\d_]+|\s+|.", re.DOTALL)
_ESCAPED = {r"\,": " ", r"\;": " ", r"\:": " ", r"\ ": " ", r"\!": "", r"\_": "_", r"\%": "%",
            r"\&": "&", r"\#": "#", r"\$": "$", r"\{": "{", r"\}": "}", r"\|": "‖"}  # fmt: skip


class Word(NamedTuple):
    """Letters, a number, a sign: in Unicode and in LaTeX; `upright` if it is so in maths."""

    text: str
    latex: str
    upright: bool = False


class Accented(NamedTuple):
    r"""A part with an accent over it: `command` "hat", `mark` the combining character."""

    command: str
    mark: str
    body: list[Part]


class Fraction(NamedTuple):
    """One part over another."""

    above: list[Part]
    below: list[Part]


class Root(NamedTuple):
    """A square root."""

    body: list[Part]


class Scripted(NamedTuple):
    """A part with what is below it and above it; an empty list where there is nothing."""

    base: list[Part]
    sub: list[Part]
    sup: list[Part]


Part: TypeAlias = "Word | Accented | Fraction | Root | Scripted"


class _UnreadableError(Exception):
    """The label is not LaTeX maths as it is known here."""


@lru_cache(maxsize=8192)
def read(label: str) -> tuple[Part, ...]:
    """Return the parts of a label; one word, as it was typed, where it cannot be read."""
    try:
        return tuple(_Reader(label).row())
    except (_UnreadableError, RecursionError):
        return (Word(label, as_typed(label)),)


def as_typed(label: str) -> str:
    """Return LaTeX that shows a text as it was typed."""
    special = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}
    escaped = (special.get(c, "\\" + c if c in "{}_&%$#" else c) for c in label)
    return rf"\texttt{{{''.join(escaped)}}}"


class _Reader:
    """Reads tokens from left to right; a group in braces by a call of its own."""

    def __init__(self, label: str) -> None:
        self.tokens = _TOKEN.findall(label)
        self.at = 0

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def row(self, end: str = "") -> list[Part]:
        """Return what stands before `end`."""
        parts: list[Part] = []
        while (token := self._next()) != end:
            if token in ("", "{", "}"):
                raise _UnreadableError
            if token in "_^":
                parts.append(self._scripted(parts.pop() if parts else Word("", ""), token))
            else:
                part = self._part(token)
                joins = isinstance(part, Word) and parts and isinstance(parts[-1], Word)
                parts.append(_joined(parts.pop(), part) if joins else part)
        return parts

    def _scripted(self, base: Part, token: str) -> Part:
        if self.at == len(self.tokens):  # a mark at the end is a character
            return _joined(base, Word(token, "\\" + token)) if isinstance(base, Word) else base
        script = self._argument()
        if not isinstance(base, Scripted):
            base = Scripted([base], [], [])
        sub, sup = (script, []) if token == "_" else ([], script)
        return Scripted(base.base, base.sub + sub, base.sup + sup)

    def _argument(self) -> list[Part]:
        token = self._next()
        if token in ("", "}", "_", "^"):
            raise _UnreadableError
        return self.row("}") if token == "{" else [self._part(token)]

    def _part(self, token: str) -> Part:
        if token == "'":
            return Word("′", "'")
        if not token.startswith("\\"):
            return Word(token, token)
        if token in _ESCAPED:
            return Word(_ESCAPED[token], token)
        name = token[1:].strip()
        if name in GREEK or name in SIGNS:
            return Word(GREEK.get(name) or SIGNS[name], token.strip() + " ")
        if name in ("left", "right"):
            return self._bracket(name)
        if name in ACCENTS:
            return Accented(name, ACCENTS[name], self._argument())
        if name in ("frac", "dfrac", "tfrac"):
            return Fraction(self._argument(), self._argument())
        if name == "sqrt":
            return Root(self._argument())
        if name in _UPRIGHT or name in _FIRST:
            return self._in_alphabet(name)
        raise _UnreadableError

    def _bracket(self, name: str) -> Word:
        token = self._next()
        text = _ESCAPED.get(token) or SIGNS.get(token[1:].strip()) or token
        if len(text) != 1 or text.isalnum():
            raise _UnreadableError
        return Word("" if text == "." else text, f"\\{name}{token}")

    def _in_alphabet(self, name: str) -> Part:
        r"""Read what is in \text{} as it stands, in \mathbf{} as the letters of that alphabet."""
        body = self._argument()
        words = [part for part in body if isinstance(part, Word)]
        if len(words) < len(body):
            raise _UnreadableError
        text, latex = ("".join(column) for column in zip(*[w[:2] for w in words], strict=True))
        return Word(_in(name, text), rf"\{name}{{{latex}}}", upright=True)


def _joined(first: Part, second: Part) -> Part:
    """Return two words as one; words of different slants, and after a space, stay apart."""
    assert isinstance(first, Word)
    assert isinstance(second, Word)
    return Word(first.text + second.text, first.latex + second.latex, first.upright)


def _in(alphabet: str, text: str) -> str:
    capital, small = _FIRST.get(alphabet, (0, 0))

    def letter(c: str) -> str:
        if not capital or not (c.isascii() and c.isalpha()):
            return c
        code = capital + ord(c) - ord("A") if c.isupper() else small + ord(c) - ord("a")
        return _OLDER.get(code, chr(code))

    return "".join(map(letter, text))
