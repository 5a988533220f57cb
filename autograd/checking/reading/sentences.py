"""The equation that a sentence without markup speaks of.

Maximize V(x) = x (12 - 2x)^2 on [0, 6]              V(x) = x (12 - 2x)^2
Find for f(x,y) = x^2 e^(-y) the partials            f(x,y) = x^2 e^(-y)
For the weights we get ∂L/∂a = g h, and then         ∂L/∂a = g h
si z = x^2 y                                         z = x^2 y
y(x) is given by x^3 + y^3 = 6xy near (3, 3)         x^3 + y^3 = 6xy
"""

from __future__ import annotations

import re

from .notation import WORDS

_FUNCTION = re.compile(
    r"(?:^|\s)(?P<head>[^\W\d_]\w{0,2}'*\([^\W\d_](?:, ?[^\W\d_]){0,2}\) *=)"
    r"|(?:^|\s)(?P<slope>∂[^\W\d_][\w^ℓ]{0,5}/∂[^\W\d_][\w^ℓ]{0,5} *=)"
    r"(?! *-?[\d.]+(?:[,.]?\s|[,.]?$))"
    r"|(?:^\s*|(?:^|\s)(?:si|if|let|sea|sei|wenn|soit|given|differentiate|derive|derivative of"
    r"|ableitung von|dérivée de|derivada de)\s+|\*\*\s*|[.:)]\s+)"
    r"(?P<named>)(?=[A-Za-z]\w{0,2} *= *[^=]*[A-Za-z²³(])"
    r"|(?:^|\s)(?:curve|equation|for(?=\s+(?:[a-z]{2,4}\(|[A-Za-z][\^*/]))|by|durch|Kurve|Gleichung|courbe|équation|par|curva|ecuación)\s+"
    r"(?P<curve>)(?=[A-Za-z(\d][^=]{2,60}= *[\w(-])",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:on|at|in|over|for|is|are|has|when|near|sur|en|auf|bei|im)\b|\.\s|\.$).*$",
    re.DOTALL | re.IGNORECASE,
)
_AFTER_OPERAND = re.compile(r"(?<=[\w)\]²³])\s+([^\W\d_]{3,})(?=[\s,;:?!]|$)")
"""A word where a sign is due: no factor of what stands before it, unless it is a known name."""


def equation_in(text: str) -> tuple[int, str] | None:
    """Return where the equation begins that a sentence speaks of, and its text; None if none."""
    found = _FUNCTION.search(text)
    if found is None:
        return None
    at = max(found.start("head"), found.start("slope"), found.start("named"),
             found.start("curve"))  # fmt: skip
    told = _TAIL.sub("", text[at:])
    if found.start("named") == at:
        return at, told
    for word in _AFTER_OPERAND.finditer(told):
        if word[1] not in WORDS:
            return at, told[: word.start()].rstrip(" ,")
    return at, told
