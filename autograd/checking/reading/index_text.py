r"""The text of an index: `i,j`, `h_{t-1}`, `\hat{h}_t`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lexer import Token
from .notation import ACCENTS
from .tree import Expression, Name, Number

_HATTED = re.compile(r"(\\(?:hat|bar|tilde|vec|dot))\{(\w)_(\w|\{[^{}]*\})\}")

_LONE = re.compile(r"(?<=[A-Za-z])_\{([A-Za-z0-9])\}")


def joined(parts: Iterable[Token]) -> str:
    r"""Return the text of an index without spaces, except where a command would swallow a letter.

    Braces stay where they hold a script or what is under an accent: `h_{t-1}`, `\hat{h}_t`.
    """
    text, before = "", ""
    kept: list[bool] = []  # of the braces that are open
    for part in parts:
        if part.kind == "sign" and part.text == "{":
            kept.append(before in ("_", "^", *ACCENTS))
            text += "{" if kept[-1] else ""
        elif part.kind == "sign" and part.text == "}":
            text += "}" if kept and kept.pop() else ""
        elif part.kind == "sub" and part.end - part.start > len(part.text) and text:
            text += f"_{part.text}" if len(part.text) == 1 else f"_{{{part.text}}}"
        elif before in ACCENTS:
            text += f"{{{part.text}}}"
        else:
            swallows = re.search(r"\\[A-Za-z]+$", text) and part.text[0].isalpha()
            text += f" {part.text}" if swallows else part.text
        before = part.text
    return _LONE.sub(r"_\1", _HATTED.sub(r"\1{\2}_\3", text))


def indices_of(sub: str) -> list[Expression]:
    """Return the indices below a bracket: i,j or ij or 12."""
    found = sub.split(",") if "," in sub else [sub]
    return [Number(float(part)) if part.isdecimal() else Name(part) for part in found]
