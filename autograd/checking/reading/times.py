r"""Times in brackets, h(t) = \tanh(W h(t-1) + U x(t)), written as other texts have them: h_t.

So it is where something stands at t and at a step from there, and t is nothing but a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .delimited import delimited
from .notation import FUNCTIONS
from .respelt import Edit

_ACCENT = r"\\(?:hat|tilde|bar|mathbf|boldsymbol|bm|vec|mathrm|text)\s*\{[^{}]{1,20}\}"
_BASE = rf"(?P<base>{_ACCENT}|\\?[A-Za-z]+)"
_TIMED = re.compile(
    rf"{_BASE}(?P<above>\^(?:\{{\w+\}}|\w))?(?:_(?P<below>\{{[^{{}}]{{1,12}}\}}|\w))?"
    r"(?P<later>\^(?:\{\w+\}|\w))?\s?(?:\\left)?\(\s*(?P<time>[tkn](?:\s*[-+]\s*\d)?)\s*(?:\\right)?\)"
)
_VARIED = r"\\partial\s*{0}(?![A-Za-z_])|(?<![A-Za-z])d\s?{0}(?![A-Za-z_(])|\\dot|\\int|\\ddot"
_PLAIN = r"(?<![A-Za-z\\_^{{=,(]){0}\s*(?:\^|[-+*/](?!\s*\d\s*\)))|\d\s*{0}(?![A-Za-z(])"
FEW = 2


def with_times_below(text: str, kind: str) -> Iterator[Edit]:
    """Yield the edits that write the times of a text below the names."""
    spans = [(p.start, p.end) for p in delimited(text, kind) if not p.is_comment]
    if not spans:
        spans = [m.span() for m in re.finditer(r"^[^\n]*=[^\n]*$", text, re.MULTILINE)]
    found = [m for start, end in spans for m in _TIMED.finditer(text, start, end) if _is_timed(m)]
    for letter in sorted({m["time"][0] for m in found}):
        here = [m for m in found if m["time"][0] == letter]
        if _are_times(text, spans, letter, here):
            yield from map(_below, here)


def _is_timed(match: re.Match[str]) -> bool:
    """Whether it is no function as all know it."""
    base = match["base"].lstrip("\\")
    return base not in FUNCTIONS and base not in ("sigma", "log", "exp", "max", "min", "partial")


def _are_times(
    text: str, spans: Sequence[tuple[int, int]], letter: str, found: Sequence[re.Match[str]]
) -> bool:
    """Whether something stands at that time and a step from it, and nothing varies with it."""
    lone = {m["base"] for m in found if m["time"] == letter}
    away = {m["base"] for m in found if m["time"] != letter}
    formulas = [text[start:end] for start, end in spans]
    varied = re.compile(_VARIED.format(letter) + "|" + _PLAIN.format(letter))
    return bool(lone & away) and len(lone) >= FEW and not any(map(varied.search, formulas))


def _below(match: re.Match[str]) -> Edit:
    """Return the edit of what stands behind the name; y^{in}(t) is y_{in,t}, x^2(t) is x_t^2."""
    below = (match["below"] or "").strip("{}")
    time = match["time"].replace(" ", "")
    above = match["above"] or match["later"] or ""
    letters = above.strip("^{}")
    if letters.isalpha() and len(letters) > 1:
        below, above = f"{below},{letters}".strip(","), ""
    inside = f"{below},{time}" if below else time
    return Edit(match.end("base"), match.end(), f"{above}_{{{inside}}}")
