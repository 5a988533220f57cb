r"""LaTeX, as the rows' templates and the labels use it, in MathML: what a browser shows by itself.

    from_latex(r"\frac{x}{1 + x}")      <mfrac><mi>x</mi><mrow>...</mrow></mfrac>

Known are fractions, roots, scripts, primes, brackets, Greek letters and names of functions; any
other command is shown as its name, and any text as it is, so that nothing is ever refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence

from ..engine.label_reader import Accented, Fraction, Part, Root, Word, read
from ..engine.labels import GREEK, unicode_of

MARK = re.compile("\ue000(\\d+)\ue001(?:\\^\\{\\})?")
"""Stands for a name in a formula; `^{}` after it says that the name has a superscript."""
_TOKEN = re.compile(rf"{MARK.pattern}|\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|[^\W\d_]|\s+|.", re.DOTALL)
_SIGNS = {
    "-": "−", "*": "∗", "'": "′", r"\cdot": "·", r"\dots": "…", r"\cdots": "⋯", r"\to": "→",
    r"\cdot ": "·", r"\times": "×", r"\le": "≤", r"\ge": "≥",
}  # fmt: skip
_ACCENT_SIGNS = {"\u0302": "^", "\u0304": "¯", "\u0303": "~", "\u0307": "˙", "\u0308": "¨",
                 "\u20d7": "→"}  # fmt: skip
APPLY, TIMES = "<mo>&#x2061;</mo>", '<mspace width="0.17em"/>'


def from_latex(latex: str, names: Sequence[str] = ()) -> str:
    """Return the formula in MathML; `names` are the MathML of the marks in it."""
    tokens = [m[0] for m in _TOKEN.finditer(latex) if not m[0].isspace()]
    return _Reader(tokens, names).row()


def label(text: str) -> str:
    r"""Return a label in MathML: "w_2" -> <msub><mi>w</mi><mn>2</mn></msub>."""
    return _label(read(text))


def _label(row: Sequence[Part]) -> str:
    return _as_one([_label_part(part) for part in row]) if row else ""


def _label_part(part: Part) -> str:
    if isinstance(part, Word):
        return f"<mtext>{html.escape(part.text)}</mtext>" if part.upright else _words(part.text)
    if isinstance(part, Accented):
        accent = f"<mo>{_ACCENT_SIGNS[part.mark]}</mo>"
        return f'<mover accent="true">{_label(part.body)}{accent}</mover>'
    if isinstance(part, Fraction):
        return f"<mfrac>{_label(part.above)}{_label(part.below)}</mfrac>"
    if isinstance(part, Root):
        return f"<msqrt>{_label(part.body)}</msqrt>"
    base, sub, sup = map(_label, part)
    kind = "m" + "sub" * bool(sub) + "sup" * bool(sup)
    return base if kind == "m" else f"<{kind}>{base or '<mrow></mrow>'}{sub}{sup}</{kind}>"


def _words(text: str) -> str:
    """Return plain Unicode text: numbers, words and signs, as one element."""
    pieces = re.findall(r"\d+(?:\.\d+)?|[^\W\d_]\w*[\u0300-\u036f\u20d7]*\w*|\s+|.", text)
    if any(piece.isspace() for piece in pieces) and not text.isascii():
        return f"<mtext>{html.escape(text)}</mtext>"
    return _as_one([_word(piece) for piece in pieces]) if pieces else ""


def _word(piece: str) -> str:
    shown = html.escape(_SIGNS.get(piece, piece), quote=False)
    if piece.isspace():
        return "<mtext>\u00a0</mtext>"
    if piece[0].isdigit():
        return f"<mn>{shown}</mn>"
    if not piece[0].isalpha():
        return f"<mo>{shown}</mo>"
    return f"<mi>{shown}</mi>" if piece[0] < "\u2e80" else f"<mtext>{shown}</mtext>"


def _as_one(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"<mrow>{''.join(items)}</mrow>"


def _opens(item: str) -> bool:
    """Whether an element is a sign after which an operand begins."""
    return item.endswith("</mo>") and item != _word(")") and "postfix" not in item


class _Reader:
    """Reads tokens from left to right; a group in braces is read by a call of its own."""

    def __init__(self, tokens: Sequence[str], names: Sequence[str]) -> None:
        self.tokens, self.names, self.at = tokens, names, 0

    def row(self, end: str = "") -> str:
        """Return what stands before `end`, as one element."""
        items: list[str] = []
        while (token := self._next()) not in ("", end):
            if token in ("^", "_", "'"):
                self._script(token, items)
            else:
                item = self._item(token)
                if item.endswith(APPLY) and items and not _opens(items[-1]):
                    items.append(TIMES)
                if token == "-" and items and _opens(items[-1]):
                    item = item.replace("<mo>", '<mo form="prefix">')
                items.append(item)
        return _as_one(items)

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1] if self.at <= len(self.tokens) else ""

    def _argument(self) -> str:
        token = self._next()
        return self.row("}") if token == "{" else self._item(token)

    def _peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def _script(self, token: str, items: list[str]) -> None:
        """Put a script on what is before it: on a whole bracket as on its closing sign."""
        base = items.pop() if items else "<mrow></mrow>"
        after = APPLY if base.endswith(APPLY) else ""
        script = _word("'") if token == "'" else self._argument()
        kind = "msub" if token == "_" else "msup"
        inner = base.removesuffix(APPLY)
        if kind == "msup" and inner.startswith("<msub>"):
            kind, inner = "msubsup", inner[len("<msub>") : -len("</msub>")]
        after = after or (APPLY if self._peek() == "(" and token == "'" else "")
        items.append(f"<{kind}>{inner}{script}</{kind}>{after}")

    def _item(self, token: str) -> str:
        if mark := MARK.fullmatch(token):
            return self.names[int(mark[1])]
        if token == "{":
            return self.row("}")
        if token in _SHAPES:
            return _SHAPES[token](self)
        if token in _SIGNS or not token.startswith("\\"):
            return _word(token) if token not in _SIGNS else f"<mo>{_SIGNS[token]}</mo>"
        name = token[1:]
        if name in GREEK:
            return f"<mi>{unicode_of(token)}</mi>" + (APPLY if self._peek() == "(" else "")
        gap = "" if self._peek() in ("(", "'", "^", "_") else TIMES
        return f"<mi>{html.escape(name)}</mi>{gap}{APPLY}"

    def _named(self) -> str:
        r"""Read the name of \operatorname{name} as one word."""
        self._next()
        letters = []
        while (token := self._next()) not in ("", "}"):
            letters.append(token)
        return f"<mi>{html.escape(''.join(letters))}</mi>{APPLY}"


_SHAPES: dict[str, Callable[[_Reader], str]] = {
    r"\frac": lambda read: f"<mfrac>{read._argument()}{read._argument()}</mfrac>",
    r"\sqrt": lambda read: f"<msqrt>{read._argument()}</msqrt>",
    r"\operatorname": _Reader._named,
    r"\left": lambda read: f'<mo form="prefix">{html.escape(read._next())}</mo>',
    r"\right": lambda read: f'<mo form="postfix">{html.escape(read._next())}</mo>',
    r"\,": lambda _: TIMES,
    r"\ ": lambda _: TIMES,
}
